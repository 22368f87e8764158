"""Makes the office files that tests read: workbooks, documents, and archives with changed parts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Change = Callable[[bytes], bytes]

#: Every column that ledgers have, and rows in which each says something.
HEADINGS = (
    *("序号", "工作任务", "目标", "牵头单位", "责任单位", "配合单位", "分管领导", "完成时限"),
    *("进展情况", "是否达序", "存在问题", "下一步"),
)
ROWS = (
    (
        *("1", "新建高标准农田", "6.1万亩", "市农业农村局", "市水利局", "市财政局", "王副市长", "2021年10月底"),
        *("完成60%", "是", "雨季停工", "9月复工"),
    ),
    (
        *("2", "改造老旧小区60个", "", "市住建局", "各县(市、区)政府", "市财政局、市城管局", "", "2021-06-30"),
        *("已完成", "是", "", ""),
    ),
    (
        "3",
        "推进城市更新",
        "新增绿地35公顷",
        "市城管局",
        "",
        "",
        "李副市长",
        "12月底前",
        "未启动",
        "否",
        "资金未到位",
        "催办",
    ),
)
ENGLISH_HEADINGS = ("No.", "Task", "Target", "Lead", "Supporting", "Due", "Status", "Issues", "Next steps")
ENGLISH_ROWS = (
    ("1", "Open parks", "3 parks", "Parks Bureau", "Finance Office", "June 2027", "60%", "rain", "go on in May"),
    ("2", "Repair 12 km of road", "", "Transport Office", "Parks Bureau", "2027-10-31", "not started", "", ""),
)


def workbook(*sheets: tuple[str, Any], change: Callable[[Any], object] | None = None) -> bytes:
    """A workbook of sheets with their rows; ``change`` does what it likes with it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
    if change is not None:
        change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def document(change: Callable[[Any], object]) -> bytes:
    """A document with whatever ``change`` puts into an empty one."""
    made = docx.Document()
    change(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def add_table(made: Any, rows: Sequence[Sequence[str]], merges: Iterable[tuple[int, int, int, int]] = ()) -> Any:
    """A table with its rows, and cells merged from (row, column) to (row, column)."""
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        words = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = words
    return table


def add_xml(made: Any, xml: str) -> None:
    """What the file format writes for a paragraph or table, put at the end; the prefix ``w`` is known."""
    body = made.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def repacked(data: bytes, change: Mapping[str, Change] | None = None, add: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """An archive with parts changed or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            changed = (change or {}).get(entry.filename, bytes)
            made.writestr(entry.filename, changed(given.read(entry)))
        for name, part in add:
            made.writestr(name, part)
    return file.getvalue()
