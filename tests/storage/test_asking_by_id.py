"""Items asked for by id, in a store that holds them as values."""

from __future__ import annotations

from plan_tasks.model import ItemId, Measure
from plan_tasks.storage.heads import head_of
from plan_tasks.storage.query import ItemQuery, matches
from plan_tasks.testing.storage.samples import PLAN


class Counted(str):
    """An id that counts how often it is compared."""

    __slots__ = ()
    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def test_many_ids_are_looked_up_not_gone_through() -> None:
    """Each item is compared with the id that is its own, however many are asked for."""
    names = [f"m{number}" for number in range(400)]
    query = ItemQuery(ids=tuple(Counted(name) for name in names))
    heads = [head_of(Measure(id=ItemId(name), title="School"), PLAN, None, version=1) for name in [*names, "other"]]
    Counted.compared = 0
    assert [head.id for head in heads if matches(query, head, "")] == names
    assert Counted.compared <= 2 * len(names)
