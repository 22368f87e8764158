"""Files that are no sound workbook or document are refused at once, with what is wrong and what mends it."""

from __future__ import annotations

import contextlib
import random
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.drafting.office_files import add_table, document, repacked, workbook

from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.errors import PlanTasksError, SourceUnreadable
from plan_tasks.plugins.importers.docx import Docx
from plan_tasks.plugins.importers.xlsx import Xlsx

ROWS = [["工作任务", "责任单位"], ["新建公园3处", "市城管局"]]
BOOK = workbook(("台账", ROWS))
REPORT = document(
    lambda made: (made.add_paragraph("一、生产总值增长7.5%。", style="List Number"), add_table(made, ROWS))
)
SHEET, MAIN = "xl/worksheets/sheet1.xml", "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
IMPORTERS = {"docx": Docx(), "xlsx": Xlsx()}


def read(name: str, data: bytes) -> Any:
    importer: Any = IMPORTERS[name.rpartition(".")[2] if name.endswith("x") else "docx"]
    return importer.draft(Source(name=name, data=data), DraftOptions(year=2021))


def entities(kind: str) -> bytes:
    """A document type that would grow to a thousand million letters."""
    grown = b"".join(b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9))
    return b'<!DOCTYPE %s [<!ENTITY a "aaaaaaaaaa">%s]>' % (kind.encode(), grown)


def understated(data: bytes) -> bytes:
    """An archive whose directory says that its largest part has ten bytes."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = max(entry.file_size for entry in archive.infolist()).to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


def sealed(data: bytes) -> bytes:
    """An archive whose first part is marked as encrypted."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


def changed_within(data: bytes, part: str) -> bytes:
    """An archive with a byte of the checksum of one part changed."""
    at = data.rindex(part.encode()) - 30  # the part's checksum in the directory stands thirty bytes before its name
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def archive_of_text() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("report.txt", "新建公园3处")
    return file.getvalue()


def report_with(before: bytes, after: bytes) -> bytes:
    return repacked(REPORT, {MAIN: lambda part: part.replace(before, after, 1)})


def padded(data: bytes, part: str, count: int) -> bytes:
    return repacked(data, {part: lambda content: content + b" " * count})


Made = Callable[[], bytes]
#: Would take much time or memory if they were read.
BOMBS: dict[str, tuple[Made, str]] = {
    "grown.docx": (lambda: padded(REPORT, MAIN, 70_000_000), "unpacked, the file has 68 MB"),
    "grown.xlsx": (lambda: padded(BOOK, SHEET, 70_000_000), "unpacked, the file has 67 MB"),
    "long.docx": (lambda: padded(REPORT, MAIN, 30_000_000), "word/document.xml has 29 MB"),
    "lying.docx": (lambda: understated(padded(REPORT, MAIN, 20_000_000)), "damaged"),
    "parts.xlsx": (lambda: repacked(BOOK, add=[(f"xl/{at}", b"") for at in range(5000)]), "more than 4,000 parts"),
    "tags.docx": (lambda: report_with(b"<w:body>", b"<w:body>" + b"<w:p/>" * 700_000), "more than 600,000 tags"),
    "styles.xlsx": (
        lambda: repacked(BOOK, {"xl/styles.xml": lambda part: part.replace(b"</cellXfs>", b"<xf/>" * 200_000)}),
        "xl/styles.xml has more than 100,000 tags",
    ),
    "deep.docx": (lambda: repacked(REPORT, {MAIN: lambda part: b"<a>" * 90_000}), "no sense can be made"),
    "entities.docx": (lambda: report_with(b"?>", b"?>" + entities("w:document")), "declares entities"),
    "entities.xlsx": (lambda: repacked(BOOK, {SHEET: lambda part: entities("x") + part}), "declares entities"),
    "sixteen.xlsx": (
        lambda: repacked(BOOK, {SHEET: lambda part: (entities("x") + part).decode().encode("utf-16")}),
        "declares entities",
    ),
    "huge.docx": (lambda: b"PK\x03\x04" + b"\0" * 33 * 1024 * 1024, "more than the 32 MB"),
}
UNSOUND: dict[str, tuple[Made, str]] = {
    "outside.docx": (lambda: report_with(b"?>", b'?><!DOCTYPE d SYSTEM "file:///etc/passwd">'), "declares entities"),
    "cut.docx": (lambda: REPORT[: len(REPORT) // 2], "cut short or damaged"),
    "changed.xlsx": (lambda: changed_within(BOOK, SHEET), "damaged"),
    "locked.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "take the password off"),
    "sealed.xlsx": (lambda: sealed(BOOK), "take the password off"),
    "old.doc": (lambda: OLE, "save it as .docx"),
    "old.docx": (lambda: OLE, "save it as .docx"),
    "old.xlsx": (lambda: OLE, "save it as .xlsx"),
    "book.docx": (lambda: BOOK, "this is a workbook, not a document; name it .xlsx"),
    "report.xlsx": (lambda: REPORT, "this is a document, not a workbook; name it .docx"),
    "text.docx": ("一、生产总值增长7.5%".encode, "this is no .docx file"),
    "rich.doc": (lambda: b"{\\rtf1 x}", "this is no .docx file but RTF"),
    "portable.docx": (lambda: b"%PDF-1.7", "this is no .docx file but a PDF file"),
    "archive.docx": (archive_of_text, "this is an archive, not a document"),
    "empty.xlsx": (lambda: b"", "the file is empty"),
    "blank.docx": (lambda: document(lambda made: None), "no text outside pictures"),
}
REFUSED = {**BOMBS, **UNSOUND}


@cache
def made(name: str) -> bytes:
    return REFUSED[name][0]()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_sound_is_refused_in_one_line_that_names_the_file(name: str) -> None:
    with pytest.raises(SourceUnreadable, match=re.escape(REFUSED[name][1])) as caught:
        read(name, made(name))
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.remedy
    assert len(str(caught.value).splitlines()) == 1


MEASURE = r"""
import re, sys, time
from pathlib import Path
from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.errors import SourceUnreadable
from plan_tasks.plugins.importers.docx import Docx
from plan_tasks.plugins.importers.xlsx import Xlsx
for name in sys.argv[1:]:
    source = Source(name=name, data=Path(name).read_bytes())
    begun = time.process_time()
    try:
        (Docx() if name.endswith("docx") else Xlsx()).draft(source, DraftOptions())
    except SourceUnreadable:
        most = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
        print(name, time.process_time() - begun, int(most[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what a process has used at most")
def test_a_refusal_takes_less_than_a_second_and_200_mb(tmp_path: Path) -> None:
    for name in BOMBS:
        (tmp_path / name).write_bytes(made(name))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *BOMBS], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    told = [line.split() for line in done.stdout.splitlines()]
    assert [name for name, _, _ in told] == list(BOMBS)
    for name, seconds, megabytes in told:
        assert float(seconds) < 1, name
        assert int(megabytes) < 200, name


WIDE = {
    "far": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "sparse": b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(10, 3000)),
}


@pytest.mark.parametrize("rows", WIDE.values(), ids=WIDE)
def test_cells_far_out_do_not_make_a_table_of_all_that_is_between(rows: bytes) -> None:
    wide = repacked(BOOK, {SHEET: lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")})
    begun = time.process_time()
    draft = read("wide.xlsx", wide)
    assert time.process_time() - begun < 5
    assert [measure.title for measure in draft.measures] == ["新建公园3处"]
    assert len(draft.text) < 1000


def test_a_merge_of_the_whole_sheet_takes_no_longer_than_any_other() -> None:
    merges = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 5000 + b"</mergeCells>"
    merged = repacked(BOOK, {SHEET: lambda part: part.replace(b"</sheetData>", merges)})
    assert "工作任务" in read("merged.xlsx", merged).text


def test_what_stands_below_the_rows_cannot_spoil_them() -> None:
    """Page settings that the library refuses are not looked at."""
    odd = b'<pageSetup orientation="sideways"/></worksheet>'
    spoilt = repacked(BOOK, {SHEET: lambda part: part.replace(b"</worksheet>", odd)})
    assert read("book.xlsx", spoilt).measures


def test_archives_within_are_not_opened_and_nothing_outside_is_fetched() -> None:
    """Links to templates and pictures elsewhere stay links: nobody calls at the address that they name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x".encode()
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        links = b"".join(
            b'<Relationship Id="rIdX%d" Type="%s%s" Target="%s" TargetMode="External"/>' % (at, kind, one, address)
            for at, one in enumerate((b"attachedTemplate", b"image", b"externalLink", b"oleObject"))
        )
        for name, data, part in (
            ("report.docx", REPORT, "word/_rels/document.xml.rels"),
            ("book.xlsx", BOOK, "xl/_rels/workbook.xml.rels"),
        ):
            folder = part.partition("/")[0]
            within = [(f"{folder}/embeddings/inner.docx", made("grown.docx"))]
            linked = {part: lambda content: content.replace(b"</Relationships>", links + b"</Relationships>")}
            assert read(name, repacked(data, linked, within)).measures
        with pytest.raises(BlockingIOError):
            server.accept()


PARTS = (
    *(("a.docx", REPORT, MAIN), ("a.docx", REPORT, "word/styles.xml"), ("a.docx", REPORT, "word/numbering.xml")),
    *(("a.docx", REPORT, "word/_rels/document.xml.rels"), ("a.xlsx", BOOK, "xl/styles.xml")),
    *(("a.xlsx", BOOK, SHEET), ("a.xlsx", BOOK, "xl/workbook.xml"), ("a.xlsx", BOOK, "xl/_rels/workbook.xml.rels")),
)


@pytest.mark.parametrize(("name", "data", "part"), PARTS, ids=[part for _, _, part in PARTS])
def test_whatever_a_part_says_it_is_read_or_refused(name: str, data: bytes, part: str) -> None:
    """Values and names in a part are exchanged at random, so that the XML stays sound but makes no sense."""
    chance = random.Random(part)  # noqa: S311 - the same changes in every run, nothing secret

    def spoil(content: bytes) -> bytes:
        pieces = re.split(rb'("[^"]*"|<[^ />]+|[^<>" =/]+)', content)
        for _ in range(chance.randint(1, 6)):
            at, other = chance.randrange(1, len(pieces), 2), chance.randrange(1, len(pieces), 2)
            same = pieces[at][:1] in (b'"', b"<") and pieces[at][:1] == pieces[other][:1]
            pieces[at] = pieces[other] if same else chance.choice((b'"-1"', b'"99999999999"', b'""', b"x", b'"x"'))
        return b"".join(pieces)

    for _ in range(8):
        with contextlib.suppress(PlanTasksError):
            draft = read(name, repacked(data, {part: spoil}))
            assert all(draft.text[one.span.start : one.span.end] == one.span.text for one in draft.measures)
