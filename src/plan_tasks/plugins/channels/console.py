"""Prints notices: for trying things out, and for a terminal that somebody watches."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, TextIO

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.storage.contract import Finding

__all__ = ["Console", "ConsoleOptions"]

#: Control characters, formatting marks, halves of characters, line and paragraph separators: not for a terminal.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # formatting marks that emoji and some scripts need


@attrs.frozen(kw_only=True)
class ConsoleOptions:
    """Options of the console.

    Attributes:
        stream: Standard output or standard error.
    """

    stream: Literal["stdout", "stderr"] = attrs.field(
        default="stdout",
        metadata=documented("Which of the program's streams notices are printed to.", example="stderr"),
    )


@attrs.frozen
class Console:
    """Prints each notice to a text stream.

    Attributes:
        name: ``stdout`` or ``stderr``: that stream as it is when a notice is sent.
        given: A stream that the host gave instead, or None.
    """

    name: Literal["stdout", "stderr"] = "stdout"
    given: TextIO | None = None

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Print messages; what is not to be seen on a terminal is shown as a sign."""
        stream = self._stream()
        end = time.monotonic() + deadline
        for message in messages:
            if time.monotonic() >= end:
                yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to print it")
                continue
            address = f" <{message.address}>" if message.address else ""
            head = _printable(" ".join(f"→ {message.recipient_name}{address}: {message.subject}".split()))
            lines = ("    " + _printable(line) for line in message.body.strip().splitlines())
            text = "\n".join([head, *(line.rstrip() for line in lines)]) + "\n\n"
            try:
                stream.write(_encodable(text, stream))
                stream.flush()
            except (OSError, ValueError) as error:  # a pipe whose reader has gone, a stream that was closed
                yield Delivery(message.key, Outcome.TRY_AGAIN, f"the stream cannot be written: {error}")
            else:
                yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        """Say whether the stream is open."""
        what = "a stream of the host" if self.given is not None else self.name
        ok = not self._stream().closed
        return Finding(ok=ok, subject="channel console", text=f"prints to {what}{'' if ok else ', which is closed'}")

    def close(self) -> None:
        """Nothing is held open: the stream is not ours."""

    def _stream(self) -> TextIO:
        return self.given or (sys.stderr if self.name == "stderr" else sys.stdout)


def _printable(text: str) -> str:
    return "".join("�" if unicodedata.category(c) in _UNSEEN and c not in _JOINERS else c for c in text)


def _encodable(text: str, stream: TextIO) -> str:
    """Text that the stream can take: characters that its encoding lacks are written as escapes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _open(options: ConsoleOptions, context: PluginContext) -> Console:
    stream = context.resources.get("console")
    if stream is not None and not hasattr(stream, "write"):
        raise TypeError('the resource "console" is not a text stream')
    return Console(options.stream, stream)  # type: ignore[arg-type]  # any object that writes text will do


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[ConsoleOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="console",
        summary='Prints notices to standard output, or to the resource "console"',
        options=ConsoleOptions,
        factory=_open,
        disturbs=False,
    )
