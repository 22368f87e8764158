"""Field checks shared by the model's classes: each names the class, the field, the value and what is allowed.

Only checks of one value live here; checks across fields stand on the class they belong to. A check costs time
on every load, so each is one plain comparison on the good path.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from plan_tasks.errors import InvalidValue

__all__ = [
    "check_dates_in_order",
    "finite",
    "fraction",
    "instance_of",
    "instances_of",
    "moment",
    "name",
    "optional_instance_of",
    "optional_term",
    "positive_whole",
    "term",
    "text",
    "title",
    "whole_day",
]

Validator = Callable[[Any, Any, Any], None]

_TITLE_MAX = 2_000
_SHOWN = 80


def refuse(owner: Any, field: str, value: object, allowed: str) -> InvalidValue:
    """Builds the error for a field that cannot hold a value."""
    shown = repr(value)
    if len(shown) > _SHOWN:
        shown = shown[: _SHOWN - 1] + "…"
    where = owner if isinstance(owner, str) else type(owner).__name__
    return InvalidValue(f"{where}.{field} cannot be {shown}", remedy=f"give {allowed}")


def text(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts any text, also empty."""
    if value.__class__ is not str:
        raise refuse(owner, attribute.name, value, "text")


def title(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts text of 1 to 2,000 characters that is not blank."""
    if value.__class__ is not str or not 0 < len(value) <= _TITLE_MAX or value.isspace():
        raise refuse(owner, attribute.name, value, f"text of 1 to {_TITLE_MAX:,} characters that is not blank")


def name(*, empty: bool = False) -> Validator:
    """Accepts an identifier: 1 to 128 characters, no white space, slash, backslash or control character."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value.__class__ is str:
            if value.isalnum() and len(value) <= 128:
                return
            if (empty and not value) or is_name(value):
                return
        raise refuse(owner, attribute.name, value, NAME_RULE)

    return check


NAME_RULE = "an identifier of 1 to 128 characters without white space, slash, backslash or control characters"


def is_name(value: str) -> bool:
    """Whether a text can be an identifier.

    Example:
        >>> is_name("m3.2"), is_name("市发展改革委"), is_name("a b"), is_name("../x")
        (True, True, False, False)
    """
    if not 0 < len(value) <= 128:
        return False
    return not any(c in "/\\" or c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in value)


def whole_day(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a date (not a date with a time) or None."""
    if value is not None and value.__class__ is not date:
        raise refuse(owner, attribute.name, value, "a date without a time, or None")


def moment(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a date and time that knows its zone, or None."""
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise refuse(owner, attribute.name, value, "a datetime with a time zone, or None")


def finite(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a finite Decimal or None."""
    if value is not None and (value.__class__ is not Decimal or not value.is_finite()):
        raise refuse(owner, attribute.name, value, "a finite Decimal (write Decimal('7.5'), not 7.5), or None")


def fraction(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a Decimal from 0 to 1, or None."""
    if value is not None and (value.__class__ is not Decimal or not 0 <= value <= 1):
        raise refuse(owner, attribute.name, value, "a Decimal from 0 to 1 (60% is Decimal('0.6')), or None")


def instance_of(kind: type) -> Validator:
    """Accepts a value of one class."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value.__class__ is not kind:
            raise refuse(owner, attribute.name, value, f"a value of class {kind.__name__}")

    return check


def optional_instance_of(kind: type) -> Validator:
    """Accepts a value of one class, or None."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value is not None and value.__class__ is not kind:
            raise refuse(owner, attribute.name, value, f"a value of class {kind.__name__}, or None")

    return check


def positive_whole(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a whole number from 1 up, or None."""
    if value is not None and (value.__class__ is not int or value < 1):
        raise refuse(owner, attribute.name, value, "a whole number from 1 up, or None")


def instances_of(kind: type) -> Validator:
    """Accepts a tuple whose members are of one class."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value.__class__ is not tuple:
            raise refuse(owner, attribute.name, value, f"a tuple of {kind.__name__}")
        for member in value:
            if member.__class__ is not kind:
                raise refuse(owner, attribute.name, member, f"a tuple of {kind.__name__}")

    return check


def term(kind: type[Enum]) -> Validator:
    """Accepts a member of one of the vocabulary's closed sets."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value.__class__ is not kind:
            raise refuse(owner, attribute.name, value, _members(kind))

    return check


def optional_term(kind: type[Enum]) -> Validator:
    """Accepts a member of one of the vocabulary's closed sets, or None."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if value is not None and value.__class__ is not kind:
            raise refuse(owner, attribute.name, value, f"{_members(kind)}, or None")

    return check


def _members(kind: type[Enum]) -> str:
    return "one of " + ", ".join(f"{kind.__name__}.{member.name}" for member in kind)


def check_dates_in_order(owner: Any, start: date | None, end: date | None, *, names: tuple[str, str]) -> None:
    """Refuses an end before its start."""
    if start is not None and end is not None and end < start:
        raise refuse(owner, names[1], end.isoformat(), f"a date not before {names[0]} {start.isoformat()}")
