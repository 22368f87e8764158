"""Judges the items of a plan in a unit of work: from the columns of heads where these suffice, from items where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.contract import AssessmentContext, HeadsJudge, JudgesHeads
from plan_tasks.assessment.preparing import case_of, case_of_head
from plan_tasks.assessment.result import Assessment
from plan_tasks.assessment.series import latest_for
from plan_tasks.errors import StoreDamaged
from plan_tasks.model import Comparator, Health, Item, ItemId, Observation, Plan, PlanId
from plan_tasks.services.context import Context
from plan_tasks.services.methods import Judge
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.heads import HeadFacts, ItemHead, Latest, facts_of
from plan_tasks.storage.query import ItemQuery

__all__ = ["PlanJudge", "check_held", "judging_of", "references_of"]

T = TypeVar("T")

_NONE: Mapping[ItemId, Item] = MappingProxyType({})


class PlanJudge:
    """Judges batches of one plan's items as they are known now.

    Args:
        context: The open tracker.
        unit: A unit of work, open as long as this is used.
        plan: The plan's header.
        day: The day judged.
        whole: Whether cases are drawn from items with all their values, as forecasts need them.
    """

    def __init__(self, context: Context, unit: UnitOfWork, plan: Plan, day: date, *, whole: bool = False) -> None:
        self._unit = unit
        self._plan = plan
        self._day = day
        self._judge = Judge(context, plan)
        self.judging = judging_of(context, self._judge, plan, day)
        self._whole = whole or self._judge.reads_items
        self._known_references: Mapping[str, Latest] | None = None
        method = self._judge.method
        self._quick: HeadsJudge | None = None
        if isinstance(method, JudgesHeads) and not self._whole:
            self._quick = method.heads_judge(self.judging)

    @property
    def asks_columns(self) -> bool:
        """Whether the columns of most heads suffice, so that `of_facts` can be asked."""
        return self._quick is not None

    def of_facts(self, facts: Sequence[HeadFacts]) -> Sequence[Assessment]:
        """Judges items by their columns, and reads those of which these say too little."""
        assert self._quick is not None  # noqa: S101 - the caller has asked `asks_columns`
        judged = self._quick.assess(facts)
        left = _lacking([one.id for one in facts], judged)
        return _filled(judged, self.assess(self._whole_cases(left, _NONE)) if left else ())

    def healths_of_facts(self, facts: Sequence[HeadFacts]) -> Sequence[Health]:
        """The healths of the same, which is less work."""
        assert self._quick is not None  # noqa: S101 - the caller has asked `asks_columns`
        healths = self._quick.healths(facts)
        left = _lacking([one.id for one in facts], healths)
        whole = self.assess(self._whole_cases(left, _NONE)) if left else ()
        return _filled(healths, [found.health for found in whole])

    def of_heads(self, heads: Sequence[ItemHead], items: Mapping[ItemId, Item] = _NONE) -> Sequence[Assessment]:
        """Judges items by their heads; those that the caller has read already tell their targets whole."""
        if items or self._quick is None:
            return self.assess(self.cases(heads, items))
        return self.of_facts([facts_of(head) for head in heads])

    def assess(self, cases: Sequence[Case]) -> Sequence[Assessment]:
        """Judges cases."""
        return self._judge.assess(cases, self.judging)

    def cases(self, heads: Sequence[ItemHead], items: Mapping[ItemId, Item] = _NONE) -> Sequence[Case]:
        """One case a head, in order."""
        quick = [None if self._whole else case_of_head(head, self._day, items.get(ItemId(head.id))) for head in heads]
        return _filled(quick, self._whole_cases(_lacking([head.id for head in heads], quick), items))

    def _whole_cases(self, wanted: Sequence[ItemId], items: Mapping[ItemId, Item]) -> Sequence[Case]:
        """Draws cases from items and their values."""
        if not wanted:
            return ()
        missing = [item_id for item_id in wanted if item_id not in items]
        read = self._unit.items.get(self._plan.id, missing) if missing else {}
        found = {**items, **{item_id: stored.item for item_id, stored in read.items()}}
        check_held(self._plan.id, wanted, found)
        observations = self._unit.observations.of(self._plan.id, wanted)
        return [self._whole_case(found[item_id], observations.get(item_id, ())) for item_id in wanted]

    def _whole_case(self, item: Item, observations: Sequence[Observation]) -> Case:
        compared = any(target.comparator is Comparator.RELATIVE for target in item.targets)
        return case_of(
            item,
            self._plan,
            observations,
            self._day,
            references=self._references() if compared else {},
            history=self._whole,
        )

    def _references(self) -> Mapping[str, Latest]:
        """Values so far of every indicator of the plan, by name: what relative targets are compared with."""
        if self._known_references is None:
            items = [stored.item for stored in self._unit.items.stream(ItemQuery(plan=self._plan.id))]
            observations = self._unit.observations.of(self._plan.id)
            self._known_references = references_of(items, observations, self._plan, self._day, None)
        return self._known_references


def _lacking(ids: Sequence[str], found: Sequence[object | None]) -> list[ItemId]:
    return [ItemId(item_id) for item_id, one in zip(ids, found, strict=True) if one is None]


def _filled(found: Sequence[T | None], others: Sequence[T]) -> Sequence[T]:
    """Puts what was found elsewhere, in order, where nothing was found."""
    rest = iter(others)
    return [next(rest) if one is None else one for one in found]


def judging_of(context: Context, judge: Judge, plan: Plan, day: date) -> AssessmentContext:
    """What is the same for all items of a plan on a day."""
    return AssessmentContext(day=day, policy=context.policy, period_end=plan.end, calendar=judge.calendar)


def references_of(
    items: Iterable[Item],
    observations: Mapping[ItemId, Sequence[Observation]],
    plan: Plan,
    day: date,
    known_at: datetime | None,
) -> dict[str, Latest]:
    """Values so far of the indicators of items, by name; of two of one name the first.

    Args:
        items: The items, in the plan's order.
        observations: Of each, in the order in which they were recorded.
        plan: Their plan.
        day: The day judged.
        known_at: What became known later is left out; None for all.
    """
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


def check_held(plan: PlanId, wanted: Iterable[ItemId], items: Mapping[ItemId, Item]) -> None:
    """Refuses a store that lists items which it cannot give, as one whose index is damaged does."""
    if lost := [item_id for item_id in wanted if item_id not in items]:
        where = f"plan {plan}, item {lost[0]}"
        raise StoreDamaged("the store lists the item and does not hold it", where=where, remedy="restore a backup")
