"""How the facts about an item are drawn from the item itself, or from its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.series import aggregation_of, latest_for, latest_in, latest_value
from plan_tasks.assessment.stretches import stretches_of
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.item import Item
from plan_tasks.model.measure import Measure
from plan_tasks.model.observation import Observation
from plan_tasks.model.plan import Plan
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Comparator, ItemKind, Polarity, State
from plan_tasks.storage.heads import HeadFacts, HeadTerms, ItemHead, Latest, facts_of, terms_of

__all__ = ["case_of", "case_of_facts", "case_of_head"]

_KEPT = 1_024  # different terms and targets; more are read again


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
    return case_of_facts(facts_of(head), day, plan=head.plan, tags=tuple(head.tags.split("\n")[1:-1]))


def case_of_facts(facts: HeadFacts, day: date, *, plan: str = "", tags: tuple[str, ...] = ()) -> Case:
    """Draws the facts about an item on a day from columns of its head.

    Args:
        facts: Of a head of which `case_of_head` returns a case.
        day: The day judged.
        plan: Its plan's id, which no verdict and no reason of `pace` tells.
        tags: Its tags; likewise.

    Returns:
        That case.
    """
    words = _words(facts.terms)
    reported = words.reported if words.reported is not None and words.reported <= day else None
    targets: tuple[TargetCase, ...] = ()
    if words.terms.comparator:
        given = facts.indicator, facts.cycle_days, facts.value, facts.upper, facts.base, facts.tolerance
        latest = latest_in(facts.actual, facts.actual_start, words.terms.actual_end)
        targets = (TargetCase(target=_target(facts.terms, *given), latest=latest),)
    return Case(
        item=facts.id,
        plan=plan,
        kind=words.kind,
        state=words.state,
        start=words.start,
        due=words.due,
        completed=words.completed,
        percent=_decimal(facts.percent) if reported is not None else None,
        reported=reported,
        targets=targets,
        tags=tags,
    )


def _case_of_both(head: ItemHead, item: Item, day: date) -> Case:
    progress = item.progress
    if progress is not None and progress.on > day:
        progress = None
    latest = latest_in(head.actual, head.actual_start, head.actual_end)
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
        targets=tuple(TargetCase(target=target, latest=latest) for target in item.targets),
        weight=item.weight,
        tags=item.tags,
    )


class _Words(NamedTuple):
    """The terms of a head as values, where judging needs them so."""

    terms: HeadTerms
    kind: ItemKind
    state: State
    start: date
    due: date | None
    completed: date | None
    reported: date | None


@lru_cache(maxsize=_KEPT)
def _words(text: str) -> _Words:
    terms = terms_of(text)
    return _Words(
        terms,
        ItemKind(terms.kind),
        State(terms.state),
        date.fromisoformat(terms.start),
        _date(terms.due),
        _date(terms.completed),
        _date(terms.reported),
    )


@lru_cache(maxsize=_KEPT)
def _target(
    text: str,
    indicator: str,
    cycle_days: int | None,
    value: str | None,
    upper: str | None,
    base: str | None,
    tolerance: str | None,
) -> Target:
    """The target of a head; a batch that shares it checks it once."""
    terms = terms_of(text)
    return Target(
        indicator=Indicator(
            name=indicator,
            unit=terms.unit,
            polarity=Polarity(terms.polarity),
            aggregation=Aggregation(terms.aggregation),
            cycle_days=cycle_days,
        ),
        comparator=Comparator(terms.comparator),
        value=_decimal(value),
        upper=_decimal(upper),
        change=ChangeType(terms.change) if terms.change else None,
        base=_decimal(base),
        tolerance=_decimal(tolerance),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
