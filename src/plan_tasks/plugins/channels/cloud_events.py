"""A notice as an event, in the JSON of CloudEvents 1.0 (https://cloudevents.io)."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any, Final

from plan_tasks.notifying.contract import Message
from plan_tasks.notifying.texts import one_line

__all__ = ["CONTENT_TYPE", "EVENT_TYPE", "check_source", "event_of"]

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
EVENT_TYPE: Final = "plan_tasks.notice"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def event_of(message: Message, source: str) -> bytes:
    """Writes a notice as an event, the same bytes each time.

    Args:
        message: The notice. Its key is the event's ``id``: two events with one ``id`` and ``source`` are the same.
        source: Where it comes from, a URI reference.

    Returns:
        JSON in UTF-8; halves of characters become question marks.
    """
    more = {"level": message.level or "", "html": message.html, "markdown": message.markdown}
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": message.key,
        "source": source,
        "type": EVENT_TYPE,
        "subject": one_line(f"{message.plan}/{message.item}"),
        "time": message.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {
            "plan": message.plan,
            "item": message.item,
            "recipient": {"id": message.recipient, "name": message.recipient_name, "address": message.address},
            "subject": one_line(message.subject),
            "body": message.body,
            "language": message.language.value,
            **{name: value for name, value in more.items() if value},
        },
    }
    return _ENCODER.encode(event).encode(errors="replace")


def check_source(_: object, __: object, value: str) -> None:
    """A validator of options: refuses what is no URI reference."""
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"the source {value!r} is not a URI reference; give one like /offices/plans")
