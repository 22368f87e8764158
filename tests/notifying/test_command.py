"""``notify`` and ``outbox`` as a user types them: rules of one's own, what is printed where, which status."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
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


def test_people_come_from_a_table(say: Say, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("单位,联系人,console\n市教育局,李明,7\n", encoding="gb18030")
    named = ("--directory", "csv", "--directory-option", "file=people.csv")
    answer = json.loads(say("notify", "--on", "2021-06-27", *named, "--dry-run", "--json")[1])
    assert [entry["recipient"] for entry in answer["queued"]] == ["李明"]
    status, _, err = say("notify", "--on", "2021-06-27", "--directory-option", "file=people.csv")
    assert (status, err.count("write --directory NAME before it")) == (2, 1)


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


def test_a_notice_is_shown_with_its_attempts_and_queued_again(say: Say) -> None:
    arguments = ("notify", "--on", "2021-06-27", "--channel", "eml-folder", "--option", "folder=/dev/null/x")
    say(*arguments)
    (entry,) = json.loads(say("outbox", "--json")[1])["entries"]
    status, out, _ = say("outbox", "show", entry["key"][:8], "--lang", "en")
    assert status == 0
    assert "attempt 1, " in out
    assert "try_again /dev/null/x cannot be written" in out
    (shown,) = json.loads(say("outbox", "show", entry["key"], "--json")[1])["notices"]
    assert [each["outcome"] for each in shown["log"]] == ["try_again"]
    assert json.loads(say("outbox", "requeue", entry["key"], "--json")[1]) == {"requeued": 0}  # it waits
    with Tracker.open("sqlite:///plan_tasks.db", autoload=False) as tracker:
        context = tracker._context
        with context.backend.unit(context.tenant, write=True) as unit:
            unit.outbox.cancel([entry["key"]], at=context.clock(), reason="by hand")
            unit.commit()
    assert "0 notices" in say("outbox", "requeue", "--all", "--lang", "en")[1]
    assert "1 notices" in say("outbox", "requeue", "--all", "--state", "cancelled", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("show", "000000"), "no notice has a key that begins with '000000'"),
        (("show", "0"), "give 6 characters"),
        (("show",), "nothing is named to show"),
        (("requeue",), "nothing is named to requeue"),
        (("list", "abc"), "list takes no keys"),
        (("show", "--all"), "--all goes with requeue"),
        (("resume", "mail"), "no channel 'mail' is stopped"),
    ],
)
def test_what_cannot_be_shown_or_queued_again_is_said(say: Say, arguments: tuple[str, ...], complaint: str) -> None:
    status, _, err = say("outbox", *arguments)
    assert status != 0
    assert complaint in err


def test_an_item_is_muted_listed_and_heard_of_again(say: Say) -> None:
    say("mute", "--item", "m1", "--until", "2999-01-01", "--reason", "审计", "--actor", "督查室")
    assert "item m1" in say("silences", "--lang", "en")[1]
    answer = json.loads(say("notify", "--on", "2021-06-27", "--json")[1])
    assert (answer["sent"], answer["held"]) == (0, 1)
    assert "silence s1 by 督查室" in json.loads(say("outbox", "--json")[1])["entries"][0]["reason"]
    assert json.loads(say("unmute", "s1", "--actor", "督查室", "--json")[1]) == {"released": 1}
    assert json.loads(say("notify", "--on", "2021-06-27", "--json")[1])["sent"] == 1
    assert say("unmute", "s1", "--actor", "x")[0] != 0


def test_hours_are_set_shown_and_taken_back(say: Say) -> None:
    own = ("hours", "--to", "schools", "--from", "10:00", "--until", "19:00", "--zone", "Asia/Urumqi", "--json")
    assert json.loads(say(*own)[1])["own"]["schools"]["opens"] == "10:00"
    office = json.loads(say("hours", "--override", "red", "--most", "5", "--per", "60", "--json")[1])
    assert (office["override"], office["most"], office["per"]) == (["red"], 5, 3600.0)
    assert "Asia/Urumqi" in say("hours", "--lang", "en")[1]
    assert json.loads(say("hours", "--to", "schools", "--usual", "--json")[1])["own"] == {}
    assert say("hours", "--from", "19:00")[0] == 2
    assert say("hours", "--zone", "Nowhere/x")[0] == 2


def test_a_watch_ends_cleanly_after_its_round(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(threading.Event, "wait", lambda self, timeout: os.kill(os.getpid(), signal.SIGTERM))
    status, _, err = say("notify", "--watch", "--interval", "0.5", "--lang", "en")
    assert status == 0
    assert len(re.findall(r"\d\d:\d\d:\d\d \d+ queued", err)) == 1
    assert signal.getsignal(signal.SIGTERM) == before
    assert say("notify", "--watch", "--json")[0] == 2
