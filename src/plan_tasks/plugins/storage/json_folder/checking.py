"""Reads a plan's file and its observations, whoever wrote them, and says by file, line and field what cannot be."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import attrs

from plan_tasks.errors import InvalidDocument, StoreDamaged
from plan_tasks.model import Goal, Item, ItemId, Measure, Observation, Plan
from plan_tasks.model.converting import structure
from plan_tasks.plugins.storage.json_folder.lines import line_of, repeated_field
from plan_tasks.plugins.storage.json_folder.records import read_observations
from plan_tasks.storage.encoding import json_decoder

__all__ = ["PlanText", "read_plan", "read_rows", "steps_of"]

_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_MEND = "mend it, or take the file back: git checkout -- FILE"
_CLASSES: dict[str, type[Goal] | type[Measure]] = {"goal": Goal, "measure": Measure}
_FIELDS = ("tenant", "plan", "items")
_PATH = re.compile(r"\w+((?:\.\w+|\[\d+\])*): ")
_OWN_PATH = re.compile(r"[A-Z]\w*((?:\.\w+|\[\d+\])+) ")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"\w+((?:\.\w+|\[\d+\])*): unknown field '([^']*)'")

Path = Sequence[str | int]


@attrs.define
class PlanText:
    """What a plan's file says.

    Attributes:
        where: The file, for errors.
        text: Its text.
        tenant: Whose plan.
        header: The plan without its items.
        version: The header's version; 0 where the file names none.
        items: The items in order, each with its version, or 0.
    """

    where: str
    text: str
    tenant: str
    header: Plan
    version: int
    items: list[tuple[Item, int]]

    def refuse(self, path: Path, message: str, remedy: str) -> NoReturn:
        """Says what cannot be, and in which line.

        Raises:
            StoreDamaged: Always.
        """
        _refuse(self.text, self.where, path, message, remedy)


def read_plan(data: bytes, where: str, *, ours: bool) -> PlanText:
    """Reads a plan's file.

    Args:
        data: Its bytes.
        where: The file, for errors.
        ours: Whether this program wrote it just so; what only people do is not looked for then.

    Raises:
        StoreDamaged: It is no such file, or a field cannot be so.
    """
    text = _text_of(data, where)
    document = _parsed(text, where, ours=ours)
    if not isinstance(document, dict):
        _refuse(text, where, [], "the file does not hold one object", f"it has the fields {', '.join(_FIELDS)}")
    for name in document:
        if name not in _FIELDS:
            _refuse(text, where, [name], f"unknown field {name!r}", f"known are {', '.join(_FIELDS)}")
    if not isinstance(document.get("tenant"), str):
        _refuse(text, where, ["tenant"], "the field 'tenant' is missing or no text", 'write "tenant": "default"')
    listed = document.get("items")
    if not isinstance(listed, list):
        _refuse(text, where, ["items"], "the field 'items' is missing or no list", 'write "items": []')
    version, header = _value(text, where, ["plan"], document.get("plan"), Plan)
    if header.goals or header.measures:
        name = "goals" if header.goals else "measures"
        _refuse(text, where, ["plan", name], f"{name} do not stand in the header", "put them into 'items'")
    items = [_item(text, where, number, row) for number, row in enumerate(listed)]
    return PlanText(where, text, document["tenant"], header, version, items)


def read_rows(data: bytes, where: str, *, ours: bool) -> list[tuple[ItemId, Observation]]:
    """Reads a file of observations; arguments and errors as for `read_plan`."""
    text = _text_of(data, where)
    if ours:
        try:
            return read_observations(text)
        except (ValueError, LookupError, TypeError, ArithmeticError) as error:
            raise StoreDamaged(f"an observation cannot be read: {error}", where=where, remedy=_MEND) from error
    return [_row(line, f"{where}:{number}") for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _row(line: str, where: str) -> tuple[ItemId, Observation]:
    try:
        row = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise StoreDamaged(f"the line is not JSON: {error}", where=where, remedy=_MEND) from None
    item = row.pop("item", None) if isinstance(row, dict) else None
    if not isinstance(item, str) or not isinstance(row, dict):
        raise StoreDamaged("the line names no item", where=where, remedy='write {"item": "g1", "indicator": ...}')
    try:
        return ItemId(item), structure(row, Observation)
    except InvalidDocument as error:
        raise StoreDamaged(error.message, where=where, remedy=error.remedy or _MEND) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field stands there twice")
    return fields


def _text_of(data: bytes, where: str) -> str:
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        wrong = data.count(b"\n", 0, error.start) + 1
        raise StoreDamaged(
            "the file is not UTF-8", where=f"{where}:{wrong}", remedy="save it as UTF-8, or take it back from git"
        ) from None
    if any(mark in text for mark in _MARKS):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.startswith(_MARKS):
                raise StoreDamaged(
                    "the marks of a merge stand in the file",
                    where=f"{where}:{number}",
                    remedy="keep what is right between <<<<<<< and >>>>>>>, and remove the lines of marks",
                )
    return text


def _parsed(text: str, where: str, *, ours: bool) -> Any:
    try:
        if ours:
            return json_decoder()(text)
        document = json.loads(text)
    except json.JSONDecodeError as error:
        what = "the file ends too early" if error.pos >= len(text.rstrip()) else f"not JSON: {error.msg}"
        raise StoreDamaged(what, where=f"{where}:{error.lineno}", remedy=_MEND) from None
    except (ValueError, RecursionError) as error:
        raise StoreDamaged(f"not JSON: {error}", where=where, remedy=_MEND) from None
    if (twice := repeated_field(text)) is not None:
        raise StoreDamaged(f"the field {twice[0]!r} stands there twice", where=f"{where}:{twice[1]}", remedy=_MEND)
    return document


def _item(text: str, where: str, number: int, row: Any) -> tuple[Item, int]:
    kind = row.pop("kind", None) if isinstance(row, dict) else None
    if kind not in _CLASSES:
        _refuse(text, where, ["items", number, "kind"], f"{kind!r} is no kind of item", "one of goal, measure")
    version, item = _value(text, where, ["items", number], row, _CLASSES[kind])
    return item, version


def _value(text: str, where: str, path: Path, row: Any, kind: Any) -> tuple[int, Any]:
    if not isinstance(row, dict):
        _refuse(text, where, path, f"the field {path[-1]!r} is missing or no object", _MEND)
    version = row.pop("version", 0)
    if version.__class__ is not int or version < 0:
        _refuse(text, where, [*path, "version"], f"the version cannot be {version!r}", "leave it as it was")
    try:
        return version, structure(row, kind)
    except InvalidDocument as error:
        _refuse(text, where, [*path, *steps_of(error.message)], error.message, error.remedy or _MEND)


def steps_of(message: str) -> Path:
    """The path to the field of which an error of the model speaks.

    Example:
        >>> steps_of("Measure.targets[0].value: 'x' is not a number written as text")
        ['targets', 0, 'value']
    """
    if unknown := _UNKNOWN.search(message):
        return [*_split(unknown[1]), unknown[2]]
    found = _PATH.match(message)
    path = found[1] if found else ""
    if not path and (own := _OWN_PATH.search(message)):
        path = own[1]
    return _split(path)


def _split(path: str) -> list[str | int]:
    return [name or int(number) for name, number in _STEP.findall(path)]


def _refuse(text: str, where: str, path: Path, message: str, remedy: str) -> NoReturn:
    try:
        line = line_of(text, path)
    except (ValueError, IndexError):
        line = 1
    raise StoreDamaged(message, where=f"{where}:{line}", remedy=remedy)
