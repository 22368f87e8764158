"""Opening DOCX and XLSX files, which are zip archives of XML, so that no file can take much time or memory.

Lives here: `OfficeFormat`, `likelihood` (whether a file is one), `open_archive` (which refuses whatever is not sound),
and `making_sense` (which turns a library's errors into ours). Not here: what the parts of an archive say
(``plan_tasks.plugins.importers``). Archives within an archive are never opened, and nothing outside one is fetched.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final
from xml.parsers import expat

import attrs

from plan_tasks.drafting.contract import Likelihood, SourceHead
from plan_tasks.errors import PlanTasksError, SourceUnreadable

__all__ = ["DOCUMENT", "WORKBOOK", "OfficeFormat", "likelihood", "making_sense", "open_archive"]

MOST_BYTES: Final = 32 * 1024 * 1024
"""Of a file. A report with its pictures has some megabytes."""
MOST_UNPACKED: Final = 64 * 1024 * 1024
"""Of all parts together."""
MOST_XML: Final = 24 * 1024 * 1024
"""Of one part of XML: some 50,000 rows of a ledger."""
MOST_TAGS: Final = {"worksheet": 1_500_000, "sst": 1_500_000, "document": 600_000}
"""Of one part, by its outermost element: a sheet, a workbook's texts, a document. A row of a ledger has some fifty."""
MOST_OTHER_TAGS: Final = 100_000
"""Of any other part, such as styles."""
MOST_ENTRIES: Final = 4000
"""Parts of an archive."""

_ZIP: Final = b"PK\x03\x04"
_CENTRAL: Final = b"PK\x01\x02"  # begins each entry of an archive's directory
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins the files of Office before 2007, and encrypted ones
_FIRST_FOLDER: Final = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.DOTALL)
_CHUNK: Final = 64 * 1024
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")


@attrs.frozen(kw_only=True)
class OfficeFormat:
    """A kind of office file.

    Attributes:
        noun: What people call it.
        extension: Of its file names, without the dot.
        relatives: Extensions of older and other kinds that the same programs open, and can save as this one.
        folder: The folder in the archive that its parts lie in.
    """

    noun: str
    extension: str
    relatives: tuple[str, ...]
    folder: str


DOCUMENT: Final = OfficeFormat(
    noun="document", extension="docx", relatives=("doc", "docm", "dotx", "odt", "rtf", "wps"), folder="word"
)
WORKBOOK: Final = OfficeFormat(
    noun="workbook", extension="xlsx", relatives=("xls", "xlsm", "xltx", "ods", "et", "xlsb"), folder="xl"
)
_FORMATS: Final = (DOCUMENT, WORKBOOK)


def likelihood(head: SourceHead, wanted: OfficeFormat) -> Likelihood:
    """Whether a file is for the importer of a format: to be read, or to be refused with what is to be done.

    Args:
        head: The start of the file.
        wanted: The importer's format.

    Returns:
        Certain by the file's name, likely by its content; files of Office that nobody reads fall to documents.
    """
    extension = _extension(head.name)
    if extension == wanted.extension or extension in wanted.relatives:
        return Likelihood.CERTAIN
    if not head.data.startswith((_ZIP, _OLE)):
        return Likelihood.NO
    inside = _FIRST_FOLDER.search(head.data)
    if inside is not None and inside[1].decode() == wanted.folder:
        return Likelihood.LIKELY
    return Likelihood.POSSIBLE if wanted is DOCUMENT else Likelihood.NO


def open_archive(data: bytes, *, name: str, wanted: OfficeFormat) -> zipfile.ZipFile:
    """Open an office file after looking whether it is safe to read.

    Args:
        data: The bytes of the file.
        name: Its name, for errors.
        wanted: What it has to be.

    Returns:
        The archive: every part is whole, the sizes are within bounds, and no part of XML declares entities.

    Raises:
        SourceUnreadable: It is not; the message says what to do.
    """
    _refuse_others(data, name, wanted)
    if len(data) > MOST_BYTES:
        raise _refusal(
            f"the file has {_megabytes(len(data))}, more than the {_megabytes(MOST_BYTES)} that are read",
            name,
            "take the pictures out, or split it",
        )
    # Counted before the directory is read, which takes time and memory for each entry, whatever its header promises.
    if data.count(_CENTRAL) > MOST_ENTRIES:
        raise _refusal(f"the archive has more than {MOST_ENTRIES:,} parts", name, _again(wanted))
    with making_sense(name, wanted):
        archive = zipfile.ZipFile(BytesIO(data))
    _check_entries(archive, name, wanted)
    with making_sense(name, wanted):
        for entry in archive.infolist():
            _check_part(archive, entry, name, wanted)
    return archive


@contextmanager
def making_sense(name: str, wanted: OfficeFormat) -> Iterator[None]:
    """Turn whatever reading a file may raise into one error that says what to do.

    A damaged file can take a library by surprise anywhere, so nothing but our own errors is let through.

    Args:
        name: The file's name.
        wanted: What it should be.

    Raises:
        SourceUnreadable: Something was raised within.
    """
    try:
        yield
    except PlanTasksError:
        raise
    except zipfile.BadZipFile as error:
        raise _refusal(f"the file is cut short or damaged ({_in_short(error)})", name, _again(wanted)) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {_in_short(error)}"
        raise _refusal(f"no sense can be made of this {wanted.noun} ({reason})", name, _again(wanted)) from error


def _refuse_others(data: bytes, name: str, wanted: OfficeFormat) -> None:
    """Say what a file is that is not an archive with the wanted folder."""
    save = f"open it in the program it was written with and save it as .{wanted.extension}"
    if not data.strip():
        raise _refusal("the file is empty", name, f"give a {wanted.noun}")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refusal(f"the {wanted.noun} is locked with a password", name, "take the password off and save it")
        raise _refusal("this is a file of Office before 2007, or of WPS", name, save)
    if not data.startswith(_ZIP):
        shown = "a PDF file" if data.startswith(b"%PDF") else "RTF" if data.startswith(b"{\\rtf") else "something else"
        raise _refusal(f"this is no .{wanted.extension} file but {shown}", name, save)


def _check_entries(archive: zipfile.ZipFile, name: str, wanted: OfficeFormat) -> None:
    """Refuse an archive by its directory: locked, too large, or of another kind."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refusal(f"the {wanted.noun} is locked with a password", name, "take the password off and save it")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise _refusal(
            f"unpacked, the file has {_megabytes(unpacked)}, more than the {_megabytes(MOST_UNPACKED)} that are read",
            name,
            "take the pictures out, or split it",
        )
    for entry in entries:
        if entry.filename.lower().endswith(_XML_ENDINGS) and entry.file_size > MOST_XML:
            size, most = _megabytes(entry.file_size), _megabytes(MOST_XML)
            raise _refusal(f"{entry.filename} has {size}, more than the {most} that are read", name, "split it")
    folders = {entry.filename.partition("/")[0] for entry in entries}
    if wanted.folder in folders:
        return
    for other in _FORMATS:
        if other.folder in folders:
            raise _refusal(
                f"this is a {other.noun}, not a {wanted.noun}", name, f"name it .{other.extension} and give it again"
            )
    shown = "a presentation" if "ppt" in folders else "an OpenDocument file" if "mimetype" in folders else "an archive"
    raise _refusal(
        f"this is {shown}, not a {wanted.noun}", name, f"give a .{wanted.extension} file with text or tables in it"
    )


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, wanted: OfficeFormat) -> None:
    """Read a part to its end, by which its checksum is compared, and refuse one that declares a document type.

    Office files have no document types; they are where entities are declared that grow without end or stand for files.
    """
    prologue = _Prologue()
    tags = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            prologue.feed(chunk)
            tags += chunk.count(b"<")
    if prologue.declares:
        raise _refusal(f"{entry.filename} declares entities, which no office program does", name, _again(wanted))
    most = MOST_TAGS.get(prologue.root, MOST_OTHER_TAGS)
    if prologue.root and tags > most:
        remedy = f"copy what is needed into a new {wanted.noun} and give that"
        raise _refusal(f"{entry.filename} has more than {most:,} tags of XML", name, remedy)


class _Prologue:
    """What stands before and in the first tag of a part.

    Attributes:
        declares: Whether it declares a document type.
        root: Name of the outermost element; empty while none has begun, and for a part that is no XML.
    """

    def __init__(self) -> None:
        self.declares = False
        self.root = ""
        self._open = True
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.StartElementHandler = self._begun

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes, as long as no element has begun."""
        if self._open:
            try:
                self._parser.Parse(chunk)
            except (expat.ExpatError, _Begun):
                self._open = False

    def _declared(self, *_: object) -> None:
        self.declares = True
        raise _Begun

    def _begun(self, tag: str, _given: object) -> None:
        self.root = tag.rpartition("}")[2]
        raise _Begun


class _Begun(Exception):
    """The first element, or a document type, has begun."""


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _again(wanted: OfficeFormat) -> str:
    return f"open it in Word, Excel or WPS, save it as .{wanted.extension} and give that"


def _in_short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120]


def _megabytes(count: int) -> str:
    return f"{count / 1024 / 1024:,.0f} MB"


def _refusal(message: str, name: str, remedy: str) -> SourceUnreadable:
    return SourceUnreadable(message, where=name, remedy=remedy)
