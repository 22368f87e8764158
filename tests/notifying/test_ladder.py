"""The ladder of levels: who hears when, what holds it, what starts it anew."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.notifying.office import DUE, PLAN, office

from plan_tasks.errors import InvalidValue
from plan_tasks.model import ItemId, Role
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.rules import LadderRule, Rung, three_colours
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.workflow.commands import (
    ApproveExtension,
    RefuseCompletion,
    RefuseExtension,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
)

M1 = ItemId("m1")
LADDER = three_colours("inspection")
BY_TIME = attrs.evolve(LADDER, steps=tuple(step for step in LADDER.steps if step.behind is None))
JUNE = date(2021, 6, 18), date(2021, 7, 16)


def test_the_ladder_climbs_by_working_days_from_the_unit_to_the_leader_to_the_office() -> None:
    with office(BY_TIME) as at_work:
        assert at_work.days(*JUNE) == [
            "06-21 m1 2021-06-30 blue -7wd: schools",
            "06-25 m1 2021-06-30 blue -3wd: schools",
            "06-30 m1 2021-06-30 blue +0wd: schools",
            "07-01 m1 2021-06-30 yellow +1wd: schools, clerk",
            "07-05 m1 2021-06-30 orange +3wd: schools, mayor",
            "07-07 m1 2021-06-30 red +5wd: schools, mayor, inspection",
        ]
        entries = at_work.tracker.outbox("city")
        assert {entry.state for entry in entries} == {OutboxState.SENT}
        assert [entry.level for entry in entries][-1] == "red"
        assert "[red, act at once | 7 days overdue] Open the library" in entries[-1].subject


def test_after_a_gap_the_highest_step_alone_goes_out_and_names_those_that_it_stands_for() -> None:
    with office(BY_TIME) as at_work:
        at_work.look(date(2021, 6, 21))
        entries = at_work.look(date(2021, 7, 20)).entries
        assert {entry.occurrence for entry in entries} == {"2021-06-30 red +5wd"}
        whys = {entry.recipient: json.loads(entry.why) for entry in entries}
        assert whys["schools"]["superseded"] == [
            f"2021-06-30 {step}" for step in ("blue -3wd", "blue +0wd", "yellow +1wd", "orange +3wd")
        ], "blue -7wd was told, and stands for itself"
        assert (whys["mayor"]["on"], whys["mayor"]["roles"]) == ("2021-07-20", ["leader"])


def test_a_level_waits_until_the_one_below_it_is_delivered() -> None:
    """Within a level a later step takes the place of one that waits; the leader hears only when the unit was told."""
    with office(BY_TIME) as at_work:
        at_work.sends = False
        assert [line[:5] for line in at_work.days(date(2021, 6, 21), date(2021, 7, 9))] == ["06-21", "06-25", "06-30"]
        assert at_work.reasons() == {
            "2021-06-30 blue -7wd": "superseded by the step blue -3wd",
            "2021-06-30 blue -3wd": "superseded by the step blue +0wd",
        }
        at_work.tracker.dispatch({"console": {}})
        assert at_work.days(date(2021, 7, 10), date(2021, 7, 12)) == [
            "07-10 m1 2021-06-30 red +5wd: schools, mayor, inspection"
        ]


def test_a_step_that_could_not_be_delivered_does_not_hold_the_ladder() -> None:
    with office(BY_TIME) as at_work:
        at_work.sends = False
        at_work.look(DUE)
        with at_work.tracker._context.backend.unit(at_work.tracker._context.tenant, write=True) as unit:
            now, lease = at_work.clock(), timedelta(minutes=1)
            (entry,) = unit.outbox.claim(worker="w", now=now, lease=lease, limit=9, channels=["console"])
            unit.outbox.settle("w", [Settlement(entry.key, OutboxState.DEAD, now, reason="no such address")])
            unit.commit()
        assert at_work.days(date(2021, 7, 1), date(2021, 7, 1)) == ["07-01 m1 2021-06-30 yellow +1wd: schools, clerk"]


def test_a_look_back_does_not_go_down_the_ladder() -> None:
    with office(BY_TIME) as at_work:
        at_work.look(date(2021, 7, 7))
        for day in (date(2021, 7, 5), date(2021, 6, 25), date(2021, 6, 30)):
            assert [entry for entry in at_work.look(day).entries if entry.recipient == "schools"] == []


def test_a_return_holds_the_ladder_while_it_is_judged() -> None:
    """For three working days; then what is true by then goes out."""
    with office(BY_TIME) as at_work:
        at_work.days(date(2021, 6, 18), date(2021, 7, 1))
        at_work.change(date(2021, 7, 2), ReportProgress(item=M1, on=date(2021, 7, 2), percent=Decimal("0.5")))
        assert at_work.days(date(2021, 7, 3), date(2021, 7, 8)) == [
            "07-07 m1 2021-06-30 red +5wd: schools, mayor, inspection"
        ]


def test_a_return_before_the_deadline_holds_reminders_too() -> None:
    with office(BY_TIME) as at_work:
        at_work.change(date(2021, 6, 24), ReportProgress(item=M1, on=date(2021, 6, 24), percent=Decimal("0.5")))
        assert at_work.days(date(2021, 6, 25), DUE) == [
            "06-25 m1 2021-06-30 blue -7wd: schools",
            "06-29 m1 2021-06-30 blue -3wd: schools",
            "06-30 m1 2021-06-30 blue +0wd: schools",
        ], "the clock stands at the day of the return, on which the first step was reached"


def test_an_open_extension_holds_the_ladder_and_a_refusal_lets_it_go_on() -> None:
    asked = RequestExtension(item=M1, due=date(2021, 9, 30), reason="floods")
    with office(BY_TIME) as at_work:
        at_work.sends = False
        at_work.look(DUE)
        at_work.change(DUE, asked)
        assert at_work.days(date(2021, 7, 1), date(2021, 7, 4)) == []
        assert at_work.reasons() == {"2021-06-30 blue +0wd": "an extension is asked for"}
        at_work.sends = True
        at_work.change(date(2021, 7, 4), RefuseExtension(item=M1, reason="no floods"), actor="office")
        assert at_work.days(date(2021, 7, 5), date(2021, 7, 5)) == ["07-05 m1 2021-06-30 orange +3wd: schools, mayor"]


def test_an_approved_extension_starts_the_ladder_anew() -> None:
    with office(BY_TIME) as at_work:
        at_work.days(date(2021, 6, 25), date(2021, 7, 1))
        asked = RequestExtension(item=M1, due=date(2021, 7, 30), reason="floods")
        at_work.change(date(2021, 7, 1), asked, ApproveExtension(item=M1), actor="office")
        assert at_work.days(date(2021, 7, 2), date(2021, 8, 2)) == [
            "07-21 m1 2021-07-30 blue -7wd: schools",
            "07-27 m1 2021-07-30 blue -3wd: schools",
            "07-30 m1 2021-07-30 blue +0wd: schools",
            "08-02 m1 2021-07-30 yellow +1wd: schools, clerk",
        ]


def test_a_request_for_completion_stops_the_ladder_until_it_is_sent_back() -> None:
    with office(BY_TIME) as at_work:
        at_work.look(DUE)
        at_work.change(DUE, RequestCompletion(item=M1, on=DUE))
        assert at_work.days(date(2021, 7, 1), date(2021, 7, 6)) == []
        at_work.change(date(2021, 7, 6), RefuseCompletion(item=M1, reason="the roof is missing"), actor="office")
        assert [line[:5] for line in at_work.days(date(2021, 7, 7), date(2021, 7, 9))] == ["07-07"]


def test_a_step_behind_pace_goes_out_once_a_month_and_no_more_after_the_deadline() -> None:
    steps = (
        Rung(level=Level.YELLOW, behind=Decimal(10)),
        Rung(level=Level.ORANGE, behind=Decimal(30), roles=(Role.LEADER,)),
    )
    with office(LadderRule(name="pace", steps=steps, rest=0)) as at_work:
        at_work.change(date(2021, 3, 1), ReportProgress(item=M1, on=date(2021, 3, 1), percent=Decimal("0.2")))
        assert at_work.days(date(2021, 3, 2), date(2021, 5, 2)) == [
            "03-02 m1 2021-06-30 yellow behind 10 2021-03: schools",
            "04-01 m1 2021-06-30 orange behind 30 2021-04: mayor",
            "05-01 m1 2021-06-30 orange behind 30 2021-05: mayor",
        ]
        at_work.change(date(2021, 5, 2), ReportProgress(item=M1, on=date(2021, 5, 2), percent=Decimal("0.95")))
        assert at_work.days(date(2021, 6, 1), date(2021, 7, 2)) == []


def test_steps_lie_at_shares_of_the_time_that_is_left() -> None:
    """Of 181 days, 30 % are left from the 127th on, and 15 % from the 154th."""
    steps = (Rung(level=Level.YELLOW, left=Fraction(30, 100)), Rung(level=Level.ORANGE, left=Fraction(15, 100)))
    with office(LadderRule(name="left", steps=(*steps, Rung(level=Level.RED, days=1)))) as at_work:
        assert at_work.days(date(2021, 5, 1), date(2021, 7, 1)) == [
            "05-07 m1 2021-06-30 yellow left 3/10: schools",
            "06-03 m1 2021-06-30 orange left 3/20: schools",
            "07-01 m1 2021-06-30 red +1d: schools",
        ]


def test_a_ladder_insists_from_orange_up() -> None:
    assert [
        LADDER.insists(LADDER.occurrence("2021-06-30", index, "2021-06")) for index in range(len(LADDER.steps))
    ] == [step.level in (Level.ORANGE, Level.RED) for step in LADDER.steps]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"steps": ()}, "one or more steps"),
        ({"steps": (Rung(level=Level.RED, days=1), Rung(level=Level.BLUE, days=2))}, "never go down"),
        ({"steps": (Rung(level=Level.BLUE, days=2), Rung(level=Level.RED, days=1))}, "order of time"),
        ({"steps": (Rung(level=Level.RED, days=1, to_office=True),)}, "the office"),
        ({"to_office": True}, "the office"),
        ({"rest": -1}, "rest"),
        ({"commitments": ("binding",)}, "commitments"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidValue, match=complaint):
        LadderRule(**{"name": "ladder", "steps": (Rung(level=Level.BLUE, days=0),), **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"days": 1, "behind": Decimal(10)},
        {"behind": Decimal(0)},
        {"behind": 10},
        {"left": Fraction(1)},
        {"left": Decimal("0.3")},
        {"days": 4_000},
        {"days": "1"},
    ],
)
def test_a_step_is_reached_in_one_way(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        Rung(level=Level.BLUE, **fields)


def test_items_without_a_deadline_stand_on_no_step() -> None:
    item = attrs.evolve(PLAN.measures[0], due=None)
    with office(LADDER, plan=attrs.evolve(PLAN, measures=(item,))) as at_work:
        assert at_work.days(date(2021, 12, 30), date(2021, 12, 31)) == []
