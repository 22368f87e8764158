"""What a command needs to know of its surroundings: which store, which plan, who acts. The environment is read here."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from plan_tasks.cli.output import Output
from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import Language, PlanId
from plan_tasks.tracker import Tracker

__all__ = ["DEFAULT_STORE", "actor_of", "day_of", "open_tracker", "plan_of", "store_of"]

DEFAULT_STORE = "sqlite:///plan_tasks.db"


def store_of(arguments: argparse.Namespace) -> str:
    """The store's URL: the argument, else PLAN_TASKS_STORE, else a file in this folder."""
    return arguments.store or os.environ.get("PLAN_TASKS_STORE") or DEFAULT_STORE


def actor_of(arguments: argparse.Namespace) -> str:
    """Who acts: the argument, else PLAN_TASKS_ACTOR, else the login name.

    Raises:
        InvalidValue: None of them says.
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
    with Tracker.open(store_of(arguments), language=output.language, create=create) as tracker:
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
    """The language: the argument, else PLAN_TASKS_LANG, else the locale's when it is Chinese, else English."""
    given = arguments.lang or os.environ.get("PLAN_TASKS_LANG", "")
    if given in ("zh", "en"):
        return Language(given)
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return Language.ZH if spoken.startswith("zh") else Language.EN
