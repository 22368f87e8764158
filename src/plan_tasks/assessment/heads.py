"""Judging straight from the heads of a store, for dashboards of whole plans: health only, no cases, no reasons.

The rules are those of whole cases, called on the columns: `arithmetic` and `standing`. Items whose heads do not hold
all that judging needs are named, to be judged whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import islice

from plan_tasks.assessment.arithmetic import CONTEXT, NO_DATA, verdict
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.scale import Scale, scale_of
from plan_tasks.assessment.standing import item_verdict, target_is_final
from plan_tasks.errors import InvalidValue
from plan_tasks.model.vocabulary import Health
from plan_tasks.storage.heads import TERM_SEPARATOR, TERMS, HeadFacts

__all__ = ["count_healths"]


_BATCH = 500  # fewer than the new objects that wake the garbage collector
_KEPT = 10_000  # different terms; more are read again


def count_healths(
    facts: Iterable[HeadFacts], context: AssessmentContext, undecided: list[str] | None = None
) -> Counter[Health]:
    """Counts heads by health.

    Args:
        facts: What is to be read of the heads, of one plan.
        context: Day, policy and the end of the period.
        undecided: Where ids of items go that must be judged whole, which is where `case_of_head` returns None; they
            are not counted.

    Returns:
        How many stand in each health; healths that no head has are left out.

    Raises:
        InvalidValue: An item must be judged whole and no list for such items was given.

    Example:
        >>> from plan_tasks.model import Measure, Plan
        >>> from plan_tasks.storage.heads import facts_of, head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> head = head_of(Measure(id="m1", title="Open the library", due=date(2021, 6, 30)), plan, None, 1)
        >>> dict(count_healths([facts_of(head)] * 2, AssessmentContext(day=date(2021, 7, 1))))
        {<Health.OVERDUE: 'overdue'>: 2}
    """
    judge = _judge(context)
    facts = iter(facts)
    counts: Counter[Health | None] = Counter()
    while batch := list(islice(facts, _BATCH)):
        healths = judge(batch)
        counts.update(healths)
        if counts.pop(None, 0):
            left = [one.id for one, health in zip(batch, healths, strict=True) if health is None]
            if undecided is None:
                raise InvalidValue(
                    f"item {left[0]!r} cannot be judged from its head alone",
                    remedy="give a list `undecided` and judge the items in it whole",
                )
            undecided += left
    return Counter({health: number for health, number in counts.items() if health is not None})


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
        last: Last day the value covers, None without a value.
        scales: The target's words, without and with a base; None without a target.
    """

    __slots__ = ("completed", "due", "end", "final", "is_goal", "last", "reported", "scales", "start", "state")

    def __init__(self, columns: Sequence[str], day: int, period_end: int | None) -> None:
        (
            kind, self.state, start, due, completed, reported, actual_end, comparator, change, polarity, aggregation,
            _, unit,
        ) = columns  # fmt: skip
        self.is_goal = kind == "goal"
        self.start = date.fromisoformat(start).toordinal()
        self.due = _ordinal(due)
        self.end = self.due if self.due is not None else period_end
        self.completed = _ordinal(completed)
        returned = _ordinal(reported)
        self.reported = returned is not None and returned <= day
        self.final = target_is_final(self.state, self.end, day)
        self.last = _ordinal(actual_end)
        self.scales: tuple[Scale, Scale] | None = None
        if comparator:
            bare, based = (
                scale_of(comparator, polarity, change, aggregation, unit, based=based) for based in (False, True)
            )
            self.scales = bare, based


def _ordinal(text: str) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


class _Reading(dict[str, _Terms | None]):
    """Terms read so far; None where the item must be judged whole: its columns or its value do not suit the day."""

    def __init__(self, context: AssessmentContext) -> None:
        super().__init__()
        self._day = context.day.toordinal()
        self._today = context.day.isoformat()
        self._period_end = context.period_end.toordinal() if context.period_end is not None else None

    def __missing__(self, text: str) -> _Terms | None:
        columns = text.split(TERM_SEPARATOR, len(TERMS) - 1)
        whole = columns[_DETAIL] != "0" or columns[_ACTUAL_END] > self._today
        if len(self) >= _KEPT:
            self.clear()
        self[text] = terms = None if whole else _Terms(columns, self._day, self._period_end)
        return terms


_DETAIL, _ACTUAL_END = TERMS.index("detail"), TERMS.index("actual_end")


def _judge(context: AssessmentContext) -> Callable[[Sequence[HeadFacts]], list[Health | None]]:
    """Makes the function that judges a batch; terms read by one batch are known to the next."""
    day, policy, reading = context.day.toordinal(), context.policy, _Reading(context)

    def judge(batch: Sequence[HeadFacts]) -> list[Health | None]:
        healths: list[Health | None] = []
        append = healths.append
        with localcontext(CONTEXT):
            for _, text, value, upper, base, tolerance, actual, percent in batch:
                terms = reading[text]
                if terms is None:
                    append(None)
                    continue
                standing: Health | None = None
                if terms.scales is not None:
                    if actual is None or terms.last is None:
                        standing = NO_DATA
                    else:
                        standing = verdict(
                            Decimal(actual),
                            terms.scales[base is not None],
                            Decimal(value) if value is not None else None,
                            Decimal(upper) if upper is not None else None,
                            Decimal(base) if base is not None else None,
                            Decimal(tolerance) if tolerance is not None else None,
                            terms.start,
                            terms.end,
                            terms.last,
                            terms.final,
                            policy,
                        )[0]
                append(
                    item_verdict(
                        terms.state,
                        terms.is_goal,
                        standing,
                        terms.start,
                        terms.due,
                        terms.end,
                        day,
                        terms.completed,
                        Decimal(percent) if percent is not None and terms.reported else None,
                        None,
                        policy,
                    )[0]
                )
        return healths

    return judge
