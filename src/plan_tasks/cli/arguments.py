"""Arguments that several commands share, and how their words become values."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime, time
from decimal import Decimal

from plan_tasks.errors import InvalidValue
from plan_tasks.model.quantities import Quantity, decimal_of

__all__ = [
    "add_actor",
    "add_json",
    "add_moment",
    "add_plan",
    "add_store",
    "amount",
    "day",
    "moment",
    "number",
    "share",
    "year",
]

_AMOUNT = re.compile(r"([-+]?[\d.,，]+)\s*([^\d\s.,，+-].{0,30})")


def day(text: str) -> date:
    """A date in ISO form.

    Raises:
        argparse.ArgumentTypeError: There is no such date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write one like 2021-06-30") from None


def moment(text: str) -> datetime:
    """A moment in ISO form; a bare date means the end of that day. Without a zone, the machine's own is meant.

    Raises:
        argparse.ArgumentTypeError: There is no such moment.
    """
    try:
        if len(text) == len("2021-06-30"):
            return datetime.combine(date.fromisoformat(text), time.max).astimezone()
        given = datetime.fromisoformat(text)
    except ValueError:
        example = "2021-06-30 or 2021-06-30T18:00:00+08:00"
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment; write one like {example}") from None
    return given if given.tzinfo else given.astimezone()


def year(text: str) -> int:
    """A year from 1900 to 2200.

    Raises:
        argparse.ArgumentTypeError: It is not one.
    """
    if not (text.isascii() and text.isdecimal()) or not 1900 <= int(text) <= 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a year; write one from 1900 to 2200")
    return int(text)


def number(text: str) -> Decimal:
    """A finite decimal number; full-width digits and thousands separators are accepted.

    Raises:
        argparse.ArgumentTypeError: It is not one.
    """
    try:
        return decimal_of(text.strip().replace(",", "").replace("，", ""))
    except InvalidValue:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; write one like 7.5") from None


def amount(text: str) -> Decimal | Quantity:
    """A number as ``number`` reads it, or one with its unit behind it: 1352万人, 8.1%.

    Raises:
        argparse.ArgumentTypeError: It is neither.
    """
    written = _AMOUNT.fullmatch(text.strip())
    return number(text) if written is None else Quantity(number(written[1]), written[2])


def share(text: str) -> Decimal:
    """A share from 0 to 1, written as percent (60% or 60).

    Raises:
        argparse.ArgumentTypeError: It is not one.
    """
    percent = number(text.strip().rstrip("%％"))
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share; write a percentage from 0 to 100")
    return percent / 100


def add_store(parser: argparse.ArgumentParser) -> None:
    """Adds ``--store``."""
    parser.add_argument(
        "--store",
        metavar="URL",
        help="where plans are kept (default: PLAN_TASKS_STORE, else sqlite:///plan_tasks.db)",
    )


def add_plan(parser: argparse.ArgumentParser) -> None:
    """Adds ``--plan``."""
    parser.add_argument("--plan", metavar="ID", help="which plan (needed only where the store holds several)")


def add_actor(parser: argparse.ArgumentParser) -> None:
    """Adds ``--actor``."""
    parser.add_argument("--actor", metavar="NAME", help="who does it (default: PLAN_TASKS_ACTOR, else the login name)")


def add_moment(parser: argparse.ArgumentParser) -> None:
    """Adds ``--on`` and ``--known-at``."""
    parser.add_argument("--on", type=day, metavar="DATE", help="the day judged (default: today)")
    parser.add_argument(
        "--known-at", type=moment, metavar="DATE", help="only what was recorded by then (default: everything)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Adds ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
