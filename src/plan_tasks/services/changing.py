"""Carries out commands: asks who may, decides, lets guards object, stores everything together, tells observers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from plan_tasks.assessment.series import latest_in, latest_of
from plan_tasks.errors import ChangeRefused, Conflict, InvalidValue, NotAuthorized
from plan_tasks.hooks.changes import plan_tasks_changes_committed, plan_tasks_validate_changes
from plan_tasks.hooks.policy import plan_tasks_authorize
from plan_tasks.model import Item, ItemId, Observation, Owner, OwnerId, Plan, PlanId, Role
from plan_tasks.model.converting import unstructure
from plan_tasks.services.bulk import collector_paused
from plan_tasks.services.context import Context, stored_plan, writing
from plan_tasks.storage.contract import ItemWrite, Receipt, StoredItem, UnitOfWork
from plan_tasks.storage.encoding import encode_item, json_encoder
from plan_tasks.storage.heads import ItemHead, head_of
from plan_tasks.storage.history import Event
from plan_tasks.workflow import Assign, Change, ChangeView, Command, Create, Observe, Revise, decide
from plan_tasks.workflow.replaying import PLAN_CREATED, PLAN_REVISED

__all__ = ["assign", "change", "create_plan", "revise_plan"]

_MANY = 200  # commands from which a batch counts as bulk work


@attrs.define
class _Working:
    """An item while a batch of commands works on it."""

    item: Item | None
    seen: int
    head: ItemHead | None
    body: str = ""
    added: tuple[Observation, ...] = ()
    values_changed: bool = False


def create_plan(
    context: Context,
    plan: Plan,
    *,
    actor: str,
    reason: str = "",
    observations: Mapping[ItemId, Sequence[Observation]] | None = None,
) -> Receipt:
    """Stores a plan with its items and what is known of them.

    Args:
        context: The open tracker.
        plan: The plan with its goals and measures.
        actor: Who does it.
        reason: Why.
        observations: Item id -> values known from the start.

    Returns:
        What was made durable.

    Raises:
        Conflict: A plan of that id exists.
        ChangeRefused: A guard objects.
        NotAuthorized: The actor may not.
    """
    header = plan.header()
    known = observations or {}
    items = list(plan.items())
    commands = [Create(new=item, observations=tuple(known.get(item.id, ())), reason=reason) for item in items]
    _authorize(context, actor, "create_plan", [item.id for item in items])
    at = context.clock()
    with writing(context, plan.id) as unit:
        unit.plans.put(header, seen=0)
        created = Event(plan.id, "", PLAN_CREATED, actor, at, 1, "{}", json_encoder()(unstructure(header)), reason)
        return _carry_out(context, unit, header, commands, actor=actor, at=at, seen={}, first=(created,))


def revise_plan(context: Context, plan: Plan, *, actor: str, reason: str, seen: int | None = None) -> Receipt:
    """Changes a plan's header: title, issuer, areas, owners, method, source.

    Args:
        context: The open tracker.
        plan: The plan as it shall be; its items are not looked at.
        actor: Who does it.
        reason: Why; not empty.
        seen: The version that the caller saw; None takes the stored one.

    Returns:
        What was made durable.

    Raises:
        ChangeRefused: No reason, or nothing would change.
        InvalidValue: The period would change, which would move every item's pace.
        Conflict: The version seen is stale.
    """
    if not reason.strip():
        raise ChangeRefused(f"a revision of plan {plan.id} needs a reason", remedy="say why")
    header = plan.header()
    _authorize(context, actor, "revise_plan", [])
    at = context.clock()
    with writing(context, plan.id) as unit:
        stored = stored_plan(unit, plan.id)
        if (header.start, header.end) != (stored.plan.start, stored.plan.end):
            raise InvalidValue(f"the period of plan {plan.id} cannot change", remedy="make a new plan for a new period")
        version = stored.version if seen is None else seen
        revised = _revised(stored.plan, header, version, actor, at, reason)
        unit.plans.put(header, seen=version)
        return _carry_out(context, unit, header, (), actor=actor, at=at, seen={}, first=(revised,))


def change(
    context: Context,
    plan: PlanId,
    commands: Sequence[Command],
    *,
    actor: str,
    seen: Mapping[str, int] | None = None,
) -> Receipt:
    """Carries out commands on a plan's items, all of them or none.

    Args:
        context: The open tracker.
        plan: Plan id.
        commands: What is asked, in order; several may concern one item.
        actor: Who asks.
        seen: Item id -> the version that the caller saw; an item that is not named is changed as it stands.

    Returns:
        What was made durable.

    Raises:
        Conflict: A version seen is stale.
        WorkflowError: A command is not allowed, a guard objects, or the actor may not.
        UnknownName: No such plan or item.
    """
    by_name: dict[str, list[ItemId]] = defaultdict(list)
    for command in commands:
        by_name[command.name].append(command.item)
    for name, items in by_name.items():
        _authorize(context, actor, name, items)
    at = context.clock()
    with writing(context, plan, items=_asked_for(commands)) as unit:
        header = stored_plan(unit, plan).plan
        return _carry_out(context, unit, header, commands, actor=actor, at=at, seen=seen or {})


def assign(
    context: Context,
    plan: PlanId,
    item: ItemId,
    owner: Owner | str,
    role: Role,
    *,
    actor: str,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Gives an owner a role in an item; an `Owner` that the plan does not list yet joins its list in the same commit.

    Arguments, returns and errors as for `change`.
    """
    owner_id = owner.id if isinstance(owner, Owner) else OwnerId(owner)
    command = Assign(item=item, owner=owner_id, role=role, reason=reason)
    _authorize(context, actor, command.name, [item])
    at = context.clock()
    with writing(context, plan, items=(item,)) as unit:
        stored = stored_plan(unit, plan)
        header = stored.plan
        first: tuple[Event, ...] = ()
        if isinstance(owner, Owner) and owner_id not in {known.id for known in header.owners}:
            joined = attrs.evolve(header, owners=(*header.owners, owner))
            first = (_revised(header, joined, stored.version, actor, at, f"{owner.name} joins the plan's owners"),)
            unit.plans.put(joined, seen=stored.version)
            header = joined
        wanted: dict[str, int] = {} if seen is None else {item: seen}
        return _carry_out(context, unit, header, (command,), actor=actor, at=at, seen=wanted, first=first)


def _revised(before: Plan, after: Plan, version: int, actor: str, at: datetime, reason: str) -> Event:
    """The event of a changed header."""
    old, new = unstructure(before), unstructure(after)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not changed:
        raise ChangeRefused(f"the revision would change nothing of plan {after.id}", remedy="it is so already")
    encode = json_encoder()
    was, becomes = ({name: data.get(name) for name in changed} for data in (old, new))
    return Event(after.id, "", PLAN_REVISED, actor, at, version + 1, encode(was), encode(becomes), reason)


def _authorize(context: Context, actor: str, action: str, items: Iterable[ItemId]) -> None:
    decision = context.host.ask(plan_tasks_authorize, actor=actor, action=action, items=tuple(items))
    if decision is not None and not decision.allowed:
        raise NotAuthorized(f"{actor} may not {action}: {decision.reason}")


def _carry_out(
    context: Context,
    unit: UnitOfWork,
    plan: Plan,
    commands: Sequence[Command],
    *,
    actor: str,
    at: datetime,
    seen: Mapping[str, int],
    first: tuple[Event, ...] = (),
) -> Receipt:
    with collector_paused(when=len(commands) >= _MANY):
        working = _load(unit, plan.id, commands, seen)
        changes = [_step(working[command.item], command, plan, actor, at) for command in commands]
    if changes:
        view = ChangeView(plan=plan, at=at)
        context.host.guard(plan_tasks_validate_changes, changes=tuple(changes), view=view).enforce()
    with collector_paused(when=len(commands) >= _MANY):
        unit.items.put(_writes(unit, plan, working))
        unit.observations.add(plan.id, [(item_id, each) for item_id, work in working.items() for each in work.added])
        unit.history.append([*first, *(event for done in changes for event in done.events)])
        receipt = unit.commit()
    if changes:
        _tell(context, tuple(changes), receipt)
    return receipt


def _tell(context: Context, changes: tuple[Change, ...], receipt: Receipt) -> None:
    """Tells the observers, in a host's transaction once that has committed."""

    def tell() -> None:
        context.host.observe(plan_tasks_changes_committed, changes=changes, receipt=receipt)

    if context.follows_host is not None:
        context.follows_host.when_durable(tell)
    else:
        tell()


def _load(
    unit: UnitOfWork, plan: PlanId, commands: Sequence[Command], seen: Mapping[str, int]
) -> dict[ItemId, _Working]:
    """The items that the commands concern; a creation needs no look, since the store refuses a second one."""
    wanted = _asked_for(commands)
    found: Mapping[ItemId, StoredItem] = unit.items.get(plan, wanted) if wanted else {}
    working: dict[ItemId, _Working] = {}
    for command in commands:
        stored = found.get(command.item)
        working.setdefault(
            command.item,
            _Working(stored.item, stored.version, stored.head) if stored else _Working(None, 0, None),
        )
    for item_id, version in seen.items():
        work = working.get(ItemId(item_id))
        if work is not None and work.seen != version:
            raise Conflict(item_id, seen=version, stored=work.seen)
    return working


def _asked_for(commands: Sequence[Command]) -> set[ItemId]:
    return {command.item for command in commands if not isinstance(command, Create)}


def _step(work: _Working, command: Command, plan: Plan, actor: str, at: datetime) -> Change:
    body = encode_item(command.new) if isinstance(command, Create) else ""
    done = decide(command, work.item, plan=plan, actor=actor, at=at, version=work.seen + 1, body=body)
    work.item = done.after
    work.body = body
    work.added += done.observations
    work.values_changed |= isinstance(command, (Observe, Revise))
    return done


def _writes(unit: UnitOfWork, plan: Plan, working: Mapping[ItemId, _Working]) -> list[ItemWrite]:
    changed = [item_id for item_id, work in working.items() if work.values_changed and work.seen]
    earlier = unit.observations.of(plan.id, changed) if changed else {}
    writes = []
    for item_id, work in working.items():
        item = work.item
        if item is None:
            continue
        if work.values_changed or work.head is None:
            latest = latest_of(item, plan, (*earlier.get(item_id, ()), *work.added))
        else:
            latest = latest_in(work.head.actual, work.head.actual_start, work.head.actual_end)
        head = head_of(item, plan, latest, work.seen + 1)
        writes.append(ItemWrite(plan.id, item, work.body or encode_item(item), head, work.seen))
    return writes
