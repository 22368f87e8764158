"""One POST over HTTP, as careful as a server must be with a URL that somebody configured.

Not followed: redirects. Not read: more of an answer than fits. Not waited for: longer than there is time, however
slowly the answer drips. What went wrong is told apart: before the first byte went out, or after.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import attrs

from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels.reaching import Place, Resolve, addresses_of, place_of
from plan_tasks.plugins.channels.saying import Trouble, said

__all__ = ["Answer", "Poster", "unless_taken", "wait_of"]

_MOST_READ: Final = 65_536  # bytes of an answer
_LONGEST_WAIT: Final = 86_400  # seconds
_NOBODY_HERE: Final = frozenset({401, 403, 404, 405, 410})  # what a wrong token or path is told, whatever the message
_NOT_NOW: Final = frozenset({408, 425, 429, 503})
_GRAIN: Final = 0.01  # seconds that a wait may be too short or too long
_BROKEN: Final = (OSError, http.client.HTTPException)


@attrs.frozen
class Answer:
    """What a server answered.

    Attributes:
        status: Status code.
        headers: Names in lower case -> values.
        body: At most 64 KiB of it.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Poster:
    """Posts to one URL.

    Args:
        url: Where to; a token in it is shown nowhere.
        timeout: Seconds that one POST may take in all.
        private: Whether addresses of one's own network and machine are allowed.
        ca_file: Certificates to trust; None for those of the machine.
        keep: Whether a connection carries several POSTs until `close`; for receivers that bear a second copy, since a
            server may hang up just then.
        resolve: What resolves names.
    """

    def __init__(
        self,
        url: Secret,
        *,
        timeout: float,
        private: bool,
        ca_file: Path | None = None,
        keep: bool = False,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        self._place: Final = place_of(url.reveal())
        self._timeout: Final = timeout
        self._private: Final = private
        self._ca_file: Final = ca_file
        self._keep: Final = keep
        self._resolve: Final = resolve
        self._host: Final = _host_of(self._place)
        self._line: _Line | None = None
        self._context: ssl.SSLContext | None = None

    @property
    def shown(self) -> str:
        """Where to, without what is secret."""
        return self._place.shown

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown of the URL."""
        return self._place.secrets

    def post(
        self,
        body: bytes,
        headers: Mapping[str, str],
        *,
        end: float,
        query: str = "",
        meanwhile: Callable[[], None] | None = None,
    ) -> Answer:
        """Posts.

        Args:
            body: The body.
            headers: Headers, without those that follow from the body and the URL.
            end: The moment of ``time.monotonic()`` at which it must be done.
            query: What is added to the URL's query, percent-encoded.
            meanwhile: What is done while the server thinks; it must not raise.

        Returns:
            The answer, whatever its status.

        Raises:
            Trouble: There was none: `TRY_AGAIN` when nothing has gone out, `UNKNOWN` when something has, `REFUSED`
                for an address that is not allowed.
        """
        target = self._place.target
        if query:
            target += ("&" if "?" in target else "?") + query
        request = _request(target, self._host, headers, body)
        line = self._connected(min(end, time.monotonic() + self._timeout))
        try:
            line.send(request)
            if meanwhile is not None:
                meanwhile()
            response = http.client.HTTPResponse(line, method="POST")  # type: ignore[arg-type] # it needs only makefile
            response.begin()
            read = response.read(_MOST_READ)
            cut = response.length if len(read) < _MOST_READ else 0
            got = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, read)
            done = response.isclosed() and not response.will_close
            response.close()
        except _BROKEN as error:
            self.close()
            why = "the answer did not come in time" if isinstance(error, TimeoutError) else type(error).__name__
            raise Trouble(Outcome.UNKNOWN, f"the line broke after it was sent: {why}") from None
        if not (self._keep and done):
            self.close()
        if cut:
            raise Trouble(Outcome.UNKNOWN, "the line broke after it was sent: the answer was cut")
        return got

    def reach(self) -> str:
        """Connects and hangs up, without sending anything; empty when that went well, else what was wrong."""
        try:
            self._connected(time.monotonic() + self._timeout)
        except Trouble as trouble:
            return trouble.reason
        finally:
            self.close()
        return ""

    def close(self) -> None:
        """Hangs up."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _connected(self, end: float) -> _Line:
        if self._line is not None:
            self._line.end = end
            return self._line
        self.close()
        place = self._place
        found = addresses_of(place, private=self._private, resolve=self._resolve)
        why = ""
        for family, kind, protocol, _, address in found:
            plain = socket.socket(family, kind, protocol)
            try:
                plain.settimeout(max(end - time.monotonic(), 0.001))
                plain.connect(address)
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                secured = self._trust().wrap_socket(plain, server_hostname=place.host) if place.secure else plain
            except OSError as error:
                plain.close()
                why = _why(error)
                continue
            self._line = _Line(secured, end)
            return self._line
        raise Trouble(Outcome.TRY_AGAIN, f"{place.shown} is out of reach: {why}")

    def _trust(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context(cafile=self._ca_file)
        return self._context


class _Line:
    """A connection whose every wait ends at the same moment: one that gives a byte a second does not hold us up."""

    def __init__(self, held: socket.socket, end: float) -> None:
        self._held: Final = held
        self._allowed = -1.0
        self.end = end

    def send(self, data: bytes) -> None:
        """Sends all of it, head and body of a request together."""
        self._wait()
        self._held.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        """What an answer is read from."""
        return io.BufferedReader(_Reader(self))

    def read_into(self, buffer: Any) -> int:
        """Waits for some bytes; 0 at the end."""
        self._wait()
        return self._held.recv_into(buffer)

    def close(self) -> None:
        """Hangs up."""
        self._held.close()

    def _wait(self) -> None:
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("there is no time left")
        if not self._allowed - _GRAIN < left < self._allowed + _GRAIN:  # to set it is a call of the system
            self._held.settimeout(left)
            self._allowed = left


class _Reader(io.RawIOBase):
    """Reads a line to the end of an answer; to close it leaves the line open."""

    def __init__(self, line: _Line) -> None:
        self._line: Final = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.read_into(buffer)


def _host_of(place: Place) -> str:
    """The value of the header ``Host``."""
    usual = place.port == (http.client.HTTPS_PORT if place.secure else http.client.HTTP_PORT)
    return place.shown.rpartition(":")[0] if usual else place.shown


def _request(target: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """The bytes of a POST.

    Raises:
        ValueError: A header holds a line break, by which it could become two.
    """
    lines = [
        f"POST {target} HTTP/1.1",
        f"Host: {host}",
        "Accept-Encoding: identity",
        f"Content-Length: {len(body)}",
        "User-Agent: plan-tasks",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    head = "\r\n".join(lines)
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1:
        raise ValueError("a header holds a line break")
    return b"%b\r\n\r\n%b" % (head.encode("latin-1"), body)


def unless_taken(key: str, answer: Answer, secrets: tuple[str, ...] = ()) -> Delivery | None:
    """What a status means that is not of success.

    Args:
        key: The message's key.
        answer: The answer.
        secrets: What must not be shown.

    Returns:
        The delivery; None for a status of success, which is not yet a proof of anything.
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    words = said(answer.body[:1000], secrets)
    reason = f"status {status}" + (f": {words}" if words else "")
    if status in _NOT_NOW:
        return Delivery(key, Outcome.TRY_AGAIN, reason, retry_after=wait_of(answer))
    if 300 <= status < 400:
        return Delivery(key, Outcome.REFUSED, f"status {status}: a redirect, which is not followed", stops=True)
    if 400 <= status < 500:
        return Delivery(key, Outcome.REFUSED, reason, stops=status in _NOBODY_HERE)
    return Delivery(key, Outcome.UNKNOWN, reason, retry_after=wait_of(answer))


def wait_of(answer: Answer) -> timedelta | None:
    """How long a server asks to wait: its header ``Retry-After``, in seconds or as a moment.

    Returns:
        The time, a day at the most; None when it does not say. A moment counts from the server's own clock where the
        answer has it.

    Example:
        >>> wait_of(Answer(429, {"retry-after": "30"}, b""))
        datetime.timedelta(seconds=30)
    """
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdecimal():
        return timedelta(seconds=min(int(written[:9]), _LONGEST_WAIT))
    with suppress(ValueError, TypeError):
        until = parsedate_to_datetime(written)
        from_when = datetime.now(UTC)
        with suppress(ValueError, TypeError):
            from_when = parsedate_to_datetime(answer.headers.get("date", ""))
        return min(max(until - from_when, timedelta()), timedelta(seconds=_LONGEST_WAIT))
    return None


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return error.strerror or type(error).__name__
