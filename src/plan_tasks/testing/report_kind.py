"""The contract suite of report kinds: subclass it, say what kind it is, and the whole suite runs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.contract import ReportKind, ReportKindType
from plan_tasks.reporting.document import (
    Bullet,
    Chart,
    Document,
    Fact,
    Heading,
    Imprint,
    KeyFigures,
    Letterhead,
    Note,
    Paragraph,
    Table,
    tables,
)
from plan_tasks.reporting.encoding import block_data, row_data
from plan_tasks.reporting.sealing import read_through
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.testing.report_laws import elsewhere, expect
from plan_tasks.testing.report_views import (
    all_met_view,
    all_red_view,
    empty_view,
    hostile_view,
    long_titles_view,
    many_view,
    no_data_view,
    one_item_view,
    small_view,
)

__all__ = ["ReportKindCase", "ReportKindContract"]

_CHINESE: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_LATIN_WORD: Final = re.compile("[A-Za-z]{2,}")
#: Names that are written in Latin letters in every language.
_NAMES: Final = re.compile(r"\b(SHA-256|pace|plan-tasks)\b")
_VIEWS: Final[tuple[Callable[[Language], ReportView], ...]] = (
    small_view,
    empty_view,
    one_item_view,
    no_data_view,
    all_red_view,
    all_met_view,
    long_titles_view,
    hostile_view,
)
_MANY: Final = 5_000


@attrs.frozen(kw_only=True)
class ReportKindCase:
    """What the suite has to know of a kind.

    Attributes:
        type: The descriptor.
        options: The options to open it with; None for the defaults.
    """

    type: ReportKindType[Any]
    options: Any = None


class ReportKindContract:
    """Laws of a kind of report. A subclass gives `case`.

    Example:
        >>> class TestMyKind(ReportKindContract):
        ...     def case(self) -> ReportKindCase:
        ...         return ReportKindCase(type=MY_KIND)
    """

    def case(self) -> ReportKindCase:
        """The kind under test."""
        raise NotImplementedError("a subclass of ReportKindContract gives the case")

    def build(self, view: ReportView) -> Document:
        """Builds the report with a kind opened afresh."""
        return _opened(self.case()).build(view)

    def test_the_same_view_gives_the_same_document_anywhere(self) -> None:
        """Neither time, zone, decimal context nor an earlier run changes a cell."""
        for language in Language:
            with elsewhere(west=False):
                east = read_through(self.build(small_view(language))).sha256
            with elsewhere(west=True):
                west = read_through(self.build(small_view(language))).sha256
            expect(east == west, "the same view gave two documents")

    def test_a_kind_holds_nothing_between_reports(self) -> None:
        """What was built before does not show in what is built next."""
        kind = _opened(self.case())
        views = (small_view(Language.EN), small_view(Language.ZH), small_view(Language.EN))
        first, _, third = (read_through(kind.build(view)).sha256 for view in views)
        expect(first == third, "the third report differs from the first, which was of the same view")

    def test_every_view_gives_a_whole_document(self) -> None:
        """Also an empty plan, one bare item, no data, all red, all met, long titles and hostile texts.

        Every cell holds what its column says.
        """
        for language in Language:
            for make in _VIEWS:
                document = compose(_opened(self.case()), make(language)).document
                names = [fact.name for fact in document.facts]
                expect(names[-1] == "sha256", f"the document of {make.__name__} is not whole: it ends with {names}")

    def test_a_large_plan_gives_a_whole_document(self) -> None:
        """5,000 items are as good as five."""
        names = [fact.name for fact in compose(_opened(self.case()), many_view(Language.EN, _MANY)).document.facts]
        expect(names[-1] == "sha256", f"the document of {_MANY} items is not whole: it ends with {names}")

    def test_the_core_adds_what_every_report_ends_with(self) -> None:
        """A kind leaves day, method, count and hash to the core, so that they are the same in every report."""
        document = self.build(small_view(Language.EN))
        reserved = {"as_of", "known_at", "method", "calendar", "rows", "sha256", "version"}
        taken = reserved & {fact.name for fact in document.facts}
        expect(not taken, f"the kind says {', '.join(sorted(taken))} itself")

    def test_the_document_is_in_the_language_of_the_view(self) -> None:
        """The document says which language it is in, and it is that of the view."""
        for language in Language:
            expect(self.build(small_view(language)).language is language, f"asked for {language.value}")

    def test_an_english_report_has_no_chinese_words(self) -> None:
        """Of an English plan, not one Chinese character comes out."""
        for text in _everything(self.build(small_view(Language.EN))):
            expect(not _CHINESE.search(text), f"an English report says {text!r}")

    def test_a_chinese_report_has_no_english_words(self) -> None:
        """Of a Chinese plan, no English word comes out in labels, headings and sentences."""
        for text in _fixed_words(self.build(small_view(Language.ZH))):
            expect(not _LATIN_WORD.search(_NAMES.sub("", text)), f"a Chinese report says {text!r}")

    def test_programs_find_the_same_in_every_language(self) -> None:
        """Names of tables and keys of columns do not depend on the language."""
        shapes = []
        for language in Language:
            document = self.build(small_view(language))
            columns = [(table.name, [column.key for column in table.columns]) for table in tables(document)]
            shapes.append((document.name, document.main, columns, [block.kind for block in document.blocks]))
        expect(shapes[0] == shapes[1], "the two languages give documents of different shape")

    def test_rows_can_be_read_again_and_are_the_same(self) -> None:
        """A format may read a table more than once."""
        for table in tables(self.build(small_view(Language.EN))):
            first, again = ([row_data(row) for row in table.rows] for _ in range(2))
            expect(first == again, f"the second reading of table {table.name!r} gives other rows")

    def test_a_view_may_be_a_stream(self) -> None:
        """Items that are read from a store give the same report as a list."""
        listed = small_view(Language.EN)
        streamed = attrs.evolve(listed, source=_Stream(list(listed.rows())))
        expect(
            read_through(self.build(listed)).sha256 == read_through(self.build(streamed)).sha256,
            "the report of a stream differs from that of a list",
        )


@attrs.frozen(eq=False)
class _Stream:
    """Rows that can be read again but have neither length nor places."""

    rows: list[ReportRow]

    def __iter__(self) -> Iterator[ReportRow]:
        yield from self.rows


def _opened(case: ReportKindCase) -> ReportKind:
    options = case.options if case.options is not None else case.type.options()
    context = PluginContext(plugin="contract", logger=logging.getLogger("plan_tasks.plugins.contract"))
    return case.type.factory(options, context)


def _fixed_words(document: Document) -> Iterator[str]:
    """What is said in words of the report's own."""
    yield document.title
    yield document.subtitle
    for block in document.blocks:
        if isinstance(block, (Heading, Paragraph, Note)):
            yield block.text
        elif isinstance(block, KeyFigures):
            yield from (text for figure in block.figures for text in (figure.label, figure.note))
        elif isinstance(block, Chart):
            yield block.title
        elif isinstance(block, Letterhead):
            yield from (block.name, block.number)
        elif isinstance(block, Imprint):
            yield from (line.label for line in block.lines)
    for table in tables(document):
        yield table.title
        yield table.empty
        yield from (column.label for column in table.columns)


def _everything(document: Document) -> Iterator[str]:
    """Every text of a document, cells included."""
    yield from _fixed_words(document)
    for block in document.blocks:
        if not isinstance(block, (Table, Bullet)):
            yield str(block_data(block))
    for table in tables(document):
        yield from (str(row_data(row)) for row in table.rows)
    for fact in document.facts:
        yield from _words_of(fact)


def _words_of(fact: Fact) -> Iterator[str]:
    yield fact.label
    yield str(fact.value)
