"""China's national targets for 2021, judged on the results as they were published.

Run it: python examples/national_2021.py

The figures are the National Bureau of Statistics' and the State Council's; `data/national_2021.csv` names the source of
each. On 30 June 698 of 1,100 (ten thousand) urban jobs were there: 63.5% of the year's target, well ahead of the pace.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from plan_tasks import Goal, Indicator, Observation, Plan, Target, Tracker
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import rounded
from plan_tasks.model import Aggregation, ChangeType, Comparator, ItemId, PlanId, Polarity

RESULTS = Path(__file__).with_name("data") / "national_2021.csv"
LOW = {"polarity": Polarity.LOWER}
SUM = {"aggregation": Aggregation.SUM}

#: indicator (gloss), unit, comparator, value, change, what is particular about the indicator
TARGETS = [
    ("国内生产总值", "GDP", "%", Comparator.AT_LEAST, "6", ChangeType.GROWTH, {}),
    ("城镇新增就业", "urban jobs created", "万人", Comparator.AT_LEAST, "1100", ChangeType.LEVEL, SUM),
    ("城镇调查失业率", "surveyed urban unemployment", "%", Comparator.ABOUT, "5.5", ChangeType.LEVEL, LOW),
    ("居民消费价格", "consumer prices", "%", Comparator.ABOUT, "3", ChangeType.GROWTH, LOW),
    ("粮食产量", "grain output", "万亿斤", Comparator.AT_LEAST, "1.3", ChangeType.LEVEL, SUM),
]


def national_plan() -> Plan:
    """The plan with one goal a target."""
    goals = []
    for number, (name, gloss, unit, comparator, value, change, particular) in enumerate(TARGETS, 1):
        indicator = Indicator(name=name, unit=unit, **particular)  # type: ignore[arg-type]
        target = Target(indicator=indicator, comparator=comparator, value=Decimal(value), change=change)
        goals.append(Goal(id=ItemId(f"g{number}"), title=f"{name} ({gloss})", targets=(target,)))
    return Plan(
        id=PlanId("national-2021"),
        title="National targets of 2021",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        goals=tuple(goals),
    )


def published_results(plan: Plan) -> dict[ItemId, list[Observation]]:
    """Item id -> its published values."""
    goal_of = {goal.targets[0].indicator.name: goal.id for goal in plan.goals}
    results: dict[ItemId, list[Observation]] = defaultdict(list)
    with RESULTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            observation = Observation(
                indicator=row["indicator"],
                start=date.fromisoformat(row["start"]),
                end=date.fromisoformat(row["end"]),
                value=Decimal(row["value"]),
                known=datetime.fromisoformat(row["known"]).replace(tzinfo=UTC),
                source=row["source"],
            )
            results[goal_of[row["indicator"]]].append(observation)
    return results


def main() -> None:
    """Judge the plan at mid-year, at three quarters and at the end."""
    plan = national_plan()
    with Tracker.open("memory:", language="en") as tracker:
        tracker.add(plan, actor="example", observations=published_results(plan))
        for day in (date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31)):
            print(f"\n{day}")
            for row in tracker.assess(plan.id, on=day):
                verdict = row.assessment
                share = rounded(verdict.attainment, 3)
                attained = f"{share * 100:.1f}%" if share is not None else "-"
                reason = reason_text(verdict.reasons[0], "en")
                print(f"  {row.head.title:44} {attained:>7}  {verdict.health.en:13} {reason}")


if __name__ == "__main__":
    main()
