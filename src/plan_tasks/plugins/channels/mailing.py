"""A notice as a mail: headers, text, and HTML beside it. The channels that make mails share it; sending is theirs.

Nothing here reads a clock or draws chance, so that the same notice gives the same bytes at every try.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from email.errors import MessageError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from plan_tasks.notifying.contract import Message

__all__ = ["NOWHERE", "UNFIT", "check_mail_address", "mail_of", "word_of_key"]

#: A domain that can never exist (RFC 2606).
NOWHERE: Final = "plan-tasks.invalid"
#: What the standard library's mail classes raise for what they cannot write.
UNFIT: Final = (MessageError, ValueError, IndexError)

_SAFE_KEY: Final = re.compile(r"[0-9A-Za-z_-]{16,128}")
_SAFE_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_UNSEEN: Final = frozenset({"Cc", "Cf"})
_JOINERS: Final = "\u200c\u200d"  # formatting marks that emoji and some scripts need


def mail_of(message: Message, sender: str, *, with_html: bool = False) -> EmailMessage:
    """Writes a notice as a mail, the same bytes each time.

    Args:
        message: The notice.
        sender: The address that it comes from.
        with_html: Whether it stands in it a second time, as HTML: the notice's own page, or its text as one.

    Returns:
        The mail. No header can be broken out of: line breaks and control characters become spaces, and the policy
        refuses what is left. A recipient without an address is named as a group without members (RFC 5322, 3.4).

    Raises:
        ValueError: An address is none; some are refused with other errors of the email package (`UNFIT`).
    """
    mail = EmailMessage(policy=SMTP)
    origin = Address(addr_spec=sender)
    mail["From"] = origin
    name = _header_text(message.recipient_name) or _header_text(message.recipient) or "recipient"
    if message.address:
        mail["To"] = Address(display_name=name, addr_spec=message.address)
    else:
        mail["To"] = Group(name, ())
    mail["Subject"] = _header_text(message.subject)
    mail["Date"] = message.at
    word = word_of_key(message.key)
    mail["Message-ID"] = f"<{word}@{NOWHERE}>"
    mail["References"] = f"<{_hash(message.plan, message.item)}@{NOWHERE}>"  # mails about one item stand together
    mail["List-Id"] = f"<{_label(message.plan)}.notices.{origin.domain}>"  # by which readers sort a plan's mails
    mail["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    mail.set_content(_whole(message.body), cte="base64")
    if with_html:
        mail.add_alternative(_whole(message.html) or _html_of(message), subtype="html", cte="base64")
        mail.set_boundary(f"=_{word[:32]}")  # it cannot stand in base64, which has no underscore
    mail["Content-Language"] = message.language.value
    return mail


def word_of_key(key: str) -> str:
    """The key, or its hash where it is not fit for a file's name or an id."""
    return key if _SAFE_KEY.fullmatch(key) else hashlib.sha256(key.encode(errors="replace")).hexdigest()


def check_mail_address(_: object, __: object, value: str) -> None:
    """A validator of options: refuses a sender that is no mail address.

    Raises:
        ValueError: It is none.
    """
    try:
        address = Address(addr_spec=value)
    except UNFIT:
        address = None
    if address is None or not (address.username and address.domain) or not value.isascii():
        raise ValueError(f"the sender {value!r} is not a mail address; give one like office@example.org")


def _html_of(message: Message) -> str:
    """The text as a page: empty lines part paragraphs, and nothing in it is markup."""
    paragraphs = re.split(r"\n[ \t]*\n", "\n".join(_seen(line) for line in _whole(message.body).strip().splitlines()))
    body = "\n".join(f"<p>{html.escape(part).replace(chr(10), '<br>' + chr(10))}</p>" for part in paragraphs)
    title = html.escape(_header_text(message.subject))
    return (
        f'<!DOCTYPE html>\n<html lang="{message.language.value}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _header_text(text: str) -> str:
    """One line without control characters and marks that turn the writing direction, which no header may have."""
    return " ".join(_whole(_seen(text)).split())


def _seen(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in _UNSEEN and c not in _JOINERS else c for c in text)


def _whole(text: str) -> str:
    """Text without halves of characters, which no encoding takes."""
    return text.encode(errors="replace").decode()


def _label(plan: str) -> str:
    """A plan's id as one label of a domain name."""
    return plan.lower() if _SAFE_LABEL.fullmatch(plan.lower()) else _hash(plan)[:16]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:32]
