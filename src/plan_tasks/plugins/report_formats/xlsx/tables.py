"""A table on a sheet of its own: title, heads, rows, filters, lights, what people may fill in, and how it is printed.

Rows are written while they are read. Heads stay in sight and are repeated on every page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import attrs

from plan_tasks.model import Health, State
from plan_tasks.plugins.report_formats.xlsx import Paper, XlsxOptions
from plan_tasks.plugins.report_formats.xlsx.cells import FIRST_DAY, Cells
from plan_tasks.plugins.report_formats.xlsx.words import SheetWord
from plan_tasks.reporting.document import Column, ColumnType, Document, Row, Several, Table
from plan_tasks.reporting.formatting import column_title
from plan_tasks.reporting.widths import display_width

__all__ = ["write_table"]

_A4, _A3 = 9, 8  # as spreadsheets number them
_FITS_A4: Final = 180  # half-width characters side by side that can still be read on A4 landscape
_FITS_A3: Final = 255
_MOST_LINES: Final = 25  # of a row
_FROZEN: Final = 24  # half-width characters of leading columns that stay in sight
_WIDEST: Final = 60
_FILLED_IN: Final = "#FFFBE6"
_TITLE_HEIGHT: Final = 32
_LINE_HEIGHT: Final = 16
_TYPES_WITH_LABELS: Final = {ColumnType.HEALTH: Health, ColumnType.STATE: State}


@attrs.frozen
class _Area:
    """Where the rows stand."""

    head: int
    first: int
    last: int


def write_table(
    sheet: Any, table: Table, document: Document, cells: Cells, options: XlsxOptions, *, title: str
) -> None:
    """Writes a table.

    Args:
        sheet: An empty sheet.
        table: The table.
        document: Its document, for colours and the line below the title.
        cells: Writes cells.
        options: Options of the format.
        title: What stands above it.
    """
    columns = table.columns
    filled = any(column.fillable for column in columns)
    area = _write(sheet, table, cells, (title, document.subtitle))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _width(column) + 1, None, {"hidden": True} if column.hidden else {})
    if area.last >= area.first:
        sheet.autofilter(area.head, 0, area.last, len(columns) - 1)
        for at, column in enumerate(columns):
            _lights(sheet, at, column, area, cells)
            _rules(sheet, at, column, area, cells)
    sheet.freeze_panes(area.first, _leading(columns))
    if filled and options.protect:
        allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))
    _printed(sheet, columns, area, document, options)


def _write(sheet: Any, table: Table, cells: Cells, above: tuple[str, str]) -> _Area:
    """Writes the cells from top to bottom, as a sheet that is not kept in memory needs it."""
    columns = table.columns
    wide = max(at for at, column in enumerate(columns) if not column.hidden or at == 0)
    accent, muted = cells.palette["accent"], cells.palette["muted"]
    row = 0
    looks = (
        cells.look(bold=True, font_size=16, font_color=accent, valign="vcenter"),
        cells.look(font_color=muted, valign="vcenter"),
    )
    for text, look, height in zip(above, looks, (_TITLE_HEIGHT, _LINE_HEIGHT), strict=True):
        if text:
            sheet.set_row(row, height)
            _across(sheet, row, wide, text, look, cells)
            row += 1
    if any(column.group for column in columns):
        _groups(sheet, row, columns, cells)
        row += 1
    head = row
    look = _head_look(cells)
    sheet.set_row(row, 2 * _LINE_HEIGHT)
    for at, column in enumerate(columns):
        cells.text(sheet, row, at, column_title(column), look)
    first = row = row + 1
    writes = [cells.column(column, **_more(column)).write for column in columns]
    widths = [_width(column) for column in columns]
    for each in table.rows:
        _as_high_as_needed(sheet, row, each, widths, cells)
        for at, cell in enumerate(each):
            writes[at](sheet, row, at, cell)
        row += 1
    last = row - 1
    if last < first and table.empty:
        _across(sheet, row, wide, table.empty, cells.ruled(font_color=muted), cells)
        row += 1
    if table.total is not None:
        _total(sheet, row, table.total, columns, cells)
    return _Area(head, first, last)


def _as_high_as_needed(sheet: Any, row: int, values: Row, widths: Sequence[int], cells: Cells) -> None:
    """Makes a row high enough for its longest text: not every program does so for itself."""
    most = 1
    for value, width in zip(values, widths, strict=True):
        if value.__class__ is str and (len(value) * 2 > width or "\n" in value):
            most = max(most, sum(_lines(line, width) for line in value.split("\n")))
        elif isinstance(value, (tuple, Several)):
            most = max(most, _lines_of(value, width, cells))
    if most > 1:
        sheet.set_row(row, min(most, _MOST_LINES) * _LINE_HEIGHT)


def _lines(text: str, width: int) -> int:
    """About how many lines text takes: a Chinese character has three bytes and is a little less than two wide."""
    wide = (len(text) + len(text.encode("utf-8", "replace"))) // 2
    return 1 + (wide - 1) * 9 // (width * 10 + 9)


def _lines_of(value: tuple[str, ...] | Several, width: int, cells: Cells) -> int:
    """Lines that several values take: one each, or names one after the other."""
    if isinstance(value, Several):
        return len(value.values)
    return _lines(cells.joined(value), width)


def _across(sheet: Any, row: int, wide: int, text: str, look: Any, cells: Cells) -> None:
    """Text over all columns that are shown."""
    if wide:
        sheet.merge_range(row, 0, row, wide, "", look)
    cells.text(sheet, row, 0, text, look)


def _head_look(cells: Cells) -> Any:
    accent = cells.palette["accent"]
    return cells.ruled(
        bold=True, align="center", valign="vcenter", bg_color=accent, font_color=cells.palette["on-accent"]
    )


def _groups(sheet: Any, row: int, columns: Sequence[Column], cells: Cells) -> None:
    """The row of heads that several columns share."""
    look, at = _head_look(cells), 0
    for group, members in groupby(columns, key=lambda column: column.group):
        last = at + len(tuple(members)) - 1
        if last > at:
            sheet.merge_range(row, at, row, last, "", look)
        cells.text(sheet, row, at, group, look)
        at = last + 1


def _more(column: Column) -> Mapping[str, object]:
    """What the look of a column has beside that of its type."""
    if column.fillable:
        return {"locked": False, "bg_color": _FILLED_IN}
    return {"align": "center"} if column.type in _TYPES_WITH_LABELS else {}


def _total(sheet: Any, row: int, total: Row, columns: Sequence[Column], cells: Cells) -> None:
    """The row that sums the others up; its first cell may be a label, whatever the column holds."""
    heavier: dict[str, object] = {"bold": True, "top": 2, "bg_color": cells.palette["panel"]}
    for at, (column, cell) in enumerate(zip(columns, total, strict=True)):
        if isinstance(cell, str):
            cells.text(sheet, row, at, cell, cells.ruled(**heavier))
        elif cell is None:
            sheet.write_blank(row, at, None, cells.ruled(**heavier))
        else:
            cells.column(column, **heavier).write(sheet, row, at, cell)


def _width(column: Column) -> int:
    """How wide a column is, in half-width characters."""
    return min(max(column.width, _needed(column)), _WIDEST)


def _needed(column: Column) -> int:
    """The least width for the head to stand on two lines, with room for the filter's arrow."""
    return (display_width(column_title(column)) + 1) // 2 + 3


def _leading(columns: Sequence[Column]) -> int:
    """How many columns stay in sight."""
    room, kept = _FROZEN, 0
    for column in columns:
        room -= 0 if column.hidden else _width(column)
        if room < 0 or kept == len(columns) - 1:
            break
        kept += 1
    return kept


def _lights(sheet: Any, at: int, column: Column, area: _Area, cells: Cells) -> None:
    """Colours beside words, by rules: they follow when somebody changes the word."""
    palette = cells.palette
    if column.type is ColumnType.HEALTH:
        for health in Health:
            look = cells.look(
                bg_color=palette[f"tint-{health.value}"], font_color=palette[f"ink-{health.value}"], bold=True
            )
            rule = {"type": "cell", "criteria": "==", "value": f'"{health.label(cells.language)}"', "format": look}
            sheet.conditional_format(area.first, at, area.last, at, rule)
    elif column.type is ColumnType.POINTS:
        look = cells.look(font_color=palette["ink-overdue"])
        rule = {"type": "cell", "criteria": "<", "value": 0, "format": look}
        sheet.conditional_format(area.first, at, area.last, at, rule)
    elif column.type is ColumnType.PERCENT and not column.fillable:
        bar = {
            "type": "data_bar",
            "bar_color": palette["track"],
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        }
        sheet.conditional_format(area.first, at, area.last, at, bar)


def _rules(sheet: Any, at: int, column: Column, area: _Area, cells: Cells) -> None:
    """What may be typed into a cell that people fill in."""
    if not column.fillable:
        return
    language = cells.language
    rule: dict[str, object]
    if column.type is ColumnType.PERCENT:
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 1,
            "input_title": SheetWord.SHARE_TITLE.label(language),
            "input_message": SheetWord.SHARE_ASKED.label(language),
            "error_message": SheetWord.SHARE_WRONG.label(language),
        }
    elif column.type in _TYPES_WITH_LABELS:
        labels = [term.label(language) for term in _TYPES_WITH_LABELS[column.type]]
        rule = {"validate": "list", "source": labels, "error_message": SheetWord.WORD_WRONG.label(language)}
    elif column.type is ColumnType.DATE:
        rule = {
            "validate": "date",
            "criteria": ">=",
            "value": FIRST_DAY,
            "error_message": SheetWord.DATE_WRONG.label(language),
        }
    else:
        return
    sheet.data_validation(area.first, at, area.last, at, {"ignore_blank": True, **rule})


def _printed(sheet: Any, columns: Sequence[Column], area: _Area, document: Document, options: XlsxOptions) -> None:
    width = sum(_width(column) for column in columns if not column.hidden)
    large = options.paper is Paper.A3 or (options.paper is Paper.FITTING and width > _FITS_A4)
    sheet.set_landscape()
    sheet.set_paper(_A3 if large else _A4)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    leading = _leading(columns)
    kept = sum(_width(column) for column in columns[:leading] if not column.hidden)
    fits = _FITS_A3 if large else _FITS_A4
    pages = 1 if width <= fits else 1 + -(-(width - fits) // (fits - kept))
    sheet.fit_to_pages(pages, 0)
    if pages > 1 and leading:
        sheet.repeat_columns(0, leading - 1)
    grouped = any(column.group for column in columns)
    sheet.repeat_rows(area.head - grouped, area.head)
    sheet.set_footer(f"&C{SheetWord.PAGE.label(document.language)}")
    sheet.hide_gridlines(1)
