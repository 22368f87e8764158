"""The built-in importers pass the contract suite, and the suite finds importers that are wrong."""

from __future__ import annotations

import inspect
from typing import Any

import attrs
import pytest

from plan_tasks.drafting.contract import DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft
from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import SourceSpan
from plan_tasks.plugging.descriptor import NoOptions
from plan_tasks.plugins.importers import report_text, tables
from plan_tasks.plugins.importers.report_text import ReportText
from plan_tasks.testing.importer import ImporterCase, ImporterContract

REPORT = Source(
    name="report.md",
    data=(
        "# 2021年政府工作报告\n\n主要预期目标是:生产总值增长**7.5%**以上,城乡居民人均可支配收入分别增长7%、8%左右。\n\n"
        "一、着力扩大投资\n1.实施重点项目220个。(市发展改革委牵头,市财政局等按职责分工负责,6月底前完成)\n"
        "2.推进城市更新,改造老旧小区60个、棚户区3200套。\n\n"
        "| 工作任务 | 责任单位 |\n|--|--|\n| 新建公园3处 | 市城管局 |\n"
    ).encode(),
)
LEDGER = Source(
    name="ledger.csv",
    data='序号,工作任务,牵头单位,完成时限,进展情况\n1,"改造老旧小区60个,惠及居民2万户",市住建局,10月底,完成60%\n'.encode(
        "gb18030"
    ),
)


class TestReportText(ImporterContract):
    def case(self) -> ImporterCase:
        (offered,) = report_text.plan_tasks_importers()
        return ImporterCase(type=offered, documents=[REPORT])


class TestTables(ImporterContract):
    def case(self) -> ImporterCase:
        (offered,) = tables.plan_tasks_importers()
        return ImporterCase(type=offered, documents=[LEDGER])


def test_the_surest_importer_is_the_right_one() -> None:
    for source, wanted in ((REPORT, "report_text"), (LEDGER, "tables")):
        offered = [*report_text.plan_tasks_importers(), *tables.plan_tasks_importers()]
        context: Any = None
        sureness = {one.name: one.factory(NoOptions(), context).recognises(source.head()) for one in offered}
        assert max(sureness, key=lambda name: sureness[name]) == wanted


class Shifted(ReportText):
    """Counts from one."""

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        draft = super().draft(source, options)
        spans = [SourceSpan(start=t.span.start + 1, end=t.span.end + 1, text=t.span.text) for t in draft.targets]
        moved = [attrs.evolve(t, span=span) for t, span in zip(draft.targets, spans, strict=True)]
        return attrs.evolve(draft, targets=tuple(moved))


class Trusting(ReportText):
    """Takes every file for UTF-8."""

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        source.data.decode("utf-8")
        return super().draft(source, options)


class Forgetful(ReportText):
    """Keeps what it has read before."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        draft = super().draft(source, options)
        self.seen += draft.targets
        return attrs.evolve(draft, targets=tuple(self.seen))


class Tidying(ReportText):
    """Reads another text than the file's."""

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        return super().draft(attrs.evolve(source, data=source.data.replace(b"*", b"")), options)


class Doubling(ReportText):
    """Gives two measures one id."""

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        draft = super().draft(source, options)
        return attrs.evolve(draft, measures=draft.measures + draft.measures[:1])


class Blind(ReportText):
    """Recognises nothing and finds nothing."""

    def recognises(self, head: SourceHead) -> Likelihood:
        return Likelihood.NO

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        return attrs.evolve(super().draft(source, options), targets=(), measures=())


class Slow(ReportText):
    """Compares every line with every other."""

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        characters = source.text()
        for start in range(0, len(characters), 4):
            characters.count("增长", start)
        return Draft(text=characters)


BROKEN = {
    Shifted: {"test_every_claim_points_at_its_words", "test_junk_is_read_or_refused_plainly"},
    Trusting: {"test_junk_is_read_or_refused_plainly"},
    Forgetful: {"test_the_same_document_gives_the_same_draft", "test_junk_is_read_or_refused_plainly"},
    Tidying: {"test_spans_of_a_text_file_count_its_own_characters"},
    Doubling: {"test_a_draft_hangs_together", "test_a_draft_is_accepted_as_a_plan"},
    Blind: {"test_it_recognises_its_own_documents", "test_something_is_found_in_every_document"},
}


def suite_of(importer: type[ReportText]) -> ImporterContract:
    offered = ImporterType[NoOptions](
        name="broken", summary="Wrong on purpose", options=NoOptions, factory=lambda _options, _context: importer()
    )

    class Suite(ImporterContract):
        def case(self) -> ImporterCase:
            return ImporterCase(type=offered, documents=[REPORT])

    return Suite()


@pytest.mark.parametrize("importer", BROKEN, ids=lambda importer: importer.__name__)
def test_the_suite_finds_what_is_wrong(importer: type[ReportText]) -> None:
    suite = suite_of(importer)
    laws = [name for name, _ in inspect.getmembers(suite) if name.startswith("test_") and "time_grows" not in name]
    failed = set()
    for law in laws:
        try:
            getattr(suite, law)()
        except Exception:
            failed.add(law)
    assert failed == BROKEN[importer]


def test_the_suite_finds_time_that_grows_with_the_square() -> None:
    with pytest.raises(AssertionError, match="times as long"):
        suite_of(Slow).test_time_grows_no_faster_than_the_text()


def test_a_document_that_is_too_long_for_a_report_is_refused_at_once() -> None:
    source = Source(name="line.md", data=b"a" * 50_000_000)
    with pytest.raises(SourceUnreadable, match="48 MB"):
        ReportText().draft(source, DraftOptions(year=2021))
