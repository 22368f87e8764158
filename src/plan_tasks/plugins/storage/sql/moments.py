"""Moments as whole numbers, which every server sorts and compares alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["microseconds"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Microseconds since the start of 1970.

    Example:
        >>> microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
        1000000
    """
    return (moment - _EPOCH) // _ONE
