"""Work reports and division-of-work notices as text or Markdown: prose, lists, and tables with bars among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plan_tasks.drafting.contract import DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


class ReportText:
    """Reads Chinese text."""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Likely where most words are Chinese, possible for any other text."""
        from plan_tasks.drafting.tongues import is_english

        if not head.text.strip():
            return Likelihood.NO
        chinese = _CHINESE.search(head.text) is not None and not is_english(head.text)
        return Likelihood.LIKELY if chinese else Likelihood.POSSIBLE

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Reads the text; see `Importer.draft`."""
        from plan_tasks.drafting.reading import read_report

        return read_report(source.text(), options)


def _open(_options: NoOptions, _context: PluginContext) -> ReportText:
    return ReportText()


@hookimpl
def plan_tasks_importers() -> Iterator[ImporterType[NoOptions]]:
    """Offers the importer."""
    yield ImporterType(
        name="report_text",
        summary="Work reports and division-of-work notices in Chinese, as text or Markdown",
        factory=_open,
        options=NoOptions,
        extensions=("md", "markdown", "txt"),
        media_types=("text/markdown", "text/plain"),
    )
