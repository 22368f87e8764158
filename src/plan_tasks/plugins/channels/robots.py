"""What the group robots of WeCom, DingTalk and Feishu have in common: options, posting, and reading the answer.

All three answer with status 200 whatever happens, and say in the body what did: a code that is not 0 is a failure.
Their own forms of a message, signatures and codes are in `wecom`, `dingtalk` and `feishu`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import attrs

from plan_tasks.notifying.contract import Delivery, Message, Outcome
from plan_tasks.notifying.links import check_link
from plan_tasks.plugging import Secret, documented
from plan_tasks.plugins.channels.letters import Letter, letter_of, shortened
from plan_tasks.plugins.channels.posting import Answer, Poster, unless_taken, wait_of
from plan_tasks.plugins.channels.reaching import check_url
from plan_tasks.plugins.channels.saying import Trouble, said
from plan_tasks.storage.contract import Finding

__all__ = ["Form", "Manner", "Robot", "RobotOptions", "by_form", "codes", "json_bytes", "seconds"]


Content = Callable[[Letter], Mapping[str, Any]]
"""What makes the body of a request of a letter."""


class Form(StrEnum):
    """How a robot writes a message."""

    AUTO = "auto"
    """In the robot's own Markdown where the notice has any, as plain lines else."""
    TEXT = "text"
    """Plain lines."""
    MARKDOWN = "markdown"
    """With the subject set off, in the robot's own Markdown; what strangers typed stays text."""


def codes(doc: str, *usual: int) -> Any:
    """An option that lists codes."""
    return attrs.field(default=usual, metadata=documented(doc, example="45009,-1"))


def seconds(doc: str, usual: float) -> Any:
    """An option that is a time."""
    return attrs.field(
        default=usual, validator=attrs.validators.ge(0), metadata=documented(doc, unit="seconds, from 0 up")
    )


@attrs.frozen(kw_only=True)
class RobotOptions:
    """Options of every robot.

    Attributes:
        url: The robot's address with its token, as the group's settings show it.
        form: How messages are written.
        link: Where the rest of a message can be read.
        allow_private: Whether addresses of one's own network and machine are allowed.
        ca_file: Certificates to trust; None for those of the machine.
        timeout: Seconds that one message may take.
    """

    url: Secret = attrs.field(
        validator=check_url,
        metadata=documented(
            "The robot's URL with its token, as the group's settings show it.", example="env:ROBOT_URL"
        ),
    )
    form: Form = attrs.field(
        default=Form.AUTO,
        metadata=documented("How messages are written; auto: in Markdown where the words of the notice have any."),
    )
    link: str = attrs.field(
        default="",
        validator=check_link,
        metadata=documented(
            "Where the rest of a message can be read; `{plan}` and `{item}` stand for their ids.",
            example="https://oa.example.org/plans/{plan}/{item}",
        ),
    )
    allow_private: bool = attrs.field(
        default=False, metadata=documented("Whether the URL may lead into one's own network or to the machine itself.")
    )
    ca_file: Path | None = attrs.field(
        default=None, metadata=documented("Certificates to trust; those of the machine where it is left out.")
    )
    timeout: float = attrs.field(
        default=10.0,
        validator=attrs.validators.gt(0),
        metadata=documented("How long one message may take.", unit="seconds, more than 0"),
    )


@attrs.frozen(kw_only=True)
class Manner:
    """What is a robot's own.

    Attributes:
        name: Name of the channel.
        content: Makes the body of a request, a JSON object, of a letter.
        sign: Gives what is added to the body and to the URL's query, by the moment in seconds since 1970.
        size: How many bytes count against the limit, of the letter's content.
        limit: As many at the most, by the letter's content.
        code_fields: Names under which the answer has its code; each that is there must be 0.
        busy: Codes of a robot that was called too often.
        busy_wait: How long it has to be left alone then, in seconds.
        refused: Codes after which trying again is no use.
        of_message: Those among them that speak of the message; all others stop the channel.
        pause: Seconds between two messages.
    """

    name: str
    content: Content
    sign: Callable[[float], tuple[Mapping[str, str], str]]
    size: Callable[[Mapping[str, Any]], int]
    limit: Callable[[Mapping[str, Any]], int]
    code_fields: tuple[str, ...]
    busy: tuple[int, ...]
    busy_wait: float
    refused: tuple[int, ...]
    of_message: tuple[int, ...] = ()
    pause: float = 0.0

    def fits(self, letter: Letter) -> bool:
        """Whether a letter is as short as it must be."""
        content = self.content(letter)
        return self.size(content) <= self.limit(content)


class Robot:
    """Posts messages to a group.

    Args:
        options: Its options.
        manner: What is this robot's own.
        secrets: What must not be shown, beside the URL.
        clock: Gives the moment that is signed, in seconds since 1970.
    """

    def __init__(
        self,
        options: RobotOptions,
        manner: Manner,
        *,
        secrets: Sequence[Secret] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._options: Final = options
        self._manner: Final = manner
        self._held: Final = tuple(secrets)
        self._clock: Final = clock
        self._poster: Final = Poster(
            options.url, timeout=options.timeout, private=options.allow_private, ca_file=options.ca_file
        )

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Post messages one by one. A robot that is out of reach or was called too often is left alone from then on."""
        end = time.monotonic() + deadline
        stopped: Delivery | None = None
        for number, message in enumerate(messages):
            if number and stopped is None and self._manner.pause:
                time.sleep(max(min(self._manner.pause, end - time.monotonic()), 0))
            if stopped is not None:
                yield attrs.evolve(stopped, key=message.key)
            elif time.monotonic() >= end:
                yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to send it")
            else:
                delivery, going_on = self._deliver(message, end)
                if not going_on:
                    stopped = attrs.evolve(delivery, outcome=Outcome.TRY_AGAIN, stops=False)
                yield delivery

    def examine(self) -> Finding:
        """Say whether the robot's server can be reached; nothing is sent."""
        wrong = self._poster.reach()
        text = wrong or f"{self._poster.shown} can be reached"
        return Finding(ok=not wrong, subject=f"channel {self._manner.name}", text=text)

    def close(self) -> None:
        """Nothing is held open."""
        self._poster.close()

    def _deliver(self, message: Message, end: float) -> tuple[Delivery, bool]:
        """Posts one message. Returns what became of it, and whether the next may follow."""
        manner = self._manner
        try:
            with_markdown = self._options.form is not Form.TEXT
            letter = letter_of(message, self._options.link, with_markdown=with_markdown)
        except Trouble as trouble:
            return Delivery(message.key, trouble.outcome, trouble.reason), True
        letter = shortened(letter, manner.fits)
        signed, query = manner.sign(self._clock())
        body = json_bytes({**signed, **manner.content(letter)})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            answer = self._poster.post(body, headers, end=end, query=query)
        except Trouble as trouble:
            nothing_went_out = trouble.outcome is not Outcome.UNKNOWN
            delivery = Delivery(message.key, trouble.outcome, trouble.reason, stops=trouble.stops)
            return delivery, not nothing_went_out
        delivery = self._read(message.key, answer)
        return delivery, delivery.retry_after is None and not delivery.stops

    def _read(self, key: str, answer: Answer) -> Delivery:
        """Says what an answer means. A status of success alone proves nothing."""
        manner, secrets = self._manner, (*self._poster.secrets, *(each.reveal() for each in self._held))
        if failed := unless_taken(key, answer, secrets):
            return failed
        try:
            found = json.loads(answer.body)
            given = [found[name] for name in manner.code_fields if name in found]
        except (ValueError, TypeError, RecursionError):
            return Delivery(key, Outcome.UNKNOWN, "the answer cannot be read")
        if not given or any(type(code) is not int for code in given):
            return Delivery(key, Outcome.UNKNOWN, "the answer has no code that says whether it was taken")
        code = next(filter(None, given), 0)
        if not code:
            return Delivery(key, Outcome.ACCEPTED)
        words = next((found[name] for name in ("errmsg", "msg", "StatusMessage") if name in found), "")
        reason = f"error code {code}: {said(str(words), secrets)}"
        if code in manner.busy:
            wait = wait_of(answer) or timedelta(seconds=manner.busy_wait)
            return Delivery(key, Outcome.TRY_AGAIN, reason, retry_after=wait)
        if code in manner.refused:
            return Delivery(key, Outcome.REFUSED, reason, stops=code not in manner.of_message)
        return Delivery(key, Outcome.TRY_AGAIN, reason)


def by_form(form: Form, text: Content, markdown: Content) -> Content:
    """Makes the body of a request as the form and the letter want it: in Markdown or as plain lines.

    Args:
        form: The option; a letter has no Markdown of its own where it says `Form.TEXT`.
        text: Makes it of plain lines.
        markdown: Makes it in Markdown.
    """
    return lambda letter: markdown(letter) if letter.markdown or form is Form.MARKDOWN else text(letter)


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON in real UTF-8: an escaped character of Chinese would take six bytes in place of three."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
