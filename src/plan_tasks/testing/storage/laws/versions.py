"""A write names the version that it saw; a stale one is refused with both versions, and nobody's change is lost."""

from __future__ import annotations

import attrs
import pytest

from plan_tasks.errors import Conflict
from plan_tasks.model import ItemId
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import OTHER_PLAN, PLAN, TENANT, measure, measures, write

__all__ = ["VersionLaws"]

#: (version stored, version seen) that cannot be: stale by one, by more, from the future, there already, not there.
_STALE = pytest.mark.parametrize(
    ("stored", "seen"), [(2, 1), (4, 1), (1, 2), (1, 5), (1, 0), (3, 0), (0, 1), (0, 3)], ids=str
)


def _raise_item(backend: StorageBackend, version: int) -> None:
    """Brings item m1 to a version, one commit each; 0 leaves it out."""
    put(backend)
    for seen in range(version):
        with backend.unit(TENANT, write=True) as unit:
            unit.items.put([write(measure("m1", title=f"Title {seen + 1}"), seen=seen)])
            unit.commit()


class VersionLaws(StorageLaws):
    """Laws about versions and conflicts."""

    def test_each_change_is_one_version_more(self) -> None:
        """From 1, of items and of plans, in the row, its head and the receipt."""
        with self.opened() as backend:
            put(backend)
            for seen in range(4):
                with backend.unit(TENANT, write=True) as unit:
                    unit.items.put([write(measure("m1", title=f"Title {seen}"), seen=seen)])
                    unit.plans.put(attrs.evolve(PLAN, title=f"Title {seen}"), seen=seen + 1)
                    receipt = unit.commit()
                assert dict(receipt.versions) == {("city", "m1"): seen + 1, ("city", ""): seen + 2}
                with backend.unit(TENANT, write=False) as unit:
                    stored = unit.items.get(PLAN.id, [ItemId("m1")])[ItemId("m1")]
                    assert (stored.version, stored.head.version, stored.item.title) == (seen + 1,) * 2 + (
                        f"Title {seen}",
                    )
                    header = unit.plans.get(PLAN.id)
                    assert header is not None
                    assert (header.version, header.plan.title) == (seen + 2, f"Title {seen}")

    @_STALE
    def test_a_stale_item_is_refused_with_both_versions(self, stored: int, seen: int) -> None:
        """The one that the writer saw and the one that the store holds; the store stays as it is."""
        with self.opened() as backend:
            _raise_item(backend, stored)
            with pytest.raises(Conflict) as caught, backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Lost"), seen=seen)])
                unit.commit()
            assert (caught.value.item, caught.value.seen, caught.value.stored) == ("m1", seen, stored)
            with backend.unit(TENANT, write=False) as unit:
                versions = [head.version for head in unit.items.scan(ItemQuery())]
                assert versions == ([stored] if stored else [])

    @_STALE
    def test_a_stale_plan_is_refused_with_both_versions(self, stored: int, seen: int) -> None:
        """As for items."""
        with self.opened() as backend:
            for version in range(stored):
                with backend.unit(TENANT, write=True) as unit:
                    unit.plans.put(PLAN, seen=version)
                    unit.commit()
            with pytest.raises(Conflict) as caught, backend.unit(TENANT, write=True) as unit:
                unit.plans.put(attrs.evolve(PLAN, title="Lost"), seen=seen)
                unit.commit()
            assert (caught.value.item, caught.value.seen, caught.value.stored) == ("city", seen, stored)
            with backend.unit(TENANT, write=False) as unit:
                assert [(held.version, held.plan.title) for held in unit.plans.all()] == (
                    [(stored, PLAN.title)] if stored else []
                )

    def test_of_many_writes_the_stale_one_is_named(self) -> None:
        """And none of the others is stored."""
        with self.opened() as backend:
            put(backend, measures(5))
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m3"), seen=1)])
                unit.commit()
            changes = [write(measure(f"m{number}", title="Changed"), seen=1) for number in range(5)]
            with pytest.raises(Conflict) as caught, backend.unit(TENANT, write=True) as unit:
                unit.items.put([*changes, write(measure("m5"))])
                unit.commit()
            assert (caught.value.item, caught.value.seen, caught.value.stored) == ("m3", 1, 2)
            with backend.unit(TENANT, write=False) as unit:
                assert [head.version for head in unit.items.scan(ItemQuery())] == [1, 1, 1, 2, 1]

    def test_writes_of_one_call_follow_each_other(self) -> None:
        """An item may be created and changed in one; created twice it may not."""
        with self.opened() as backend:
            put(backend)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1")), write(measure("m1", title="Second"), seen=1)])
                unit.items.put([write(measure("m1", title="Third"), seen=2)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [(head.title, head.version) for head in unit.items.scan(ItemQuery())] == [("Third", 3)]
            with pytest.raises(Conflict) as caught, backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m2")), write(measure("m2"))])
                unit.commit()
            assert (caught.value.item, caught.value.seen, caught.value.stored) == ("m2", 0, 1)

    def test_of_two_who_saw_the_same_version_one_is_told(self) -> None:
        """No change is written over unseen."""
        with self.opened() as backend:
            put(backend, [measure("m1")])
            seen = []
            for _ in range(2):
                with backend.unit(TENANT, write=False) as unit:
                    seen.append(unit.items.get(PLAN.id, [ItemId("m1")])[ItemId("m1")].version)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="First"), seen=seen[0])])
                unit.commit()
            with pytest.raises(Conflict), backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Second"), seen=seen[1])])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [head.title for head in unit.items.scan(ItemQuery())] == ["First"]

    def test_versions_of_two_plans_are_two_numbers(self) -> None:
        """A change in one leaves the other as it was."""
        with self.opened() as backend:
            put(backend, [measure("m1")])
            put(backend, [measure("m1")], plan=OTHER_PLAN)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Changed"), seen=1)])
                unit.plans.put(PLAN, seen=1)
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                heads = [(head.plan, head.version, head.title) for head in unit.items.scan(ItemQuery())]
                assert heads == [("bridge", 1, "Measure m1"), ("city", 2, "Changed")]
                assert [(held.plan.id, held.version) for held in unit.plans.all()] == [("bridge", 1), ("city", 2)]
