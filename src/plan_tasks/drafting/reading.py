"""Reading a whole text document into a draft.

Lives here: `read_report` and `read_rows`, which walk a document's blocks or rows and put together what the readers of
each find. Not here: those readers (``targets``, ``measures``, ``tables``), and documents that are not text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import attrs

from plan_tasks.calendars.deadlines import Deadline
from plan_tasks.drafting.characters import clean, line
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.draft import Draft, DraftAchievement, DraftMeasure, DraftTarget, DraftWarning
from plan_tasks.drafting.frames import FUTURE, PAST
from plan_tasks.drafting.indicator_tables import read_indicator, within_brackets
from plan_tasks.drafting.layout import Block, Rank
from plan_tasks.drafting.measures import Found
from plan_tasks.drafting.outline import Outline, Section
from plan_tasks.drafting.tables import Cell, Row, Table, bar_cells, read_header
from plan_tasks.drafting.tongues import tongue_of
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import Role

__all__ = ["Reading", "read_report", "read_rows"]

_ECONOMY: Final = ("经济", "經濟")  # the economy: stands for the gross product where a target is explained
_LONGEST_TITLE: Final = 80
_MOST_COLUMNS: Final = 30
_MOST_LABELS: Final = 6
_LONGEST_BULLET: Final = 24
_MARK: Final = re.compile(r"[,，;；:：。.!?\d]")
_FIGURE: Final = re.compile(r"\d(?![\d年])|[,，;；。]")


def read_report(text: str, options: DraftOptions) -> Draft:
    """Read a document in prose, lists or tables with bars.

    Args:
        text: The decoded text.
        options: What the caller knows beside it.

    Returns:
        The draft.

    Example:
        >>> draft = read_report("今年主要预期目标:生产总值增长7.5%以上。", DraftOptions(year=2021))
        >>> [(target.indicator, str(target.value)) for target in draft.targets]
        [('生产总值', '7.5')]
    """
    reading = Reading(text, options)
    reading.read()
    return reading.draft()


def read_rows(text: str, rows: Iterable[Sequence[Cell]], options: DraftOptions) -> Draft:
    """Read a table whose rows are given as cells.

    Args:
        text: The text that the cells are offsets into.
        rows: The rows, the heading among them; what stands before it is passed over.
        options: What the caller knows beside the text.

    Returns:
        The draft.
    """
    reading = Reading(text, options)
    table: Table | None = None
    for cells in rows:
        header = read_header(text, cells)
        if header is not None and (table is None or len(header) == len(cells)):
            table = reading.table(header)
        elif table is not None:
            refined = table.with_second_heading(cells)
            if refined is not None:
                table = refined
            else:
                reading.row(table, cells)
    if table is None:
        reading.warn("no row of headings was found, such as 工作任务 (task) and 责任单位 (responsible unit)")
    return reading.draft()


class Reading:
    """The reading of one document: told of its parts in order, it keeps what they say.

    Args:
        text: The decoded text.
        options: What the caller knows beside it.
    """

    def __init__(self, text: str, options: DraftOptions) -> None:
        self._text = text
        self._tongue = tongue_of(text, options)
        self._frame = self._tongue.frame
        self._measure_reader = self._tongue.measures
        self._outline = Outline()
        self._title: SourceSpan | None = None
        self._targets: list[DraftTarget] = []
        self._measures: list[DraftMeasure] = []
        self._achievements: list[DraftAchievement] = []
        self._warnings: list[DraftWarning] = []
        self._claimed: set[tuple[str, tuple[object, ...]]] = set()
        self._areas_by_name: dict[str, str] = {}
        self._headed = False  # whether no measure stands between here and the heading above

    def warn(self, message: str, span: SourceSpan | None = None) -> None:
        """Note a place where the reader was unsure."""
        self._warnings.append(DraftWarning(message=message, span=span))

    def draft(self) -> Draft:
        """All that was found."""
        years = self._tongue.years
        if years is None:
            self.warn("the text does not say which year it plans for")
        for doubt in self._tongue.doubts:
            self.warn(doubt)
        if not self._targets and not self._measures:
            self.warn("no target and no measure was found")
        return Draft(
            text=self._text,
            title=line(self._title.text) if self._title is not None else "",
            start=date(years[0], 1, 1) if years is not None else None,
            end=date(years[1], 12, 31) if years is not None else None,
            areas=tuple(self._outline.areas),
            targets=tuple(self._targets),
            measures=tuple(self._measures),
            achievements=tuple(self._achievements),
            warnings=tuple(self._warnings),
        )

    # prose and lists

    def read(self) -> None:
        """Read the document's blocks."""
        found = list(self._tongue.blocks())
        table: Table | None = None
        listed = 0
        for index, block in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) else None
            if block.row:
                if index >= listed:
                    listed = self._cells_in_lines(found, index)
                if index >= listed:
                    table = self._bar_row(table, block)
                continue
            table = None
            if self._is_title(block, index):
                self._title = self._span(block.start, block.end)
                self._listen(block)
                if block.rank != Rank.TEXT:
                    continue
            self._block(block, following, named=self._is_named_below(found, index))

    def _is_named_below(self, found: Sequence[Block], index: int) -> bool:
        """Whether lines of their own below a numbered block name its owners, and nothing stands under it but they."""
        if not Rank.PART <= found[index].rank < Rank.TEXT:
            return False
        below = index + 1
        while below < len(found) and below - index <= _MOST_LABELS and self._is_label(found[below]):
            below += 1
        deeper = below < len(found) and found[index].rank < found[below].rank < Rank.TEXT
        return below > index + 1 and not deeper

    def _is_label(self, block: Block) -> bool:
        return block.rank == Rank.TEXT and self._tongue.label_at(block.start, block.end) == block.start

    def _is_title(self, block: Block, index: int) -> bool:
        if self._title is not None or index > 3 or not block.is_short(self._text):
            return False
        if block.rank == 1:
            return True
        return (
            block.rank == Rank.TEXT
            and block.end - block.start <= _LONGEST_TITLE
            and not re.search("[,，]", block.text(self._text))
        )

    def _block(self, block: Block, following: Block | None, *, named: bool) -> None:
        has_owners = self._measure_reader.has_owners(block)
        if block.rank == Rank.TEXT:
            self._paragraph(block, has_owners=has_owners)
        elif not has_owners and not named and self._outline.is_heading(block, self._text, following):
            self._heading(block, block.end)
        elif self._measure_reader.is_section(block):
            end = self._measure_reader.heading_end(block)
            self._heading(block, end)
            self._read(Block(start=end, end=block.end), self._measure_reader.prose(end, block.end))
        else:
            if self._is_bullet_over_bullets(block, following):
                self._listen(block)
                return
            self._outline.note_item(block)
            section = self._outline.section
            past = (section.tense if section is not None else self._outline.spoken) == PAST
            self._frame.enter(PAST if past else FUTURE, listing=section is not None and section.listing)
            items = [] if past else self._measure_reader.item(block)
            measures = [found for found in items if found.start < found.end]
            if len(measures) < len(items):  # a numbered line that only names owners
                self._owners_of_above(block)
            self._read(block, measures)

    def _is_bullet_over_bullets(self, block: Block, following: Block | None) -> bool:
        """Whether a bullet is the heading of those below it, as in a digest: ■ 2024年成绩单 (results of 2024)."""
        if block.rank != Rank.BULLET or following is None or following.rank != Rank.BULLET:
            return False
        heading = block.end - block.start <= _LONGEST_BULLET and not _FIGURE.search(block.text(self._text))
        return heading and self._tongue.tense(block.start, block.end)[0] is not None

    def _heading(self, block: Block, end: int) -> None:
        tense, listing = self._tongue.tense(block.start, end)
        section = self._outline.enter(
            Section(
                rank=block.rank, number=block.number, span=self._span(block.start, end), tense=tense, listing=listing
            )
        )
        self._frame.enter(section.tense, listing=section.listing)
        self._headed = True

    def _listen(self, block: Block) -> None:
        """Take note of what a line without a mark says of the time of what follows."""
        if block.is_short(self._text) and not re.search("[,，]", block.text(self._text)):
            tense, listing = self._tongue.tense(block.start, block.end)
            if tense is not None:
                self._frame.enter(tense, listing=listing)
                self._outline.listen(tense, listing=listing)

    def _paragraph(self, block: Block, *, has_owners: bool) -> None:
        label = self._tongue.label_at(block.start, block.end)
        if label == block.start and self._measures:
            self._owners_of_above(block)
            return
        if self._title is None or block.start != self._title.start:
            self._listen(block)
        measures = [found for found in self._measure_reader.prose(block.start, block.end) if found.start < found.end]
        if measures and not has_owners:  # what was done is no measure
            past = self._tongue.past_sentences(block.start, block.end)
            measures = [found for found in measures if not _ends_in(past, found.end)]
        self._read(block, measures)

    def _owners_of_above(self, block: Block) -> None:
        """A line that names owners and nothing that they are to do: they are those of the measure right above it."""
        if self._measures and not self._headed:
            self._owners_of_last(block)
        else:
            message = "these owners are named for a whole section; no measure was given them"
            self.warn(message, self._span(block.start, block.end))

    def _owners_of_last(self, block: Block) -> None:
        """A line of its own that names the owners of the measure above it."""
        naming = self._measure_reader.owners(block.start, block.end)
        last = self._measures[-1]
        deadline = naming.deadline
        self._measures[-1] = attrs.evolve(
            last,
            owners=(*last.owners, *naming.owners),
            deadline=deadline.due if deadline is not None else last.deadline,
            deadline_text=deadline.text if deadline is not None else last.deadline_text,
            provisional=deadline.provisional if deadline is not None else last.provisional,
        )
        self._doubt(deadline, last.span)

    def _doubt(self, deadline: Deadline | None, span: SourceSpan) -> None:
        """Tell of a deadline that has no day, or one that may move; a year that is not known was told of once."""
        if deadline is not None and self._tongue.year is not None and (deadline.problem or deadline.note):
            self.warn(f"the deadline {deadline.text}: {deadline.problem or deadline.note}", span)

    def _read(self, block: Block, measures: Sequence[Found]) -> None:
        """Keep the measures of a block and the claims in it, each with the measure it stands in."""
        ids: list[tuple[int, int, str]] = []
        for found in measures:
            self._headed = False
            area = self._outline.area()
            measure_id = self._outline.measure_id(area)
            deadline = found.deadline
            self._measures.append(
                DraftMeasure(
                    id=measure_id,
                    span=found.span(self._text),
                    title=found.title,
                    area=area,
                    owners=found.naming.owners,
                    deadline=deadline.due if deadline is not None else None,
                    deadline_text=deadline.text if deadline is not None else "",
                    provisional=deadline is not None and deadline.provisional,
                )
            )
            self._doubt(deadline, self._measures[-1].span)
            ids.append((found.start, found.end, measure_id))
        at = 0
        for claim in self._tongue.claims(block.start, block.end):
            while at < len(ids) and ids[at][1] <= claim.span.start:
                at += 1
            inside = at < len(ids) and ids[at][0] <= claim.span.start
            self._keep(claim, ids[at][2] if inside else "")
        self._tell_unread([(start, end) for start, end, _ in ids])

    def _tell_unread(self, measures: Sequence[tuple[int, int]]) -> None:
        """Warn of figures that became nothing; the text of a measure keeps its own."""
        for span in self._tongue.unread():
            if not _ends_in(measures, span.end):
                self.warn(f"the figure {line(span.text)} was read as no target", span)

    def _keep(self, claim: Claim, measure: str) -> None:
        if claim.past:
            self._achievements.append(
                DraftAchievement(span=claim.span, indicator=claim.indicator, value=claim.value, unit=claim.unit)
            )
            return
        if not measure and self._is_repeated(claim):
            return
        self._targets.append(
            DraftTarget(
                span=claim.span,
                indicator=claim.indicator,
                comparator=claim.comparator,
                value=claim.value,
                upper=claim.upper,
                unit=claim.unit,
                change=claim.change,
                commitment=claim.commitment,
                stretch=claim.stretch,
                reference=claim.reference,
                measure=measure,
            )
        )

    def _is_repeated(self, claim: Claim) -> bool:
        """Whether a claim only says again what the document has claimed, as when it gives reasons for a target."""
        figures = (claim.value, claim.upper, claim.unit, claim.comparator, claim.change)
        same = {(claim.indicator, figures)}
        if claim.value is not None:
            same.add(("", figures))
        repeated = (claim.indicator, figures) in self._claimed or (
            claim.indicator in _ECONOMY and ("", figures) in self._claimed
        )
        self._claimed |= same
        return repeated

    # tables

    def _bar_row(self, table: Table | None, block: Block) -> Table | None:
        cells = bar_cells(self._text, block.start, block.end)
        if table is None:
            header = read_header(self._text, cells)
            if header is not None:
                return self.table(header)
            self._read(block, [])
            return None
        refined = table.with_second_heading(cells)
        if refined is not None:
            return refined
        self.row(table, cells)
        return table

    def _cells_in_lines(self, found: Sequence[Block], first: int) -> int:
        """Read a table that has each cell on a line of its own; returns the index after it, or ``first``."""
        cells: list[Cell] = []
        last = first
        while last < len(found) and found[last].row:
            row = bar_cells(self._text, found[last].start, found[last].end)
            if len(row) != 1:
                break
            cells += row
            last += 1
        columns = read_header(self._text, cells[:_MOST_COLUMNS]) or ()
        width = next((index for index, column in enumerate(columns) if not column), len(columns))
        if width < 2 or len(cells) < 2 * width:
            return first
        table = self.table(columns[:width])
        for start in range(width, len(cells), width):
            self.row(table, cells[start : start + width])
        return last

    def table(self, header: Sequence[str | Role]) -> Table:
        """Begin a table whose heading says what its columns hold."""
        return Table(self._text, header, self._tongue)

    def row(self, table: Table, cells: Sequence[Cell]) -> None:
        """Read a row of a table: a measure, or an indicator and its target."""
        row = table.row(cells)
        self._frame.enter(FUTURE, listing=True)
        if row.indicator is not None and row.task is None:
            self._indicator_row(row)
            return
        task = row.task or row.target
        if task is None:
            return
        measure_id = self._row_measure(row, task)
        for cell in dict.fromkeys((task, *((row.target,) if row.target is not None else ()))):
            claims = list(self._tongue.claims(*cell))
            if not claims and cell != task:  # 新建学校 | 5所: what the figure is of stands in the task's cell
                claims = list(self._tongue.claims(cell[0], cell[1], self._counted_by(row, task)))
            for claim in claims:
                self._keep(claim, measure_id)
        self._tongue.unread()  # the measure's text keeps them

    def _counted_by(self, row: Row, task: Cell) -> str:
        """What a bare figure beside a task is of: the task, where it is one short phrase; else empty."""
        words = row.title or clean(self._text[slice(*task)])
        return words if len(words) <= _LONGEST_BULLET and not _MARK.search(words) else ""

    def _row_measure(self, row: Row, task: Cell) -> str:
        span = self._span(*task)
        area = ""
        if row.area:
            area = self._areas_by_name.get(row.area, "")
            if not area:
                area = self._areas_by_name[row.area] = self._outline.add_area("", row.area, span)
        elif self._outline.section is not None:
            area = self._outline.area()
        measure_id = self._outline.measure_id(area)
        deadline = row.deadline
        self._measures.append(
            DraftMeasure(
                id=measure_id,
                span=span,
                title=row.title or clean(span.text),
                area=area,
                owners=row.owners,
                deadline=deadline.due if deadline is not None else None,
                deadline_text=deadline.text if deadline is not None else "",
                provisional=deadline is not None and deadline.provisional,
                progress=row.progress.share if row.progress is not None else None,
                progress_text=row.progress_text,
                state=row.progress.state if row.progress is not None else None,
                problems=row.problems,
                next_steps=row.next_steps,
            )
        )
        self._doubt(deadline, span)
        return measure_id

    def _indicator_row(self, row: Row) -> None:
        """The targets of a row of indicators: the value of the target's year, and the rate over the years."""
        if row.indicator is None:
            return
        indicator = read_indicator(self._text[row.indicator[0] : row.indicator[1]])
        for cell, rate in ((row.target, False), (row.rate, True)):
            if cell is None:
                continue
            inside = within_brackets(self._text, *cell)
            for claim in self._tongue.claims(*(inside or cell), indicator.name):
                measured = indicator.measured(claim, row.unit, rate=rate, cumulated=inside is not None)
                start, end = min(row.indicator[0], claim.span.start), max(row.indicator[1], claim.span.end)
                commitment = claim.commitment or row.commitment
                self._keep(attrs.evolve(measured, span=self._span(start, end), commitment=commitment), "")

    def _span(self, start: int, end: int) -> SourceSpan:
        return SourceSpan(start=start, end=end, text=self._text[start:end])


def _ends_in(ranges: Sequence[tuple[int, int]], end: int) -> bool:
    """Whether something that ends at an offset ends in one of some ranges, which follow each other."""
    at = bisect_left(ranges, (end, 0)) - 1
    return at >= 0 and ranges[at][0] < end <= ranges[at][1]
