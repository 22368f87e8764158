"""``list`` and ``show``: what is in the plan and how it stands. What became of it is in `history`."""

from __future__ import annotations

import argparse
from typing import Any

from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import rounded
from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.item_json import item_to_json, told_to_json
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.drafting.characters import clean
from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import AreaId, Item, ItemId, ItemKind, Measure, Plan, Role, State, plain
from plan_tasks.model.converting import unstructure
from plan_tasks.model.wording import target_in_words
from plan_tasks.services.assessing import Assessed
from plan_tasks.storage.query import ItemQuery, Order

_PAGE = 50


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    lister = commands.add_parser("list", parents=[shared], help="list items, judged today or on a day")
    shared_arguments.add_store(lister)
    shared_arguments.add_plan(lister)
    lister.add_argument("--kind", choices=[kind.value for kind in ItemKind], help="goals or measures")
    lister.add_argument("--area", metavar="ID", help="items of one area, by id, number or title")
    lister.add_argument("--owner", metavar="NAME", help="items of one owner, by id or name")
    lister.add_argument("--role", choices=[role.value for role in Role], help="only where the owner has this role")
    lister.add_argument(
        "--state", action="append", choices=[state.value for state in State], help="in this state; may be repeated"
    )
    lister.add_argument("--due-before", type=shared_arguments.day, metavar="DATE", help="due earlier than this day")
    lister.add_argument("--tag", metavar="WORD", help="items with this tag")
    lister.add_argument("--text", metavar="WORDS", help="part of the title or text")
    lister.add_argument("--order", choices=[order.value for order in Order], default="position", help="sorted by")
    lister.add_argument("--limit", type=_count, default=_PAGE, metavar="N", help=f"rows a page (default {_PAGE})")
    lister.add_argument("--after", default="", metavar="CURSOR", help="the page after the one that gave this cursor")
    lister.add_argument("--on", type=shared_arguments.day, metavar="DATE", help="the day judged (default: today)")
    shared_arguments.add_json(lister)
    lister.set_defaults(run=_list)

    show = commands.add_parser("show", parents=[shared], help="show one item: wording, owners, targets, how it stands")
    show.add_argument("item", metavar="ITEM", help="the item's id")
    shared_arguments.add_store(show)
    shared_arguments.add_plan(show)
    shared_arguments.add_moment(show)
    shared_arguments.add_json(show)
    show.set_defaults(run=_show)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows; write one from 1 to 10000")
    return int(text)


def owner_id(plan: Plan, given: str) -> str:
    """The id of the owner that is meant by an id or a name."""
    for owner in plan.owners:
        if given in (owner.id, owner.name):
            return owner.id
    return given


def _area_id(plan: Plan, given: str) -> AreaId:
    for area in plan.areas:
        if given in (area.id, area.number, area.title):
            return area.id
    known = ", ".join(f"{area.number or area.id} {area.title}" for area in plan.areas) or "none"
    raise UnknownName(f"there is no area {given!r}", remedy=f"there are {known}")


def _list(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        plan = tracker.header(plan_of(arguments, tracker))
        if arguments.role and not arguments.owner:
            raise InvalidValue("--role says nothing without --owner", remedy="give --owner NAME too")
        query = ItemQuery(
            plan=plan.id,
            kind=ItemKind(arguments.kind) if arguments.kind else None,
            area=_area_id(plan, arguments.area) if arguments.area else "",
            owner=owner_id(plan, arguments.owner) if arguments.owner else "",
            role=Role(arguments.role) if arguments.role else None,
            states=tuple(State(state) for state in arguments.state or ()),
            due_before=arguments.due_before,
            tag=arguments.tag or "",
            text=arguments.text or "",
            order=Order(arguments.order),
        )
        page = tracker.page(query, on=day_of(arguments), limit=arguments.limit, after=arguments.after)
    if output.as_json:
        items = [item_to_json(row, plan, output.language) for row in page.rows]
        output.json({"items": items, "after": page.after or None})
        return DONE
    print_rows(page.rows, plan, output)
    if page.after:
        output.note(output.pick(f"还有更多：--after {page.after}", f"more: --after {page.after}"))
    return DONE


def print_rows(rows: Any, plan: Plan, output: Output) -> None:
    """Prints judged items as a table."""
    pick = output.pick
    columns = [
        Column(pick("编号", "id")),
        Column(pick("事项", "item"), widest=44),
        Column(pick("牵头", "lead"), widest=26),
        Column(pick("时限", "due")),
        Column(pick("状态", "state")),
        Column(pick("进度", "health")),
        Column(pick("完成率", "attained"), right=True),
    ]
    cells = []
    for row in rows:
        head, attainment = row.head, rounded(row.assessment.attainment, 3)
        cells.append(
            [
                head.id,
                head.title,
                plan.owner_name(head.lead) if head.lead else "—",
                head.due or "—",
                State(head.state).label(output.language),
                row.assessment.health,
                f"{plain(attainment * 100)}%" if attainment is not None else "—",
            ]
        )
    if cells:
        output.table(columns, cells)
    else:
        output.say(pick("没有符合条件的事项", "no item matches"))


def _show(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        plan_id = plan_of(arguments, tracker)
        standing = tracker.standing(
            plan_id, on=day_of(arguments), known_at=arguments.known_at, query=ItemQuery(ids=(arguments.item,))
        )
        row = next(standing.rows(with_forecasts=True), None)
        if row is None or row.item is None:
            raise UnknownName(
                f"plan {plan_id} has no item {arguments.item!r}", remedy="`plan-tasks list` shows its items"
            )
        values = tracker.observations(plan_id, ItemId(arguments.item), known_at=arguments.known_at)
    plan, item = standing.plan, row.item
    if output.as_json:
        shown = item_to_json(row, plan, output.language)
        details = {
            "version": row.head.version,
            "forecasts": told_to_json(row.forecasts, output.language),
            "item": unstructure(item),
            "observations": [unstructure(v) for v in values],
        }
        output.json(shown | details)
        return DONE
    _print_item(row, item, plan, output)
    if values:
        output.say()
        pick = output.pick
        columns = [Column(pick("指标", "indicator"), 30), Column(pick("起", "from")), Column(pick("止", "to"))]
        columns += [Column(pick("数值", "value"), right=True), Column(pick("获知时间", "known"))]
        output.table(
            columns,
            [
                [v.indicator, str(v.start), str(v.end), plain(v.value), v.known.isoformat(" ", "minutes")]
                for v in values
            ],
        )
    return DONE


def _print_item(row: Assessed, item: Item, plan: Plan, output: Output) -> None:
    pick, language = output.pick, output.language
    lines: list[tuple[str, str]] = [
        (pick("编号", "id"), f"{item.id}  (v{row.head.version})"),
        (pick("事项", "item"), item.title),
        (pick("正文", "text"), item.text if item.text != item.title else ""),
        (pick("领域", "area"), next((area.title for area in plan.areas if area.id == item.area), "")),
        (pick("状态", "state"), item.state.label(language)),
        (pick("进度", "health"), row.assessment.health.label(language)),
        *((pick("依据", "because"), reason_text(reason, language)) for reason in row.assessment.reasons),
        *((pick("预测", "forecast"), reason_text(reason, language)) for reason in row.forecasts),
        *((pick("目标值", "target"), target_in_words(target, language)) for target in item.targets),
        *((a.role.label(language), plan.owner_name(a.owner)) for a in item.assignments),
        (pick("完成时限", "due"), f"{item.due or ''}{f'  ({item.deadline})' if item.deadline else ''}"),
    ]
    if isinstance(item, Measure):
        lines += [
            (pick("节点", "milestone"), f"{each.due}  {each.title}{'  ✓ ' + str(each.done) if each.done else ''}")
            for each in item.milestones
        ]
    if item.progress:
        report = item.progress
        percent = f"{plain(report.percent * 100)}%  " if report.percent is not None else ""
        lines += [
            (pick("进展", "progress"), f"{report.on}  {percent}{report.narrative}"),
            (pick("存在问题", "problems"), report.problems),
            (pick("下一步", "next steps"), report.next_steps),
        ]
    if item.extension:
        lines.append((pick("申请延期", "extension asked"), f"{item.extension.due}  {item.extension.reason}"))
    if item.source:
        place = pick(
            f"原文第{item.source.start}–{item.source.end}字", f"characters {item.source.start}–{item.source.end}"
        )
        said = {" ".join(text.split()) for text in (item.title, item.text)}
        quoted = clean(item.source.text)
        lines.append((pick("出处", "source"), place if quoted in said else f"{place}  {quoted}"))
    shown = [(label, " ".join(text.split())) for label, text in lines if text.strip()]
    output.pairs(shown)
