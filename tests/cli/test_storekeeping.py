"""`verify`, `forget`, `vacuum` and `changes`: what they say, and the statuses with which they end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

LATER = ("--before", "2200-01-01", "--reason", "kept on paper")


def tamper(sql: str) -> None:
    with closing(sqlite3.connect("plan_tasks.db")) as connection:
        connection.execute(sql)
        connection.commit()


def test_a_sound_store_is_verified_with_status_0(cli: Cli, plan: str) -> None:
    answer = cli("verify")
    assert (answer.status, answer.err) == (0, "")
    *_, last = answer.out.splitlines()
    assert last.startswith("✓ history of city: 50 items, ")
    said = cli("verify", "--plan", "city", "--json").json
    assert said["ok"] is True
    assert {"ok": True, "subject": "file", "text": "ok"} in said["findings"]


def test_the_first_broken_link_is_named_with_status_1(cli: Cli, plan: str) -> None:
    tamper("UPDATE event SET actor='nobody' WHERE sequence=20")
    answer = cli("verify")
    assert answer.status == 1
    [line] = [line for line in answer.out.splitlines() if line.startswith("✗ history of city")]
    assert "plan city, event 20: the history does not match its hash, at a change of item " in line
    said = cli("verify", "--json")
    assert (said.status, said.json["ok"]) == (1, False)


def test_history_is_forgotten_and_verify_says_what_is_gone(cli: Cli, plan: str) -> None:
    count = cli("history", "--json").json["events"][-1]["sequence"]
    done = cli("forget", *LATER, "--json").json
    assert (done["plan"], done["removed"], done["through"]) == ("city", count, count)
    assert "were forgotten by office on " in cli("verify").out
    shown = cli("history").out.splitlines()
    assert "earlier history forgotten" in shown[1]
    assert f"1–{count}" in shown[2]
    assert cli("forget", "--before", "2000-01-01", "--reason", "x").out == "plan city has no history that old\n"
    assert cli("verify", "--lang", "zh").status == 0
    assert "已删除" in cli("history", "--lang", "zh").out


def test_a_stub_is_signed_with_a_key_that_is_not_on_the_command_line(
    cli: Cli, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_KEY", "0123456789abcdef")
    Path("other.key").write_text("fedcba9876543210\n", encoding="utf-8")
    assert "a stub stands for events 1 to " in cli("forget", *LATER, "--key", "env:ARCHIVE_KEY").out
    assert "(signed; the key was not given)" in cli("verify").out
    assert "(signed, and the key fits)" in cli("verify", "--key", "env:ARCHIVE_KEY").out
    wrong = cli("verify", "--key", "file:other.key")
    assert (wrong.status, "does not match its signature" in wrong.out) == (1, True)
    for given in ("0123456789abcdef", "env:NONE", "file:none.key"):
        refused = cli("verify", "--key", given)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)
        assert "0123456789abcdef" not in refused.err


def test_wrong_uses_are_refused(cli: Cli, plan: str) -> None:
    for arguments, words in (
        (("forget", "--reason", "x"), "--before"),
        (("forget", "--before", "2021-01-01"), "--reason"),
        (("forget", "--before", "soon", "--reason", "x"), "'soon' is not a moment"),
        (("forget", "--before", "2021-02-30", "--reason", "x"), "'2021-02-30' is not a date"),
        (("forget", "--before", "2021-01-01", "--reason", " "), "an actor and a reason"),
        (("verify", "--plan", "west"), "there is no plan 'west'"),
    ):
        answer = cli(*arguments)
        assert (answer.status, words in answer.err) == (2, True), answer.err


def test_vacuum_gives_back_room(cli: Cli, plan: str) -> None:
    for number in range(20):
        cli("progress", "m2.4", "--percent", str(number), "--narrative", "words " * 300)
    cli("forget", *LATER)
    done = cli("vacuum", "--json").json
    assert done["after"] < done["before"]
    assert Path("plan_tasks.db").stat().st_size == done["after"]
    assert cli("verify").status == 0
    assert cli("vacuum").out.endswith(f" became {done['after']:,}\n")
    answer = cli("vacuum", "--store", "memory:")
    assert (answer.status, answer.err) == (
        3,
        "plan-tasks: this kind of store has no room to give back; nothing needs to be done\n",
    )


def test_changes_are_told_by_cursor(cli: Cli, plan: str, report: Path) -> None:
    cli("import", str(report), "--plan", "second")
    first = cli("changes", "--json", "--limit", "3").json
    assert (len(first["changes"]), first["more"]) == (3, True)
    rest = cli("changes", "--json", "--since", first["cursor"], "--limit", "10000").json
    assert rest["more"] is False
    told = [(each["plan"], each["sequence"]) for each in first["changes"] + rest["changes"]]
    counts = [len(cli("history", "--plan", plan, "--json").json["events"]) for plan in ("city", "second")]
    assert told == [
        (plan, n) for plan, count in zip(("city", "second"), counts, strict=True) for n in range(1, count + 1)
    ]
    assert cli("changes", "--since", rest["cursor"], "--json").json == {
        "changes": [],
        "cursor": rest["cursor"],
        "more": False,
    }
    cli("progress", "m2.4", "--percent", "40", "--plan", "second")
    shown = cli("changes", "--since", rest["cursor"])
    assert [word in shown.out.splitlines()[1] for word in ("second", "m2.4", "progress reported", "40%")] == [True] * 4
    assert shown.err.startswith("next time: --since ")
    again = shown.err.split()[-1]
    assert cli("changes", "--since", again).out == "nothing has changed\n"
    wrong = cli("changes", "--since", "x")
    assert (wrong.status, "'x' is no cursor" in wrong.err) == (2, True)
