"""A plan and a tracker for tests of rules at work: what is queued on which day, as people would read it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs

from plan_tasks import Tracker
from plan_tasks.model import Assignment, ItemId, Measure, Owner, OwnerId, Plan, PlanId, Role
from plan_tasks.notifying.rules import Rule
from plan_tasks.services.queueing import Queued
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.workflow.commands import Command

DUE = date(2021, 6, 30)  # a Wednesday
PLAN = Plan(
    id=PlanId("city"),
    title="City 2021",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    owners=tuple(
        Owner(id=OwnerId(owner), name=owner.title()) for owner in ("schools", "water", "mayor", "inspection", "clerk")
    ),
    measures=(
        Measure(
            id=ItemId("m1"),
            title="Open the library",
            due=DUE,
            assignments=(
                Assignment(owner=OwnerId("schools")),
                Assignment(owner=OwnerId("mayor"), role=Role.LEADER),
                Assignment(owner=OwnerId("clerk"), role=Role.CONTACT),
            ),
        ),
    ),
)


@attrs.define
class Office:
    """An office at work with its rules; days go by at nine in the morning."""

    tracker: Tracker
    clock: Any
    rules: Sequence[Rule]
    channel: str = "console"
    sends: bool = True

    def change(self, on: date, *commands: Command, actor: str = "schools") -> None:
        """Something is changed in the afternoon."""
        self.clock.now = datetime.combine(on, time(15), tzinfo=UTC)
        self.tracker.change("city", *commands, actor=actor)

    def look(self, on: date) -> Queued:
        """The office looks at what is due, and sends it."""
        self.clock.now = datetime.combine(on, time(9), tzinfo=UTC)
        queued = self.tracker.notify("city", on=on, channel=self.channel, rules=self.rules)
        if self.sends:
            self.tracker.dispatch({self.channel: {}}, rules=self.rules)
        return queued

    def days(self, first: date, last: date) -> list[str]:
        """Looks every day; what was queued: day, occasion, to whom."""
        return [
            line
            for number in range((last - first).days + 1)
            for line in told(first + timedelta(days=number), self.look(first + timedelta(days=number)).entries)
        ]

    def reasons(self) -> dict[str, str]:
        """Occasion -> the reason, of what was cancelled."""
        cancelled = self.tracker.outbox("city", states=[OutboxState.CANCELLED])
        return {entry.occurrence: entry.reason for entry in cancelled}


@attrs.define
class Clock:
    """Stands still unless it is moved."""

    now: datetime = datetime(2021, 1, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def office(*rules: Rule, plan: Plan = PLAN, url: str = "memory:", **settings: Any) -> Iterator[Office]:
    """An office that tracks a plan, in English, with weekdays for working days unless it is said otherwise."""
    clock = Clock()
    given: dict[str, Any] = {"language": "en", "calendar": "weekdays", **settings}
    tracker = Tracker.open(
        url, clock=clock, chance=lambda: 0.5, autoload=False, resources={"console": io.StringIO()}, **given
    )
    with closing(tracker):
        tracker.add(plan, actor="office")
        yield Office(tracker, clock, rules)


def told(on: date, entries: Iterable[OutboxEntry]) -> list[str]:
    """One line for each occasion: month and day, occasion without a year, recipients."""
    lines: dict[str, list[str]] = {}
    for entry in entries:
        lines.setdefault(f"{on:%m-%d} {entry.item or '-'} {entry.occurrence}", []).append(entry.recipient)
    return [f"{line}: {', '.join(names)}" for line, names in lines.items()]
