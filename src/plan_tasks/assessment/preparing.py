"""How the facts about an item are drawn from the item itself, or from its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.series import aggregation_of, latest_for, latest_value
from plan_tasks.assessment.stretches import stretches_of
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.item import Item
from plan_tasks.model.measure import Measure
from plan_tasks.model.observation import Observation
from plan_tasks.model.plan import Plan
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Comparator, ItemKind, Polarity, State
from plan_tasks.storage.heads import ItemHead, Latest

__all__ = ["case_of", "case_of_head"]


def case_of(
    item: Item,
    plan: Plan,
    observations: Sequence[Observation],
    day: date,
    known_at: datetime | None = None,
    references: Mapping[str, Latest] | None = None,
    *,
    history: bool = False,
) -> Case:
    """Draws the facts about an item on a day from the item itself.

    Args:
        item: The item.
        plan: Its plan, of which only the id and the first day are read.
        observations: The item's observations, in the order in which they were recorded.
        day: The day judged; what happened later is left out.
        known_at: The moment judged from; what became known later is left out. None for all.
        references: Values so far, on the day and as known then, of what relative targets are compared with, by the
            name of the indicator. A name that the item's own observations carry comes first.
        history: Whether the values are also taken apart into their stretches, for forecasts.

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
                stretches=(
                    stretches_of(target, observations, start=start, day=day, known_at=known_at) if history else ()
                ),
            )
            for target in item.targets
        ),
        weight=item.weight,
        tags=item.tags,
    )


def _reference(
    target: Target,
    observations: Sequence[Observation],
    references: Mapping[str, Latest],
    start: date,
    day: date,
    known_at: datetime | None,
) -> Latest | None:
    """The value so far of what a relative target is compared with; the item's own are added up as its target's are."""
    name = target.reference
    if target.comparator is not Comparator.RELATIVE or not name:
        return None
    own = latest_value(
        observations,
        indicator=name,
        aggregation=aggregation_of(target),
        start=start,
        day=day,
        known_at=known_at,
    )
    return own or references.get(name)


def case_of_head(head: ItemHead, day: date, item: Item | None = None) -> Case | None:
    """Draws the facts about an item on a day from its head, without decoding its body.

    Args:
        head: The head. Its columns hold what is known now; for what was known at an earlier moment use `case_of`.
        day: The day judged.
        item: The item, where it was read anyway: of the columns only the value so far is needed then.

    Returns:
        The case, equal in its verdict to that of `case_of`; None where the head does not hold all that judging needs,
        and `case_of` has to be used: `detail` is 1, or its value reaches beyond the day. A head does not tell the
        weight, nor milestones beside a target; only some methods look at those.

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
    if item is not None:
        return _case_of_both(head, item, day)
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
        tags=tuple(head.tags.split("\n")[1:-1]),
    )


def _case_of_both(head: ItemHead, item: Item, day: date) -> Case:
    progress = item.progress
    if progress is not None and progress.on > day:
        progress = None
    return Case(
        item=item.id,
        plan=head.plan,
        kind=item.kind,
        state=item.state,
        start=item.start or date.fromisoformat(head.start),
        due=item.due,
        completed=item.completed,
        percent=progress.percent if progress is not None else None,
        reported=progress.on if progress is not None else None,
        milestones=item.milestones if isinstance(item, Measure) else (),
        targets=tuple(TargetCase(target=target, latest=_latest(head)) for target in item.targets),
        weight=item.weight,
        tags=item.tags,
    )


def _latest(head: ItemHead) -> Latest | None:
    if head.actual is None or head.actual_start is None or head.actual_end is None:
        return None
    return Latest(Decimal(head.actual), date.fromisoformat(head.actual_start), date.fromisoformat(head.actual_end))


def _target_case(head: ItemHead) -> TargetCase:
    indicator = Indicator(
        name=head.indicator,
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
    return TargetCase(target=target, latest=_latest(head))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
