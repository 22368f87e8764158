"""Several processes change the same items: every change counts once, and every conflict is told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.durability.changes import KNOWN, PLAN, opened
from tests.durability.counts import count, proving
from tests.durability.figures import note, number
from tests.durability.killing import FORK, unix
from tests.durability.stores import STORES, fresh

from plan_tasks import Measure, Tracker
from plan_tasks.errors import ChangeRefused, Conflict
from plan_tasks.model import ItemId
from plan_tasks.workflow import Revise

pytestmark = unix

_TEST = "7 several processes"
_ITEMS = 50
_FEW = {"sqlite": 40, "json": 10, "postgresql": 15, "mariadb": 15}


def _count_up(url: str, seed: int, each: int, *, of: int, checked: bool) -> tuple[int, int]:
    """Adds one to the number in an item's title, again and again; returns how often, and how many conflicts it had."""
    chance = random.Random(seed)  # noqa: S311
    done = conflicts = 0
    with Tracker.open(url, autoload=False, language="en", clock=lambda: KNOWN) as tracker:
        while done < each:
            item = ItemId(f"i{chance.randrange(of)}")
            seen = tracker.item("city", item)
            title = f"{int(seen.item.title) + 1}"
            revise = Revise(item=item, changes={"title": title}, reason="one more")
            try:
                tracker.change("city", revise, actor="office", seen={item: seen.version} if checked else None)
            except Conflict as conflict:
                conflicts += conflict.seen == seen.version < conflict.stored
            except ChangeRefused:  # without a version another may have counted up to the same number meanwhile
                continue
            else:
                done += 1
    return done, conflicts


def _work(url: str, seed: int, each: int, of: int, checked: bool, queue: Any, start: Any) -> None:
    told = (0, 0)
    try:
        start.wait()
        told = _count_up(url, seed, each, of=of, checked=checked)
    finally:
        queue.put(told)


def contend(url: str, processes: int, each: int, *, of: int = _ITEMS, checked: bool = True) -> tuple[int, int, int]:
    """Lets processes count up the same items.

    Args:
        url: An empty store.
        processes: How many.
        each: Acknowledged changes of each.
        of: How many items there are.
        checked: Whether each names the version that it saw.

    Returns:
        Acknowledged changes, what the items have been counted up to in all, and conflicts.
    """
    items = tuple(Measure(id=ItemId(f"i{at}"), title="0") for at in range(of))
    with opened(url, create=True) as tracker:
        tracker.add(attrs.evolve(PLAN, goals=(), measures=items), actor="office")
    queue, start = FORK.Queue(), FORK.Barrier(processes)  # else the first may be done before the last is there
    writers = [FORK.Process(target=_work, args=(url, at, each, of, checked, queue, start)) for at in range(processes)]
    for writer in writers:
        writer.start()
    told = [queue.get(timeout=3_600) for _ in writers]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    with opened(url) as tracker:
        stored = [tracker.item("city", item.id) for item in items]
        acknowledged = sum(done for done, _ in told)
        assert sum(each.version - 1 for each in stored) == acknowledged
        wrong = [finding.text for finding in (*tracker.examine(), *tracker.verify()) if not finding.ok]
        assert wrong == []
    return acknowledged, sum(int(each.item.title) for each in stored), sum(conflicts for _, conflicts in told)


@pytest.mark.parametrize("processes", [2, 8] if proving() else [3])
@pytest.mark.parametrize("store", STORES)
def test_of_several_processes_every_change_counts(store: str, processes: int, tmp_path: Path) -> None:
    with fresh(store, tmp_path) as url:
        acknowledged, total, conflicts = contend(url, processes, count(_FEW[store] // processes + 1, 5_000))
    tried = f"{processes} processes, {number(acknowledged)} acknowledged changes of {_ITEMS} items"
    note(
        _TEST, store, tried, f"counted up to {number(total)}; {number(conflicts)} conflicts, each told and tried again"
    )
    assert total == acknowledged
    assert conflicts > 0 or acknowledged < 1_000, "the processes never met"


def test_changes_that_name_no_version_overwrite_each_other(tmp_path: Path) -> None:
    """The control: the last writer wins where nobody says what he saw; of few items, so that they surely meet."""
    with fresh("sqlite", tmp_path) as url:
        acknowledged, total, _ = contend(url, 4, count(60, 1_000), of=5, checked=False)
    tried = f"4 processes, {number(acknowledged)} acknowledged changes of 5 items"
    note(_TEST, "control: sqlite, no version named", tried, f"counted up to {number(total)}")
    assert total < acknowledged
