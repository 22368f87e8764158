"""What the folder looks like: stable bytes, small differences, names that every file system keeps apart."""

from __future__ import annotations

import difflib
import json
import unicodedata
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.storage.json_folder.folders import KNOWN, PLAN, contents, files_of, value

from plan_tasks import Tracker
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.names import HISTORY, file_of, name_of
from plan_tasks.testing.storage.samples import HARD_TEXTS, measure
from plan_tasks.workflow import Create, Revise

TEXT = """{
  "tenant": "default",
  "plan": {
    "id": "city",
    "version": 1,
    "title": "政府工作报告 2021",
    "start": "2021-01-01",
    "end": "2021-12-31",
    "issuer": "市政府",
    "areas": [
      {"id": "a1", "title": "民生"}
    ],
    "owners": [
      {"id": "schools", "name": "教育局"},
      {"id": "labour", "name": "人社局"}
    ]
  },
  "items": [
    {
      "id": "g1",
      "kind": "goal",
      "version": 2,
      "title": "城镇新增就业1100万人以上",
      "targets": [
        {"indicator": {"name": "城镇新增就业", "unit": "万人"}, "comparator": "at_least", "value": "1100"}
      ],
      "assignments": [
        {"owner": "labour"}
      ]
    },
    {
      "id": "m1",
      "kind": "measure",
      "version": 1,
      "title": "新建12所学校",
      "area": "a1",
      "assignments": [
        {"owner": "schools"}
      ],
      "due": "2021-08-31",
      "tags": [
        "people",
        "重点"
      ],
      "milestones": [
        {"title": "封顶", "due": "2021-05-31"}
      ]
    },
    {
      "id": "m2",
      "kind": "measure",
      "version": 1,
      "title": "开放图书馆",
      "note": "first\\nsecond"
    }
  ]
}
"""


def difference(before: bytes, after: bytes) -> list[str]:
    """The lines that git would show as changed."""
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_plans_file_reads_like_this(plan_path: Path) -> None:
    """In the order of the model, one field or element a line, Chinese as it is, with a line break at its end."""
    assert plan_path.read_text(encoding="utf-8") == TEXT


def test_the_folder_holds_these_files(folder: Path) -> None:
    """The outbox is not for git: two machines would send the same notice."""
    assert set(files_of(folder)) == {
        ".gitattributes",
        ".gitignore",
        "plan-tasks.json",
        "plans/default/city.history.jsonl",
        "plans/default/city.json",
        "plans/default/city.observations.jsonl",
    }
    assert "/.plan-tasks/" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    manifest = json.loads((folder / "plan-tasks.json").read_bytes())
    assert (manifest["format"], manifest["version"]) == ("plan_tasks.folder", 1)


def test_the_same_plan_gives_the_same_bytes(folder: Path, quick: Path) -> None:
    twin = quick / "twin"
    with Tracker.open(f"json://{twin}", autoload=False, clock=lambda: KNOWN) as tracker:
        tracker.add(PLAN, actor="office")
        tracker.observe("city", "g1", value(520), actor="statistics")
    assert files_of(twin) == files_of(folder)


def test_opening_and_reading_changes_no_byte(folder: Path) -> None:
    before = files_of(folder)
    contents(folder)
    assert files_of(folder) == before


def test_a_change_of_one_field_is_a_difference_of_that_line_and_the_version(folder: Path) -> None:
    """And the history only gains lines: the event and the seal."""
    before = files_of(folder)
    with Tracker.open(f"json://{folder}", autoload=False, clock=lambda: KNOWN) as tracker:
        revision = Revise(item=ItemId("m1"), changes={"title": "新建13所学校"}, reason="one more")
        tracker.change("city", revision, actor="office")
    after = files_of(folder)
    assert [name for name in after if after[name] != before[name]] == [
        "plans/default/city.history.jsonl",
        "plans/default/city.json",
    ]
    path = "plans/default/city.json"
    assert sorted(difference(before[path], after[path])) == [
        '+      "title": "新建13所学校",',
        '+      "version": 2,',
        '-      "title": "新建12所学校",',
        '-      "version": 1,',
    ]
    path = "plans/default/city.history.jsonl"
    assert after[path].startswith(before[path])
    assert len(after[path][len(before[path]) :].splitlines()) == 2


def test_a_value_is_one_line_more(folder: Path) -> None:
    before = files_of(folder)
    with Tracker.open(f"json://{folder}", autoload=False, clock=lambda: KNOWN) as tracker:
        tracker.observe("city", "g1", value(698), actor="statistics")
    path = "plans/default/city.observations.jsonl"
    after = files_of(folder)
    assert after[path].startswith(before[path])
    assert json.loads(after[path][len(before[path]) :])["value"] == "698"


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_no_text_breaks_a_line(text: str, quick: Path) -> None:
    """The file has as many lines as with a plain one, and comes back the same when it is opened again."""
    lines = []
    for name, each in (("plain", "plain"), ("hard", text)):
        plan = attrs.evolve(PLAN, measures=(measure("m1", title="x", text=each, tags=(each,), note=each),))
        with Tracker.open(f"json://{quick / name}", autoload=False) as tracker:
            tracker.add(plan, actor="office", reason=each)
        data = (quick / name / "plans" / "default" / "city.json").read_bytes()
        lines.append(data.replace(b"\r", b"\n").count(b"\n"))
        _, items, _, events, _ = contents(quick / name)
        assert [stored.item for stored in items][-1] == plan.measures[0]
        assert {stored.event.reason for stored in events["city"]} == {each}
    assert lines[0] == lines[1]


PLANS = ["城市2021", "A", "a", "CON", "con.txt", "a~b", "x" * 128, "市" * 128, "é", "e\u0301", ".hidden", "-x", "a.b.c"]


def test_any_id_names_a_file_of_its_own(quick: Path) -> None:
    """Capitals, composed characters, what Windows reserves, what begins with a dot, what is too long."""
    root = quick / "计划 2021"
    with closing(JsonFolderBackend.open(str(root), create=True, timeout=1)) as backend:
        for plan in PLANS:
            with backend.unit(plan, write=True) as unit:  # type: ignore[arg-type]
                unit.plans.put(attrs.evolve(PLAN.header(), id=PlanId(plan)), seen=0)
                unit.commit()
    for plan in PLANS:
        assert [held.plan.id for held in contents(root, plan)[0]] == [plan]
    with closing(JsonFolderBackend.open(str(root), create=False, timeout=1)) as backend:
        subjects = {finding.subject for finding in backend.examine() if finding.ok}
    assert {f"plan {plan} of {plan}" for plan in PLANS} < subjects


#: What file systems take for the same name: case, and characters composed in two ways.
def folded(name: str) -> set[str]:
    return {unicodedata.normalize(form, name).casefold() for form in ("NFC", "NFD", "NFKC")} | {name.upper()}


@given(
    st.lists(
        st.text(st.characters(), min_size=1, max_size=130)
        | st.text("aAsSßſıIiİkKéÉe\u0301.~ ", min_size=1, max_size=3),
        min_size=2,
        max_size=8,
        unique=True,
    )
)
@example(["A", "a"])
@example(["é", "e\u0301"])
@example(["con", "con~1143da2bc54c495c"])
def test_names_are_safe_and_differ_on_every_file_system(identifiers: list[str]) -> None:
    """Whatever is an identifier, or claims to be one."""
    names = [name_of(identifier) for identifier in identifiers]
    for name in names:
        assert len((name + HISTORY).encode()) <= 255
        assert not set(name) & set('/\\<>:"|?*\0')
        assert name.isprintable()
        assert not name.startswith(".")
        assert not name.endswith((".", " "))
        assert name.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    for at, name in enumerate(names):
        for other in names[at + 1 :]:
            assert not folded(name) & folded(other)


@pytest.mark.parametrize(
    "name", ["../x", "..", "/etc/passwd", "a/../../b", "C:\\x", "a\0b", "~", "x/..", "．．／", "a:b"]
)
def test_no_id_leads_out_of_the_folder(name: str) -> None:
    parts = file_of(name, name, HISTORY).split("/")
    assert len(parts) == 3
    assert parts[0] == "plans"
    assert not {".", ".."} & set(parts)


def test_an_item_may_have_any_id(folder: Path) -> None:
    """Ids of items name no files."""
    with Tracker.open(f"json://{folder}", autoload=False) as tracker:
        for name in ("A", "a", "CON", "..", "é", "e\u0301"):
            tracker.change("city", Create(new=measure(name)), actor="office")
    assert [stored.item.id for stored in contents(folder)[1]][3:] == ["A", "a", "CON", "..", "é", "e\u0301"]
