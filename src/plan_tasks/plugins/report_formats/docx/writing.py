"""A document as a DOCX file: its parts, put together by python-docx, and an archive that is the same bytes each time.

The body is written while its rows are read, so that memory does not grow with them; whoever opens the file holds all
of it, so that a ledger of many thousands of rows belongs into XLSX, CSV or HTML.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO, Final

import docx  # noqa: TID253 - imported when the format is opened

from plan_tasks.plugins.report_formats.docx import DocxOptions, Layout
from plan_tasks.plugins.report_formats.docx.body import Body
from plan_tasks.plugins.report_formats.docx.elements import held
from plan_tasks.plugins.report_formats.docx.fonts import font_table
from plan_tasks.plugins.report_formats.docx.sheets import OFFICIAL_SHEETS, PLAIN_SHEETS, footers
from plan_tasks.plugins.report_formats.docx.styles import official_styles, plain_styles, style_sheet
from plan_tasks.plugins.report_formats.docx.tables import Ruling
from plan_tasks.reporting.document import Document, Letterhead
from plan_tasks.reporting.drawing.palette import ACCENT, light_palette
from plan_tasks.reporting.escaping import one_line

__all__ = ["DocxFormat"]

_HELD: Final = 8 * 1024 * 1024  # bytes of a finished document that are kept in memory
_FIRST_MOMENT: Final = datetime(1980, 1, 1)  # the earliest that an archive can hold; for a report without a day
_LONGEST_PROPERTY: Final = 255  # characters
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST: Final = "[Content_Types].xml"
_BODY: Final = "word/document.xml"
#: The parts of python-docx's own template that a report has, too.
_KEPT: Final = frozenset({"officeDocument", "core-properties", "styles", "settings", "fontTable", "footer"})


class DocxFormat:
    """Writes documents for word processors.

    Args:
        options: Its options.
    """

    def __init__(self, options: DocxOptions) -> None:
        self._options = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`."""
        official = self._is_official(document)
        branding = document.branding
        palette = light_palette(document.colours, branding.palette, branding.accent or ACCENT)
        skeleton, feet = _skeleton(document)
        odd, even = footers(document.language, official=official)
        styles = official_styles() if official else plain_styles(palette)
        body = Body(
            document=document,
            official=official,
            sheets=OFFICIAL_SHEETS if official else PLAIN_SHEETS,
            ruling=Ruling(
                rule="000000" if official else palette["strong"].lstrip("#").upper(),
                head="" if official else palette["panel"].lstrip("#").upper(),
                palette=palette,
                language=document.language,
            ),
            references="".join(
                f'<w:footerReference w:type="{kind}" r:id="{reference}"/>' for kind, (reference, _) in feet.items()
            ),
        )
        ours = {
            "word/styles.xml": (_DECLARATION + style_sheet(styles, document.language)).encode("utf-8"),
            "word/fontTable.xml": font_table(),
            "word/settings.xml": _settings(),
            feet["default"][1]: _foot(odd),
            feet["even"][1]: _foot(even),
        }
        with tempfile.SpooledTemporaryFile(_HELD) as held:
            _archive(held, skeleton, ours, body.parts())
            held.seek(0)
            shutil.copyfileobj(held, to)

    def _is_official(self, document: Document) -> bool:
        if self._options.layout is Layout.FITTING:
            return any(isinstance(block, Letterhead) for block in document.blocks)
        return self._options.layout is Layout.OFFICIAL


def _skeleton(document: Document) -> tuple[Mapping[str, bytes], Mapping[str, tuple[str, str]]]:
    """The parts of an empty document by name, and of each foot of pages its reference and the name of its part."""
    empty = docx.Document()
    for relations in (empty.part.package.rels, empty.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.rpartition("/")[2] not in _KEPT]:
            relations.pop(key)
    empty.settings.odd_and_even_pages_header_footer = True
    section = empty.sections[0]
    for foot in (section.footer, section.even_page_footer):
        foot.is_linked_to_previous = False
    feet = {
        kind: (key, str(part.partname).lstrip("/"))
        for kind, key, part in zip(("default", "even"), *zip(*_foot_parts(empty), strict=True), strict=True)
    }
    _properties(empty.core_properties, document)
    written = io.BytesIO()
    empty.save(written)
    with zipfile.ZipFile(written) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, feet


def _foot_parts(empty: Any) -> Iterator[tuple[str, Any]]:
    """Reference and part of each foot, in the order in which they were made."""
    for key, each in empty.part.rels.items():
        if each.reltype.endswith("/footer"):
            yield key, each.target_part


def _properties(core: Any, document: Document) -> None:
    moment = _moment_of(document)
    organisation = held(one_line(document.branding.organisation))[:_LONGEST_PROPERTY]
    core.title = held(one_line(document.title))[:_LONGEST_PROPERTY]
    core.author = core.last_modified_by = organisation
    core.comments = core.keywords = core.subject = core.category = ""
    core.language = "zh-CN" if document.language == "zh" else "en"
    core.created = core.modified = moment
    core.revision = 1


def _moment_of(document: Document) -> datetime:
    """When the document was made, for its properties: the day judged, so that the same report is the same file."""
    for fact in document.facts:
        if fact.name == "as_of" and isinstance(fact.value, date) and fact.value.year >= _FIRST_MOMENT.year:
            return datetime(fact.value.year, fact.value.month, fact.value.day)
    return _FIRST_MOMENT


def _settings() -> bytes:
    text = (
        f'{_DECLARATION}<w:settings {_NAMESPACES}><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )
    return text.encode("utf-8")


def _foot(paragraph: str) -> bytes:
    return f"{_DECLARATION}<w:ftr {_NAMESPACES}>{paragraph}</w:ftr>".encode()


def _archive(to: Any, parts: Mapping[str, bytes], ours: Mapping[str, bytes], body: Iterable[str]) -> None:
    """Writes the archive: parts in one order, each with the same date."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # wherever it was written
            if name != _BODY:
                archive.writestr(entry, ours.get(name, parts[name]))
                continue
            with archive.open(entry, "w") as member:
                member.write(f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>".encode())
                for part in body:
                    member.write(part.encode("utf-8"))
                member.write(b"</w:body></w:document>")
