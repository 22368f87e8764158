"""What may change, what the history records, and that it replays to the same plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.errors import ChangeRefused, IllegalTransition, InvalidValue, PlanTasksError, StoreDamaged, UnknownName
from plan_tasks.model import (
    Area,
    AreaId,
    Comparator,
    Indicator,
    Item,
    ItemId,
    Measure,
    Milestone,
    Observation,
    OwnerId,
    Plan,
    PlanId,
    Role,
    State,
    Target,
)
from plan_tasks.storage.history import GENESIS, StoredEvent, check_chain, event_hash
from plan_tasks.testing.strategies import items
from plan_tasks.workflow import (
    Activate,
    ApproveExtension,
    Assign,
    Cancel,
    Change,
    Command,
    Confirm,
    Create,
    Observe,
    ReachMilestone,
    RefuseCompletion,
    RefuseExtension,
    Reopen,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Resume,
    Revise,
    Suspend,
    Unassign,
    allowed_commands,
    decide,
    replay,
)
from plan_tasks.workflow.transitions import ALLOWED

NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)
DAY = date(2021, 3, 1)
PLAN = Plan(
    id=PlanId("p"),
    title="Plan",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    areas=(Area(id=AreaId("a1"), title="Farming"),),
)
LAND = Indicator(name="高标准农田", unit="万亩")
ITEM = Measure(
    id=ItemId("m1"),
    title="Build high-standard farmland",
    due=date(2021, 6, 30),
    targets=(Target(indicator=LAND, comparator=Comparator.AT_LEAST, value=Decimal("6.1")),),
    milestones=(Milestone(title="Sites chosen", due=date(2021, 3, 31)),),
)


def ask(command: Command, item: Item | None = ITEM, *, actor: str = "Li", at: datetime = NOW) -> Change:
    return decide(command, item, plan=PLAN, actor=actor, at=at, version=2)


def value(number: str = "3") -> Observation:
    return Observation(indicator=LAND.name, start=PLAN.start, end=DAY, value=Decimal(number), known=NOW)


M1 = ItemId("m1")


def test_an_event_says_who_when_why_and_what_was_before_and_after() -> None:
    change = ask(Suspend(item=M1, reason="floods"))
    (event,) = change.events
    assert (event.type, event.actor, event.at, event.reason) == ("suspended", "Li", NOW, "floods")
    assert event.before == '{"state":null}'  # null stands for the default, active
    assert event.after == '{"state":"suspended"}'
    assert change.after.state is State.SUSPENDED
    assert change.before is ITEM


def test_an_illegal_transition_lists_the_legal_ones() -> None:
    done = attrs.evolve(ITEM, state=State.COMPLETED)
    with pytest.raises(IllegalTransition) as refusal:
        ask(Suspend(item=M1, reason="floods"), done)
    assert str(refusal.value) == "m1 is completed: it cannot take 'suspend'; it can take observe, reopen"


def test_every_command_that_a_state_lists_is_a_command() -> None:
    names = {command.name for command in Command.__subclasses__()} - {"create"}
    assert set().union(*ALLOWED.values()) == names
    assert set(ALLOWED) == set(State)


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (Activate(item=M1), State.DRAFT),
        (Suspend(item=M1, reason="x"), State.ACTIVE),
        (Resume(item=M1), State.SUSPENDED),
        (RequestCompletion(item=M1, on=DAY), State.ACTIVE),
        (Confirm(item=M1), State.COMPLETION_REQUESTED),
        (RefuseCompletion(item=M1, reason="x"), State.COMPLETION_REQUESTED),
        (Cancel(item=M1, reason="x"), State.ACTIVE),
        (Reopen(item=M1, reason="x"), State.CANCELLED),
        (Reopen(item=M1, reason="x"), State.COMPLETED),
    ],
)
def test_a_move_changes_the_state_where_it_is_allowed_and_nowhere_else(command: Command, state: State) -> None:
    assert ask(command, attrs.evolve(ITEM, state=state)).after.state is not state
    for other in State:
        if command.name not in ALLOWED[other]:
            with pytest.raises(IllegalTransition):
                ask(command, attrs.evolve(ITEM, state=other))


def test_completion_is_asked_for_and_then_confirmed_or_sent_back() -> None:
    asked = ask(RequestCompletion(item=M1, on=DAY), actor="Li").after
    assert (asked.state, asked.requested_by, asked.completed) == (State.COMPLETION_REQUESTED, "Li", DAY)
    assert ask(Confirm(item=M1), asked, actor="Wang").after.state is State.COMPLETED
    back = ask(RefuseCompletion(item=M1, reason="no evidence"), asked).after
    assert (back.state, back.requested_by, back.completed) == (State.ACTIVE, "", None)


def test_only_an_approved_extension_moves_the_deadline() -> None:
    later = date(2021, 9, 30)
    asked = ask(RequestExtension(item=M1, due=later, reason="floods")).after
    assert asked.due == ITEM.due
    with pytest.raises(IllegalTransition, match="with a request to extend open"):
        ask(RequestExtension(item=M1, due=later, reason="again"), asked)
    assert ask(ApproveExtension(item=M1), asked).after.due == later
    refused = ask(RefuseExtension(item=M1, reason="no"), asked).after
    assert (refused.due, refused.extension) == (ITEM.due, None)
    with pytest.raises(IllegalTransition, match="with no request to extend open"):
        ask(ApproveExtension(item=M1))
    with pytest.raises(InvalidValue, match="is not after 2021-06-30"):
        ask(RequestExtension(item=M1, due=date(2021, 6, 30), reason="x"))
    with pytest.raises(InvalidValue, match="only an approved extension moves a deadline"):
        ask(Revise(item=M1, changes={"due": later}, reason="x"))


def test_an_item_without_a_deadline_has_none_to_extend() -> None:
    with pytest.raises(InvalidValue, match="has no deadline to extend"):
        ask(RequestExtension(item=M1, due=DAY, reason="x"), attrs.evolve(ITEM, due=None))


@pytest.mark.parametrize(
    "command",
    [
        Suspend(item=M1),
        Cancel(item=M1, reason=" "),
        Revise(item=M1, changes={"title": "New"}),
        RequestExtension(item=M1, due=date(2022, 1, 1)),
    ],
)
def test_what_changes_the_plan_needs_a_reason(command: Command) -> None:
    with pytest.raises(ChangeRefused, match="needs a reason"):
        ask(command)


def test_a_change_needs_an_actor() -> None:
    with pytest.raises(InvalidValue, match="needs an actor"):
        ask(Resume(item=M1), actor=" ")


def test_owners_come_go_and_change_their_role() -> None:
    led = ask(Assign(item=M1, owner=OwnerId("farming"))).after
    assert led.lead == "farming"
    helped = ask(Assign(item=M1, owner=OwnerId("farming"), role=Role.COOPERATING), led).after
    assert helped.owners(Role.COOPERATING) == ("farming",)
    assert helped.owners(Role.LEAD) == ()
    assert ask(Unassign(item=M1, owner=OwnerId("farming")), helped).after.assignments == ()
    with pytest.raises(UnknownName, match="its owners are none"):
        ask(Unassign(item=M1, owner=OwnerId("farming")))
    with pytest.raises(ChangeRefused, match="would change nothing"):
        ask(Assign(item=M1, owner=OwnerId("farming")), led)


def test_a_return_carries_who_and_when_and_is_not_older_than_the_last() -> None:
    report = ReportProgress(item=M1, on=DAY, percent=Decimal("0.4"), narrative="half the sites")
    reported = ask(report).after
    assert reported.progress is not None
    assert (reported.progress.by, reported.progress.known, reported.progress.percent) == ("Li", NOW, Decimal("0.4"))
    with pytest.raises(InvalidValue, match="older than the one for 2021-03-01"):
        ask(ReportProgress(item=M1, on=DAY - timedelta(days=1)), reported)


def test_a_milestone_is_reached_by_its_title() -> None:
    reached = ask(ReachMilestone(item=M1, milestone="Sites chosen", on=DAY)).after
    assert isinstance(reached, Measure)
    assert reached.milestones[0].done == DAY
    with pytest.raises(UnknownName, match="its milestones are Sites chosen"):
        ask(ReachMilestone(item=M1, milestone="Sites built", on=DAY))


def test_values_belong_to_an_indicator_of_the_item() -> None:
    change = ask(Observe(item=M1, observations=(value(),)))
    assert change.after is ITEM
    assert change.observations == (value(),)
    stranger = attrs.evolve(value(), indicator="jobs")
    with pytest.raises(UnknownName, match="has no indicator 'jobs'; its indicators are 高标准农田"):
        ask(Observe(item=M1, observations=(stranger,)))
    with pytest.raises(InvalidValue, match="no values were given"):
        ask(Observe(item=M1, observations=()))


def test_a_revision_names_the_fields_it_may_change() -> None:
    assert ask(Revise(item=M1, changes={"title": "New"}, reason="typo")).after.title == "New"
    with pytest.raises(InvalidValue, match="cannot change 'state'; one of area, goal, milestones"):
        ask(Revise(item=M1, changes={"state": State.COMPLETED}, reason="x"))
    with pytest.raises(UnknownName, match="has no area 'a9'; its areas are a1"):
        ask(Revise(item=M1, changes={"area": "a9"}, reason="x"))
    draft = attrs.evolve(ITEM, state=State.DRAFT)
    assert ask(Revise(item=M1, changes={"due": date(2021, 7, 1)}, reason="misread"), draft).after.due == date(
        2021, 7, 1
    )


def test_an_item_that_is_not_there_cannot_change_and_one_that_is_cannot_be_created() -> None:
    with pytest.raises(UnknownName, match="plan p has no item 'm1'"):
        ask(Resume(item=M1), None)
    with pytest.raises(ChangeRefused, match="has an item 'm1' already"):
        ask(Create(new=ITEM))


def chain(changes: list[Change]) -> list[StoredEvent]:
    stored: list[StoredEvent] = []
    for event in (event for change in changes for event in change.events):
        previous = stored[-1].hash if stored else GENESIS
        stored.append(StoredEvent(len(stored) + 1, event, event_hash(previous, len(stored) + 1, event)))
    return stored


COMMANDS = st.sampled_from(
    [
        Activate(item=M1),
        Assign(item=M1, owner=OwnerId("farming"), role=Role.LEAD),
        Assign(item=M1, owner=OwnerId("farming"), role=Role.CONTACT),
        Unassign(item=M1, owner=OwnerId("farming")),
        ReportProgress(item=M1, on=DAY, percent=Decimal("0.5"), narrative="'半'\n\"half\""),
        ReachMilestone(item=M1, milestone="Sites chosen", on=DAY),
        Observe(item=M1, observations=(value(), value("4"))),
        Revise(item=M1, changes={"title": "New", "tags": ("a",)}, reason="r"),
        Revise(item=M1, changes={"tags": ()}, reason="r"),
        Suspend(item=M1, reason="r"),
        Resume(item=M1),
        RequestCompletion(item=M1, on=DAY),
        Confirm(item=M1),
        RefuseCompletion(item=M1, reason="r"),
        RequestExtension(item=M1, due=date(2022, 1, 1), reason="r"),
        ApproveExtension(item=M1),
        RefuseExtension(item=M1, reason="r"),
        Cancel(item=M1, reason="r"),
        Reopen(item=M1, reason="r"),
    ]
)


@settings(deadline=None)
@given(items(item_id="m0"), st.lists(COMMANDS, max_size=25))
def test_the_history_replays_to_the_same_items(other: Item, asked: list[Command]) -> None:
    unplaced = attrs.evolve(other, area=AreaId(""))
    changes = [ask(Create(new=unplaced), None), ask(Create(new=ITEM, observations=(value("1"),)), None)]
    item: Item = ITEM
    observed = [value("1")]
    for command in asked:
        try:
            change = ask(command, item)
        except PlanTasksError:
            continue
        changes.append(change)
        item = change.after
        observed.extend(change.observations)
    replayed = replay(check_chain(chain(changes)))
    assert replayed.items == {"m0": unplaced, "m1": item}
    assert list(replayed.observations[M1]) == observed
    assert allowed_commands(replayed.items[M1]) == allowed_commands(item)


def test_a_broken_chain_is_named_by_its_event() -> None:
    stored = chain([ask(Create(new=ITEM), None), ask(Suspend(item=M1, reason="floods"))])
    forged = attrs.evolve(stored[1], event=attrs.evolve(stored[1].event, reason="rain"))
    with pytest.raises(StoreDamaged, match="plan p, event 2: the history does not match its hash"):
        list(check_chain([stored[0], forged]))
    with pytest.raises(StoreDamaged, match="event 1 is missing"):
        list(check_chain(stored[1:]))
    with pytest.raises(StoreDamaged, match="item 'm1' was never created"):
        replay(stored[1:])
