"""The history of a plan is only appended to, numbered without gaps, and chained so that tampering shows."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from plan_tasks.model import ItemId, PlanId
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.storage.history import GENESIS, Event, check_chain, event_hash
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import AT, OTHER, OTHER_PLAN, PLAN, TENANT, event, measures, observation

__all__ = ["HistoryLaws"]

_DAY = timedelta(days=1)
_EAST = timezone(timedelta(hours=8))


def _append(backend: StorageBackend, *events: Event) -> None:
    with backend.unit(TENANT, write=True) as unit:
        unit.history.append(events)
        unit.commit()


def _six(backend: StorageBackend) -> None:
    """Events of six days, of the plan and two items in turn."""
    put(backend)
    for number in range(6):
        _append(backend, event(("", "m1", "m2")[number % 3], version=number, at=AT + _DAY * number))


class HistoryLaws(StorageLaws):
    """Laws about events."""

    def test_events_are_numbered_from_one(self) -> None:
        """Across commits and within them, without gaps."""
        with self.opened() as backend:
            put(backend)
            _append(backend, event(), event())
            _append(backend)
            _append(backend, event(), event(), event())
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event()])
                unit.history.append([event()])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [stored.sequence for stored in unit.history.read(PLAN.id)] == list(range(1, 8))

    def test_events_stay_in_the_order_in_which_they_were_appended(self) -> None:
        """Whatever moments they bear."""
        with self.opened() as backend:
            put(backend)
            given = [event(version=number, at=AT - _DAY * number) for number in range(5)]
            _append(backend, *given[:3])
            _append(backend, *given[3:])
            with backend.unit(TENANT, write=False) as unit:
                assert [stored.event for stored in unit.history.read(PLAN.id)] == given

    def test_each_event_is_chained_to_the_one_before(self) -> None:
        """The first to nothing; the hashes are those that the core computes."""
        with self.opened() as backend:
            _six(backend)
            with backend.unit(TENANT, write=False) as unit:
                stored = list(check_chain(unit.history.read(PLAN.id)))
            previous = GENESIS
            for number, each in enumerate(stored, start=1):
                previous = event_hash(previous, number, each.event)
                assert each.hash == previous

    def test_each_plan_has_a_chain_of_its_own(self) -> None:
        """Also where events of two plans are appended in one call, in turn."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            for _ in range(2):
                _append(backend, *[event(plan=plan) for plan in ("city", "bridge", "city")])
            with backend.unit(TENANT, write=False) as unit:
                for plan, count in ((PLAN.id, 4), (OTHER_PLAN.id, 2)):
                    assert [each.sequence for each in check_chain(unit.history.read(plan))] == list(range(1, count + 1))
                assert list(unit.history.read(PlanId("none"))) == []

    def test_a_unit_that_is_left_leaves_no_gap(self) -> None:
        """Its events take no numbers."""
        with self.opened() as backend:
            put(backend)
            _append(backend, event())
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(version=99)])
            _append(backend, event(version=2))
            with backend.unit(TENANT, write=False) as unit:
                read = [(each.sequence, each.event.version) for each in check_chain(unit.history.read(PLAN.id))]
            assert read == [(1, 1), (2, 2)]

    def test_a_history_can_be_read_for_one_item(self) -> None:
        """For an item, for the plan's own events, for an item without any."""
        with self.opened() as backend:
            _six(backend)
            with backend.unit(TENANT, write=False) as unit:
                for item, wanted in (("m1", [2, 5]), ("", [1, 4]), ("none", [])):
                    assert [each.sequence for each in unit.history.read(PLAN.id, item=ItemId(item))] == wanted, item

    @pytest.mark.parametrize(("after", "wanted"), [(0, [1, 2, 3, 4, 5, 6]), (4, [5, 6]), (6, []), (99, []), (-3, None)])
    def test_a_history_can_be_read_from_a_number_on(self, after: int, wanted: list[int] | None) -> None:
        """Only events numbered above it."""
        with self.opened() as backend:
            _six(backend)
            with backend.unit(TENANT, write=False) as unit:
                read = [each.sequence for each in unit.history.read(PLAN.id, after=after)]
            assert read == ([1, 2, 3, 4, 5, 6] if wanted is None else wanted)

    def test_a_history_can_be_read_as_of_a_moment(self) -> None:
        """What was recorded no later, the moment itself included, in whatever zone it is given."""
        with self.opened() as backend:
            _six(backend)
            with backend.unit(TENANT, write=False) as unit:
                third = AT + _DAY * 2
                for until in (third, third.astimezone(_EAST)):
                    assert [each.sequence for each in unit.history.read(PLAN.id, until=until)] == [1, 2, 3]
                earlier = third - timedelta(microseconds=1)
                assert [each.sequence for each in unit.history.read(PLAN.id, until=earlier)] == [1, 2]
                narrow = unit.history.read(PLAN.id, item=ItemId("m1"), after=2, until=AT + _DAY * 5)
                assert [each.sequence for each in narrow] == [5]

    def test_values_can_be_read_as_of_a_moment(self) -> None:
        """What was known then, the moment itself included, in whatever zone it is given."""
        with self.opened() as backend:
            put(backend, measures(2))
            with backend.unit(TENANT, write=True) as unit:
                rows = [(ItemId("m0"), observation(number, known=AT + _DAY * number)) for number in (3, 0, 2, 1)]
                unit.observations.add(PLAN.id, rows)
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                for known_at, wanted in (
                    (AT + _DAY, [0, 1]),
                    ((AT + _DAY * 2).astimezone(_EAST), [0, 2, 1]),
                    (AT - _DAY, []),
                ):
                    for items in (None, [ItemId("m0")]):
                        found = unit.observations.of(PLAN.id, items, known_at=known_at)
                        assert [each.value for each in found.get(ItemId("m0"), ())] == wanted

    def test_a_long_history_is_read_whole(self) -> None:
        """A thousand events in one call and a hundred calls."""
        with self.opened() as backend:
            put(backend)
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(version=number) for number in range(1_000)])
                for number in range(100):
                    unit.history.append([event(version=1_000 + number)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [each.event.version for each in check_chain(unit.history.read(PLAN.id))] == list(range(1_100))

    def test_an_examination_of_a_sound_store_finds_nothing_wrong(self) -> None:
        """Over all plans of all tenants, and it says what it looked at."""
        with self.opened() as backend:
            assert all(finding.ok for finding in backend.examine())
            for tenant in (TENANT, OTHER):
                put(backend, measures(3), tenant=tenant)
            _append(backend, event(), event())
            findings = backend.examine()
            assert all(finding.ok for finding in findings)
            assert all(finding.subject and finding.text for finding in findings)

    def test_an_examination_sees_a_changed_event(self) -> None:
        """Whoever writes into the history behind the store's back is found out, and the plan is named."""
        with self.opening() as opening:
            tamper = opening.case.tamper
            self.claimed(tamper, "tamper")
            assert tamper is not None
            backend = opening()
            put(backend)
            put(backend, plan=OTHER_PLAN)
            for plan in ("city", "bridge"):
                _append(backend, event(plan=plan), event(plan=plan), event(plan=plan))
            tamper(backend, "city")
            wrong = [finding for finding in backend.examine() if not finding.ok]
            assert len(wrong) == 1
            assert "city" in wrong[0].subject
            assert wrong[0].text
