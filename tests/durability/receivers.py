"""Receivers of notices that fail in every way that real ones do, in a process of their own, and keep a book.

One answers webhooks, one as a group robot does (status 200, and a code in the body), one mails. Each line of the book
is the key of a message that was taken, as often as it was; a lost answer is a line of its own.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import attrs
from tests.durability.killing import FORK
from tests.plugins.mail_servers import mail_server

__all__ = ["Receivers", "receivers"]

_LOST: Final = "(answer lost)"
_CODE: Final = re.compile(r"No\. ([0-9a-f]{8})")


@attrs.frozen
class Receivers:
    """Where they are, and what they took.

    Attributes:
        web: Port of webhooks and of the robot.
        mail: Port of mails.
        file: What was taken.
    """

    web: int
    mail: int
    file: Path

    def taken(self) -> Counter[str]:
        """Key, or the beginning of one -> how often it was taken."""
        lines = self.file.read_text(encoding="utf-8").split() if self.file.exists() else []
        return Counter(line for line in lines if line not in _LOST.split())

    def lost(self) -> int:
        """How many messages were taken whose answer was lost on the way."""
        return self.file.read_text(encoding="utf-8").count(_LOST)


@contextmanager
def receivers(folder: Path, *, faults: float, seed: int = 0) -> Iterator[Receivers]:
    """Receivers that run.

    Args:
        folder: Where they write down what they took.
        faults: Share of messages that something happens to, from 0 to 1.
        seed: Of chance.
    """
    process = FORK.Process(target=_serve, args=(folder, faults, seed))
    process.start()
    try:
        web, mail = _ports(folder / "ports")
        yield Receivers(web, mail, folder / "taken")
    finally:
        process.terminate()
        process.join()


def _ports(file: Path) -> tuple[int, int]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if file.exists() and (text := file.read_text(encoding="utf-8")).endswith("\n"):
            web, mail = map(int, text.split())
            return web, mail
        time.sleep(0.02)
    raise TimeoutError("the receivers did not come up")


def _serve(folder: Path, faults: float, seed: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chosen = random.Random(seed)  # noqa: S311 - which messages something happens to
    book = os.open(folder / "taken", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def take(*lines: str) -> None:
        os.write(book, "".join(f"{line}\n" for line in lines).encode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            robot = self.path.startswith("/robot")
            code = _CODE.search(body.decode()) if robot else None
            key = code[1] if code else self.headers.get("Webhook-Id", "")
            kinds = ["busy", "503", "cut", "slow"] + (["code", "too fast"] if robot else ["500"])
            kind = chosen.choice(kinds) if chosen.random() < faults else ""
            if kind == "busy":
                self.answer(429, {}, {"Retry-After": "0"})
            elif kind in ("503", "500"):
                self.answer(int(kind), {})
            elif kind in ("code", "too fast"):
                self.answer(200, {"errcode": -1 if kind == "code" else 45009, "errmsg": kind})
            elif kind == "cut":
                take(key, _LOST)
                self.close_connection = True
                self.connection.close()
            else:
                if kind == "slow":
                    time.sleep(0.02)
                take(key)
                self.answer(200, {"errcode": 0, "errmsg": "ok"})

        def answer(self, status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
            data = json.dumps(body).encode()
            lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(data)}"]
            lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
            with suppress(OSError):
                self.wfile.write("\r\n".join([*lines, "", ""]).encode() + data)

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    def at_text(_: object) -> str:
        return "451 busy" if chosen.random() < faults else "250 OK"

    with mail_server(at_text=at_text) as inbox:
        inbox.mails = _Book(take)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        (folder / "ports").write_text(f"{server.server_port} {inbox.port}\n", encoding="utf-8")
        server.serve_forever()


class _Book(list[bytes]):
    """Writes a mail's key down as it is taken: its subject ends with it."""

    def __init__(self, take: Callable[..., None]) -> None:
        super().__init__()
        self._take = take

    def append(self, mail: bytes) -> None:
        subject = str(email.message_from_bytes(mail, policy=email.policy.default)["Subject"])
        self._take(subject.split()[-1])
