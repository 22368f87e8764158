"""What a command needs to know of its surroundings: which store, which plan, who acts. The environment is read here."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from plan_tasks.cli.output import Output
from plan_tasks.errors import Conflict, InvalidValue, UnknownName
from plan_tasks.model import ItemId, Language, Observation, Plan, PlanId
from plan_tasks.storage.contract import Receipt
from plan_tasks.tracker import Tracker

__all__ = [
    "DEFAULT_STORE",
    "actor_of",
    "add_plan",
    "asked_language",
    "day_of",
    "language_of",
    "open_store",
    "open_tracker",
    "plan_of",
    "store_of",
]

DEFAULT_STORE = "sqlite:///plan_tasks.db"


def store_of(arguments: argparse.Namespace) -> str:
    """The store's URL: the argument, else PLAN_TASKS_STORE, else a file in this folder."""
    return arguments.store or os.environ.get("PLAN_TASKS_STORE") or DEFAULT_STORE


def actor_of(arguments: argparse.Namespace) -> str:
    """Who acts: the argument, else PLAN_TASKS_ACTOR, else the login name.

    Raises:
        InvalidValue: None of them says, or the name has line breaks or control characters.
    """
    given: str | None = arguments.actor
    if given is None:
        given = os.environ.get("PLAN_TASKS_ACTOR")
    if given is None:
        try:
            given = getpass.getuser()
        except (KeyError, OSError):
            given = ""
    if not given.strip():
        raise InvalidValue("nobody is named as the one who does it", remedy="give --actor NAME")
    if not given.isprintable():
        raise InvalidValue(f"{given!r} is not a name", remedy="give --actor a name in one line")
    return given


def day_of(arguments: argparse.Namespace) -> date:
    """The day judged: the argument, else today on this machine."""
    given: date | None = arguments.on
    return given or date.today()


@contextmanager
def open_tracker(arguments: argparse.Namespace, output: Output, *, create: bool = False) -> Iterator[Tracker]:
    """Opens the tracker on the store that is meant.

    Args:
        arguments: Of the command.
        output: For the language.
        create: Whether a store that is not there yet shall be made; else it is an error.
    """
    with open_store(store_of(arguments), output, create=create) as tracker:
        yield tracker


@contextmanager
def open_store(url: str, output: Output, *, create: bool = False) -> Iterator[Tracker]:
    """Opens the tracker on a store; arguments as for `open_tracker`."""
    calendar = os.environ.get("PLAN_TASKS_CALENDAR") or "china"
    with Tracker.open(url, language=output.language, calendar=calendar, create=create) as tracker:
        yield tracker


def plan_of(arguments: argparse.Namespace, tracker: Tracker) -> PlanId:
    """The plan that is meant: the argument, else the only one in the store.

    Raises:
        UnknownName: The store holds none, several, or not the one named.
    """
    plans = [stored.plan.id for stored in tracker.plans()]
    if not plans:
        raise UnknownName(
            "the store holds no plan", where=store_of(arguments), remedy="`plan-tasks import FILE` adds one"
        )
    if arguments.plan is None:
        if len(plans) > 1:
            raise UnknownName(f"the store holds {len(plans)} plans", remedy=f"give --plan: {', '.join(plans)}")
        return plans[0]
    if arguments.plan not in plans:
        raise UnknownName(f"there is no plan {arguments.plan!r}", remedy=f"there are {', '.join(plans)}")
    return PlanId(arguments.plan)


def language_of(arguments: argparse.Namespace) -> Language:
    """The language that was asked for, by the argument or PLAN_TASKS_LANG; else Chinese, as for `Tracker.open`.

    The machine's locale plays no part: the same command writes the same report on every machine.

    Raises:
        InvalidValue: PLAN_TASKS_LANG is neither ``zh`` nor ``en``.
    """
    return asked_language(arguments) or Language.ZH


def add_plan(
    tracker: Tracker, plan: Plan, *, actor: str, observations: Mapping[ItemId, Sequence[Observation]], reason: str = ""
) -> Receipt:
    """Stores a new plan.

    Raises:
        InvalidValue: The store holds a plan of that id already.
    """
    try:
        return tracker.add(plan, actor=actor, reason=reason, observations=observations)
    except Conflict as error:
        if error.item != plan.id:
            raise
        message = f"the store holds a plan {plan.id!r} already"
        raise InvalidValue(message, remedy="give this one another id with --plan") from error


def asked_language(arguments: argparse.Namespace) -> Language | None:
    """The language that was asked for, by the argument or PLAN_TASKS_LANG; None when neither says.

    Raises:
        InvalidValue: PLAN_TASKS_LANG is neither ``zh`` nor ``en``.
    """
    given: str = arguments.lang or os.environ.get("PLAN_TASKS_LANG", "")
    if not given:
        return None
    if given not in tuple(Language):
        raise InvalidValue(f"PLAN_TASKS_LANG is {given!r}", remedy="set it to zh or en, or give --lang")
    return Language(given)
