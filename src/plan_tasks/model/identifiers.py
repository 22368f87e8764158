"""Typed identifiers: a host's own, or generated so that they sort by time.

The core has neither clock nor randomness, so whoever generates an identifier brings both.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

from plan_tasks.errors import InvalidValue

__all__ = ["AreaId", "ItemId", "OwnerId", "PlanId", "TenantId", "new_identifier"]

TenantId = NewType("TenantId", str)
PlanId = NewType("PlanId", str)
AreaId = NewType("AreaId", str)
ItemId = NewType("ItemId", str)
OwnerId = NewType("OwnerId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_RANDOM_BYTES = 10


def new_identifier(at: datetime, randomness: bytes) -> str:
    """Makes an identifier of 26 characters that sorts by time.

    The layout is that of ULID (https://github.com/ulid/spec): 48 bits of milliseconds since 1970, then 80 random
    bits, in Crockford's base 32; ours is in lower case.

    Args:
        at: The moment, with a time zone, from 1970 on.
        randomness: Ten random bytes.

    Returns:
        The identifier.

    Raises:
        InvalidValue: The moment has no zone or the bytes are not ten.

    Example:
        >>> new_identifier(datetime(2021, 3, 1, tzinfo=UTC), bytes(10))
        '01eznhb9000000000000000000'
    """
    if at.tzinfo is None:
        raise InvalidValue(f"the moment {at.isoformat()} has no time zone", remedy="give a datetime with tzinfo")
    if len(randomness) != _RANDOM_BYTES:
        raise InvalidValue(f"{len(randomness)} random bytes were given", remedy=f"give {_RANDOM_BYTES}")
    since_1970 = at - datetime(1970, 1, 1, tzinfo=UTC)
    milliseconds = since_1970.days * 86_400_000 + since_1970.seconds * 1000 + since_1970.microseconds // 1000
    number = milliseconds << 80 | int.from_bytes(randomness, "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
