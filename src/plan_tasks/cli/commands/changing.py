"""The changes that take one item and little else, from ``assign`` to ``reopen``. Returns are in `returns`."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.listing import owner_id
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import Item, Observation, Owner, OwnerId, Plan, PlanId, Role
from plan_tasks.storage.contract import Receipt
from plan_tasks.workflow import commands as c

#: Makes the command out of what was given.
Maker = Callable[[argparse.Namespace, Item, Plan], c.Command]


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    assign = item_parser(commands, shared, "assign", "give an owner a role in an item")
    assign.add_argument("--owner", required=True, metavar="NAME", help="the owner, by id or name")
    assign.add_argument("--role", choices=[role.value for role in Role], default="lead", help="default: lead")
    assign.add_argument("--new", action="store_true", help="the owner is not in the plan's list yet: put it there")
    assign.set_defaults(run=_assign)

    observe = item_parser(commands, shared, "observe", "record a value of an item's indicator")
    observe.add_argument(
        "--value", required=True, type=shared_arguments.number, metavar="X", help="in the indicator's unit"
    )
    observe.add_argument(
        "--end", required=True, type=shared_arguments.day, metavar="DATE", help="last day that the value covers"
    )
    observe.add_argument(
        "--start",
        type=shared_arguments.day,
        metavar="DATE",
        help="first day (default: the item's start, so a value to date)",
    )
    observe.add_argument("--indicator", metavar="NAME", help="which one (needed only where the item has several)")
    observe.add_argument(
        "--known", type=shared_arguments.moment, metavar="DATE", help="when it became known (default: now)"
    )
    observe.add_argument("--source", default="", metavar="WORDS", help="who published it")
    observe.set_defaults(run=_with(_observation))

    complete = item_parser(commands, shared, "complete", "ask for an item to be closed off; someone else confirms")
    complete.add_argument(
        "--on", type=shared_arguments.day, metavar="DATE", help="the day the work was done (default: today)"
    )
    complete.set_defaults(run=_with(_completion))

    confirm = item_parser(commands, shared, "confirm", "close an item off, or send it back with --refuse")
    confirm.add_argument("--refuse", action="store_true", help="send it back for rework; needs --reason")
    confirm.set_defaults(run=_with(_confirmation))

    extend = item_parser(commands, shared, "extend", "ask for a later deadline, or decide what was asked")
    what = extend.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", type=shared_arguments.day, metavar="DATE", help="ask for this deadline; needs --reason")
    what.add_argument("--approve", action="store_true", help="move the deadline as asked")
    what.add_argument("--refuse", action="store_true", help="leave the deadline; needs --reason")
    extend.set_defaults(run=_with(_extension))

    for name, text, kind in (
        ("suspend", "stop an item for a while; needs --reason", c.Suspend),
        ("resume", "go on with a suspended item", c.Resume),
        ("cancel", "take an item out of the plan's work; needs --reason", c.Cancel),
        ("reopen", "take up a completed or cancelled item again; needs --reason", c.Reopen),
    ):
        item_parser(commands, shared, name, text).set_defaults(run=_with(_move(kind)))


def item_parser(commands: Any, shared: argparse.ArgumentParser, name: str, text: str) -> argparse.ArgumentParser:
    """A parser for a change of one item."""
    parser: argparse.ArgumentParser = commands.add_parser(name, parents=[shared], help=text)
    parser.add_argument("item", metavar="ITEM", help="the item's id")
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_actor(parser)
    parser.add_argument("--reason", default="", metavar="WORDS", help="why")
    parser.add_argument(
        "--seen", type=int, metavar="N", help="the version you saw: refuse if the item has changed since"
    )
    shared_arguments.add_json(parser)
    return parser


def carry_out(arguments: argparse.Namespace, output: Output, make: Maker) -> int:
    """Carries out one command on one item and prints the item's new version."""
    actor = actor_of(arguments)
    with open_tracker(arguments, output) as tracker:
        plan_id = plan_of(arguments, tracker)
        command = make(arguments, tracker.item(plan_id, arguments.item).item, tracker.header(plan_id))
        seen = None if arguments.seen is None else {arguments.item: arguments.seen}
        receipt = tracker.change(plan_id, command, actor=actor, seen=seen)
    return print_receipt(receipt, plan_id, arguments.item, output)


def print_receipt(receipt: Receipt, plan: PlanId, item: str, output: Output) -> int:
    """Prints an item's id and new version, now that the commit is durable."""
    version = receipt.versions[plan, item]
    if output.as_json:
        output.json({"id": item, "version": version})
    else:
        output.say(output.pick(f"{item} 第 {version} 版", f"{item} version {version}"))
    return DONE


def _with(make: Maker) -> Callable[[argparse.Namespace, Output], int]:
    return lambda arguments, output: carry_out(arguments, output, make)


def _move(kind: type[c.Command]) -> Maker:
    return lambda arguments, item, _: kind(item=item.id, reason=arguments.reason)


def _assign(arguments: argparse.Namespace, output: Output) -> int:
    actor = actor_of(arguments)
    with open_tracker(arguments, output) as tracker:
        plan_id = plan_of(arguments, tracker)
        owner, role = _owner(arguments, tracker.header(plan_id)), Role(arguments.role)
        seen: int | None = arguments.seen
        receipt = tracker.assign(plan_id, arguments.item, owner, role, actor=actor, reason=arguments.reason, seen=seen)
    return print_receipt(receipt, plan_id, arguments.item, output)


def _owner(arguments: argparse.Namespace, plan: Plan) -> Owner | OwnerId:
    found = owner_id(plan, arguments.owner)
    if found in {owner.id for owner in plan.owners}:
        return OwnerId(found)
    if arguments.new:
        return Owner(id=OwnerId("-".join(arguments.owner.split())), name=arguments.owner)
    near = difflib.get_close_matches(arguments.owner, [owner.name for owner in plan.owners], n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}? " if near else ""
    raise UnknownName(f"the plan has no owner {arguments.owner!r}", remedy=f"{hint}--new puts it into the plan's list")


def _observation(arguments: argparse.Namespace, item: Item, plan: Plan) -> c.Command:
    names = [target.indicator.name for target in item.targets]
    indicator = arguments.indicator or (names[0] if len(names) == 1 else "")
    if not indicator:
        if not names:
            raise InvalidValue(f"{item.id} has no target", remedy="values are recorded for items with a target")
        raise InvalidValue(f"{item.id} has {len(names)} indicators", remedy=f"give --indicator: {', '.join(names)}")
    observation = Observation(
        indicator=indicator,
        start=arguments.start or item.start or plan.start,
        end=arguments.end,
        value=arguments.value,
        known=arguments.known or datetime.now(UTC),
        source=arguments.source,
    )
    return c.Observe(item=item.id, observations=(observation,), reason=arguments.reason)


def _completion(arguments: argparse.Namespace, item: Item, _: Plan) -> c.Command:
    return c.RequestCompletion(
        item=item.id, on=arguments.on or datetime.now().astimezone().date(), reason=arguments.reason
    )


def _confirmation(arguments: argparse.Namespace, item: Item, _: Plan) -> c.Command:
    kind = c.RefuseCompletion if arguments.refuse else c.Confirm
    return kind(item=item.id, reason=arguments.reason)


def _extension(arguments: argparse.Namespace, item: Item, _: Plan) -> c.Command:
    if arguments.to is not None:
        return c.RequestExtension(item=item.id, due=arguments.to, reason=arguments.reason)
    kind = c.ApproveExtension if arguments.approve else c.RefuseExtension
    return kind(item=item.id, reason=arguments.reason)
