"""Ledgers and division-of-work tables in workbooks (XLSX): every visible sheet with headings that are known.

Lives here: registration and opening the file; the sheets are in `sheets`. The library openpyxl, of the extra ``xlsx``,
is imported when a workbook is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from plan_tasks.drafting.contract import MEDIA_TYPES, DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft
from plan_tasks.errors import MissingExtra
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

if TYPE_CHECKING:
    from plan_tasks.drafting.grid_reading import Sheet


@attrs.frozen
class Xlsx:
    """Reads workbooks.

    Attributes:
        plugin: Name of the plugin, for errors.
    """

    plugin: str = ""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Certain by the file's name, likely by its content; older workbooks are known too, so as to say what to do."""
        from plan_tasks.drafting.archives import WORKBOOK, likelihood

        return likelihood(head, WORKBOOK)

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Reads the sheets; see `Importer.draft`.

        Raises:
            SourceUnreadable: The file is no sound workbook.
            MissingExtra: The library is not installed.
        """
        from plan_tasks.drafting.grid_reading import read_sheets

        sheets, warnings = self._sheets(source, hidden=False)
        return read_sheets(sheets, options, warnings)

    def tables(self, source: Source) -> Sequence[Sheet]:
        """The visible sheets with all their rows and columns; see `plan_tasks.drafting.filled.ReadsTables`."""
        return self._sheets(source, hidden=True)[0]

    def _sheets(self, source: Source, *, hidden: bool) -> tuple[list[Sheet], list[str]]:
        from plan_tasks.drafting.archives import WORKBOOK, making_sense, open_archive

        archive = open_archive(source.data, name=source.name, wanted=WORKBOOK)
        try:
            from plan_tasks.plugins.importers.xlsx.sheets import sheets_of
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"a library is missing: {error}",
                plugin=self.plugin,
                where=source.name,
                remedy='pip install "plan-tasks[xlsx]"',
            ) from error
        with archive, making_sense(source.name, WORKBOOK):
            return sheets_of(source.data, archive, name=source.name, hidden=hidden)


def _open(_options: NoOptions, context: PluginContext) -> Xlsx:
    return Xlsx(context.plugin)


@hookimpl
def plan_tasks_importers() -> Iterator[ImporterType[NoOptions]]:
    """Offers the importer."""
    yield ImporterType(
        name="xlsx",
        summary="Ledgers and division-of-work tables as workbooks (XLSX)",
        factory=_open,
        options=NoOptions,
        requires=("xlsx",),
        extensions=("xlsx",),
        media_types=(MEDIA_TYPES["xlsx"],),
    )
