"""The contract suites find what is wrong: each broken plugin fails exactly the law it breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

import attrs
import pytest

from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import NoOptions
from plan_tasks.reporting.contract import ReportFormatType, ReportKindType
from plan_tasks.reporting.document import (
    BlockKind,
    Cell,
    Column,
    Document,
    Fact,
    Heading,
    Link,
    Paragraph,
    Row,
    Rows,
    Table,
)
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS, text_of
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract
from plan_tasks.testing.report_kind import ReportKindCase, ReportKindContract


def broken_laws(suite: Any) -> set[str]:
    """Names of the laws that fail."""
    failed = set()
    for name in dir(suite):
        if name.startswith("test_"):
            try:
                getattr(suite, name)()
            except Exception:
                failed.add(name)
    return failed


class GoodFormat:
    """Comma-separated lines, done right; the broken ones change one thing each."""

    def write(self, document: Document, to: BinaryIO) -> None:
        to.write(self.line([self.head(document)]))
        for block in document.blocks:
            if isinstance(block, Heading):
                to.write(self.heading(block))
            elif isinstance(block, Paragraph):
                to.write(self.line([self.text(block.text)]))
            elif isinstance(block, Table):
                self.table(block, to)

    def head(self, document: Document) -> str:
        return self.text(document.title)

    def heading(self, block: Heading) -> bytes:
        return self.line([self.text(block.text)])

    def table(self, table: Table, to: BinaryIO) -> None:
        to.write(self.line([self.text(column.label) for column in table.columns]))
        for row in table.rows:
            to.write(self.line([self.cell(*pair) for pair in zip(row, table.columns, strict=True)]))

    def cell(self, cell: Cell, column: Column) -> str:
        text = text_of(cell, column, Language.EN, missing="")
        if isinstance(cell, Link):
            text = f"{cell.text} {cell.address}"
        return self.text(text) if not isinstance(cell, (int,)) and self.harmful(text, cell) else text

    def harmful(self, text: str, cell: Cell) -> bool:
        return isinstance(cell, (str, tuple, Link))

    def text(self, text: str) -> str:
        text = visible(text)
        return f"'{text}" if text.strip()[:1] in tuple("=+-@＝＋－＠") else text

    def line(self, fields: list[str]) -> bytes:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(fields)
        return line.getvalue().encode()


class ReadsTheClock(GoodFormat):
    def head(self, document: Document) -> str:
        return f"{super().head(document)} {date.today()}"


class Remembers(GoodFormat):
    written = 0

    def head(self, document: Document) -> str:
        self.written += 1
        return f"{super().head(document)} {self.written}"


class DropsHeadings(GoodFormat):
    def heading(self, block: Heading) -> bytes:
        return b""


class DropsLinks(GoodFormat):
    def cell(self, cell: Cell, column: Column) -> str:
        return "" if isinstance(cell, Link) else super().cell(cell, column)


class WritesNoEmptyReport(GoodFormat):
    def write(self, document: Document, to: BinaryIO) -> None:
        if any(next(iter(block.rows), None) for block in document.blocks if isinstance(block, Table)):
            super().write(document, to)


class FailsOnEmptyTables(GoodFormat):
    def table(self, table: Table, to: BinaryIO) -> None:
        if table.name == "stack" and not any(row[1] for row in table.rows):
            raise ZeroDivisionError
        super().table(table, to)


class LosesRows(GoodFormat):
    def table(self, table: Table, to: BinaryIO) -> None:
        kept = Rows(lambda: (row for number, row in enumerate(table.rows) if number < 4999))
        super().table(attrs.evolve(table, rows=kept), to)


class HoldsAllRows(GoodFormat):
    def table(self, table: Table, to: BinaryIO) -> None:
        super().table(attrs.evolve(table, rows=tuple(table.rows)), to)


class DropsEmoji(GoodFormat):
    def text(self, text: str) -> str:
        return super().text("".join(character for character in text if ord(character) < 0x1F000))


class WritesFormulas(GoodFormat):
    def text(self, text: str) -> str:
        return visible(text)


class QuotesNegativeNumbers(GoodFormat):
    def harmful(self, text: str, cell: Cell) -> bool:
        return text.startswith("-") or super().harmful(text, cell)


class WritesDirectionMarks(GoodFormat):
    def text(self, text: str) -> str:
        shown = re.compile(r"\[U\+(20[0-2][EF]|202[A-E]|206[6-9])\]")
        return shown.sub(lambda match: chr(int(match.group(1), 16)), super().text(text))


class RoundsLargeNumbers(GoodFormat):
    def cell(self, cell: Cell, column: Column) -> str:
        return super().cell(Decimal(int(cell)) if isinstance(cell, Decimal) and cell > 1000 else cell, column)


class TakesNothingForZero(GoodFormat):
    def cell(self, cell: Cell, column: Column) -> str:
        zeros = {"percent": "0.0%", "points": "0.0", "number": "0"}
        return zeros.get(column.type, "") if cell is None else super().cell(cell, column)


class ShowsHealthBySign(GoodFormat):
    def cell(self, cell: Cell, column: Column) -> str:
        return HEALTH_SYMBOLS.get(cell) or super().cell(cell, column)  # type: ignore[arg-type]


class SeeksInTheStream(GoodFormat):
    def write(self, document: Document, to: BinaryIO) -> None:
        to.seek(0)
        super().write(document, to)


def format_suite(make: Callable[[], Any]) -> ReportFormatContract:
    offered: ReportFormatType[NoOptions] = ReportFormatType(
        name="tried",
        summary="A format under test",
        options=NoOptions,
        factory=lambda options, context: make(),
        media_type="text/csv",
        extension="csv",
        supports=frozenset({BlockKind.TABLE, BlockKind.HEADING, BlockKind.PARAGRAPH}),
    )

    def cells(data: bytes) -> list[list[str]]:
        return list(csv.reader(io.StringIO(data.decode(), newline="")))

    class Suite(ReportFormatContract):
        def case(self) -> ReportFormatCase:
            return ReportFormatCase(
                type=offered, read=lambda data: "\n".join(cell for row in cells(data) for cell in row), cells=cells
            )

    return Suite()


def test_a_good_format_breaks_no_law() -> None:
    assert broken_laws(format_suite(GoodFormat)) == set()


BROKEN_FORMATS = {
    ReadsTheClock: "test_the_same_document_gives_the_same_bytes_anywhere",
    Remembers: "test_a_format_holds_nothing_between_documents",
    DropsHeadings: "test_every_kind_of_block_is_written",
    DropsLinks: "test_the_main_table_is_written_with_every_type_of_cell",
    WritesNoEmptyReport: "test_an_empty_document_is_written",
    FailsOnEmptyTables: "test_charts_of_any_size_are_written",
    LosesRows: "test_none_of_many_rows_is_lost",
    HoldsAllRows: "test_rows_are_written_while_they_are_read",
    DropsEmoji: "test_text_is_shown_as_it_was_typed",
    WritesFormulas: "test_no_spreadsheet_runs_a_text",
    QuotesNegativeNumbers: "test_no_spreadsheet_runs_a_text",
    WritesDirectionMarks: "test_nothing_invisible_reaches_a_reader",
    RoundsLargeNumbers: "test_numbers_are_those_of_the_document",
    TakesNothingForZero: "test_not_reported_is_not_zero",
    ShowsHealthBySign: "test_health_is_said_in_words",
    SeeksInTheStream: "test_the_stream_is_only_written_to",
}


@pytest.mark.parametrize(("make", "law"), BROKEN_FORMATS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_format_fails_the_law_it_breaks(make: Callable[[], Any], law: str) -> None:
    assert broken_laws(format_suite(make)) == {law}


def test_every_law_of_formats_is_broken_by_some_format() -> None:
    laws = {name for name in dir(ReportFormatContract) if name.startswith("test_")}
    assert laws == set(BROKEN_FORMATS.values())


class GoodKind:
    """A list of the items, done right; the broken ones change one thing each."""

    def build(self, view: ReportView) -> Document:
        chinese = view.language is Language.ZH
        columns = (
            Column(key="id", label="编号" if chinese else "Id"),
            Column(key=self.key(view), label=self.label(view)),
        )
        return Document(
            name="tried",
            title=self.title(view),
            language=self.language(view),
            blocks=(Table(name="items", columns=columns, rows=self.rows(view)),),
            facts=self.facts(view),
        )

    def title(self, view: ReportView) -> str:
        return view.plan.title

    def language(self, view: ReportView) -> Language:
        return view.language

    def key(self, view: ReportView) -> str:
        return "title"

    def label(self, view: ReportView) -> str:
        return "事项" if view.language is Language.ZH else "Item"

    def rows(self, view: ReportView) -> Any:
        return Rows(lambda: self.made(view))

    def made(self, view: ReportView) -> Iterator[Row]:
        for row in view.rows():
            yield (row.item.id, row.item.title)

    def facts(self, view: ReportView) -> tuple[Fact, ...]:
        return ()


class KindReadsTheClock(GoodKind):
    def title(self, view: ReportView) -> str:
        return f"{date.today():%d}"


class KindRemembers(GoodKind):
    built = 0

    def title(self, view: ReportView) -> str:
        self.built += 1
        return f"{self.built}"


class FailsOnAnEmptyPlan(GoodKind):
    def title(self, view: ReportView) -> str:
        return next(view.rows()).item.title


class HasAnUnfitCell(GoodKind):
    def made(self, view: ReportView) -> Iterator[Row]:
        for row in view.rows():
            yield (row.item.id, None if row.item.due else row.item.title) if len(row.item.title) > 1 else (7, "X")


class FailsOnAThousandItems(GoodKind):
    def made(self, view: ReportView) -> Iterator[Row]:
        for number, row in enumerate(super().made(view)):
            yield row if number < 1_000 else ()


class SaysTheDayItself(GoodKind):
    def facts(self, view: ReportView) -> tuple[Fact, ...]:
        return (Fact(name="as_of", label="1", value="2"),)


class IsAlwaysChinese(GoodKind):
    def language(self, view: ReportView) -> Language:
        return Language.ZH


class MixesChineseIn(GoodKind):
    def label(self, view: ReportView) -> str:
        return "事项"


class MixesEnglishIn(GoodKind):
    def label(self, view: ReportView) -> str:
        return "Item"


class TranslatesKeys(GoodKind):
    def key(self, view: ReportView) -> str:
        return view.language.value


class CanBeReadOnce(GoodKind):
    def rows(self, view: ReportView) -> Any:
        once = self.made(view)
        return Rows(lambda: once)


class CountsTheSource(GoodKind):
    def rows(self, view: ReportView) -> Any:
        return tuple(super().rows(view))[: len(view.source)]  # type: ignore[arg-type]


def kind_suite(make: Callable[[], Any]) -> ReportKindContract:
    offered: ReportKindType[NoOptions] = ReportKindType(
        name="tried",
        summary="A kind under test",
        options=NoOptions,
        factory=lambda options, context: make(),
    )

    class Suite(ReportKindContract):
        def case(self) -> ReportKindCase:
            return ReportKindCase(type=offered)

    return Suite()


def test_a_good_kind_breaks_no_law() -> None:
    assert broken_laws(kind_suite(GoodKind)) == set()


BROKEN_KINDS = {
    KindReadsTheClock: "test_the_same_view_gives_the_same_document_anywhere",
    KindRemembers: "test_a_kind_holds_nothing_between_reports",
    FailsOnAnEmptyPlan: "test_every_view_gives_a_whole_document",
    HasAnUnfitCell: "test_every_view_gives_a_whole_document",
    FailsOnAThousandItems: "test_a_large_plan_gives_a_whole_document",
    SaysTheDayItself: "test_the_core_adds_what_every_report_ends_with",
    IsAlwaysChinese: "test_the_document_is_in_the_language_of_the_view",
    MixesChineseIn: "test_an_english_report_has_no_chinese_words",
    MixesEnglishIn: "test_a_chinese_report_has_no_english_words",
    TranslatesKeys: "test_programs_find_the_same_in_every_language",
    CanBeReadOnce: "test_rows_can_be_read_again_and_are_the_same",
    CountsTheSource: "test_a_view_may_be_a_stream",
}


@pytest.mark.parametrize(("make", "law"), BROKEN_KINDS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_kind_fails_the_law_it_breaks(make: Callable[[], Any], law: str) -> None:
    assert broken_laws(kind_suite(make)) == {law}


def test_every_law_of_kinds_is_broken_by_some_kind() -> None:
    laws = {name for name in dir(ReportKindContract) if name.startswith("test_")}
    assert laws == set(BROKEN_KINDS.values())
