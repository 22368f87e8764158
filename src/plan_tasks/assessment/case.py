"""What is judged: the facts about one item on one day, and how they are drawn from an item or from its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import attrs

from plan_tasks.assessment.series import latest_for, latest_value
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.item import Item
from plan_tasks.model.measure import Measure
from plan_tasks.model.milestone import Milestone
from plan_tasks.model.observation import Observation
from plan_tasks.model.plan import Plan
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Comparator, ItemKind, Polarity, State
from plan_tasks.storage.heads import ItemHead, Latest

__all__ = ["Case", "TargetCase", "case_of", "case_of_head"]


@attrs.frozen(kw_only=True)
class TargetCase:
    """One target with what is known about it.

    Attributes:
        target: The target.
        latest: Its indicator's value so far; None without an observation.
        reference: For a relative target, the value of what it is compared with; else None.
    """

    target: Target
    latest: Latest | None = None
    reference: Latest | None = None


@attrs.frozen(kw_only=True)
class Case:
    """What is judged for one item: nothing that happened or became known after the day is in it.

    Attributes:
        item: The item's id.
        plan: Its plan's id.
        kind: Goal or measure.
        state: What people decided.
        start: First day of the time allowed.
        due: Last day of the time allowed; None where the item has none of its own.
        completed: Day of completion; None while open.
        percent: Latest reported share done, from 0 to 1; None for none.
        reported: Reporting date of that return.
        milestones: The measure's checkpoints.
        targets: The item's targets with what is known about each.
    """

    item: str
    plan: str
    kind: ItemKind
    state: State
    start: date
    due: date | None = None
    completed: date | None = None
    percent: Decimal | None = None
    reported: date | None = None
    milestones: tuple[Milestone, ...] = ()
    targets: tuple[TargetCase, ...] = ()


def case_of(
    item: Item,
    plan: Plan,
    observations: Sequence[Observation],
    day: date,
    known_at: datetime | None = None,
    references: Mapping[str, Sequence[Observation]] | None = None,
) -> Case:
    """Draws the facts about an item on a day from the item itself.

    Args:
        item: The item.
        plan: Its plan, of which only the id and the first day are read.
        observations: The item's observations, in the order in which they were recorded.
        day: The day judged; what happened later is left out.
        known_at: The moment judged from; what became known later is left out. None for all.
        references: What relative targets are compared with, by name: the observations of other items' indicators. A
            name that the item's own observations carry comes first.

    Returns:
        The case.

    Raises:
        InvalidValue: `known_at` has no time zone.
    """
    start = item.start or plan.start
    progress = item.progress
    if progress is not None:
        late = known_at is not None and progress.known is not None and progress.known > known_at
        if late or progress.on > day:
            progress = None
    return Case(
        item=item.id,
        plan=plan.id,
        kind=item.kind,
        state=item.state,
        start=start,
        due=item.due,
        completed=item.completed,
        percent=progress.percent if progress is not None else None,
        reported=progress.on if progress is not None else None,
        milestones=item.milestones if isinstance(item, Measure) else (),
        targets=tuple(
            TargetCase(
                target=target,
                latest=latest_for(target, observations, start=start, day=day, known_at=known_at),
                reference=_reference(target, observations, references or {}, start, day, known_at),
            )
            for target in item.targets
        ),
    )


def _reference(
    target: Target,
    observations: Sequence[Observation],
    references: Mapping[str, Sequence[Observation]],
    start: date,
    day: date,
    known_at: datetime | None,
) -> Latest | None:
    """The value so far of what a relative target is compared with; both are added up in the same way."""
    name = target.reference
    if target.comparator is not Comparator.RELATIVE or not name:
        return None
    named = [one for one in observations if one.indicator == name] or [
        attrs.evolve(one, indicator=name) for one in references.get(name, ())
    ]
    aggregation = target.indicator.aggregation
    return latest_value(named, indicator=name, aggregation=aggregation, start=start, day=day, known_at=known_at)


def case_of_head(head: ItemHead, day: date) -> Case | None:
    """Draws the facts about an item on a day from its head, without decoding its body.

    Args:
        head: The head. Its columns hold what is known now; for what was known at an earlier moment use `case_of`.
        day: The day judged.

    Returns:
        The case, equal in its verdict to that of `case_of`; its target bears the item's title for a name, since a head
        has no indicator's name. None where the head does not hold all that judging needs, and `case_of` has to be
        used: `detail` is 1, or its value reaches beyond the day.

    Example:
        >>> from plan_tasks.model import Measure, Plan
        >>> from plan_tasks.storage.heads import head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> head = head_of(Measure(id="m1", title="Open the library", due=date(2021, 6, 30)), plan, None, 1)
        >>> case_of_head(head, date(2021, 5, 1)).due
        datetime.date(2021, 6, 30)
    """
    if head.detail or (head.actual_end is not None and head.actual_end > day.isoformat()):
        return None
    reported = _date(head.reported)
    if reported is not None and reported > day:
        reported = None
    return Case(
        item=head.id,
        plan=head.plan,
        kind=ItemKind(head.kind),
        state=State(head.state),
        start=date.fromisoformat(head.start),
        due=_date(head.due),
        completed=_date(head.completed),
        percent=_decimal(head.percent) if reported is not None else None,
        reported=reported,
        targets=(_target_case(head),) if head.comparator else (),
    )


def _target_case(head: ItemHead) -> TargetCase:
    latest = None
    if head.actual is not None and head.actual_start is not None and head.actual_end is not None:
        latest = Latest(
            Decimal(head.actual), date.fromisoformat(head.actual_start), date.fromisoformat(head.actual_end)
        )
    indicator = Indicator(
        name=head.title,
        unit=head.unit,
        polarity=Polarity(head.polarity),
        aggregation=Aggregation(head.aggregation),
        cycle_days=head.cycle_days,
    )
    target = Target(
        indicator=indicator,
        comparator=Comparator(head.comparator),
        value=_decimal(head.value),
        upper=_decimal(head.upper),
        change=ChangeType(head.change) if head.change else None,
        base=_decimal(head.base),
        tolerance=_decimal(head.tolerance),
    )
    return TargetCase(target=target, latest=latest)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
