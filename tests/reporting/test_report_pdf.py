"""PDF: the laws of formats on fewer rows, figures read back from its text, tags, and fonts, also where they lack."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import attrs
import pytest

from plan_tasks.errors import PluginUnavailable
from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats.html.options import PageOptions
from plan_tasks.plugins.report_formats.html.pdf import plan_tasks_report_formats
from plan_tasks.plugins.report_kinds import overview
from plan_tasks.reporting.composing import compose, write_document
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import percent_text
from plan_tasks.reporting.sealing import read_through
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_charts import empty_charts, huge_charts
from plan_tasks.testing.report_documents import HOSTILE, every_block, hostile_document, long_document
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract
from plan_tasks.testing.report_laws import elsewhere

REQUIRED = os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") == "1"
pypdf = pytest.importorskip("pypdf", reason="reads PDF back")
pdfium = pytest.importorskip("pypdfium2", reason="reads PDF back")
try:
    from plan_tasks.plugins.report_formats.html.pdf import writing
    from plan_tasks.plugins.report_formats.html.pdf.fonts import has_chinese_font
except (ImportError, OSError) as error:
    if REQUIRED:
        raise
    pytest.skip(f"WeasyPrint is not there: {error}", allow_module_level=True)
if not has_chinese_font():
    if REQUIRED:
        pytest.fail("a font for Chinese is required here: fonts-noto-cjk")
    pytest.skip("this machine has no font for Chinese: fonts-noto-cjk", allow_module_level=True)

[PDF] = plan_tasks_report_formats()
CONTEXT = PluginContext(plugin="report_formats.html.pdf", logger=logging.getLogger("test"))


KEPT: dict[str, bytes] = {}


@lru_cache(maxsize=32)
def shown(data: bytes) -> str:
    """The text of all pages; a link's address is in the text, since paper has no links."""
    document = pdfium.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def written(document: Document) -> bytes:
    to = io.BytesIO()
    write_document(document, PDF.factory(PageOptions(), CONTEXT), PDF.supports, to)
    return to.getvalue()


class TestContract(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        return ReportFormatCase(type=PDF, read=shown, streams=False)

    def write(self, document: Document) -> bytes:
        """Writes the same document once for all laws but the first, which is about writing it again."""
        key = read_through(document).sha256
        if key not in KEPT:
            KEPT[key] = super().write(document)
        return KEPT[key]

    def test_the_same_document_gives_the_same_bytes_anywhere(self) -> None:
        """In another zone and decimal context."""
        with elsewhere(west=False):
            east = written(every_block(Language.ZH))
        with elsewhere(west=True):
            assert written(every_block(Language.ZH)) == east

    def test_none_of_many_rows_is_lost(self) -> None:
        """On several pages: WeasyPrint takes some milliseconds for each row."""
        found = re.findall(r"item\d{6}", shown(self.write(long_document(150))))
        assert found == [f"item{number:06d}" for number in range(150)]

    def test_charts_of_any_size_are_written(self) -> None:
        """Of twenty entries none is missing."""
        assert self.write(empty_charts())
        assert "Entry 19" in shown(self.write(huge_charts(20)))

    def test_text_is_shown_as_it_was_typed(self) -> None:
        """All that has a sign of its own: a joiner between two emoji is none, and not in the text of a PDF."""
        read = _folded(shown(self.write(hostile_document())))
        for text in HOSTILE:
            typed = text.replace("\u200d", "").replace("\ud800", "\ufffd")
            assert any(_folded(form) in read for form in (typed, visible(typed))), text


@pytest.mark.parametrize("language", Language)
def test_a_report_reads_as_the_assessment_says(view: ReportView, language: Language) -> None:
    [kind] = overview.plan_tasks_report_kinds()
    document = compose(kind.factory(kind.options(), CONTEXT), attrs.evolve(view, language=language)).document
    data = written(document)
    read = _folded(shown(data))
    for row in view.rows():
        for result in row.assessment.targets:
            if result.attainment is not None:
                assert percent_text(result.attainment) in read
    assert read.count("云溪市2021年政府工作报告重点任务") > 1, "the title runs above every page but the first"
    reader = pypdf.PdfReader(io.BytesIO(data))
    count = len(reader.pages)
    assert ("第1页共" if language is Language.ZH else "Page1of") + str(count) in read
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == ("zh-CN" if language is Language.ZH else "en")
    assert reader.metadata.title == document.title
    assert "/CreationDate" not in reader.metadata
    assert {size_of(page) for page in reader.pages} == {(595, 842)}


def size_of(page: object) -> tuple[int, int]:
    box = page.mediabox  # type: ignore[attr-defined]
    return round(box.width), round(box.height)


def test_every_font_is_in_the_file() -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(every_block(Language.ZH))))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"]] = font["/DescendantFonts"][0]["/FontDescriptor"]
    assert fonts
    for name, descriptor in fonts.items():
        assert {"/FontFile2", "/FontFile3"} & set(descriptor), name


def test_nothing_is_fetched_even_where_a_template_asks_for_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "note.html").write_text('<img src="file:///etc/hostname" alt="no picture">', encoding="utf-8")
    writer = PDF.factory(PageOptions(templates=tmp_path), CONTEXT)
    with caplog.at_level(logging.DEBUG, logger="test"):
        writer.write(every_block(), io.BytesIO())
    assert "disallowed protocol" in caplog.text


def test_a_machine_without_a_font_for_chinese_is_told_apart(tmp_path: Path) -> None:
    """Fontconfig reads its settings once a process, so another one asks."""
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    code = "from plan_tasks.plugins.report_formats.html.pdf.fonts import has_chinese_font; print(has_chinese_font())"
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    asked = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert asked.stdout == "False\n"


def test_the_package_of_fonts_is_named_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "has_chinese_font", lambda: False)
    with pytest.raises(PluginUnavailable, match=r"no font for Chinese.*apt install fonts-noto-cjk"):
        written(every_block(Language.ZH))


class _NoPango:
    """Finds the module that sets pages, and fails as WeasyPrint does where its library in C is not there."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == writing.__name__:
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_a_machine_without_pango_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, writing.__name__)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    with pytest.raises(PluginUnavailable, match=r"finds no Pango on this machine.*; apt install libpango-1.0-0"):
        PDF.factory(PageOptions(), CONTEXT)
