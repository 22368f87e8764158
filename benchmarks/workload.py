"""The workload W(n): measures with a Chinese title, 3 owners, 4 milestones, 1 target and 6 observations each.

Made twice: as values of the model, for us, and as plain rows and dicts, for the peer and the floor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plan_tasks.model import (
    Aggregation,
    Assignment,
    ChangeType,
    Comparator,
    Indicator,
    ItemId,
    Measure,
    Milestone,
    Observation,
    OwnerId,
    Plan,
    PlanId,
    Role,
    Target,
)

START, END = date(2021, 1, 1), date(2021, 12, 31)
JUDGED = date(2021, 8, 1)
UNITS = tuple(f"市属第{number}责任单位" for number in range(40))
MONTHS = tuple(date(2021, month, 28) for month in range(1, 7))
INDICATOR = Indicator(name="高标准农田", unit="万亩", aggregation=Aggregation.SUM)


def due_of(number: int) -> date:
    """A due date; one in sixteen lies before the day judged."""
    return date(2021, 7, 1 + number % 28) if number % 16 == 0 else date(2021, 9 + number % 4, 1 + number % 28)


def value_of(number: int, month: int) -> str:
    """The value so far in a month, as the store writes numbers."""
    return f"{(number * 7 + 13) % 97 / 100 + month / 10:.2f}".rstrip("0").rstrip(".")


def measure(number: int) -> Measure:
    """One measure of the workload."""
    target = Target(indicator=INDICATOR, comparator=Comparator.AT_LEAST, value=Decimal("1.10"), change=ChangeType.LEVEL)
    return Measure(
        id=ItemId(f"m{number}"),
        title=f"推进城乡融合发展试验区建设并取得阶段性成果第{number}项",
        targets=(target,),
        assignments=tuple(
            Assignment(owner=OwnerId(UNITS[(number + at) % len(UNITS)]), role=role)
            for at, role in enumerate((Role.LEAD, Role.RESPONSIBLE, Role.COOPERATING))
        ),
        milestones=tuple(Milestone(title=f"第{q}季度节点", due=date(2021, 3 * q, 28)) for q in (1, 2, 3, 4)),
        start=START,
        due=due_of(number),
    )


def observations(number: int) -> tuple[Observation, ...]:
    """Its six values."""
    return tuple(
        Observation(
            indicator=INDICATOR.name,
            start=START,
            end=end,
            value=Decimal(value_of(number, month)),
            known=datetime(2021, end.month + 1, 10, tzinfo=UTC),
        )
        for month, end in enumerate(MONTHS, 1)
    )


def plan(first: int, count: int, name: str = "bench") -> tuple[Plan, dict[ItemId, tuple[Observation, ...]]]:
    """A plan with some measures of the workload, and their observations."""
    measures = tuple(measure(number) for number in range(first, first + count))
    header = Plan(id=PlanId(name), title="Benchmark", start=START, end=END, measures=measures)
    return header, {ItemId(f"m{number}"): observations(number) for number in range(first, first + count)}


#: A measure as plain data, and its observations: start, end, value, known.
Plain = tuple[dict[str, Any], list[tuple[str, str, str, str]]]


def plain(numbers: Iterable[int]) -> Iterator[Plain]:
    """The same measures and observations as plain data, as the store writes them: without what is at its default."""
    for number in numbers:
        yield _plain_measure(number), list(_plain_observations(number))


def _plain_measure(number: int) -> dict[str, Any]:
    return {
        "id": f"m{number}",
        "title": f"推进城乡融合发展试验区建设并取得阶段性成果第{number}项",
        "targets": [
            {
                "indicator": {"name": INDICATOR.name, "unit": INDICATOR.unit, "aggregation": "sum"},
                "comparator": "at_least",
                "value": "1.1",
                "change": "level",
            }
        ],
        "assignments": [
            {"owner": UNITS[(number + at) % len(UNITS)]} | ({"role": role} if role else {})
            for at, role in enumerate(("", "responsible", "cooperating"))
        ],
        "start": START.isoformat(),
        "due": due_of(number).isoformat(),
        "milestones": [{"title": f"第{q}季度节点", "due": f"2021-{3 * q:02}-28"} for q in (1, 2, 3, 4)],
    }


def _plain_observations(number: int) -> Iterator[tuple[str, str, str, str]]:
    for month, end in enumerate(MONTHS, 1):
        yield START.isoformat(), end.isoformat(), value_of(number, month), f"2021-{end.month + 1:02}-10T00:00:00+00:00"
