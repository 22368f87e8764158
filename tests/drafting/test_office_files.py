"""Workbooks and documents give the draft that the same content gives as text."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.drafting.office_files import (
    ENGLISH_HEADINGS,
    ENGLISH_ROWS,
    HEADINGS,
    ROWS,
    add_table,
    document,
    repacked,
    workbook,
)

from plan_tasks.cli.main import run
from plan_tasks.drafting.contract import DraftOptions, Likelihood, Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.drafting.grids import Grid, LineKind, Merge, lines_of
from plan_tasks.errors import MissingExtra
from plan_tasks.model.vocabulary import State
from plan_tasks.plugins.importers import docx, report_text, tables, xlsx
from plan_tasks.plugins.importers.docx import Docx
from plan_tasks.plugins.importers.report_text import ReportText
from plan_tasks.plugins.importers.tables import Tables
from plan_tasks.plugins.importers.xlsx import Xlsx
from plan_tasks.testing.importer import ImporterCase, ImporterContract

Rows = Sequence[Sequence[str]]
LEDGERS: dict[str, Rows] = {"zh": [HEADINGS, *ROWS], "en": [ENGLISH_HEADINGS, *ENGLISH_ROWS]}
REPORTS = {
    "zh": (
        ("Title", "临江市2021年重点工作安排"),
        ("Heading 1", "一、主要预期目标"),
        ("Normal", "生产总值增长7.5%以上,城镇新增就业1.2万人以上,居民消费价格涨幅3%左右。"),
        ("Heading 1", "二、着力扩大投资"),
        ("Normal", "1.实施重点项目220个以上。(市发展改革委牵头,市财政局等按职责分工负责,6月底前完成)"),
        ("Normal", "2.改造老旧小区60个、棚户区3200套。(牵头单位:市住建局;配合单位:市财政局)"),
        ("Heading 1", "三、改善民生"),
        ("Normal", "1.新建公园3处。(市城管局牵头,9月底前完成)"),
    ),
    "en": (
        ("Title", "Work plan of Riverside for 2027"),
        ("Heading 1", "1. Grow the economy"),
        ("Normal", "- Increase exports by 5% by June 2027. (lead: Commerce Bureau; cooperating: Customs Office)"),
        ("Normal", "- Create 12,000 urban jobs. (lead: Labour Bureau; by end of October)"),
        ("Heading 1", "2. Better streets"),
        ("Normal", "- Repair 12 km of road. (lead: Transport Office; by 30 September 2027)"),
    ),
}


def read(importer: Any, name: str, data: bytes, year: int | None = None) -> Draft:
    draft: Draft = importer.draft(Source(name=name, data=data), DraftOptions(year=year))
    return draft


def of_workbook(data: bytes, year: int | None = 2021) -> Draft:
    return read(Xlsx(), "ledger.xlsx", data, year)


def told(draft: Draft) -> object:
    """All that a draft says, without the places where it stands."""
    return (
        [
            (one.indicator, one.comparator, one.value, one.upper, one.unit, one.change, one.measure)
            for one in draft.targets
        ],
        [
            (
                *(one.id, one.title, one.area, [(owner.name, owner.role) for owner in one.owners], one.deadline),
                *(one.progress, one.progress_text, one.state, one.problems, one.next_steps),
            )
            for one in draft.measures
        ],
        [(area.number, area.title) for area in draft.areas],
        draft.start,
    )


@cache
def ledger_book(language: str) -> bytes:
    return workbook(("台账", LEDGERS[language]))


@cache
def report_document(language: str) -> bytes:
    return paragraphs_of(REPORTS[language])


def comma_separated(rows: Rows) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def with_bars(rows: Rows) -> bytes:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows).encode()


def paragraphs_of(lines: Sequence[tuple[str, str]]) -> bytes:
    def fill(made: Any) -> None:
        for style, text in lines:
            paragraph = made.add_paragraph(style=style)
            for at in range(0, len(text), 3):  # a bold piece may end within a number
                paragraph.add_run(text[at : at + 3]).bold = at % 2 == 0

    return document(fill)


def markdown_of(lines: Sequence[tuple[str, str]]) -> bytes:
    hashes = {"Title": "# ", "Heading 1": "## ", "Normal": ""}
    return "\n\n".join(hashes[style] + text for style, text in lines).encode()


@pytest.mark.parametrize("language", LEDGERS)
def test_a_ledger_says_the_same_in_every_kind_of_file(language: str) -> None:
    rows = LEDGERS[language]
    year = {"zh": 2021, "en": 2027}[language]
    drafts = [
        read(Tables(), "ledger.csv", comma_separated(rows), year),
        read(ReportText(), "ledger.md", with_bars(rows), year),
        read(Xlsx(), "ledger.xlsx", workbook(("Sheet1", rows)), year),
        read(Docx(), "ledger.docx", document(lambda made: add_table(made, rows)), year),
    ]
    first = told(drafts[0])
    assert len(drafts[0].measures) == len(rows) - 1
    assert drafts[0].targets
    for other in drafts[1:]:
        assert told(other) == first


def test_every_column_of_a_ledger_arrives() -> None:
    first, second, third = of_workbook(ledger_book("zh")).measures
    assert [(owner.name, str(owner.role)) for owner in first.owners] == [
        ("市农业农村局", "lead"),
        ("市水利局", "responsible"),
        ("市财政局", "cooperating"),
        ("王副市长", "leader"),
    ]
    assert (first.deadline, float(first.progress or 0), first.state) == (date(2021, 10, 31), 0.6, State.ACTIVE)
    assert (first.problems, first.next_steps) == ("雨季停工", "9月复工")
    assert (second.deadline, second.state) == (date(2021, 6, 30), State.COMPLETED)
    assert third.deadline == date(2021, 12, 31)


@pytest.mark.parametrize("language", REPORTS)
def test_a_report_says_the_same_with_styles_as_in_markdown(language: str) -> None:
    lines = REPORTS[language]
    as_text = read(ReportText(), "report.md", markdown_of(lines))
    as_document = read(Docx(), "report.docx", report_document(language))
    assert len(as_text.measures) == 3
    assert as_text.title == as_document.title == lines[0][1]
    assert told(as_document) == told(as_text)


class TestXlsx(ImporterContract):
    def case(self) -> ImporterCase:
        (offered,) = xlsx.plan_tasks_importers()
        documents = [
            Source(name="ledger.xlsx", data=ledger_book("zh")),
            Source(name="plan.xlsx", data=ledger_book("en")),
        ]
        return ImporterCase(type=offered, documents=documents, whole=True)


class TestDocx(ImporterContract):
    def case(self) -> ImporterCase:
        (offered,) = docx.plan_tasks_importers()
        return ImporterCase(
            type=offered, documents=[Source(name="report.docx", data=report_document("zh"))], whole=True
        )


# workbooks


def test_what_stands_round_a_table_and_merged_cells_in_it_are_understood() -> None:
    """Title, headings of two rows, a blank column, names over rows; a cell merged over rows holds for each of them."""
    rows = [
        ["临江市2021年重点工作台账"],
        ["序号", "", "工作任务", "责任分工", "", "完成时限"],
        ["", "", "", "牵头单位", "配合单位", ""],
        ["一、稳增长"],
        [1, "", "新建标准厂房5万平方米", "市工信局", "市财政局", "6月底"],
        [2, "", "引进项目12个", "", "市商务局", "9月底"],
        ["二、惠民生"],
        [3, "", "新建公园3处", "市城管局", "", "10月底"],
        ["", "", "", "市水利局", "", ""],
        ["注：以上由市政府办公室汇总"],
    ]

    def merge(book: Any) -> None:
        for cells in (
            "A1:F1",
            "A2:A3",
            "C2:C3",
            "D2:E2",
            "F2:F3",
            "A4:F4",
            "A7:F7",
            "D5:D6",
            "A8:A9",
            "C8:C9",
            "F8:F9",
        ):
            book.worksheets[0].merge_cells(cells)

    draft = of_workbook(workbook(("总台账", rows), change=merge), year=None)
    assert (draft.title, draft.start) == ("临江市2021年重点工作台账", date(2021, 1, 1))
    assert [area.title for area in draft.areas] == ["稳增长", "惠民生"]
    assert [(one.id, one.title, [owner.name for owner in one.owners]) for one in draft.measures] == [
        ("m1.1", "新建标准厂房5万平方米", ["市工信局", "市财政局"]),
        ("m1.2", "引进项目12个", ["市工信局", "市商务局"]),
        ("m2.1", "新建公园3处", ["市城管局", "市水利局"]),
    ]
    assert any("总台账!A8" in warning.message and "share one task" in warning.message for warning in draft.warnings)


def test_hidden_things_are_left_out_and_named() -> None:
    rows = [
        ["序号", "工作任务", "备注", "责任单位"],
        [1, "新建公园3处", "x", "市城管局"],
        [2, "修路5公里", "x", "市交通局"],
    ]

    def hide(book: Any) -> None:
        sheet, old, _ = book.worksheets
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        old.sheet_state = "hidden"

    made = workbook(("台账", rows), ("旧表", rows), ("说明", [["填表说明"], ["每月25日前报送"]]), change=hide)
    draft = of_workbook(made)
    assert [one.title for one in draft.measures] == ["新建公园3处"]
    assert not {"旧表", "备注", "修路"}.intersection(re.findall("旧表|备注|修路", draft.text))
    messages = "\n".join(warning.message for warning in draft.warnings)
    for words in ("台账: hidden rows were left out (3)", "hidden columns were left out (C)", "sheet 旧表 is hidden"):
        assert words in messages
    assert "sheet 说明 was left out: no row of headings" in messages


def test_a_value_merged_from_a_hidden_row_is_kept_for_the_rows_that_show() -> None:
    rows = [["工作任务", "责任单位"], ["新建公园3处", "市城管局"], ["修路5公里", ""], ["植树2万株", ""]]

    def change(book: Any) -> None:
        book.worksheets[0].merge_cells("B2:B4")
        book.worksheets[0].row_dimensions[2].hidden = True

    draft = of_workbook(workbook(("台账", rows), change=change))
    assert [(one.title, [owner.name for owner in one.owners]) for one in draft.measures] == [
        ("修路5公里", ["市城管局"]),
        ("植树2万株", ["市城管局"]),
    ]


def test_all_sheets_with_headings_are_read_each_by_its_own() -> None:
    other = [["责任单位", "工作任务"], ["市交通局", "修路5公里"]]
    draft = of_workbook(
        workbook(("一季度", [["工作任务", "责任单位"], ["新建公园3处", "市城管局"]]), ("二季度", other))
    )
    assert [(measure.title, measure.owners[0].name) for measure in draft.measures] == [
        ("新建公园3处", "市城管局"),
        ("修路5公里", "市交通局"),
    ]
    assert [line for line in draft.text.splitlines() if line.startswith("#")] == ["# 一季度", "# 二季度"]


def test_a_table_that_repeats_its_headings_on_each_page_has_them_once() -> None:
    page = [["工作任务", "责任单位"], ["新建公园3处", "市城管局"]]
    assert len(of_workbook(workbook(("台账", [*page, *page]))).measures) == 2
    made = document(lambda one: (add_table(one, page), add_table(one, page)))
    assert len(read(Docx(), "a.docx", made, 2021).measures) == 2


def test_texts_that_are_kept_apart_from_their_cells_are_read_whole() -> None:
    """Excel keeps each text once beside the sheets, in pieces where it is partly bold, with readings over it."""
    pieces = "<si><r><rPr><b/></rPr><t>新建公园</t></r><r><t>3处</t></r><rPh sb='0' eb='2'><t>xin jian</t></rPh></si>"
    texts = f"<si><t>工作任务</t></si><si><t>责任单位</t></si>{pieces}<si><t>市城管局</t></si>"
    cells = [
        f'<x:row r="{row}">'
        + "".join(f'<x:c r="{"AB"[at]}{row}" t="s"><x:v>{2 * (row - 1) + at}</x:v></x:c>' for at in (0, 1))
        + "</x:row>"
        for row in (1, 2)
    ]
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<x:worksheet xmlns:x="{space}"><x:sheetData>{"".join(cells)}</x:sheetData></x:worksheet>'
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    made = repacked(
        ledger_book("zh"),
        {
            "xl/worksheets/sheet1.xml": lambda _: sheet.encode(),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", part),
        },
        [("xl/sharedStrings.xml", f'<sst xmlns="{space}">{texts}</sst>'.encode())],
    )
    (measure,) = of_workbook(made).measures
    assert (measure.span.text, measure.owners[0].name) == ("新建公园3处", "市城管局")


def test_a_table_of_indicators_says_the_same_in_every_kind_of_file() -> None:
    rows = [
        ("指标", "单位", "2020年实际", "2025年目标", "属性"),
        ("城镇新增就业", "万人", "1.1", "1.3", "预期性"),
        ("森林覆盖率", "%", "30.2", "32", "约束性"),
    ]
    drafts = [
        read(Tables(), "plan.csv", comma_separated(rows)),
        read(Xlsx(), "plan.xlsx", workbook(("指标", rows))),
        read(Docx(), "plan.docx", document(lambda made: add_table(made, rows))),
    ]
    assert [(one.indicator, str(one.value)) for one in drafts[0].targets] == [
        ("城镇新增就业", "1.3"),
        ("森林覆盖率", "32"),
    ]
    assert told(drafts[0]) == told(drafts[1]) == told(drafts[2])


def test_line_breaks_in_a_cell_divide_names_and_bars_stay_in_their_cell() -> None:
    rows = [["Task", "Owner", "Due"], ["Open 3 parks\nand a pool | spa", "Parks Bureau\nWater Office", "June 2027"]]
    for draft in (
        read(Xlsx(), "a.xlsx", workbook(("Plan", rows)), 2027),
        read(Docx(), "a.docx", document(lambda made: add_table(made, rows)), 2027),
    ):
        (measure,) = draft.measures
        assert [owner.name for owner in measure.owners] == ["Parks Bureau", "Water Office"]
        assert measure.span.text == "Open 3 parks and a pool \\| spa"
        assert measure.deadline == date(2027, 6, 30)


def test_a_doubt_of_the_reader_names_the_cell() -> None:
    rows = [
        ["说明"],
        ["工作任务", "责任单位", "完成时限"],
        ["新建公园3处", "市城管局", "6月底"],
        ["修路5公里", "市交通局", "2月30日"],
    ]
    messages = [warning.message for warning in of_workbook(workbook(("台账", rows))).warnings]
    assert any(message.startswith("台账!A4: the deadline") for message in messages)


# tables with merged cells


def test_rows_of_a_number_that_is_merged_go_on_with_it() -> None:
    """The number stands once, so that owners and deadline of its first row hold for the rows below."""
    rows = [["序号", "任务", "责任单位", "时限"], ["1", "甲", "市财政局", "6月"], ["", "乙", "", ""]]
    lines = lines_of(Grid(rows=rows, merges=[Merge(top=1, left=0, bottom=2, right=0)]))
    assert [line.cells[0] for line in lines] == ["序号", "1", ""]


def test_headings_that_a_page_repeats_do_not_end_what_goes_on() -> None:
    rows = [["序号", "任务", "责任单位"], ["1", "甲", "市财政局"], ["序号", "任务", "责任单位"], ["", "乙", ""]]
    assert [line.cells[1] for line in lines_of(Grid(rows=rows))] == ["任务", "甲", "乙"]


def test_headings_under_a_wide_one_count_where_nothing_is_merged_downwards() -> None:
    rows = [
        ["序号", "任务", "责任分工", "", "时限"],
        ["", "", "牵头单位", "配合单位", ""],
        ["1", "甲", "乙局", "丙局", "6月"],
    ]
    first = lines_of(Grid(rows=rows, merges=[Merge(top=0, left=2, bottom=0, right=3)]))[0]
    assert (first.kind, first.cells) == (LineKind.HEADING, ("序号", "任务", "牵头单位", "配合单位", "时限"))


def test_a_grid_without_known_headings_is_text() -> None:
    assert {line.kind for line in lines_of(Grid(rows=[["甲", "乙"], ["丙"]]))} == {LineKind.ABOVE}


# choosing and commands


def test_a_file_goes_to_its_importer_by_name_or_by_content() -> None:
    book, report = ledger_book("zh"), report_document("zh")
    offered = [one for module in (docx, xlsx, report_text, tables) for one in module.plan_tasks_importers()]
    context: Any = type("Context", (), {"plugin": "test"})
    for source, wanted in (
        (Source(name="a.xlsx", data=book), "xlsx"),
        (Source(name="a.docx", data=report), "docx"),
        (Source(name="standard input.md", data=book), "xlsx"),
        (Source(name="standard input.md", data=report), "docx"),
        (Source(name="old.doc", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "docx"),
        (Source(name="old.xls", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "xlsx"),
        (Source(name="report.md", data="一、发展".encode()), "report_text"),
    ):
        sure = {one.name: one.factory(one.options(), context).recognises(source.head()) for one in offered}
        assert max(sorted(sure), key=lambda name: sure[name]) == wanted
        assert sure[wanted] > Likelihood.NO


@pytest.mark.parametrize(("importer", "library"), [(Xlsx("xlsx"), "openpyxl"), (Docx("docx"), "docx")])
def test_a_library_that_is_missing_is_asked_for(importer: Any, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ledger_book("zh") if library == "openpyxl" else report_document("zh")
    for name in [name for name in sys.modules if name.startswith("plan_tasks.plugins.importers.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    extension = {"openpyxl": "xlsx", "docx": "docx"}[library]
    with pytest.raises(MissingExtra, match=rf'pip install "plan-tasks\[{extension}\]"'):
        read(importer, f"a.{extension}", data)


def test_the_commands_read_office_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``draft --json`` gives the text that its offsets count in, for these files alone; ``import`` keeps the plan."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAN_TASKS_ACTOR", "office")
    Path("x.docx").write_bytes(report_document("zh"))
    Path("x.xlsx").write_bytes(ledger_book("zh"))
    Path("x.md").write_bytes(markdown_of(REPORTS["zh"]))
    for name in ("x.docx", "x.xlsx"):
        assert run(["draft", name, "--year", "2021", "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed["targets"]
        for claim in [*printed["targets"], *printed["measures"]]:
            assert printed["text"][claim["start"] : claim["end"]] == claim["text"]
    assert run(["draft", "x.md", "--json"]) == 0
    assert "text" not in json.loads(capsys.readouterr().out)
    assert run(["import", "x.xlsx", "--year", "2021", "--store", "sqlite:///plan.db", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"] == len(ROWS)
