"""Judging straight from the heads of a store, for dashboards of whole plans: health only, no cases, no reasons.

The rules are those of whole cases, called on the columns: `arithmetic` and `standing`. Heads that do not hold all that
judging needs are handed back, to be judged from their items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import islice

from plan_tasks.assessment.arithmetic import CONTEXT, NO_DATA, verdict
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.scale import Scales
from plan_tasks.assessment.standing import item_verdict, target_is_final
from plan_tasks.errors import InvalidValue
from plan_tasks.model.vocabulary import Health
from plan_tasks.storage.heads import ItemHead

__all__ = ["count_healths", "judge_heads"]


_BATCH = 1024


class _Ordinals(dict[str, int]):
    """Dates as ordinals, each text read once: a plan has few different dates."""

    def __missing__(self, text: str) -> int:
        self[text] = ordinal = date.fromisoformat(text).toordinal()
        return ordinal


def judge_heads(heads: Iterable[ItemHead], context: AssessmentContext) -> Iterator[tuple[ItemHead, Health | None]]:
    """Judges heads one after the other, without holding them.

    Args:
        heads: The heads, of one plan.
        context: Day, policy and the end of the period.

    Yields:
        Each head with its health; None for a head that must be judged from its item, which is where `case_of_head`
        returns None.
    """
    judge = _judge(context)
    heads = iter(heads)
    while batch := list(islice(heads, _BATCH)):
        yield from zip(batch, judge(batch), strict=True)


def count_healths(
    heads: Iterable[ItemHead], context: AssessmentContext, undecided: list[ItemHead] | None = None
) -> Counter[Health]:
    """Counts heads by health.

    Args:
        heads: The heads, of one plan.
        context: Day, policy and the end of the period.
        undecided: Where heads go that must be judged from their items; they are not counted.

    Returns:
        How many stand in each health; healths that no head has are left out.

    Raises:
        InvalidValue: A head must be judged from its item and no list for such heads was given.

    Example:
        >>> from plan_tasks.model import Measure, Plan
        >>> from plan_tasks.storage.heads import head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> head = head_of(Measure(id="m1", title="Open the library", due=date(2021, 6, 30)), plan, None, 1)
        >>> dict(count_healths([head, head], AssessmentContext(day=date(2021, 7, 1))))
        {<Health.OVERDUE: 'overdue'>: 2}
    """
    judge = _judge(context)
    heads = iter(heads)
    counts: Counter[Health | None] = Counter()
    while batch := list(islice(heads, _BATCH)):
        healths = judge(batch)
        counts.update(healths)
        if counts.pop(None, 0):
            left = [head for head, health in zip(batch, healths, strict=True) if health is None]
            if undecided is None:
                raise InvalidValue(
                    f"item {left[0].id!r} cannot be judged from its head alone",
                    remedy="give a list `undecided` and judge the heads in it from their items",
                )
            undecided += left
    return Counter({health: number for health, number in counts.items() if health is not None})


def _judge(context: AssessmentContext) -> Callable[[Sequence[ItemHead]], list[Health | None]]:
    """Makes the function that judges a batch; dates read by one batch are known to the next."""
    day, policy = context.day.toordinal(), context.policy
    today = context.day.isoformat()
    period_end = context.period_end.toordinal() if context.period_end is not None else None
    ordinals, scales = _Ordinals(), Scales()

    def judge(batch: Sequence[ItemHead]) -> list[Health | None]:
        healths: list[Health | None] = []
        append = healths.append
        with localcontext(CONTEXT):
            for (
                _, _, _, kind, _, _, state, start, due, completed, _, _, _, percent, reported, _,
                comparator, value, upper, base, tolerance, change, unit, polarity, aggregation, _,
                actual, _, actual_end, detail,
            ) in batch:  # fmt: skip
                if detail or (actual_end is not None and actual_end > today):
                    append(None)
                    continue
                begins = ordinals[start]
                if due is None:
                    deadline, end = None, period_end
                else:
                    deadline = end = ordinals[due]
                standing: Health | None = None
                if comparator:
                    if actual is None or actual_end is None:
                        standing = NO_DATA
                    else:
                        standing = verdict(
                            Decimal(actual),
                            scales[comparator, polarity, change, aggregation, unit, base is not None],
                            Decimal(value) if value is not None else None,
                            Decimal(upper) if upper is not None else None,
                            Decimal(base) if base is not None else None,
                            Decimal(tolerance) if tolerance is not None else None,
                            begins,
                            end,
                            ordinals[actual_end],
                            target_is_final(state, end, day),
                            policy,
                        )[0]
                done = None
                if percent is not None and reported is not None and reported <= today:
                    done = Decimal(percent)
                append(
                    item_verdict(
                        state,
                        kind == "goal",
                        standing,
                        begins,
                        deadline,
                        end,
                        day,
                        ordinals[completed] if completed is not None else None,
                        done,
                        None,
                        policy,
                    )[0]
                )
        return healths

    return judge
