"""Figures and phrases that several kinds of report show, drawn from assessments; pure and shared with plugin authors.

Not here: how a figure is written as text (`formatting`), the sentences of reasons (`plan_tasks.assessment`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException
from typing import Final, TypeVar

import attrs

from plan_tasks.assessment import Assessment, TargetAssessment
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.rollup import percentages
from plan_tasks.model import Health, Item, Language, Quantity, Role, State, Target
from plan_tasks.model.wording import target_in_words
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = [
    "BEHIND",
    "ON_PACE",
    "SEVERITY",
    "Standing",
    "difference",
    "health_shares",
    "is_open",
    "names_of",
    "quantity",
    "reasons_in_words",
    "share",
    "shares_of",
    "standing_of",
    "standings",
    "target_text",
    "time_passed",
    "total",
]

#: Done, or as far as it should be.
ON_PACE: Final = frozenset({Health.MET, Health.AHEAD, Health.ON_TRACK})
#: Not as far as it should be.
BEHIND: Final = frozenset({Health.AT_RISK, Health.OFF_TRACK, Health.OVERDUE, Health.MISSED})
#: The worst first; for sorting.
SEVERITY: Final[dict[Health, int]] = {
    health: rank
    for rank, health in enumerate(
        (
            Health.MISSED,
            Health.OVERDUE,
            Health.OFF_TRACK,
            Health.AT_RISK,
            Health.NO_DATA,
            Health.ON_TRACK,
            Health.AHEAD,
            Health.MET,
        )
    )
}

K = TypeVar("K")

_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_OPEN: Final = frozenset({State.DRAFT, State.ACTIVE, State.COMPLETION_REQUESTED})


def health_shares(counts: Mapping[Health, int]) -> dict[Health, Decimal]:
    """Shares of all eight healths as fractions that add up to exactly 1 also as percentages with one digit.

    Args:
        counts: How many stand in each health; absent ones are 0.

    Returns:
        A share for each health in the vocabulary's order; all 0 where nothing is counted.

    Example:
        >>> third = health_shares({Health.MET: 1, Health.AHEAD: 1, Health.MISSED: 1})
        >>> str(third[Health.MET]), str(third[Health.AHEAD]), str(third[Health.MISSED])
        ('0.334', '0.333', '0.333')
    """
    return {health: percent.scaleb(-2) for health, percent in percentages(counts).items()}


def shares_of(counts: Mapping[K, int], keys: Iterable[K], *, places: int = 1) -> dict[K, Decimal]:
    """Shares of any classes as fractions that add up to exactly 1 also as rounded percentages.

    The method of largest remainders: every share is rounded down, then the steps that are missing go one each to those
    that lost most, in the order of the keys where they lost as much.

    Args:
        counts: How many there are of each; absent ones are 0.
        keys: The classes, in order.
        places: Digits after the point of the percentages.

    Returns:
        A share for each class in order; all 0 where nothing is counted.

    Example:
        >>> [str(share) for share in shares_of({"a": 1, "b": 1, "c": 1}, "abc").values()]
        ['0.334', '0.333', '0.333']
    """
    listed = tuple(keys)
    whole = sum(counts.get(key, 0) for key in listed)
    steps = 100 * 10**places
    parts = {key: divmod(counts.get(key, 0) * steps, whole or 1) for key in listed}
    missing = steps - sum(part for part, _ in parts.values()) if whole else 0
    raised = set(sorted(listed, key=lambda key: -parts[key][1])[:missing])
    return {key: Decimal(part + (key in raised)).scaleb(-places - 2) for key, (part, _) in parts.items()}


def share(part: int, whole: int) -> Decimal:
    """A part of a whole as a fraction.

    Args:
        part: From 0.
        whole: Above 0.

    Example:
        >>> share(1, 4)
        Decimal('0.25')
    """
    return _CONTEXT.divide(Decimal(part), Decimal(whole))


def total(numbers: Iterable[Decimal]) -> Decimal:
    """The sum, whatever decimal context the host has set."""
    found = Decimal(0)
    for number in numbers:
        found = _CONTEXT.add(found, number)
    return found


@attrs.frozen(kw_only=True)
class Standing:
    """How one target of an item, or an item without targets, stands: the figures that tables show.

    Attributes:
        target: The target; None for an item without targets.
        health: Its health.
        actual: The value so far with its unit; None for no observation, and for an item without targets.
        actual_end: Last day that value covers.
        attainment: Share reached; None where it has no meaning.
        expected: What should have been reached by now, with its unit; None as above.
        expected_share: The same as a share of the target; None as above.
        gap: Attainment less expected share, as a fraction; None where one of them is.
        pace: Actual over expected.
    """

    target: Target | None
    health: Health
    actual: Quantity | None
    actual_end: date | None
    attainment: Decimal | None
    expected: Quantity | None
    expected_share: Decimal | None
    gap: Decimal | None
    pace: Decimal | None


def standings(assessment: Assessment) -> tuple[Standing, ...]:
    """The figures of an item: one `Standing` for each target that it is judged by; exactly one where it has none.

    Args:
        assessment: How the item stands.

    Returns:
        At least one.
    """
    results = assessment.targets
    unknown = all(result.actual is None for result in results)
    if results and not (unknown and assessment.attainment is not None):
        return tuple(standing_of(result) for result in results)
    # judged without its targets, by milestones or by the reported percent: what is expected is itself a share
    expected = assessment.expected
    return (
        Standing(
            target=None,
            health=assessment.health,
            actual=None,
            actual_end=assessment.actual_end,
            attainment=assessment.attainment,
            expected=None,
            expected_share=expected,
            gap=difference(assessment.attainment, expected),
            pace=assessment.pace,
        ),
    )


def standing_of(result: TargetAssessment) -> Standing:
    """The figures of one target."""
    expected_share = _expected_share(result)
    return Standing(
        target=result.target,
        health=result.health,
        actual=quantity(result.actual, result.target),
        actual_end=result.actual_end,
        attainment=result.attainment,
        expected=quantity(result.expected, result.target),
        expected_share=expected_share,
        gap=difference(result.attainment, expected_share),
        pace=result.pace,
    )


def _expected_share(result: TargetAssessment) -> Decimal | None:
    """The attainment that the expected value would have had: attainment over pace, whichever way round is good."""
    if result.expected is None or result.attainment is None:
        return None
    try:
        if result.pace:
            return _CONTEXT.divide(result.attainment, result.pace)
        value = result.target.value
        if value and result.target.base is None:
            return _CONTEXT.divide(result.expected, value)
    except DecimalException:
        pass
    return None


def difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """One less the other; None where one is None."""
    return None if one is None or other is None else _CONTEXT.subtract(one, other)


def quantity(value: Decimal | None, target: Target) -> Quantity | None:
    """A value in the unit of the target's indicator; None for None."""
    return None if value is None else Quantity(value, target.indicator.unit)


def target_text(target: Target, language: Language, *, named: bool = False) -> str:
    """A target in a table: the value with comparator and verb of change.

    Args:
        target: The target.
        language: The language.
        named: Whether the indicator's name stands before it.

    Returns:
        The phrase.

    Example:
        >>> from plan_tasks.model import ChangeType, Comparator, Indicator
        >>> income = Indicator(name="gross product", unit="%")
        >>> growth = Target(indicator=income, comparator=Comparator.AT_LEAST, value=Decimal("7.5"),
        ...                 change=ChangeType.GROWTH)
        >>> target_text(growth, Language.EN), target_text(growth, Language.EN, named=True)
        ('up 7.5% or more', 'gross product up 7.5% or more')
    """
    phrase = target_in_words(target, language)
    return phrase if named else phrase.removeprefix(target.indicator.name).lstrip(": ")


def reasons_in_words(assessment: Assessment, language: Language, *, limit: int = 2) -> str:
    """The first reasons of a verdict as one text.

    Args:
        assessment: The verdict.
        language: The language.
        limit: How many reasons at most.

    Returns:
        Sentences joined; those of the target that decided where the item has several.
    """
    texts = [reason_text(reason, language) for reason in assessment.reasons[:limit]]
    return Word.REASONS_JOIN.label(language).join(dict.fromkeys(texts))


def names_of(item: Item, view: ReportView, roles: Iterable[Role]) -> tuple[str, ...]:
    """Names of an item's owners in any of the roles, in the order in which they are listed."""
    wanted = frozenset(roles)
    return tuple(view.owner_name(entry.owner) for entry in item.assignments if entry.role in wanted)


def is_open(item: Item, assessment: Assessment) -> bool:
    """Whether there is still something to do: neither closed by people nor met."""
    return item.state in _OPEN and assessment.health not in (Health.MET, Health.MISSED)


def time_passed(view: ReportView) -> tuple[int, int]:
    """Days of the plan's period that have passed at the end of the view's day, and all its days."""
    whole = (view.plan.end - view.plan.start).days + 1
    passed = (min(view.day, view.plan.end) - view.plan.start).days + 1
    return max(0, passed), whole
