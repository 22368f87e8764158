"""Work reports, notices and tables as documents of Word or WPS (DOCX).

Lives here: registration and opening the file; what becomes of its contents is in `writing`. The library python-docx, of
the extra ``docx``, is imported when a document is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.drafting.contract import MEDIA_TYPES, DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft, DraftWarning
from plan_tasks.errors import MissingExtra, SourceUnreadable
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl


@attrs.frozen
class Docx:
    """Reads documents.

    Attributes:
        plugin: Name of the plugin, for errors.
    """

    plugin: str = ""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Certain by the file's name, likely by its content; older documents are known too, so as to say what to do."""
        from plan_tasks.drafting.archives import DOCUMENT, likelihood

        return likelihood(head, DOCUMENT)

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Reads the document; see `Importer.draft`.

        Raises:
            SourceUnreadable: The file is no sound document, or has no text.
            MissingExtra: The library is not installed.
        """
        from plan_tasks.drafting.archives import DOCUMENT, making_sense, open_archive
        from plan_tasks.drafting.reading import read_report

        open_archive(source.data, name=source.name, wanted=DOCUMENT).close()
        try:
            from plan_tasks.plugins.importers.docx.writing import BETWEEN_TABLES, text_of
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"a library is missing: {error}",
                plugin=self.plugin,
                where=source.name,
                remedy='pip install "plan-tasks[docx]"',
            ) from error
        with making_sense(source.name, DOCUMENT):
            text, warnings = text_of(source.data)
        if not text.strip():
            raise SourceUnreadable(
                "the document has no text outside pictures and text boxes",
                where=source.name,
                remedy="give a document whose text can be selected",
            )
        draft = read_report(text, options)
        doubts = tuple(DraftWarning(message=warning) for warning in warnings)
        title = "" if draft.title == BETWEEN_TABLES else draft.title
        return attrs.evolve(draft, title=title, warnings=doubts + draft.warnings)


def _open(_options: NoOptions, context: PluginContext) -> Docx:
    return Docx(context.plugin)


@hookimpl
def plan_tasks_importers() -> Iterator[ImporterType[NoOptions]]:
    """Offers the importer."""
    yield ImporterType(
        name="docx",
        summary="Work reports, division-of-work notices and tables as documents of Word or WPS (DOCX)",
        factory=_open,
        options=NoOptions,
        requires=("docx",),
        extensions=("docx",),
        media_types=(MEDIA_TYPES["docx"],),
    )
