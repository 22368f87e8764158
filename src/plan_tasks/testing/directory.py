"""The contract suite of directories: subclass it, say what it is and whom it knows, and the whole suite runs."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, Final

import attrs

from plan_tasks.model import Owner, OwnerId
from plan_tasks.notifying.contract import Directory, DirectoryType, Recipient
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.testing.report_laws import expect

__all__ = ["DirectoryCase", "DirectoryContract"]

_STRANGERS: Final = (
    Owner(id=OwnerId("nobody-by-this-id"), name="Nobody"),
    Owner(id=OwnerId("*"), name="*)(uid=*"),
    Owner(id=OwnerId("a'b"), name="' OR 1=1 --"),
    Owner(id=OwnerId("𠮷"), name="line\u2028break \u202e 😀"),
)


@attrs.frozen(kw_only=True)
class DirectoryCase:
    """What the suite has to know of a directory.

    Attributes:
        type: The descriptor.
        channel: A word under which it keeps addresses, such as ``"mail"``.
        known: Owners that it knows, each with the addresses at which it finds them; one or more.
        options: The options to open it with; None for the defaults.
        resources: Objects that the host hands to it, by name.
    """

    type: DirectoryType[Any]
    channel: str
    known: Mapping[Owner, Sequence[str]]
    options: Any = None
    resources: Mapping[str, object] = attrs.field(factory=dict)


class DirectoryContract:
    """Laws of a directory. A subclass gives `case`.

    Example:
        >>> class TestStaffList(DirectoryContract):
        ...     def case(self) -> DirectoryCase:
        ...         return DirectoryCase(type=STAFF, channel="mail", known={EDUCATION: ["office@example.org"]})
    """

    def case(self) -> DirectoryCase:
        """The directory under test."""
        raise NotImplementedError("a subclass of DirectoryContract gives the case")

    def test_it_finds_whom_it_knows(self) -> None:
        """Everybody's addresses are found, in order, together and one by one."""
        case = self.case()
        for asked in (list(case.known), *([owner] for owner in case.known)):
            found = _find(case, asked)
            for owner in asked:
                addresses = [each.address for each in found.get(owner.id, ())]
                wanted = list(case.known[owner])
                expect(addresses == wanted, f"{owner.id} is found at {addresses}, not at {wanted}")

    def test_an_answer_holds_recipients_of_those_asked_for_and_of_nobody_else(self) -> None:
        """And one person is not told twice by one owner."""
        case = self.case()
        first, *_ = case.known
        for asked in ([first], [], [*_STRANGERS, first]):
            found = _find(case, asked)
            expect(found.keys() <= {owner.id for owner in asked}, "somebody is found who was not asked for")
            for owner, recipients in found.items():
                right = all(isinstance(each, Recipient) for each in recipients)
                expect(right, f"what is found for {owner} are not all Recipients")
                ids = [each.id for each in recipients]
                expect(len(set(ids)) == len(ids), f"somebody is told twice by {owner}")

    def test_strangers_are_left_out(self) -> None:
        """Whatever their ids and names hold, they are not found, and nothing is raised."""
        found = _find(self.case(), _STRANGERS)
        expect(not any(found.values()), f"strangers were found: {sorted(found)}")

    def test_another_channel_finds_no_address_of_this_one(self) -> None:
        """An address is only good for the channel under whose word it is kept."""
        case = self.case()
        found = _find(case, list(case.known), channel="no-such-channel")
        addresses = {each.address for some in found.values() for each in some}
        kept = {address for some in case.known.values() for address in some}
        expect(not addresses & kept, "an address is found under the word of another channel")

    def test_the_same_question_has_the_same_answer(self) -> None:
        """Asked again, after others, of a directory that is opened anew: else one notice would go out twice."""
        case = self.case()
        asked = list(case.known)
        with closing(_opened(case)) as directory:
            first = directory.find(asked, case.channel)
            directory.find(_STRANGERS, case.channel)
            again = directory.find(asked, case.channel)
        for other in (again, _find(case, asked)):
            same = all(list(first.get(each.id, ())) == list(other.get(each.id, ())) for each in asked)
            expect(same, "the same owners have other recipients the second time")

    def test_it_may_be_closed_twice(self) -> None:
        """Nothing is raised."""
        directory = _opened(self.case())
        directory.close()
        directory.close()


def _opened(case: DirectoryCase) -> Directory:
    options = case.options if case.options is not None else case.type.options()
    logger = logging.getLogger("plan_tasks.plugins.contract")
    return case.type.factory(options, PluginContext(plugin="contract", logger=logger, resources=case.resources))


def _find(
    case: DirectoryCase, asked: Sequence[Owner], channel: str | None = None
) -> Mapping[OwnerId, Sequence[Recipient]]:
    with closing(_opened(case)) as directory:
        return directory.find(asked, channel or case.channel)
