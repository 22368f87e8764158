"""What judging returns: values with their reasons. The sentences of the reasons are in `reasons`."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, NamedTuple, Protocol

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.rules import Rule
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Health
from plan_tasks.storage.heads import HeadFacts

__all__ = ["Assessment", "Detail", "Explainer", "Reason", "TargetAssessment", "rounded"]

_ROUNDING = Context(prec=400, rounding=ROUND_HALF_EVEN)
_LARGEST = 300  # figures of 10**300 and more are shown as they are


class Reason(NamedTuple):
    """Why a verdict is what it is: cheap to make, put into words only when someone reads it.

    Attributes:
        rule: Name of the rule, a key of `plan_tasks.assessment.rules.RULES` unless it brings its own sentences.
        facts: What the rule looked at, in the order that the rule's sentence names it.
        sentences: The rule's sentences, where the method brings its own.
    """

    rule: str
    facts: tuple[Any, ...] = ()
    sentences: Rule | None = None


class TargetAssessment(NamedTuple):
    """How one target of an item stands on a day.

    Attributes:
        target: The target.
        health: Its verdict, as for `Assessment`.
        attainment: Share of the target reached; None where that has no meaning, and a reason says why.
        expected: What should have been reached so far, in the indicator's unit; None as above.
        pace: Actual over expected so far, turned round where low is better; None as above.
        actual: The value so far, in the indicator's unit; None without an observation.
        actual_end: Last day that value covers.
        reasons: Why, the most important first.
    """

    target: Target
    health: Health
    attainment: Decimal | None = None
    expected: Decimal | None = None
    pace: Decimal | None = None
    actual: Decimal | None = None
    actual_end: date | None = None
    reasons: tuple[Reason, ...] = ()


class Detail(NamedTuple):
    """What is told of an assessment beside its figures.

    Attributes:
        targets: Each target's own result, in the item's order.
        reasons: Why the item stands as it does, the most important first.
    """

    targets: tuple[TargetAssessment, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Explainer(Protocol):
    """Makes the detail of an assessment when it is asked for: most are counted and never read."""

    def explain(self, case: Case | HeadFacts) -> Detail:
        """Judges again what was judged, with all that there is to tell."""


class Assessment(NamedTuple):
    """How an item stands on a day.

    A tuple, since plans are judged by the hundred thousand; read it by its names. Reasons and the results of single
    targets are made from the case each time they are read, unless a method gives them as a `Detail`.

    Attributes:
        item: The item's id.
        health: The verdict.
        attainment: Share of the target reached (1 is all of it, not clipped); for a measure without targets the share
            done. None where it has no meaning, and a reason says why. Full precision; `rounded` is for the border.
        expected: What should have been reached so far: in the indicator's unit, or as a share for a measure without
            targets. None as above.
        pace: Actual over expected so far, turned round where low is better; None as above.
        actual: The value so far; None without one.
        actual_end: Last day that `actual` covers.
        told: The detail, or what makes it from `case`.
        case: What was judged: a case, or the columns of a head; None where `told` is the detail itself.

    The figures are those of the target that decided.

    Example:
        >>> why = Detail(reasons=(Reason("by_hand"),))
        >>> Assessment("m1", Health.MET, told=why).reasons
        (Reason(rule='by_hand', facts=(), sentences=None),)
    """

    item: str
    health: Health
    attainment: Decimal | None = None
    expected: Decimal | None = None
    pace: Decimal | None = None
    actual: Decimal | None = None
    actual_end: date | None = None
    told: Detail | Explainer = Detail()
    case: Case | HeadFacts | None = None

    @property
    def detail(self) -> Detail:
        """Targets and reasons together; ask for this where both are read."""
        told = self.told
        if isinstance(told, Detail):
            return told
        return told.explain(self.case) if self.case is not None else Detail()

    @property
    def targets(self) -> tuple[TargetAssessment, ...]:
        """Each target's own result, in the item's order."""
        return self.detail.targets

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, the most important first."""
        return self.detail.reasons

    def __repr__(self) -> str:
        figures = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields[:7])
        return f"Assessment({figures})"


def rounded(number: Decimal | None, places: int = 4) -> Decimal | None:
    """Rounds a figure for the border: half to even.

    Args:
        number: A finite Decimal, or None.
        places: Digits after the point.

    Returns:
        The rounded number; None for None.

    Example:
        >>> rounded(Decimal(698) / Decimal(1100)), rounded(Decimal("0.00005")), rounded(None)
        (Decimal('0.6345'), Decimal('0.0000'), None)
    """
    if number is None or number.adjusted() > _LARGEST:
        return number
    return number.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)
