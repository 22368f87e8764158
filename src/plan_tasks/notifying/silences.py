"""What people do not want to hear for a time: pure. A silence says who asked for it, why, and until when.

What a silence stops waits until the silence ends, and is then looked at again: what is done by then is cancelled. Where
the silence has no end, it is cancelled at once. Red notices cannot be silenced, nor orange ones to leaders.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Role
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["DOCUMENT", "Silence", "is_mandatory", "silence_of", "silences_document", "silences_of"]

#: Name of the document in which a store keeps them.
DOCUMENT = "silences"

_SCOPES = ("plan", "item", "recipient", "rule")
_LEADERS = frozenset({Role.LEADER.value})


@attrs.frozen(kw_only=True)
class Silence:
    """One silence.

    Attributes:
        id: By which it is ended.
        by: Who asked for it.
        why: Why.
        since: When it was asked for, with a time zone.
        until: When it ends, with a time zone; None for never.
        plan: Only notices of this plan; empty for all.
        item: Only notices of this item; empty for all.
        recipient: Only notices to this owner or person; empty for all.
        rule: Only notices of this rule; empty for all.

    Raises:
        InvalidValue: It would silence everything, says not who or why, or ends before it begins.
    """

    id: str
    by: str
    why: str
    since: datetime
    until: datetime | None = None
    plan: str = ""
    item: str = ""
    recipient: str = ""
    rule: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.by or not self.why:
            raise InvalidValue("a silence without who or why", remedy="say who asks for it, and why")
        if not any(getattr(self, scope) for scope in _SCOPES):
            raise InvalidValue(
                "a silence of everything", remedy=f"name at least one of {', '.join(_SCOPES)}; or send nothing"
            )
        if self.until is not None and self.until <= self.since:
            raise InvalidValue(f"a silence that ended on {self.until:%Y-%m-%d}", remedy="give a later day")

    def covers(self, entry: OutboxEntry, now: datetime) -> bool:
        """Whether it is about an entry, and has not ended."""
        if self.until is not None and self.until <= now:
            return False
        return all(getattr(self, scope) in ("", getattr(entry, scope)) for scope in _SCOPES)

    @property
    def reason(self) -> str:
        """What is recorded of an entry that it stops; begins with its id."""
        end = f" until {self.until:%Y-%m-%d %H:%M}" if self.until else ""
        return f"{self.mark} by {self.by}{end}: {self.why}"

    @property
    def mark(self) -> str:
        """How that begins."""
        return f"silence {self.id}"

    def plain(self) -> dict[str, Any]:
        """The same as data of JSON; what is empty is left out."""
        row = {name: value for name, value in attrs.asdict(self).items() if value}
        row["since"] = self.since.isoformat()
        if self.until is not None:
            row["until"] = self.until.isoformat()
        return row


def silences_of(document: Mapping[str, Any] | None) -> tuple[Silence, ...]:
    """Reads the document of a store."""
    if document is None:
        return ()
    return tuple(
        Silence(
            **row
            | {
                "since": datetime.fromisoformat(row["since"]),
                "until": datetime.fromisoformat(row["until"]) if "until" in row else None,
            }
        )
        for row in document["silences"]
    )


def silences_document(silences: Iterable[Silence]) -> dict[str, Any]:
    """Writes the document of a store."""
    return {"silences": [silence.plain() for silence in silences]}


def is_mandatory(entry: OutboxEntry) -> bool:
    """Whether an entry cannot be silenced: red, or orange and to a leader. Where nobody knows to whom, it is to one."""
    if entry.level == "red":
        return True
    if entry.level != "orange":
        return False
    try:
        roles = json.loads(entry.why)["roles"]
    except (ValueError, LookupError, TypeError):
        return True
    return not isinstance(roles, list) or not roles or not _LEADERS.isdisjoint(map(str, roles))


def silence_of(entry: OutboxEntry, silences: Sequence[Silence], now: datetime) -> Silence | None:
    """The silence that stops an entry longest; None where none does."""
    if not silences or is_mandatory(entry):
        return None
    found = [each for each in silences if each.covers(entry, now)]
    return max(found, key=lambda each: (each.until is None, each.until or now, each.id), default=None)
