"""Mail servers on the loopback address: one of aiosmtpd that keeps what it gets, and one that says what it is told."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import attrs
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

__all__ = ["SILENCE", "Inbox", "certificate", "free_port", "mail_server", "scripted_server"]

SILENCE = "(silence)"  # a line of a conversation: the server says nothing more, and does not hang up


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@attrs.define
class Inbox:
    """What a server got. `answers` says by the address how it answers; by default it takes everything."""

    port: int
    mails: list[bytes] = attrs.field(factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = attrs.field(factory=list)
    connections: int = 0
    users: list[str] = attrs.field(factory=list)
    at_recipient: Callable[[str], str] = lambda address: "250 OK"
    at_text: Callable[[Inbox], str] = lambda inbox: f"250 OK queued as {len(inbox.mails) + 1}"
    stop: Callable[[], None] = lambda: None

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_recipient(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.at_text(self)
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(envelope.content)
            self.envelopes.append((envelope.mail_from or "", tuple(envelope.rcpt_tos)))
        return answer


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, at_once: bool = False, password: str = "", **given: Any
) -> Iterator[Inbox]:
    """A server that runs; with TLS from the first byte when `at_once`, else after STARTTLS."""
    inbox = Inbox(free_port(), **given)

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        inbox.users.append(data.login.decode())
        return AuthResult(success=data.password.decode() == password, handled=False)

    settings: dict[str, Any] = {"ssl_context": tls} if at_once else {"tls_context": tls, "require_starttls": bool(tls)}
    if password:
        settings |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": not at_once}
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, ready_timeout=20, **settings)
    controller.start()
    running = [controller]

    def stop() -> None:
        while running:
            running.pop().stop()

    inbox.stop = stop
    try:
        yield inbox
    finally:
        stop()


@contextmanager
def scripted_server(*conversations: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """A server that says its lines, one after each of the client's, and hangs up when it has none left.

    After a line that begins with 354 it reads the text up to the full stop. One conversation for each connection, in
    order; the last one comes again.
    """
    heard: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket, lines: Sequence[str]) -> None:
        stream = connection.makefile("rwb", buffering=0)
        for place, line in enumerate(lines):
            if line == SILENCE:
                while stream.read(1000):
                    pass
                return
            stream.write(line.encode() + b"\r\n")
            in_text = line.startswith("354")
            while heard_line := stream.readline():
                if not in_text:
                    heard.append(heard_line.decode().strip())
                if not in_text or heard_line == b".\r\n":
                    break
            if not heard_line or place == len(lines) - 1:
                return

    def serve() -> None:
        number = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                talk(connection, conversations[min(number, len(conversations) - 1)])
            number += 1

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def certificate(folder: Path, name: str = "127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """Makes a certificate for an address, and the context of a server that shows it."""
    file, key = folder / "server.pem", folder / "server.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{name}"),
            *("-keyout", str(key), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context
