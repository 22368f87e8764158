"""What the core does between kind and format: facts, stages, degrading, sealing, words."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import plan_tasks
from plan_tasks.assessment import Policy
from plan_tasks.errors import InvalidValue, PluginError, UnknownName
from plan_tasks.model import Health, Language
from plan_tasks.plugging.descriptor import NoOptions
from plan_tasks.plugins.report_kinds.ledger.building import Ledger
from plan_tasks.plugins.report_kinds.overview.building import Overview
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.contract import ReportFormatType, ReportStageType, StagePhase
from plan_tasks.reporting.degrading import degrade
from plan_tasks.reporting.document import (
    BlockKind,
    Column,
    ColumnType,
    Document,
    Fact,
    Heading,
    Note,
    Paragraph,
    Rows,
    Table,
    check_cell,
)
from plan_tasks.reporting.escaping import one_line, visible
from plan_tasks.reporting.sealing import read_through
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.stages import NamedStage
from plan_tasks.reporting.view import CalendarFacts, ReportView
from plan_tasks.reporting.wording import Word
from plan_tasks.testing.report_documents import empty_document, every_block, long_document

OVERVIEW = Overview(limit=20, due_within=30)


def facts_of(document: Document) -> dict[str, Fact]:
    return {fact.name: fact for fact in document.facts}


class Adds:
    """A stage that adds a note."""

    def __init__(self, text: str) -> None:
        self.text = text

    def apply(self, document: Document, view: ReportView) -> Document:
        return attrs.evolve(document, blocks=(*document.blocks, Note(text=self.text)))


class Fails:
    def apply(self, document: Document, view: ReportView) -> Document:
        raise RuntimeError("secret detail")


def stage(name: str, phase: StagePhase, does: Adds | Fails, *, required: bool = False) -> NamedStage:
    return NamedStage(name=name, phase=phase, required=required, stage=does, plugin="tried")


def test_every_report_ends_with_what_it_rests_on(view: ReportView) -> None:
    known = datetime(2021, 7, 15, 18, 0, tzinfo=UTC)
    document = compose(Ledger(), attrs.evolve(view, known_at=known)).document
    facts = facts_of(document)
    assert list(facts) == ["as_of", "known_at", "method", "thresholds", "calendar", "version", "rows", "sha256"]
    assert facts["as_of"].value == date(2021, 6, 30)
    assert facts["rows"].value == 50
    assert "2021" in str(facts["calendar"].value)


def test_a_year_not_announced_yet_is_said_to_be_provisional(english_view: ReportView) -> None:
    view = attrs.evolve(english_view, calendar=CalendarFacts(name="china", announced=(2026,), provisional=(2027,)))
    text = str(facts_of(compose(Ledger(), view).document)["calendar"].value)
    assert text.startswith("china: working days of 2026 announced; working days of 2027 not announced yet")


def test_the_thresholds_are_those_of_the_policy(english_view: ReportView) -> None:
    view = attrs.evolve(english_view, policy=Policy(at_risk=Decimal("0.7")))
    text = str(facts_of(compose(Ledger(), view).document)["thresholds"].value)
    assert text == "ahead of pace from 1.05; on track from 0.95; at risk from 0.70; off track below"


def test_the_hash_depends_on_the_data_and_not_on_the_version(view: ReportView) -> None:
    def sha256(of: ReportView) -> object:
        return facts_of(compose(Ledger(), of).document)["sha256"].value

    rows = list(view.rows())
    assert sha256(view) == sha256(attrs.evolve(view, version="9.9"))
    assert sha256(view) != sha256(attrs.evolve(view, day=date(2021, 7, 1)))
    assert sha256(view) != sha256(attrs.evolve(view, source=rows[1:]))
    assert sha256(view) != sha256(attrs.evolve(view, source=[*rows[1:], rows[0]]))


def test_colours_of_the_document_are_those_of_the_policy(view: ReportView) -> None:
    blue = compose(Ledger(), attrs.evolve(view, policy=Policy(colours="blue_yellow_red"))).document
    assert blue.colours[Health.AT_RISK] == "blue"
    assert compose(Ledger(), view).document.colours[Health.AT_RISK] == "yellow"


def test_stages_have_their_turn_by_phase_and_then_by_name(view: ReportView) -> None:
    stages = [
        stage("a", StagePhase.FINISH, Adds("fourth")),
        stage("z", StagePhase.ENRICH, Adds("second")),
        stage("m", StagePhase.REDACT, Adds("third")),
        stage("b", StagePhase.ENRICH, Adds("first")),
    ]
    document = compose(Ledger(), view, stages).document
    notes = [block.text for block in document.blocks if isinstance(block, Note)]
    assert notes == ["first", "second", "third", "fourth"]


def test_a_stage_that_fails_is_skipped_and_the_report_says_so(english_view: ReportView) -> None:
    stages = [stage("shy", StagePhase.ENRICH, Fails()), stage("well", StagePhase.FINISH, Adds("done"))]
    folded = compose(Ledger(), english_view, stages)
    said = facts_of(folded.document)["skipped_stage"]
    assert (said.label, said.value) == ("Skipped", "the stage shy failed (RuntimeError)")
    assert folded.document.blocks[-1] == Note(text="done")
    [failure] = folded.skipped
    assert (failure.name, failure.plugin, str(failure.error)) == ("shy", "tried", "secret detail")


def test_a_stage_that_returns_no_document_fails(english_view: ReportView) -> None:
    class Forgets:
        def apply(self, document: Document, view: ReportView) -> Document:
            return None  # type: ignore[return-value]

    forgetful = NamedStage(name="f", phase=StagePhase.ENRICH, required=False, stage=Forgets())
    folded = compose(Ledger(), english_view, [forgetful])
    assert isinstance(folded.skipped[0].error, TypeError)


def test_a_required_stage_that_fails_refuses_the_report(view: ReportView) -> None:
    with pytest.raises(PluginError, match="report stage 'hide' failed: RuntimeError") as caught:
        compose(Ledger(), view, [stage("hide", StagePhase.REDACT, Fails(), required=True)])
    assert caught.value.plugin == "tried"


def test_in_strict_mode_any_stage_that_fails_refuses_the_report(view: ReportView) -> None:
    with pytest.raises(PluginError, match="'shy' failed"):
        compose(Ledger(), view, [stage("shy", StagePhase.ENRICH, Fails())], strict=True)


def test_a_stage_that_redacts_is_required_unless_it_says_otherwise() -> None:
    def offered(phase: StagePhase) -> ReportStageType[NoOptions]:
        return ReportStageType(
            name="s", summary="s", options=NoOptions, factory=lambda options, context: Adds("x"), phase=phase
        )

    assert offered(StagePhase.REDACT).required
    assert not offered(StagePhase.ENRICH).required
    assert not attrs.evolve(offered(StagePhase.REDACT), required=False).required


def test_what_a_format_supports_is_left_as_it_is() -> None:
    document = every_block()
    assert degrade(document, frozenset(BlockKind)) is document


@pytest.mark.parametrize("missing", sorted(set(BlockKind) - {BlockKind.TABLE}))
def test_a_block_that_is_not_supported_is_turned_into_one_that_is(missing: BlockKind) -> None:
    supported = set(BlockKind) - {missing}
    assert {block.kind for block in degrade(every_block(), supported).blocks} <= supported


def test_headings_and_notes_become_paragraphs_and_nothing_is_lost() -> None:
    blocks = degrade(every_block(), {BlockKind.TABLE, BlockKind.PARAGRAPH}).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "First section" in texts
    assert "Note: A rule that explains the table." in texts
    assert "The work report https://example.org/report" in texts


def test_degraded_key_figures_do_not_take_the_name_of_a_table() -> None:
    document = every_block()
    named = Table(name="key_figures_1", columns=(Column(key="a", label="A"),), rows=())
    degraded = degrade(attrs.evolve(document, blocks=(*document.blocks, named)), {BlockKind.TABLE})
    assert [table.name for table in degraded.blocks if isinstance(table, Table)].count("key_figures_1") == 1


def test_a_format_must_write_tables() -> None:
    with pytest.raises(ValueError, match="must be a frozenset with BlockKind"):
        ReportFormatType(
            name="f",
            summary="f",
            options=NoOptions,
            factory=lambda options, context: None,  # type: ignore[arg-type,return-value]
            media_type="text/plain",
            extension="txt",
            supports=frozenset({BlockKind.PARAGRAPH}),
        )


def test_a_cell_that_does_not_fit_its_column_is_found_with_its_place() -> None:
    columns = (Column(key="id", label="Id"), Column(key="done", label="Done", type=ColumnType.PERCENT))
    table = Table(name="items", columns=columns, rows=(("a", Decimal(1)), ("b", "63.5%")))
    document = attrs.evolve(empty_document(), blocks=(table,))
    with pytest.raises(InvalidValue, match=r"table 'items', row 2: column 'done' cannot hold '63.5%'"):
        read_through(document)
    short = attrs.evolve(document, blocks=(attrs.evolve(table, rows=(("a",),)),))
    with pytest.raises(InvalidValue, match="row 1: 1 cells were given for 2 columns"):
        read_through(short)


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), 1.5, True])
def test_numbers_that_are_none_are_refused(number: object) -> None:
    column = Column(key="n", label="N", type=ColumnType.NUMBER)
    with pytest.raises(InvalidValue):
        check_cell(column, number)  # type: ignore[arg-type]


def test_rows_that_can_be_read_only_once_are_refused() -> None:
    with pytest.raises(InvalidValue, match="read more than once"):
        Table(name="t", columns=(Column(key="a", label="A"),), rows=iter([("x",)]))
    assert list(Rows(lambda: iter([("x",)]))) == [("x",)]


def test_tables_have_names_of_their_own() -> None:
    table = Table(name="t", columns=(Column(key="a", label="A"),), rows=())
    with pytest.raises(InvalidValue, match="each have a name of their own"):
        attrs.evolve(empty_document(), blocks=(table, table))
    with pytest.raises(UnknownName, match="has no table 'x'; it has items"):
        empty_document().table("x")


def test_a_heading_has_a_level_from_one_to_three() -> None:
    with pytest.raises(InvalidValue, match="from 1 to 3"):
        Heading(text="x", level=4)


def test_reading_through_counts_rows_without_keeping_them() -> None:
    assert read_through(long_document(1000)).rows == {"items": 1000}


def test_the_foremost_are_those_that_sorting_gives() -> None:
    words = [f"{(n * 7919) % 1000:03d}" for n in range(1000)]
    first: Foremost[str] = Foremost(10)
    for word in words:
        first.add(word, word)
    assert first.entries() == sorted(words)[:10]
    assert first.count == 1000


@pytest.mark.parametrize("word", Word)
def test_every_word_has_both_languages_with_the_same_parts(word: Word) -> None:
    def parts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert word.en.strip()
    assert word.zh.strip()
    assert parts(word.en) == parts(word.zh)
    assert not any("\u4e00" <= character <= "\u9fff" for character in word.en)


def test_no_word_is_unused() -> None:
    package = Path(plan_tasks.__file__).parent
    folders = (package / "reporting", package / "plugins")
    code = "".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    assert [word.name for word in Word if not re.search(rf"Word\.{word.name}\b", code)] == []


def test_invisible_characters_are_shown_and_nothing_else_is_touched() -> None:
    assert visible("云溪市 GDP👩‍💻 é") == "云溪市 GDP👩‍💻 é"
    assert visible("a\r\nb\x0bc\u2028d") == "a\nb\nc\nd"
    assert visible("\x1b[31m\u202e\ud800\x7f\x85") == "␛[31m[U+202E]\ufffd␡\n"
    assert one_line("  a\n b ") == "a  b"


def test_an_overview_in_english_and_one_in_chinese_count_the_same(view: ReportView, english_view: ReportView) -> None:
    def counts(of: ReportView) -> list[object]:
        return [row[1] for row in OVERVIEW.build(of).table("counts").rows]

    assert counts(view) == counts(english_view)
    assert OVERVIEW.build(english_view).language is Language.EN


def test_an_empty_plan_makes_whole_reports(make_view: Callable[..., ReportView], empty_view: ReportView) -> None:
    for kind in (OVERVIEW, Ledger()):
        assert facts_of(compose(kind, empty_view).document)["rows"].value == 0
