"""Turns a command into the changed item and the event that records it. Pure: no store, no clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from plan_tasks.errors import ChangeRefused, InvalidValue, UnknownName
from plan_tasks.model import Assignment, Extension, Item, Measure, Observation, Plan, ProgressReport, State
from plan_tasks.model.converting import make_converter, unstructure
from plan_tasks.storage.encoding import encode_item, json_encoder
from plan_tasks.storage.history import Event
from plan_tasks.workflow import commands as c
from plan_tasks.workflow.changes import Change
from plan_tasks.workflow.transitions import check_allowed

__all__ = ["decide"]


def decide(
    command: c.Command, item: Item | None, *, plan: Plan, actor: str, at: datetime, version: int, body: str = ""
) -> Change:
    """Carries out a command on an item.

    Args:
        command: What is asked.
        item: The item as it stands; None when the store has none of that id.
        plan: The plan's header.
        actor: Who asks; not empty.
        at: When, with a time zone.
        version: The version that the item will have.
        body: For a creation: the item as `encode_item` writes it, when the caller has it already.

    Returns:
        The change, not yet stored.

    Raises:
        IllegalTransition: The item's state does not allow the command.
        ChangeRefused: A reason is missing, or the command changes nothing.
        InvalidValue: A value does not fit.
        UnknownName: No such item, area, milestone, owner or indicator.
    """
    if not actor or actor.isspace():
        raise InvalidValue("a change needs an actor", remedy="say who makes it")
    if command.needs_reason and not command.reason.strip():
        raise ChangeRefused(f"'{command.name}' of {command.item} needs a reason", remedy="say why")
    if isinstance(command, c.Create):
        return _create(command, item, plan=plan, actor=actor, at=at, version=version, body=body)
    if item is None:
        raise UnknownName(f"plan {plan.id} has no item {command.item!r}", remedy="`plan-tasks list` shows its items")
    check_allowed(item, command)
    if isinstance(command, c.Observe):
        return _observe(command, item, plan=plan, actor=actor, at=at, version=version)
    after = _after(command, item, plan=plan, actor=actor, at=at)
    if after == item:
        raise ChangeRefused(f"'{command.name}' would change nothing of {item.id}", remedy="it is so already")
    before_fields, after_fields = _difference(item, after)
    event = Event(plan.id, item.id, command.event, actor, at, version, before_fields, after_fields, command.reason)
    return Change(command=command, actor=actor, before=item, after=after, observations=(), events=(event,))


def _create(
    command: c.Create, item: Item | None, *, plan: Plan, actor: str, at: datetime, version: int, body: str
) -> Change:
    if item is not None:
        raise ChangeRefused(f"plan {plan.id} has an item {item.id!r} already", remedy="choose another id")
    new = command.new
    _check_area(new.area, plan)
    for observation in command.observations:
        _check_indicator(new, observation)
    event = Event(
        plan.id, new.id, f"{new.kind.value}_created", actor, at, version, "{}", body or encode_item(new), command.reason
    )
    events: tuple[Event, ...] = (event,)
    if command.observations:
        events += (_observed(command.observations, new, plan, actor, at, version, ""),)
    return Change(
        command=command, actor=actor, before=None, after=new, observations=command.observations, events=events
    )


def _observe(command: c.Observe, item: Item, *, plan: Plan, actor: str, at: datetime, version: int) -> Change:
    if not command.observations:
        raise InvalidValue(f"no values were given for {item.id}", remedy="give at least one observation")
    for observation in command.observations:
        _check_indicator(item, observation)
    event = _observed(command.observations, item, plan, actor, at, version, command.reason)
    return Change(
        command=command, actor=actor, before=item, after=item, observations=command.observations, events=(event,)
    )


def _observed(
    observations: tuple[Observation, ...], item: Item, plan: Plan, actor: str, at: datetime, version: int, reason: str
) -> Event:
    plain = make_converter().get_unstructure_hook(Observation)
    values = json_encoder()({"observations": [plain(observation) for observation in observations]})
    return Event(plan.id, item.id, c.Observe.event, actor, at, version, "{}", values, reason)


def _difference(before: Item, after: Item) -> tuple[str, str]:
    """The changed fields as JSON objects; null after the change means that a field went back to its default."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for field in attrs.fields(type(before)):
        was, is_now = getattr(before, field.name), getattr(after, field.name)
        if was is not is_now and was != is_now:
            old[field.name] = None if was == field.default else unstructure(was)
            new[field.name] = None if is_now == field.default else unstructure(is_now)
    encode = json_encoder()
    return encode(old), encode(new)


#: Commands that only move the item to another state: the fields they set.
_MOVES: dict[type[c.Command], dict[str, Any]] = {
    c.Activate: {"state": State.ACTIVE},
    c.Suspend: {"state": State.SUSPENDED},
    c.Resume: {"state": State.ACTIVE},
    c.Confirm: {"state": State.COMPLETED, "extension": None},
    c.RefuseCompletion: {"state": State.ACTIVE, "requested_by": "", "completed": None},
    c.RefuseExtension: {"extension": None},
    c.Cancel: {"state": State.CANCELLED, "extension": None},
    c.Reopen: {"state": State.ACTIVE, "requested_by": "", "completed": None},
}


def _after(command: c.Command, item: Item, *, plan: Plan, actor: str, at: datetime) -> Item:
    """The item after a command that its state allows."""
    if (fields := _MOVES.get(type(command))) is not None:
        return attrs.evolve(item, **fields)
    match command:
        case c.Assign():
            return _assign(command, item)
        case c.Unassign():
            return _unassign(command, item)
        case c.ReportProgress():
            return _report_progress(command, item, actor, at)
        case c.ReachMilestone():
            return _reach_milestone(command, item)
        case c.Revise():
            return _revise(command, item, plan)
        case c.RequestCompletion():
            return _request_completion(command, item, actor)
        case c.RequestExtension():
            return _request_extension(command, item, actor)
        case c.ApproveExtension():
            return _approve_extension(item)
    raise InvalidValue(f"{type(command).__name__} is not a command", remedy="use one of plan_tasks.workflow.commands")


def _check_area(area: str, plan: Plan) -> None:
    if area and area not in {known.id for known in plan.areas}:
        known = ", ".join(each.id for each in plan.areas) or "none"
        raise UnknownName(f"plan {plan.id} has no area {area!r}", remedy=f"its areas are {known}")


def _check_indicator(item: Item, observation: Observation) -> None:
    names = [target.indicator.name for target in item.targets]
    if observation.indicator not in names:
        known = ", ".join(names) or "none, since it has no target"
        raise UnknownName(f"{item.id} has no indicator {observation.indicator!r}", remedy=f"its indicators are {known}")


def _assign(command: c.Assign, item: Item) -> Item:
    new = Assignment(owner=command.owner, role=command.role)
    if any(each.owner == command.owner for each in item.assignments):
        kept = tuple(new if each.owner == command.owner else each for each in item.assignments)
    else:
        kept = (*item.assignments, new)
    return attrs.evolve(item, assignments=kept)


def _unassign(command: c.Unassign, item: Item) -> Item:
    kept = tuple(each for each in item.assignments if each.owner != command.owner)
    if len(kept) == len(item.assignments):
        known = ", ".join(each.owner for each in item.assignments) or "none"
        raise UnknownName(f"{item.id} has no owner {command.owner!r}", remedy=f"its owners are {known}")
    return attrs.evolve(item, assignments=kept)


def _report_progress(command: c.ReportProgress, item: Item, actor: str, at: datetime) -> Item:
    if item.progress is not None and command.on < item.progress.on:
        raise InvalidValue(
            f"the return of {item.id} for {command.on} is older than the one for {item.progress.on}",
            remedy="give a reporting date not before that",
        )
    report = ProgressReport(
        on=command.on,
        percent=command.percent,
        narrative=command.narrative,
        problems=command.problems,
        next_steps=command.next_steps,
        evidence=command.evidence,
        by=actor,
        known=at,
    )
    return attrs.evolve(item, progress=report)


def _reach_milestone(command: c.ReachMilestone, item: Item) -> Item:
    milestones = item.milestones if isinstance(item, Measure) else ()
    if command.milestone not in {each.title for each in milestones}:
        known = ", ".join(each.title for each in milestones) or "none"
        raise UnknownName(f"{item.id} has no milestone {command.milestone!r}", remedy=f"its milestones are {known}")
    reached = tuple(
        attrs.evolve(each, done=command.on) if each.title == command.milestone else each for each in milestones
    )
    return attrs.evolve(item, milestones=reached)  # type: ignore[call-arg]  # only a Measure has milestones


def _revise(command: c.Revise, item: Item, plan: Plan) -> Item:
    allowed = set(c.Revise.REVISABLE) & {field.name for field in attrs.fields(type(item))}
    if item.state is State.DRAFT:
        allowed |= {"due", "deadline"}
    for name in command.changes:
        if name not in allowed:
            why = (
                "only an approved extension moves a deadline"
                if name == "due"
                else f"one of {', '.join(sorted(allowed))}"
            )
            raise InvalidValue(f"a revision of {item.id} cannot change {name!r}", remedy=why)
    _check_area(command.changes.get("area", ""), plan)
    return attrs.evolve(item, **command.changes)


def _request_completion(command: c.RequestCompletion, item: Item, actor: str) -> Item:
    return attrs.evolve(item, state=State.COMPLETION_REQUESTED, requested_by=actor, completed=command.on)


def _request_extension(command: c.RequestExtension, item: Item, actor: str) -> Item:
    if item.due is None:
        raise InvalidValue(f"{item.id} has no deadline to extend", remedy="revise it instead")
    if command.due <= item.due:
        raise InvalidValue(
            f"the deadline asked for, {command.due}, is not after {item.due}", remedy="ask for a later day"
        )
    return attrs.evolve(item, extension=Extension(due=command.due, reason=command.reason, by=actor))


def _approve_extension(item: Item) -> Item:
    assert item.extension is not None  # noqa: S101 - check_allowed has seen to it
    return attrs.evolve(item, due=item.extension.due, deadline="", provisional=False, extension=None)
