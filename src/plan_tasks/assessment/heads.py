"""Judging straight from the columns of heads, for whole plans: the figures of every item, and no case until it is read.

The rules are those of whole cases, called on the columns: `arithmetic` and `standing`. Items whose heads do not hold
all that judging needs are left out, to be judged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import TypeVar

from plan_tasks.assessment.arithmetic import CONTEXT, NO_DATA, Measured, Verdict, measured, verdict
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import NO_OBSERVATION, PaceExplainer
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Assessment
from plan_tasks.assessment.scale import Scale, scale_of
from plan_tasks.assessment.standing import item_verdict, shown, target_is_final
from plan_tasks.assessment.trajectories import along
from plan_tasks.model.vocabulary import Health
from plan_tasks.storage.heads import HeadFacts, HeadTerms, terms_of

__all__ = ["HeadsByPace"]

T = TypeVar("T", bound=tuple[object, ...])

_KEPT = 10_000  # different terms, and different verdicts; more are found again
_new = tuple.__new__

#: Terms, value, upper, base, tolerance, actual, percent.
_Columns = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None]
#: Health, attainment, expected, pace, actual, its last day.
_Found = tuple[Health, Decimal | None, Decimal | None, Decimal | None, Decimal | None, date | None]


class HeadsByPace:
    """Judges heads of one plan by the method `pace`; what one batch taught it, it knows for the next.

    Args:
        context: Day, policy and the end of the period.

    Example:
        >>> from plan_tasks.model import Measure, Plan
        >>> from plan_tasks.storage.heads import facts_of, head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> head = head_of(Measure(id="m1", title="Open the library", due=date(2021, 6, 30)), plan, None, 1)
        >>> [found] = HeadsByPace(AssessmentContext(day=date(2021, 7, 1))).assess([facts_of(head)])
        >>> found.health.value, found.reasons[0].rule
        ('overdue', 'overdue')
    """

    def __init__(self, context: AssessmentContext) -> None:
        self._explainer = PaceExplainer(context)
        self._reading = _Reading(context)
        self._verdicts = _Verdicts(self._reading, context)
        self._context = context

    def assess(self, facts: Sequence[HeadFacts]) -> list[Assessment | None]:
        """One assessment each; None for one that must be judged whole, where `case_of_head` returns None."""
        verdicts, explainer = self._verdicts, self._explainer
        judged: list[Assessment | None] = []
        append = judged.append
        with localcontext(CONTEXT):
            for one in facts:
                item, terms, value, upper, base, tolerance, actual, percent, _, _, _ = one
                found = verdicts[terms, value, upper, base, tolerance, actual, percent]
                append(None if found is None else _new(Assessment, (item, *found, explainer, one)))
        return judged

    def healths(self, facts: Sequence[HeadFacts]) -> list[Health | None]:
        """The healths of the same assessments, without their figures."""
        reading, day, policy = self._reading, self._context.day.toordinal(), self._context.policy
        healths: list[Health | None] = []
        append = healths.append
        with localcontext(CONTEXT):
            for _, text, value, upper, base, tolerance, actual, percent, _, _, _ in facts:
                terms = reading[text]
                if terms is None:
                    append(None)
                    continue
                standing: Health | None = None
                if terms.targeted:
                    held = terms.hold(verdict, actual, value, upper, base, tolerance)
                    standing = NO_DATA if held is None else held[0]
                done = Decimal(percent) if percent is not None and terms.reported else None
                append(terms.whole(standing, done, day, policy)[0])
        return healths


class _Terms:
    """What the terms of a head come to on a day; the same for all items that share them.

    Attributes:
        state: What people decided.
        is_goal: Whether it is a goal.
        start: First day of the time allowed, as an ordinal like all days here.
        due: Last day of the time allowed, None for none.
        end: The same, or else the end of the period.
        completed: Day of completion, None while open.
        reported: Whether a return counts on the day.
        final: Whether the end has come for the target.
        last: Last day the value covers, a date; None without a value.
        targeted: Whether it has a target.
    """

    __slots__ = (
        "_context", "_scales", "_terms", "completed", "due", "end", "final", "is_goal", "last", "reported", "start",
        "state", "targeted",
    )  # fmt: skip

    def __init__(self, terms: HeadTerms, context: AssessmentContext) -> None:
        day, period_end = context.day.toordinal(), context.period_end
        self._context = context
        self._terms = terms
        self._scales: dict[bool, tuple[Scale, int, int | None, int]] = {}
        self.state = terms.state
        self.is_goal = terms.kind == "goal"
        self.start = date.fromisoformat(terms.start).toordinal()
        self.due = _ordinal(terms.due)
        self.end = self.due if self.due is not None or period_end is None else period_end.toordinal()
        self.completed = _ordinal(terms.completed)
        returned = _ordinal(terms.reported)
        self.reported = returned is not None and returned <= day
        self.final = target_is_final(self.state, self.end, day)
        self.last = date.fromisoformat(terms.actual_end) if terms.actual_end else None
        self.targeted = bool(terms.comparator)

    def hold(
        self,
        measure: Callable[..., T],
        actual: str | None,
        value: str | None,
        upper: str | None,
        base: str | None,
        tolerance: str | None,
    ) -> T | None:
        """Holds the value so far against the target, by `verdict` or `measured`; None without a value."""
        if actual is None or self.last is None:
            return None
        scale, start, end, last = self._scales.get(base is not None) or self._scale(self.last, based=base is not None)
        return measure(
            Decimal(actual),
            scale,
            Decimal(value) if value is not None else None,
            Decimal(upper) if upper is not None else None,
            Decimal(base) if base is not None else None,
            Decimal(tolerance) if tolerance is not None else None,
            start,
            end,
            last,
            self.final,
            self._context.policy,
        )

    def whole(self, standing: Health | None, percent: Decimal | None, day: int, policy: Policy) -> Verdict:
        """Judges the item as a whole."""
        return item_verdict(
            self.state,
            self.is_goal,
            standing,
            self.start,
            self.due,
            self.end,
            day,
            self.completed,
            percent,
            None,
            policy,
        )

    def _scale(self, last: date, *, based: bool) -> tuple[Scale, int, int | None, int]:
        """The target's words; and start, end and last day of its period, along the policy's trajectory."""
        words, trajectory = self._terms, self._context.policy.trajectory
        scale = scale_of(words.comparator, words.polarity, words.change, words.aggregation, words.unit, based=based)
        start, end, covered = self.start, self.end, last.toordinal()
        if trajectory is not None and scale.running and end is not None:
            start, end, covered = along(trajectory, start, end, covered, self._context.calendar)
        self._scales[based] = found = scale, start, end, covered
        return found


def _ordinal(text: str) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


class _Reading(dict[str, _Terms | None]):
    """Terms read so far; None where the item must be judged whole: its columns or its value do not suit the day."""

    def __init__(self, context: AssessmentContext) -> None:
        super().__init__()
        self._context = context
        self._today = context.day.isoformat()

    def __missing__(self, text: str) -> _Terms | None:
        terms = terms_of(text)
        whole = terms.detail != "0" or terms.actual_end > self._today
        if len(self) >= _KEPT:
            self.clear()
        self[text] = found = None if whole else _Terms(terms, self._context)
        return found


class _Verdicts(dict[_Columns, _Found | None]):
    """Verdicts found so far: many items share what their verdict depends on. None as in `_Reading`.

    Asked while `CONTEXT` is set.
    """

    def __init__(self, reading: _Reading, context: AssessmentContext) -> None:
        super().__init__()
        self._reading = reading
        self._day = context.day.toordinal()
        self._policy = context.policy

    def __missing__(self, columns: _Columns) -> _Found | None:
        if len(self) >= _KEPT:
            self.clear()
        terms = self._reading[columns[0]]
        self[columns] = found = None if terms is None else self._find(terms, columns)
        return found

    def _find(self, terms: _Terms, columns: _Columns) -> _Found:
        _, value, upper, base, tolerance, actual, percent = columns
        target: Measured | None = None
        if terms.targeted:
            target = terms.hold(measured, actual, value, upper, base, tolerance) or NO_OBSERVATION
        done = Decimal(percent) if percent is not None and terms.reported else None
        whole = terms.whole(target[0] if target is not None else None, done, self._day, self._policy)
        attainment, expected, pace, of_target = shown(whole, target, done, None)
        if of_target and actual is not None and terms.last is not None:
            return whole[0], attainment, expected, pace, Decimal(actual), terms.last
        return whole[0], attainment, expected, pace, None, None
