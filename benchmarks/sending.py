"""Sending what waits: webhooks against the same client in a bare loop, mails against bare smtplib; on this machine.

The receivers run in processes of their own; each contender sends the same messages over one connection that is kept.
"""

from __future__ import annotations

import hashlib
import http.client
import multiprocessing
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from benchmarks.harness import Line, Run, folder, open_ours, rate
from plan_tasks.model import TenantId
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["mails", "webhooks"]

_TENANT = TenantId("default")
_FORK = multiprocessing.get_context("fork")


class _Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Mail(StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        say = self.wfile.write
        say(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                say(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            say(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")
            if word == b"QUIT":
                return


def webhooks(run: Run) -> list[Line]:
    """Dispatch of webhooks against the same client in a bare loop."""
    count = run.sized(10_000)

    def bare(port: int, keys: list[str]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for key in keys:
            body = f'{{"specversion":"1.0","id":"{key}","data":{{"subject":"Late","body":"{_BODY}"}}}}'.encode()
            headers = {"Content-Type": "application/cloudevents+json", "Idempotency-Key": key}
            line.request("POST", "/hook", body, headers)
            line.getresponse().read()
        line.close()

    def options(port: int) -> dict[str, Any]:
        url = f"http://127.0.0.1:{port}/hook"
        return {"url": url, "secret": "open sesame", "allow_private": True}

    return _against(
        run, count, ThreadingHTTPServer, _Web, "webhook", options, bare, ("webhooks", "webhooks", "http.client", 0.6)
    )


def mails(run: Run) -> list[Line]:
    """Dispatch of mails against bare smtplib."""
    count = run.sized(10_000)

    def bare(port: int, keys: list[str]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            for key in keys:
                mail = EmailMessage()
                mail["From"], mail["To"], mail["Subject"] = "plans@example.org", "office@example.org", "Late"
                mail["Message-ID"] = f"<{key}@example.org>"
                mail.set_content(_BODY)
                mail.add_alternative(f"<p>{_BODY}</p>", subtype="html")
                line.send_message(mail)

    def options(port: int) -> dict[str, Any]:
        return {"server": "127.0.0.1", "port": port, "security": "none", "sender": "plans@example.org"}

    return _against(run, count, ThreadingTCPServer, _Mail, "mail", options, bare, ("mails", "mails", "smtplib", 0.7))


_BODY = "The library is to be opened, and nobody has said how far it is. " * 4


def _against(
    run: Run,
    count: int,
    server: type[ThreadingTCPServer],
    handler: type[StreamRequestHandler],
    channel: str,
    options: Callable[[int], dict[str, Any]],
    bare: Callable[[int, list[str]], None],
    named: tuple[str, str, str, float],
) -> list[Line]:
    goal, what, other, wanted = named
    keys = [hashlib.sha256(f"{number}".encode()).hexdigest() for number in range(count)]
    with _served(server, handler) as port, folder() as place:

        def ours() -> float:
            with closing(open_ours(_queued(place, channel, keys))) as tracker:
                began = time.perf_counter()
                assert tracker.dispatch({channel: options(port)}).sent == count
                return time.perf_counter() - began

        def loop() -> float:
            began = time.perf_counter()
            bare(port, keys)
            return time.perf_counter() - began

        done = run.compare({"ours": ours, other: loop})
    note = rate(count, done.median("ours"))
    return [
        done.at_least(goal, f"dispatch of {count:,} {what}: share of the speed of bare {other}", other, wanted, note)
    ]


@contextmanager
def _served(server: type[ThreadingTCPServer], handler: type[StreamRequestHandler]) -> Iterator[int]:
    listening = server(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    process = _FORK.Process(target=listening.serve_forever, daemon=True)
    process.start()
    port = int(listening.server_address[1])
    listening.server_close()
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def _queued(place: Path, channel: str, keys: list[str]) -> Path:
    """A new store in which all wait."""
    file = place / f"{time.monotonic_ns()}.db"
    now = datetime.now(UTC)
    entries = [
        OutboxEntry(
            key=key,
            plan="bench",
            item=f"m{number}",
            rule="due",
            occurrence="2021-06-30 +7d",
            recipient="schools",
            address="office@example.org",
            channel=channel,
            subject="Late: open the library",
            body=_BODY,
            created=now,
            due=now,
        )
        for number, key in enumerate(keys)
    ]
    with closing(open_ours(file)) as tracker, tracker._context.backend.unit(_TENANT, write=True) as unit:
        unit.outbox.add(entries)
        unit.commit()
    return file
