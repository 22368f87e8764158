"""A document as PDF: its page as HTML for paper, set by WeasyPrint.

The whole page is held in memory, since it is set as a whole: a report of many thousands of rows belongs into XLSX, CSV
or HTML.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import BinaryIO, Final

import weasyprint

from plan_tasks.errors import PluginUnavailable
from plan_tasks.plugins.report_formats.html.page import PageMaker
from plan_tasks.plugins.report_formats.html.pdf.fonts import has_chinese, has_chinese_font
from plan_tasks.reporting.document import Document

__all__ = ["PdfFormat"]

#: Signs that neither Latin nor Chinese text is made of: emoji, pictures of control characters, other scripts. They are
#: set in a font of few signs, so that one which it lacks leaves no doubt about the text around it: WeasyPrint has no
#: numbers for missing signs in fonts that have 65,535. What stands in tags, titles and pictures is left as it is.
_RARE: Final = re.compile(
    r"(<svg.*?</svg>|<title>.*?</title>|<style>.*?</style>|<[^>]*>)|"
    "((?:[^\u0000-\u024f\u2000-\u23ff\u2460-\u27bf\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe10-\uffef"
    "\U00020000-\U0003ffff]|[\u200d\ufe0f])+)",
    re.DOTALL,
)
#: A letter and its accents, which fonts have as one sign.
_ACCENTED: Final = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_VARIANT: Final = "pdf/ua-1"


class PdfFormat:
    """Writes documents as PDF.

    Args:
        maker: Makes the pages.
        logger: Where it is told what WeasyPrint warns of.
    """

    def __init__(self, maker: PageMaker, logger: logging.Logger) -> None:
        self._maker = maker
        self._logger = logger

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            PluginUnavailable: The report has Chinese in it and the machine no font for it.
            InvalidValue: A template of the host's folder fails.
            SourceUnreadable: The logo of the document's branding cannot be read.
        """
        page = "".join(self._maker.parts(document))
        if has_chinese(page) and not has_chinese_font():
            raise PluginUnavailable(
                "this machine has no font for Chinese, so that a PDF would show boxes",
                where='report format "pdf"',
                remedy="apt install fonts-noto-cjk, or dnf install google-noto-sans-cjk-fonts",
            )
        page = _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), page)
        page = _RARE.sub(_set_apart, page)
        with _Heard(self._logger):
            inside = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
            data = weasyprint.HTML(string=page, url_fetcher=inside).write_pdf(
                pdf_variant=_VARIANT, presentational_hints=True
            )
        to.write(data)


def _set_apart(match: re.Match[str]) -> str:
    return match[1] or f'<span class="rare">{match[2]}</span>'


class _Heard:
    """Takes what WeasyPrint warns of into a log of ours, once each, in place of standard error."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._theirs = logging.getLogger("weasyprint")
        self._handler = _Once(logger)

    def __enter__(self) -> None:
        self._before = (self._theirs.handlers, self._theirs.propagate)
        self._theirs.handlers, self._theirs.propagate = [self._handler], False

    def __exit__(self, *_: object) -> None:
        self._theirs.handlers, self._theirs.propagate = self._before


class _Once(logging.Handler):
    def __init__(self, logger: logging.Logger) -> None:
        super().__init__(logging.WARNING)
        self._logger = logger
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text not in self._said:
            self._said.add(text)
            self._logger.debug("WeasyPrint: %s", text)
