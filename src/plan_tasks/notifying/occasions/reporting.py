"""Which reporting day or closing day of a round is meant on a day, and whether an item's return is in."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.cycles import Moved, ReportingDate, reporting_dates
from plan_tasks.calendars.periods import Period
from plan_tasks.errors import InvalidValue
from plan_tasks.notifying.occasions.counting import DaysPast
from plan_tasks.notifying.rules import DigestRule, ReturnRule
from plan_tasks.notifying.rules.returns import Rounds
from plan_tasks.storage.heads import ItemHead

__all__ = ["Asked", "asked_on", "closed_on", "day_before"]

_BACK = timedelta(days=420)  # a year and what holidays may move
_LATE = 31  # days after its last step for which a missing return is still asked for


@attrs.frozen(kw_only=True)
class Asked:
    """A reporting day for which returns are asked for, and the step that is reached.

    Attributes:
        rule: The rule.
        due: The reporting day.
        step: Days past it, in working days where the rule counts those.
        days: Calendar days past it.
        occurrence: Which of the rule's occasions.
        since: The reporting day before, in ISO: a return for a later day counts.
        before: Occasions of the same reporting day that lie before.
        after: Those that lie after.
    """

    rule: ReturnRule
    due: date
    step: int
    days: int
    occurrence: str
    since: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def lacks(self, head: ItemHead) -> bool:
        """Whether an item's return is missing: it had begun by then, and none was handed in since the day before."""
        return head.start <= self.due.isoformat() and (head.reported or "") <= self.since


def asked_on(rule: ReturnRule, day: date, calendar: WorkCalendar | None) -> Asked | None:
    """The latest reporting day of which a step is reached; None when none is, or it is long past.

    Args:
        rule: The rule.
        day: The day meant.
        calendar: For working days; may be None when the rule asks for none.

    Raises:
        InvalidValue: The rule needs the calendar and there is none.
    """
    if rule.working_days and calendar is None:
        raise InvalidValue(
            f"rule {rule.name!r} counts working days, and there is no calendar", remedy="give a calendar"
        )
    counter = DaysPast(day, calendar, rule.furthest) if rule.working_days and calendar is not None else None
    ahead = timedelta(days=max((*rule.before, 0)) * 2 + 15)
    dates = _dates(rule, day - _BACK, day + ahead, calendar)
    for number in range(len(dates) - 1, 0, -1):
        due, nominal = dates[number].due, dates[number].nominal.isoformat()
        days = (day - due).days
        step = rule.step(counter.past(due) if counter else days)
        if step is None:
            continue
        if days > max(rule.furthest * 2, _LATE):
            return None
        return Asked(
            rule=rule,
            due=due,
            step=step,
            days=days,
            occurrence=rule.occurrence(nominal, step),
            since=dates[number - 1].nominal.isoformat(),
            before=tuple(rule.occurrence(nominal, each) for each in rule.steps if each < step),
            after=tuple(rule.occurrence(nominal, each) for each in rule.steps if each > step),
        )
    return None


def closed_on(rule: DigestRule, day: date, calendar: WorkCalendar | None) -> str | None:
    """The closing day, as the cycle names it, of the digest that is to be sent on a day; None when there is none.

    Args:
        rule: The rule.
        day: The day meant.
        calendar: To move closing days to working days; may be None when the rule does not ask for it.
    """
    closed = [one for one in _dates(rule, day - _BACK, day + timedelta(days=15), calendar) if one.due <= day]
    if not closed or (day - closed[-1].due).days >= rule.within:
        return None
    return closed[-1].nominal.isoformat()


def day_before(rule: Rounds, nominal: date) -> date:
    """The day of the round before one, as the cycle names it."""
    return rule.cycle.occurrences(Period(nominal - _BACK, nominal - timedelta(days=1)))[-1]


def _dates(rule: Rounds, first: date, last: date, calendar: WorkCalendar | None) -> tuple[ReportingDate, ...]:
    if rule.moved is not Moved.NOT and calendar is None:
        raise InvalidValue(f"rule {rule.name!r} moves days to working days, and there is no calendar")
    return reporting_dates(rule.cycle, Period(first, last), calendar=calendar, moved=rule.moved)
