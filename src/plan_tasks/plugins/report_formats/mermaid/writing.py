"""A schedule as Mermaid's text for Gantt charts (https://mermaid.js.org/syntax/gantt.html).

The day of the report is a milestone of its own and Mermaid's mark of today is off, so that the picture does not change
with the day on which it is looked at. Health is a word beside the title, and not only the bar's shade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import BinaryIO, Final

from plan_tasks.errors import UnknownName
from plan_tasks.model import Health, Language
from plan_tasks.reporting.document import Column, Document, Gantt, GanttBar
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.formatting import day_in_words, health_text, text_of
from plan_tasks.reporting.wording import Word

__all__ = ["MermaidFormat", "safe_text"]

_SPECIAL: Final = re.compile(r"[#:;<>&\"'`%{}\\]")
_SHADES: Final = {
    Health.MET: "done, ",
    Health.AHEAD: "active, ",
    Health.ON_TRACK: "active, ",
    Health.AT_RISK: "active, ",
    Health.OFF_TRACK: "crit, ",
    Health.OVERDUE: "crit, ",
    Health.MISSED: "crit, ",
    Health.NO_DATA: "",
}


def safe_text(text: str) -> str:
    """Text that Mermaid shows as it was typed: what its grammar would read is written as codes of characters.

    The first character is always a code where it is ASCII: a task that is called "section A" begins no section.

    Example:
        >>> safe_text("title: 50%")
        '#116;itle#58; 50#37;'
    """
    shown = one_line(text) or "-"
    first, rest = shown[0], shown[1:]
    return (_code(first) if first.isascii() else first) + _SPECIAL.sub(lambda found: _code(found.group()), rest)


def _code(character: str) -> str:
    return f"#{ord(character)};"


class MermaidFormat:
    """Writes the first Gantt chart of a document.

    Args:
        fenced: Whether it stands in a fenced block of Markdown.
    """

    def __init__(self, *, fenced: bool) -> None:
        self._fenced = fenced

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            UnknownName: The document has no Gantt chart.
        """
        chart = next((block for block in document.blocks if isinstance(block, Gantt)), None)
        if chart is None:
            raise UnknownName(
                f"the report {document.name} has no chart of items over time",
                remedy="the kinds schedule, area and item have one",
            )
        if self._fenced:
            to.write(b"```mermaid\n")
        for line in _lines(chart, document):
            to.write(line.encode("utf-8") + b"\n")
        if self._fenced:
            to.write(b"```\n")


def _lines(chart: Gantt, document: Document) -> Iterator[str]:
    language = document.language
    yield "gantt"
    yield f"    title {safe_text(document.title)}"
    yield "    dateFormat YYYY-MM-DD"
    yield "    axisFormat %Y-%m-%d"
    yield "    inclusiveEndDates"
    yield "    todayMarker off"
    as_of = Word.AS_OF_LINE.fill(language, day=day_in_words(chart.today, language))
    yield f"    section {safe_text(Word.AS_OF.label(language))}"
    yield f"    {safe_text(as_of)} :milestone, day, {chart.today.isoformat()}, 0d"
    number = 0
    for group, bars in groupby(chart.bars, key=lambda bar: bar.group):
        yield f"    section {safe_text(group or Word.WITHOUT_AREA.label(language))}"
        for bar in bars:
            number += 1
            yield from _bar(bar, number, chart.end, language)
    for fact in document.facts:
        column = Column(key="fact", label=fact.label, type=fact.type)
        yield f"    %% {one_line(fact.label)}: {one_line(text_of(fact.value, column, language))}"


def _bar(bar: GanttBar, number: int, chart_end: date, language: Language) -> Iterator[str]:
    said = [health_text(bar.health, language)]
    if bar.end is None:
        said.append(Word.NO_DEADLINE.label(language))
    text = Word.WITH_REMARK.fill(language, text=one_line(bar.label), remark=Word.PARTS_JOIN.label(language).join(said))
    end = max(bar.start, bar.end or chart_end)
    yield f"    {safe_text(text)} :{_SHADES[bar.health]}t{number}, {bar.start.isoformat()}, {end.isoformat()}"
    for place, mark in enumerate(bar.marks, start=1):
        shade = "done, " if mark.done else "crit, " if mark.late else ""
        yield f"    {safe_text(mark.label)} :milestone, {shade}t{number}m{place}, {mark.day.isoformat()}, 0d"
