"""The laws about lists, pages and what a unit sees find what is wrong: each wrong store breaks what is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.storage.conftest import Part, Wrong, broken_laws, laws_of, wrong

from plan_tasks.errors import InvalidValue
from plan_tasks.model import TenantId
from plan_tasks.plugins.storage.memory import MemoryUnit
from plan_tasks.storage.query import Order, Page, cursor_of
from plan_tasks.testing.storage.laws.isolation import IsolationLaws
from plan_tasks.testing.storage.laws.machine import MachineLaws
from plan_tasks.testing.storage.laws.paging import PagingLaws
from plan_tasks.testing.storage.laws.queries import QueryLaws
from plan_tasks.testing.storage.laws.volume import VolumeLaws


def _keeping(keep: Callable[[Any, Any], bool]) -> dict[str, Callable[..., Any]]:
    """Methods of a part whose three lists leave out some rows."""

    def scan(self: Part, query: Any) -> Any:
        return (head for head in self.part.scan(query) if keep(query, head))

    def stream(self: Part, query: Any) -> Any:
        return (stored for stored in self.part.stream(query) if keep(query, stored.head))

    def heads(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
        page = self.part.heads(query, limit=limit, after=after)
        return Page([head for head in page.rows if keep(query, head)], page.after)

    return {"scan": scan, "stream": stream, "heads": heads}


def _asking(change: Callable[[Any], Any]) -> dict[str, Callable[..., Any]]:
    """Methods of a part whose three lists ask for something else."""

    def scan(self: Part, query: Any) -> Any:
        return self.part.scan(change(query))

    def stream(self: Part, query: Any) -> Any:
        return self.part.stream(change(query))

    def heads(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
        return self.part.heads(change(query), limit=limit, after=after)

    return {"scan": scan, "stream": stream, "heads": heads}


def asks_without_role(query: Any) -> Any:
    return attrs.evolve(query, role=None)


def asks_for_the_day_too(query: Any) -> Any:
    return attrs.evolve(query, due_before=query.due_before + timedelta(days=1)) if _before_last(query) else query


def _before_last(query: Any) -> bool:
    return query.due_before is not None and query.due_before.year < 9999


def takes_wildcards(query: Any) -> Any:
    return attrs.evolve(query, text=query.text.strip("%_"))


def minds_the_case(query: Any, head: Any) -> bool:
    return not query.text.isascii() or query.text not in ("upper LOWER", "AFTER") or query.text in head.title


def folds_all_letters(query: Any) -> Any:
    return attrs.evolve(query, text="ÉÄ" if query.text == "éä" else query.text)


def takes_few_ids(query: Any) -> Any:
    return attrs.evolve(query, ids=query.ids[:2] if len(query.ids) > 999 else query.ids)


def streams_other_rows(self: Part, query: Any) -> Any:
    rows = list(self.part.stream(query))
    return iter(rows[:-1] if len(rows) > 20 else rows)


def moves_what_changes(self: Part, writes: Any) -> None:
    self.part.put(writes)
    for write in writes:
        if write.seen:
            positions = self.unit.state.positions[write.plan]
            positions[write.item.id] = max(positions.values()) + 1


def puts_undated_first(self: Part, query: Any) -> Any:
    heads = list(self.part.scan(query))
    return iter(sorted(heads, key=lambda head: head.due is not None) if query.order is Order.DUE else heads)


def finds_old_tags(self: Part, query: Any) -> Any:
    return iter(()) if query.tag == "new" else self.part.scan(query)


def pages_by_number(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    """Counts rows instead of naming the last one."""
    if limit.__class__ is not int or limit < 1:
        raise InvalidValue("no page")
    start = _number(after)
    heads = list(self.part.scan(query))
    rows = heads[start : start + limit]
    return Page(rows, f"{start + limit}" if start + limit < len(heads) else "")


def _number(after: str) -> int:
    if after and not after.isdecimal():
        raise InvalidValue("no page")
    return int(after or 0)


def goes_on_after_a_full_page(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    page = self.part.heads(query, limit=limit, after=after)
    if page.after or len(page.rows) < limit:
        return page
    last = page.rows[-1]
    return Page(page.rows, cursor_of(query.order, last, self.unit.state.positions[last.plan][last.id]))


def pages_of_any_size(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    return self.part.heads(query, limit=max(1, int(limit)), after=after)


def takes_any_cursor(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    try:
        return self.part.heads(query, limit=limit, after=after)
    except InvalidValue:
        return self.part.heads(query, limit=limit)


def forgets_the_filter(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    return self.part.heads(attrs.evolve(query, due_before=None) if after else query, limit=limit, after=after)


def goes_on_after_nothing(self: Part, query: Any, *, limit: Any, after: str = "") -> Any:
    page = self.part.heads(query, limit=limit, after=after)
    return page if page.rows else Page([], "more")


class SeesOthers(Wrong):
    """A unit that reads looks at the newest state each time."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        if write:
            with super().unit(tenant, write=write) as unit:
                yield unit
            return
        backend = self

        class Reads(MemoryUnit):
            @property
            def state(self) -> Any:
                self.standing.check_reading()
                return backend._states.get(tenant) or self._state

        with super().unit(tenant, write=False) as unit:
            unit.__class__ = Reads
            yield unit


class LooksAgainForEachRow(Wrong):
    """A stream of items reads each of them anew."""

    class Items(Part):
        def stream(self, query: Any) -> Any:
            for stored in self.part.stream(query):
                now = self.unit._backend._states[self.unit._tenant].items[stored.head.plan]
                yield now[stored.item.id] if self.unit._release is None else stored

    parts = {"items": Items}  # noqa: RUF012


class SharesNotices(Wrong):
    """All tenants have one outbox."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            held = next((state.outbox for state in self._states.values()), None)
            if held is not None:
                unit._state.outbox = dict(held)
            yield unit
            for state in self._states.values():
                state.outbox = unit._state.outbox if write and not unit.standing._open else state.outbox


class FoldsTenants(Wrong):
    """Names of tenants are compared without case."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(TenantId(tenant.lower()), write=write) as unit:
            yield unit


class HasOneTenant(Wrong):
    """Whoever asks gets everything."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(TenantId("one"), write=write) as unit:
            yield unit


def loses_the_last_of_many(self: Part, writes: Any) -> None:
    self.part.put(writes if len(writes) < 40 or writes[0].seen == 0 else writes[:-1])


class ReadsEventsAsTheyCome(Wrong):
    """A stream of events goes on into what others append."""

    class History(Part):
        def read(self, plan: Any, **asked: Any) -> Any:
            yield from self.part.read(plan, **asked)
            if self.unit._release is None and not asked:
                now = self.unit._backend._states[self.unit._tenant].events.get(plan, ())
                yield from now[len(self.unit.state.events.get(plan, ())) :]

    parts = {"history": History}  # noqa: RUF012


#: What is wrong -> the store, and the laws that it breaks.
WRONG: dict[str, tuple[Callable[[], Wrong], Collection[str]]] = {
    "asks without role": (
        wrong("items", **_asking(asks_without_role)),
        {"test_a_query_finds_what_a_search_by_hand_finds", "test_any_query_finds_what_a_search_by_hand_finds"},
    ),
    "asks for the day too": (
        wrong("items", **_asking(asks_for_the_day_too)),
        {"test_a_query_finds_what_a_search_by_hand_finds", "test_pages_of_a_narrowed_list_are_that_list"},
    ),
    "takes wildcards": (
        wrong("items", **_asking(takes_wildcards)),
        {"test_a_text_is_looked_for_as_it_stands"},
    ),
    "minds the case": (
        wrong("items", **_keeping(minds_the_case)),
        {"test_a_text_is_looked_for_as_it_stands"},
    ),
    "folds all letters": (
        wrong("items", **_asking(folds_all_letters)),
        {"test_a_text_is_looked_for_as_it_stands"},
    ),
    "takes few ids": (
        wrong("items", **_asking(takes_few_ids)),
        {"test_any_number_of_ids_can_be_asked_for"},
    ),
    "streams other rows": (
        wrong("items", stream=streams_other_rows),
        {"test_a_stream_ends_with_its_unit", "test_heads_and_items_are_the_same_rows"},
    ),
    "moves what changes": (
        wrong("items", put=moves_what_changes),
        {
            "test_a_commit_writes_all_parts",
            "test_a_stream_ends_with_its_unit",
            "test_a_unit_sees_what_it_wrote",
            "test_after_a_failed_write_nothing_is_stored",
            "test_items_stand_in_the_order_in_which_they_were_put",
            "test_nobody_sees_what_is_not_committed",
            "test_of_many_writes_the_stale_one_is_named",
            "test_what_is_changed_between_two_pages_keeps_its_place",
        },
    ),
    "puts undated first": (
        wrong("items", scan=puts_undated_first),
        {
            "test_a_query_finds_what_a_search_by_hand_finds",
            "test_a_stream_ends_with_its_unit",
            "test_in_due_order_items_without_a_due_date_come_last",
            "test_pages_together_are_the_list",
            "test_what_is_changed_between_two_pages_keeps_its_place",
            "test_any_query_finds_what_a_search_by_hand_finds",
        },
    ),
    "finds old tags": (
        wrong("items", scan=finds_old_tags),
        {"test_a_query_sees_an_item_as_it_stands_now"},
    ),
    "loses the last of many": (
        wrong("items", put=loses_the_last_of_many),
        {"test_many_items_are_stored_listed_and_changed"},
    ),
    "pages by number": (
        wrong("items", heads=pages_by_number),
        {"test_a_cursor_of_no_list_is_refused", "test_what_is_added_between_two_pages_doubles_and_hides_nothing"},
    ),
    "goes on after a full page": (
        wrong("items", heads=goes_on_after_a_full_page),
        {"test_pages_together_are_the_list"},
    ),
    "goes on after nothing": (
        wrong("items", heads=goes_on_after_nothing),
        {"test_an_empty_list_is_one_empty_page"},
    ),
    "pages of any size": (
        wrong("items", heads=pages_of_any_size),
        {"test_a_page_of_no_rows_is_refused"},
    ),
    "takes any cursor": (
        wrong("items", heads=takes_any_cursor),
        {"test_a_cursor_of_no_list_is_refused"},
    ),
    "forgets the filter": (
        wrong("items", heads=forgets_the_filter),
        {"test_pages_of_a_narrowed_list_are_that_list"},
    ),
    "sees others": (
        SeesOthers,
        {"test_a_unit_sees_the_state_in_which_it_began"},
    ),
    "looks again for each row": (
        LooksAgainForEachRow,
        {"test_a_stream_is_not_disturbed_by_who_writes_meanwhile", "test_a_unit_sees_the_state_in_which_it_began"},
    ),
    "reads events as they come": (
        ReadsEventsAsTheyCome,
        {
            "test_a_stream_of_events_is_not_disturbed_either",
            "test_a_tenant_does_not_see_another",
            "test_a_unit_sees_the_state_in_which_it_began",
        },
    ),
    "shares notices": (
        SharesNotices,
        {
            "test_a_tenant_does_not_move_the_notices_of_another",
            "test_a_tenant_does_not_see_another",
            "test_tenants_number_for_themselves",
            "test_any_sequence_of_changes_ends_as_in_a_dictionary",
        },
    ),
    "folds tenants": (
        FoldsTenants,
        {"test_names_of_tenants_are_compared_character_by_character"},
    ),
    "has one tenant": (
        HasOneTenant,
        {
            "test_a_tenant_does_not_move_the_notices_of_another",
            "test_a_tenant_does_not_see_another",
            "test_a_tenant_keeps_its_own_documents",
            "test_an_examination_of_a_sound_store_finds_nothing_wrong",
            "test_an_examination_sees_a_changed_event",
            "test_names_of_tenants_are_compared_character_by_character",
            "test_tenants_number_for_themselves",
        },
    ),
}


@pytest.mark.parametrize(("make", "meant"), WRONG.values(), ids=WRONG)
def test_a_wrong_store_breaks_the_laws_that_are_meant(make: Callable[[], Wrong], meant: Collection[str]) -> None:
    assert broken_laws(make, meant=meant) == set(meant)


def test_every_law_is_broken_by_some_store() -> None:
    broken = {law for _, meant in WRONG.values() for law in meant}
    assert laws_of(IsolationLaws, MachineLaws, PagingLaws, QueryLaws, VolumeLaws) - broken == set()
