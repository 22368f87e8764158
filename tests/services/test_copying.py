"""Plans go from store to store whole: with versions, values, history and outbox, and never twice or mixed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from plan_tasks import Goal, Indicator, Measure, Observation, Plan, ProgressReport, Target, Tracker
from plan_tasks.errors import InvalidValue, StorageError, StoreDamaged, UnknownName
from plan_tasks.model import Comparator, ItemId, PlanId, TenantId
from plan_tasks.plugins.storage.memory import MemoryBackend, MemoryUnit
from plan_tasks.services.copying import Outcome
from plan_tasks.services.transfer import parts_of

KINDS = ["memory", "sqlite"]
PLAN = Plan(
    id=PlanId("north"),
    title="North",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    goals=(
        Goal(
            id=ItemId("g1"),
            title="Jobs",
            targets=(Target(indicator=Indicator(name="jobs"), comparator=Comparator.AT_LEAST, value=Decimal(1100)),),
        ),
    ),
    measures=(Measure(id=ItemId("m1"), title="School", due=date(2021, 8, 31)), Measure(id=ItemId("m2"), title="Road")),
)


def opened(kind: str, file: Path) -> Tracker:
    """A tracker whose clock goes on by an hour each time it is asked."""
    now = datetime(2021, 1, 4, 9, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(hours=1)
        return now

    url = "memory:" if kind == "memory" else f"sqlite:///{file}"
    return Tracker.open(url, language="en", autoload=False, clock=clock)


def fill(tracker: Tracker, *names: str) -> None:
    """Plans that have been lived with: values, returns, notices, changed headers."""
    for name in names:
        tracker.add(attrs.evolve(PLAN, id=PlanId(name), title=name.title()), actor="office")
        value = Observation(
            indicator="jobs",
            start=PLAN.start,
            end=date(2021, 6, 30),
            value=Decimal(698),
            known=datetime(2021, 7, 1, tzinfo=UTC),
        )
        tracker.observe(name, "g1", value, attrs.evolve(value, value=Decimal(700)), actor="labour")
        tracker.report(name, "m1", ProgressReport(on=date(2021, 3, 31), percent=Decimal("0.4")), actor="schools")
        tracker.assign(name, "m1", "schools", actor="office")
        tracker.revise(attrs.evolve(tracker.header(name), issuer="City"), actor="office", reason="forgotten")
        tracker.notify(name, on=date(2021, 9, 10), channel="console")


def everything(tracker: Tracker, *plans: str) -> list[object]:
    with tracker._context.backend.unit(tracker._context.tenant, write=False) as unit:
        return [list(parts_of(unit, PlanId(plan))) for plan in plans]


@pytest.fixture(params=[f"{one} {other}" for one in KINDS for other in KINDS])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Tracker, Tracker]]:
    one, other = request.param.split()
    with opened(one, tmp_path / "source.db") as source, opened(other, tmp_path / "target.db") as target:
        yield source, target


def test_a_copy_is_equal_in_every_row(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north", "south")
    copied = list(source.copy_to(target))
    assert [(each.plan, each.outcome) for each in copied] == [("north", Outcome.COPIED), ("south", Outcome.COPIED)]
    assert everything(source, "north", "south") == everything(target, "north", "south")
    assert (copied[0].counts.items, copied[0].counts.observations, copied[0].counts.events) == (3, 2, 8)
    assert copied[0].counts.notices
    assert copied[0].counts.hash == list(source.history("north"))[-1].hash
    assert all(finding.ok for finding in target.examine())


def test_a_copy_goes_on_as_the_source_would(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north")
    list(source.copy_to(target))
    for tracker in pair:
        tracker._context = attrs.evolve(tracker._context, clock=lambda: datetime(2021, 5, 1, tzinfo=UTC))
        report = ProgressReport(on=date(2021, 4, 30), percent=Decimal("0.5"))
        assert tracker.report("north", "m1", report, actor="schools", seen=3).versions["north", "m1"] == 4
        assert tracker.notify("north", on=date(2021, 9, 10), channel="console").entries == ()
    assert everything(source, "north") == everything(target, "north")


def test_only_the_plans_that_are_named_are_copied(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north", "south")
    assert [each.plan for each in source.copy_to(target, plans=["south", "south"])] == ["south"]
    assert [stored.plan.id for stored in target.plans()] == ["south"]
    with pytest.raises(UnknownName, match="there are north, south"):
        source.copy_to(target, plans=["west"])


def test_what_is_there_already_is_left_alone(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north", "south")
    list(source.copy_to(target, plans=["north"]))
    assert [each.outcome for each in source.copy_to(target)] == [Outcome.THERE, Outcome.COPIED]
    assert [each.outcome for each in source.copy_to(target)] == [Outcome.THERE, Outcome.THERE]
    assert everything(source, "north", "south") == everything(target, "north", "south")


def test_a_different_plan_of_the_same_id_is_never_mixed_with(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north")
    target.add(PLAN, actor="someone else")
    before = everything(target, "north")
    with pytest.raises(InvalidValue, match="the plan's header differs first"):
        list(source.copy_to(target))
    assert everything(target, "north") == before


def test_a_state_that_has_gone_on_is_another_state(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north")
    list(source.copy_to(target))
    source.report("north", "m2", ProgressReport(on=date(2021, 4, 30)), actor="roads")
    with pytest.raises(InvalidValue, match="item m2 differs first"):
        list(source.copy_to(target))


def test_a_copy_that_breaks_off_in_a_plan_leaves_nothing_of_it(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north", "south")
    steps = 0

    def stop() -> None:
        nonlocal steps
        steps += 1
        if steps == 11:  # a plan takes four steps to copy and four to compare
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(source.copy_to(target, advance=stop))
    assert [stored.plan.id for stored in target.plans()] == ["north"]
    assert [each.outcome for each in source.copy_to(target)] == [Outcome.THERE, Outcome.COPIED]
    assert everything(source, "north", "south") == everything(target, "north", "south")


def test_the_number_of_steps_is_known_before(pair: tuple[Tracker, Tracker]) -> None:
    source, target = pair
    fill(source, "north", "south")
    taken: list[None] = []
    list(source.copy_to(target, advance=lambda: taken.append(None)))
    assert len(taken) == source.steps_to_copy()


def test_a_target_that_loses_a_row_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened("memory", tmp_path) as source, opened("memory", tmp_path) as target:
        fill(source, "north")
        keep = MemoryUnit.restore_items
        monkeypatch.setattr(MemoryUnit, "restore_items", lambda unit, plan, items: keep(unit, plan, items[:-1]))
        with pytest.raises(StoreDamaged, match="item m2 differs first"):
            list(source.copy_to(target))


def test_a_damaged_source_is_not_copied(tmp_path: Path) -> None:
    with opened("memory", tmp_path) as source, opened("memory", tmp_path) as target:
        fill(source, "north")
        state = source._context.backend._states["default"]  # type: ignore[attr-defined]  # behind the store's back
        first, second, *rest = state.events["north"]
        state.events["north"] = (first, attrs.evolve(second, event=attrs.evolve(second.event, actor="x")), *rest)
        with pytest.raises(StoreDamaged, match="plan north, event 2"):
            list(source.copy_to(target))
        assert target.plans() == []


class Plain(MemoryBackend):
    """A store that keeps the contract and offers nothing beside."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            names = ("plans", "items", "observations", "history", "outbox", "commit")
            yield SimpleNamespace(**{name: getattr(unit, name) for name in names})


def test_a_store_that_cannot_take_in_plans_says_so(tmp_path: Path) -> None:
    with opened("memory", tmp_path) as source, opened("memory", tmp_path) as target:
        fill(source, "north")
        target._context = attrs.evolve(target._context, backend=Plain())
        with pytest.raises(StorageError, match="this kind of store cannot take in a plan with its history"):
            list(source.copy_to(target))
        assert target.plans() == []
