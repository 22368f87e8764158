"""How model values become plain JSON-able data and back: one strict cattrs converter.

Numbers are kept as text (a Decimal is not a float), dates and moments in ISO 8601, enums by value; fields at their
default are left out, so that a document stays short and gains no lines when a class gains a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, TypeVar

import attrs
from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from plan_tasks.errors import InvalidDocument
from plan_tasks.model import vocabulary
from plan_tasks.model.quantities import plain

__all__ = ["day_text", "make_converter", "structure", "unstructure"]

T = TypeVar("T")


@cache
def make_converter() -> Converter:
    """The converter for every class of the model; built once, since building it generates code.

    Returns:
        A converter that refuses unknown fields and keeps the path of every error.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=True, omit_if_default=True)
    converter.register_unstructure_hook(Decimal, plain)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(date, day_text)
    converter.register_structure_hook(date, _date)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, _datetime)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _truth)
    converter.register_structure_hook(int, _whole)
    for term in vocabulary.__all__:  # one by one: a text enum would else be taken by the hook for text
        converter.register_structure_hook(getattr(vocabulary, term), _term)
        converter.register_unstructure_hook(getattr(vocabulary, term), _value)
    return converter


@lru_cache(maxsize=8192)
def day_text(day: date) -> str:
    """A date in ISO form. Kept, since a plan has many items and few different days."""
    return day.isoformat()


def unstructure(value: Any) -> Any:
    """Turns a model value into dicts, lists and text.

    Args:
        value: Any value of the model.

    Returns:
        JSON-able data; the same for equal values.
    """
    return make_converter().unstructure(value)


def structure(data: Any, kind: type[T], converter: Converter | None = None) -> T:
    """Turns plain data into a model value.

    Args:
        data: What `unstructure` returned, or what a document holds.
        kind: The class wanted.
        converter: One that knows more classes; None for that of the model.

    Returns:
        The value.

    Raises:
        InvalidDocument: A field is unknown, missing or wrong; the message names each with its path.

    Example:
        >>> from plan_tasks.model.area import Area
        >>> structure({"id": "a1", "title": "Industry"}, Area).title
        'Industry'
        >>> structure({"id": "a1", "title": "Industry", "colour": "red"}, Area)
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidDocument: Area: unknown field 'colour'; known are id, number, title
    """
    try:
        return (converter or make_converter()).structure(data, kind)
    except Exception as error:
        problems = list(_problems(error, kind.__name__))
        more = f" (and {len(problems) - 3} more)" if len(problems) > 3 else ""
        raise InvalidDocument("; ".join(problems[:3]) + more) from error


def _problems(error: BaseException, path: str) -> Iterator[str]:
    """Walks cattrs' error groups down to one line for each wrong field."""
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        for inner in error.exceptions:
            step = path
            for note in getattr(inner, "__notes__", ()):
                if isinstance(note, AttributeValidationNote):
                    step = f"{path}.{note.name}"
                elif isinstance(note, IterableValidationNote):
                    step = f"{path}[{note.index}]"
            yield from _problems(inner, step)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(sorted(field.name for field in attrs.fields(error.cl)))
        names = ", ".join(repr(name) for name in sorted(error.extra_fields))
        yield f"{path}: unknown field {names}; known are {known}"
    elif isinstance(error, KeyError):
        yield f"{path}: the field is missing"
    else:
        yield f"{path}: {error}"


def _decimal(value: Any, _: Any) -> Decimal:
    if value.__class__ is str:
        try:
            return Decimal(value)
        except InvalidOperation:
            pass
    elif value.__class__ is int:
        return Decimal(value)
    raise InvalidDocument(f"{value!r} is not a number written as text", remedy='write it like "7.5"')


def _date(value: Any, _: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidDocument(f"{value!r} is not a date", remedy="write it like 2021-06-30") from None


def _datetime(value: Any, _: Any) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidDocument(f"{value!r} is not a moment", remedy="write it like 2021-06-30T08:00:00+08:00") from None


def _text(value: Any, _: Any) -> str:
    if value.__class__ is str:
        return value
    raise InvalidDocument(f"{value!r} is not text")


def _truth(value: Any, _: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise InvalidDocument(f"{value!r} is neither true nor false")


def _whole(value: Any, _: Any) -> int:
    if value.__class__ is int:
        return value
    raise InvalidDocument(f"{value!r} is not a whole number")


def _term(value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        raise InvalidDocument(f"{value!r} is not a {kind.__name__}", remedy=f"one of {allowed}") from None


def _value(member: Any) -> Any:
    return member._value_  # the attribute itself: `value` is a slow descriptor, and this runs for every field
