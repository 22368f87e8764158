"""Finds what is due on a day: a pure function of items, rules and the day.

Running it twice gives the same occasions; running it late, or after a gap of days, gives each item's highest step only,
so that what was missed does not come as a storm. What an occasion says is in `wording`, who gets it in `queueing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, Role
from plan_tasks.notifying.rules import DueRule
from plan_tasks.storage.heads import ItemHead

__all__ = ["Occasion", "occasions_due"]

_DAY = timedelta(days=1)


@attrs.frozen
class Occasion:
    """An item, a rule, and the step that is reached.

    Attributes:
        head: The item's columns.
        rule: The rule.
        step: Days past the due date at which the step lies, in working days where the rule counts those; negative
            before it.
        days: Calendar days from the due date to the day that was asked for; negative before it.
        on: The day that was asked for.
        owners: Who hears of it, each with the roles that the rule names; empty when nobody has one.
    """

    head: ItemHead
    rule: DueRule
    step: int
    days: int
    on: date
    owners: tuple[tuple[str, tuple[Role, ...]], ...]

    @property
    def occurrence(self) -> str:
        """Which occasion of the rule it is: a moved due date makes a new one."""
        return self.rule.occurrence(str(self.head.due), self.step)


def occasions_due(
    heads: Iterable[ItemHead],
    rules: Sequence[DueRule],
    day: date,
    calendar: WorkCalendar | None = None,
    *,
    health_of: Callable[[ItemHead], Health | None] | None = None,
) -> Iterator[Occasion]:
    """Finds what is due.

    Args:
        heads: The items' columns; read once, none is kept.
        rules: The rules; each is looked at on its own.
        day: The day meant.
        calendar: For rules that count working days; may be None when there are none.
        health_of: How an item stands on the day, for rules that ask for it; called for items whose step is reached and
            no others. May be None when no rule asks.

    Yields:
        For each open item with a due date, and each rule, the highest step that is reached, where one is.

    Raises:
        InvalidValue: A rule needs the calendar or the health and there is none.

    Example:
        >>> from plan_tasks.model import Assignment, Measure, Plan
        >>> from plan_tasks.notifying.rules import DEFAULT_RULES
        >>> from plan_tasks.storage.heads import head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> library = Measure(id="m1", title="Open the library", due=date(2021, 6, 30),
        ...                   assignments=(Assignment(owner="education"),))
        >>> head = head_of(library, plan, None, 1)
        >>> [(found.occurrence, found.days) for found in occasions_due([head], DEFAULT_RULES, date(2021, 6, 28))]
        [('2021-06-30 -3d', -2)]
    """
    reached = _Reached(rules, day, calendar)
    for rule in rules:
        if rule.healths and health_of is None:
            raise InvalidValue(f"rule {rule.name!r} asks how items stand, and nothing says so", remedy="give health_of")
    states = frozenset(state.value for rule in rules for state in rule.states)
    for head in heads:
        if head.due is None or head.state not in states:
            continue
        found = reached[head.due]
        if not found:
            continue
        for rule, step, days in found:
            if head.state not in rule.states or head.kind not in rule.kinds:
                continue
            if rule.healths and health_of is not None and health_of(head) not in rule.healths:
                continue
            yield Occasion(head, rule, step, days, day, _hearers(head, rule))


class _Reached(dict[str, list[tuple[DueRule, int, int]]]):
    """Due date -> the rules that have reached a step, with step and calendar days; worked out once for each date."""

    def __init__(self, rules: Sequence[DueRule], day: date, calendar: WorkCalendar | None) -> None:
        super().__init__()
        self._rules = rules
        self._day = day
        self._working: _WorkingDays | None = None
        counting = [rule for rule in rules if rule.working_days]
        if counting:
            if calendar is None:
                raise InvalidValue(
                    f"rule {counting[0].name!r} counts working days, and there is no calendar", remedy="give a calendar"
                )
            self._working = _WorkingDays(day, calendar, max(rule.furthest for rule in counting))

    def __missing__(self, due: str) -> list[tuple[DueRule, int, int]]:
        on = date.fromisoformat(due)
        days = (self._day - on).days
        found = []
        for rule in self._rules:
            counted = self._working.past(on) if rule.working_days and self._working is not None else days
            step = rule.step(counted)
            if step is not None:
                found.append((rule, step, days))
        self[due] = found
        return found


class _WorkingDays:
    """Counts working days between a day and others, asking the calendar about each day once.

    It stops counting beyond the furthest step, so that a date in the year 9999 costs no more than another.
    """

    def __init__(self, day: date, calendar: WorkCalendar, furthest: int) -> None:
        self._day = day
        self._calendar = calendar
        self._furthest = furthest
        self._before = [0]  # at n: working days among the n days that end with the day
        self._after = [0]  # at n: working days among the n days that follow the day

    def past(self, due: date) -> int:
        """Working days after the due date up to and with the day; negative when the due date is later."""
        apart = (self._day - due).days
        if apart >= 0:
            return self._count(self._before, apart, self._day, -_DAY)
        return -self._count(self._after, -apart, self._day + _DAY, _DAY)

    def _count(self, counted: list[int], apart: int, first: date, step: timedelta) -> int:
        while len(counted) <= apart and counted[-1] <= self._furthest:
            asked = first + step * (len(counted) - 1)
            counted.append(counted[-1] + self._calendar.day(asked).working)
        return counted[min(apart, len(counted) - 1)]


def _hearers(head: ItemHead, rule: DueRule) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    """Owners with a role that the rule names, each once; an item without a lead unit has its first owner for one."""
    roles: dict[str, list[Role]] = {}
    for part in head.owners.split():
        role, _, owner = part.partition(":")
        if role in rule.roles:
            roles.setdefault(owner, []).append(Role(role))
    if not roles and head.lead and Role.LEAD in rule.roles:
        roles[head.lead] = []
    return tuple((owner, tuple(held)) for owner, held in roles.items())
