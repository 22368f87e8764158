"""The goal of judging: cases judged with their figures and reasons (G7)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from benchmarks import workload
from benchmarks.harness import Line, Run, rate
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.model import ItemKind, State
from plan_tasks.storage.heads import Latest

__all__ = ["cases", "judge"]


@attrs.frozen
class _Verdict:
    """What the bare function tells."""

    item: str
    health: str
    attainment: float
    expected: float
    pace: float
    reason: tuple[object, ...]


def judge(run: Run) -> list[Line]:
    """G7: judge with a reasoned result, against one function with the same rules that knows this one case alone."""
    numbers = range(run.sized(100_000))
    facts = [
        (f"m{number}", float(workload.value_of(number, 6)), 1.1, workload.due_of(number), workload.MONTHS[-1])
        for number in numbers
    ]
    judged = cases(numbers)
    context = AssessmentContext(day=workload.JUDGED, period_end=workload.END)

    def ours() -> None:
        assert len(assess_by_pace(judged, context)) == len(numbers)

    def bare() -> None:
        begin, today = workload.START.toordinal(), workload.JUDGED.toordinal()
        verdicts = []
        for item, got, want, due, covered in facts:
            end = due.toordinal()
            expected = want * (covered.toordinal() - begin + 1) / (end - begin + 1)
            pace = got / expected
            if got >= want:
                health = "met"
            elif today > end:
                health = "overdue"
            elif pace >= 1.05:
                health = "ahead"
            elif pace >= 0.95:
                health = "on_track"
            else:
                health = "at_risk" if pace >= 0.8 else "off_track"
            verdicts.append(_Verdict(item, health, got / want, expected, pace, (health, got, want)))
        assert len(verdicts) == len(numbers)

    done = run.compare({"ours": ours, "bare": bare}, times=2)
    what = "judge with reasons: share of the bare function's speed"
    return [done.at_least("G7", what, "bare", 0.3, rate(len(numbers), done.median("ours")))]


def cases(numbers: Iterable[int]) -> list[Case]:
    """The facts about measures of the workload, as judging takes them."""
    target = workload.measure(0).targets[0]
    return [
        Case(
            item=f"m{number}",
            plan="bench",
            kind=ItemKind.MEASURE,
            state=State.ACTIVE,
            start=workload.START,
            due=workload.due_of(number),
            targets=(TargetCase(target=target, latest=_latest(number)),),
        )
        for number in numbers
    ]


def _latest(number: int) -> Latest:
    return Latest(Decimal(workload.value_of(number, 6)), workload.START, workload.MONTHS[-1])
