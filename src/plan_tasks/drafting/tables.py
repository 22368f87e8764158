"""Tables by their headings, in any order of columns.

Lives here: what a heading row says of the columns, cutting rows with bars or commas into cells, and reading a row. The
headings are in ``vocabulary.owning``. Not here: files of tables (``plan_tasks.plugins.importers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from plan_tasks.calendars.deadlines import Deadline
from plan_tasks.drafting.characters import clean, line, simplify
from plan_tasks.drafting.deadlines import read_deadline
from plan_tasks.drafting.draft import DraftOwner
from plan_tasks.drafting.english.owning import ENGLISH_COLUMNS
from plan_tasks.drafting.indicator_tables import dated_columns
from plan_tasks.drafting.progress import Progress
from plan_tasks.drafting.tongues import Tongue
from plan_tasks.drafting.vocabulary.owning import COLUMNS, DEADLINE_LABELS, LABELS, UNIT_ENDINGS, Column
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import Commitment, Role, State

__all__ = ["Cell", "Row", "Table", "bar_cells", "comma_rows", "read_header"]

Cell = tuple[int, int]

_FEWEST_HEADINGS: Final = 2
_LONGEST_HEADING: Final = 24
_MARKS: Final = re.compile(r"[*_`\s\u3000]+|<br\s*/?>|\([^)]*\)$")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_DITTOS: Final = frozenset(("同上", "〃", "″", "“", "”", '"', "''"))
_ANSWERING: Final = frozenset((Role.LEAD, Role.RESPONSIBLE))
_PERSON: Final = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_KINDS: Final = (
    ("约束", Commitment.BINDING),
    ("预期", Commitment.EXPECTED),
    ("binding", Commitment.BINDING),
    ("expected", Commitment.EXPECTED),
)
_ITEM_NUMBER: Final = re.compile(r"\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})[.、．]\s*(?=\D)")


@attrs.frozen(kw_only=True)
class Row:
    """What a row says.

    Attributes:
        task: Where the task stands; None where the row has none.
        title: The name over the task; empty where there is none.
        area: The area named in the row; empty where there is none.
        indicator: Where the indicator stands, in a table of indicators.
        target: Where the target stands.
        rate: Where a rate of growth stands, over the years of the plan.
        unit: The unit, where it has a column.
        commitment: Whether the target binds; None where the row does not say.
        owners: Who answers for it.
        deadline: By when.
        progress: How far it has come; None where there is no such column or it is empty.
        progress_text: The words that say so.
        problems: What stands in the way.
        next_steps: What comes next.
    """

    task: Cell | None = None
    title: str = ""
    area: str = ""
    indicator: Cell | None = None
    target: Cell | None = None
    rate: Cell | None = None
    unit: str = ""
    commitment: Commitment | None = None
    owners: tuple[DraftOwner, ...] = ()
    deadline: Deadline | None = None
    progress: Progress | None = None
    progress_text: str = ""
    problems: str = ""
    next_steps: str = ""


def read_header(document: str, cells: Sequence[Cell]) -> tuple[str | Role, ...] | None:
    """What a row of headings says of the columns.

    Args:
        document: The text.
        cells: The row's cells.

    Returns:
        For each column a role, a `Column`, or an empty text for one that is not known; None when fewer than two
        columns are known, so that the row is no heading.
    """
    headings = [document[start:end] for start, end in cells]
    columns = tuple(_column(heading) for heading in headings)
    if Column.INDICATOR in columns:
        columns = tuple(dated or column for dated, column in zip(dated_columns(headings), columns, strict=True))
    columns = _with_task(headings, columns)
    return columns if sum(1 for column in columns if column) >= _FEWEST_HEADINGS else None


def _with_task(headings: Sequence[str], columns: tuple[str | Role, ...]) -> tuple[str | Role, ...]:
    """The columns with one for the task where owners are named for something: the name's, else one not known."""
    if {Column.TASK, Column.INDICATOR, Column.TARGET}.intersection(columns):
        return columns
    if not any(isinstance(column, Role) for column in columns):
        return columns
    unknown = next((at for at, heading in enumerate(headings) if heading.strip() and not columns[at]), -1)
    at = columns.index(Column.TITLE) if Column.TITLE in columns else unknown
    return columns if at < 0 else (*columns[:at], Column.TASK, *columns[at + 1 :])


def _column(heading: str) -> str | Role:
    if len(heading) > 3 * _LONGEST_HEADING:
        return ""
    english = ENGLISH_COLUMNS.get(_YEAR.sub("", line(heading)).strip().lower())
    if english is not None:
        return english
    words = _MARKS.sub("", simplify(heading))
    words = _MARKS.sub("", words)
    if len(words) > _LONGEST_HEADING:
        return ""
    known: str | Role | None = LABELS.get(words) or COLUMNS.get(words)
    if known is not None:
        return known
    if words in DEADLINE_LABELS:
        return Column.DEADLINE
    return next((column for ending, column in _ENDINGS if words.endswith(ending)), "")


#: Headings that are not listed whole, by how they end; the longest first.
_ENDINGS: Final[tuple[tuple[str, str | Role], ...]] = tuple(
    sorted(
        [
            *((label, role) for label, role in LABELS.items() if len(label) >= 3),
            *((label, Column.DEADLINE) for label in DEADLINE_LABELS if len(label) >= 4),
            *((label, column) for label, column in COLUMNS.items() if len(label) >= 3),
        ],
        key=lambda pair: -len(pair[0]),
    )
)


class Table:
    """A table whose columns are known.

    Args:
        document: The text.
        columns: What its columns hold.
        tongue: The document's language: how names are divided, which year deadlines lie in.
    """

    def __init__(self, document: str, columns: Sequence[str | Role], tongue: Tongue) -> None:
        self._document = document
        self._columns = tuple(columns)
        self._tongue = tongue
        self._above: Row | None = None

    def with_second_heading(self, cells: Sequence[Cell]) -> Table | None:
        """The table whose heading takes two rows, as where 责任分工 (owners) stands over 牵头单位 and 配合单位.

        Args:
            cells: The row under the heading.

        Returns:
            The table with the columns of both; None when the row is no heading.
        """
        if self._above is not None:
            return None
        headings = [self._document[start:end] for start, end in cells]
        columns = [_column(heading) for heading in headings]
        if not any(columns) or any(heading and not column for heading, column in zip(headings, columns, strict=True)):
            return None
        first = [*self._columns, *[""] * len(columns)]
        joined = [second or first[index] for index, second in enumerate(columns)]
        return Table(self._document, [*joined, *self._columns[len(joined) :]], self._tongue)

    def row(self, cells: Sequence[Cell]) -> Row:
        """Read a row.

        Args:
            cells: Its cells, in the order of the columns; missing ones are empty.

        Returns:
            What it says.
        """
        row = Row()
        filled: set[str | Role] = set()
        repeated: set[str | Role] = set()
        for column, cell in zip(self._columns, cells, strict=False):
            start, end = cell
            if start >= end:
                continue
            if self._document[start:end] in _DITTOS:
                repeated.add(column)
                continue
            filled.add(column)
            row = self._with_cell(row, column, cell, clean(self._document[start:end].replace("<br>", " ")))
        row = self._with_lead(self._continued(row, filled, repeated))
        self._above = row
        return row

    def _continued(self, row: Row, filled: set[str | Role], repeated: set[str | Role]) -> Row:
        """A row with what its merged cells, which are empty below the first row, say for it.

        A row without number or name goes on with the one above it: its owners and its deadline are that one's. A row
        of its own has the owners of the one above where it names nobody.
        """
        above = self._above
        if above is None or (row.task is None and row.target is None):
            return row
        heads = {Column.NUMBER, Column.TITLE}.intersection(self._columns)
        goes_on = bool(heads) and not heads & filled
        alone = not any(isinstance(column, Role) for column in filled)
        inherited = [
            owner
            for owner in above.owners
            if owner.role not in filled and (goes_on or owner.role in repeated or (alone and owner.role in _ANSWERING))
        ]
        takes_deadline = Column.DEADLINE not in filled and (goes_on or Column.DEADLINE in repeated)
        return attrs.evolve(
            row,
            area=row.area or above.area,
            owners=(*row.owners, *inherited),
            deadline=above.deadline if takes_deadline else row.deadline,
        )

    def _with_cell(self, row: Row, column: str | Role, cell: Cell, words: str) -> Row:
        if isinstance(column, Role):
            once = {(owner.name, owner.role): owner for owner in reversed((*row.owners, *self._owners(cell, column)))}
            return attrs.evolve(row, owners=tuple(reversed(once.values())))  # cells that were merged repeat a name
        if column == Column.TASK:
            return row if row.task is not None else attrs.evolve(row, task=self._without_number(cell))
        if column == Column.TITLE:
            title = self._without_number(cell)
            return attrs.evolve(row, title=clean(self._document[title[0] : title[1]]), indicator=row.indicator)
        if column == Column.DEADLINE:
            return attrs.evolve(
                row, deadline=read_deadline(words, self._tongue.year) or Deadline(text=words, start=0, end=len(words))
            )
        if column == Column.PROGRESS:
            return self._with_progress(row, words)
        if column == Column.KIND:
            binds = next((kind for word, kind in _KINDS if word in words.lower()), None)
            return attrs.evolve(row, commitment=binds)
        if column == Column.INDICATOR:
            return attrs.evolve(row, indicator=cell)
        if column == Column.TARGET:
            return attrs.evolve(row, target=cell)
        if column == Column.RATE:
            return attrs.evolve(row, rate=cell)
        if column == Column.AREA:
            return attrs.evolve(row, area=words)
        if column == Column.UNIT:
            return attrs.evolve(row, unit=words)
        if column == Column.PROBLEMS:
            return attrs.evolve(row, problems=words)
        return attrs.evolve(row, next_steps=words) if column == Column.NEXT_STEPS else row

    def _with_progress(self, row: Row, words: str) -> Row:
        """Put columns of progress together: a share in one, a state in another."""
        found, known = self._tongue.progress(words), row.progress
        if known is None:
            return attrs.evolve(row, progress=found, progress_text=words)
        told = found if found.state is not State.ACTIVE else known
        share = known.share if known.share is not None else found.share
        return attrs.evolve(
            row, progress=Progress(state=told.state, share=share), progress_text=f"{row.progress_text}; {words}"
        )

    def _owners(self, cell: Cell, role: Role) -> Iterator[DraftOwner]:
        """Names in a cell. A person's name behind a unit's is that of the unit's contact."""
        written = self._document[cell[0] : cell[1]]
        names = [
            SourceSpan(start=cell[0] + name.start, end=cell[0] + name.end, text=name.text)
            for name in self._tongue.names(written)
        ]
        for index, name in enumerate(names):
            shown = clean(name.text)
            behind_unit = index > 0 and self._document[name.start - 1].isspace()
            is_person = behind_unit and role not in (Role.LEADER, Role.CONTACT) and _is_person(shown)
            yield DraftOwner(name=shown, role=Role.CONTACT if is_person else role, span=name)

    def _with_lead(self, row: Row) -> Row:
        if not self._tongue.first_lead or any(owner.role is Role.LEAD for owner in row.owners):
            return row
        owners = list(row.owners)
        for index, owner in enumerate(owners):
            if owner.role is Role.RESPONSIBLE:
                owners[index] = attrs.evolve(owner, role=Role.LEAD)
                break
        return attrs.evolve(row, owners=tuple(owners))

    def _without_number(self, cell: Cell) -> Cell:
        number = _ITEM_NUMBER.match(self._document, *cell)
        return (number.end(), cell[1]) if number is not None and number.end() < cell[1] else cell


def _is_person(name: str) -> bool:
    return _PERSON.fullmatch(name) is not None and not name.endswith(UNIT_ENDINGS)


def bar_cells(document: str, start: int, end: int) -> list[Cell]:
    """Cut a row with bars into cells, without the white space round them.

    Args:
        document: The text.
        start: Offset of the row's first character.
        end: Offset after its last.

    Returns:
        Its cells; a bar at either end makes no cell. An escaped bar is part of its cell.
    """
    cells: list[Cell] = []
    first = start
    for found in re.compile(r"\\\||\|").finditer(document, start, end):
        if found.group() == "|":
            cells.append(_stripped(document, first, found.start()))
            first = found.end()
    cells.append(_stripped(document, first, end))
    if len(cells) > 1 and document[start:end].lstrip().startswith("|"):
        del cells[0]
    if len(cells) > 1 and document[start:end].rstrip().endswith("|"):
        del cells[-1]
    return cells


def comma_rows(document: str, delimiter: str) -> Iterator[list[Cell]]:
    """Cut a file of comma- or tab-separated values into rows of cells; quotes may hold commas and newlines.

    Args:
        document: The text.
        delimiter: The character between cells.

    Returns:
        Rows of cells, each without its quotes; empty rows are left out.
    """
    piece = re.compile(rf'[ ]*"((?:[^"]|"")*)"[^{re.escape(delimiter)}\r\n]*|([^{re.escape(delimiter)}\r\n]*)')
    position = 0
    row: list[Cell] = []
    while position < len(document):
        found = piece.match(document, position)
        if found is None:
            break
        row.append(_stripped(document, *found.span(1 if found.start(1) >= 0 else 2)))
        position = found.end()
        if position < len(document) and document[position] == delimiter:
            position += 1
            if position == len(document):
                row.append((position, position))
            continue
        if any(start < end for start, end in row):
            yield row
        row = []
        position += 2 if document.startswith("\r\n", position) else 1
    if any(start < end for start, end in row):
        yield row


def _stripped(document: str, start: int, end: int) -> Cell:
    while start < end and document[start].isspace():
        start += 1
    while end > start and document[end - 1].isspace():
        end -= 1
    return start, end
