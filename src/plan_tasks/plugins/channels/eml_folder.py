"""Puts each notice into a folder as a mail file (.eml): for offices whose mail system picks files up, and for tests.

The file's name comes from the notice's key alone, so a notice that is sent again adds nothing. Files appear whole or
not at all; drafts have other names, which begin with a dot.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.plugins.channels.mailing import NOWHERE, UNFIT, check_mail_address, mail_of, word_of_key
from plan_tasks.storage.contract import Finding

__all__ = ["EmlFolder", "EmlFolderOptions"]

_DRAFT_NAME = re.compile(r"\.[0-9A-Za-z_-]{16,128}\.[0-9]+\.part")
_DRAFT_LASTS = 3600.0  # seconds; an older draft is what a program left that was killed


@attrs.frozen(kw_only=True)
class EmlFolderOptions:
    """Options of the folder of mail files.

    Attributes:
        folder: Where files go; it is made when it is not there.
        sender: The address that mails come from.
    """

    folder: Path = attrs.field(
        metadata=documented("Where mail files go; the folder is made when it is not there.", example="outgoing")
    )
    sender: str = attrs.field(
        default=f"office@{NOWHERE}",
        validator=check_mail_address,
        metadata=documented("The address that mails come from.", example="office@example.org"),
    )


@attrs.frozen
class EmlFolder:
    """Writes one file a notice.

    Attributes:
        folder: Where to.
        sender: The address that mails come from.
    """

    folder: Path
    sender: str

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Write messages; one whose file is there already has been accepted before.

        The names of all files are made durable together, and only then is anything said to be accepted.
        """
        end = time.monotonic() + deadline
        answers = [
            self._accept(message)
            if time.monotonic() < end
            else Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to write it")
            for message in messages
        ]
        problem = self._make_names_durable() if any(a.outcome is Outcome.ACCEPTED for a in answers) else ""
        for answer in answers:
            if problem and answer.outcome is Outcome.ACCEPTED:
                yield Delivery(answer.key, Outcome.TRY_AGAIN, problem)
            else:
                yield answer

    def _accept(self, message: Message) -> Delivery:
        try:
            data = mail_of(message, self.sender, with_html=bool(message.html)).as_bytes()
        except UNFIT as error:
            return Delivery(message.key, Outcome.REFUSED, f"it cannot be written as a mail: {error}")
        file = self.folder / f"{word_of_key(message.key)}.eml"
        try:
            if not file.exists():
                self._write(file, data)
        except OSError as error:
            return Delivery(message.key, Outcome.TRY_AGAIN, self._cannot(error))
        return Delivery(message.key, Outcome.ACCEPTED, reference=file.name)

    def _write(self, file: Path, data: bytes) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
        draft = file.with_name(f".{file.stem}.{os.getpid()}.part")
        try:
            with draft.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    def _make_names_durable(self) -> str:
        """Writes the folder itself to the disk. Returns what was wrong; empty for nothing."""
        if os.name != "posix":  # elsewhere a folder cannot be opened
            return ""
        try:
            handle = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            return self._cannot(error)
        return ""

    def _cannot(self, error: OSError) -> str:
        return f"{self.folder} cannot be written: {error.strerror or type(error).__name__}"

    def sweep(self) -> None:
        """Removes drafts that a program left behind which was killed."""
        try:
            for draft in self.folder.glob(".*.part"):
                if _DRAFT_NAME.fullmatch(draft.name) and time.time() - draft.stat().st_mtime > _DRAFT_LASTS:
                    draft.unlink(missing_ok=True)
        except OSError:
            return  # sending will say what is wrong with the folder

    def examine(self) -> Finding:
        """Say whether the folder can be written."""
        there = next((each for each in (self.folder, *self.folder.parents) if each.exists()), self.folder)
        ok = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
        can = "can be written" if ok else "cannot be written"
        return Finding(ok=ok, subject="channel eml-folder", text=f"{self.folder} {can}")

    def close(self) -> None:
        """Nothing is held open."""


def _open(options: EmlFolderOptions, _: PluginContext) -> EmlFolder:
    channel = EmlFolder(options.folder, options.sender)
    channel.sweep()
    return channel


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[EmlFolderOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="eml-folder",
        summary="Puts each notice into a folder as a mail file",
        options=EmlFolderOptions,
        factory=_open,
        honours_keys=True,
        addresses="mail",
        disturbs=False,
    )
