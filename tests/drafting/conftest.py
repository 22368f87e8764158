"""What the reader's tests share: reading a text, and telling a claim in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.draft import Draft, DraftTarget
from plan_tasks.drafting.reading import read_report

Told = tuple[str, str, object, str, str | None]


@pytest.fixture(scope="session")
def read() -> Callable[..., Draft]:
    """Reads a text as a report of 2021."""

    def reading(text: str, year: int | None = 2021) -> Draft:
        return read_report(text, DraftOptions(year=year))

    return reading


@pytest.fixture(scope="session")
def tell() -> Callable[[DraftTarget], Told]:
    """Tells a target as (indicator, comparator, value, unit, change)."""

    def telling(target: DraftTarget) -> Told:
        value: object = None if target.value is None else float(target.value)
        if target.upper is not None:
            value = [value, float(target.upper)]
        return (
            target.indicator,
            str(target.comparator),
            value,
            target.unit,
            None if target.change is None else str(target.change),
        )

    return telling
