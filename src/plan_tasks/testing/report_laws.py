"""What the contract suites of report kinds and formats share: a plain expectation, and a world turned round."""

from __future__ import annotations

import decimal
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["elsewhere", "expect"]

#: Two zones that are 26 hours apart, so that "today" is never the same in both.
_FAR_EAST: Final = "XXX-14"
_FAR_WEST: Final = "XXX+12"


def expect(condition: object, message: str) -> None:
    """Fails the test with a message unless the condition holds.

    Raises:
        AssertionError: It does not.
    """
    if not condition:
        raise AssertionError(message)


@contextmanager
def elsewhere(*, west: bool) -> Iterator[None]:
    """Runs a block in a time zone at the end of the world and in a poor decimal context, then puts both back.

    What reads the clock's date, the zone, or the host's decimal context gives other results west than east.

    Args:
        west: Which end of the world.
    """
    before = os.environ.get("TZ")
    os.environ["TZ"] = _FAR_WEST if west else _FAR_EAST
    _set_zone()
    try:
        with decimal.localcontext(decimal.Context(prec=6 if west else 50)):
            yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        _set_zone()


def _set_zone() -> None:
    if hasattr(time, "tzset"):  # not on Windows, where the zone of a process is fixed
        time.tzset()
