"""The laws about values and versions find what is wrong: each wrong store breaks what is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.storage.conftest import Part, Wrong, broken_laws, laws_of, wrong

from plan_tasks.errors import Conflict
from plan_tasks.storage.contract import StoredPlan
from plan_tasks.testing.storage.laws.round_trip import RoundTripLaws
from plan_tasks.testing.storage.laws.versions import VersionLaws


def keeps_items_in_headers(self: Part, plan: Any, *, seen: int) -> None:
    self.part.put(plan, seen=seen)
    self.unit.state.plans[plan.id] = StoredPlan(plan, seen + 1)


def sorts_plans_by_title(self: Part) -> Any:
    return sorted(self.part.all(), key=lambda stored: stored.plan.title, reverse=True)


def forgets_what_is_provisional(self: Part, plan: Any, ids: Any) -> Any:
    found = self.part.get(plan, ids)
    return {
        key: attrs.evolve(stored, item=attrs.evolve(stored.item, provisional=False)) for key, stored in found.items()
    }


def finds_ids_in_every_plan(self: Part, plan: Any, ids: Any) -> Any:
    state = self.unit.state
    found = {item: held[item] for held in state.items.values() for item in ids if item in held}
    return found | self.part.get(plan, ids)


def _item_of(change: Callable[[Any], Any]) -> Callable[..., Any]:
    def put(self: Part, writes: Any) -> None:
        self.part.put([attrs.evolve(write, item=change(write.item)) for write in writes])

    return put


def strips_text(item: Any) -> Any:
    return attrs.evolve(item, title=item.title.strip())


def cuts_at_nul(item: Any) -> Any:
    return attrs.evolve(item, text=item.text.split("\0")[0])


def rounds_numbers(self: Part, plan: Any, rows: Any) -> None:
    self.part.add(plan, [(item, attrs.evolve(each, value=Decimal(repr(float(each.value))))) for item, each in rows])


def drops_microseconds(self: Part, plan: Any, rows: Any) -> None:
    self.part.add(plan, [(item, attrs.evolve(each, known=each.known.replace(microsecond=0))) for item, each in rows])


def adds_values_in_front(self: Part, plan: Any, rows: Any) -> None:
    self.part.add(plan, list(rows)[::-1])


def gives_values_of_all_items(self: Part, plan: Any, items: Any = None, *, known_at: Any = None) -> Any:
    return self.part.of(plan, items or None, known_at=known_at)


def mixes_values_of_plans(self: Part, plan: Any, items: Any = None, *, known_at: Any = None) -> Any:
    found = self.part.of(plan, items, known_at=known_at)
    others = [other for other in self.unit.state.observations if other != plan]
    return {item: rows for other in others for item, rows in self.part.of(other).items()} | found


def drops_reasons(self: Part, events: Any) -> None:
    self.part.append([attrs.evolve(each, reason=each.reason if "\n" in each.reason else "") for each in events])


def drops_languages(self: Part, entries: Any) -> Any:
    return self.part.add([attrs.evolve(entry, language="zh") for entry in entries])


def fails_on_half_pairs(self: Part, keys: Any) -> Any:
    for key in keys:
        key.encode()
    return self.part.known(keys)


def ignores_versions(self: Part, writes: Any) -> None:
    for write in writes:
        held = self.unit.state.items.get(write.plan, {}).get(write.item.id)
        self.part.put([attrs.evolve(write, seen=held.version if held else 0)])


def ignores_versions_of_plans(self: Part, plan: Any, *, seen: int) -> None:
    held = self.unit.state.plans.get(plan.id)
    self.part.put(plan, seen=held.version if held else 0)


def takes_later_versions(self: Part, writes: Any) -> None:
    for write in writes:
        held = self.unit.state.items.get(write.plan, {}).get(write.item.id)
        stored = held.version if held else 0
        self.part.put([attrs.evolve(write, seen=stored) if write.seen > stored > 0 else write])


def says_zero_is_stored(self: Part, writes: Any) -> None:
    try:
        self.part.put(writes)
    except Conflict as conflict:
        raise Conflict(conflict.item, seen=conflict.seen, stored=0) from None


def blames_the_first(self: Part, writes: Any) -> None:
    try:
        self.part.put(writes)
    except Conflict as conflict:
        raise Conflict(writes[0].item.id, seen=conflict.seen, stored=conflict.stored) from None


def loses_the_second_of_two(self: Part, writes: Any) -> None:
    last = {write.item.id: write for write in writes}
    self.part.put([write for write in writes if last[write.item.id] is write or not write.seen][: len(last)])


def gives_heads_of_old_versions(self: Part, plan: Any, ids: Any) -> Any:
    found = self.part.get(plan, ids)
    return {
        key: attrs.evolve(stored, head=stored.head._replace(version=max(1, stored.version - 1)))
        for key, stored in found.items()
    }


def numbers_both_plans(self: Part, writes: Any) -> None:
    self.part.put(writes)
    for write in writes:
        for plan, items in self.unit.state.items.items():
            if plan != write.plan and write.item.id in items and write.seen:
                changed = attrs.evolve(items[write.item.id], version=write.seen + 1)
                changed = attrs.evolve(changed, head=changed.head._replace(version=write.seen + 1))
                self.unit.state.items[plan] = items | {write.item.id: changed}


#: What is wrong -> the store, and the laws that it breaks.
WRONG: dict[str, tuple[Callable[[], Wrong], Collection[str]]] = {
    "keeps items in headers": (
        wrong("plans", put=keeps_items_in_headers),
        {"test_a_plan_comes_back_as_it_was_without_its_items"},
    ),
    "sorts plans by title": (
        wrong("plans", all=sorts_plans_by_title),
        {
            "test_a_commit_writes_all_parts",
            "test_a_stream_ends_with_its_unit",
            "test_a_unit_sees_what_it_wrote",
            "test_after_a_failed_write_nothing_is_stored",
            "test_nobody_sees_what_is_not_committed",
            "test_plans_come_sorted_by_id",
            "test_versions_of_two_plans_are_two_numbers",
        },
    ),
    "forgets what is provisional": (
        wrong("items", get=forgets_what_is_provisional),
        {"test_items_come_back_as_they_were"},
    ),
    "finds ids in every plan": (
        wrong("items", get=finds_ids_in_every_plan),
        {"test_only_items_that_exist_are_given"},
    ),
    "mixes values of plans": (
        wrong("observations", of=mixes_values_of_plans),
        {"test_one_id_may_be_used_in_two_plans"},
    ),
    "strips text": (
        wrong("items", put=_item_of(strips_text)),
        {"test_texts_come_back_character_by_character"},
    ),
    "cuts at nul": (
        wrong("items", put=_item_of(cuts_at_nul)),
        {"test_texts_come_back_character_by_character", "test_a_text_is_looked_for_as_it_stands"},
    ),
    "rounds numbers": (
        wrong("observations", add=rounds_numbers),
        {"test_numbers_come_back_digit_by_digit"},
    ),
    "drops microseconds": (
        wrong("observations", add=drops_microseconds),
        {"test_moments_come_back_to_the_microsecond", "test_any_item_and_value_comes_back_as_it_was"},
    ),
    "adds values in front": (
        wrong("observations", add=adds_values_in_front),
        {"test_observations_come_in_the_order_in_which_they_were_added", "test_values_can_be_read_as_of_a_moment"},
    ),
    "gives values of all items": (
        wrong("observations", of=gives_values_of_all_items),
        {"test_observations_are_given_for_the_items_that_are_asked_for"},
    ),
    "drops reasons": (
        wrong("history", append=drops_reasons),
        {"test_events_come_back_as_they_were", "test_texts_come_back_character_by_character"},
    ),
    "drops languages": (
        wrong("outbox", add=drops_languages),
        {"test_every_field_of_an_entry_comes_back", "test_notices_come_back_as_they_were"},
    ),
    "fails on half pairs": (
        wrong("outbox", known=fails_on_half_pairs),
        {"test_text_that_is_not_unicode_finds_nothing_or_is_refused"},
    ),
    "ignores versions": (
        wrong("items", put=ignores_versions),
        {
            "test_a_stale_item_is_refused_with_both_versions",
            "test_after_a_failed_write_nothing_is_stored",
            "test_of_many_writes_the_stale_one_is_named",
            "test_of_two_who_saw_the_same_version_one_is_told",
            "test_writes_of_one_call_follow_each_other",
            "test_any_sequence_of_changes_ends_as_in_a_dictionary",
        },
    ),
    "ignores versions of plans": (
        wrong("plans", put=ignores_versions_of_plans),
        {"test_a_stale_plan_is_refused_with_both_versions", "test_after_a_failed_write_nothing_is_stored"},
    ),
    "takes later versions": (
        wrong("items", put=takes_later_versions),
        {"test_a_stale_item_is_refused_with_both_versions", "test_after_a_failed_write_nothing_is_stored"},
    ),
    "says zero is stored": (
        wrong("items", put=says_zero_is_stored),
        {
            "test_a_stale_item_is_refused_with_both_versions",
            "test_of_many_writes_the_stale_one_is_named",
            "test_writes_of_one_call_follow_each_other",
        },
    ),
    "blames the first": (
        wrong("items", put=blames_the_first),
        {"test_of_many_writes_the_stale_one_is_named"},
    ),
    "loses the second of two": (
        wrong("items", put=loses_the_second_of_two),
        {"test_writes_of_one_call_follow_each_other"},
    ),
    "gives heads of old versions": (
        wrong("items", get=gives_heads_of_old_versions),
        {"test_each_change_is_one_version_more"},
    ),
    "numbers both plans": (
        wrong("items", put=numbers_both_plans),
        {"test_one_id_may_be_used_in_two_plans", "test_versions_of_two_plans_are_two_numbers"},
    ),
}


@pytest.mark.parametrize(("make", "meant"), WRONG.values(), ids=WRONG)
def test_a_wrong_store_breaks_the_laws_that_are_meant(make: Callable[[], Wrong], meant: Collection[str]) -> None:
    assert broken_laws(make, meant=meant) == set(meant)


def test_every_law_is_broken_by_some_store() -> None:
    broken = {law for _, meant in WRONG.values() for law in meant}
    assert laws_of(RoundTripLaws, VersionLaws) - broken == set()
