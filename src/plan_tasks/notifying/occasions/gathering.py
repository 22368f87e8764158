"""Gathers what digests hold: one digest for each owner, with the items that are late, behind or due soon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, OwnerId, Plan, Role
from plan_tasks.notifying.facts import FactsRow
from plan_tasks.notifying.occasions.occasion import Standing, hearers
from plan_tasks.notifying.occasions.reporting import closed_on
from plan_tasks.notifying.rules import DigestRule, Rule
from plan_tasks.storage.heads import ItemHead

__all__ = ["Digest", "Gatherer"]

_BEHIND = frozenset({Health.AT_RISK, Health.OFF_TRACK, Health.MISSED})


@attrs.frozen(kw_only=True)
class Digest:
    """What one owner is told of all items together.

    Attributes:
        rule: The rule.
        occurrence: Which of its occasions: the day on which it closed.
        owner: Who hears of it.
        roles: In which roles of any of the items, in the order of the vocabulary.
        on: The day on which the items were looked at.
        rows: The items: the latest first, then those that are due soonest, in the order of the document.
    """

    rule: DigestRule
    occurrence: str
    owner: OwnerId
    roles: tuple[Role, ...]
    on: date
    rows: tuple[FactsRow, ...]


@attrs.define
class _Gathered:
    roles: set[Role] = attrs.field(factory=set)
    rows: list[FactsRow] = attrs.field(factory=list)


class Gatherer:
    """Looks at items as they pass, and keeps what the digests that close on a day hold.

    Args:
        rules: The rules; those that are no digests are passed over.
        plan: The plan's header.
        day: The day meant.
        calendar: To move closing days; may be None when no rule asks for it.
        standing_of: How an item stands on the day; may be None when no rule asks.

    Raises:
        InvalidValue: A rule needs the calendar or the standing and there is none.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        plan: Plan,
        day: date,
        calendar: WorkCalendar | None,
        standing_of: Callable[[ItemHead], Standing | None] | None,
    ) -> None:
        self._plan = plan
        self._day = day
        self._standing_of = standing_of
        self._closing: list[tuple[DigestRule, str, dict[OwnerId, _Gathered]]] = []
        for rule in rules:
            if isinstance(rule, DigestRule) and (closed := closed_on(rule, day, calendar)) is not None:
                if rule.judges and standing_of is None:
                    raise InvalidValue(f"rule {rule.name!r} asks how items stand, and nothing says so")
                self._closing.append((rule, rule.occurrence(closed), {}))

    def watching(self, heads: Iterable[ItemHead]) -> Iterator[ItemHead]:
        """Passes items on and looks at each."""
        if not self._closing:
            yield from heads
            return
        for head in heads:
            for rule, _, gathered in self._closing:
                if rule.selects(head):
                    self._look(head, rule, gathered)
            yield head

    def digests(self) -> list[Digest]:
        """The digests of all items that have passed; none without items."""
        return [
            Digest(
                rule=rule,
                occurrence=occurrence,
                owner=owner,
                roles=tuple(role for role in Role if role in found.roles),
                on=self._day,
                rows=tuple(sorted(found.rows, key=lambda row: (row.days is None, -(row.days or 0)))),
            )
            for rule, occurrence, gathered in self._closing
            for owner, found in gathered.items()
        ]

    def _look(self, head: ItemHead, rule: DigestRule, gathered: dict[OwnerId, _Gathered]) -> None:
        days = None if head.due is None else (self._day - date.fromisoformat(head.due)).days
        late = days is not None and days > 0
        soon = days is not None and rule.due is not None and -rule.due <= days <= 0
        if not (rule.behind or rule.healths) and not (soon or (late and rule.late)):
            return
        standing = self._standing_of(head) if rule.judges and self._standing_of is not None else None
        health = standing.health if standing else None
        if rule.healths and health not in rule.healths:
            return
        behind = rule.behind and health in _BEHIND
        if not (soon or behind or (late and rule.late)):
            return
        row = FactsRow(
            item=head.id,
            title=head.title,
            due=head.due,
            days=days,
            state=head.state,
            health=health.value if health else "",
            percent=head.percent,
            lead=self._plan.owner_name(head.lead) if head.lead else "",
        )
        for owner, roles in hearers(head, rule):
            found = gathered.setdefault(owner, _Gathered())
            found.roles.update(roles)
            found.rows.append(row)
