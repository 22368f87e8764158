"""Finds what is due on a day: a pure function of items, rules and the day.

Running it twice gives the same occasions; running it late, or after a gap of days, gives each item's highest step only,
so that what was missed does not come as a storm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import working_days_between
from plan_tasks.model import Role, State
from plan_tasks.notifying.rules import DueRule
from plan_tasks.storage.heads import ItemHead

__all__ = ["Occasion", "occasions_due"]

_OPEN = frozenset({State.ACTIVE.value})


@attrs.frozen
class Occasion:
    """An item, a rule, and the step that is reached.

    Attributes:
        head: The item's columns.
        rule: The rule.
        step: Days past the due date at which the step lies; negative before it.
        days: Days past the due date on the day that was asked for.
        owners: Who hears of it, with their roles.
    """

    head: ItemHead
    rule: DueRule
    step: int
    days: int
    owners: tuple[tuple[str, tuple[Role, ...]], ...]

    @property
    def occurrence(self) -> str:
        """Which occasion of the rule it is: a moved due date makes a new one."""
        return f"{self.head.due}{self.step:+d}"


def occasions_due(
    heads: Iterable[ItemHead], rules: Sequence[DueRule], day: date, calendar: WorkCalendar
) -> Iterator[Occasion]:
    """Finds what is due.

    Args:
        heads: The items' columns.
        rules: The rules; each is looked at on its own.
        day: The day meant.
        calendar: For rules that count working days.

    Yields:
        For each open item with a due date, and each rule, the highest step that is reached, where one is.
    """
    past: dict[tuple[str, bool], int] = {}
    steps: dict[tuple[int, str], tuple[int, int] | None] = {}
    for head in heads:
        due = head.due
        if due is None or head.state not in _OPEN:
            continue
        for number, rule in enumerate(rules):
            key = (number, due)
            if key not in steps:
                days = past.get((due, rule.working_days))
                if days is None:
                    days = past[due, rule.working_days] = _days_past(date.fromisoformat(due), day, rule, calendar)
                step = rule.step(days)
                steps[key] = None if step is None else (step, days)
            reached = steps[key]
            if reached is not None and head.kind in rule.kinds:
                yield Occasion(head, rule, *reached, _hearers(head, rule))


def _days_past(due: date, day: date, rule: DueRule, calendar: WorkCalendar) -> int:
    return working_days_between(due, day, calendar) if rule.working_days else (day - due).days


def _hearers(head: ItemHead, rule: DueRule) -> tuple[tuple[str, tuple[Role, ...]], ...]:
    """Owners with a role that the rule names, each once; else the item's lead."""
    roles: dict[str, list[Role]] = {}
    for part in head.owners.split():
        role, _, owner = part.partition(":")
        if role in rule.roles:
            roles.setdefault(owner, []).append(Role(role))
    if not roles and head.lead:
        roles[head.lead] = []
    return tuple((owner, tuple(held)) for owner, held in roles.items())
