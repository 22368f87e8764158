"""One change that reaches every part of a store, and a look at whether each is there whole.

Change number n gives measure m1 the title "Title n" and goal g1 the value n: two items, a value and two events in one
commit. So a store says itself how many changes it holds, and its parts must agree on that number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from plan_tasks import Tracker
from plan_tasks.model import ItemId, Observation, Plan
from plan_tasks.model.converting import structure
from plan_tasks.workflow import Observe, Revise

__all__ = ["KNOWN", "PLAN", "Torn", "change", "held", "opened", "start", "value"]

KNOWN: Final = datetime(2021, 7, 16, 9, tzinfo=UTC)
_M1, _G1 = ItemId("m1"), ItemId("g1")
_JOBS: Final = "城镇新增就业"

PLAN: Final = structure(
    {
        "id": "city",
        "title": "政府工作报告 2021",
        "start": "2021-01-01",
        "end": "2021-12-31",
        "owners": [{"id": "schools", "name": "教育局"}, {"id": "labour", "name": "人社局"}],
        "goals": [
            {
                "id": "g1",
                "title": "城镇新增就业1100万人以上",
                "targets": [
                    {"indicator": {"name": _JOBS, "unit": "万人"}, "comparator": "at_least", "value": "1100"},
                ],
                "assignments": [{"owner": "labour"}],
            }
        ],
        "measures": [
            {
                "id": "m1",
                "title": "Title 0",
                "due": "2021-08-31",
                "assignments": [{"owner": "schools"}],
                "milestones": [{"title": "封顶", "due": "2021-05-31"}],
            },
            {"id": "m2", "title": "开放图书馆", "note": "first\nsecond"},
        ],
    },
    Plan,
)


class Torn(AssertionError):
    """The parts of a store do not agree, or it says itself that it is damaged."""


@contextmanager
def opened(url: str, *, create: bool = False) -> Iterator[Tracker]:
    """A tracker on a store, without installed plugins and with a clock that stands still."""
    with Tracker.open(url, create=create, autoload=False, language="en", clock=lambda: KNOWN) as tracker:
        yield tracker


def start(url: str) -> None:
    """Makes a store with the plan in it."""
    with opened(url, create=True) as tracker:
        tracker.add(PLAN, actor="office")


def value(number: int) -> Observation:
    """The value of a change."""
    known = KNOWN + timedelta(seconds=number)
    return Observation(
        indicator=_JOBS, start=date(2021, 1, 1), end=date(2021, 6, 30), value=Decimal(number), known=known
    )


def change(tracker: Tracker, number: int) -> None:
    """Makes change `number`; it is durable when this returns."""
    revised = Revise(item=_M1, changes={"title": f"Title {number}"}, reason=f"change {number}")
    tracker.change("city", revised, Observe(item=_G1, observations=(value(number),)), actor="office")


def held(url: str, *, verify: bool = True) -> int:
    """How many changes a store holds, which were made in order.

    Args:
        url: The store.
        verify: Whether rows are held against the history, too, which reads everything twice.

    Raises:
        Torn: Its parts do not agree.
        StorageError: It cannot be read.
    """
    with opened(url) as tracker:
        title = tracker.item("city", "m1").item.title
        number = int(title.removeprefix("Title "))
        found = (
            tracker.item("city", "m1").version,
            tracker.item("city", "g1").version,
            [int(each.value) for each in tracker.observations("city", "g1")],
            [stored.event.version for stored in tracker.history("city", item="m1")],
            [stored.event.version for stored in tracker.history("city", item="g1")],
        )
        versions = list(range(1, number + 2))
        if found != (number + 1, number + 1, versions[:-1], versions, versions):
            raise Torn(f"{title}, but {found}")
        findings = [*tracker.examine(), *(tracker.verify() if verify else ())]
        if wrong := [finding.text for finding in findings if not finding.ok]:
            raise Torn("; ".join(wrong))
    return number
