"""Ten thousand items are stored, listed, paged and changed like three."""

from __future__ import annotations

from plan_tasks.model import ItemId
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import AT, PLAN, TENANT, event, measure, measures, observation, write

__all__ = ["VolumeLaws"]


class VolumeLaws(StorageLaws):
    """The law about many items."""

    def test_many_items_are_stored_listed_and_changed(self) -> None:
        """In one commit each, with their values and events; none is lost, none comes twice, all keep their order."""
        every = measures(self.many)
        ids = [item.id for item in every]
        with self.opened() as backend:
            put(backend, every)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure(item, title=f"Changed {item}", tags=("new",)), seen=1) for item in ids])
                unit.observations.add(PLAN.id, [(item, observation(7, known=AT)) for item in ids])
                unit.history.append([event(item, version=2) for item in ids])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [(head.id, head.version) for head in unit.items.scan(ItemQuery(tag="new"))] == [
                    (item, 2) for item in ids
                ]
                paged, after = [], ""
                while True:
                    page = unit.items.heads(ItemQuery(plan=PLAN.id), limit=max(1, self.many // 4), after=after)
                    paged += [head.id for head in page.rows]
                    after = page.after
                    if not after:
                        break
                assert paged == ids
                assert len(unit.items.get(PLAN.id, [*ids, ItemId("none")])) == self.many
                assert sum(len(rows) for rows in unit.observations.of(PLAN.id, ids).values()) == self.many
                assert [each.event.item for each in check_chain(unit.history.read(PLAN.id))] == ids
