"""What the reading commands print: lists and their pages, one item, a draft, a check, the plugins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plan_tasks.reporting.widths import display_width

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

FIELDS = {"id", "kind", "title", "area", "state", "health", "due", "owners", "attainment", "pace", "reasons"}


def test_items_as_json_have_the_same_fields_everywhere(cli: Cli, plan: str) -> None:
    [listed] = cli("list", "--limit", "1", "--json").json["items"]
    assessed = cli("assess", "--json").json["items"][0]
    shown = cli("show", listed["id"], "--json").json
    assert set(listed) == set(assessed) == FIELDS
    assert set(shown) >= FIELDS
    assert set(listed["reasons"][0]) == {"rule", "text"}


def test_pages_follow_each_other_without_gap_or_repetition(cli: Cli, plan: str) -> None:
    seen, after = [], ""
    while True:
        page = cli("list", "--limit", "7", "--after", after, "--json").json
        seen += [item["id"] for item in page["items"]]
        after = page["after"]
        if after is None:
            break
    everything = [item["id"] for item in cli("list", "--limit", "10000", "--json").json["items"]]
    assert seen == everything
    assert len(seen) == len(set(seen)) == 50


def test_a_page_for_people_says_how_to_go_on(cli: Cli, plan: str) -> None:
    first = cli("list", "--limit", "3")
    option, cursor = first.err.split()[-2:]
    assert option == "--after"
    assert cli("list", "--limit", "3", option, cursor).out.splitlines()[1].startswith("g04")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--kind", "goal", "--text", "就业"), ["g07"]),  # jobs
        (("--area", "7"), ["m7.1", "m7.2", "m7.3"]),
        (("--area", "a7"), ["m7.1", "m7.2", "m7.3"]),
        (("--owner", "市教育局", "--role", "lead"), ["m6.1", "m8.3"]),  # the education bureau
        (("--due-before", "2021-05-01"), ["m7.2"]),
        (("--state", "completed"), []),
        (("--due-before", "2021-07-01", "--order", "due", "--limit", "2"), ["m7.2", "m2.4"]),
    ],
)
def test_a_list_is_narrowed(cli: Cli, plan: str, options: tuple[str, ...], ids: list[str]) -> None:
    assert [item["id"] for item in cli("list", *options, "--json").json["items"]] == ids


@pytest.mark.parametrize("language", ["zh", "en"])
def test_columns_line_up_with_wide_characters(cli: Cli, plan: str, language: str) -> None:
    lines = cli("list", "--lang", language, "--on", "2021-06-30").out.splitlines()
    assert len({display_width(line) for line in lines}) == 1  # the last column is filled and lines up at the right


def test_a_fresh_item_is_shown_without_empty_lines(cli: Cli, plan: str) -> None:
    lines = cli("show", "m2.4", "--on", "2021-06-30", "--lang", "zh").out.splitlines()
    assert all(line.strip() and line == line.rstrip() for line in lines)
    assert any(line.startswith("牵头单位") for line in lines)  # its lead unit


def test_what_strangers_typed_does_not_steer_the_terminal(cli: Cli, plan: str) -> None:
    cli("progress", "m2.4", "--narrative", "\x1b[2Jcleared\x07 \u202eturned", "--reason", "\x9b31m")
    for command in (("show", "m2.4"), ("history", "m2.4")):
        shown = cli(*command).out
        assert "cleared" in shown
        assert not set(shown) & {"\x1b", "\x07", "\u202e", "\x9b"}


def test_a_history_is_in_words(cli: Cli, plan: str) -> None:
    chinese = cli("history", "--lang", "zh").out
    assert "建立计划" in chinese  # the plan was made
    assert "_created" not in chinese
    assert len(chinese.splitlines()) == 1 + 51
    events = cli("history", "--json").json["events"]
    assert [event["sequence"] for event in events] == list(range(1, 52))


def test_a_draft_names_places_in_the_text(cli: Cli, report: Path) -> None:
    draft = cli("draft", str(report), "--json").json
    text = report.read_text(encoding="utf-8")
    claims = [*draft["targets"], *draft["measures"], *draft["achievements"]]
    assert claims
    assert all(text[claim["start"] : claim["end"]] == claim["text"] for claim in claims)
    assert set(draft) == {"title", "period", "areas", "targets", "measures", "achievements", "warnings"}


@pytest.mark.parametrize(("language", "word"), [("zh", "以上"), ("en", "at least")])
def test_a_draft_for_people_has_no_code_words(cli: Cli, report: Path, language: str, word: str) -> None:
    shown = cli("draft", str(report), "--lang", language).out
    assert word in shown
    assert "at_least" not in shown


def test_a_draft_comes_from_standard_input_too(process: Cli, report: Path) -> None:
    given = process("draft", "-", "--json", given=report.read_bytes())
    assert len(given.json["measures"]) == 36


def test_a_check_judges_one_target(cli: Cli) -> None:
    good = cli("check", "城镇新增就业1100万人以上", "--actual", "698", "--on", "2021-06-30", "--json")
    assert good.status == 0
    assert (good.json["indicator"], good.json["value"], good.json["unit"]) == ("城镇新增就业", 1100, "万人")
    assert (round(good.json["attainment"], 4), good.json["health"]) == (0.6345, "ahead")
    bad = cli("check", "城镇新增就业1100万人以上", "--actual", "300", "--on", "2021-06-30")
    assert bad.status == 1
    assert "off track" in bad.out


@pytest.mark.parametrize(
    ("asked", "target", "verdict"),
    [
        ((), "12,000 or more new urban jobs", "ahead of pace"),
        ((), "城镇新增就业12000人以上", "超序时"),
        (("--lang", "zh"), "12,000 or more new urban jobs", "超序时"),
        (("--lang", "en"), "城镇新增就业12000人以上", "ahead of pace"),
    ],
)
def test_a_check_answers_in_the_language_asked_for_else_in_the_target_s(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], target: str, verdict: str
) -> None:
    monkeypatch.delenv("PLAN_TASKS_LANG")
    answer = cli("check", target, "--actual", "6800", "--on", "2021-06-30", *asked)
    assert f"  {verdict}\n" in answer.out


def test_plugins_are_listed_with_kind_version_and_origin(cli: Cli) -> None:
    plugins = {each["name"]: each for each in cli("plugins", "--json").json["plugins"]}
    assert plugins["storage.sqlite"]["kind"] == "storage"
    assert {"version", "source", "state", "failures"} <= set(plugins["storage.sqlite"])
    assert "report format markdown" in cli("plugins").out


def test_the_doctor_finds_a_sound_store_and_a_broken_one(cli: Cli, plan: str) -> None:
    sound = cli("doctor", "--json")
    assert (sound.status, sound.json["ok"]) == (0, True)
    Path("broken.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    broken = cli("doctor", "--json", "--store", "sqlite:///broken.db")
    assert (broken.status, broken.json["ok"]) == (1, False)


def test_the_doctor_tells_no_password(cli: Cli) -> None:
    answer = cli("doctor", "--store", "postgresql://office:secret@host/db", "--json")
    assert answer.status == 1
    assert "secret" not in answer.out + answer.err


def test_help_lists_every_command_in_a_group(cli: Cli) -> None:
    from plan_tasks.cli.commands import GROUPS
    from plan_tasks.cli.parser import build_parser

    text = cli("--help").out
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(build_parser().commands.choices)  # type: ignore[attr-defined]
    for title, names in GROUPS.items():
        assert f"{title}:\n  {next(iter(names))}" in text
    for name in named:
        assert cli(name, "--help").status == 0


@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8", "en_US.UTF-8"])
def test_the_language_is_the_same_on_every_machine(cli: Cli, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("PLAN_TASKS_LANG", "")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, locale)
    answer = cli("check", "城镇新增就业1100万人以上", "--actual", "698", "--on", "2021-06-30")
    assert "超序时" in answer.out  # ahead of pace


def test_a_language_before_the_command_counts(cli: Cli, plan: str) -> None:
    assert "事项" in cli("--lang", "zh", "list", "--limit", "1").out  # item
