"""The contract suites find what is wrong: each broken channel or directory fails exactly the law it breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import attrs
import pytest

from plan_tasks.model import Owner, OwnerId
from plan_tasks.notifying.contract import ChannelType, Delivery, DirectoryType, Message, Outcome, Recipient
from plan_tasks.plugging import NoOptions
from plan_tasks.storage.contract import Finding
from plan_tasks.testing.channel import ChannelCase, ChannelContract
from plan_tasks.testing.directory import DirectoryCase, DirectoryContract

HIDDEN = "swordfish"


def broken_laws(suite: Any) -> set[str]:
    """Names of the laws that fail."""
    failed = set()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)()
            except Exception:
                failed.add(name)
    return failed


@attrs.define
class Shelf:
    """A receiver: takes texts, once for each key, until it is out of reach."""

    texts: list[str] = attrs.field(factory=list)
    keys: set[str] = attrs.field(factory=set)
    lost: bool = False

    def put(self, key: str, text: str) -> None:
        if self.lost:
            raise ConnectionError(f"no way to shelf://{HIDDEN}@localhost")
        if key not in self.keys:
            self.keys.add(key)
            self.texts.append(text)


class GoodChannel:
    """Puts messages on a shelf, done right; the broken ones change one thing each."""

    limit: ClassVar[int | None] = None

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.open = True

    def __repr__(self) -> str:
        return "GoodChannel(shelf=...)"

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            yield self.send_one(message, deadline)

    def send_one(self, message: Message, deadline: float) -> Delivery:
        if deadline <= 0:
            return Delivery(message.key, Outcome.TRY_AGAIN, "no time left")
        if message.address == "nowhere":
            return Delivery(message.key, Outcome.REFUSED, "there is no such place")
        try:
            self.shelf.put(message.key, self.text(message))
        except ConnectionError as error:
            return Delivery(message.key, Outcome.TRY_AGAIN, self.why(error))
        return Delivery(message.key, Outcome.ACCEPTED)

    def why(self, _: Exception) -> str:
        return "the shelf is out of reach"

    def text(self, message: Message) -> str:
        head = f"{self.header(message.recipient_name)}: {self.header(message.subject)}"
        return f"{head}\n\n{message.body}"

    def header(self, text: str) -> str:
        return " ".join(text.split())

    def examine(self) -> Finding:
        return Finding(ok=not self.shelf.lost, subject="shelf", text="looked at")

    def close(self) -> None:
        self.open = False


class LeavesTheLastOut(GoodChannel):
    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            delivery = self.send_one(message, deadline)
            if not (len(messages) == 5 and message is messages[-1]):
                yield delivery


class AnswersForStrangers(GoodChannel):
    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        yield from super().send(messages, deadline=deadline)
        if len(messages) == 5:
            yield Delivery("0" * 64, Outcome.ACCEPTED)


class SaysAcceptedAndSendsNothing(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        if len(self.shelf.texts) == 4 and message.subject.endswith("0004"):
            return Delivery(message.key, Outcome.ACCEPTED)
        return super().send_one(message, deadline)


class LosesFourByteCharacters(GoodChannel):
    def text(self, message: Message) -> str:
        return "".join(c for c in super().text(message) if ord(c) < 0x10000)


class ShowsKeysAgain(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        self.shelf.keys.clear()
        return super().send_one(message, deadline)


class RefusesKeysAgain(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        if message.key in self.shelf.keys:
            return Delivery(message.key, Outcome.REFUSED, "sent before")
        return super().send_one(message, deadline)


class FailsOnLongText(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        if len(message.body) > 50_000:
            raise OverflowError("too long")
        return super().send_one(message, deadline)


class TakesLessThanItSays(GoodChannel):
    limit = 3_000

    def send_one(self, message: Message, deadline: float) -> Delivery:
        if len(message.body) > 700:
            return Delivery(message.key, Outcome.REFUSED, "too long")
        return super().send_one(message, deadline)


class NeedsAFirstMessage(GoodChannel):
    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        messages[0]
        return super().send(messages, deadline=deadline)


class GreetsEachBatch(GoodChannel):
    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        if not messages:
            self.shelf.texts.append("hello")
        return super().send(messages, deadline=deadline)


class LetsLineBreaksThrough(GoodChannel):
    def header(self, text: str) -> str:
        return text


class FailsOnHalfCharacters(GoodChannel):
    def text(self, message: Message) -> str:
        return super().text(message).encode().decode()


class TriesABadAddressAgain(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        if message.address == "nowhere":
            return Delivery(message.key, Outcome.TRY_AGAIN, "perhaps it will be built")
        return super().send_one(message, deadline)


class BadAddressStopsTheBatch(GoodChannel):
    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        if any(message.address == "nowhere" for message in messages):
            return iter([Delivery(message.key, Outcome.REFUSED, "one is bad") for message in messages])
        return super().send(messages, deadline=deadline)


class RaisesWhenOutOfReach(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        if self.shelf.lost:
            raise ConnectionError("out of reach")
        return super().send_one(message, deadline)


class GivesNoReason(GoodChannel):
    def why(self, _: Exception) -> str:
        return ""


class FindsEverythingInOrder(GoodChannel):
    def examine(self) -> Finding:
        return Finding(ok=True, subject="shelf", text="fine")


class IgnoresTheDeadline(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        return super().send_one(message, max(deadline, 1.0))


class SendsATestMessage(GoodChannel):
    def examine(self) -> Finding:
        if not self.shelf.lost:
            self.shelf.texts.append("this is a test")
        return super().examine()


class ExaminesAtLength(GoodChannel):
    def examine(self) -> Finding:
        return attrs.evolve(super().examine(), text="one\ntwo")


class ClosesOnce(GoodChannel):
    def close(self) -> None:
        if not self.open:
            raise RuntimeError("closed already")
        super().close()


class QuotesErrors(GoodChannel):
    def why(self, error: Exception) -> str:
        return str(error)


class LogsAddresses(GoodChannel):
    def send_one(self, message: Message, deadline: float) -> Delivery:
        logging.getLogger("plan_tasks.plugins.shelf").debug("to shelf://%s@localhost", HIDDEN)
        return super().send_one(message, deadline)


class HasASecretRepr(GoodChannel):
    def __repr__(self) -> str:
        return f"GoodChannel(secret={HIDDEN!r})"


def channel_suite(make: Callable[[Shelf], GoodChannel]) -> ChannelContract:
    class Suite(ChannelContract):
        def case(self) -> ChannelCase:
            shelf = Shelf()
            offered: ChannelType[NoOptions] = ChannelType(
                name="shelf",
                summary="A channel under test",
                options=NoOptions,
                factory=lambda options, context: make(shelf),
                honours_keys=True,
                max_bytes=getattr(make, "limit", None),
            )
            return ChannelCase(
                type=offered,
                received=lambda: list(shelf.texts),
                address="x",
                bad_address="nowhere",
                secrets=[HIDDEN],
                lose=lambda: setattr(shelf, "lost", True),
            )

    return Suite()


def test_a_good_channel_breaks_no_law() -> None:
    assert broken_laws(channel_suite(GoodChannel)) == set()


BROKEN_CHANNELS = {
    LeavesTheLastOut: "test_each_message_has_exactly_one_delivery_and_arrives_once",
    AnswersForStrangers: "test_each_message_has_exactly_one_delivery_and_arrives_once",
    SaysAcceptedAndSendsNothing: "test_each_message_has_exactly_one_delivery_and_arrives_once",
    LosesFourByteCharacters: "test_text_arrives_as_it_was_written",
    ShowsKeysAgain: "test_a_key_may_come_again",
    RefusesKeysAgain: "test_a_key_may_come_again",
    FailsOnLongText: "test_text_of_any_length_is_sent_or_refused",
    TakesLessThanItSays: "test_text_of_any_length_is_sent_or_refused",
    NeedsAFirstMessage: "test_an_empty_list_sends_nothing",
    GreetsEachBatch: "test_an_empty_list_sends_nothing",
    LetsLineBreaksThrough: "test_text_stays_text",
    FailsOnHalfCharacters: "test_text_stays_text",
    TriesABadAddressAgain: "test_a_bad_address_costs_the_others_nothing",
    BadAddressStopsTheBatch: "test_a_bad_address_costs_the_others_nothing",
    RaisesWhenOutOfReach: "test_a_receiver_out_of_reach_is_no_exception",
    GivesNoReason: "test_a_receiver_out_of_reach_is_no_exception",
    FindsEverythingInOrder: "test_a_receiver_out_of_reach_is_no_exception",
    IgnoresTheDeadline: "test_nothing_is_begun_after_the_deadline",
    SendsATestMessage: "test_an_examination_sends_nothing",
    ExaminesAtLength: "test_an_examination_sends_nothing",
    ClosesOnce: "test_it_may_be_closed_twice",
    QuotesErrors: "test_no_secret_shows",
    LogsAddresses: "test_no_secret_shows",
    HasASecretRepr: "test_no_secret_shows",
}


@pytest.mark.parametrize(("make", "law"), BROKEN_CHANNELS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_channel_fails_the_law_it_breaks(make: Callable[[Shelf], GoodChannel], law: str) -> None:
    assert broken_laws(channel_suite(make)) == {law}


def test_every_law_of_channels_is_broken_by_some_channel() -> None:
    laws = {name for name in dir(ChannelContract) if name.startswith("test_")}
    assert laws == set(BROKEN_CHANNELS.values())


EDUCATION = Owner(id=OwnerId("education"), name="Education Bureau")
SCHOOLS = Owner(id=OwnerId("schools"), name="Schools Office")
STAFF = {
    EDUCATION.id: (Recipient(id="li", name="Li", address="li@example.org"),),
    SCHOOLS.id: (
        Recipient(id="wang", name="Wang", address="wang@example.org"),
        Recipient(id="li", name="Li", address="li@example.org"),
    ),
}


class GoodDirectory:
    """A list of staff, done right; the broken ones change one thing each."""

    asked = 0

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        return {owner.id: STAFF[owner.id] for owner in owners if owner.id in STAFF and channel == "mail"}

    def close(self) -> None:
        """Nothing is held open."""


class FindsTheFirstOnly(GoodDirectory):
    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        return {owner: found[:1] for owner, found in super().find(owners, channel).items()}


class GivesEverybody(GoodDirectory):
    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        return STAFF if channel == "mail" else {}


class FindsStrangers(GoodDirectory):
    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        default = (Recipient(id="desk", name="Desk", address="desk@example.org"),)
        return {owner.id: STAFF.get(owner.id, default) for owner in owners if channel == "mail"}


class MixesChannelsUp(GoodDirectory):
    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        return super().find(owners, "mail")


class RenamesPeople(GoodDirectory):
    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        self.asked += 1
        found = super().find(owners, channel)
        return {o: [attrs.evolve(r, id=f"{r.id}{self.asked}") for r in some] for o, some in found.items()}


class DirectoryClosesOnce(GoodDirectory):
    def close(self) -> None:
        self.asked -= 1
        if self.asked < -1:
            raise RuntimeError("closed already")


def directory_suite(make: Callable[[], GoodDirectory]) -> DirectoryContract:
    class Suite(DirectoryContract):
        def case(self) -> DirectoryCase:
            offered: DirectoryType[NoOptions] = DirectoryType(
                name="staff", summary="Under test", options=NoOptions, factory=lambda options, context: make()
            )
            known = {EDUCATION: ["li@example.org"], SCHOOLS: ["wang@example.org", "li@example.org"]}
            return DirectoryCase(type=offered, channel="mail", known=known)

    return Suite()


def test_a_good_directory_breaks_no_law() -> None:
    assert broken_laws(directory_suite(GoodDirectory)) == set()


BROKEN_DIRECTORIES = {
    FindsTheFirstOnly: "test_it_finds_whom_it_knows",
    GivesEverybody: "test_an_answer_holds_recipients_of_those_asked_for_and_of_nobody_else",
    FindsStrangers: "test_strangers_are_left_out",
    MixesChannelsUp: "test_another_channel_finds_no_address_of_this_one",
    RenamesPeople: "test_the_same_question_has_the_same_answer",
    DirectoryClosesOnce: "test_it_may_be_closed_twice",
}


@pytest.mark.parametrize(("make", "law"), BROKEN_DIRECTORIES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_directory_fails_the_law_it_breaks(make: Callable[[], GoodDirectory], law: str) -> None:
    assert law in broken_laws(directory_suite(make))


def test_every_law_of_directories_is_broken_by_some_directory() -> None:
    laws = {name for name in dir(DirectoryContract) if name.startswith("test_")}
    assert laws == set(BROKEN_DIRECTORIES.values())
