"""The folder of mail files: read back with the standard library's own parser, and after accidents."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks import Tracker
from plan_tasks.errors import PluginOptionsError
from plan_tasks.model import Language
from plan_tasks.notifying.contract import ChannelType, Message, Outcome
from plan_tasks.plugins.channels.eml_folder import EmlFolder, EmlFolderOptions, plan_tasks_channels
from plan_tasks.plugins.channels.mailing import mail_of
from plan_tasks.testing.channel import ChannelCase, ChannelContract

(EML_FOLDER,) = plan_tasks_channels()
KEY = "0123456789abcdef" * 4
MESSAGE = Message(
    key=KEY,
    channel="eml-folder",
    recipient="schools",
    recipient_name="市教育局",
    address="office@schools.example.org",
    subject="【3天后到期】开放图书馆，面向全体市民，并在每个街道设立流通点，全年新增图书十万册",
    body="市教育局：\n\n请在时限前办结。\n.\nFrom here on\n",
    plan="city",
    item="m1",
    language=Language.ZH,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


def parsed(data: bytes) -> EmailMessage:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert not mail.defects
    return mail


def sent(folder: Path, *messages: Message) -> list[Outcome]:
    return [each.outcome for each in EmlFolder(folder, "office@example.org").send(messages, deadline=30)]


class TestContract(ChannelContract):
    """The folder keeps the laws of channels."""

    @pytest.fixture(autouse=True)
    def _folders(self, tmp_path: Path) -> None:
        self._root = tmp_path
        self._made = 0

    def case(self) -> ChannelCase:
        self._made += 1
        folder = self._root / str(self._made)

        def received() -> list[str]:
            mails = [parsed(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]
            return ["\n".join([*(f"{k}: {v}" for k, v in mail.items()), "", mail.get_content()]) for mail in mails]

        def lose() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.write_text("a file stands where the folder was to be")

        return ChannelCase(
            type=EML_FOLDER,
            received=received,
            options=EmlFolderOptions(folder=folder),
            address="office@schools.example.org",
            bad_address="nobody\r\nBcc: all@example.org",
            lose=lose,
        )


def test_a_mail_says_from_whom_to_whom_about_what_and_when() -> None:
    mail = parsed(mail_of(MESSAGE, "office@example.org").as_bytes())
    assert mail["From"] == "office@example.org"
    assert mail["To"].addresses[0].display_name == "市教育局"
    assert mail["To"].addresses[0].addr_spec == "office@schools.example.org"
    assert mail["Subject"] == MESSAGE.subject
    assert mail["Date"].datetime == MESSAGE.at
    assert mail["Message-ID"] == f"<{KEY}@plan-tasks.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "zh"
    assert mail.get_content().replace("\r\n", "\n") == MESSAGE.body


def test_bytes_are_those_that_mail_demands() -> None:
    """Seven bits, lines that end in CR LF, none longer than 78 characters (RFC 5322) but for the one word of an id."""
    data = mail_of(attrs.evolve(MESSAGE, body="长" * 5000), "office@example.org").as_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert [line for line in data.split(b"\r\n") if len(line) > 78] == [
        f"Message-ID: <{KEY}@plan-tasks.invalid>".encode()
    ]


def test_the_same_message_gives_the_same_bytes_anywhere() -> None:
    """Neither the clock nor the zone of the machine, and another zone of the moment changes no more than its words."""
    script = (
        "import sys; from tests.plugins.test_eml_folder import MESSAGE; "
        "from plan_tasks.plugins.channels.mailing import mail_of; "
        "sys.stdout.buffer.write(mail_of(MESSAGE, 'office@example.org').as_bytes())"
    )
    root = str(Path(__file__).parents[2])
    here = mail_of(MESSAGE, "office@example.org").as_bytes()
    for zone in ("XXX-14", "XXX+12"):
        path = os.pathsep.join([root, *sys.path])
        environ = {**os.environ, "TZ": zone, "PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONPATH": path}
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environ)
        assert run.stdout == here
    elsewhere = attrs.evolve(MESSAGE, at=MESSAGE.at.astimezone(timezone(timedelta(hours=8))))
    assert parsed(mail_of(elsewhere, "office@example.org").as_bytes())["Date"].datetime == MESSAGE.at


def test_a_recipient_without_an_address_is_named() -> None:
    for name in ("市教育局", 'Li, "Desk" <x@y>; (z)', "\r\n", "a" * 300):
        mail = parsed(mail_of(attrs.evolve(MESSAGE, address="", recipient_name=name), "office@example.org").as_bytes())
        (group,) = mail["To"].groups
        assert group.addresses == ()
        # The parser of the standard library leaves a space where a long name was folded.
        assert group.display_name.replace(" ", "") == ("".join(name.split()) or "schools")


@pytest.mark.parametrize("field", ["subject", "recipient_name", "address", "recipient", "key"])
@pytest.mark.parametrize(
    "end", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x85", "\u2028", "\r\n ", "\r\n\r\n", "\x1b"]
)
def test_no_text_adds_a_header(tmp_path: Path, field: str, end: str) -> None:
    """Whatever stands in a field, a mail has the headers that it always has, or is refused."""
    changed: dict[str, Any] = {field: f"a{end}Bcc: all@example.org{end}b"}
    message = attrs.evolve(MESSAGE, **changed)
    (outcome,) = sent(tmp_path, message)
    assert outcome in (Outcome.ACCEPTED, Outcome.REFUSED)
    usual = parsed(mail_of(MESSAGE, "office@example.org").as_bytes())
    for file in tmp_path.iterdir():
        mail = parsed(file.read_bytes())
        assert mail.keys() == usual.keys()
        assert all(character.isprintable() for value in mail.values() for character in str(value))
        assert mail.get_content() == usual.get_content()
    assert (outcome is Outcome.REFUSED) == (field == "address")


def test_mails_about_one_item_stand_together() -> None:
    one, other, elsewhere = (
        mail_of(attrs.evolve(MESSAGE, key=key * 64, item=item), "office@example.org")["References"]
        for key, item in (("a", "m1"), ("b", "m1"), ("c", "m2"))
    )
    assert one == other != elsewhere


def test_a_notice_that_comes_again_changes_no_byte(tmp_path: Path) -> None:
    assert sent(tmp_path, MESSAGE) == [Outcome.ACCEPTED]
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()}
    assert sent(tmp_path, attrs.evolve(MESSAGE, subject="another")) == [Outcome.ACCEPTED]
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()} == before
    assert list(before) == [f"{KEY}.eml"]


def test_a_key_never_leaves_the_folder(tmp_path: Path) -> None:
    """A key that is no file's name is hashed; two keys are two files."""
    folder = tmp_path / "out"
    keys = ("../../escape", "a/b", "", "CON", "x" * 300, "键", "\x00", ".hidden-key-of-some-length")
    sent(folder, *(attrs.evolve(MESSAGE, key=key) for key in keys))
    assert len(list(folder.glob("*.eml"))) == len(keys)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_drafts_of_a_killed_program_go_and_other_files_stay(tmp_path: Path) -> None:
    old = time.time() - 7200
    for name, stays in ((f".{KEY}.4711.part", False), (".of-another-program.part", True), ("note.txt", True)):
        file = tmp_path / name
        file.write_bytes(b"")
        os.utime(file, (old, old))
        assert stays or name.startswith(".0")
    (tmp_path / f".{KEY}.4712.part").write_bytes(b"still being written")
    EmlFolder(tmp_path, "office@example.org").sweep()
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([f".{KEY}.4712.part", ".of-another-program.part", "note.txt"])


def test_a_folder_that_cannot_be_made_loses_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    channel = EmlFolder(blocked / "out", "office@example.org")
    (answer,) = channel.send([MESSAGE], deadline=30)
    assert answer.outcome is Outcome.TRY_AGAIN
    assert "cannot be written" in answer.reason
    assert not channel.examine().ok


@pytest.mark.parametrize("sender", ["", "office", "a@b\r\nBcc: c@d", "市@example.org", "<a@b>", "@b"])
def test_a_sender_must_be_a_mail_address(sender: str, tmp_path: Path) -> None:
    with (
        Tracker.open(autoload=False, language="en") as tracker,
        pytest.raises(PluginOptionsError, match=r'"eml-folder".*sender'),
    ):
        tracker.host.open(ChannelType, "eml-folder", {"folder": str(tmp_path), "sender": sender})
