"""A form that came back: which item each row is about, what was filled in, and which cells cannot be taken.

Pure: cells go in as text, returns and refusals come out. Columns are known by their heads in either language, wherever
they stand; a row is known by its key, or by the item's id where the key is gone. Not here: reading files
(`plan_tasks.drafting`), and whether an item still takes returns (`plan_tasks.services.collecting`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.model import Language
from plan_tasks.reporting.item_columns import ITEM_COLUMNS

__all__ = ["Filled", "FilledForm", "RefusedCell", "read_form"]

_ROWS_BEFORE_HEADS: Final = 20
_FILLED: Final = ("percent", "narrative", "problems", "next_steps", "evidence")
_KNOWN_BY: Final = ("key", "id")
_NOTHING: Final = frozenset({"-", "--", "—", "——", "/", "\\", "无", "none", "n/a"})  # 无: none
_NUMBER: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")
_HUNDRED: Final = Decimal(100)
_SPACES: Final = re.compile(r"\s+")


@attrs.frozen(kw_only=True)
class RefusedCell:
    """A cell that cannot be taken.

    Attributes:
        where: Sheet and cell: ``台账!Y7``.
        what: What is wrong with it.
        remedy: What would be right.
    """

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"


@attrs.frozen(kw_only=True)
class Filled:
    """What a row says of its item.

    Attributes:
        item: The item's id.
        plan: The plan's id as the key has it; empty where the row is known by the item's id alone.
        where: The row's place, for what is said of it as a whole.
        percent: Share done from 0 to 1; None where the cell is empty.
        texts: The filled cells among progress, problems, next steps and evidence, by the column's key. A cell that
            says that there is nothing (无, —) is there with an empty text; an empty cell is not there.
    """

    item: str
    plan: str
    where: str
    percent: Decimal | None
    texts: Mapping[str, str]


@attrs.frozen(kw_only=True)
class FilledForm:
    """What a table says.

    Attributes:
        rows: The rows that say something, in order.
        refused: The cells that cannot be taken.
        is_form: Whether the table has heads of a form at all.
    """

    rows: tuple[Filled, ...] = ()
    refused: tuple[RefusedCell, ...] = ()
    is_form: bool = False


def read_form(
    rows: Sequence[Sequence[str]],
    *,
    name: str = "",
    address: Callable[[int, int], str] = lambda row, column: f"R{row + 1}C{column + 1}",
    share_of: Callable[[str], Decimal | None] = lambda _text: None,
) -> FilledForm:
    """Reads a table that came back.

    Args:
        rows: The text of its cells; rows may be ragged.
        name: What the table is called, for the places of cells.
        address: Names a cell by its row and column, counted from 0.
        share_of: What share words come to (基本完成, half done); None for words that give none.

    Returns:
        What it says. A row without a key and without an id is left out when nothing is filled in, and refused
        otherwise; a second row about the same item is refused.

    Example:
        >>> form = read_form([["编号", "进展情况", "填报进度"], ["m1", "已开工", "６０％"], ["m2", "", "120%"]])
        >>> [(row.item, row.percent, dict(row.texts)) for row in form.rows]
        [('m1', Decimal('0.6'), {'narrative': '已开工'})]
        >>> [str(cell) for cell in form.refused]
        ["R3C3: '120%' is no share done; give a percentage from 0% to 100%"]
    """
    head, columns = _heads(rows)
    if not columns:
        return FilledForm()
    reader = _Reader(columns, lambda row, column: "!".join(filter(None, (name, address(row, column)))), share_of)
    for number in range(head + 1, len(rows)):
        reader.read(number, rows[number])
    return FilledForm(rows=tuple(reader.rows), refused=tuple(reader.refused), is_form=True)


def _heads(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row of heads, and where each column stands; no columns where there is no such row."""
    for number, row in enumerate(rows[:_ROWS_BEFORE_HEADS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            key = _LABELS.get(_folded(cell))
            if key is not None:
                columns.setdefault(key, at)
        if any(key in columns for key in _KNOWN_BY) and any(key in columns for key in _FILLED):
            return number, columns
    return 0, {}


def _folded(text: str) -> str:
    """A head or a value without differences of width, case and white space."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


_LABELS: Final = {
    _folded(ITEM_COLUMNS[key].word.label(language)): key for key in (*_KNOWN_BY, *_FILLED) for language in Language
}


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self,
        columns: Mapping[str, int],
        place: Callable[[int, int], str],
        share_of: Callable[[str], Decimal | None],
    ) -> None:
        self.rows: list[Filled] = []
        self.refused: list[RefusedCell] = []
        self._columns = columns
        self._place = place
        self._share_of = share_of
        self._seen: dict[str, str] = {}

    def read(self, number: int, row: Sequence[str]) -> None:
        """Reads one row."""
        cells = {key: row[at].strip() if at < len(row) else "" for key, at in self._columns.items()}
        if not any(cells[key] for key in _FILLED if key in cells):
            return
        plan, _, item = cells.get("key", "").rpartition("/")
        item = item or cells.get("id", "")
        where = self._place(number, self._columns.get("key", self._columns.get("id", 0)))
        if not item:
            self._refuse(where, "the row has neither key nor id", "take both from the form that went out")
        elif item in self._seen:
            self._refuse(where, f"item {item} stands in {self._seen[item]} already", "leave one of the rows")
        else:
            self._seen[item] = where
            before = len(self.refused)
            percent = self._percent(number, cells.get("percent", ""))
            if len(self.refused) == before:
                texts = dict(_texts(cells))
                self.rows.append(Filled(item=item, plan=plan, where=where, percent=percent, texts=texts))

    def _percent(self, number: int, cell: str) -> Decimal | None:
        """The share done; a number up to 1 without a sign is a fraction, a larger one a percentage."""
        said = _folded(cell)
        if not said or said in _NOTHING:
            return None
        found = _NUMBER.fullmatch(said)
        if found is None:
            share = self._share_of(cell)
        else:
            share = Decimal(found[1])
            share = share / _HUNDRED if found[2] or share > 1 else share
        if share is None or not 0 <= share <= 1:
            where = self._place(number, self._columns["percent"])
            self._refuse(where, f"{cell[:40]!r} is no share done", "give a percentage from 0% to 100%")
            return None
        return share

    def _refuse(self, where: str, what: str, remedy: str) -> None:
        self.refused.append(RefusedCell(where=where, what=what, remedy=remedy))


def _texts(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in _FILLED[1:]:
        text = cells.get(key, "")
        if text:
            yield key, "" if _folded(text) in _NOTHING else text
