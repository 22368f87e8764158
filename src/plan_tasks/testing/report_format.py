"""The contract suite of report formats: subclass it, say what format it is, and the whole suite runs."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Final, cast

import attrs

from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.reporting.composing import write_document
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.escaping import visible
from plan_tasks.testing.report_charts import empty_charts, hostile_charts, huge_charts
from plan_tasks.testing.report_documents import (
    FORMULAS,
    HOSTILE,
    NUMBERS,
    empty_document,
    every_block,
    hostile_document,
    long_document,
    numbers_document,
)
from plan_tasks.testing.report_laws import elsewhere, expect

__all__ = ["ReportFormatCase", "ReportFormatContract"]

_MANY: Final = 5_000
_MANY_ENTRIES: Final = 1_000
_HELD_AT_MOST: Final = 1_000
_FORMULA: Final = re.compile(r"[\s\u3000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@attrs.frozen(kw_only=True)
class ReportFormatCase:
    """What the suite has to know of a format.

    Attributes:
        type: The descriptor.
        read: Gives the text that a reader of the written bytes sees, markup undone.
        options: The options to open it with; None for the defaults.
        cells: For a format that spreadsheets open: gives the cells of the written bytes, row by row, as a spreadsheet
            would take them; None for any other format.
        for_programs: Whether the format is data for programs, which may keep control characters in escaped form.
        streams: Whether the format writes rows while it reads them; one that must hold them all says False.
    """

    type: ReportFormatType[Any]
    read: Callable[[bytes], str]
    options: Any = None
    cells: Callable[[bytes], Sequence[Sequence[str]]] | None = None
    for_programs: bool = False
    streams: bool = True


class ReportFormatContract:
    """Laws of a report format. A subclass gives `case`.

    Example:
        >>> class TestShout(ReportFormatContract):
        ...     def case(self) -> ReportFormatCase:
        ...         return ReportFormatCase(type=SHOUT, read=bytes.decode)
    """

    def case(self) -> ReportFormatCase:
        """The format under test."""
        raise NotImplementedError("a subclass of ReportFormatContract gives the case")

    def write(self, document: Document) -> bytes:
        """Writes a document as the core does, with a format opened afresh."""
        case = self.case()
        to = io.BytesIO()
        write_document(document, _opened(case), case.type.supports, to)
        return to.getvalue()

    def test_the_same_document_gives_the_same_bytes_anywhere(self) -> None:
        """Neither time, zone, decimal context nor an earlier run changes a byte."""
        for document in (every_block(), numbers_document(), every_block(Language.ZH)):
            with elsewhere(west=False):
                east = self.write(document)
            with elsewhere(west=True):
                west = self.write(document)
            expect(east == west, f"the bytes differ: {_first_difference(east, west)}")

    def test_a_format_holds_nothing_between_documents(self) -> None:
        """What was written before does not show in what is written next."""
        case = self.case()
        one_format = _opened(case)
        written = []
        for document in (every_block(), empty_document(), every_block()):
            to = io.BytesIO()
            write_document(document, one_format, case.type.supports, to)
            written.append(to.getvalue())
        expect(written[0] == written[2], "the third document differs from the first, which was the same")
        expect(written[1] == self.write(empty_document()), "the second document differs from one written alone")

    def test_every_kind_of_block_is_written(self) -> None:
        """What a supported block says can be read; every table's cells can, in all formats."""
        case = self.case()
        read = case.read(self.write(every_block()))
        said = {
            "heading": ("First section", "Second section", "Third section"),
            "paragraph": ("Running text about the plan.",),
            "key_figures": ("All items", "On pace"),
            "stacked_health": ("Counts",),
            "note": ("A rule that explains the table.",),
            "sources": ("The work report", "https://example.org/report"),
            "bullet": ("Jobs",),
            "bars": ("First bar", "Third bar"),
            "pace_line": ("First bar",),
            "small_multiples": ("First bar", "Third bar"),
            "gantt": ("First bar", "Third bar"),
            "letterhead": ("Bulletin", "No. 5", "Supervision Office", "All departments"),
            "imprint": ("Sent to", "The archive", "30"),
        }
        for kind in case.type.supports:
            for text in said.get(kind.value, ()):
                expect(
                    _folded(text) in _folded(read), f"a block of kind {kind.value} says {text!r}, which is not there"
                )

    def test_the_main_table_is_written_with_every_type_of_cell(self) -> None:
        """Each type of value leaves its mark."""
        document = attrs.evolve(every_block(), main="types")
        read = _folded(self.case().read(self.write(document)))
        wanted = {
            "text": ("some text",),
            "integer": ("17",),
            "number": ("-12.5",),
            "quantity": ("3.11",),
            "percent": ("131.4%", "1.314"),
            "points": ("-3.2", "-0.032"),
            "date": ("2021-02-03",),
            "moment": ("2021-02-03 04:05", "2021-02-03T04:05"),
            "state": ("suspended",),
            "owners": ("Education Bureau",),
            "link": ("the site",),
        }
        for kind, forms in wanted.items():
            expect(any(_folded(form) in read for form in forms), f"a cell of type {kind} is not there: {forms[0]!r}")

    def test_an_empty_document_is_written(self) -> None:
        """A report of nothing is still a report, in both languages."""
        for language in Language:
            expect(self.write(empty_document(language)), "nothing was written")

    def test_charts_of_any_size_are_written(self) -> None:
        """Charts without an entry are no error, and of a thousand entries none is missing."""
        case = self.case()
        expect(self.write(empty_charts()), "charts without an entry: nothing was written")
        document = attrs.evolve(huge_charts(_MANY_ENTRIES), main="gantt")
        read = _folded(case.read(self.write(document)))
        last = f"Entry{_MANY_ENTRIES - 1}"
        expect(last in read, f"the last of {_MANY_ENTRIES} entries is not there")

    def test_none_of_many_rows_is_lost(self) -> None:
        """5,000 rows go in, 5,000 come out, in order."""
        read = self.case().read(self.write(long_document(_MANY)))
        found = re.findall(r"item\d{6}", read)
        expect(
            found == [f"item{number:06d}" for number in range(_MANY)],
            f"{len(found)} of {_MANY} rows are there, or they are out of order",
        )

    def test_rows_are_written_while_they_are_read(self) -> None:
        """A format that streams never holds more than 1,000 rows back."""
        case = self.case()
        if not case.streams:
            return
        made: list[int] = []
        to = _Watching(made)
        write_document(long_document(_MANY, made), _opened(case), case.type.supports, to)
        expect(to.most_held <= _HELD_AT_MOST, f"{to.most_held} rows were read before anything was written")

    def test_text_is_shown_as_it_was_typed(self) -> None:
        """Formulas, markup, line breaks, emoji, direction marks and control characters all come out as text."""
        read = _folded(self.case().read(self.write(hostile_document())))
        for text in HOSTILE:
            forms = {_folded(text), _folded(visible(text)), _folded(_without_surrogates(text))}
            expect(any(form in read for form in forms), f"{text[:60]!r} does not come out as it was typed")

    def test_no_spreadsheet_runs_a_text(self) -> None:
        """No cell begins a formula, and negative numbers stay numbers."""
        case = self.case()
        if case.cells is None:
            return
        for row in case.cells(self.write(hostile_document())):
            for cell in row:
                harmless = not _FORMULA.match(cell) or _NUMBER.fullmatch(cell)
                expect(harmless, f"a spreadsheet would run {cell[:60]!r}")
        cells = [cell for row in case.cells(self.write(numbers_document())) for cell in row]
        expect("-12.5" in cells, "the number -12.5 is not a number any more")
        expect(len(FORMULAS) > 1, "there are formulas to try")

    def test_nothing_invisible_reaches_a_reader(self) -> None:
        """Control characters and direction marks are shown by something visible."""
        case = self.case()
        if case.for_programs:
            return
        for document in (hostile_document(), hostile_charts()):
            found = _CONTROL.search(case.read(self.write(document)))
            expect(found is None, f"the character {found.group() if found else ''!r} is written as it is")

    def test_numbers_are_those_of_the_document(self) -> None:
        """Nothing is rounded, scaled or signed wrongly."""
        read = _words(self.case().read(self.write(numbers_document())))
        for _, amount, forms in NUMBERS:
            expect(any(form in read for form in forms), f"{amount} is written in none of the forms {forms}")

    def test_not_reported_is_not_zero(self) -> None:
        """A value that is missing looks different from one that is 0."""
        nothing, zero = self.write(numbers_document(None)), self.write(numbers_document())
        expect(nothing != zero, "a missing value and 0 look the same")

    def test_health_is_said_in_words(self) -> None:
        """Colour is never the only sign."""
        read = _folded(self.case().read(self.write(attrs.evolve(every_block(), main="types"))))
        expect(_folded("at risk") in read or "at_risk" in read, "health is not said in words")

    def test_the_stream_is_only_written_to(self) -> None:
        """The format neither closes it nor seeks in it, so that it may be a pipe."""
        case = self.case()
        to = _Pipe()
        write_document(every_block(), _opened(case), case.type.supports, cast(BinaryIO, to))
        expect(to.data == self.write(every_block()), "a pipe receives something else than a file")


def _opened(case: ReportFormatCase) -> ReportFormat:
    options = case.options if case.options is not None else case.type.options()
    context = PluginContext(plugin="contract", logger=logging.getLogger("plan_tasks.plugins.contract"))
    return case.type.factory(options, context)


class _Pipe:
    """Takes bytes and refuses everything else."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a format only writes to its stream, it does not use {name!r}")


class _Watching(io.BytesIO):
    """Counts how many rows were made since the last write."""

    def __init__(self, made: list[int]) -> None:
        super().__init__()
        self._made = made
        self._seen = 0
        self.most_held = 0

    def write(self, data: Any, /) -> int:
        self.most_held = max(self.most_held, len(self._made) - self._seen)
        self._seen = len(self._made)
        return super().write(data)


def _folded(text: str) -> str:
    """Text without white space and without what wrapping adds, for comparing across layouts."""
    return re.sub(r"\s+", "", text)


def _words(text: str) -> set[str]:
    return set(re.split(r"[\s|\"':,]+(?!\d)|[\s|\"']+", text))


def _without_surrogates(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _first_difference(one: bytes, other: bytes) -> str:
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"at byte {place}: {one[place - 20 : place + 20]!r} and {other[place - 20 : place + 20]!r}"
