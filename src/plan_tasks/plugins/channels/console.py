"""Prints notices: for trying things out, and for a terminal that somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl
from plan_tasks.storage.contract import Finding

__all__ = ["Console"]


@attrs.frozen
class Console:
    """Prints each notice to a text stream.

    Attributes:
        stream: Where to; None is standard output as it is when a notice is sent.
    """

    stream: TextIO | None = None

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:  # noqa: ARG002
        """Print messages; control characters are shown as signs."""
        stream = self.stream or sys.stdout
        for message in messages:
            name, subject = (_printable(" ".join(text.split())) for text in (message.recipient_name, message.subject))
            text = "\n".join("    " + _printable(line) for line in message.body.strip().splitlines())
            try:
                stream.write(f"→ {name}: {subject}\n{text}\n\n")
                stream.flush()
            except (OSError, ValueError) as error:
                yield Delivery(message.key, Outcome.TRY_AGAIN, f"the stream cannot be written: {error}")
            else:
                yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        """Say that there is a stream."""
        return Finding(ok=True, subject="channel console", text="prints to standard output")

    def close(self) -> None:
        """Nothing is held open."""


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def _open(_: NoOptions, context: PluginContext) -> Console:
    stream = context.resources.get("console")
    return Console(stream if hasattr(stream, "write") else None)  # type: ignore[arg-type]  # any text stream will do


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[NoOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="console",
        summary='Prints notices to standard output, or to the resource "console"',
        options=NoOptions,
        factory=_open,
    )
