"""Sends notices by mail, over SMTP.

A connection carries all mails of one call. What the server answers decides: 2xx is accepted, 4xx is tried again, 5xx is
refused. Where the line breaks makes the difference between a mail that has not gone out and one that may have: before
the text is sent it is tried again, afterwards nobody knows. How a mail is written is in `mailing`.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.mailing import UNFIT, check_mail_address, mail_of
from plan_tasks.plugins.channels.saying import Trouble, said
from plan_tasks.storage.contract import Finding

__all__ = ["Mail", "MailOptions", "Security"]

_CLOSING: Final = 421  # the server says good-bye with it, whatever it was asked
_BROKEN: Final = (OSError, smtplib.SMTPException)


class Security(StrEnum):
    """How the line to the mail server is kept secret."""

    STARTTLS = "starttls"
    """It begins in clear and turns to TLS before anything is said; port 587."""
    TLS = "tls"
    """TLS from the first byte; port 465."""
    NONE = "none"
    """In clear, for a relay on the same machine; port 25. Nothing can log in over it."""


_PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


def _typeable(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    text = value.reveal() if isinstance(value, Secret) else value or ""
    if not text.isascii() or not text.isprintable():
        raise ValueError(f"the {attribute.name} has characters that SMTP does not take; give ASCII")


@attrs.frozen(kw_only=True)
class MailOptions:
    """Options of mail.

    Attributes:
        server: Name or address of the mail server.
        sender: The address that mails come from.
        security: How the line is kept secret.
        port: The server's port; None for the usual one.
        user: Who logs in; empty for no login.
        password: The password.
        html: Whether the text is in the mail a second time, as HTML.
        ca_file: Certificates to trust; None for those of the machine.
        timeout: Seconds to wait for an answer.
    """

    server: str = attrs.field(
        validator=attrs.validators.min_len(1),
        metadata=documented("Name or address of the mail server.", example="mail.example.org"),
    )
    sender: str = attrs.field(
        validator=check_mail_address,
        metadata=documented("The address that mails come from.", example="office@example.org"),
    )
    security: Security = attrs.field(
        default=Security.STARTTLS, metadata=documented("How the line is kept secret; none only for a relay close by.")
    )
    port: int | None = attrs.field(
        default=None,
        validator=attrs.validators.optional([attrs.validators.ge(1), attrs.validators.le(65535)]),
        metadata=documented("The server's port; 587, 465 or 25 by `security` where it is left out."),
    )
    user: str = attrs.field(
        default="", validator=_typeable, metadata=documented("Who logs in; empty for no login.", example="office")
    )
    password: Secret | None = attrs.field(
        default=None, validator=_typeable, metadata=documented("The password.", example="env:MAIL_PASSWORD")
    )
    html: bool = attrs.field(
        default=True, metadata=documented("Whether the text stands in the mail a second time, as HTML.")
    )
    ca_file: Path | None = attrs.field(
        default=None, metadata=documented("Certificates to trust; those of the machine where it is left out.")
    )
    timeout: float = attrs.field(
        default=10.0,
        validator=attrs.validators.gt(0),
        metadata=documented("How long to wait for an answer of the server.", unit="seconds, more than 0"),
    )

    def __attrs_post_init__(self) -> None:
        if bool(self.user) != (self.password is not None):
            raise ValueError("user and password go together; give both or none")
        if self.user and self.security is Security.NONE:
            raise ValueError("a password must not go over a line in clear; set security to starttls or tls")


class Mail:
    """Sends mails.

    Args:
        options: Its options.
    """

    def __init__(self, options: MailOptions) -> None:
        self._options: Final = options
        self._line: smtplib.SMTP | None = None
        self._sent = 0  # over this line

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Send mails over one connection; where none can be made, all that are left hear so."""
        end = time.monotonic() + deadline
        trouble: Trouble | None = None
        try:
            for message in messages:
                if trouble is None and time.monotonic() < end:
                    try:
                        yield self._deliver(message, end)
                    except Trouble as found:
                        yield Delivery(message.key, found.outcome, found.reason, stops=found.stops)
                        trouble = found
                    continue
                if trouble is None:
                    yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to send it")
                else:
                    yield Delivery(message.key, Outcome.TRY_AGAIN, trouble.reason)
        finally:
            self.close()

    def examine(self) -> Finding:
        """Say whether the server can be reached and lets us in; nothing is sent."""
        where = f"{self._options.server}:{self._port}"
        try:
            self._connect(time.monotonic() + self._options.timeout)
        except Trouble as trouble:
            return Finding(ok=False, subject="channel mail", text=f"{where}: {trouble.reason}")
        finally:
            self.close()
        return Finding(ok=True, subject="channel mail", text=f"{where} takes mails ({self._options.security.value})")

    def close(self) -> None:
        """Say good-bye to the server."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(*_BROKEN):
                line.quit()
            line.close()

    @property
    def _port(self) -> int:
        return self._options.port or _PORTS[self._options.security]

    def _deliver(self, message: Message, end: float) -> Delivery:
        try:
            data = mail_of(message, self._options.sender, with_html=self._options.html).as_bytes()
        except UNFIT as error:
            return Delivery(message.key, Outcome.REFUSED, f"it cannot be written as a mail: {error}")
        if not message.address:
            return Delivery(message.key, Outcome.REFUSED, "there is no address to send it to")
        if not (message.address.isascii() and message.address.isprintable()):
            return Delivery(message.key, Outcome.REFUSED, "the address has characters that SMTP does not take")
        line = self._line or self._connect(end)
        answer = self._announce(line, message, end)
        if answer is None and self._sent:  # a server that takes so many mails and then hangs up
            self._drop()
            line = self._connect(end)
            answer = self._announce(line, message, end)
        if answer is None:
            self._drop()
            return Delivery(message.key, Outcome.TRY_AGAIN, "the server hung up before the mail was sent")
        return answer if answer.reason else self._hand_over(line, message, data)

    def _announce(self, line: smtplib.SMTP, message: Message, end: float) -> Delivery | None:
        """Says from whom to whom.

        Returns:
            A delivery without a reason where the server wants the text now; one with the reason where it does not; None
            where it hung up.
        """
        if line.sock is not None:
            line.sock.settimeout(max(min(self._options.timeout, end - time.monotonic()), 0.01))
        steps = (f"MAIL FROM:<{self._options.sender}>", f"RCPT TO:<{message.address}>", "DATA")
        try:
            for step, wanted in zip(steps, (2, 2, 3), strict=True):
                code, words = line.docmd(step)
                if code == _CLOSING:
                    return None
                if code // 100 != wanted:
                    line.docmd("RSET")
                    return Delivery(message.key, _outcome(code), self._said(step.partition(":")[0], code, words))
        except _BROKEN:
            return None
        return Delivery(message.key, Outcome.ACCEPTED)

    def _hand_over(self, line: smtplib.SMTP, message: Message, data: bytes) -> Delivery:
        """Sends the text, and a line with a full stop alone; from here on it may have arrived."""
        try:
            line.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
            code, words = line.getreply()
        except _BROKEN as error:
            self._drop()
            why = f"the line broke after the mail was sent: {type(error).__name__}"
            return Delivery(message.key, Outcome.UNKNOWN, why)
        self._sent += 1
        if code == _CLOSING:
            self._drop()
        if code // 100 == 2:
            return Delivery(message.key, Outcome.ACCEPTED, reference=said(words, self._secrets))
        return Delivery(message.key, _outcome(code), self._said("the text", code, words))

    def _connect(self, end: float) -> smtplib.SMTP:
        options = self._options
        timeout = max(min(options.timeout, end - time.monotonic()), 0.01)
        line: smtplib.SMTP | None = None
        try:
            if options.security is Security.TLS:
                line = smtplib.SMTP_SSL(options.server, self._port, timeout=timeout, context=self._trust())
            else:
                line = smtplib.SMTP(options.server, self._port, timeout=timeout)
            line.ehlo_or_helo_if_needed()
            if options.security is Security.STARTTLS:
                line.starttls(context=self._trust())
            if options.user and options.password is not None:
                line.login(options.user, options.password.reveal())
        except _BROKEN as error:
            if line is not None:
                line.close()
            # Raised without its cause: what a server says to a login may repeat it.
            raise _trouble(error) from None
        self._line, self._sent = line, 0
        return line

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._options.ca_file)

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    @property
    def _secrets(self) -> tuple[str, ...]:
        return (self._options.password.reveal(),) if self._options.password is not None else ()

    def _said(self, step: str, code: int, words: bytes) -> str:
        return f"the server answers {code} to {step}: {said(words, self._secrets)}"


def _outcome(code: int) -> Outcome:
    return Outcome.REFUSED if code // 100 == 5 else Outcome.TRY_AGAIN


def _trouble(error: OSError | smtplib.SMTPException) -> Trouble:
    """What a failure before any mail means; nothing has gone out."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Trouble(Outcome.REFUSED, "the server does not offer STARTTLS, or no login that we know", stops=True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        outcome = _outcome(error.smtp_code)
        why = f"the server answers {error.smtp_code} to the login"
        return Trouble(outcome, why, stops=outcome is Outcome.REFUSED)
    if isinstance(error, smtplib.SMTPResponseException):
        outcome = _outcome(error.smtp_code)
        why = f"the server answers {error.smtp_code} before any mail"
        return Trouble(outcome, why, stops=outcome is Outcome.REFUSED)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble(Outcome.TRY_AGAIN, f"the server's certificate is not trusted: {error.verify_message}")
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return Trouble(Outcome.TRY_AGAIN, f"the server is out of reach: {why}")


def _open(options: MailOptions, _: PluginContext) -> Mail:
    return Mail(options)


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[MailOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="mail",
        summary="Sends notices by mail over SMTP, as text and HTML",
        options=MailOptions,
        factory=_open,
        needs_address=True,
    )
