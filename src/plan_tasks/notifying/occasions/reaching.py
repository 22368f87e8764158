"""Which steps items have reached by time alone: the same for all items with the same first day and due date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.errors import InvalidValue
from plan_tasks.notifying.facts import Level, Topic
from plan_tasks.notifying.occasions.counting import DaysPast, passed
from plan_tasks.notifying.rules import DueRule, LadderRule, Rule, ShareRule

__all__ = ["Point", "Reached", "point_of_rung"]


@attrs.frozen(kw_only=True)
class Point:
    """The highest step that a rule has reached for items of one first day and due date.

    Attributes:
        rule: The rule.
        occurrence: As in `Occasion`, like all that follows.
        step: Days past the due date.
        level: How urgent.
        told: What the notice is to say.
        rung: The place of a ladder's step.
        before: Earlier occasions.
        after: Later occasions.
    """

    rule: Rule
    occurrence: str
    step: int = 0
    level: Level | None = None
    told: dict[str, Any] = attrs.field(factory=dict)
    rung: int | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Reached(dict[tuple[str, str], list[Point]]):
    """(first day, due date) -> the points that are reached on a day; worked out once for each pair.

    Args:
        rules: The rules; those that do not go by deadlines are passed over.
        day: The day meant.
        calendar: For rules that count working days.

    Raises:
        InvalidValue: A rule needs the calendar and there is none.
    """

    def __init__(self, rules: Sequence[Rule], day: date, calendar: WorkCalendar | None) -> None:
        super().__init__()
        self._rules = [rule for rule in rules if isinstance(rule, (DueRule, ShareRule, LadderRule))]
        self._day = day
        self._days: DaysPast | None = None
        self._working: WorkingDays | None = None
        counting = [rule for rule in self._rules if rule.working_days]
        if counting:
            if calendar is None:
                raise InvalidValue(
                    f"rule {counting[0].name!r} counts working days, and there is no calendar", remedy="give a calendar"
                )
            furthest = max((rule.furthest for rule in counting if isinstance(rule, (DueRule, LadderRule))), default=0)
            self._days = DaysPast(day, calendar, furthest)
            self._working = WorkingDays(calendar)

    def __missing__(self, dates: tuple[str, str]) -> list[Point]:
        start, due = map(date.fromisoformat, dates)
        found = [point for rule in self._rules if (point := self._point(rule, start, due)) is not None]
        self[dates] = found
        return found

    def _point(self, rule: DueRule | ShareRule | LadderRule, start: date, due: date) -> Point | None:
        if isinstance(rule, ShareRule):
            return self._share_point(rule, start, due)
        days = self._days.past(due) if rule.working_days and self._days is not None else (self._day - due).days
        if isinstance(rule, DueRule):
            return _due_point(rule, due.isoformat(), days)
        for index in reversed(range(len(rule.steps))):
            step = rule.steps[index]
            if step.days is not None and days >= step.days:
                return point_of_rung(rule, due.isoformat(), index)
            if step.left is not None:
                share = passed(start, due, self._day, self._working if rule.working_days else None)
                if share is not None and share >= 1 - step.left:
                    return point_of_rung(rule, due.isoformat(), index)
        return None

    def _share_point(self, rule: ShareRule, start: date, due: date) -> Point | None:
        share = self._share(rule, start, due, self._day)
        lately = self._share(rule, start, due, self._day - timedelta(days=rule.within))
        if share is None or share == lately:
            return None  # none is reached, or it was too long ago
        text, shares = due.isoformat(), sorted(rule.at)
        at = shares.index(share)
        return Point(
            rule=rule,
            occurrence=rule.occurrence(text, share),
            told={"topic": Topic.CHECK, "share": "100%" if share == 1 else str(share)},
            before=tuple(rule.occurrence(text, each) for each in shares[:at]),
            after=tuple(rule.occurrence(text, each) for each in shares[at + 1 :]),
        )

    def _share(self, rule: ShareRule, start: date, due: date, day: date) -> Fraction | None:
        share = passed(start, due, day, self._working if rule.working_days else None)
        return None if share is None else rule.share(share)


def _due_point(rule: DueRule, due: str, days: int) -> Point | None:
    step = rule.step(days)
    if step is None:
        return None
    return Point(
        rule=rule,
        occurrence=rule.occurrence(due, step),
        step=step,
        before=tuple(rule.occurrence(due, each) for each in rule.steps if each < step),
        after=tuple(rule.occurrence(due, each) for each in rule.steps if each > step),
    )


def point_of_rung(rule: LadderRule, due: str, index: int, month: str = "") -> Point:
    """The point at which a step of a ladder lies.

    Args:
        rule: The ladder.
        due: The due date in ISO.
        index: The step's place, from 0.
        month: The month meant, for steps behind pace, such as ``"2021-06"``.
    """
    step = rule.steps[index]
    paced = step.behind is not None
    alike = [number for number, each in enumerate(rule.steps) if (each.behind is not None) is paced]
    return Point(
        rule=rule,
        occurrence=rule.occurrence(due, index, month),
        step=step.days or 0,
        level=step.level,
        told={"topic": Topic.HEALTH} if paced else {},
        rung=index,
        before=tuple(rule.occurrence(due, each, month) for each in alike if each < index),
        # Behind pace is no matter of time: it comes and goes, and forbids nothing.
        after=() if paced else tuple(rule.occurrence(due, each) for each in alike if each > index),
    )
