"""Whom a URL of a configuration may reach: its parts, and the addresses behind its name.

A name is resolved once, and what was checked is what is connected to, so that a second answer of the name server
changes nothing ("rebinding"). Numbers in any form that the machine reads as an address are checked after it read them.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import attrs

from plan_tasks.notifying.contract import Outcome
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels.saying import Trouble

__all__ = ["Place", "Resolve", "addresses_of", "check_url", "is_public", "place_of"]

Resolve = Callable[..., Sequence[tuple[Any, ...]]]
"""As ``socket.getaddrinfo``."""

_PORTS: Final = {"http": 80, "https": 443}
_SHORTEST_TOKEN: Final = 8
#: Networks of IPv6 that hold an address of IPv4 in their last four bytes.
_WRAPPED: Final = tuple(map(ipaddress.IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")))


@attrs.frozen
class Place:
    """The parts of a URL.

    Attributes:
        secure: Whether TLS is spoken.
        host: Name or address.
        port: Port.
        target: Path and query, which may hold a token.
    """

    secure: bool
    host: str
    port: int
    target: str = attrs.field(repr=False)

    @property
    def shown(self) -> str:
        """Host and port, which are no secret."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown: path and query, and the parts of them that may be tokens."""
        path, _, query = self.target.partition("?")
        parts = [*path.split("/"), *(value for _, value in parse_qsl(query))]
        return (self.target, *(part for part in parts if len(part) >= _SHORTEST_TOKEN))


def place_of(url: str) -> Place:
    """Takes a URL apart.

    Args:
        url: An absolute URL of http or https in ASCII, without user and password.

    Raises:
        ValueError: It is something else. The message does not repeat it, since it may hold a token.

    Example:
        >>> place_of("https://robot.example.org/send?key=k-123")
        Place(secure=True, host='robot.example.org', port=443)
    """
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("the URL has characters that no URL has; write them percent-encoded")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("the URL cannot be read; give one like https://example.org/robot") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("the URL is not one of http or https; give one like https://example.org/robot")
    if "@" in parts.netloc:
        raise ValueError("the URL holds a user or a password; take them out")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme == "https", parts.hostname, port or _PORTS[parts.scheme], target)


def check_url(_: object, __: object, value: Secret) -> None:
    """A validator of options: refuses what is no URL of the web, without repeating it."""
    place_of(value.reveal())


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: not of this machine, of one's own network, or of nobody.

    Args:
        address: As numbers, IPv4 or IPv6; what an address of IPv6 holds of IPv4 counts.

    Example:
        >>> is_public("8.8.8.8"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("fe80::1%eth0")
        (True, False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if any(found in network for network in _WRAPPED):
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if held := [each for each in inner if each is not None]:
            return all(is_public(str(each)) for each in held)
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def addresses_of(place: Place, *, private: bool, resolve: Resolve = socket.getaddrinfo) -> Sequence[tuple[Any, ...]]:
    """Finds the addresses behind a name, once.

    Args:
        place: Where to.
        private: Whether addresses of one's own network and machine are allowed.
        resolve: What resolves the name.

    Returns:
        What ``socket.getaddrinfo`` gives for it, at least one; all of them are allowed.

    Raises:
        Trouble: There is none, or one of them is not allowed.
    """
    try:
        found = resolve(place.host, place.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Trouble(Outcome.TRY_AGAIN, f"no address of {place.host} was found: {error.strerror}") from None
    except UnicodeError:  # a name with an empty or an endless part
        raise Trouble(Outcome.REFUSED, f"{place.host} is not a name that can be looked up", stops=True) from None
    hidden = [] if private else [each[4][0] for each in found if not is_public(str(each[4][0]))]
    if hidden:
        why = f"{place.host} stands for {hidden[0]}, which is not a public address"
        raise Trouble(Outcome.REFUSED, f"{why}; allow_private=true lets it pass", stops=True)
    if not found:
        raise Trouble(Outcome.TRY_AGAIN, f"no address of {place.host} was found")
    return found
