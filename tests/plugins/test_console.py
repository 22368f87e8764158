"""The console: what is printed, and what a terminal must never get."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from plan_tasks.model import Language
from plan_tasks.notifying.contract import Message, Outcome
from plan_tasks.plugins.channels.console import Console, ConsoleOptions, plan_tasks_channels
from plan_tasks.testing.channel import ChannelCase, ChannelContract

(CONSOLE,) = plan_tasks_channels()
MESSAGE = Message(
    key="a" * 64,
    channel="console",
    recipient="schools",
    recipient_name="市教育局",
    address="",
    subject="【3天后到期】开放图书馆",
    body="市教育局：\n\n请办理。  \n",
    plan="city",
    item="m1",
    language=Language.ZH,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


class TestContract(ChannelContract):
    """The console keeps the laws of channels."""

    def case(self) -> ChannelCase:
        stream = io.StringIO()
        closed = []

        def received() -> list[str]:
            return ["→ " + text for text in stream.getvalue().split("→ ")[1:]]

        return ChannelCase(
            type=CONSOLE,
            received=received,
            resources={"console": _Losable(stream, closed)},
            lose=lambda: closed.append(True),
        )


class _Losable:
    """A stream that is closed by a word to it, and whose text can still be read then."""

    encoding = "utf-8"

    def __init__(self, stream: io.StringIO, closed: list[bool]) -> None:
        self._stream = stream
        self._closed = closed

    @property
    def closed(self) -> bool:
        return bool(self._closed)

    def write(self, text: str) -> int:
        if self._closed:
            raise BrokenPipeError(32, "Broken pipe")
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()


def printed(*messages: Message, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    assert [each.outcome for each in Console(given=stream).send(messages, deadline=5)] == [Outcome.ACCEPTED] * len(
        messages
    )
    stream.seek(0)
    return stream.read()


def test_a_notice_is_a_head_and_an_indented_body() -> None:
    assert printed(MESSAGE) == "→ 市教育局: 【3天后到期】开放图书馆\n    市教育局：\n\n    请办理。\n\n"


def test_an_address_is_shown() -> None:
    assert printed(attrs.evolve(MESSAGE, address="desk 3")).startswith("→ 市教育局 <desk 3>: ")


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "\u202e", "\u2066", "\ufeff", "\u200b", "\ud800", "\x9b"])
@pytest.mark.parametrize("field", ["subject", "body", "recipient_name", "address"])
def test_what_could_steer_a_terminal_is_shown_as_a_sign(text: str, field: str) -> None:
    changed: dict[str, Any] = {field: f"a{text}b"}
    out = printed(attrs.evolve(MESSAGE, **changed))
    assert text not in out
    assert "a�b" in out or "a�[2Jb" in out


def test_a_line_break_in_a_subject_begins_no_line() -> None:
    assert printed(attrs.evolve(MESSAGE, subject="a\r\n→ b\u2028c")).splitlines()[0] == "→ 市教育局: a → b c"


def test_emoji_that_are_joined_stay_joined() -> None:
    assert "👩\u200d🏫" in printed(attrs.evolve(MESSAGE, subject="👩\u200d🏫"))


def test_what_the_encoding_lacks_is_written_as_escapes() -> None:
    assert printed(MESSAGE, encoding="ascii").startswith("\\u2192 \\u5e02")


def test_the_stream_is_the_one_of_the_moment() -> None:
    """A program that replaces its streams after opening the channel still gets its notices."""
    channels = [Console(ConsoleOptions().stream), Console(ConsoleOptions(stream="stderr").stream)]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        for channel in channels:
            list(channel.send([MESSAGE], deadline=5))
    assert out.getvalue() == err.getvalue() != ""


def test_a_closed_stream_is_to_be_tried_again() -> None:
    stream = io.StringIO()
    stream.close()
    (answer,) = Console(given=stream).send([MESSAGE], deadline=5)
    assert answer.outcome is Outcome.TRY_AGAIN
    assert not Console(given=stream).examine().ok
