"""Looks at a plan on a day and says what is due: items, their standing, what has happened, what waits in the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import attrs

from plan_tasks.model import Item, ItemId, Plan, PlanId
from plan_tasks.notifying.occasions import (
    Digest,
    Gatherer,
    Occasion,
    Reached,
    Standing,
    climbed,
    days_looked_back,
    needs_item,
    occasions_due,
)
from plan_tasks.notifying.occasions.pace import standing
from plan_tasks.notifying.rules import HealthRule, Rule
from plan_tasks.services.assessing import plan_on_a_day
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery

__all__ = ["Due", "events_since", "healths_document", "what_is_due"]

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Due:
    """What a look at a plan found.

    Attributes:
        plan: The plan's header.
        occasions: What is due.
        digests: What is gathered.
        healths: What to remember of how items stand until the next look, as it is kept; None for nothing.
    """

    plan: Plan
    occasions: Sequence[Occasion]
    digests: Sequence[Digest]
    healths: Mapping[str, Any] | None


def what_is_due(context: Context, plan: PlanId, rules: Sequence[Rule], on: date) -> Due:
    """Finds what is due.

    Args:
        context: The open tracker.
        plan: Plan id.
        rules: When somebody has to hear of an item.
        on: The day meant.

    Returns:
        What is due, and nothing is changed.

    Raises:
        UnknownName: No such plan.
    """
    back = days_looked_back(rules)
    minded = frozenset(health for rule in rules if isinstance(rule, HealthRule) for health in rule.minded)
    with context.backend.unit(context.tenant, write=False) as unit:
        header = stored_plan(unit, plan).plan
        events = tuple(events_since(unit, plan, on - back * _DAY, on)) if back else ()
        kept = unit.settings.get(healths_document(plan)) if minded else None
    if kept is not None and kept["on"] > on.isoformat():
        minded, kept = frozenset(), None  # a look back remembers nothing and tells nothing
    looked = _Looked(context, header, rules, on)
    remembered = kept["healths"] if kept is not None else None
    gatherer = Gatherer(rules, header, on, context.calendar, looked.standing_of)
    found = list(
        occasions_due(
            gatherer.watching(looked.heads(minded)),
            rules,
            on,
            context.calendar,
            standing_of=looked.standing_of,
            events=events,
            remembered=remembered,
        )
    )
    return Due(
        plan=header,
        occasions=_climbed(context, plan, rules, found),
        digests=gatherer.digests(),
        healths={"plan": plan, "on": on.isoformat(), "healths": looked.healths} if minded else None,
    )


def healths_document(plan: PlanId) -> str:
    """Under which name it is kept how a plan's items stood at the last look."""
    return f"healths:{hashlib.sha256(plan.encode()).hexdigest()[:16]}"


def events_since(unit: UnitOfWork, plan: PlanId, first: date, last: date) -> Iterator[StoredEvent]:
    """The events of a plan from one day to another; others are not read, but for a few.

    Args:
        unit: A unit of work.
        plan: Plan id.
        first: The first day; a few events of days before may come with them, where a clock went back.
        last: The last day in any time zone; a few events of the day after may come with them.
    """

    def is_before(number: int) -> bool:
        """Whether the event that follows a number is there and lies before the day."""
        stored = next(unit.history.read(plan, after=number), None)
        return stored is not None and stored.event.at.date() < first - _DAY

    low, high = -1, 1
    while is_before(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_before(middle) else (low, middle)
    end = datetime.combine(last + 2 * _DAY, time(), tzinfo=UTC)
    return unit.history.read(plan, after=high, until=end)


class _Looked:
    """Passes a plan's items on, and knows how the one that passes stands."""

    def __init__(self, context: Context, plan: Plan, rules: Sequence[Rule], on: date) -> None:
        self._context = context
        self._plan = plan
        self._on = on
        self._judges = any(rule.judges for rule in rules)
        self._last: tuple[str, Standing] | None = None
        self.healths: dict[str, str] = {}

    def heads(self, minded: frozenset[str]) -> Iterator[ItemHead]:
        """The items' columns, in the order of the document; healths that are minded are remembered on the way."""
        if not self._judges:
            with self._context.backend.unit(self._context.tenant, write=False) as unit:
                yield from unit.items.scan(ItemQuery(plan=self._plan.id))
            return
        for row in plan_on_a_day(self._context, self._plan.id, on=self._on).rows(with_items=False):
            self._last = row.head.id, standing(row.head, row.assessment)
            if row.assessment.health in minded:
                self.healths[row.head.id] = row.assessment.health.value
            yield row.head

    def standing_of(self, head: ItemHead) -> Standing | None:
        """How the item that passes stands."""
        return self._last[1] if self._last is not None and self._last[0] == head.id else None


def _climbed(context: Context, plan: PlanId, rules: Sequence[Rule], found: Sequence[Occasion]) -> list[Occasion]:
    needed = {ItemId(each.head.id) for each in found if needs_item(each)}
    if not needed:
        return list(found)
    with context.backend.unit(context.tenant, write=False) as unit:
        items: dict[str, Item] = {item: stored.item for item, stored in unit.items.get(plan, needed).items()}
        waiting = tuple(unit.outbox.entries(plan=plan, states=(OutboxState.PENDING,)))
    reached_on = cache(lambda day: Reached(rules, day, context.calendar))
    return list(climbed(found, items, waiting, reached_on, context.calendar))
