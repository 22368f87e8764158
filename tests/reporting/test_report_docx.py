"""DOCX: what a word processor finds in a document, and where it stands on paper."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats.docx import DocxOptions, Layout, plan_tasks_report_formats
from plan_tasks.plugins.report_formats.docx.numbering import chinese_number, numbered
from plan_tasks.plugins.report_formats.docx.sheets import OFFICIAL_SHEETS, PLAIN_SHEETS
from plan_tasks.plugins.report_formats.docx.tables import fitting
from plan_tasks.plugins.report_kinds.bulletin import BulletinOptions
from plan_tasks.plugins.report_kinds.bulletin.building import Bulletin
from plan_tasks.plugins.report_kinds.ledger.building import Ledger
from plan_tasks.plugins.report_kinds.overview.building import Overview
from plan_tasks.reporting.composing import compose, write_document
from plan_tasks.reporting.document import BlockKind, Column, ColumnType, Document, Heading, Paragraph, tables
from plan_tasks.reporting.formatting import text_of
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_documents import every_block
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

[TYPE] = plan_tasks_report_formats()


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def text_in(element: Any) -> str:
    """The text of a paragraph or cell, with its line breaks."""
    marks = element.iter(qn("w:t"), qn("w:br"))
    return "".join(each.text or "" if each.tag == qn("w:t") else "\n" for each in marks)


def read(data: bytes) -> str:
    """What a reader sees: every paragraph, those in cells among them."""
    return "\n".join(text_in(each) for each in opened(data).element.body.iter(qn("w:p")))


class TestContract(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        return ReportFormatCase(type=TYPE, read=read, streams=False)


def written(document: Document, layout: Layout = Layout.FITTING) -> bytes:
    to = io.BytesIO()
    context = PluginContext(plugin="test", logger=logging.getLogger("test"))
    write_document(document, TYPE.factory(DocxOptions(layout=layout), context), TYPE.supports, to)
    return to.getvalue()


FILLED = BulletinOptions(
    number=5,
    issuer="市政府督查室",
    to=("各县区人民政府", "市政府各部门"),
    report_to=("市委", "市人大常委会"),
    copies=("各县区人民政府",),
    printed=60,
    secrecy="内部资料",
)


@pytest.fixture
def bulletin(view: ReportView) -> Document:
    return compose(Bulletin(FILLED), view).document


def styles_of(data: bytes) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph outside tables."""
    for each in opened(data).element.body.iterchildren(qn("w:p")):
        yield each.pPr.pStyle.get(qn("w:val")), text_in(each)


def rows_of(data: bytes) -> list[list[list[str]]]:
    """The cells of each table."""
    return [
        [[text_in(cell) for cell in row.iterchildren(qn("w:tc"))] for row in table.iterchildren(qn("w:tr"))]
        for table in opened(data).element.body.iter(qn("w:tbl"))
    ]


def test_an_official_sheet_has_the_type_area_of_the_standard(bulletin: Document) -> None:
    sections = opened(written(bulletin)).sections
    for section in sections:
        edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        size, wanted = (section.page_width.mm, section.page_height.mm), (37, 26, 35, 28)
        if size[0] > size[1]:  # the same sheet turned clockwise: its left edge is on top
            size, wanted = (size[1], size[0]), (28, 37, 26, 35)
        assert size == pytest.approx((210, 297), abs=0.3)
        assert [edge.mm for edge in edges] == pytest.approx(wanted, abs=0.3)
    first = sections[0]
    assert (first.page_width - first.left_margin - first.right_margin) / 36000 == pytest.approx(156, abs=0.3)
    assert (first.page_height - first.top_margin - first.bottom_margin) / 36000 == pytest.approx(225, abs=0.3)


def test_twenty_two_lines_of_twenty_eight_characters_fit(bulletin: Document) -> None:
    document = opened(written(bulletin))
    body = document.styles.element.get_by_id("BodyText")
    spacing, letters = body.pPr.find(qn("w:spacing")), body.rPr.find(qn("w:spacing"))
    line, size = int(spacing.get(qn("w:line"))) / 20, int(body.rPr.find(qn("w:sz")).get(qn("w:val"))) / 2
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert size == 16
    pitch = size + int(letters.get(qn("w:val"))) / 20
    assert 225 / 25.4 * 72 // line == 22
    assert 156 / 25.4 * 72 // pitch == 28
    assert int(body.pPr.find(qn("w:ind")).get(qn("w:firstLine"))) / 20 == pytest.approx(2 * pitch)
    assert not list(document.element.iter(qn("w:docGrid")))


def test_every_style_names_a_font_for_chinese(bulletin: Document) -> None:
    for layout in (Layout.OFFICIAL, Layout.PLAIN):
        fonts = {
            style.get(qn("w:styleId")): style.rPr.rFonts.get(qn("w:eastAsia"))
            for style in opened(written(bulletin, layout)).styles.element.iter(qn("w:style"))
        }
        assert all(fonts.values())
    official = {
        style.get(qn("w:styleId")): style.rPr.rFonts.get(qn("w:eastAsia"))
        for style in opened(written(bulletin)).styles.element.iter(qn("w:style"))
    }
    wanted = {
        "Title": "方正小标宋简体",
        "BodyText": "仿宋_GB2312",
        "Heading1": "黑体",
        "Heading2": "楷体_GB2312",
        "Heading3": "仿宋_GB2312",
        "Footer": "宋体",
    }
    assert {name: official[name] for name in wanted} == wanted


def test_every_paragraph_has_a_style_that_is_there(bulletin: Document) -> None:
    for document in (bulletin, every_block(), every_block(Language.ZH)):
        for layout in (Layout.OFFICIAL, Layout.PLAIN):
            found = opened(written(document, layout))
            known = {style.get(qn("w:styleId")) for style in found.styles.element.iter(qn("w:style"))}
            assert {each.get(qn("w:val")) for each in found.element.body.iter(qn("w:pStyle"))} <= known


#: The order in which the schema (ECMA-376) wants the children of an element; Word refuses a file that has another.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs autoSpaceDE autoSpaceDN"
    " snapToGrid spacing ind jc textDirection outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs lang",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "sectPr": "footerReference type pgSz pgMar cols",
    "style": "name basedOn next uiPriority qFormat pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
}


def test_elements_stand_in_the_order_that_the_schema_wants(bulletin: Document) -> None:
    for document in (bulletin, every_block(), every_block(Language.ZH)):
        for layout in (Layout.OFFICIAL, Layout.PLAIN):
            found = opened(written(document, layout))
            for root in (found.element, found.styles.element):
                for element in root.iter(*(qn(f"w:{name}") for name in ORDERS)):
                    order = ORDERS[element.tag.partition("}")[2]].split()
                    places = [order.index(child.tag.partition("}")[2]) for child in element]
                    assert places == sorted(places), element.tag


def test_the_parts_of_a_bulletin_stand_in_the_order_of_the_standard(bulletin: Document) -> None:
    said = [(style, text) for style, text in styles_of(written(bulletin)) if text]
    assert [style for style, _ in said[:8]] == [
        *("Secrecy", "SeriesNumber", "SeriesNumber", "Issue", "Title", "Subtitle", "Addressees", "Heading1")
    ]
    texts = [text for _, text in said]
    assert texts[1:4] == ["督查通报", "第5期", "市政府督查室2021年6月30日"]
    assert texts[6:8] == ["各县区人民政府，市政府各部门：", "一、总体情况"]
    assert [text for style, text in said if style == "AnnexMark"] == ["附件1", "附件2", "附件3"]
    assert rows_of(written(bulletin))[-1] == [["报：市委、市人大常委会。"], ["送：各县区人民政府。"], ["共印60份"]]


def test_the_name_begins_35_mm_below_the_top_and_the_rule_is_red_and_as_wide_as_the_type_area(
    bulletin: Document,
) -> None:
    document = opened(written(bulletin))
    lines = list(document.element.body.iterchildren(qn("w:p")))[:7]
    above = document.styles.element.get_by_id("Secrecy").pPr.find(qn("w:spacing"))
    begins = 3 * int(above.get(qn("w:line"))) + int(lines[3].pPr.find(qn("w:spacing")).get(qn("w:before")))
    assert begins / 1440 * 25.4 == pytest.approx(35, abs=0.3)
    rule = lines[6].pPr
    [border] = rule.find(qn("w:pBdr"))
    assert border.get(qn("w:color")) == "FF0000"
    assert rule.find(qn("w:ind")) is None
    below_line = int(rule.find(qn("w:spacing")).get(qn("w:line"))) / 1440 * 25.4
    assert below_line + 1.5 == pytest.approx(4, abs=0.3)  # a line leaves 1.5 mm below its characters


def test_the_rules_of_the_imprint_are_as_thick_as_the_standard_says(bulletin: Document) -> None:
    *_, last = opened(written(bulletin)).element.body.iter(qn("w:tbl"))
    borders = last.tblPr.find(qn("w:tblBorders"))
    thick = {side: int(borders.find(qn(f"w:{side}")).get(qn("w:sz"))) / 8 / 72 * 25.4 for side in ("top", "bottom")}
    assert thick == pytest.approx({"top": 0.35, "bottom": 0.35}, abs=0.03)
    assert int(borders.find(qn("w:insideH")).get(qn("w:sz"))) / 8 / 72 * 25.4 == pytest.approx(0.25, abs=0.03)
    place = last.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert int(last.tblPr.find(qn("w:tblW")).get(qn("w:w"))) / 1440 * 25.4 == pytest.approx(156, abs=0.3)


def test_page_numbers_stand_at_the_outer_side_below_the_type_area(bulletin: Document) -> None:
    document = opened(written(bulletin))
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            [line] = foot.paragraphs
            assert text_in(line._p) == "— 1 —"
            assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        below = section.bottom_margin.mm - section.footer_distance.mm  # to the lower edge of a line of 14 points
        assert below == pytest.approx(7 + 14 / 72 * 25.4 * 0.47, abs=0.3)  # its dashes are nearly at half its height


def test_heads_of_tables_are_repeated_and_no_row_is_split(view: ReportView) -> None:
    document = opened(written(compose(Ledger(months=False), view).document))
    [table] = document.tables
    rows = list(table._tbl.tr_lst)
    heads = [row for row in rows if row.trPr.find(qn("w:tblHeader")) is not None]
    assert heads == rows[:2]  # groups, and the columns below them
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    for row in rows:
        spans = [int(span.get(qn("w:val"))) for span in row.iter(qn("w:gridSpan"))]
        cells = list(row.iterchildren(qn("w:tc")))
        assert len(cells) - len(spans) + sum(spans) == len(table._tbl.tblGrid.gridCol_lst)
    [section] = document.sections
    assert section.page_width > section.page_height


@pytest.mark.parametrize(
    "kind",
    [Bulletin(FILLED), Ledger(months=False), Overview(limit=10, due_within=30)],
    ids=["bulletin", "ledger", "overview"],
)
def test_figures_read_back_are_those_of_the_assessment(kind: Any, view: ReportView) -> None:
    document = compose(kind, view).document
    found = rows_of(written(document))
    assert list(tables(document))
    for table in tables(document):  # those behind charts, too
        shown = table.without_hidden()
        wanted = [
            [text_of(cell, column, Language.ZH) for cell, column in zip(row, shown.columns, strict=True)]
            for row in shown.rows
        ]
        assert any(wanted == each[-len(wanted) - (table.total is not None) :][: len(wanted)] for each in found)


@given(
    widths=st.lists(st.integers(1, 80), min_size=1, max_size=40),
    kinds=st.lists(st.sampled_from(ColumnType), min_size=40, max_size=40),
    official=st.booleans(),
    roomy=st.booleans(),
)
@settings(max_examples=40)
def test_columns_of_any_widths_fill_the_sheet(
    widths: list[int], kinds: list[ColumnType], official: bool, roomy: bool
) -> None:
    sheets = OFFICIAL_SHEETS if official else PLAIN_SHEETS
    columns = [
        Column(key=f"c{place}", label="c", type=kind, width=width)
        for place, (width, kind) in enumerate(zip(widths, kinds, strict=False))
    ]
    fit = fitting(columns, sheets, roomy=roomy)
    assert sum(fit.widths) == sheets[fit.sheet].room
    assert min(fit.widths) > 0


def test_a_wide_table_stands_with_its_heading_on_a_sheet_held_sideways(bulletin: Document) -> None:
    document = opened(written(bulletin))
    sideways = [section.page_width > section.page_height for section in document.sections]
    assert sideways == [False, True, False]  # text, annexes, what it rests on
    *_, text, _ = styles_until_section(document)
    assert text == "AnnexList"


def styles_until_section(document: Any) -> list[str]:
    """Styles of the paragraphs of the first section."""
    styles: list[str] = []
    for each in document.element.body.iterchildren(qn("w:p")):
        styles.append(each.pPr.pStyle.get(qn("w:val")))
        if each.pPr.find(qn("w:sectPr")) is not None:
            break
    return styles


def test_health_is_a_sign_and_a_word_on_its_colour(view: ReportView) -> None:
    document = opened(written(compose(Ledger(months=False), view).document))
    shaded = {
        (text_in(cell), shade.get(qn("w:fill")))
        for cell in document.element.body.iter(qn("w:tc"))
        for shade in cell.iter(qn("w:shd"))
    }
    signs = {text: fill for text, fill in shaded if text[:1] in "✔»▸!‼✖✗?"}
    assert {"✔ 已完成", "▸ 达序时"} <= set(signs)
    assert len(set(signs.values())) > 2


def test_nothing_leads_outside_and_nothing_says_when_it_was_made(bulletin: Document) -> None:
    data = written(bulletin)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        for name in archive.namelist():
            if name.endswith(".rels"):
                assert b"External" not in archive.read(name)
    core = opened(data).core_properties
    assert (core.created.date(), core.modified.date()) == (date(2021, 6, 30), date(2021, 6, 30))
    assert core.title == bulletin.title
    assert core.author == core.comments == ""


def test_only_a_report_with_a_letterhead_is_official_unless_an_option_says_otherwise(
    bulletin: Document, view: ReportView
) -> None:
    overview = compose(Overview(limit=10, due_within=30), view).document

    def official(data: bytes) -> bool:
        return bool(opened(data).sections[0].top_margin.mm > 30)

    assert official(written(bulletin))
    assert not official(written(bulletin, Layout.PLAIN))
    assert not official(written(overview))
    assert official(written(overview, Layout.OFFICIAL))


def test_headings_are_numbered_where_the_document_does_not() -> None:
    levels = [1, 2, 2, 3, 1, 2]
    headings = [Heading(text="题", level=level) for level in levels]
    assert numbered(headings, Language.ZH) == ["一、题", "（一）题", "（二）题", "1.题", "二、题", "（一）题"]
    assert numbered([Heading(text="三、题"), *headings], Language.ZH) == ["三、题", *["题"] * 6]
    annex = Heading(text="附件1　清单", new_page=True)
    assert numbered([Heading(text="题"), annex], Language.ZH) == ["一、题", "附件1　清单"]


def test_chinese_numerals_are_those_of_headings() -> None:
    assert [chinese_number(number) for number in (1, 9, 10, 11, 20, 21, 99, 100)] == [
        *("一", "九", "十", "十一", "二十", "二十一", "九十九", "100")
    ]


def test_long_titles_and_an_empty_plan_are_written(
    long_titles_view: ReportView, empty_view: ReportView, make_view: Callable[..., ReportView]
) -> None:
    for each in (long_titles_view, empty_view):
        data = written(compose(Bulletin(FILLED), each).document)
        assert "督查通报" in read(data)


def test_characters_that_xml_cannot_hold_are_shown() -> None:
    document = attrs.evolve(every_block(), title="a\ufffeb\uffffc\x00d")
    assert "a[U+FFFE]b[U+FFFF]c\u2400d" in read(written(document))


def test_charts_become_their_tables() -> None:
    assert BlockKind.BULLET not in TYPE.supports
    assert {BlockKind.LETTERHEAD, BlockKind.IMPRINT, BlockKind.KEY_FIGURES} <= TYPE.supports


@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftotext", "fc-list"))), reason="LibreOffice sets the page")
def test_a_word_processor_sets_twenty_two_lines_of_twenty_eight_characters(tmp_path: Path) -> None:
    text = Paragraph(text=("落实好各项重点工作任务加强统筹调度" * 100)[:1600])
    document = Document(name="full", title="题", language=Language.ZH, blocks=(text,))
    (tmp_path / "full.docx").write_bytes(written(document, Layout.OFFICIAL))
    listing = [str(shutil.which("fc-list")), ":lang=zh"]
    if not subprocess.run(listing, check=True, capture_output=True).stdout:
        pytest.skip("there is no font for Chinese")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for command in (
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", ".", "full.docx"],
        ["pdftotext", "-f", "2", "-l", "2", "-layout", "full.pdf", "full.txt"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    *lines, foot = filter(None, map(str.strip, (tmp_path / "full.txt").read_text(encoding="utf-8").split("\n")))
    assert [len(line) for line in lines] == [28] * 22
    assert foot.strip("\f ") == "—2—" or foot.split() == ["—", "2", "—"]
