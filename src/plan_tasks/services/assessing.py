"""Judges a plan's items on a day, and as it was known at a moment.

The present is read from heads, which hold all that most items need; an item whose head says too little is read whole.
The past is replayed from the history, so that a later change or revision never alters an earlier judgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice, repeat
from typing import TypeVar

import attrs

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.contract import AssessmentContext, CountsHeads
from plan_tasks.assessment.forecasting import forecasts_of
from plan_tasks.assessment.preparing import case_of, case_of_head
from plan_tasks.assessment.result import Assessment, Reason
from plan_tasks.assessment.series import latest_for
from plan_tasks.errors import StoreDamaged, UnknownName
from plan_tasks.model import Comparator, Health, Item, ItemId, Observation, Plan, PlanId
from plan_tasks.services.bulk import collector_paused
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.services.methods import Judge
from plan_tasks.services.past import past
from plan_tasks.storage.contract import TellsFacts, UnitOfWork
from plan_tasks.storage.heads import ItemHead, Latest, facts_of, head_of
from plan_tasks.storage.query import ItemQuery, Page, matches

__all__ = ["Assessed", "PlanOnADay", "assess", "assess_page", "count_healths", "plan_on_a_day"]

T = TypeVar("T")

_BATCH = 1_000


@attrs.frozen
class Assessed:
    """An item and how it stands.

    Attributes:
        head: The item's columns.
        assessment: How it stands on the day.
        item: The item itself; None where only the head was read.
        forecasts: What its targets are expected to come to, each as a reason; empty where nobody asked.
    """

    head: ItemHead
    assessment: Assessment
    item: Item | None = None
    forecasts: tuple[Reason, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class PlanOnADay:
    """A plan as it stands on a day; its rows are read anew each time they are asked for.

    Attributes:
        plan: The plan's header, as it was known.
        on: The day judged.
        known_at: The moment up to which records counted; None for all.
    """

    plan: Plan
    on: date
    known_at: datetime | None
    _context: Context
    _query: ItemQuery

    def rows(self, *, with_items: bool = True, with_forecasts: bool = False) -> Iterator[Assessed]:
        """The items with their assessments, streamed in the order of the document.

        Args:
            with_items: Whether each row carries its item; without, rows come faster.
            with_forecasts: Whether each row carries forecasts, for which every observation is read.
        """
        judge = Judge(self._context, self.plan)
        judging = _judging(self._context, judge, self.plan, self.on)
        if self.known_at is not None:
            yield from _past_rows(self, judge, judging, with_forecasts=with_forecasts)
            return
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            reader = _Reader(unit, self.plan, self.on, whole=with_forecasts or judge.reads_items)
            if with_items:
                for stored in _in_batches(unit.items.stream(self._query)):
                    with collector_paused():
                        items = {each.item.id: each.item for each in stored}
                        cases = reader.cases([each.head for each in stored], items)
                        told = [forecasts_of(case, judging) for case in cases] if with_forecasts else repeat(())
                        rows = [
                            Assessed(each.head, verdict, each.item, forecasts)
                            for each, verdict, forecasts in zip(
                                stored, judge.assess(cases, judging), told, strict=with_forecasts
                            )
                        ]
                    yield from rows
            else:
                for heads in _in_batches(unit.items.scan(self._query)):
                    cases = reader.cases(heads, {})
                    judged = judge.assess(cases, judging)
                    if with_forecasts:
                        for head, verdict, case in zip(heads, judged, cases, strict=True):
                            yield Assessed(head, verdict, None, forecasts_of(case, judging))
                    else:
                        yield from map(Assessed, heads, judged)


def plan_on_a_day(
    context: Context, plan: PlanId, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
) -> PlanOnADay:
    """Takes a plan as it stands on a day.

    Args:
        context: The open tracker.
        plan: Plan id.
        on: The day judged.
        known_at: Only what was recorded by then; None for everything.
        query: Which items; None for all. Its plan is set to `plan`.

    Returns:
        The plan, its rows not yet read.

    Raises:
        UnknownName: No such plan, none that was known at that moment, or what was known then was forgotten.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        header = stored_plan(unit, plan).plan
        if known_at is not None:
            then = past(unit, plan, known_at, whole=False).plan
            if then is None:
                raise UnknownName(
                    f"plan {plan} was not recorded yet at {known_at.isoformat()}",
                    remedy="ask for a later moment, or leave it out to use everything that is known",
                )
            header = then
    wanted = attrs.evolve(query or ItemQuery(), plan=plan)
    return PlanOnADay(plan=header, on=on, known_at=known_at, context=context, query=wanted)


def assess(
    context: Context, plan: PlanId, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
) -> tuple[Assessed, ...]:
    """Judges a plan's items; arguments as for `plan_on_a_day`."""
    return tuple(plan_on_a_day(context, plan, on=on, known_at=known_at, query=query).rows(with_items=False))


def assess_page(context: Context, query: ItemQuery, *, on: date, limit: int, after: str = "") -> Page[Assessed]:
    """Judges one page of a list, which may run over several plans.

    Args:
        context: The open tracker.
        query: Which items, in which order.
        on: The day judged.
        limit: Rows a page, from 1 up.
        after: What the page before returned.

    Returns:
        The page, rows with their items.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        page = unit.items.heads(query, limit=limit, after=after)
        rows: dict[tuple[str, str], Assessed] = {}
        for plan_id in dict.fromkeys(head.plan for head in page.rows):
            header = stored_plan(unit, PlanId(plan_id)).plan
            heads = [head for head in page.rows if head.plan == plan_id]
            items = {
                item_id: stored.item
                for item_id, stored in unit.items.get(header.id, [ItemId(head.id) for head in heads]).items()
            }
            _check_held(header.id, heads, items)
            judge = Judge(context, header)
            cases = _Reader(unit, header, on, whole=judge.reads_items).cases(heads, items)
            judged = judge.assess(cases, _judging(context, judge, header, on))
            for head, assessment in zip(heads, judged, strict=True):
                rows[plan_id, head.id] = Assessed(head, assessment, items[ItemId(head.id)])
    return Page([rows[head.plan, head.id] for head in page.rows], page.after)


def count_healths(context: Context, plan: PlanId, *, on: date, known_at: datetime | None = None) -> dict[Health, int]:
    """Counts a plan's items by health: all eight, in the vocabulary's order, zeros included."""
    standing = plan_on_a_day(context, plan, on=on, known_at=known_at)
    judge = Judge(context, standing.plan)
    method = judge.method
    if known_at is None and isinstance(method, CountsHeads):
        counted = _count_heads(context, standing, judge, method)
    else:
        counted = Counter(row.assessment.health for row in standing.rows(with_items=False))
    return {health: counted[health] for health in Health}


def _count_heads(context: Context, standing: PlanOnADay, judge: Judge, method: CountsHeads) -> Counter[Health]:
    """Counts from heads alone, and from items where a head says too little."""
    judging = _judging(context, judge, standing.plan, standing.on)
    undecided: list[str] = []
    query = ItemQuery(plan=standing.plan.id)
    with context.backend.unit(context.tenant, write=False) as unit:
        items = unit.items
        facts = items.facts(query) if isinstance(items, TellsFacts) else map(facts_of, items.scan(query))
        counted = method.count_healths(facts, judging, undecided)
        reader = _Reader(unit, standing.plan, standing.on, whole=judge.reads_items)
        for ids in _in_batches(iter(undecided)):
            heads = list(items.scan(attrs.evolve(query, ids=tuple(ids))))
            counted.update(assessment.health for assessment in judge.assess(reader.cases(heads, {}), judging))
    return counted


def _judging(context: Context, judge: Judge, plan: Plan, on: date) -> AssessmentContext:
    return AssessmentContext(day=on, policy=context.policy, period_end=plan.end, calendar=judge.calendar)


def _past_rows(
    standing: PlanOnADay, judge: Judge, judging: AssessmentContext, *, with_forecasts: bool
) -> Iterator[Assessed]:
    """Rows of a plan as it was known at a moment: the whole history up to it is replayed."""
    context, plan = standing._context, standing.plan
    assert standing.known_at is not None  # noqa: S101 - else the present would be read
    with context.backend.unit(context.tenant, write=False) as unit:
        then = past(unit, plan.id, standing.known_at)
    references = _references(then.items.values(), then.observations, plan, standing.on, standing.known_at)
    chosen: list[tuple[ItemHead, Item]] = []
    for item in then.items.values():
        latest = _single_latest(item, then.observations.get(item.id, ()), plan, standing.on, standing.known_at)
        head = head_of(item, plan, latest, 0)
        if matches(standing._query, head, item.text):
            chosen.append((head, item))
    cases = [
        case_of(
            item,
            plan,
            then.observations.get(item.id, ()),
            standing.on,
            known_at=standing.known_at,
            references=references,
            history=with_forecasts,
        )
        for _, item in chosen
    ]
    for (head, item), case, assessment in zip(chosen, cases, judge.assess(cases, judging), strict=True):
        yield Assessed(head, assessment, item, forecasts_of(case, judging) if with_forecasts else ())


def _check_held(plan: PlanId, heads: Iterable[ItemHead], items: Mapping[ItemId, Item]) -> None:
    """Refuses a store that lists items which it cannot give, as one whose index is damaged does."""
    if lost := [head.id for head in heads if ItemId(head.id) not in items]:
        where = f"plan {plan}, item {lost[0]}"
        raise StoreDamaged("the store lists the item and does not hold it", where=where, remedy="restore a backup")


class _Reader:
    """Makes cases of heads, reading items and observations where a head says too little or `whole` asks for them."""

    def __init__(self, unit: UnitOfWork, plan: Plan, day: date, *, whole: bool = False) -> None:
        self._unit = unit
        self._plan = plan
        self._day = day
        self._whole = whole
        self._known_references: Mapping[str, Latest] | None = None

    def cases(self, heads: Sequence[ItemHead], items: Mapping[ItemId, Item]) -> list[Case]:
        """One case a head, in order; `items` are those that the caller has read already."""
        quick = [None if self._whole else case_of_head(head, self._day, items.get(ItemId(head.id))) for head in heads]
        short = [ItemId(head.id) for head, case in zip(heads, quick, strict=True) if case is None]
        if not short:
            return [case for case in quick if case is not None]
        missing = [item_id for item_id in short if item_id not in items]
        read = self._unit.items.get(self._plan.id, missing) if missing else {}
        found = {**items, **{item_id: stored.item for item_id, stored in read.items()}}
        _check_held(self._plan.id, [head for head, case in zip(heads, quick, strict=True) if case is None], found)
        observations = self._unit.observations.of(self._plan.id, short)
        cases: list[Case] = []
        for head, case in zip(heads, quick, strict=True):
            if case is None:
                item = found[ItemId(head.id)]
                needs = any(target.comparator is Comparator.RELATIVE for target in item.targets)
                case = case_of(
                    item,
                    self._plan,
                    observations.get(item.id, ()),
                    self._day,
                    references=self._references() if needs else {},
                    history=self._whole,
                )
            cases.append(case)
        return cases

    def _references(self) -> Mapping[str, Latest]:
        """Values so far of every indicator of the plan, by name: what relative targets are compared with."""
        if self._known_references is None:
            items = [stored.item for stored in self._unit.items.stream(ItemQuery(plan=self._plan.id))]
            observations = self._unit.observations.of(self._plan.id)
            self._known_references = _references(items, observations, self._plan, self._day, None)
        return self._known_references


def _references(
    items: Iterable[Item],
    observations: Mapping[ItemId, Sequence[Observation]],
    plan: Plan,
    day: date,
    known_at: datetime | None,
) -> dict[str, Latest]:
    found: dict[str, Latest] = {}
    for item in items:
        for target in item.targets:
            latest = latest_for(
                target,
                observations.get(item.id, ()),
                start=item.start or plan.start,
                day=day,
                known_at=known_at,
            )
            if latest is not None:
                found.setdefault(target.indicator.name, latest)
    return found


def _single_latest(
    item: Item, observations: Sequence[Observation], plan: Plan, day: date, known_at: datetime | None
) -> Latest | None:
    if len(item.targets) != 1:
        return None
    start = item.start or plan.start
    return latest_for(item.targets[0], observations, start=start, day=day, known_at=known_at)


def _in_batches(things: Iterator[T]) -> Iterator[list[T]]:
    while True:
        with collector_paused():
            batch = list(islice(things, _BATCH))
        if not batch:
            return
        yield batch
