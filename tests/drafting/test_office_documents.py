"""What stands in a document, and what of it is read: numbers, tracked changes, boxes, tables."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.drafting.office_files import add_table, add_xml, document

from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.plugins.importers.docx import Docx
from plan_tasks.plugins.importers.docx.numbering import numbered

LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "(%2)"), ("decimal", "%3."), ("bullet", "\uf0b7"))
OUTLINE = (
    (0, "扩大投资"),
    (1, "重点项目"),
    (2, "实施重点项目220个。(市发展改革委牵头)"),
    (2, "新建厂房5万平方米。"),
    (1, "招商引资"),
    (2, "引进项目12个。(市商务局牵头)"),
    (0, "改善民生"),
    (3, "植树2万株。"),
)
HEADINGS = ["工作任务", "责任单位"]


def read(made: bytes, year: int | None = 2021) -> Draft:
    return Docx().draft(Source(name="report.docx", data=made), DraftOptions(year=year))


def text_of(*xml: str) -> str:
    def fill(made: Any) -> None:
        for one in xml:
            add_xml(made, one)

    return read(document(fill)).text


def add_list(made: Any, *, restart: bool = False) -> None:
    """A list of levels as official documents have, number 77; number 78 is the same, begun anew."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
    lists = made.part.numbering_part.element
    lists.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    for number in (77, 78):
        anew = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride>' if number == 78 else ""
        lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{anew}</w:num>'))


def item(depth: int, text: str, number: int = 77) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_numbers_that_are_not_in_the_text_are_counted_and_make_the_areas() -> None:
    """一、 (一) 1. and bullets come from the list; a deeper level begins anew under each higher one."""

    def fill(made: Any) -> None:
        add_list(made)
        for depth, text in OUTLINE:
            add_xml(made, item(depth, text))

    draft = read(document(fill))
    assert [line for line in draft.text.splitlines() if line] == [
        *("一、扩大投资", "(一)重点项目", "1. 实施重点项目220个。(市发展改革委牵头)", "2. 新建厂房5万平方米。"),
        *("(二)招商引资", "1. 引进项目12个。(市商务局牵头)", "二、改善民生", "- 植树2万株。"),
    ]
    assert [area.title for area in draft.areas] == ["重点项目", "招商引资", "改善民生"]
    assert [measure.owners[0].name for measure in draft.measures if measure.owners] == ["市发展改革委", "市商务局"]


def test_a_list_that_begins_anew_does_and_the_other_goes_on() -> None:
    def fill(made: Any) -> None:
        add_list(made)
        for number, text in ((77, "甲"), (77, "乙"), (78, "丙"), (78, "丁")):
            add_xml(made, item(2, text, number))

    assert read(document(fill)).text.split() == ["1.", "甲", "2.", "乙", "1.", "丙", "2.", "丁"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "japaneseCounting", "一百零五"),
        (1010, "taiwaneseCounting", "一千零一十"),
        (12, "chineseLegalSimplified", "拾贰"),
        (10, "ideographDigital", "一〇"),
        (2, "ideographTraditional", "乙"),
        (20, "decimalEnclosedCircleChinese", "⑳"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (3, "unknown", "3"),
    ],
)
def test_numbers_have_the_form_that_the_list_says(count: int, form: str, text: str) -> None:
    assert numbered(count, form) == text


def test_tracked_changes_are_taken() -> None:
    """What is deleted or moved away is left out, what is inserted is read; paragraphs whose end is deleted are one."""
    text = text_of(
        "<w:p><w:r><w:t>生产总值增长</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>6</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>7.5</w:t></w:r></w:ins><w:r><w:t>%以上。</w:t></w:r></w:p>',
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>新建公园</w:t></w:r></w:p>',
        '<w:p><w:moveFrom w:id="4" w:author="a"><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>3处。</w:t></w:r></w:p>',
    )
    assert text == "生产总值增长7.5%以上。\n\n新建公园3处。\n"


def test_that_changes_were_taken_is_said() -> None:
    made = document(
        lambda one: add_xml(one, '<w:p><w:ins w:id="2" w:author="a"><w:r><w:t>新建公园3处。</w:t></w:r></w:ins></w:p>')
    )
    assert any("tracked changes" in warning.message for warning in read(made).warnings)


def test_a_row_that_is_deleted_is_left_out() -> None:
    def fill(made: Any) -> None:
        table = add_table(made, [HEADINGS, ["新建公园3处", "市城管局"], ["修路5公里", "市交通局"]])
        row = table.rows[1]._tr  # the library has no other way to the properties of a row
        row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>'))

    assert [measure.title for measure in read(document(fill)).measures] == ["修路5公里"]


def test_text_boxes_hidden_text_and_the_table_of_contents_are_left_out() -> None:
    box = (
        "<w:p><w:r><w:t>新建公园3处。</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>盒子增长9%</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏增长8%</w:t></w:r></w:p>"
    )

    def fill(made: Any) -> None:
        made.styles.add_style("toc 1", 1)
        made.add_paragraph("一、目录里的标题\t3", style="toc 1")
        made.sections[0].header.paragraphs[0].text = "页眉增长5%"
        add_xml(made, box)

    draft = read(document(fill))
    assert draft.text == "新建公园3处。\n"
    assert any("text boxes were left out (1)" in warning.message for warning in draft.warnings)


def test_words_in_content_controls_links_and_fields_are_read() -> None:
    text = text_of(
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>新建</w:t></w:r><w:hyperlink><w:r><w:t>公园</w:t></w:r></w:hyperlink>"
        "<w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple><w:sdt><w:sdtContent><w:r><w:t>处。</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p></w:sdtContent></w:sdt>"
    )
    assert text == "新建公园3处。\n"


def test_a_bar_in_a_paragraph_makes_no_table() -> None:
    assert text_of("<w:p><w:r><w:t>新建公园3处|修路5公里</w:t></w:r></w:p>") == "新建公园3处｜修路5公里\n"


def test_outline_levels_make_headings_without_styles_and_the_only_top_one_is_the_title() -> None:
    def fill(made: Any) -> None:
        for level, text in ((0, "临江市2021年工作要点"), (1, "扩大投资"), (9, "实施重点项目220个以上。")):
            add_xml(made, f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')

    draft = read(document(fill), None)
    assert draft.text.startswith("# 临江市2021年工作要点\n\n## 扩大投资\n\n实施")
    assert draft.title == "临江市2021年工作要点"


def test_merged_cells_of_a_table_hold_for_each_row_and_a_name_across_it_is_an_area() -> None:
    rows = [
        ["序号", "工作任务", "责任分工", ""],
        ["", "", "牵头单位", "配合单位"],
        ["一、惠民生", "", "", ""],
        ["1", "新建公园3处", "市城管局", "市财政局"],
        ["2", "植树2万株", "", "市林业局"],
        ["二、强基础", "", "", ""],
        ["3", "修路5公里", "市交通局", ""],
        ["", "", "市财政局", ""],
    ]
    merges = [
        *((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (2, 0, 2, 3), (3, 2, 4, 2)),
        *((5, 0, 5, 3), (6, 0, 7, 0), (6, 1, 7, 1)),
    ]
    draft = read(document(lambda made: add_table(made, rows, merges)))
    assert [(area.number, area.title) for area in draft.areas] == [("1", "惠民生"), ("2", "强基础")]
    assert [(one.id, one.title, [owner.name for owner in one.owners]) for one in draft.measures] == [
        ("m1.1", "新建公园3处", ["市城管局", "市财政局"]),
        ("m1.2", "植树2万株", ["市城管局", "市林业局"]),
        ("m2.1", "修路5公里", ["市交通局", "市财政局"]),
    ]


def test_two_tables_with_other_headings_are_two_tables() -> None:
    def fill(made: Any) -> None:
        add_table(made, [HEADINGS, ["新建公园3处", "市城管局"]])
        add_table(made, [HEADINGS[::-1], ["市交通局", "修路5公里"]])

    draft = read(document(fill))
    assert draft.title == ""
    assert [(one.title, one.owners[0].name) for one in draft.measures] == [
        ("新建公园3处", "市城管局"),
        ("修路5公里", "市交通局"),
    ]


def test_a_box_of_one_cell_holds_paragraphs() -> None:
    def fill(made: Any) -> None:
        cell = made.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "一、扩大投资"
        cell.add_paragraph("实施重点项目220个以上。(市发展改革委牵头)")

    draft = read(document(fill))
    assert [area.title for area in draft.areas] == ["扩大投资"]
    assert "|" not in draft.text


def test_numbers_that_a_table_counts_by_itself_are_read() -> None:
    def fill(made: Any) -> None:
        add_list(made)
        table = add_table(made, [["序号", *HEADINGS], ["", "新建公园3处", "市城管局"], ["", "修路5公里", ""]])
        for row in table.rows[1:]:
            row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(  # as above
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="2"/><w:numId w:val="77"/></w:numPr>')
            )

    assert [line.split(" |")[0] for line in read(document(fill)).text.splitlines()[1:]] == ["| 1.", "| 2."]
