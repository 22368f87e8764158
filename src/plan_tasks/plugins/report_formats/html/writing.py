"""A document as HTML, written while its rows are read."""

from __future__ import annotations

from typing import BinaryIO, Final

from plan_tasks.plugins.report_formats.html.page import PageMaker
from plan_tasks.reporting.document import Document

__all__ = ["HtmlFormat"]

_AT_ONCE: Final = 65_536


class HtmlFormat:
    """Writes documents as HTML.

    Args:
        maker: Makes the pages.
    """

    def __init__(self, maker: PageMaker) -> None:
        self._maker = maker

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            InvalidValue: A template of the host's folder fails.
            SourceUnreadable: The logo of the document's branding cannot be read.
        """
        held: list[str] = []
        size = 0
        for part in self._maker.parts(document):
            held.append(part)
            size += len(part)
            if size >= _AT_ONCE:
                to.write("".join(held).encode("utf-8"))
                held.clear()
                size = 0
        to.write("".join(held).encode("utf-8"))
