"""Takes a form that came back into the plan: the returns of all its rows in one commit, or none.

What cells mean is in `plan_tasks.reporting.filled`. A cell that is empty leaves what was returned last time; a row that
says nothing new makes no return.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.drafting.contract import ImporterType, Likelihood, Source
from plan_tasks.drafting.filled import ReadsTables
from plan_tasks.drafting.progress import read_progress
from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import Item, ItemId, PlanId, ProgressReport, State
from plan_tasks.reporting.filled import Filled, FilledForm, RefusedCell, read_form
from plan_tasks.reporting.formatting import rounded_half_up
from plan_tasks.services.changing import change
from plan_tasks.services.context import Context
from plan_tasks.storage.contract import Receipt
from plan_tasks.workflow.commands import ReportProgress

__all__ = ["Collected", "collect"]

_TAKES_RETURNS = (State.ACTIVE, State.COMPLETION_REQUESTED)


@attrs.frozen(kw_only=True)
class Collected:
    """What came of a form.

    Attributes:
        returns: The returns that were taken, or would be.
        unchanged: How many rows say what was returned before.
        refused: The cells that cannot be taken, in order.
        receipt: What was made durable; None when nothing was.
    """

    returns: tuple[ReportProgress, ...]
    unchanged: int
    refused: tuple[RefusedCell, ...]
    receipt: Receipt | None = None


def collect(
    context: Context,
    plan: PlanId,
    source: Source,
    *,
    on: date,
    actor: str,
    dry_run: bool = False,
    skip_refused: bool = False,
) -> Collected:
    """Takes the returns of a form that came back.

    Args:
        context: The open tracker.
        plan: Plan id.
        source: The file: a ledger or a form of returns that this plan was rendered as, filled in.
        on: The reporting date.
        actor: Who takes them in.
        dry_run: Whether the returns are only looked at.
        skip_refused: Whether the other rows are taken where cells are refused; otherwise nothing is.

    Returns:
        What was taken and what was refused.

    Raises:
        SourceUnreadable: No importer reads tables of this kind of file, or none of its tables is a form.
        Conflict: Somebody changed an item meanwhile.
        WorkflowError: A guard objects, or the actor may not.
        UnknownName: No such plan.
    """
    forms = list(_forms(context, source))
    if not any(form.is_form for form in forms):
        raise SourceUnreadable(
            "none of its tables is a form of returns",
            where=source.name,
            remedy="it needs the heads 编号 (id) or 标识 (key), and 进展情况 (progress) or 填报进度 (share)",
        )
    refused = [cell for form in forms for cell in form.refused]
    rows = [row for form in forms for row in form.rows]
    with context.backend.unit(context.tenant, write=False) as unit:
        stored = unit.items.get(plan, {ItemId(row.item) for row in rows})
    returns, unchanged = [], 0
    for row in rows:
        found = stored.get(ItemId(row.item))
        wrong = _wrong(row, None if found is None else found.item, plan)
        if wrong is not None:
            refused.append(wrong)
        elif found is not None and (taken := _return(row, found.item, on)) is not None:
            returns.append(taken)
        else:
            unchanged += 1
    collected = Collected(returns=tuple(returns), unchanged=unchanged, refused=tuple(refused))
    if dry_run or not returns or (refused and not skip_refused):
        return collected
    seen: dict[str, int] = {command.item: stored[command.item].head.version for command in returns}
    return attrs.evolve(collected, receipt=change(context, plan, returns, actor=actor, seen=seen))


def _forms(context: Context, source: Source) -> Iterator[FilledForm]:
    importer = _reader(context, source)
    for sheet in importer.tables(source):
        yield read_form(
            sheet.grid.rows, name=sheet.name, address=sheet.address, share_of=lambda text: read_progress(text).share
        )


def _reader(context: Context, source: Source) -> ReadsTables:
    """The importer that knows the file best among those that read tables."""
    head = source.head()
    ranked = []
    for name in sorted(context.host.catalogue(ImporterType)):
        importer = context.host.open(ImporterType, name)
        likelihood = importer.recognises(head)
        if isinstance(importer, ReadsTables) and likelihood > Likelihood.NO:
            ranked.append((-int(likelihood), name, importer))
    if not ranked:
        raise SourceUnreadable(
            "no importer here reads tables of this kind of file", where=source.name, remedy="give an XLSX or CSV file"
        )
    return min(ranked, key=lambda each: each[:2])[2]


def _wrong(row: Filled, item: Item | None, plan: PlanId) -> RefusedCell | None:
    """Why a row's item takes no return; None when it does."""
    if row.plan and row.plan != plan:
        return RefusedCell(where=row.where, what=f"the row is of plan {row.plan}", remedy=f"this is plan {plan}")
    if item is None:
        return RefusedCell(where=row.where, what=f"there is no item {row.item}", remedy="see the ids in the plan")
    if item.state not in _TAKES_RETURNS:
        return RefusedCell(
            where=row.where,
            what=f"item {item.id} is {item.state.value} and takes no returns",
            remedy="leave the row empty, or reopen the item",
        )
    return None


def _return(row: Filled, item: Item, on: date) -> ReportProgress | None:
    """The return that a row makes; None when it says nothing new."""
    last = item.progress or ProgressReport(on=on)
    evidence = last.evidence
    if "evidence" in row.texts:
        evidence = tuple(line.strip() for line in row.texts["evidence"].splitlines() if line.strip())
    report = attrs.evolve(
        last,
        percent=last.percent if row.percent is None or row.percent == _as_shown(last.percent) else row.percent,
        narrative=row.texts.get("narrative", last.narrative),
        problems=row.texts.get("problems", last.problems),
        next_steps=row.texts.get("next_steps", last.next_steps),
        evidence=evidence,
    )
    if report == last:
        return None
    return ReportProgress(
        item=item.id,
        on=on,
        percent=report.percent,
        narrative=report.narrative,
        problems=report.problems,
        next_steps=report.next_steps,
        evidence=report.evidence,
    )


def _as_shown(share: Decimal | None) -> Decimal | None:
    """A share as a form shows it, to a tenth of a percent: one that comes back so was not changed."""
    return None if share is None else rounded_half_up(share, 3)
