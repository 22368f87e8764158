"""Cells of a workbook are read as they are shown: numbers and dates by their formats, formulas by the saved value."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from tests.drafting.office_files import repacked, workbook

from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.plugins.importers.xlsx import Xlsx
from plan_tasks.plugins.importers.xlsx.shown import shown


def read(data: bytes) -> Draft:
    return Xlsx().draft(Source(name="ledger.xlsx", data=data), DraftOptions(year=2021))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.6, "0%", "60%"),
        (0.615, "0.00%", "61.50%"),
        (7.000000000000001e-2, "0.0%", "7.0%"),
        (1100, "#,##0", "1,100"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (-1234, "#,##0_);[Red](#,##0)", "(1,234)"),
        (-5, "0.0", "-5.0"),
        (0, '0.0;-0.0;"—"', "—"),
        (35, '0"个"', "35个"),
        (12345, '0.0,"千"', "12.3千"),
        (3, "000", "003"),
        (0.5, "#.##", ".5"),
        (2.50, "0.##", "2.5"),
        (12000, "[$¥-804]#,##0", "¥12,000"),
        (0.25, "# ?/?", "0.25"),
        (12345, "0.00E+00", "12345"),
        (220.0, "General", "220"),
        (1 / 3, "General", "0.33333333333"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "100000000000000000000"),
        (float("nan"), "0", ""),
        (True, "General", "TRUE"),
        ("6月底_x000D_\n前", "General", "6月底\n前"),
        (datetime(2021, 6, 30), "mm-dd-yy", "2021-06-30"),
        (datetime(2021, 6, 30, 9, 5), "m/d/yy h:mm", "2021-06-30 09:05"),
        (datetime(2021, 6, 1), 'yyyy"年"m"月"', "2021年6月"),
        (datetime(2021, 6, 30), 'm"月"d"日";@', "6月30日"),
        (datetime(2021, 6, 1), "yyyy/m", "2021-06"),
        (datetime(2027, 6, 1), "mmm-yy", "June 2027"),
        (datetime(2027, 6, 30), "d-mmm", "30 June"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_shares_and_numbers_of_a_workbook_are_read_by_their_formats() -> None:
    """A date is a deadline, also under the numbered formats of Chinese versions; 0.6 as a share is 60%."""
    rows = [
        ["工作任务", "目标", "完成时限", "进展情况"],
        ["新增就业", 1100, date(2021, 10, 31), 0.6],
        ["植树", 35, 44377, "已完成"],
    ]

    def format_cells(book: Any) -> None:
        sheet = book.worksheets[0]
        for cell, code in {"B2": '#,##0"人"', "B3": '0"万株"', "D2": "0%", "C3": "0.0000"}.items():
            sheet[cell].number_format = code

    made = workbook(("台账", rows), change=format_cells)
    local = repacked(made, {"xl/styles.xml": lambda part: _numbered_format(part, "0.0000", 58)})
    first, second = read(local).measures
    assert (first.deadline, float(first.progress or 0)) == (date(2021, 10, 31), 0.6)
    assert (second.deadline, second.deadline_text) == (date(2021, 6, 30), "6月30日")
    assert "| 1,100人 | 2021-10-31 | 60% |" in read(local).text


def _numbered_format(styles: bytes, code: str, number: int) -> bytes:
    """Styles in which a format bears one of the numbers whose formats are not written down."""
    at = styles.index(f'formatCode="{code}"'.encode())
    entry = styles[styles.rindex(b"<numFmt ", 0, at) : styles.index(b"/>", at) + 2]
    known = entry.split(b'numFmtId="')[1].split(b'"')[0]
    return styles.replace(entry, b"").replace(b'numFmtId="' + known, b'numFmtId="%d' % number)


def test_a_formula_counts_by_the_value_that_was_saved() -> None:
    rows = [["工作任务", "进展情况"], ["新建公园3处", "=1/2"], ["修路5公里", "=1/4"], ["植树2万株", "=1/0"]]

    def percent(book: Any) -> None:
        book.worksheets[0]["B2"].number_format = "0%"

    def save_values(part: bytes) -> bytes:
        part = re.sub(rb"<f>1/2</f>(<v ?/>|<v></v>)", rb"<f>1/2</f><v>0.5</v>", part)
        part = re.sub(rb"<f>1/0</f>(<v ?/>|<v></v>)", rb"<f>1/0</f><v>#DIV/0!</v>", part)
        return part.replace(b'r="B4"', b'r="B4" t="e"')

    made = repacked(workbook(("台账", rows), change=percent), {"xl/worksheets/sheet1.xml": save_values})
    draft = read(made)
    assert [one.progress_text for one in draft.measures] == ["50%", "", ""]
    messages = "\n".join(warning.message for warning in draft.warnings)
    assert "台账!B3: a formula's value was not saved" in messages
    assert "台账!B4: an error stands where a value should be" in messages
