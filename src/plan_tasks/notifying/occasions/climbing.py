"""Whether a ladder goes on to the step that an item has reached: the clock may stand still, a lower step be on its way.

Needs the items themselves and what waits in the outbox, which most items of a plan do not; hence it comes after the
rest has been found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import add_working_days
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Item
from plan_tasks.notifying.occasions.occasion import Occasion, hearers
from plan_tasks.notifying.occasions.reaching import Point, Reached
from plan_tasks.notifying.rules import LadderRule, first_time
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["at_point", "climbed", "needs_item"]


def needs_item(occasion: Occasion) -> bool:
    """Whether the item itself has to be looked at, since its columns do not say enough."""
    return isinstance(occasion.rule, LadderRule) or bool(occasion.rule.commitments)


def climbed(
    occasions: Iterable[Occasion],
    items: Mapping[str, Item],
    waiting: Iterable[OutboxEntry],
    reached_on: Callable[[date], Reached],
    calendar: WorkCalendar | None,
) -> Iterator[Occasion]:
    """Goes through occasions with the items that they are about.

    Args:
        occasions: What is due by time and pace.
        items: Item id -> the item, for those that `needs_item`.
        waiting: Pending entries of the plan.
        reached_on: A day -> what was reached by the end of it.
        calendar: Which days are worked; may be None when no rule counts working days.

    Yields:
        The occasions that stay, in order; a ladder's at the step on which its clock stands.
    """
    on_the_way: dict[tuple[str, str], list[OutboxEntry]] = {}
    for entry in waiting:
        on_the_way.setdefault((entry.item, entry.rule), []).append(entry)
    for occasion in occasions:
        rule = occasion.rule
        if not needs_item(occasion):
            yield occasion
            continue
        item = items.get(occasion.head.id)
        if item is None or not rule.binds(item):
            continue
        if isinstance(rule, LadderRule):
            stands = _on_the_clock(occasion, rule, item, reached_on, calendar)
            if stands is not None and not _held(stands, on_the_way.get((item.id, rule.name), ())):
                yield stands
        else:
            yield occasion


def _on_the_clock(
    occasion: Occasion,
    rule: LadderRule,
    item: Item,
    reached_on: Callable[[date], Reached],
    calendar: WorkCalendar | None,
) -> Occasion | None:
    """The occasion as the ladder's clock has it: the clock stands at the day of a return until its rest is over."""
    if item.extension is not None:
        return None
    known = item.progress.known if item.progress else None
    if known is None or not known.date() <= occasion.on < _after(known.date(), rule, calendar):
        return occasion
    if rule.steps[occasion.rung or 0].behind is not None:
        return None
    points = reached_on(known.date())[occasion.head.start, str(occasion.head.due)]
    point = next((point for point in points if point.rule == rule), None)
    return None if point is None else at_point(occasion, point)


def _after(day: date, rule: LadderRule, calendar: WorkCalendar | None) -> date:
    """The first day on which a return of that day holds the ladder no more."""
    if not rule.working_days or not rule.rest:
        return day + timedelta(days=rule.rest)
    if calendar is None:
        raise InvalidValue(f"rule {rule.name!r} counts working days, and there is no calendar")
    return add_working_days(day, rule.rest, calendar).on


def at_point(occasion: Occasion, point: Point) -> Occasion:
    """The occasion, moved to another step of its ladder."""
    rule = occasion.rule
    if not isinstance(rule, LadderRule) or point.rung is None:
        return occasion
    rung = rule.steps[point.rung]
    return attrs.evolve(
        occasion,
        occurrence=point.occurrence,
        owners=hearers(occasion.head, rule, rung.roles, to_office=rung.to_office),
        step=point.step,
        level=point.level,
        rung=point.rung,
        before=point.before,
        after=point.after,
    )


def _held(occasion: Occasion, waiting: Iterable[OutboxEntry]) -> bool:
    """Whether a step of a lower level, of the same deadline, is still on its way."""
    return any(first_time(entry.occurrence) in occasion.before and entry.level != occasion.level for entry in waiting)
