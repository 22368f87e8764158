"""The built-in report formats keep the contract of report formats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from plan_tasks.plugins.report_formats import csv_table, json_document, markdown, terminal
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

ALLOWED_TAGS = frozenset(
    {"a", "blockquote", "br", "h1", "h2", "h3", "h4", "hr", "li", "p", "strong", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)


class ShownText(HTMLParser):
    """The text that a page shows; refuses tags that no report writes."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS, f"the tag <{tag}> got into the page"
        address = dict(attrs).get("href") or ""
        assert tag != "a" or re.match("https?://", address), attrs
        self.text.append(f"\n{address}\n")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def shown_by_markdown(data: bytes) -> str:
    markdown_it = pytest.importorskip("markdown_it", reason="reads the Markdown back")
    page = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(data.decode())
    shown = ShownText()
    shown.feed(page)
    return "".join(shown.text)


def csv_cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def all_text(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from all_text(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_text(inner)
    else:
        yield str(value)


class TestTerminal(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        [offered] = terminal.plan_tasks_report_formats()
        return ReportFormatCase(type=offered, read=bytes.decode)


class TestTerminalForty(ReportFormatContract):
    """The narrowest terminal, which shows long tables as records."""

    def case(self) -> ReportFormatCase:
        [offered] = terminal.plan_tasks_report_formats()
        return ReportFormatCase(type=offered, read=bytes.decode, options=terminal.TerminalOptions(width=40))


class TestMarkdown(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        [offered] = markdown.plan_tasks_report_formats()
        return ReportFormatCase(type=offered, read=shown_by_markdown)


class TestCsv(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        [offered] = csv_table.plan_tasks_report_formats()
        return ReportFormatCase(
            type=offered,
            read=lambda data: "\n".join(cell for row in csv_cells(data) for cell in row),
            cells=csv_cells,
        )


class TestExactCsv(ReportFormatContract):
    """Every option away from its default."""

    def case(self) -> ReportFormatCase:
        [offered] = csv_table.plan_tasks_report_formats()
        options = csv_table.CsvOptions(
            bom=False, header=csv_table.Header.KEYS, numbers=csv_table.Numbers.EXACT, facts=True
        )
        return ReportFormatCase(
            type=offered,
            options=options,
            read=lambda data: "\n".join(cell for row in csv_cells(data) for cell in row),
            cells=csv_cells,
        )


class TestJson(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        [offered] = json_document.plan_tasks_report_formats()
        return ReportFormatCase(
            type=offered, read=lambda data: "\n".join(all_text(json.loads(data))), for_programs=True
        )
