"""Pages together are the list: nothing missing, nothing twice, whatever is written between two of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Measure
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import OTHER_PLAN, PLAN, TENANT, measure, write

__all__ = ["PagingLaws"]

_EITHER_ORDER = pytest.mark.parametrize("order", Order)


def _items(count: int, first: int = 0) -> list[Measure]:
    """Items of which many share a due date and some have none."""
    first_day = date(2021, 3, 1)
    return [
        measure(f"m{number}", due=None if number % 5 == 0 else first_day + timedelta(days=number % 3))
        for number in range(first, first + count)
    ]


def _pages(unit: UnitOfWork, query: ItemQuery, limit: int) -> list[list[str]]:
    pages, after = [], ""
    while True:
        page = unit.items.heads(query, limit=limit, after=after)
        pages.append([f"{head.plan} {head.id}" for head in page.rows])
        after = page.after
        if not after:
            return pages
        assert len(pages) < 1_000, "the pages do not come to an end"


class PagingLaws(StorageLaws):
    """Laws about pages."""

    @_EITHER_ORDER
    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 20, 23, 24, 1_000])
    def test_pages_together_are_the_list(self, order: Order, limit: int) -> None:
        """Each but the last is full, and the last says that it is."""
        with self.opened() as backend:
            put(backend, _items(20))
            put(backend, _items(3), plan=OTHER_PLAN)
            with backend.unit(TENANT, write=False) as unit:
                query = ItemQuery(order=order)
                pages = _pages(unit, query, limit)
                assert [row for page in pages for row in page] == [
                    f"{head.plan} {head.id}" for head in unit.items.scan(query)
                ]
                assert all(len(page) == limit for page in pages[:-1])
                assert len(pages) == -(-23 // limit)

    @_EITHER_ORDER
    def test_pages_of_a_narrowed_list_are_that_list(self, order: Order) -> None:
        """A filter holds on every page."""
        with self.opened() as backend:
            put(backend, _items(20))
            put(backend, _items(20), plan=OTHER_PLAN)
            query = ItemQuery(plan=PLAN.id, due_before=date(2021, 3, 3), order=order)
            with backend.unit(TENANT, write=False) as unit:
                paged = [row for page in _pages(unit, query, 4) for row in page]
                assert paged == [f"{head.plan} {head.id}" for head in unit.items.scan(query)]
                assert len(paged) == 11

    def test_an_empty_list_is_one_empty_page(self) -> None:
        """Without a cursor."""
        with self.opened() as backend, backend.unit(TENANT, write=False) as unit:
            page = unit.items.heads(ItemQuery(), limit=5)
            assert (list(page.rows), page.after) == ([], "")

    @_EITHER_ORDER
    def test_what_is_added_between_two_pages_doubles_and_hides_nothing(self, order: Order) -> None:
        """Every row that was there from the start comes once."""
        with self.opened() as backend:
            put(backend, _items(20))
            seen, after, added = [], "", 20
            while True:
                with backend.unit(TENANT, write=True) as unit:
                    page = unit.items.heads(ItemQuery(order=order), limit=3, after=after)
                    seen += [head.id for head in page.rows]
                    if added < 30:
                        unit.items.put([write(item) for item in _items(2, added)])
                        added += 2
                    unit.commit()
                after = page.after
                if not after:
                    break
            assert len(set(seen)) == len(seen)
            assert set(seen) >= {item.id for item in _items(20)}

    @_EITHER_ORDER
    def test_what_is_changed_between_two_pages_keeps_its_place(self, order: Order) -> None:
        """A new title does not bring a row back or skip one, not even that of the row where a page ended."""
        with self.opened() as backend:
            put(backend, _items(10))
            with backend.unit(TENANT, write=True) as unit:
                first = unit.items.heads(ItemQuery(order=order), limit=4)
                unit.items.put([write(attrs.evolve(item, title="Changed"), seen=1) for item in _items(10)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                rest = unit.items.heads(ItemQuery(order=order), limit=10, after=first.after)
                whole = [head.id for head in unit.items.scan(ItemQuery(order=order))]
            assert [head.id for head in (*first.rows, *rest.rows)] == whole

    @pytest.mark.parametrize("limit", [0, -1, True, 2.5])
    def test_a_page_of_no_rows_is_refused(self, limit: Any) -> None:
        """So is one of any other number that cannot be."""
        with self.opened() as backend:
            put(backend, _items(2))
            with backend.unit(TENANT, write=False) as unit, pytest.raises(InvalidValue):
                unit.items.heads(ItemQuery(), limit=limit)

    def test_a_cursor_of_no_list_is_refused(self) -> None:
        """What is no cursor, and one of another order or plan."""
        with self.opened() as backend:
            put(backend, _items(9))
            with backend.unit(TENANT, write=False) as unit:
                by_place = unit.items.heads(ItemQuery(), limit=2).after
                by_due = unit.items.heads(ItemQuery(order=Order.DUE), limit=2).after
                for query, after in (
                    (ItemQuery(), "nonsense"),
                    (ItemQuery(), "é"),
                    (ItemQuery(), "x" * 5_000),
                    (ItemQuery(), by_due),
                    (ItemQuery(order=Order.DUE), by_place),
                    (ItemQuery(plan="bridge"), by_place),
                ):
                    with pytest.raises(InvalidValue):
                        unit.items.heads(query, limit=2, after=after)
