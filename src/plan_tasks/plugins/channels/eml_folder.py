"""Puts each notice into a folder as a mail file (.eml): for offices whose mail system picks files up, and for tests.

The file's name comes from the notice's key alone, so a notice that is sent again adds nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, hookimpl
from plan_tasks.storage.contract import Finding

__all__ = ["EmlFolder", "EmlFolderOptions", "mail_of"]

_DOMAIN = "plan-tasks.invalid"  # a domain that can never exist (RFC 2606)


@attrs.frozen(kw_only=True)
class EmlFolderOptions:
    """Options of the folder of mail files.

    Attributes:
        folder: Where files go; it is made when it is not there.
        sender: The address that mails come from.
    """

    folder: Path
    sender: str = f"office@{_DOMAIN}"


@attrs.frozen
class EmlFolder:
    """Writes one file a notice."""

    folder: Path
    sender: str

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:  # noqa: ARG002
        """Write messages; one whose file is there already has been accepted before."""
        for message in messages:
            try:
                data = mail_of(message, self.sender).as_bytes()
            except (ValueError, UnicodeError, IndexError) as error:
                yield Delivery(message.key, Outcome.REFUSED, f"it cannot be written as a mail: {error}")
                continue
            file = self.folder / f"{message.key}.eml"
            try:
                if not file.exists():
                    self._write(file, data)
            except OSError as error:
                yield Delivery(message.key, Outcome.TRY_AGAIN, f"{self.folder} cannot be written: {error.strerror}")
            else:
                yield Delivery(message.key, Outcome.ACCEPTED, reference=file.name)

    def _write(self, file: Path, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.part")
        try:
            with draft.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    def examine(self) -> Finding:
        """Say whether the folder can be written."""
        there = self.folder if self.folder.exists() else self.folder.parent
        ok = there.is_dir() and os.access(there, os.W_OK)
        return Finding(
            ok=ok, subject="channel eml-folder", text=f"{self.folder} {'can' if ok else 'cannot'} be written"
        )

    def close(self) -> None:
        """Nothing is held open."""


def mail_of(message: Message, sender: str) -> EmailMessage:
    """Writes a notice as a mail, the same bytes each time.

    Args:
        message: The notice.
        sender: The address that it comes from.

    Returns:
        The mail. No header can be broken out of: line breaks become spaces, and the policy refuses what is left.

    Raises:
        ValueError: An address is none.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(addr_spec=sender)
    name = " ".join(message.recipient_name.split())
    local = f"{message.key[:16]}@{_DOMAIN}"
    mail["To"] = Address(display_name=name, addr_spec=message.address or local)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = message.at
    mail["Message-ID"] = f"<{message.key}@{_DOMAIN}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, cte="base64")
    return mail


def _open(options: EmlFolderOptions, _: PluginContext) -> EmlFolder:
    return EmlFolder(options.folder, options.sender)


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[EmlFolderOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="eml-folder",
        summary="Puts each notice into a folder as a mail file",
        options=EmlFolderOptions,
        factory=_open,
        honours_keys=True,
    )
