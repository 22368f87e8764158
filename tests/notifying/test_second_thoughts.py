"""What becomes of notices when items change hands or dates move, and who hears when nobody can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.notifying.office import DUE, PLAN, office

from plan_tasks.model import Address, ItemId, Owner, OwnerId, Role
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.rules import DigestRule, DueRule, three_colours
from plan_tasks.plugging import NoOptions, hookimpl
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.workflow.commands import (
    ApproveExtension,
    Assign,
    RequestExtension,
    Resume,
    Revise,
    Suspend,
    Unassign,
)

M1 = ItemId("m1")
RULE = DueRule(name="due", before=(7, 3), every_after=7)


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_notice_that_waits_does_not_go_to_a_former_owner(kind: str, tmp_path: Any) -> None:
    url = "memory:" if kind == "memory" else f"sqlite:///{tmp_path / 'plan.db'}"
    with office(RULE, url=url) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        at_work.change(date(2021, 6, 27), Unassign(item=M1, owner=OwnerId("schools")), actor="office")
        at_work.change(date(2021, 6, 27), Assign(item=M1, owner=OwnerId("water")), actor="office")
        assert at_work.days(date(2021, 6, 28), date(2021, 6, 28)) == ["06-28 m1 2021-06-30 -3d: water"]
        assert at_work.reasons() == {"2021-06-30 -3d": "it is no longer for Schools"}
        at_work.change(date(2021, 6, 28), Assign(item=M1, owner=OwnerId("schools")), actor="office")
        assert at_work.days(date(2021, 6, 29), date(2021, 6, 29)) == ["06-29 m1 2021-06-30 -3d #2: schools"]


def test_a_notice_that_waits_does_not_go_to_an_owner_whose_part_has_changed() -> None:
    with office(RULE) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        changed = Assign(item=M1, owner=OwnerId("schools"), role=Role.COOPERATING)
        at_work.change(date(2021, 6, 27), changed, Assign(item=M1, owner=OwnerId("water")), actor="office")
        assert at_work.days(date(2021, 6, 28), date(2021, 6, 28)) == ["06-28 m1 2021-06-30 -3d: water"]
        assert at_work.reasons() == {"2021-06-30 -3d": "it is no longer for Schools"}


def test_what_was_queued_for_another_channel_is_left_alone() -> None:
    with office(RULE) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        at_work.channel = "eml-folder"
        at_work.look(date(2021, 6, 27))
        assert at_work.reasons() == {}


def moved(at_work: Any, on: date, due: date) -> None:
    """Moves the deadline: forward by an extension, back as a draft would be revised, by the store's own means."""
    tracker = at_work.tracker
    if due > DUE:
        at_work.change(on, RequestExtension(item=M1, due=due, reason="x"), ApproveExtension(item=M1), actor="office")
        return
    context = tracker._context
    with context.backend.unit(context.tenant, write=True) as unit:
        from plan_tasks.storage.contract import ItemWrite
        from plan_tasks.storage.encoding import encode_item
        from plan_tasks.storage.heads import head_of

        stored = unit.items.get(PLAN.id, [M1])[M1]
        item = attrs.evolve(stored.item, due=due)
        head = head_of(item, PLAN, None, stored.version + 1)
        unit.items.put([ItemWrite(PLAN.id, item, encode_item(item), head, stored.version)])
        unit.commit()


def test_a_deadline_that_is_moved_away_and_back_is_reminded_of_again_where_nothing_was_sent() -> None:
    with office(RULE) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        moved(at_work, date(2021, 6, 27), date(2021, 9, 30))
        assert at_work.look(date(2021, 6, 28)).entries == ()
        moved(at_work, date(2021, 6, 28), DUE)
        assert at_work.days(date(2021, 6, 28), date(2021, 6, 29)) == ["06-28 m1 2021-06-30 -3d #2: schools"]
        moved(at_work, date(2021, 6, 29), date(2021, 9, 30))
        at_work.look(date(2021, 6, 29))
        moved(at_work, date(2021, 6, 29), DUE)
        assert at_work.days(date(2021, 6, 29), date(2021, 6, 29)) == ["06-29 m1 2021-06-30 -3d #3: schools"]
        assert not RULE.insists("2021-06-30 -3d #3")
        assert RULE.insists("2021-06-30 +7d #3")


def test_a_deadline_that_is_moved_away_and_back_is_not_reminded_of_twice_where_it_was_sent() -> None:
    with office(RULE) as at_work:
        at_work.look(date(2021, 6, 27))
        moved(at_work, date(2021, 6, 27), date(2021, 9, 30))
        at_work.look(date(2021, 6, 28))
        moved(at_work, date(2021, 6, 28), DUE)
        assert at_work.days(date(2021, 6, 28), DUE) == ["06-30 m1 2021-06-30 +0d: schools"]


def test_an_item_that_is_suspended_and_taken_up_again_is_reminded_of_again() -> None:
    with office(RULE) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        at_work.change(date(2021, 6, 27), Suspend(item=M1, reason="x"), actor="office")
        at_work.look(date(2021, 6, 28))
        assert at_work.reasons() == {"2021-06-30 -3d": "the item is suspended"}
        at_work.change(date(2021, 6, 28), Resume(item=M1), actor="office")
        assert at_work.days(date(2021, 6, 29), date(2021, 6, 29)) == ["06-29 m1 2021-06-30 -3d #2: schools"]


def test_a_notice_that_a_plugin_or_a_person_stopped_does_not_come_back() -> None:
    with office(RULE) as at_work:
        at_work.sends = False
        (entry,) = at_work.look(date(2021, 6, 27)).entries
        context = at_work.tracker._context
        with context.backend.unit(context.tenant, write=True) as unit:
            unit.outbox.cancel([entry.key], at=at_work.clock(), reason="silenced by office")
            unit.commit()
        assert at_work.look(date(2021, 6, 28)).entries == ()


class Post:
    """A plugin with a channel that needs addresses."""

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        return Finding(ok=True, subject="post", text="open")

    def close(self) -> None:
        """Nothing is held open."""

    @hookimpl
    def plan_tasks_channels(self) -> Iterator[ChannelType[NoOptions]]:
        yield ChannelType(
            name="post", summary="By post", options=NoOptions, factory=lambda options, context: self, needs_address=True
        )


def addressed(*owners: str) -> Any:
    """The plan, with addresses for those owners alone."""
    return attrs.evolve(
        PLAN,
        owners=tuple(
            attrs.evolve(owner, addresses=(Address(channel="post", value=f"{owner.id}@example.org"),))
            if owner.id in owners
            else owner
            for owner in PLAN.owners
        ),
    )


def test_an_owner_without_an_address_is_told_of_to_the_office_once() -> None:
    rule = attrs.evolve(RULE, office=OwnerId("inspection"))
    with office(rule, plan=addressed("inspection"), plugins=[Post()]) as at_work:
        at_work.channel = "post"
        queued = at_work.look(date(2021, 6, 27))
        assert [(each.owner, each.item) for each in queued.unreachable] == [("schools", "m1")]
        (entry,) = queued.entries
        assert (entry.recipient, entry.occurrence) == ("inspection", "2021-06-30 -3d unreached schools")
        assert entry.subject == "[owner not reached] Open the library"
        assert "Schools has no address for post" in entry.body
        assert json.loads(entry.why)["topic"] == "unreached"
        assert at_work.look(date(2021, 6, 28)).entries == ()


def test_an_office_without_an_address_is_reported_to_whoever_ran_it() -> None:
    rule = attrs.evolve(RULE, office=OwnerId("inspection"))
    with office(rule, plan=addressed(), plugins=[Post()]) as at_work:
        at_work.channel = "post"
        queued = at_work.look(date(2021, 6, 27))
        assert queued.entries == ()
        assert [each.owner for each in queued.unreachable] == ["schools", "inspection"]


def test_an_item_that_nobody_answers_for_is_told_of_to_the_office() -> None:
    item = attrs.evolve(PLAN.measures[0], assignments=())
    rule = attrs.evolve(RULE, office=OwnerId("inspection"))
    with office(rule, plan=attrs.evolve(PLAN, measures=(item,))) as at_work:
        (entry,) = at_work.look(date(2021, 6, 27)).entries
        assert (entry.recipient, entry.occurrence) == ("inspection", "2021-06-30 -3d unreached")
        assert "the item has no owner" in entry.body


def test_a_person_behind_two_units_gets_one_digest_of_both() -> None:
    wang = Address(channel="post", value="wang@example.org")
    owners = tuple(
        Owner(id=OwnerId(name), name=name.title(), addresses=(wang,)) if name != "inspection" else owner
        for owner in PLAN.owners
        for name in [owner.id]
    )
    other = attrs.evolve(PLAN.measures[0], id=ItemId("m2"), due=date(2021, 6, 20))
    plan = attrs.evolve(PLAN, owners=owners, measures=(*PLAN.measures, other))
    rule = DigestRule(name="weekly", day=28, roles=(Role.LEAD, Role.LEADER), behind=False)
    with office(rule, plan=plan, plugins=[Wang(), Post()]) as at_work:
        at_work.channel = "post"
        (entry,) = at_work.look(date(2021, 6, 28)).entries
        assert entry.subject == "[digest of 2021-06-28] City 2021: 1 overdue, 1 due soon"
        assert "Sent to: Schools (lead unit), Mayor (supervising leader)" in entry.body


class Wang:
    """A directory in which one person stands behind every owner."""

    def find(self, owners: Sequence[Owner], channel: str) -> Any:
        from plan_tasks.notifying.contract import Recipient

        return {owner.id: [Recipient(id="wang", name="Wang", address="wang@example.org")] for owner in owners}

    def close(self) -> None:
        """Nothing is held open."""

    @hookimpl
    def plan_tasks_directories(self) -> Iterator[Any]:
        from plan_tasks.notifying.contract import DirectoryType

        yield DirectoryType(name="a-wang", summary="Wang", options=NoOptions, factory=lambda options, context: self)


def test_a_revision_that_narrows_the_item_out_of_the_rule_makes_no_new_notice() -> None:
    rule = attrs.evolve(three_colours("inspection"), tags=("year's ten",))
    item = attrs.evolve(PLAN.measures[0], tags=("year's ten",))
    with office(rule, plan=attrs.evolve(PLAN, measures=(item,))) as at_work:
        assert len(at_work.look(DUE).entries) == 1
        at_work.change(DUE, Revise(item=M1, changes={"tags": ()}, reason="x"), actor="office")
        assert at_work.look(date(2021, 7, 20)).entries == ()
        assert {entry.state for entry in at_work.tracker.outbox("city")} == {OutboxState.SENT}


def test_a_notice_that_waited_for_hours_is_not_sent_to_a_former_owner_by_sending_alone() -> None:
    with office(RULE, three_colours("inspection")) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        at_work.change(date(2021, 6, 27), Unassign(item=M1, owner=OwnerId("schools")), actor="office")
        at_work.clock.now += timedelta(days=1)
        done = at_work.tracker.dispatch({"console": {}}, rules=at_work.rules)
        assert (done.sent, done.cancelled) == (0, 2)
        assert at_work.reasons() == dict.fromkeys(
            ("2021-06-30 -3d", "2021-06-30 blue -3wd"), "it is no longer for Schools"
        )


def test_a_step_that_waited_is_not_sent_while_an_extension_is_open() -> None:
    with office(three_colours("inspection")) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 6, 27))
        at_work.change(date(2021, 6, 27), RequestExtension(item=M1, due=date(2021, 9, 30), reason="floods"))
        at_work.clock.now += timedelta(days=1)
        assert at_work.tracker.dispatch({"console": {}}, rules=at_work.rules).sent == 0
        assert at_work.reasons() == {"2021-06-30 blue -3wd": "an extension is asked for"}
