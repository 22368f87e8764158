"""From a report to a restored store: one item after another goes through its life on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

JOBS, LIBRARY, SCHOOL = "g07", "m2.4", "m8.3"


def test_import_says_what_came_of_the_document(cli: Cli, report: Path) -> None:
    answer = cli("import", str(report), "--json")
    assert answer.status == 0
    assert answer.json == {"plan": "report", "version": 1, "goals": 14, "measures": 36}
    assert cli("export").status == 0


def test_a_change_prints_id_and_new_version(cli: Cli, plan: str) -> None:
    assert cli("progress", LIBRARY, "--percent", "40%", "--on", "2021-03-25").out == f"{LIBRARY} version 2\n"
    assert cli("progress", LIBRARY, "--percent", "60", "--json").json == {"id": LIBRARY, "version": 3}
    assert cli("progress", LIBRARY, "--percent", "70", "--lang", "zh").out == f"{LIBRARY} 第 4 版\n"
    assert cli("show", LIBRARY, "--json").json["version"] == 4


def test_a_return_shows_in_item_and_history(cli: Cli, plan: str) -> None:
    cli(
        *("progress", LIBRARY, "--percent", "40", "--narrative", "walls stand", "--problems", "rain"),
        *("--next-steps", "roof", "--evidence", "photo.jpg", "--on", "2021-03-25", "--actor", "culture"),
    )
    shown = cli("show", LIBRARY, "--on", "2021-03-31").out
    for words in ("2021-03-25 40% walls stand", "rain", "roof"):
        assert words in shown
    last = cli("history", LIBRARY).out.splitlines()[-1]
    for words in (LIBRARY, "progress reported", "40% walls stand", "culture"):
        assert words in last


def test_a_value_is_recorded_and_judged(cli: Cli, plan: str) -> None:
    assert cli("observe", JOBS, "--value", "3.1", "--end", "2021-06-30", "--source", "bureau").status == 0
    item = cli("show", JOBS, "--on", "2021-06-30", "--json").json
    assert item["health"] == "ahead"
    assert round(item["attainment"], 3) == 0.633
    [value] = item["observations"]
    assert (value["start"], value["end"], value["value"]) == ("2021-01-01", "2021-06-30", "3.1")


def test_whoever_asked_for_completion_cannot_confirm_it(cli: Cli, plan: str) -> None:
    assert cli("complete", LIBRARY, "--on", "2021-05-20", "--actor", "culture").status == 0
    refused = cli("confirm", LIBRARY, "--actor", "culture")
    assert refused.status == 2
    assert "someone else has to confirm" in refused.err
    sent_back = cli("confirm", LIBRARY, "--refuse", "--reason", "no papers", "--actor", "inspection")
    assert sent_back.status == 0
    assert cli("show", LIBRARY, "--json").json["state"] == "active"
    cli("complete", LIBRARY, "--on", "2021-05-28", "--actor", "culture")
    assert cli("confirm", LIBRARY, "--actor", "inspection").status == 0
    item = cli("show", LIBRARY, "--on", "2021-06-30", "--json").json
    assert (item["state"], item["health"]) == ("completed", "met")


def test_a_deadline_moves_only_when_it_is_approved(cli: Cli, plan: str) -> None:
    assert cli("extend", SCHOOL, "--to", "2021-10-31", "--reason", "floods").status == 0
    assert cli("extend", SCHOOL, "--refuse", "--reason", "time enough").status == 0
    assert cli("show", SCHOOL, "--json").json["due"] == "2021-08-31"
    cli("extend", SCHOOL, "--to", "2021-10-31", "--reason", "floods")
    assert cli("extend", SCHOOL, "--approve").status == 0
    assert cli("show", SCHOOL, "--json").json["due"] == "2021-10-31"
    assert "2021-08-31 → 2021-10-31" in cli("history", SCHOOL).out


def test_a_life_with_a_pause_and_an_end(cli: Cli, plan: str) -> None:
    for command, state in (
        ("suspend", "suspended"),
        ("resume", "active"),
        ("cancel", "cancelled"),
        ("reopen", "active"),
    ):
        assert cli(command, SCHOOL, "--reason", "policy").status == 0
        assert cli("show", SCHOOL, "--json").json["state"] == state
    for command in ("suspend", "cancel"):
        answer = cli(command, SCHOOL)
        assert (answer.status, "needs a reason" in answer.err) == (2, True)


def test_an_owner_is_assigned_by_name_and_a_stranger_only_when_meant(cli: Cli, plan: str) -> None:
    assert cli("assign", JOBS, "--owner", "市教育局", "--role", "cooperating").status == 0
    assert {"id": "市教育局", "name": "市教育局", "role": "cooperating"} in cli("show", JOBS, "--json").json["owners"]
    refused = cli("assign", JOBS, "--owner", "市教育")
    assert refused.status == 2
    assert "did you mean 市教育局" in refused.err
    assert cli("assign", JOBS, "--owner", "Space Agency", "--new").status == 0
    assert cli("list", "--owner", "Space Agency", "--json").json["items"][0]["id"] == JOBS


def test_a_stale_version_is_refused(cli: Cli, plan: str) -> None:
    cli("progress", LIBRARY, "--percent", "40")
    answer = cli("progress", LIBRARY, "--percent", "50", "--seen", "1")
    assert answer.status == 2
    assert "version 1 was seen, the store holds 2" in answer.err
    for command in (
        ("suspend",),
        ("observe", "--value", "1", "--end", "2021-06-30"),
        ("assign", "--owner", "市教育局"),
    ):
        assert cli(*command, JOBS if command[0] == "observe" else LIBRARY, "--seen", "7", "--reason", "x").status == 2
    assert cli("progress", LIBRARY, "--percent", "50", "--seen", "2").status == 0


def test_what_was_known_then_is_judged_as_it_was_then(cli: Cli, plan: str) -> None:
    cli("observe", JOBS, "--value", "3.1", "--end", "2021-06-30")
    then = datetime.now(UTC).isoformat()
    cli("observe", JOBS, "--value", "1.1", "--end", "2021-06-30")
    now = cli("assess", "--on", "2021-06-30", "--json").json
    earlier = cli("assess", "--on", "2021-06-30", "--known-at", then, "--json").json
    health = [{item["id"]: item["health"] for item in found["items"]}[JOBS] for found in (earlier, now)]
    assert health == ["ahead", "off_track"]
    assert sum(now["counts"].values()) == len(now["items"]) == 50


def test_a_dry_run_of_notices_changes_nothing(cli: Cli, plan: str) -> None:
    before = cli("export").out
    dry = cli("notify", "--on", "2021-06-27", "--dry-run", "--json").json
    assert dry["queued"]
    assert dry["sent"] == 0
    assert cli("outbox", "--json").json["entries"] == []
    assert cli("export").out == before


def test_notices_are_printed_once(cli: Cli, plan: str) -> None:
    first = cli("notify", "--on", "2021-06-27")
    assert first.status == 0
    assert first.out
    assert cli("notify", "--on", "2021-06-27").out == ""
    states = {entry["state"] for entry in cli("outbox", "--json").json["entries"]}
    assert states == {"sent"}


def test_every_report_in_every_format(cli: Cli, plan: str) -> None:
    for kind in ("overview", "ledger", "owner"):
        for form in ("terminal", "markdown", "csv", "json"):
            written = cli("render", kind, "--format", form, "--on", "2021-06-30")
            assert written.status == 0, written.err
            to_file = cli("render", kind, "--format", form, "--on", "2021-06-30", "-o", "out")
            assert to_file.out == ""
            assert Path("out").read_bytes().decode() == written.out


def test_an_export_restores_to_the_same_plan_in_another_store(cli: Cli, plan: str) -> None:
    cli("observe", JOBS, "--value", "3.1", "--end", "2021-06-30")
    cli("progress", LIBRARY, "--percent", "40", "--on", "2021-03-25")
    cli("export", "-o", "city.json")
    other = ("--store", "sqlite:///other.db")
    assert cli("restore", "city.json", *other).status == 0
    assert cli("export", *other).out == Path("city.json").read_text(encoding="utf-8")
    here, there = (cli("assess", "--on", "2021-06-30", "--json", *where).json for where in ((), other))
    assert here == there


def test_a_store_of_several_plans_asks_which(cli: Cli, plan: str, report: Path) -> None:
    cli("import", str(report), "--plan", "second")
    answer = cli("list")
    assert (answer.status, "give --plan: city, second" in answer.err) == (2, True)
    assert cli("list", "--plan", "second", "--json").status == 0
