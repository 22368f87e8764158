"""The lines of observations."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from plan_tasks.model import ItemId, Observation
from plan_tasks.model.converting import unstructure

__all__ = ["observation_line", "read_observations"]

_encode = json.JSONEncoder(ensure_ascii=False).encode


def observation_line(item: str, observation: Observation) -> str:
    """Writes an observation of an item."""
    return _encode({"item": item, **unstructure(observation)}) + "\n"


def read_observations(text: str) -> list[tuple[ItemId, Observation]]:
    """Reads the lines of observations that this program wrote.

    Raises:
        ValueError: A line is none; so are `LookupError`, `TypeError` and `ArithmeticError`.
    """
    decode = json.JSONDecoder().decode
    rows = (decode(line) for line in text.split("\n") if line)
    return [
        (
            row["item"],
            Observation(
                indicator=row["indicator"],
                start=date.fromisoformat(row["start"]),
                end=date.fromisoformat(row["end"]),
                value=Decimal(row["value"]),
                known=datetime.fromisoformat(row["known"]),
                source=row.get("source", ""),
            ),
        )
        for row in rows
    ]
