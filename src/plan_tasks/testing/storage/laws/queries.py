"""A query gives what going through every item by hand gives, in the order that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_tasks.model import AreaId, Assignment, Item, ItemId, ItemKind, Measure, OwnerId, Plan, Role, State
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import HARD_TEXTS, OTHER_PLAN, PLAN, TENANT, full_goal, measure, measures, write

__all__ = ["QueryLaws"]


def _assigned(*pairs: tuple[str, Role]) -> tuple[Assignment, ...]:
    return tuple(Assignment(owner=OwnerId(owner), role=role) for owner, role in pairs)


#: Items that differ in everything that can be asked for; ids in no order.
_ITEMS: Sequence[Item] = (
    full_goal("g9"),
    measure("m5", area=AreaId("a1"), due=date(2021, 6, 30), tags=("people",), assignments=_assigned(("a", Role.LEAD))),
    measure("m2", area=AreaId("a2"), due=date(2021, 6, 30), state=State.CANCELLED, text="Train 100% of teachers"),
    measure("z", tags=("people", "重点"), assignments=_assigned(("a", Role.COOPERATING), ("b", Role.LEAD))),
    measure("a", title="Snake_case and %", due=date(2021, 3, 31), state=State.COMPLETED, completed=date(2021, 3, 1)),
    measure("m1", title="UPPER lower ÉÄ", text="Straße 学校", assignments=_assigned(("x:a", Role.LEAD))),
    measure("m3", due=date(2021, 7, 1), tags=("two\nlines",), assignments=_assigned(("aa", Role.CONTACT))),
    measure("m4", area=AreaId("a1"), tags=("tag",), state=State.SUSPENDED),
    *(measure(f"t{number}", text=text) for number, text in enumerate(HARD_TEXTS.values())),
)
_OTHERS: Sequence[Item] = (measure("z", due=date(2021, 1, 1)), measure("m5", tags=("people",)))

_DUE = sorted({item.due for item in _ITEMS if item.due is not None})


def _fold(text: str) -> str:
    return "".join(chr(ord(one) + 32) if "A" <= one <= "Z" else one for one in text)


def by_hand(query: ItemQuery, plans: Sequence[tuple[Plan, Sequence[Item]]]) -> list[tuple[str, str]]:
    """The answer to a query as a person would work it out: (plan, item) in order."""

    def answers(plan: Plan, item: Item) -> bool:
        return (
            query.plan in ("", plan.id)
            and query.kind in (None, item.kind)
            and query.area in ("", item.area)
            and (
                not query.owner
                or any(a.owner == query.owner and query.role in (None, a.role) for a in item.assignments)
            )
            and (not query.states or item.state in query.states)
            and (query.due_before is None or (item.due is not None and item.due < query.due_before))
            and (not query.tag or query.tag in item.tags)
            and any(_fold(query.text) in _fold(text) for text in (item.title, item.text))
            and (not query.ids or item.id in query.ids)
        )

    found = [
        (item.due or date.max, plan.id, position, item.id)
        for plan, items in plans
        for position, item in enumerate(items)
        if answers(plan, item)
    ]
    found.sort(key=lambda row: row[:3] if query.order is Order.DUE else row[1:3])
    return [(plan, item) for _, plan, _, item in found]


_PLANS = ((PLAN, _ITEMS), (OTHER_PLAN, _OTHERS))

_ASKED = {
    "everything": ItemQuery(),
    "a plan": ItemQuery(plan="city"),
    "no such plan": ItemQuery(plan="none"),
    "goals": ItemQuery(kind=ItemKind.GOAL),
    "measures": ItemQuery(kind=ItemKind.MEASURE),
    "an area": ItemQuery(area="a1"),
    "an owner": ItemQuery(owner="a"),
    "an owner in a role": ItemQuery(owner="a", role=Role.COOPERATING),
    "an owner in no role of theirs": ItemQuery(owner="b", role=Role.CONTACT),
    "an owner whose id has a colon": ItemQuery(owner="x:a"),
    "an owner that nobody can be": ItemQuery(owner="a cooperating:b"),
    "a role alone": ItemQuery(role=Role.LEAD),
    "a state": ItemQuery(states=(State.CANCELLED,)),
    "some states": ItemQuery(states=(State.COMPLETED, State.SUSPENDED)),
    "due before a day": ItemQuery(due_before=date(2021, 6, 30)),
    "due before the next day": ItemQuery(due_before=date(2021, 7, 1)),
    "due before the last day of all": ItemQuery(due_before=date.max),
    "a tag": ItemQuery(tag="people"),
    "a tag in Chinese": ItemQuery(tag="重点"),
    "a part of a tag": ItemQuery(tag="peo"),
    "a tag of two lines": ItemQuery(tag="two\nlines"),
    "a line of a tag": ItemQuery(tag="two"),
    "some ids": ItemQuery(ids=("z", "m5", "none")),
    "all at once": ItemQuery(
        plan="city", kind=ItemKind.MEASURE, area="a1", states=(State.ACTIVE,), tag="people", text="measure"
    ),
}
_TEXTS = {
    "per cent": "100%",
    "per cent alone": "%",
    "underscore": "snake_case",
    "underscore alone": "_",
    "quote": "'",
    "double quote": '"',
    "backslash": "\\",
    "star": "*",
    "brackets": "[a]",
    "other case": "upper LOWER",
    "accent in the same case": "ÉÄ",
    "accent in the other case": "éä",
    "sharp s": "STRASSE",
    "chinese": "学校",
    "four bytes": "🏫",
    "half of a word": "rain 100",
    "nul": "\0",
    "after a nul": "AFTER",
    "line break": "first\nsecond",
    "across title and text": "2\nTrain",
    "json escape": r"\u0000",
    "json name": '"text"',
    "spaces": "  led",
    "number": "7.50",
}


def _ids(unit: UnitOfWork, query: ItemQuery) -> list[tuple[str, str]]:
    return [(head.plan, head.id) for head in unit.items.scan(query)]


class QueryLaws(StorageLaws):
    """Laws about lists."""

    def _check(self, *queries: ItemQuery) -> None:
        with self.opened() as backend:
            for plan, items in _PLANS:
                put(backend, items, plan=plan)
            with backend.unit(TENANT, write=False) as unit:
                for query in queries:
                    for order in Order:
                        asked = attrs.evolve(query, order=order)
                        assert _ids(unit, asked) == by_hand(asked, _PLANS), asked

    @pytest.mark.parametrize("query", _ASKED.values(), ids=_ASKED)
    def test_a_query_finds_what_a_search_by_hand_finds(self, query: ItemQuery) -> None:
        """Every filter, alone and together, in both orders."""
        self._check(query)

    @pytest.mark.parametrize("text", _TEXTS.values(), ids=_TEXTS)
    def test_a_text_is_looked_for_as_it_stands(self, text: str) -> None:
        """No character has a meaning of its own; only ASCII letters match in either case."""
        self._check(ItemQuery(text=text), ItemQuery(text=text, plan="city"))

    def test_any_query_finds_what_a_search_by_hand_finds(self) -> None:
        """Whatever is asked together."""
        some = st.sampled_from
        filters = {
            "plan": some(["city", "bridge"]),
            "kind": some(ItemKind),
            "area": some(["a1", "a2"]),
            "owner": some(["a", "b", "labour", "aa"]),
            "role": some(Role),
            "states": st.lists(some(State), max_size=3, unique=True).map(tuple),
            "due_before": some([day + timedelta(days=off) for day in _DUE for off in (-1, 0, 1)]),
            "tag": some(["people", "重点", "tag"]),
            "text": some(list(_TEXTS.values())),
            "ids": some([("z",), ("m5", "g9", "t3")]),
            "order": some(Order),
        }
        chosen = st.lists(some(sorted(filters)), max_size=3, unique=True)  # of more, few answers would not be empty
        queries = chosen.flatmap(lambda names: st.builds(ItemQuery, **{name: filters[name] for name in names}))
        with self.opened() as backend:
            for plan, items in _PLANS:
                put(backend, items, plan=plan)
            with backend.unit(TENANT, write=False) as unit:

                @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
                @given(queries)
                def holds(query: ItemQuery) -> None:
                    assert _ids(unit, query) == by_hand(query, _PLANS)

                holds()

    @pytest.mark.parametrize("query", list(_ASKED.values())[::4], ids=list(_ASKED)[::4])
    def test_heads_and_items_are_the_same_rows(self, query: ItemQuery) -> None:
        """A page, a scan, a stream and a look at each by its id agree."""
        with self.opened() as backend:
            for plan, items in _PLANS:
                put(backend, items, plan=plan)
            with backend.unit(TENANT, write=False) as unit:
                scanned = list(unit.items.scan(query))
                streamed = list(unit.items.stream(query))
                assert list(unit.items.heads(query, limit=1_000).rows) == scanned
                assert [stored.head for stored in streamed] == scanned
                for stored in streamed:
                    home = OTHER_PLAN.id if stored.head.plan == OTHER_PLAN.id else PLAN.id
                    assert unit.items.get(home, [stored.item.id])[stored.item.id] == stored

    def test_items_stand_in_the_order_in_which_they_were_put(self) -> None:
        """Across calls and commits; a change does not move an item."""
        with self.opened() as backend:
            put(backend, [measure("b"), measure("a")])
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("z")), write(measure("b", title="Changed"), seen=1), write(measure("c"))])
                unit.items.put([write(measure("0"))])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [head.id for head in unit.items.scan(ItemQuery())] == ["b", "a", "z", "c", "0"]

    def test_in_due_order_items_without_a_due_date_come_last(self) -> None:
        """Those with one by day; the same day in the order of the document."""
        days = (None, date(2021, 5, 1), date.max, None, date(2021, 5, 1), date(2021, 1, 1))
        with self.opened() as backend:
            put(backend, [measure(f"m{number}", start=date(2021, 1, 1), due=day) for number, day in enumerate(days)])
            with backend.unit(TENANT, write=False) as unit:
                ordered = [head.id for head in unit.items.scan(ItemQuery(order=Order.DUE))]
            assert ordered == ["m5", "m1", "m4", "m2", "m0", "m3"]

    @pytest.mark.parametrize("count", [1_000, 40_000])
    def test_any_number_of_ids_can_be_asked_for(self, count: int) -> None:
        """More than a statement may have parameters, too."""
        ids = tuple(f"m{number}" for number in range(count))
        with self.opened() as backend:
            put(backend, measures(3))
            with backend.unit(TENANT, write=False) as unit:
                assert [head.id for head in unit.items.scan(ItemQuery(ids=ids))] == ["m0", "m1", "m2"]
                assert set(unit.items.get(PLAN.id, [ItemId(item) for item in ids])) == {"m0", "m1", "m2"}
                assert not unit.outbox.known(ids)

    def test_a_query_sees_an_item_as_it_stands_now(self) -> None:
        """Not as it stood before a change."""
        changes: dict[str, tuple[Callable[[Measure], Measure], ItemQuery]] = {
            "tag": (lambda item: attrs.evolve(item, tags=("new",)), ItemQuery(tag="new")),
            "due": (lambda item: attrs.evolve(item, due=date(2021, 2, 1)), ItemQuery(due_before=date(2021, 3, 1))),
            "text": (lambda item: attrs.evolve(item, text="novel"), ItemQuery(text="NOVEL")),
            "state": (lambda item: attrs.evolve(item, state=State.CANCELLED), ItemQuery(states=(State.CANCELLED,))),
            "area": (lambda item: attrs.evolve(item, area=AreaId("a2")), ItemQuery(area="a2")),
            "owner": (lambda item: attrs.evolve(item, assignments=_assigned(("n", Role.LEAD))), ItemQuery(owner="n")),
        }
        with self.opened() as backend:
            put(backend, [measure(name) for name in changes])
            for name, (change, query) in changes.items():
                with backend.unit(TENANT, write=True) as unit:
                    assert _ids(unit, query) == []
                    unit.items.put([write(change(measure(name)), seen=1)])
                    assert _ids(unit, query) == [("city", name)]
                    unit.commit()
                with backend.unit(TENANT, write=False) as unit:
                    assert _ids(unit, query) == [("city", name)]
