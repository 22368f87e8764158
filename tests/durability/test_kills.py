"""A writer is killed at random moments: what it acknowledged is there, whole. Wrong writers show that this can fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.durability.changes import change, opened, value
from tests.durability.counts import count, proving
from tests.durability.figures import note, number
from tests.durability.killing import Toll, kill_again_and_again, unix
from tests.durability.stores import STORES

from plan_tasks.model import ItemId
from plan_tasks.workflow import Observe, Revise

pytestmark = unix

_TEST = "1 writer killed"
_KILLS = {"sqlite": (4, 1_000), "json": (2, 200), "postgresql": (2, 200), "mariadb": (2, 200)}


@pytest.mark.parametrize("store", STORES)
def test_a_killed_writer_loses_nothing_that_it_acknowledged(store: str, tmp_path: Path) -> None:
    toll = kill_again_and_again(store, tmp_path, count(*_KILLS[store]))
    note(_TEST, store, f"{number(toll.kills)} kills, {number(toll.acknowledged)} acknowledged changes", str(toll))
    assert (toll.lost, toll.torn) == (0, 0)


def _shown(toll: Toll) -> bool:
    """Whether a control has failed as it must, where no figure is wanted."""
    return not proving() and toll.lost + toll.torn > 0


def acknowledge_first(url: str, first: int, acknowledge: int) -> None:
    """Says that a change is durable before it is."""
    with opened(url) as tracker:
        while True:
            os.write(acknowledge, b"%d\n" % first)
            change(tracker, first)
            first += 1


def write_in_two_commits(url: str, first: int, acknowledge: int) -> None:
    """Makes one change in two commits."""
    with opened(url) as tracker:
        while True:
            revised = Revise(item=ItemId("m1"), changes={"title": f"Title {first}"}, reason=f"change {first}")
            tracker.change("city", revised, actor="office")
            tracker.change("city", Observe(item=ItemId("g1"), observations=(value(first),)), actor="office")
            os.write(acknowledge, b"%d\n" % first)
            first += 1


def test_a_writer_that_acknowledges_too_early_is_found_out(tmp_path: Path) -> None:
    toll = kill_again_and_again("sqlite", tmp_path, count(60, 100), acknowledge_first, enough=_shown)
    note(_TEST, "control: acknowledged before the commit", f"{toll.kills} kills", str(toll))
    assert toll.lost > 0


def test_a_change_in_two_commits_is_found_out(tmp_path: Path) -> None:
    toll = kill_again_and_again("sqlite", tmp_path, count(60, 100), write_in_two_commits, enough=_shown)
    note(_TEST, "control: one change in two commits", f"{toll.kills} kills", str(toll))
    assert toll.torn > 0
