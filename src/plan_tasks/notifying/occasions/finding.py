"""Finds what is due on a day: a pure function of items, rules, what has happened, and the day.

Running it twice gives the same occasions; running it late, or after a gap of days, gives each item's highest step only,
so that what was missed does not come as a storm. Whether a ladder goes on to its step is in `climbing`, what an
occasion says in `plan_tasks.notifying.wording`, who gets it in `plan_tasks.notifying.queueing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue
from plan_tasks.notifying.facts import Topic
from plan_tasks.notifying.occasions.happening import Happened, happened
from plan_tasks.notifying.occasions.occasion import Occasion, Standing, hearers
from plan_tasks.notifying.occasions.reaching import Point, Reached, point_of_rung
from plan_tasks.notifying.occasions.reporting import Asked, asked_on
from plan_tasks.notifying.rules import HealthRule, LadderRule, ReturnRule, Rule
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.history import StoredEvent

__all__ = ["occasions_due"]

StandingOf = Callable[[ItemHead], Standing | None]


def occasions_due(
    heads: Iterable[ItemHead],
    rules: Sequence[Rule],
    day: date,
    calendar: WorkCalendar | None = None,
    *,
    standing_of: StandingOf | None = None,
    events: Iterable[StoredEvent] = (),
    remembered: Mapping[str, str] | None = None,
) -> Iterator[Occasion]:
    """Finds what is due.

    Args:
        heads: The items' columns; read once, none is kept.
        rules: The rules; each is looked at on its own.
        day: The day meant.
        calendar: For rules that count working days; may be None when there are none.
        standing_of: How an item stands on the day, for rules that ask for it. May be None when no rule asks.
        events: What has happened in the plan lately, in order; needed when rules ask for it.
        remembered: Item id -> how it stood at the last look, for those whose standing rules mind; None when nobody has
            looked before.

    Yields:
        For each item and each rule that looks at it, the highest step that is reached, where one is; by a ladder one by
        time and one by pace.

    Raises:
        InvalidValue: A rule needs the calendar or the standing and there is none.

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
    looked = _Look(rules, day, calendar, standing_of, events, remembered)
    return looked.through(heads)


@attrs.define(init=False)
class _Look:
    """One look at a plan: what is the same for all of its items."""

    day: date
    today: str
    standing_of: StandingOf | None
    remembered: Mapping[str, str] | None
    reached: Reached
    asked: list[Asked]
    happened: dict[str, list[Happened]]
    pacing: list[LadderRule]
    health_rules: list[HealthRule]
    states: frozenset[str]

    def __init__(
        self,
        rules: Sequence[Rule],
        day: date,
        calendar: WorkCalendar | None,
        standing_of: StandingOf | None,
        events: Iterable[StoredEvent],
        remembered: Mapping[str, str] | None,
    ) -> None:
        for rule in rules:
            if rule.judges and standing_of is None:
                raise InvalidValue(
                    f"rule {rule.name!r} asks how items stand, and nothing says so", remedy="give standing_of"
                )
        self.day = day
        self.today = day.isoformat()
        self.standing_of = standing_of
        self.remembered = remembered
        self.reached = Reached(rules, day, calendar)
        asking = [asked_on(rule, day, calendar) for rule in rules if isinstance(rule, ReturnRule)]
        self.asked = [asked for asked in asking if asked is not None]
        self.happened = happened(events, rules, day)
        ladders = [rule for rule in rules if isinstance(rule, LadderRule)]
        self.pacing = [rule for rule in ladders if any(step.behind is not None for step in rule.steps)]
        self.health_rules = [rule for rule in rules if isinstance(rule, HealthRule)] if remembered is not None else []
        self.states = frozenset(state.value for rule in rules for state in rule.states)

    def through(self, heads: Iterable[ItemHead]) -> Iterator[Occasion]:
        reached, states, asked, events = self.reached, self.states, self.asked, self.happened
        for head in heads:
            if head.state not in states:
                continue
            if head.due is not None:
                points = reached[head.start, head.due]
                if points or self.pacing:
                    yield from self._by_time(head, head.due, points)
            if asked:
                yield from self._by_return(head)
            if self.health_rules:
                yield from self._by_health(head)
            if head.id in events:
                yield from self._by_event(head)

    def _by_time(self, head: ItemHead, due: str, points: Sequence[Point]) -> Iterator[Occasion]:
        for point in points:
            yield from self._at(head, point)
        if self.pacing and due >= self.today:
            for rule in self.pacing:
                by_time = next((point.rung for point in points if point.rule is rule), None)
                if rule.selects(head) and (behind := self._behind(head, due, rule, by_time)) is not None:
                    yield from self._at(head, behind)

    def _behind(self, head: ItemHead, due: str, rule: LadderRule, by_time: int | None) -> Point | None:
        """The highest step behind pace that an item has reached, if that is listed above its step by time."""
        standing = self.standing_of(head) if self.standing_of is not None else None
        if standing is None or standing.behind is None:
            return None
        for index in reversed(range(0 if by_time is None else by_time + 1, len(rule.steps))):
            points = rule.steps[index].behind
            if points is not None and standing.behind >= points:
                return point_of_rung(rule, due, index, self.today[:7])
        return None

    def _at(self, head: ItemHead, point: Point) -> Iterator[Occasion]:
        rule = point.rule
        if not rule.selects(head):
            return
        told: dict[str, Any] = dict(point.told)
        if rule.judges and not self._stands(head, rule, told):
            return
        rung = rule.steps[point.rung] if isinstance(rule, LadderRule) and point.rung is not None else None
        yield Occasion(
            head=head,
            rule=rule,
            occurrence=point.occurrence,
            on=self.day,
            owners=hearers(head, rule, rung.roles, to_office=rung.to_office) if rung else hearers(head, rule),
            step=point.step,
            days=self._days(head),
            level=point.level,
            told=told,
            rung=point.rung,
            before=point.before,
            after=point.after,
        )

    def _stands(self, head: ItemHead, rule: Rule, told: dict[str, Any]) -> bool:
        """Whether an item stands as the rule asks; how it stands is told."""
        standing = self.standing_of(head) if self.standing_of is not None else None
        if standing is not None:
            told["health"] = standing.health.value
        return not rule.healths or (standing is not None and standing.health in rule.healths)

    def _days(self, head: ItemHead) -> int | None:
        return None if head.due is None else (self.day - date.fromisoformat(head.due)).days

    def _by_return(self, head: ItemHead) -> Iterator[Occasion]:
        for asked in self.asked:
            rule = asked.rule
            if not asked.lacks(head) or not rule.selects(head):
                continue
            told: dict[str, Any] = {"topic": Topic.RETURN, "due": asked.due.isoformat(), "days": asked.days}
            if rule.judges and not self._stands(head, rule, told):
                continue
            yield Occasion(
                head=head,
                rule=rule,
                occurrence=asked.occurrence,
                on=self.day,
                owners=hearers(head, rule),
                step=asked.step,
                days=self._days(head),
                told=told,
                before=asked.before,
                after=asked.after,
            )

    def _by_health(self, head: ItemHead) -> Iterator[Occasion]:
        standing = self.standing_of(head) if self.standing_of is not None else None
        if standing is None or self.remembered is None:
            return
        before, after = self.remembered.get(head.id, ""), standing.health.value
        for rule in self.health_rules:
            if rule.selects(head) and (not rule.healths or after in rule.healths) and rule.fits(before, after):
                yield Occasion(
                    head=head,
                    rule=rule,
                    occurrence=f"{self.today} {before or 'other'} {after}",
                    on=self.day,
                    owners=hearers(head, rule),
                    days=self._days(head),
                    told={"topic": Topic.HEALTH, "before": before, "health": after},
                )

    def _by_event(self, head: ItemHead) -> Iterator[Occasion]:
        for one in self.happened[head.id]:
            rule, told = one.rule, dict(one.told)
            if not rule.selects(head) or (rule.judges and not self._stands(head, rule, told)):
                continue
            yield Occasion(
                head=head,
                rule=rule,
                occurrence=one.occurrence,
                on=self.day,
                owners=hearers(head, rule),
                days=self._days(head),
                told=told,
            )
