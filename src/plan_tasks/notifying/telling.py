"""How much each recipient was sent lately: kept in the store, so that all dispatchers know. For limits by recipient."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from plan_tasks.storage.contract import UnitOfWork

__all__ = ["told", "told_now"]


def told(unit: UnitOfWork, recipients: Collection[str]) -> Mapping[str, Sequence[datetime]]:
    """When each of some recipients was last sent something.

    Args:
        unit: A unit of work.
        recipients: Who.

    Returns:
        Recipient -> moments, the oldest first; who was sent nothing is left out.
    """
    found = {recipient: unit.settings.get(_document(recipient)) for recipient in recipients}
    return {
        recipient: [datetime.fromisoformat(each) for each in document["sent"]]
        for recipient, document in found.items()
        if document is not None
    }


def told_now(unit: UnitOfWork, recipients: Sequence[str], now: datetime, per: timedelta) -> None:
    """Notes that recipients are sent something now.

    Args:
        unit: A unit of work that writes.
        recipients: Who, as often as they are sent something.
        now: The present moment.
        per: What is older than that is forgotten.
    """
    before = told(unit, set(recipients))
    for recipient in sorted(set(recipients)):
        counting = [each for each in before.get(recipient, ()) if now - each < per]
        moments = [*counting, *[now] * recipients.count(recipient)]
        unit.settings.put(
            _document(recipient), {"recipient": recipient, "sent": [each.isoformat() for each in moments]}
        )


def _document(recipient: str) -> str:
    return f"told:{hashlib.sha256(recipient.encode()).hexdigest()[:16]}"
