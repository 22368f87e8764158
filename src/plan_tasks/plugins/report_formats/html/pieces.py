"""What templates are given: each block of a document with its texts written, so that a template only places them.

Every text is Markup that was escaped here; templates escape what else they print.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any, Final

import attrs
from markupsafe import Markup

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.html.rows import (
    cell_html,
    cells_html,
    column_class,
    head_place,
    link_html,
    row_parts,
    shown,
    sort_type,
)
from plan_tasks.reporting.degrading import imprint_lines, official_lines
from plan_tasks.reporting.document import (
    Block,
    Chart,
    Column,
    ColumnType,
    Document,
    Fact,
    Heading,
    KeyFigures,
    Letterhead,
    Note,
    Paragraph,
    Sources,
    Table,
)
from plan_tasks.reporting.drawing.charts import draw, says_all, sheets_of
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.formatting import MISSING, column_title
from plan_tasks.reporting.wording import Word

__all__ = ["Look", "contents_of", "facts_of", "pieces", "sheet_of"]

_WIDE: Final = 1120.0  # pixels: what fits a page of a desk's screen, and a sheet held upright
_VAST: Final = 1900.0  # what a sheet of A4 held sideways holds
_PER_SIGN: Final = 7.0
_PER_COLUMN: Final = 22.0
_FEW_HEADINGS: Final = 4
_MOST_ENTRIES: Final = 24
_WIDEST: Final = 40  # columns of signs
_PADDING: Final = 3
_NEEDED: Final = {ColumnType.DATE: 12, ColumnType.MOMENT: 18, ColumnType.HEALTH: 13, ColumnType.STATE: 9}
_MINIMA: Final = ((30, "m5"), (20, "m4"), (14, "m3"), (10, "m2"), (7, "m1"))


@attrs.frozen(kw_only=True)
class Look:
    """How a page is made up for its medium.

    Attributes:
        palette: The colours of a light page; a page may put others in their place by class.
        widths: Class and width in pixels of each picture of a chart; a narrow one is shown on phones.
        open_numbers: Whether the table behind a chart stands open, as on paper, where nothing can be unfolded.
    """

    palette: Palette
    widths: tuple[tuple[str, float], ...]
    open_numbers: bool


def pieces(document: Document, look: Look) -> Iterator[dict[str, Any]]:
    """What the templates of a document's blocks are given, in order.

    Args:
        document: The document.
        look: How the page is made up.

    Yields:
        Names and values; ``template`` names the template.
    """
    before = document.title
    for number, block in enumerate(document.blocks, start=1):
        yield _piece(block, number, before, document.language, look)
        if isinstance(block, Heading):
            before = block.text


def contents_of(document: Document) -> list[dict[str, Any]]:
    """The entries of a table of contents; empty for a short document."""
    entries = [
        {"level": block.level, "anchor": _anchor(number), "text": shown(one_line(block.text))}
        for number, block in enumerate(document.blocks, start=1)
        if isinstance(block, Heading)
    ]
    if len(entries) > _MOST_ENTRIES:
        entries = [entry for entry in entries if entry["level"] == 1] or entries
    return entries if len(entries) >= _FEW_HEADINGS else []


def sheet_of(document: Document) -> str:
    """The sheet that a document of tables alone is printed on: that of its widest table; empty for an upright one.

    Where there are charts, each wide table has a sheet of its own.
    """
    if any(isinstance(block, Chart) for block in document.blocks):
        return ""
    sizes = {_size(block.without_hidden().columns) for block in document.blocks if isinstance(block, Table)}
    return next((size for size in ("vast", "wide") if size in sizes), "")


def facts_of(document: Document) -> list[dict[str, Markup]]:
    """What the report rests on, with its values written."""
    return [_fact(fact, document.language) for fact in document.facts]


def _piece(block: Block, number: int, before: str, language: Language, look: Look) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {
            "template": "heading.html",
            "level": block.level,
            "anchor": _anchor(number),
            "text": shown(one_line(block.text)) or shown(MISSING),
            "new_page": block.new_page,
        }
    if isinstance(block, Paragraph):
        return {"template": "paragraph.html", "text": shown(block.text)}
    if isinstance(block, Note):
        return {"template": "note.html", "text": shown(Word.NOTE_MARK.label(language) + block.text)}
    if isinstance(block, KeyFigures):
        return {"template": "key_figures.html", "figures": list(_figures(block, language))}
    if isinstance(block, Table):
        return {"template": "table.html", **_table(block, before, language)}
    if isinstance(block, Chart):
        return {"template": "chart.html", **_chart(block, before, language, look)}
    if isinstance(block, Sources):
        return {
            "template": "sources.html",
            "anchor": _anchor(number),
            "label": Word.SOURCES.label(language),
            "entries": [link_html(entry.text, entry.address) for entry in block.entries],
        }
    lines = official_lines(block, language) if isinstance(block, Letterhead) else imprint_lines(block, language)
    return {"template": "lines.html", "look": block.kind.value, "lines": [shown(line) for line in lines]}


def _anchor(number: int) -> str:
    return f"s{number}"


def _figures(block: KeyFigures, language: Language) -> Iterator[dict[str, Any]]:
    for figure in block.figures:
        yield {
            "label": shown(figure.label),
            "value": cell_html(figure.value, figure.column(), language),
            "unit": shown(figure.unit),
            "note": shown(figure.note),
            "health": figure.health.value if figure.health else "",
            "words": sort_type(figure.column()) != "number",
        }


def _chart(block: Chart, before: str, language: Language, look: Look) -> dict[str, Any]:
    parts, left = sheets_of(block) if look.open_numbers else ([block], 0)
    pictures = []
    for part, chart in enumerate(parts):
        for name, width in look.widths:
            drawing = draw(chart, width, look.palette, language)
            if drawing.height:
                svg = drawing.svg(f"c-{block.table.name}-{name}-{part}")
                pictures.append({"look": name, "svg": Markup(svg)})  # noqa: S704 - drawn by us, every text escaped
    return {
        "title": shown(one_line(block.title)),
        "pictures": pictures,
        "more": ChartWord.MORE.label(language).format(count=left) if left else "",
        "table": _table(block.table, one_line(block.title) or before, language),
        "says_all": says_all(block) and bool(pictures),
        "open_numbers": look.open_numbers or not pictures,
    }


def _table(whole: Table, before: str, language: Language) -> dict[str, Any]:
    table = whole.without_hidden()
    columns = table.columns
    return {
        "anchor": f"t-{table.name}",
        "caption": shown(one_line(table.title or before)) or shown(MISSING),
        "caption_hidden": not table.title or table.title == before,
        "columns": list(_columns(columns)),
        "groups": _groups(columns),
        "parts": partial(row_parts, table.rows, columns, language),
        "total": [] if table.total is None else list(cells_html(table.total, columns, language)),
        "empty": shown(table.empty) or shown(MISSING),
        "size": _size(columns),
    }


def _columns(columns: tuple[Column, ...]) -> Iterator[dict[str, Any]]:
    head = head_place(columns)
    whole = sum(_weight(column) for column in columns)
    for place, column in enumerate(columns):
        least = next((name for width, name in _MINIMA if column.width >= width), "")
        about = "about" if place == head else ""
        yield {
            "title": shown(column_title(column)),
            "look": " ".join(filter(None, (column_class(column), least, about))),
            "sort": sort_type(column),
            "share": f"{100 * _weight(column) / whole:.2f}%",
        }


def _groups(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """The upper row of heads; empty where no column belongs to a group."""
    if not any(column.group for column in columns):
        return []
    return [
        {"text": shown(group), "span": sum(1 for _ in members)}
        for group, members in groupby(columns, key=lambda column: column.group)
    ]


def _weight(column: Column) -> int:
    """A column's share of a sheet: what it wants, and at least what its cells need that do not wrap."""
    return max(min(column.width, _WIDEST), _NEEDED.get(column.type, 0)) + _PADDING


def _size(columns: tuple[Column, ...]) -> str:
    """How much room a table wants: class ``wide`` or ``vast``, or none."""
    wanted = sum(min(column.width, _WIDEST) * _PER_SIGN + _PER_COLUMN for column in columns)
    if wanted > _VAST:
        return "vast"
    return "wide" if wanted > _WIDE else ""


def _fact(fact: Fact, language: Language) -> dict[str, Markup]:
    column = Column(key="fact", label=fact.label, type=fact.type)
    return {"label": shown(fact.label), "value": cell_html(fact.value, column, language)}
