"""How often each thing is tried: a few times, or as often as is claimed where the environment says so."""

from __future__ import annotations

import os
from typing import Final

__all__ = ["PROVE_VARIABLE", "count", "proving"]

#: Share of the full counts, such as ``1`` or ``0.1``; unset for the short counts.
PROVE_VARIABLE: Final = "PLAN_TASKS_PROVE"


def proving() -> bool:
    """Whether more than a quick look is wanted."""
    return bool(os.environ.get(PROVE_VARIABLE))


def count(few: int, full: int) -> int:
    """How often something is to be tried.

    Args:
        few: How often by default.
        full: How often where all of it is wanted.
    """
    return max(few, round(full * float(os.environ[PROVE_VARIABLE]))) if proving() else few
