"""Plans spread over an executor: every plan once, answers in order, errors where they are asked for."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import spread
from plan_tasks.errors import InvalidValue, StoreUnavailable, UnknownName
from plan_tasks.model import Goal, ItemId, Plan, PlanId
from plan_tasks.tracker import Tracker

SETTINGS: dict[str, Any] = {"autoload": False, "tenant": "north"}


class Pickling(Executor):
    """Runs here and now what has gone through pickle both ways, as for another process."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        work, arguments, named = pickle.loads(pickle.dumps((work, arguments, named)))  # noqa: S301 - our own
        try:
            future.set_result(pickle.loads(pickle.dumps(work(*arguments, **named))))  # noqa: S301
        except Exception as error:
            future.set_exception(error)
        return future


def counted(tracker: Tracker, plans: Sequence[str]) -> dict[str, int]:
    return {
        plan: sum(1 for found in tracker.standing(plan, on=date(2021, 6, 1)).assessments() if found.reasons)
        for plan in plans
    }


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/plans.db"
    with Tracker.open(url, **SETTINGS) as tracker:
        for size, name in enumerate("abc"):
            goals = tuple(Goal(id=ItemId(f"g{number}"), title="G") for number in range(size))
            plan = Plan(id=PlanId(name), title=name, start=date(2021, 1, 1), end=date(2021, 12, 31), goals=goals)
            tracker.add(plan, actor="office")
    return url


@pytest.mark.parametrize(("shares", "dealt"), [(1, ["abc"]), (2, ["ac", "b"]), (9, ["a", "b", "c"])])
def test_every_plan_is_worked_on_once_in_a_share(url: str, shares: int, dealt: list[str]) -> None:
    found = list(spread(Pickling(), counted, ["a", "b", "c"], url=url, shares=shares, settings=SETTINGS))
    assert ["".join(share) for share in found] == dealt
    assert {name: count for share in found for name, count in share.items()} == {"a": 0, "b": 1, "c": 2}


def test_what_fails_in_a_share_is_raised_when_its_answer_is_asked_for(url: str) -> None:
    answers = spread(Pickling(), counted, ["a", "x"], url=url, shares=2, settings=SETTINGS)
    assert next(answers) == {"a": 0}
    with pytest.raises(UnknownName, match="there is no plan 'x'"):
        next(answers)


def test_no_share_and_no_store_are_refused(url: str) -> None:
    with pytest.raises(InvalidValue, match="0 shares cannot be handed out; give a number from 1 up"):
        spread(Pickling(), counted, ["a"], url=url, shares=0)
    with pytest.raises(StoreUnavailable, match="there is no such store"):
        list(spread(Pickling(), counted, ["a"], url=f"{url}x", shares=1, settings=SETTINGS))
