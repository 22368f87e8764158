"""Stands between a client and a server, and cuts their connection at a message: on its way, or on its answer's way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import attrs

__all__ = ["ANSWER", "REQUEST", "Proxy", "proxied"]

#: The message that is cut off does not reach the server.
REQUEST: Final = "request"
#: The message reaches the server, which carries it out, and its answer does not reach the client.
ANSWER: Final = "answer"
_MOST = 1 << 16  # bytes at once
_START = 3  # the main version of the protocol with which a client of PostgreSQL begins
_RUNS = (b"Q", b"E")  # PostgreSQL's messages that run a statement
_QUIET = 0.03  # seconds without an answer after which a server has answered all


@attrs.define
class _Link:
    """One connection: the client's end and the server's."""

    client: socket.socket
    server: socket.socket
    cut: bool = False
    started: bool = False

    def end(self) -> None:
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Proxy:
    """Passes connections on to a server, until it is told to cut one.

    Attributes:
        port: Where it listens, on 127.0.0.1.
        seen: Messages from clients since `arm`; with PostgreSQL, those that run a statement.
    """

    def __init__(self, host: str, port: int, *, postgres: bool) -> None:
        self._target = (host, port)
        self._postgres = postgres
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.seen = 0
        self._at = 0
        self._how = REQUEST
        self._lock = threading.Lock()
        self._links: list[_Link] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def arm(self, at: int, how: str) -> None:
        """Counts messages from now on, and cuts the connection of message `at`; 0 for none."""
        with self._lock:
            self.seen, self._at, self._how = 0, at, how

    def close(self) -> None:
        """Ends all connections."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for link in self._links:
            link.end()
        for thread in self._threads:
            thread.join(10)
        for link in self._links:
            link.client.close()
            link.server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                link = _Link(client, socket.create_connection(self._target))
                for end in (link.client, link.server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._links.append(link)
                for pump in (self._requests, self._answers):
                    self._threads.append(threading.Thread(target=self._run, args=(pump, link), daemon=True))
                    self._threads[-1].start()

    @staticmethod
    def _run(pump: Callable[[_Link], None], link: _Link) -> None:
        with suppress(OSError):
            pump(link)
        link.end()

    def _requests(self, link: _Link) -> None:
        waiting = b""
        while data := link.client.recv(_MOST):
            waiting += data
            while length := self._length(link, waiting):
                message, waiting = waiting[:length], waiting[length:]
                if not self._pass(link, message):
                    return

    def _pass(self, link: _Link, message: bytes) -> bool:
        """Passes one message on; says whether the connection lives on."""
        with self._lock:
            self.seen += not self._postgres or message[:1] in _RUNS
            meant = 0 < self._at == self.seen and not link.cut
        if meant and self._how == REQUEST:
            return False
        link.cut = link.cut or meant
        link.server.sendall(message)
        return True

    def _length(self, link: _Link, data: bytes) -> int:
        """How long the first message is; 0 where it is not there whole yet. MySQL's come one by one."""
        if not self._postgres:
            return len(data)
        head = int(link.started)  # messages of the start have no type
        length = head + int.from_bytes(data[head : head + 4], "big")
        if len(data) < head + 4 or len(data) < length:
            return 0
        link.started = link.started or int.from_bytes(data[4:6], "big") == _START
        return length

    def _answers(self, link: _Link) -> None:
        while data := link.server.recv(_MOST):
            if not link.cut:
                link.client.sendall(data)
                continue
            link.server.settimeout(_QUIET)  # the server carries out what else it has been sent; then the link is cut


@contextmanager
def proxied(host: str, port: int, *, postgres: bool) -> Iterator[Proxy]:
    """A proxy before a server."""
    proxy = Proxy(host, port, postgres=postgres)
    try:
        yield proxy
    finally:
        proxy.close()
