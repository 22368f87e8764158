"""Plans in English as text or Markdown: prose, lists, and tables with bars among them."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.drafting.contract import DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl


class PlanText:
    """Reads English text."""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Likely where most words are Latin ones; no where there are none."""
        from plan_tasks.drafting.tongues import is_english

        return Likelihood.LIKELY if is_english(head.text) else Likelihood.NO

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Reads the text; see `Importer.draft`."""
        from plan_tasks.drafting.reading import read_report

        return read_report(source.text(), options)


def _open(_options: NoOptions, _context: PluginContext) -> PlanText:
    return PlanText()


@hookimpl
def plan_tasks_importers() -> Iterator[ImporterType[NoOptions]]:
    """Offers the importer."""
    yield ImporterType(
        name="plan_text",
        summary="Plans in English, with targets, measures, owners and deadlines, as text or Markdown",
        factory=_open,
        options=NoOptions,
        extensions=("md", "markdown", "txt"),
        media_types=("text/markdown", "text/plain"),
    )
