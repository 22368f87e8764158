"""How an item becomes the JSON body of a row and back, with the fastest JSON library at hand.

The two libraries write the same bytes, so the hash chain does not depend on which is installed. A body is read by
functions made here from the classes, not by the converter of documents: a store reads what this program wrote and
whose hash it has checked, by the hundred thousand, and needs no list of what a person got wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs

from plan_tasks.errors import InvalidValue, StoreDamaged
from plan_tasks.model import Goal, Item, Measure
from plan_tasks.model.converting import make_converter

__all__ = ["decode_item", "encode_item", "json_decoder", "json_encoder", "value_reader"]

T = TypeVar("T")

_CLASSES: dict[str, type[Goal] | type[Measure]] = {"goal": Goal, "measure": Measure}


@cache
def json_encoder() -> Callable[[Any], str]:
    """A function from plain data to compact JSON text.

    The function raises `InvalidValue` for text that is not Unicode: half of a surrogate pair.
    """
    try:
        import orjson
    except ImportError:
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

        def encoded(data: Any) -> str:
            text = encode(data)
            if not text.isascii():
                try:
                    text.encode()
                except UnicodeEncodeError:
                    raise _not_unicode() from None
            return text

        return encoded
    dumps = orjson.dumps

    def dumped(data: Any) -> str:
        try:
            return dumps(data).decode()
        except orjson.JSONEncodeError as error:
            if "surrogate" not in str(error):
                raise
            raise _not_unicode() from None

    return dumped


def _not_unicode() -> InvalidValue:
    return InvalidValue("the text holds half of a surrogate pair, which is no character", remedy="decode it as UTF-8")


@cache
def json_decoder() -> Callable[[str], Any]:
    """A function from JSON text to plain data."""
    try:
        import orjson
    except ImportError:
        return json.JSONDecoder().decode
    return orjson.loads


def encode_item(item: Item) -> str:
    """Writes an item as the JSON body of its row; the same text for equal items.

    Raises:
        InvalidValue: A text of the item is not Unicode.
    """
    return json_encoder()(make_converter().unstructure(item, item.__class__))


def decode_item(kind: str, body: str, *, where: str = "") -> Item:
    """Reads an item from the JSON body of its row.

    Args:
        kind: ``goal`` or ``measure``.
        body: What `encode_item` wrote.
        where: What to call the row in an error.

    Returns:
        The item.

    Raises:
        StoreDamaged: The body is not what this version writes.
    """
    try:
        wanted: Any = _CLASSES[kind]
        item: Item = _reader(wanted)(json_decoder()(body))
    except Exception as error:
        raise StoreDamaged("the row's body cannot be read", where=where, remedy="run a check of the store") from error
    return item


def value_reader(kind: type[T]) -> Callable[[dict[str, Any]], T]:
    """The function that makes values of a class from plain data that this program wrote, which it uses up.

    It raises what the class raises where the data does not fit.

    Args:
        kind: A class of the model.
    """
    wanted: Any = kind
    reader: Callable[[dict[str, Any]], T] = _reader(wanted)
    return reader


@cache
def _reader(kind: Any) -> Any:
    """The function that makes a value of a type from plain data; None where plain data is the value already.

    What is not checked here, the validators of the classes check; an unknown field is no argument of theirs.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        member = _reader(arguments[0])
        return tuple if member is None else lambda values: tuple(map(member, values))
    if origin in (UnionType, Union):
        (kind,) = (each for each in arguments if each is not NoneType)
        return _reader(kind)
    if attrs.has(kind):
        return _class_reader(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    readers: dict[Any, Any] = {Decimal: Decimal, date: date.fromisoformat, datetime: datetime.fromisoformat}
    return readers.get(kind)


def _class_reader(kind: Any) -> Any:
    attrs.resolve_types(kind)
    reader_of = {field.name: reader for field in attrs.fields(kind) if (reader := _reader(field.type)) is not None}.get

    def instance(data: Any) -> Any:
        for name, value in data.items():  # a body holds few of the fields that a class has
            reader = reader_of(name)
            if reader is not None:
                data[name] = reader(value)
        return kind(**data)

    return instance
