"""The folder in a repository: what git brings is taken in as it is, what people merge is recorded."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.storage.json_folder.folders import KNOWN, PLAN, contents, files_of, value

from plan_tasks import Tracker
from plan_tasks.errors import StoreDamaged, StoreUnavailable
from plan_tasks.model import ItemId, TenantId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.editing import ACTOR
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.testing.storage.samples import write
from plan_tasks.workflow import Revise, replay

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TENANT = TenantId("default")
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "office" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "office@example.org" for who in ("AUTHOR", "COMMITTER")},
}

Git = Callable[..., str]


@pytest.fixture
def git(folder: Path) -> Git:
    """Runs git in the folder, whose first commit is the plan."""

    def call(*arguments: str, ok: bool = True) -> str:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - whichever git there is
            cwd=folder,
            env={**os.environ, **SETTINGS},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        return done.stdout

    call("init", "-q", "-b", "main")
    call("add", ".")
    call("commit", "-q", "-m", "plan")
    return call


def revise(folder: Path, item: str, title: str) -> None:
    with Tracker.open(f"json://{folder}", autoload=False, clock=lambda: KNOWN) as tracker:
        tracker.change("city", Revise(item=ItemId(item), changes={"title": title}, reason="new"), actor="office")


def titles(folder: Path) -> dict[str, str]:
    return {stored.item.id: stored.item.title for stored in contents(folder)[1]}


def test_what_is_of_this_machine_alone_is_not_in_git(folder: Path, git: Git) -> None:
    assert sorted(git("ls-files").split()) == [
        ".gitattributes",
        ".gitignore",
        "plan-tasks.json",
        "plans/default/city.history.jsonl",
        "plans/default/city.json",
        "plans/default/city.observations.jsonl",
    ]
    revise(folder, "m1", "新建13所学校")
    assert git("diff", "--numstat").split() == [
        *("2", "0", "plans/default/city.history.jsonl"),
        *("2", "2", "plans/default/city.json"),
    ]


def test_a_clone_goes_on_and_what_it_pushes_is_no_change_by_hand(folder: Path, quick: Path, git: Git) -> None:
    clone = quick / "clone"
    git("clone", "-q", str(folder), str(clone))
    revise(clone, "m1", "新建13所学校")
    subprocess.run(["git", "-C", str(clone), "commit", "-qam", "x"], env={**os.environ, **SETTINGS}, check=True)  # noqa: S607
    with Tracker.open(f"json://{folder}", autoload=False) as tracker:
        tracker.plan("city")
        git("pull", "-q", str(clone), "main")
        pulled = files_of(folder)
        assert [stored.event.actor for stored in tracker.history("city")][-1] == "office"
    assert contents(folder) == contents(clone)
    assert {name: data for name, data in files_of(folder).items() if name in pulled} == pulled


def test_going_back_to_an_earlier_commit_goes_back_in_everything(folder: Path, git: Git) -> None:
    before = contents(folder)
    revise(folder, "m1", "新建13所学校")
    git("commit", "-qam", "thirteen")
    git("checkout", "-q", "HEAD~1")
    assert contents(folder) == before


def test_the_plan_alone_taken_back_is_a_change_by_hand(folder: Path, git: Git) -> None:
    revise(folder, "m1", "新建13所学校")
    git("commit", "-qam", "thirteen")
    git("checkout", "-q", "HEAD~1", "plans/default/city.json")
    _, items, _, events, _ = contents(folder)
    last = events["city"][-1].event
    assert (last.item, last.actor, last.version) == ("m1", ACTOR, 3)
    assert {stored.item.id: stored.item for stored in items} == replay(events["city"]).items


def test_two_branches_merge_and_what_the_other_did_is_recorded(folder: Path, git: Git) -> None:
    """The plan merges by its lines, values add up, the history stays ours."""
    git("checkout", "-q", "-b", "theirs")
    revise(folder, "m2", "开放两座图书馆")
    with Tracker.open(f"json://{folder}", autoload=False, clock=lambda: KNOWN) as tracker:
        tracker.observe("city", "g1", value(698), actor="statistics")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    revise(folder, "m1", "新建13所学校")
    git("commit", "-qam", "ours")
    git("merge", "-q", "theirs", ok=False)
    assert git("diff", "--name-only", "--diff-filter=U").split() == ["plans/default/city.history.jsonl"]
    git("add", "plans/default/city.history.jsonl")
    git("commit", "-q", "-m", "merged")
    _, items, observations, events, _ = contents(folder)
    assert titles(folder) == {"g1": PLAN.goals[0].title, "m1": "新建13所学校", "m2": "开放两座图书馆"}
    assert [each.value for each in observations["city"]["g1"]] == [520, 698]
    by_file = [(each.event.item, each.event.type) for each in events["city"] if each.event.actor == ACTOR]
    assert by_file == [("g1", "observed"), ("m2", "revised")]
    replayed = replay(events["city"])
    assert {stored.item.id: stored.item for stored in items} == replayed.items
    assert observations["city"] == replayed.observations
    assert items[0].head.actual == "698"
    with closing(JsonFolderBackend.open(str(folder), create=False, timeout=1)) as backend:
        assert all(finding.ok for finding in backend.examine())


def test_a_merge_that_is_not_finished_is_refused_by_its_line(folder: Path, git: Git) -> None:
    git("checkout", "-q", "-b", "theirs")
    revise(folder, "m1", "新建14所学校")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    revise(folder, "m1", "新建13所学校")
    git("commit", "-qam", "ours")
    git("merge", "-q", "theirs", ok=False)
    path = folder / "plans" / "default" / "city.json"
    line = path.read_text(encoding="utf-8").splitlines().index("<<<<<<< HEAD") + 1
    with pytest.raises(StoreDamaged, match=f"city.json:{line}: the marks of a merge stand in the file"):
        contents(folder)
    git("checkout", "-q", "--theirs", "plans/default/city.json")
    assert titles(folder)["m1"] == "新建14所学校"
    assert contents(folder)[3]["city"][-1].event.actor == ACTOR


def test_marks_of_a_merge_in_a_history_name_the_way_out(folder: Path) -> None:
    path = folder / "plans" / "default" / "city.history.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< HEAD\n=======\n>>>>>>> x\n", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="git checkout --ours"):
        contents(folder)


def test_nothing_is_recorded_while_git_is_at_work(folder: Path, git: Git) -> None:
    """Half of what it brings would look like a change by hand."""
    path = folder / "plans" / "default" / "city.json"
    lock = folder / ".git" / "index.lock"

    def change(unit: UnitOfWork) -> None:
        unit.items.put([write(PLAN.item("m1"), seen=1, plan=PLAN)])
        unit.commit()

    lock.touch()
    path.write_text(path.read_text(encoding="utf-8").replace("开放图书馆", "开放两座图书馆"), encoding="utf-8")
    before = files_of(folder)
    with closing(JsonFolderBackend.open(str(folder), create=False, timeout=0)) as backend:
        assert files_of(folder) == before
        block = backend.unit(TENANT, write=True)
        with pytest.raises(StoreUnavailable, match="git is changing the folder") as caught, block:
            pass
        assert str(lock) in str(caught.value)
        assert files_of(folder) == before
        lock.unlink()
        with backend.unit(TENANT, write=True) as unit:
            change(unit)
    assert contents(folder)[3]["city"][-1].event.actor == ACTOR
