"""Pages of HTML: every law of formats, figures of the assessment read back, templates of a host, what is refused."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks.errors import InvalidValue, SourceUnreadable
from plan_tasks.model import Health, Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats import html
from plan_tasks.plugins.report_formats.html.options import PageOptions
from plan_tasks.plugins.report_kinds import overview
from plan_tasks.reporting.composing import compose, write_document
from plan_tasks.reporting.document import Branding, Column, ColumnType, Document, Table, tables
from plan_tasks.reporting.formatting import percent_text, text_of
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_charts import hostile_charts
from plan_tasks.testing.report_documents import empty_document, every_block, hostile_document, long_document
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

pytest.importorskip("jinja2")

[HTML] = html.plan_tasks_report_formats()
CONTEXT = PluginContext(plugin="report_formats.html", logger=logging.getLogger("test"))
UNSEEN = {"style", "script", "title", "desc"}
WITHOUT_END = {"meta", "img", "col", "br", "link", "input"}


class Page(HTMLParser):
    """What a page shows: its text, its tables by name, and the tags with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._rows: list[list[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = dict(attributes)
        self.tags.append((tag, held))
        if tag not in WITHOUT_END:
            self._open.append(tag)
        if tag == "caption":
            self._rows = self.tables.setdefault((held["id"] or "").removeprefix("t-"), [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append("")
        elif tag == "br":
            self.handle_data("\n")
        self.text.append("\n")
        if tag == "a":
            self.text.append(f"{held['href']}\n")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if UNSEEN & set(self._open):
            return
        self.text.append(data)
        if {"td", "th"} & set(self._open):
            self._rows[-1][-1] += data


def written(document: Document, options: PageOptions | None = None) -> str:
    to = io.BytesIO()
    write_document(document, HTML.factory(options or PageOptions(), CONTEXT), HTML.supports, to)
    return to.getvalue().decode()


def overview_of(view: ReportView) -> Document:
    [kind] = overview.plan_tasks_report_kinds()
    return compose(kind.factory(kind.options(), CONTEXT), view).document


class TestContract(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        return ReportFormatCase(type=HTML, read=lambda data: "".join(Page(data.decode()).text))


@pytest.mark.parametrize("language", Language)
def test_every_cell_of_every_table_is_that_of_the_document(view: ReportView, language: Language) -> None:
    document = overview_of(attrs.evolve(view, language=language))
    read = Page(written(document)).tables
    for table in tables(document):
        shown = table.without_hidden()
        rows = [
            [text_of(cell, column, language) for cell, column in zip(row, shown.columns, strict=True)]
            for row in shown.rows
        ]
        assert [column.label for column in shown.columns] == read[table.name][0]
        assert rows == read[table.name][1 : len(rows) + 1]


def test_the_figures_on_charts_are_those_of_the_assessment(view: ReportView) -> None:
    page = written(overview_of(view))
    pictures = re.findall(r"<svg.*?</svg>", page, re.S)
    on_broad = " ".join(re.findall(r">([^<>]+)<", "".join(pictures)))
    shares = [result.attainment for row in view.rows() for result in row.assessment.targets]
    known = [share for share in shares if share is not None]
    assert len(known) > 10
    for share in known:
        assert percent_text(share) in on_broad


def test_a_page_fetches_nothing_and_runs_its_own_script_alone() -> None:
    for document in (every_block(), hostile_document(), hostile_charts()):
        page = Page(written(document))
        names = {tag for tag, _ in page.tags}
        assert not names & {"link", "iframe", "object", "embed", "form", "base", "img"}
        assert [tag for tag, _ in page.tags].count("script") == 1
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), (tag, attributes)
            assert re.match("#|https?://", attributes.get("href") or "#"), attributes
        [policy] = [held["content"] for _, held in page.tags if held.get("http-equiv") == "Content-Security-Policy"]
        assert policy
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_a_running_title_cannot_end_the_style() -> None:
    document = attrs.evolve(every_block(), title='</style><script>alert(1)</script>"; } body{display:none}')
    page = Page(written(document))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert [tag for tag, _ in page.tags].count("style") == 1


def test_headings_heads_and_charts_are_told_to_screen_readers(view: ReportView) -> None:
    page = Page(written(overview_of(view)))
    tags = page.tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert ("html", {"lang": "zh-CN", "class": "screen zh"}) in tags
    assert all(held.get("scope") in ("col", "row", "colgroup") for tag, held in tags if tag == "th")
    ids = [held["id"] for _, held in tags if "id" in held]
    assert len(ids) == len(set(ids))
    for _, held in tags:
        for name in (held.get("aria-labelledby") or "").split():
            assert name in ids
    assert {held.get("role") for tag, held in tags if tag == "svg"} == {"img"}
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)


def test_a_short_report_has_no_contents_and_a_long_one_has() -> None:
    assert 'class="contents"' not in written(empty_document())
    assert 'class="contents"' in written(every_block())


def test_a_ledger_of_many_columns_is_printed_on_a_wide_sheet() -> None:
    columns = tuple(Column(key=f"c{number}", label="Column", width=20) for number in range(8))
    document = attrs.evolve(empty_document(), blocks=(Table(name="wide", columns=columns, rows=()),))
    assert '<body class="sheet-wide">' in written(document)
    assert "<body>" in written(empty_document())


def test_columns_that_belong_together_have_a_head_above_them_and_hidden_ones_none() -> None:
    columns = (
        Column(key="key", label="Key", hidden=True),
        Column(key="task", label="Task"),
        Column(key="done", label="Done", type=ColumnType.PERCENT, group="Progress"),
        Column(key="health", label="Health", type=ColumnType.HEALTH, group="Progress"),
    )
    table = Table(name="t", columns=columns, rows=(("secret", "Pave", None, Health.MET),))
    page = written(attrs.evolve(empty_document(), blocks=(table,)))
    assert '<td colspan="1"></td><th scope="colgroup" colspan="2">Progress</th>' in page
    assert "secret" not in page


def test_a_host_replaces_a_template_and_adds_to_the_style(tmp_path: Path) -> None:
    (tmp_path / "note.html").write_text("<p class='ours'>{{ block.text }}</p>", encoding="utf-8")
    (tmp_path / "extra.css").write_text(".ours{color:teal}", encoding="utf-8")
    (tmp_path / "page.html").write_text(
        '{% extends "built_in/page.html" %}{% block footer %}<p>{{ document }}</p>{% endblock %}', encoding="utf-8"
    )
    page = written(every_block(), PageOptions(templates=tmp_path))
    assert "<p class='ours'>Note: A rule that explains the table.</p>" in page
    assert ".ours{color:teal}" in page
    assert "<p>sample</p>" in page
    assert "<footer" not in page


TEMPLATES = {
    "{{ ''.__class__.__mro__ }}": "a template of the folder",
    "{{ nothing }}": "'nothing' is undefined",
    "{% if %}": "the template note.html cannot be read",
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_that_fails_or_reaches_out_is_an_error_of_ours(template: str, tmp_path: Path) -> None:
    (tmp_path / "note.html").write_text(template, encoding="utf-8")
    with pytest.raises(InvalidValue, match=TEMPLATES[template]):
        written(every_block(), PageOptions(templates=tmp_path))


def test_a_folder_without_templates_and_a_style_that_ends_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"holds none; give one of page\.html, "):
        written(empty_document(), PageOptions(templates=tmp_path))
    with pytest.raises(SourceUnreadable, match="the folder of templates is not there"):
        written(empty_document(), PageOptions(templates=tmp_path / "none"))
    (tmp_path / "extra.css").write_text("</STYLE>", encoding="utf-8")
    with pytest.raises(InvalidValue, match="the style would end the page's"):
        written(empty_document(), PageOptions(templates=tmp_path))


def test_logo_name_and_colours_are_those_of_the_branding_unless_options_say_otherwise(tmp_path: Path) -> None:
    logo = tmp_path / "seal.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    branding = Branding(organisation="City Hall", logo=logo, accent="#005a5a", palette={"red": "#a00000"})
    document = attrs.evolve(every_block(), branding=branding)
    page = written(document)
    assert 'alt="City Hall"' in page
    assert 'src="data:image/svg+xml;base64,PHN2ZyB4' in page
    assert "--accent:#005a5a" in page
    assert "--bar-missed:#a00000" in page
    assert "--accent:#8b1a1a" in written(document, PageOptions(accent="#8b1a1a"))


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"GIF89a", "no picture that pages show"), (b"\x89PNG\r\n\x1a\n" + bytes(1_000_000), "larger than 1 MB")],
)
def test_a_logo_that_cannot_be_shown_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    logo = tmp_path / "logo"
    logo.write_bytes(data)
    with pytest.raises(SourceUnreadable, match=message):
        written(empty_document(), PageOptions(logo=logo))
    with pytest.raises(SourceUnreadable, match="cannot be read: No such file"):
        written(empty_document(), PageOptions(logo=tmp_path / "none"))


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidValue, match="'teal' is no colour; write it as # and six"):
        PageOptions(accent="teal")


def test_a_long_table_is_never_held_as_a_whole() -> None:
    """What is held back between two writes stays the same, however many rows there are."""

    class Sizes:
        most = 0

        def write(self, data: bytes) -> int:
            self.most = max(self.most, len(data))
            return len(data)

    held: list[int] = []
    for count in (2_000, 8_000):
        to: Any = Sizes()
        write_document(long_document(count), HTML.factory(PageOptions(), CONTEXT), HTML.supports, to)
        held.append(to.most)
    assert held[0] < 120_000
    assert held[1] == pytest.approx(held[0], rel=0.05)


def links_of(page: str) -> Iterator[str]:
    yield from re.findall(r'href="([^"]*)"', page)


def test_only_plain_web_addresses_are_links() -> None:
    addresses = set(links_of(written(hostile_document())))
    assert {address for address in addresses if not address.startswith("#")} == set()
    assert "https://example.org/report" in set(links_of(written(every_block())))
