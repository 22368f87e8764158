"""Pages of HTML in a browser: quiet, fetching nothing, within their width, worked by keyboard, printed, accessible.

One Chromium serves all tests. Without it they are skipped, unless PLAN_TASKS_REQUIRE_SERVICES=1 requires it.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks.model import Health, Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats import html
from plan_tasks.plugins.report_formats.html.options import PageOptions
from plan_tasks.plugins.report_kinds import overview
from plan_tasks.reporting.composing import compose, write_document
from plan_tasks.reporting.document import Column, ColumnType, Document, Rows, Table
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_documents import empty_document, every_block, hostile_document

REQUIRED = os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") == "1"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if CHROMIUM is None and not REQUIRED:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="drives the browser")
pytest.importorskip("jinja2", reason="writes the pages")

[HTML] = html.plan_tasks_report_formats()
CONTEXT = PluginContext(plugin="report_formats.html", logger=logging.getLogger("test"))
WIDTHS = (390, 768, 1440)
MANY = 5_000


#: How long each step takes until the page is laid out anew.
STEPS = """() => {
    const laidOut = (step) => {
        const start = performance.now();
        step();
        document.body.getBoundingClientRect();
        return performance.now() - start;
    };
    const input = document.querySelector("input[type=search]");
    const search = (word) => { input.value = word; input.dispatchEvent(new Event("input")); };
    const searched = ["任务", "1", "12", "item04", ""].map((word) => laidOut(() => search(word)));
    return [...searched, laidOut(() => document.querySelectorAll(".sort")[1].click())];
}"""


def rows_of(count: int) -> Iterator[tuple[Any, ...]]:
    healths = list(Health)
    for number in range(count):
        amount = None if number % 50 == 7 else Decimal(number * 37 % MANY)
        yield (
            f"item{number:05d}",
            f"第{number}项任务 ＡＢ{number}",
            amount,
            date(2021, 1 + number % 12, 1),
            healths[number % 8],
        )


def many_rows(count: int = MANY) -> Document:
    columns = (
        Column(key="id", label="Id", width=10),
        Column(key="task", label="Task", width=30),
        Column(key="value", label="Value", type=ColumnType.NUMBER),
        Column(key="due", label="Due", type=ColumnType.DATE),
        Column(key="health", label="Health", type=ColumnType.HEALTH),
    )
    return attrs.evolve(
        empty_document(),
        blocks=(Table(name="items", title="Items", columns=columns, rows=Rows(lambda: rows_of(count))),),
    )


def overview_of(view: ReportView) -> Document:
    [kind] = overview.plan_tasks_report_kinds()
    return compose(kind.factory(kind.options(), CONTEXT), view).document


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a document at a width; whatever the page complains of or asks for fails the test at its end."""
    said: list[str] = []
    pages: list[Any] = []

    def shown(document: Document, width: int = 1440, scheme: str = "light", *, script: bool = True) -> Any:
        file = tmp_path / f"{len(pages)}.html"
        to = io.BytesIO()
        write_document(document, HTML.factory(PageOptions(), CONTEXT), HTML.supports, to)
        file.write_bytes(to.getvalue())
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        page.on("console", lambda message: said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield shown
    for page in pages:
        page.close()
    assert said == []


def ids(page: Any) -> list[str]:
    found = page.locator("#t-items ~ tbody tr:not(.none) td:first-child").all_text_contents()
    assert isinstance(found, list)
    return found


def test_no_page_is_wider_than_its_window(show: Callable[..., Any], view: ReportView) -> None:
    for document in (overview_of(view), every_block(), hostile_document()):
        page = show(document)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            charts = page.locator("figure:has(svg)").count()
            assert page.locator(".picture:visible").count() == charts, "one picture a chart, the wide or the narrow one"


def test_five_thousand_rows_are_searched_sorted_and_filtered_at_once(show: Callable[..., Any]) -> None:
    page = show(many_rows())
    assert ids(page) == [f"item{number:05d}" for number in range(200)]
    status = page.get_by_role("status")
    assert status.text_content() == "1–200 of 5000 rows"

    search = page.get_by_role("searchbox")
    search.fill("ab123 任务")  # typed in half width, written in full width
    assert ids(page) == ["item00123", *(f"item{number:05d}" for number in range(1230, 1240))]
    assert status.text_content() == "11 of 5000 rows match"

    page.get_by_role("combobox", name="Health").select_option(index=1)
    assert ids(page) == ["item01232"]
    search.fill("nowhere")
    assert page.locator("tbody").text_content() == "No row matches."
    search.fill("")
    assert status.text_content() == "625 of 5000 rows match · 1–200 of 625 rows"

    page.get_by_role("combobox", name="Health").select_option(index=0)
    page.get_by_role("button", name="Sort by Value").click()
    values = page.locator("tbody td:nth-child(3)").all_text_contents()
    assert values[:3] == ["0", "1", "2"]
    page.get_by_role("button", name="Sort by Value").click()
    assert page.locator("tbody td:nth-child(3)").first.text_content() == "4999"
    for _ in range(24):
        page.get_by_role("button", name="Next rows").click()
    assert page.locator("tbody td:nth-child(3)").last.text_content() == "—", "what is missing comes last both ways"
    assert page.get_by_role("button", name="Next rows").is_disabled()

    spent = page.evaluate(STEPS)
    assert max(spent) < 2_000, spent  # milliseconds; a twentieth of it on a machine with nothing else to do


def test_a_table_is_worked_by_keyboard(show: Callable[..., Any]) -> None:
    page = show(many_rows(120))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("item0011")
    assert len(ids(page)) == 10
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.className")
        )
    assert stops == [
        *("Health", "box", "Sort by Id", "Sort by Task", "Sort by Value", "Sort by Due", "Sort by Health"),
        "",
    ]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    head = page.locator("thead th:nth-child(3)")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") is None
    assert ids(page) == [f"item{number:05d}" for number in range(110, 120)]


def test_without_script_every_row_is_there_and_no_dead_control(show: Callable[..., Any]) -> None:
    page = show(many_rows(400), script=False)
    assert page.locator("tbody tr").count() == 400
    assert page.locator("button, input, select").count() == 0


def test_print_is_light_and_has_every_row_unfolded(show: Callable[..., Any], view: ReportView) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="reads the print")
    page = show(overview_of(view), scheme="dark")
    page.get_by_role("searchbox").first.fill("市")
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert 3 <= len(document) <= 6
    assert f"第 {len(document)} 页 共 {len(document)} 页" in text
    assert text.count("云溪市2021年政府工作报告重点任务进展总览") == len(document), "above every page, and as the title"
    assert "序时应达" in text
    assert "4.9万人以上" in text, "the table behind the chart is unfolded"
    assert "查找本表" not in text
    corner = document[0].render(scale=0.2).to_pil().getpixel((2, 2))
    assert corner == (255, 255, 255)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(show: Callable[..., Any], view: ReportView, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="brings axe-core").Axe()
    for document in (overview_of(view), attrs.evolve(every_block(), language=Language.EN)):
        page = show(document, scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        found = axe.run(page).response["violations"]
        grave = [
            (entry["id"], entry["nodes"][0]["html"][:200])
            for entry in found
            if entry["impact"] in ("serious", "critical", "moderate")
        ]
        assert grave == []
