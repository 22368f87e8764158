"""The contract suite of channels: subclass it, say what channel it is, and the whole suite runs.

Needs the extra ``testing``. The receiver is the author's: a folder, a stream, a server on the loopback address. The
suite sends to it through the channel alone, and asks the case what has arrived.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.contract import Channel, ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.storage.contract import Finding
from plan_tasks.testing.report_laws import expect

__all__ = ["ChannelCase", "ChannelContract"]

_TIME: Final = 30.0
_LARGE: Final = 200_000
_FORGED: Final = "Bcc: all@example.org"
_HOSTILE: Final = (
    f"line\r\n{_FORGED}\r\n\r\n",
    f"line\n{_FORGED}",
    f"line\r{_FORGED}",
    f"line\u2028{_FORGED}\u2029{_FORGED}\x85{_FORGED}\x0b{_FORGED}\x0c{_FORGED}",
    "nothing\x00after",
    "\x1b[2Jcleared\x07\x08",
    "right \u202eto left\u202c \u2066and\u2069",
    "half of a character \ud800",
    '"quoted" <office@example.org>, (comment); \\ {name} $name %s',
    "</text><script>alert(1)</script> <at id=all></at> @all",
    "=cmd|' /C calc'!A0",
    " ",
    "",
)
_WELL: Final = "市教育局：开放图书馆 𠮷 😀 é"  # "education bureau: open the library", four-byte characters


@attrs.frozen(kw_only=True)
class ChannelCase:
    """What the suite has to know of a channel. Each case has a receiver of its own, to which nothing was sent yet.

    Attributes:
        type: The descriptor.
        received: Gives what the receiver has got so far, one text for each message: as it came, with headers if it has
            any, encodings undone.
        options: The options to open it with; None for the defaults.
        resources: Objects that the host hands to the channel, by name.
        address: An address that the receiver takes; empty where the channel needs none.
        bad_address: An address that can never be reached; None where there is no such thing.
        secrets: The secrets that the options hold, in clear text.
        lose: Puts the receiver out of reach, for good; None where that cannot happen.
    """

    type: ChannelType[Any]
    received: Callable[[], Sequence[str]]
    options: Any = None
    resources: Mapping[str, object] = attrs.field(factory=dict)
    address: str = ""
    bad_address: str | None = None
    secrets: Sequence[str] = ()
    lose: Callable[[], None] | None = None


class ChannelContract:
    """Laws of a channel. A subclass gives `case`.

    Example:
        >>> class TestBell(ChannelContract):
        ...     def case(self) -> ChannelCase:
        ...         return ChannelCase(type=BELL, received=lambda: BELLS.heard)
    """

    def case(self) -> ChannelCase:
        """The channel under test, with a new receiver at each call."""
        raise NotImplementedError("a subclass of ChannelContract gives the case")

    def test_each_message_has_exactly_one_delivery_and_arrives_once(self) -> None:
        """Nothing is left out, said twice or made up."""
        case = self.case()
        messages = [_message(case, number) for number in range(5)]
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, messages)
        _expect_one_each(messages, deliveries)
        _expect_outcomes(deliveries, Outcome.ACCEPTED)
        arrived = case.received()
        for message in messages:
            times = sum(message.subject in text for text in arrived)
            expect(times == 1, f"{message.subject!r} was accepted, and arrived {times} times")

    def test_text_arrives_as_it_was_written(self) -> None:
        """Chinese, letters with marks, characters of four bytes: in the subject and in the body."""
        case = self.case()
        with closing(_opened(case)) as channel:
            _send(channel, [attrs.evolve(_message(case, 1), subject=f"1 {_WELL}", body=f"2 {_WELL}\nand more\n")])
        arrived = "\n".join(case.received())
        for text in (f"1 {_WELL}", f"2 {_WELL}", "and more"):
            expect(text in arrived, f"{text!r} did not arrive")

    def test_a_key_may_come_again(self) -> None:
        """A message that is sent again is answered as at first; one that honours keys shows it once."""
        case = self.case()
        messages = [_message(case, number) for number in range(2)]
        for _ in range(2):
            with closing(_opened(case)) as channel:
                for _ in range(2):
                    deliveries = _send(channel, messages)
                    _expect_one_each(messages, deliveries)
                    _expect_outcomes(deliveries, Outcome.ACCEPTED)
        if case.type.honours_keys:
            times = len(case.received())
            expect(
                times == len(messages), f"it says that it honours keys; {len(messages)} messages arrived {times} times"
            )

    def test_text_of_any_length_is_sent_or_refused(self) -> None:
        """The longest text that it says it takes is accepted; without a limit, a long one costs the others nothing."""
        case = self.case()
        limit = case.type.max_bytes
        text = "长" * ((limit or _LARGE) // 3)  # three bytes each
        messages = [_message(case, 1), attrs.evolve(_message(case, 2), body=text), _message(case, 3)]
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, messages)
        _expect_one_each(messages, deliveries)
        _expect_outcomes([d for d in deliveries if limit or d.key != messages[1].key], Outcome.ACCEPTED)
        _expect_outcomes(deliveries, Outcome.ACCEPTED, Outcome.REFUSED)

    def test_an_empty_list_sends_nothing(self) -> None:
        """No message, no delivery."""
        case = self.case()
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, [])
        expect(not deliveries, f"there was nothing to send, and it answered {deliveries}")
        expect(not case.received(), "there was nothing to send, and something arrived")

    def test_text_stays_text(self) -> None:
        """Line breaks, control characters, direction marks, markup: nobody can add a header or a message by a title."""
        case = self.case()
        messages = [_message(case, 0)]
        for text in _HOSTILE:
            for field in ("subject", "body", "recipient_name"):
                plain = _message(case, len(messages))
                # In a body a line may hold anything; elsewhere there is one line, so nothing begins another.
                changed: dict[str, Any] = {field: text.replace(_FORGED, "forged") if field == "body" else text}
                messages.append(attrs.evolve(plain, **changed))
        messages.append(_message(case, len(messages)))
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, messages)
        _expect_one_each(messages, deliveries)
        _expect_outcomes(deliveries, Outcome.ACCEPTED, Outcome.REFUSED)
        plain_keys = {messages[0].key, messages[-1].key}
        _expect_outcomes([each for each in deliveries if each.key in plain_keys], Outcome.ACCEPTED)
        arrived = case.received()
        accepted = sum(each.outcome is Outcome.ACCEPTED for each in deliveries)
        expect(len(arrived) == accepted, f"{accepted} messages were accepted, and {len(arrived)} arrived")
        for text in arrived:
            forged = any(line.startswith(_FORGED) for line in text.splitlines())
            expect(not forged, f"a line of its own was smuggled in: {text[:200]!r}")

    def test_a_bad_address_costs_the_others_nothing(self) -> None:
        """One message that can never arrive is refused with a reason; those round it are accepted."""
        case = self.case()
        if case.bad_address is None:
            return
        messages = [_message(case, number) for number in range(3)]
        messages[1] = attrs.evolve(messages[1], address=case.bad_address)
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, messages)
        _expect_one_each(messages, deliveries)
        for each in deliveries:
            wanted = Outcome.REFUSED if each.key == messages[1].key else Outcome.ACCEPTED
            _expect_outcomes([each], wanted)

    def test_a_receiver_out_of_reach_is_no_exception(self) -> None:
        """Every message is answered, none accepted, each with a reason; and an examination says so too."""
        case = self.case()
        if case.lose is None:
            return
        messages = [_message(case, number) for number in range(3)]
        with closing(_opened(case)) as channel:
            case.lose()
            deliveries = _send(channel, messages)
            _expect_one_each(messages, deliveries)
            _expect_outcomes(deliveries, Outcome.TRY_AGAIN, Outcome.REFUSED, Outcome.UNKNOWN)
            expect(not channel.examine().ok, "the receiver is out of reach, and the examination found nothing wrong")

    def test_nothing_is_begun_after_the_deadline(self) -> None:
        """With no time at all, every message is to be tried again, and none arrives."""
        case = self.case()
        messages = [_message(case, number) for number in range(3)]
        with closing(_opened(case)) as channel:
            deliveries = _send(channel, messages, deadline=0.0)
        _expect_one_each(messages, deliveries)
        _expect_outcomes(deliveries, Outcome.TRY_AGAIN)
        expect(not case.received(), "there was no time, and something was sent")

    def test_an_examination_sends_nothing(self) -> None:
        """It says in one line how the channel is, and nobody gets anything."""
        case = self.case()
        with closing(_opened(case)) as channel:
            finding = channel.examine()
        expect(isinstance(finding, Finding), f"examine gives a {type(finding).__name__}, not a Finding")
        expect(finding.ok, f"a channel that works was found wanting: {finding.text}")
        expect(len(finding.text.splitlines()) == 1, f"the finding is not one line: {finding.text!r}")
        expect(not case.received(), "the examination sent something")

    def test_it_may_be_closed_twice(self) -> None:
        """Whether it was used or not."""
        for used in (False, True):
            case = self.case()
            channel = _opened(case)
            if used:
                _send(channel, [_message(case, 1)])
            channel.close()
            channel.close()

    def test_no_secret_shows(self) -> None:
        """Not in a reason, a reference, a finding, a log line or an error, whether it works or not."""
        case = self.case()
        shown: list[str] = []
        with _log_lines(shown), closing(_opened(case)) as channel:
            for lose in (None, case.lose):
                if lose is not None:
                    lose()
                try:
                    deliveries = _send(channel, [_message(case, 1)])
                    shown += [text for each in deliveries for text in (each.reason, each.reference)]
                    shown.append(channel.examine().text)
                except Exception as error:
                    shown.append(f"{error!r} {error}")
            shown += [repr(channel), str(channel)]
        for secret in case.secrets:
            expect(not any(secret in text for text in shown), "a secret is shown")


def _opened(case: ChannelCase) -> Channel:
    options = case.options if case.options is not None else case.type.options()
    logger = logging.getLogger("plan_tasks.plugins.contract")
    context = PluginContext(plugin="contract", logger=logger, language="en", resources=case.resources)
    return case.type.factory(options, context)


def _message(case: ChannelCase, number: int) -> Message:
    return Message(
        key=hashlib.sha256(f"message {number}".encode()).hexdigest(),
        channel=case.type.name,
        recipient="education",
        recipient_name="Education Bureau",
        address=case.address,
        subject=f"[due in 3 days] Notice {number:04d}",
        body="Education Bureau,\n\nOpen the library.\n",
        plan="demo",
        item=f"m{number}",
        language=Language.EN,
        at=datetime(2021, 6, 27, 8, tzinfo=UTC),
    )


def _send(channel: Channel, messages: Sequence[Message], deadline: float = _TIME) -> list[Delivery]:
    return list(channel.send(messages, deadline=deadline))


def _expect_one_each(messages: Sequence[Message], deliveries: Sequence[Delivery]) -> None:
    for each in deliveries:
        expect(isinstance(each, Delivery), f"it answered with a {type(each).__name__}, not a Delivery")
    counts = Counter(each.key for each in deliveries)
    for message in messages:
        expect(counts[message.key] == 1, f"{message.subject!r} has {counts[message.key]} deliveries")
    others = counts.keys() - {message.key for message in messages}
    expect(not others, f"{len(others)} deliveries belong to no message")


def _expect_outcomes(deliveries: Sequence[Delivery], *allowed: Outcome) -> None:
    words = " or ".join(outcome.value for outcome in allowed)
    for each in deliveries:
        expect(each.outcome in allowed, f"the outcome is {each.outcome.value} ({each.reason}), not {words}")
        said = each.outcome is Outcome.ACCEPTED or bool(each.reason.strip())
        expect(said, f"the outcome is {each.outcome.value}, and it does not say why")


@contextmanager
def _log_lines(lines: list[str]) -> Iterator[None]:
    """Gathers everything that is logged, tracebacks too."""

    class Gathering(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, handler = logging.getLogger(), Gathering(logging.NOTSET)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
