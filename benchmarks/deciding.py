"""What is due on a day: deciding alone, over columns in memory, and a whole look at a stored plan that changes nothing.

One item in a thousand is due. Seconds are those of the processor, on one core.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, repeat

import attrs

from benchmarks import workload
from benchmarks.harness import Line, Run, folder, open_ours, rate
from plan_tasks.calendars.announced import AnnouncedCalendar
from plan_tasks.model import Health, Plan, ProgressReport
from plan_tasks.notifying.occasions import Standing, occasions_due
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule, office_rules
from plan_tasks.storage.heads import ItemHead, head_of
from plan_tasks.tracker import Tracker

__all__ = ["decide"]

_TODAY = workload.JUDGED
_SOON, _LATER = date(2021, 8, 4), date(2021, 12, 31)
_BEGUN = datetime(2021, 1, 1, tzinfo=UTC)  # so that the plan's making is no news on the day
_MOST = 100_000  # heads that are held at once; for more they pass again
_SECONDS = 10.0  # for a million

_OFFICE = office_rules(workload.UNITS[0])
_RULES = {"default": DEFAULT_RULES, "office": _OFFICE}


def decide(run: Run) -> list[Line]:
    """Deciding for 100,000 and 1,000,000 items, and a look at a stored plan of 100,000."""
    lines = []
    for full in (100_000, 1_000_000):
        count = run.sized(full, least=1_000)
        heads = _heads(min(count, _MOST))
        passes = max(count // len(heads), 1)
        for name, rules in _RULES.items():
            done = _timed(run, partial(_decided, heads, passes, rules))
            lines.append(_line(f"decide {count:,}, {name} rules", count, done))
    count = run.sized(100_000, least=1_000)
    with folder() as place:
        with open_ours(place / "plan.db", clock=lambda: _BEGUN) as tracker:
            tracker.add(_plan(count), actor="bench")
        with open_ours(place / "plan.db") as tracker:
            for name, rules in _RULES.items():
                done = _timed(run, partial(_looked, tracker, rules))
                lines.append(_line(f"look at {count:,} stored, worded, {name} rules", count, done))
    return lines


def _line(what: str, count: int, done: tuple[float, int]) -> Line:
    seconds, found = done
    million = seconds * 1_000_000 / count
    figure = f"{million:.1f} s a million; {rate(count, seconds)}, {found:,} due"
    return Line("due", what, figure, f"<= {_SECONDS:g} s a million", million <= _SECONDS)


def _timed(run: Run, decided: Callable[[], int]) -> tuple[float, int]:
    """The median of the rounds in seconds of the processor, and how many were found."""
    seconds = []
    found = 0
    for _ in range(run.rounds):
        begun = time.process_time()
        found = decided()
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds), found


def _decided(heads: Sequence[ItemHead], passes: int, rules: Sequence[Rule]) -> int:
    calendar = AnnouncedCalendar([])
    found = occasions_due(_passing(heads, passes), rules, _TODAY, calendar, standing_of=_on_track, remembered={})
    return sum(1 for _ in found)


def _looked(tracker: Tracker, rules: Sequence[Rule]) -> int:
    return len(tracker.notify("bench", on=_TODAY, rules=rules, dry_run=True).entries)


def _passing(heads: Sequence[ItemHead], passes: int) -> Iterator[ItemHead]:
    return chain.from_iterable(repeat(heads, passes))


def _on_track(_: ItemHead) -> Standing:
    return Standing(Health.ON_TRACK, Decimal(0))


def _heads(count: int) -> list[ItemHead]:
    plan = _plan(count)
    return [head_of(item, plan, None, 1) for item in plan.measures]


def _plan(count: int) -> Plan:
    plan, _ = workload.plan(0, count)
    returned = ProgressReport(on=date(2021, 7, 25), percent=Decimal("0.6"))
    measures = (
        attrs.evolve(measure, due=_LATER if number % 1_000 else _SOON, targets=(), milestones=(), progress=returned)
        for number, measure in enumerate(plan.measures)
    )
    return attrs.evolve(plan, measures=tuple(measures))
