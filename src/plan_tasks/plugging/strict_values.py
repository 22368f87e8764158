"""How one written value becomes one typed value, or an error that says what would be right.

Lives here: a function for each type that an option may have. Each takes what a user wrote (text from a URL, or a value
from a dict) and refuses whatever it would have to guess. Not here: whole options classes (``options``).
"""

from __future__ import annotations

import enum
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

__all__ = ["SCALARS", "BadValue", "literal_value", "member_of", "shown"]

_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_FALSE: Final = frozenset({"false", "no", "off", "0"})
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,40}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_DURATION: Final = re.compile(
    r"(?:(?P<weeks>\d{1,6})w)?(?:(?P<days>\d{1,6})d)?(?:(?P<hours>\d{1,6})h)?"
    r"(?:(?P<minutes>\d{1,6})m)?(?:(?P<seconds>\d{1,6}(?:\.\d{1,6})?)s)?(?:(?P<milliseconds>\d{1,9})ms)?"
)
_LONGEST_SHOWN: Final = 60


class BadValue(ValueError):
    """A value that does not fit its option; the text continues the sentence ``option "x" ...``."""


def shown(value: object) -> str:
    """Return a value as an error shows it: a short ``repr``, a sentence for repeated options."""
    if isinstance(value, list):
        return f"given {len(value)} times"
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _refuse(value: object, right: str) -> BadValue:
    return BadValue(f"is {shown(value)}; it must be {right}")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _refuse(value, "a text")


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
    raise _refuse(value, "true or false (yes/no, on/off, 1/0)")


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    raise _refuse(value, "a whole number")


def _real(value: object) -> float:
    number = math.nan
    written = isinstance(value, str) and _DECIMAL.fullmatch(value.strip())
    if written or (isinstance(value, int | float) and not isinstance(value, bool)):
        number = float(value)  # type: ignore[arg-type]
    if math.isfinite(number):
        return number
    raise _refuse(value, "a number")


def _decimal(value: object) -> Decimal:
    number: Decimal | None = None
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        # repr of a float is the shortest text that means it, which is what was written in the configuration.
        number = Decimal(repr(value))
    elif isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        number = Decimal(value.strip())
    if number is not None and number.is_finite():
        return number
    raise _refuse(value, "a decimal number such as 12.5")


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise BadValue(f"is {shown(value)}; there is no such date") from None
    raise _refuse(value, "a date such as 2021-06-30")


def _time_of_day(value: object) -> time:
    if isinstance(value, time) and value.tzinfo is None:
        return value
    if isinstance(value, str) and _TIME.fullmatch(value.strip()):
        try:
            return time.fromisoformat(value.strip())
        except ValueError:
            raise BadValue(f"is {shown(value)}; there is no such time of day") from None
    raise _refuse(value, "a time of day such as 08:30")


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (match := _DURATION.fullmatch(value.strip())) and match.group():
        return timedelta(**{unit: float(amount) for unit, amount in match.groupdict().items() if amount})
    raise _refuse(value, "a duration with its unit, such as 500ms, 30s, 5m, 2h, 1d, 1w or 1h30m")


def _path(value: object) -> Path:
    if isinstance(value, str | os.PathLike):
        text = os.fspath(value)
        if isinstance(text, str) and text.strip() and "\0" not in text:
            return Path(text)
    raise _refuse(value, "a path")


SCALARS: Final[Mapping[type, Callable[[object], object]]] = {
    str: _text,
    bool: _truth,
    int: _integer,
    float: _real,
    Decimal: _decimal,
    date: _day,
    time: _time_of_day,
    timedelta: _duration,
    Path: _path,
}
"""The types of an option that are one value, and how each is read. `Secret` needs a resolver and stands apart."""


def _choice(value: object, allowed: Iterable[tuple[object, object]]) -> object:
    """Return the result of the pair whose written form is the value's: ``"3"`` stands for 3, ``True`` does not."""
    pairs = list(allowed)
    for written, result in pairs:
        if type(value) is type(written) and value == written:
            return result
    if isinstance(value, str):
        for written, result in pairs:
            if value.strip() == str(written):
                return result
    raise _refuse(value, f"one of {', '.join(str(written) for written, _ in pairs)}")


def member_of(value: object, target: type[enum.Enum]) -> enum.Enum:
    """Return the member of an enum class that a user wrote, by its value."""
    if isinstance(value, target):
        return value
    member: Any = _choice(value, ((member.value, member) for member in target))
    return target(member)


def literal_value(value: object, allowed: tuple[object, ...]) -> object:
    """Return the value of a ``Literal`` type that a user wrote."""
    return _choice(value, ((one, one) for one in allowed))
