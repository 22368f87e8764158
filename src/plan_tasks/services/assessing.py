"""Judges a plan's items on a day, and as it was known at a moment.

The present is read from heads, which hold all that most items need; an item whose head says too little is read whole.
The past is replayed from the history, so that a later change or revision never alters an earlier judgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from types import MappingProxyType

import attrs

from plan_tasks.assessment.forecasting import forecasts_of
from plan_tasks.assessment.preparing import case_of
from plan_tasks.assessment.result import Assessment, Reason
from plan_tasks.assessment.series import latest_of
from plan_tasks.errors import UnknownName
from plan_tasks.model import Health, Item, ItemId, Plan, PlanId
from plan_tasks.services.bulk import worked
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.services.judging import PlanJudge, check_held, judging_of, references_of
from plan_tasks.services.methods import Judge
from plan_tasks.services.past import past
from plan_tasks.storage.contract import StoredItem, TellsFacts
from plan_tasks.storage.heads import ItemHead, head_of
from plan_tasks.storage.query import ItemQuery, Page, matches

__all__ = ["Assessed", "PlanOnADay", "assess", "assess_page", "count_healths", "plan_on_a_day"]

_NONE: Mapping[ItemId, Item] = MappingProxyType({})


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
        if self.known_at is not None:
            yield from self._past_rows(with_forecasts=with_forecasts)
            return
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            judge = PlanJudge(self._context, unit, self.plan, self.on, whole=with_forecasts)

            def of_heads(heads: Sequence[ItemHead], items: Mapping[ItemId, Item] = _NONE) -> Sequence[Assessed]:
                told: Iterable[tuple[Reason, ...]] = repeat(())
                if with_forecasts:
                    cases = judge.cases(heads, items)
                    judged = judge.assess(cases)
                    told = [forecasts_of(case, judge.judging) for case in cases]
                else:
                    judged = judge.of_heads(heads, items)
                return list(map(Assessed, heads, judged, (items.get(ItemId(head.id)) for head in heads), told))

            def of_items(stored: Sequence[StoredItem]) -> Sequence[Assessed]:
                return of_heads([each.head for each in stored], {each.item.id: each.item for each in stored})

            if with_items:
                for rows in worked(unit.items.stream(self._query), of_items):
                    yield from rows
            else:
                for rows in worked(unit.items.scan(self._query), of_heads):
                    yield from rows

    def assessments(self) -> Iterator[Assessment]:
        """How the items stand and nothing else of them, streamed in the order of the document.

        The quickest way to judge many: most are judged from a few columns. Reasons are made when they are read.
        """
        if self.known_at is not None:
            yield from (row.assessment for row in self._past_rows())
            return
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            judge, items = PlanJudge(self._context, unit, self.plan, self.on), unit.items
            if judge.asks_columns and isinstance(items, TellsFacts):
                batches = worked(items.facts(self._query), judge.of_facts)
            else:
                batches = worked(items.scan(self._query), judge.of_heads)
            for batch in batches:
                yield from batch

    def healths(self) -> Iterator[Sequence[Health]]:
        """The healths of the items alone, in batches, in the order of the document: what counting needs."""
        if self.known_at is None:
            with self._context.backend.unit(self._context.tenant, write=False) as unit:
                judge, items = PlanJudge(self._context, unit, self.plan, self.on), unit.items
                if judge.asks_columns and isinstance(items, TellsFacts):
                    yield from worked(items.facts(self._query), judge.healths_of_facts)
                    return
        yield [assessment.health for assessment in self.assessments()]

    def _past_rows(self, *, with_forecasts: bool = False) -> Iterator[Assessed]:
        """Rows of the plan as it was known at a moment: the whole history up to it is replayed."""
        context, plan, known_at = self._context, self.plan, self.known_at
        assert known_at is not None  # noqa: S101 - else the present would be read
        with context.backend.unit(context.tenant, write=False) as unit:
            then = past(unit, plan.id, known_at)
        references = references_of(then.items.values(), then.observations, plan, self.on, known_at)
        chosen: list[tuple[ItemHead, Item]] = []
        for item in then.items.values():
            latest = latest_of(item, plan, then.observations.get(item.id, ()), day=self.on, known_at=known_at)
            head = head_of(item, plan, latest, 0)
            if matches(self._query, head, item.text):
                chosen.append((head, item))
        cases = [
            case_of(
                item,
                plan,
                then.observations.get(item.id, ()),
                self.on,
                known_at=known_at,
                references=references,
                history=with_forecasts,
            )
            for _, item in chosen
        ]
        judge = Judge(context, plan)
        judging = judging_of(context, judge, plan, self.on)
        for (head, item), case, assessment in zip(chosen, cases, judge.assess(cases, judging), strict=True):
            yield Assessed(head, assessment, item, forecasts_of(case, judging) if with_forecasts else ())


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
            check_held(header.id, [ItemId(head.id) for head in heads], items)
            judged = PlanJudge(context, unit, header, on).of_heads(heads, items)
            for head, assessment in zip(heads, judged, strict=True):
                rows[plan_id, head.id] = Assessed(head, assessment, items[ItemId(head.id)])
    return Page([rows[head.plan, head.id] for head in page.rows], page.after)


def count_healths(context: Context, plan: PlanId, *, on: date, known_at: datetime | None = None) -> dict[Health, int]:
    """Counts a plan's items by health: all eight, in the vocabulary's order, zeros included."""
    standing = plan_on_a_day(context, plan, on=on, known_at=known_at)
    counted: Counter[Health] = Counter()
    for healths in standing.healths():
        counted.update(healths)
    return {health: counted[health] for health in Health}
