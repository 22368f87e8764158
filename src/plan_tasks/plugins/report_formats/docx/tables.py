"""Tables: on which sheet they stand, how wide their columns are, and their rows, made while they are read.

The row of heads is repeated on every page and no row is split. A health is a sign and a word on its colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Final

import attrs

from plan_tasks.model import Health, Language
from plan_tasks.plugins.report_formats.docx.elements import paragraph, run
from plan_tasks.plugins.report_formats.docx.sheets import Sheet, Size
from plan_tasks.plugins.report_formats.docx.styles import TABLE_SIZES
from plan_tasks.reporting.document import Align, Cell, Column, ColumnType, Link, Row, Table
from plan_tasks.reporting.formatting import MISSING, column_title, text_of

__all__ = ["Fitting", "Ruling", "cell_xml", "fitting", "grid", "table_rows", "whole_row"]

_WIDEST: Final = 36  # half-width characters that count
_TIGHT: Final = 0.6  # of its comfortable width, in which a text still can be read
_TIGHTEST: Final = 13  # half-width characters in which any text still can be read
_ROOMY: Final = 24  # in which any text can be read well
_PADDING: Final = 100  # twips of each cell, both sides together
_BATCH: Final = 50
#: Half-width characters of what is not broken, with room for fonts whose digits are wider than half a character.
_WHOLE: Final = {ColumnType.DATE: 11.5, ColumnType.MOMENT: 18, ColumnType.HEALTH: 11, ColumnType.STATE: 9}
#: The same of numbers that are wider than usual; a narrower column gets no more than it wants.
_NUMBERS: Final = {
    ColumnType.INTEGER: 6,
    ColumnType.NUMBER: 8,
    ColumnType.QUANTITY: 8,
    ColumnType.PERCENT: 7,
    ColumnType.POINTS: 7,
}
_SHORT: Final = 6  # half-width characters of text that stay together where a column is as narrow
_SHORTEST: Final = 4  # two Chinese characters, where there is no room for more
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_LETTER: Final = 1.15  # of the width of half a character, where letters are bold
_LONGEST_WORD: Final = 14
_LARGE, _SMALL, _TINY = TABLE_SIZES
_TRIED: Final = (
    (Size.UPRIGHT, _LARGE),
    (Size.UPRIGHT, _SMALL),
    (Size.SIDEWAYS, _LARGE),
    (Size.SIDEWAYS, _SMALL),
    (Size.SIDEWAYS, _TINY),
    (Size.VAST, _SMALL),
    (Size.VAST, _TINY),
)
_SIDES: Final = {Align.START: "Start", Align.CENTRE: "Centre", Align.END: "End"}


@attrs.frozen
class Fitting:
    """How a table fits its sheet.

    Attributes:
        sheet: The sheet.
        ending: What the names of its styles end in.
        widths: Of its columns, in twips.
    """

    sheet: Size
    ending: str
    widths: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Ruling:
    """The colours of tables.

    Attributes:
        rule: Of rules, as ``RRGGBB``.
        head: Behind heads; empty for none.
        palette: Colour by use; see `plan_tasks.reporting.drawing.palette`.
        language: Of words.
    """

    rule: str
    head: str
    palette: Mapping[str, str]
    language: Language


def fitting(columns: Sequence[Column], sheets: Mapping[Size, Sheet], *, roomy: bool) -> Fitting:
    """The smallest sheet, and on it the largest text, in which a table can be read.

    Args:
        columns: Its columns, hidden ones left out.
        sheets: The sheets that there are.
        roomy: Whether it begins a page anyway, so that a wider sheet tears nothing apart.

    Returns:
        How it fits; columns fill the sheet. A table that fits nowhere gets the largest sheet and the smallest text.
    """
    tightest = _ROOMY if roomy else _TIGHTEST
    tried = [(size, text) for size, text in _TRIED if size in sheets]
    size, (points, ending) = next(
        (
            (size, text)
            for size, text in tried
            if sum(_least(column, text[0], tightest) for column in columns) <= sheets[size].room
        ),
        tried[-1],
    )
    room = sheets[size].room
    return Fitting(size, ending, tuple(_shares(_spread(columns, points, tightest, room), room)))


def _spread(columns: Sequence[Column], points: float, tightest: float, room: float) -> list[float]:
    """Widths that fill the room in proportion: each column what it needs, and of the rest what it wants.

    Where there is less room than all need, text gets narrower: a broken number misleads.
    """
    wanted = [_wanted(column, points) for column in columns]
    needed = [_least(column, points, tightest) for column in columns]
    if sum(needed) > room:
        needed = [_signs(column, _SHORTEST) * points * 10 + _PADDING for column in columns]
    missing = sum(wanted) - sum(needed)
    share = max(0.0, room - sum(needed)) / missing if missing > 0 else 0.0
    return [need + share * (want - need) for need, want in zip(needed, wanted, strict=True)]


def _wanted(column: Column, points: float) -> float:
    return max(min(column.width, _WIDEST), _WHOLE.get(column.type, 0), _word(column)) * points * 10 + _PADDING


def _word(column: Column) -> float:
    """The longest word of letters of a column's head, which is not broken; Chinese is anywhere."""
    words = _LETTERS.findall(column_title(column))
    return min(_LONGEST_WORD, max(map(len, words), default=0)) * _LETTER


def _least(column: Column, points: float, tightest: float) -> float:
    """The width below which a column is not read well, its head included."""
    return max(_signs(column, tightest), _word(column)) * points * 10 + _PADDING


def _signs(column: Column, tightest: float) -> float:
    """How many half-width characters the cells of a column need; of a text, `tightest` at the most."""
    signs = _WHOLE.get(column.type, 0)
    if column.type in _NUMBERS:
        return min(column.width, _NUMBERS[column.type])
    return signs or min(max(min(column.width, _SHORT), _TIGHT * column.width), tightest)


def _shares(wanted: Sequence[float], room: int) -> Iterator[int]:
    """Whole widths that fill the room, each in proportion."""
    whole, reached = sum(wanted), 0.0
    for width in wanted:
        begin = round(reached / whole * room)
        reached += width
        yield round(reached / whole * room) - begin


def grid(widths: Sequence[int], rule: str) -> str:
    """The XML of what a table begins with.

    Args:
        widths: Of its columns, in twips.
        rule: The colour of its rules, as ``RRGGBB``; empty for none.
    """
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    kind = f'w:val="single" w:sz="4" w:space="0" w:color="{rule}"' if rule else 'w:val="nil"'
    borders = "".join(f"<w:{side} {kind}/>" for side in sides)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
        f'<w:bottom w:w="30" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def cell_xml(width: int, content: str, *, shade: str = "", span: int = 1) -> str:
    """The XML of a cell.

    Args:
        width: In twips.
        content: XML of its paragraphs.
        shade: The colour behind them, as ``RRGGBB``; empty for none.
        span: How many columns it takes.
    """
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shaded}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def table_rows(table: Table, fit: Fitting, ruling: Ruling) -> Iterator[str]:
    """The XML of a table, some rows at a time.

    Args:
        table: The table, hidden columns left out.
        fit: How it fits its sheet.
        ruling: Its colours.

    Yields:
        XML; all of it together is one table.
    """
    columns, widths = table.columns, fit.widths
    yield f"<w:tbl>{grid(widths, ruling.rule)}{_heads(columns, fit, ruling)}"
    rows = (_row(row, columns, fit, ruling) for row in table.rows)
    any_row = False
    while part := "".join(islice(rows, _BATCH)):
        any_row = True
        yield part
    if not any_row:
        said = paragraph(f"TableCentre{fit.ending}", run(table.empty or MISSING))
        yield whole_row(cell_xml(sum(widths), said, span=len(columns)))
    if table.total is not None:
        yield whole_row(
            "".join(
                cell_xml(
                    width,
                    _text("" if cell is None else _said(cell, column, ruling.language), column, fit, "<w:b/><w:bCs/>"),
                    shade=ruling.head,
                )
                for cell, column, width in zip(table.total, columns, widths, strict=True)
            )
        )
    yield f"</w:tbl>{paragraph('Gap', '')}"


def _heads(columns: Sequence[Column], fit: Fitting, ruling: Ruling) -> str:
    """The row of heads, and above it that of their groups where there are any."""
    style = f"TableHead{fit.ending}"
    rows = []
    if any(column.group for column in columns):
        groups, at = [], 0
        for group, members in groupby(columns, key=lambda column: column.group):
            count = sum(1 for _ in members)
            width = sum(fit.widths[at : at + count])
            groups.append(cell_xml(width, paragraph(style, run(group)), shade=ruling.head, span=count))
            at += count
        rows.append("".join(groups))
    rows.append(
        "".join(
            cell_xml(width, paragraph(style, run(column_title(column))), shade=ruling.head)
            for column, width in zip(columns, fit.widths, strict=True)
        )
    )
    return "".join(whole_row(row, "<w:tblHeader/>") for row in rows)


def whole_row(cells: str, more: str = "") -> str:
    """The XML of a row that is not split between pages.

    Args:
        cells: XML of its cells.
        more: XML of more of its properties.
    """
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


def _row(row: Row, columns: Sequence[Column], fit: Fitting, ruling: Ruling) -> str:
    return whole_row(
        "".join(
            _cell(cell, column, width, fit, ruling)
            for cell, column, width in zip(row, columns, fit.widths, strict=True)
        )
    )


def _cell(cell: Cell, column: Column, width: int, fit: Fitting, ruling: Ruling) -> str:
    shade = look = ""
    if isinstance(cell, Health):
        shade = ruling.palette[f"tint-{cell.value}"].lstrip("#").upper()
        look = f'<w:color w:val="{ruling.palette[f"ink-{cell.value}"].lstrip("#").upper()}"/>'
    return cell_xml(width, _text(_said(cell, column, ruling.language), column, fit, look), shade=shade)


def _text(text: str, column: Column, fit: Fitting, look: str) -> str:
    return paragraph(f"Table{_SIDES[column.align]}{fit.ending}", run(text, look))


def _said(cell: Cell, column: Column, language: Language) -> str:
    """A cell as text; an address stands below the text of its link, since nothing here leads outside."""
    if isinstance(cell, Link):
        return "\n".join(dict.fromkeys(filter(None, (cell.text, cell.address)))) or MISSING
    return text_of(cell, column, language)
