"""What people change by hand is taken up and recorded where it can be so, and refused by its line where it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from tests.storage.json_folder.folders import KNOWN, PLAN, contents, files_of, seen, value

from plan_tasks import Tracker
from plan_tasks.errors import Conflict, StorageError, StoreDamaged, StoreUnavailable
from plan_tasks.model import ItemId, PlanId, TenantId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.editing import ACTOR
from plan_tasks.plugins.storage.json_folder.state import stored_item
from plan_tasks.storage.contract import StoredPlan
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.laws.restoring import stub_for
from plan_tasks.testing.storage.samples import write
from plan_tasks.workflow import replay

TENANT = TenantId("default")
Change = Callable[[str], str]


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replaces a piece of the file by another, as an editor does; each stands there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def open_folder(folder: Path) -> JsonFolderBackend:
    return JsonFolderBackend.open(str(folder), create=False, timeout=1, clock=lambda: KNOWN)


NEW_ITEM = '"items": [\n    {"id": "m3", "kind": "measure", "title": "修路", "due": "2021-09-30"},'

#: What is changed -> what the history says of it: item, type, version, fields before, fields after.
ACCEPTED: dict[str, tuple[tuple[str, str], list[tuple[str, str, int, dict[str, object], dict[str, object]]]]] = {
    "a title": (
        ("开放图书馆", "开放两座图书馆"),
        [("m2", "revised", 2, {"title": "开放图书馆"}, {"title": "开放两座图书馆"})],
    ),
    "a deadline": (
        ('"2021-08-31"', '"2021-09-30"'),
        [("m1", "revised", 2, {"due": "2021-08-31"}, {"due": "2021-09-30"})],
    ),
    "a field that was at its default": (
        ('"title": "开放图书馆",', '"title": "开放图书馆", "state": "suspended",'),
        [("m2", "revised", 2, {"state": None}, {"state": "suspended"})],
    ),
    "a field that goes": (
        ('      "note": "first\\nsecond"\n', '      "text": ""\n'),
        [("m2", "revised", 2, {"note": "first\nsecond"}, {"note": None})],
    ),
    "a tag": (
        ('"people",\n', '"people",\n        "急",\n'),
        [("m1", "revised", 2, {"tags": ["people", "重点"]}, {"tags": ["people", "急", "重点"]})],
    ),
    "the header": (
        ("政府工作报告 2021", "2021年政府工作报告"),
        [("", "plan_revised", 2, {"title": "政府工作报告 2021"}, {"title": "2021年政府工作报告"})],
    ),
    "a new item": (
        ('"items": [', NEW_ITEM),
        [("m3", "measure_created", 1, {}, {"id": "m3", "title": "修路", "due": "2021-09-30"})],
    ),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_a_change_that_may_be_is_accepted_and_recorded_as_done_by_the_file(
    what: str, folder: Path, plan_path: Path
) -> None:
    """At the next opening; the chain goes on, and the history still replays to the plan."""
    change, recorded = ACCEPTED[what]
    edit(plan_path, change)
    with closing(open_folder(folder)) as backend, backend.unit(TENANT, write=False) as unit:
        events = list(check_chain(unit.history.read(PLAN.id)))
        by_file = [stored.event for stored in events if stored.event.actor == ACTOR]
        assert [
            (each.item, each.type, each.version, json.loads(each.before), json.loads(each.after)) for each in by_file
        ] == recorded
        assert {each.at for each in by_file} == {KNOWN}
        replayed = replay(events)
        assert {stored.item.id: stored.item for stored in unit.items.stream(ItemQuery())} == replayed.items
        [header] = unit.plans.all()
        assert header.plan == replayed.plan
        for stored in unit.items.stream(ItemQuery()):
            assert stored.version == max(each.event.version for each in events if each.event.item == stored.item.id)
            assert stored.head.version == stored.version
        assert all(finding.ok for finding in backend.examine())
    written = files_of(folder)
    assert contents(folder)[3]["city"] == events, "it is recorded once"
    assert files_of(folder) == written


def test_a_reader_that_is_open_sees_a_change_at_once_and_the_next_writer_records_it(
    folder: Path, plan_path: Path
) -> None:
    with closing(open_folder(folder)) as backend:
        edit(plan_path, ("开放图书馆", "开放两座图书馆"))
        before = files_of(folder)
        plans, items, _, events, _ = seen(backend)
        assert [stored.item.title for stored in items][-1] == "开放两座图书馆"
        assert [stored.event.actor for stored in events["city"]][-1] == ACTOR
        assert files_of(folder) == before, "a reader writes nothing"
        [wrong] = [finding for finding in backend.examine() if not finding.ok]
        assert "changed by hand and not recorded yet: m2" in wrong.text
        with backend.unit(TENANT, write=True) as unit:
            assert unit.items.get(PLAN.id, [ItemId("m2")])[ItemId("m2")].version == 2
            unit.commit()
        assert seen(backend) == (plans, items, {"city": {"g1": (value(520),)}}, events, [])
        assert all(finding.ok for finding in backend.examine())


def test_who_saw_a_version_before_a_change_by_hand_is_told_of_the_conflict(folder: Path, plan_path: Path) -> None:
    with Tracker.open(f"json://{folder}", autoload=False) as tracker:
        edit(plan_path, ("开放图书馆", "开放两座图书馆"))
        with pytest.raises(Conflict) as caught:
            tracker.assign("city", "m2", "schools", actor="office", seen=1)
        assert (caught.value.seen, caught.value.stored) == (1, 2)


def test_a_change_by_hand_during_a_unit_is_not_written_over(folder: Path, plan_path: Path) -> None:
    with closing(open_folder(folder)) as backend:
        with backend.unit(TENANT, write=True) as unit:
            unit.items.put([write(PLAN.item("m1"), seen=1, plan=PLAN)])
            edit(plan_path, ("开放图书馆", "开放两座图书馆"))
            with pytest.raises(StoreUnavailable, match=r"city\.json: the file was changed by somebody else"):
                unit.commit()
        titles = [stored.item.title for stored in seen(backend)[1]]
        assert titles[-1] == "开放两座图书馆"


def test_values_that_are_added_by_hand_are_recorded_as_observed(folder: Path) -> None:
    path = folder / "plans" / "default" / "city.observations.jsonl"
    line = path.read_text(encoding="utf-8")
    path.write_text(line.replace('"520"', '"698"').replace("2021-07-16", "2021-10-20") + line, encoding="utf-8")
    _, items, observations, events, _ = contents(folder)
    assert [each.value for each in observations["city"]["g1"]] == [520, 698], "what was there first stands first"
    assert (items[0].version, items[0].head.actual) == (3, "698")
    last = events["city"][-1].event
    assert (last.item, last.type, last.actor, last.version) == ("g1", "observed", ACTOR, 3)
    assert replay(events["city"]).observations == observations["city"]


def test_a_version_only_grows(folder: Path, plan_path: Path) -> None:
    """Whatever the file says of it: a merge may bring one that is ahead, or behind."""
    for stored, said, wanted in ((1, 7, 8), (8, 2, 9)):
        document = json.loads(plan_path.read_bytes())
        item = document["items"][-1]
        assert item["version"] == stored
        item |= {"version": said, "title": f"{item['title']} {said}"}
        plan_path.write_text(json.dumps(document), encoding="utf-8")
        assert contents(folder)[1][-1].version == wanted


def test_a_file_that_was_only_laid_out_otherwise_is_laid_out_again_and_nothing_is_recorded(
    folder: Path, plan_path: Path
) -> None:
    before, laid_out = contents(folder), plan_path.read_bytes()
    plan_path.write_bytes(b"\xef\xbb\xbf" + json.dumps(json.loads(laid_out), sort_keys=True).encode())
    assert contents(folder) == before
    assert plan_path.read_bytes() == laid_out


def test_items_may_change_places(folder: Path, plan_path: Path) -> None:
    document = json.loads(plan_path.read_bytes())
    document["items"].reverse()
    plan_path.write_text(json.dumps(document), encoding="utf-8")
    assert [stored.item.id for stored in contents(folder)[1]] == ["m2", "m1", "g1"]
    with closing(open_folder(folder)) as backend:
        assert all(finding.ok for finding in backend.examine())


def test_a_plan_that_was_written_by_hand_is_taken_in(folder: Path) -> None:
    path = folder / "plans" / "港口" / "quay.json"
    path.parent.mkdir()
    path.write_text(
        '{"tenant": "港口", "plan": {"id": "quay", "title": "码头", "start": "2021-01-01", "end": "2021-12-31"},'
        ' "items": [{"id": "m1", "kind": "measure", "title": "疏浚"}]}',
        encoding="utf-8",
    )
    plans, items, _, events, _ = contents(folder, "港口")
    assert [(held.plan.id, held.version) for held in plans] == [("quay", 1)]
    assert [(stored.item.title, stored.version) for stored in items] == [("疏浚", 1)]
    assert [(each.event.type, each.event.actor) for each in events["quay"]] == [
        ("plan_created", ACTOR),
        ("measure_created", ACTOR),
    ]
    assert len(contents(folder)[0]) == 1


_GOAL = '"id": "m2",\n      "kind": "measure"'

#: What is changed in the plan's file -> a piece of the line that is named, and words of the message, among them what
#: would be right.
REFUSED: dict[str, tuple[tuple[str, str], str, list[str]]] = {
    "no day": (('"2021-08-31"', '"2021-08-32"'), "08-32", ["due", "2021-08-32", "write it like 2021-06-30"]),
    "no number": (('"1100"', '"many"'), "many", ["value", "many", '"7.5"']),
    "a fraction that is no text": (('"value": "1100"', '"value": 0.1'), "0.1", ["value", "0.1", '"7.5"']),
    "an unknown field": (('"title": "开放图书馆"', '"titel": "开放图书馆"'), "titel", ["titel", "known are"]),
    "an unknown word": (
        ('"tags"', '"state": "done",\n "tags"'),
        "done",
        ["state", "done", "one of", "completed"],
    ),
    "no version": (
        ('"version": 1,\n      "title": "开放图书馆"', '"version": "x",\n "title": "开放图书馆"'),
        '"x"',
        ["version", "as it was"],
    ),
    "another kind": ((_GOAL, '"id": "m2",\n "kind":  "goal"'), '"kind":  "goal"', ["m2", "measure", "another id"]),
    "a word that is no kind": ((_GOAL, '"id": "m2",\n "kind": "task"'), "task", ["task", "one of goal, measure"]),
    "an area that is not there": (('"area": "a1"', '"area": "a2"'), '"a2"', ["area", "a2", "a1"]),
    "an area that goes": (('{"id": "a1", "title": "民生"}', ""), '"area": "a1"', ["area", "a1"]),
    "a due date before the start": (
        ('"due": "2021-08-31"', '"start": "2021-09-01",\n      "due": "2021-08-31"'),
        '"due": "2021-08-31"',
        ["due", "not before start"],
    ),
    "an id that is there": (('"id": "m2"', '"id":  "m1"'), '"id":  "m1"', ["m1", "stands there twice"]),
    "an item that goes": (('"id": "m2"', '"id": "m7"'), '"items"', ["m2", "gone", "cancelled"]),
    "another period": (('"end": "2021-12-31"', '"end": "2022-12-31"'), "2022", ["period", "2021-12-31", "new plan"]),
    "another id of the plan": (('"id": "city"', '"id": "town"'), "town", ["town", "town.json"]),
    "another tenant": (('"tenant": "default"', '"tenant": "other"'), "other", ["tenant", "default"]),
    "a field twice": (('"title": "开放图书馆",', '"title": "开放图书馆",\n "title": "x",'), '"x"', ["title", "twice"]),
    "a comma too many": (('"title": "开放图书馆",', '"title": "开放图书馆",,'), ",,", ["not JSON", "git checkout"]),
    "marks of a merge": (
        ('      "title": "开放图书馆",\n', '<<<<<<< HEAD\n"title": "a",\n=======\n"title": "b",\n>>>>>>> b\n'),
        "<<<<<<<",
        ["marks of a merge", "<<<<<<<"],
    ),
    "an item that is a text": (('"items": [', '"items": [\n "m0",'), "m0", ["None is no kind", "goal, measure"]),
    "an unknown part": (('"items": [', '"more": 1,\n "items": ['), "more", ["more", "known are tenant, plan, items"]),
    "measures in the header": (
        ('"issuer"', '"measures": [{"id": "m0", "title": "x"}],\n "issuer"'),
        "m0",
        ["measures", "items"],
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_change_that_cannot_be_is_refused_by_file_line_and_field_and_nothing_is_changed(
    what: str, folder: Path, plan_path: Path
) -> None:
    """For whoever reads and for whoever writes, until it is mended."""
    change, piece, words = REFUSED[what]
    good = plan_path.read_bytes()
    edit(plan_path, change)
    text = plan_path.read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index(piece)) + 1
    before = files_of(folder)
    with closing(open_folder(folder)) as backend:
        for writes in (False, True):
            with backend.unit(TENANT, write=writes) as unit, pytest.raises(StoreDamaged) as caught:
                unit.plans.get(PLAN.id)
            assert str(caught.value).startswith(f"{plan_path}:{line}: "), str(caught.value)
            for word in words:
                assert word in str(caught.value)
        [wrong] = [finding for finding in backend.examine() if not finding.ok]
        assert wrong.text == str(caught.value)
        assert files_of(folder) == before
        plan_path.write_bytes(good)
        assert len(seen(backend)[1]) == 3


#: What is put in the place of the value's line -> the line, and words of the message.
REFUSED_VALUES: dict[str, tuple[Change, int | None, list[str]]] = {
    "changed": (
        lambda line: line.replace('"520"', '"521"'),
        None,
        ["gone or was changed", "revised by"],
    ),
    "gone": (lambda line: "\n", None, ["gone or was changed", "put the line back"]),
    "of no item": (lambda line: line + line.replace('"g1"', '"g9"'), 2, ["g9", "no item"]),
    "of no indicator": (lambda line: line + line.replace("城镇", "农村"), 2, ["农村新增就业", "城镇新增就业"]),
    "no day": (lambda line: line + line.replace("2021-06-30", "2021-06-31"), 2, ["end", "2021-06-31", "2021-06-30"]),
    "no JSON": (lambda line: line + line[:40] + "\n", 2, ["not JSON"]),
    "a field twice": (lambda line: line + line.replace('"value"', '"value": "1", "value"'), 2, ["twice"]),
    "without an item": (lambda line: line + '{"value": "1"}\n', 2, ["names no item"]),
}


@pytest.mark.parametrize("what", REFUSED_VALUES)
def test_a_value_that_cannot_be_is_refused_by_its_line(what: str, folder: Path) -> None:
    change, line, words = REFUSED_VALUES[what]
    path = folder / "plans" / "default" / "city.observations.jsonl"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = files_of(folder)
    with pytest.raises(StoreDamaged) as caught:
        contents(folder)
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}: "), str(caught.value)
    for word in words:
        assert word in str(caught.value)
    assert files_of(folder) == before


def test_a_plan_that_cannot_be_read_leaves_the_others_alone(folder: Path, plan_path: Path) -> None:
    with Tracker.open(f"json://{folder}", autoload=False) as tracker:
        tracker.add(attrs.evolve(PLAN, id=PlanId("town"), title="Town"), actor="office")
        edit(plan_path, ('"2021-08-31"', '"2021-08-32"'))
        assert tracker.plan("town").title == "Town"
        with pytest.raises(StorageError):
            tracker.plan("city")


def test_behind_a_stub_a_change_by_hand_is_taken_up_only_by_who_had_read_the_plan(folder: Path) -> None:
    """The history alone cannot tell what was changed: then it is refused, and nothing is changed."""
    events = contents(folder)[3]["city"]
    stub = stub_for(events[-2])
    root = folder.with_name("restored")
    with closing(JsonFolderBackend.open(str(root), create=True, timeout=1)) as backend:
        with backend.unit(TENANT, write=True) as unit:
            unit.restore_plan(StoredPlan(PLAN, 1))
            unit.restore_items(PLAN.id, [stored_item(item, PLAN, (), 3) for item in PLAN.items()])
            unit.restore_events([stub, *events[-1:]])
            unit.commit()
        path = root / "plans" / "default" / "city.json"
        edit(path, ("开放图书馆", "开放两座图书馆"))
        before = files_of(root)
        with pytest.raises(StoreDamaged, match="begins with a stub"):
            contents(root)
        assert files_of(root) == before
        assert [stored.version for stored in seen(backend)[1]] == [3, 3, 4]
