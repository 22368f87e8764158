"""Store URLs: which backend they name and what its options are."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

import attrs

from plan_tasks.errors import UnknownName

__all__ = ["StoreAddress", "parse_store_url"]


@attrs.frozen
class StoreAddress:
    """A store URL taken apart.

    Attributes:
        scheme: Before the first colon: ``sqlite``.
        location: After it, without the query: ``///plan.db``.
        options: The query's names and values.
    """

    scheme: str
    location: str
    options: dict[str, str]


def parse_store_url(url: str) -> StoreAddress:
    """Takes a store URL apart.

    Args:
        url: ``scheme:location`` with an optional ``?name=value&name=value``.

    Returns:
        Its parts.

    Raises:
        UnknownName: There is no scheme.

    Example:
        >>> parse_store_url("sqlite:///plan.db?timeout=10")
        StoreAddress(scheme='sqlite', location='///plan.db', options={'timeout': '10'})
        >>> parse_store_url("plan.db")
        Traceback (most recent call last):
        ...
        plan_tasks.errors.UnknownName: 'plan.db' does not say what kind of store it is; write a URL such as \
sqlite:///plan.db
    """
    scheme, colon, rest = url.partition(":")
    if not colon or not scheme.replace("+", "").replace("-", "").isalnum():
        shown = url if "@" not in url else url.rpartition("@")[2]
        raise UnknownName(
            f"{shown!r} does not say what kind of store it is", remedy="write a URL such as sqlite:///plan.db"
        )
    location, _, query = rest.partition("?")
    return StoreAddress(scheme.lower(), unquote(location), dict(parse_qsl(query, keep_blank_values=True)))
