"""The structure of a sheet, which the library leaves out where it reads row by row.

Lives here: merged cells, what is hidden, the last cell with a value, formulas whose value was never saved. Not here:
the cells themselves (``sheets``).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

import attrs

from plan_tasks.drafting.grids import Merge
from plan_tasks.errors import SourceUnreadable

__all__ = ["Structure", "read_structure", "sheet_parts"]

MOST_CELLS: Final = 400_000
MOST_MERGES: Final = 50_000
_WORKBOOK: Final = "xl/workbook.xml"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_VALUES: Final = ("v", "t")  # hold a cell's value, or its words where they stand in the cell itself
_CHUNK: Final = 64 * 1024


@attrs.define
class Structure:
    """The structure of a sheet. Rows and columns count from 0.

    Attributes:
        merges: Cells that are one.
        hidden_rows: Rows that are not shown.
        hidden_columns: Columns that are not shown.
        filled: Rows with a value.
        last_column: The last column with a value.
        unsaved: Cells with a formula and no value.
    """

    merges: list[Merge] = attrs.field(factory=list)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: set[int] = attrs.field(factory=set)
    filled: set[int] = attrs.field(factory=set)
    last_column: int = -1
    unsaved: list[tuple[int, int]] = attrs.field(factory=list)

    @property
    def last_row(self) -> int:
        """The last row with a value; -1 where there is none."""
        return max(self.filled, default=-1)


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet -> the part of the archive that holds it."""
    folder, file = posixpath.split(_WORKBOOK)
    links = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))  # noqa: S314 - parts that declare entities were refused
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    found = {}
    for element in ElementTree.fromstring(archive.read(_WORKBOOK)).iter():  # noqa: S314 - as above
        if element.tag.rpartition("}")[2] == "sheet":
            link = next((value for name, value in element.items() if name.endswith("}id")), "")
            target = targets.get(link, "")
            found[element.get("name", "")] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return found


def read_structure(archive: zipfile.ZipFile, part: str, *, name: str) -> Structure:
    """Read the structure of a sheet.

    Args:
        archive: The workbook, looked through before.
        part: The part that holds the sheet.
        name: The file's name, for errors.

    Raises:
        SourceUnreadable: The sheet has more cells than are read.
    """
    reader = _Reader(name)
    with archive.open(part) as sheet:
        while chunk := sheet.read(_CHUNK):
            reader.parser.Parse(chunk)
    return reader.structure


class _Reader:
    def __init__(self, name: str) -> None:
        self.structure = Structure()
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self._name = name
        self._row = self._column = -1
        self._cells = 0
        self._in_value = self._has_value = self._has_formula = False

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if tag == "c":
            place = _REFERENCE.fullmatch(given.get("r", ""))
            self._column = _column(place[1]) if place is not None else self._column + 1
            self._has_value = self._has_formula = False
        elif tag in _VALUES:
            self._in_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
            if _is_true(given.get("hidden")):
                self.structure.hidden_rows.add(self._row)
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))
        elif tag == "col" and _is_true(given.get("hidden")):
            first, last = int(given["min"]) - 1, int(given["max"]) - 1
            self.structure.hidden_columns.update(range(first, min(last, 20_000) + 1))

    def _words(self, words: str) -> None:
        self._has_value = self._has_value or (self._in_value and bool(words.strip()))

    def _end(self, tag: str) -> None:
        tag = tag.rpartition("}")[2]
        if tag in _VALUES:
            self._in_value = False
        if tag != "c":
            return
        if self._has_value:
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise self._too_many(f"{MOST_CELLS:,} cells")
            self.structure.filled.add(self._row)
            self.structure.last_column = max(self.structure.last_column, self._column)
        elif self._has_formula:
            self.structure.unsaved.append((self._row, self._column))

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            return
        if len(self.structure.merges) >= MOST_MERGES:
            raise self._too_many(f"{MOST_MERGES:,} merged cells")
        self.structure.merges.append(
            Merge(
                top=int(corners[0][2]) - 1,
                left=_column(corners[0][1]),
                bottom=int(corners[1][2]) - 1,
                right=_column(corners[1][1]),
            )
        )

    def _too_many(self, what: str) -> SourceUnreadable:
        return SourceUnreadable(f"a sheet has more than {what}", where=self._name, remedy="split it")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
