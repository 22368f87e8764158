"""``notify`` and ``outbox`` as a user types them: rules of one's own, what is printed where, which status."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plan_tasks import Assignment, Measure, Owner, Plan, Tracker
from plan_tasks.cli.main import run
from plan_tasks.model import ItemId, OwnerId, PlanId

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command in an empty folder with a small store and gives status, output and notes."""
    for name in [name for name in os.environ if name.startswith("PLAN_TASKS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    schools = Owner(id=OwnerId("schools"), name="市教育局")
    items = tuple(
        Measure(
            id=ItemId(item),
            title="开放图书馆",
            due=date(2021, 6, 30),
            assignments=tuple(Assignment(owner=owner.id) for owner in owners),
        )
        for item, owners in (("m1", [schools]), ("m2", []))
    )
    plan = Plan(
        id=PlanId("city"),
        title="City",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(schools,),
        measures=items,
    )
    with Tracker.open("sqlite:///plan_tasks.db", autoload=False) as tracker:
        tracker.add(plan, actor="office")

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_notices_go_to_the_output_and_what_was_done_beside_it(say: Say) -> None:
    status, out, err = say("notify", "--on", "2021-06-27", "--lang", "en")
    assert status == 0
    assert out.startswith("→ 市教育局: [due in 3 days] 开放图书馆\n")
    assert err == (
        "1 queued, 0 queued before, 0 cancelled; 1 sent, 0 failed, 0 of unknown outcome, 0 waiting\n"
        "cannot be told: m2: the item has no owner\n"
    )


def test_the_same_is_said_in_chinese(say: Say) -> None:
    _, out, err = say("notify", "--on", "2021-06-27", "--lang", "zh")
    assert out.startswith("→ 市教育局: 【3天后到期】开放图书馆\n")
    assert err == (
        "新入队 1 份，此前已入队 0 份，失效取消 0 份；已发送 1 份，失败 0 份，待确认 0 份，待发送 0 份\n"
        "无法通知：m2：无相应责任主体\n"
    )


def test_one_json_document_stays_one_where_notices_are_printed(say: Say) -> None:
    """The console then prints to the other stream, unless it is told where to."""
    status, out, err = say("notify", "--on", "2021-06-27", "--json")
    answer = json.loads(out)
    assert status == 0
    assert err.startswith("→ 市教育局: ")
    assert (answer["sent"], answer["queued_before"], answer["dry_run"]) == (1, 0, False)
    assert answer["unreachable"] == [{"owner": "", "item": "m2", "channel": "", "reason": "the item has no owner"}]
    (queued,) = answer["queued"]
    assert (queued["item"], queued["recipient_name"], queued["occurrence"]) == ("m1", "市教育局", "2021-06-30 -3d")


def test_rules_come_from_a_file(say: Say, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "early"\nbefore = [60]\n', encoding="utf-8")
    assert json.loads(say("notify", "--on", "2021-05-10", "--json")[1])["queued"] == []
    answer = json.loads(say("notify", "--on", "2021-05-10", "--rules", "rules.toml", "--json")[1])
    assert [entry["rule"] for entry in answer["queued"]] == ["early"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[rules]]\nname = "early"\n\n[[rules]]\nname = "late"\nevery = 7\n', "rules.toml, line 4: "),
        ("[[rules]\n", "rules.toml: it is not TOML"),
        ("", "rules.toml"),
        (None, "no such file"),
    ],
)
def test_rules_that_cannot_be_read_are_named_and_nothing_is_queued(
    say: Say, tmp_path: Path, text: str | None, complaint: str
) -> None:
    if text is not None:
        (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    status, out, err = say("notify", "--on", "2021-06-27", "--rules", "rules.toml")
    assert (status, out) == (2, "")
    assert complaint in err
    assert len(err.splitlines()) <= 2
    assert json.loads(say("outbox", "--json")[1]) == {"entries": []}


def test_what_lost_its_point_is_said_to_be_cancelled(say: Say) -> None:
    say("notify", "--on", "2021-06-23", "--channel", "eml-folder", "--option", "folder=/dev/null/x")
    dry = json.loads(say("notify", "--on", "2021-06-27", "--dry-run", "--json")[1])
    assert [each["reason"] for each in dry["cancelled"]] == ["superseded by the step -3d"]
    say("notify", "--on", "2021-06-27", "--json")
    entries = json.loads(say("outbox", "--state", "cancelled", "--json")[1])["entries"]
    assert [entry["reason"] for entry in entries] == ["superseded by the step -3d"]


def test_a_channel_out_of_reach_is_said_and_loses_nothing(say: Say) -> None:
    """What waits is shown with the reason."""
    arguments = ("notify", "--on", "2021-06-27", "--channel", "eml-folder", "--option", "folder=/dev/null/x")
    status, _, err = say(*arguments, "--lang", "en")
    assert status == 0
    assert "0 sent, 0 failed, 0 of unknown outcome, 1 waiting" in err
    _, out, _ = say("outbox", "--lang", "en")
    assert "/dev/null/x cannot be written" in out
    assert "pending" in out
