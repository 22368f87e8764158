"""A document as PDF: its page as HTML for paper, set by WeasyPrint.

The whole page is held in memory, since it is set as a whole: a report of many thousands of rows belongs into XLSX, CSV
or HTML.
"""

from __future__ import annotations

import logging
import re
from typing import BinaryIO, Final

import weasyprint

from plan_tasks.errors import PluginUnavailable
from plan_tasks.plugins.report_formats.html.page import PageMaker
from plan_tasks.plugins.report_formats.html.pdf.fonts import has_chinese, has_chinese_font
from plan_tasks.reporting.document import Document

__all__ = ["PdfFormat"]

#: Pictures that text fonts lack, and what joins them. They are set in a small font, so that a missing one leaves no
#: doubt about the others: WeasyPrint runs out of numbers for missing signs in fonts that have 65,535.
_PICTURES: Final = re.compile("[\U0001f000-\U0001faff\u200d\ufe0f\u2b50-\u2b55]+")
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
        page = _PICTURES.sub(r'<span class="picto">\g<0></span>', page)
        with _Heard(self._logger):
            inside = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
            data = weasyprint.HTML(string=page, url_fetcher=inside).write_pdf(
                pdf_variant=_VARIANT, presentational_hints=True
            )
        to.write(data)


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
