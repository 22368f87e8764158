"""A web server on the loopback address that answers as it is told: also late, in drops, cut, or not at all."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import attrs

__all__ = ["Reply", "Request", "Web", "web_server"]


@attrs.frozen
class Request:
    """What came. `raw` is all of it, byte for byte."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    raw: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@attrs.frozen
class Reply:
    """What is answered. `hang_up` says where: before the status, or in the middle of the body; `late` waits."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = attrs.field(factory=dict)
    hang_up: str = ""
    late: float = 0.0
    drip: float = 0.0


@attrs.define
class Web:
    port: int
    answer: Callable[[Request], Reply]
    requests: list[Request] = attrs.field(factory=list)
    connections: int = 0
    stop: Callable[[], None] = lambda: None
    scheme: str = "http"

    def url(self, target: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{target}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


@contextmanager
def web_server(
    answer: Callable[[Request], Reply] = lambda _: Reply(), tls: ssl.SSLContext | None = None
) -> Iterator[Web]:
    ended = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            web.connections += 1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            raw = f"{self.requestline}\r\n{head}\r\n".encode("latin-1") + body
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body, raw)
            web.requests.append(request)
            reply = web.answer(request)
            ended.wait(reply.late)
            if reply.hang_up == "before the status":
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.hang_up:
                self.wfile.write(reply.body[: len(reply.body) // 2])
                self.close_connection = True
            elif reply.drip:
                for byte in reply.body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(reply.drip)
            else:
                self.wfile.write(reply.body)

        do_GET = do_POST  # noqa: N815 - the name that http.server calls

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = _Server(("127.0.0.1", 0), Handler)
    web = Web(server.server_port, answer)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        web.scheme = "https"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    running = [server]

    def stop() -> None:
        ended.set()
        while running:
            running.pop().shutdown()
            with suppress(OSError):
                server.server_close()
        thread.join(10)

    web.stop = stop
    try:
        yield web
    finally:
        stop()
