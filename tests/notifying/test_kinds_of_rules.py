"""Rules besides those about deadlines, at work: checks, returns, health, states, extensions, digests; and selectors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.notifying.office import DUE, PLAN, office

from plan_tasks.calendars.cycles import Moved
from plan_tasks.calendars.recurrence import Every
from plan_tasks.errors import InvalidValue
from plan_tasks.model import (
    Area,
    AreaId,
    Assignment,
    Commitment,
    Comparator,
    Goal,
    Health,
    Indicator,
    ItemId,
    Measure,
    OwnerId,
    Role,
    State,
    Target,
)
from plan_tasks.notifying.rules import (
    DigestRule,
    DueRule,
    ExtensionRule,
    HealthRule,
    ReturnRule,
    Rule,
    ShareRule,
    StateRule,
    Step,
)
from plan_tasks.notifying.rules.share import THREE_STAGES
from plan_tasks.workflow.commands import (
    ApproveExtension,
    Confirm,
    RefuseCompletion,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Resume,
    Suspend,
)

M1 = ItemId("m1")
INSPECTION = OwnerId("inspection")


def report(on: date, percent: str = "0.5") -> ReportProgress:
    return ReportProgress(item=M1, on=on, percent=Decimal(percent))


def test_three_stages_are_told_on_the_day_on_which_so_much_time_has_passed() -> None:
    """Of 181 days a third has passed on the 61st, two thirds on the 121st, all of it on the last."""
    with office(ShareRule(name="stages")) as at_work:
        lines = at_work.days(date(2021, 2, 27), date(2021, 7, 9))
        assert lines == [
            "03-02 m1 2021-06-30 1/3: schools",
            "05-01 m1 2021-06-30 2/3: schools",
            "06-30 m1 2021-06-30 1: schools",
        ]
        subjects = [entry.subject for entry in at_work.tracker.outbox("city")]
        assert subjects[0] == "[1/3 of the time has passed] Open the library"
        assert "100%" in subjects[-1]


def test_a_stage_that_was_missed_by_more_than_a_week_is_not_told_later() -> None:
    with office(ShareRule(name="stages", at=THREE_STAGES[:2])) as at_work:
        assert at_work.days(date(2021, 3, 8), date(2021, 3, 8)) == ["03-08 m1 2021-06-30 1/3: schools"]
    with office(ShareRule(name="stages", at=THREE_STAGES[:2])) as at_work:
        assert at_work.days(date(2021, 3, 9), date(2021, 3, 9)) == []


def test_shares_are_counted_in_working_days_where_the_rule_says_so() -> None:
    """Of 129 weekdays, 43 have passed on 2 March."""
    with office(ShareRule(name="stages", at=(Fraction(1, 3),), working_days=True)) as at_work:
        assert at_work.days(date(2021, 2, 25), date(2021, 3, 9)) == ["03-02 m1 2021-06-30 1/3: schools"]


RETURNS = ReturnRule(name="returns", day=25, before=(3,), after=(1, 5), moved=Moved.PRECEDING)


def test_a_return_is_asked_for_until_it_is_handed_in() -> None:
    """25 April 2021 is a Sunday: the reporting day is the Friday before."""
    with office(RETURNS) as at_work:
        assert at_work.days(date(2021, 4, 18), date(2021, 5, 10)) == [
            "04-18 m1 2021-03-25 return +5d: schools",
            "04-20 m1 2021-04-25 return -3d: schools",
            "04-24 m1 2021-04-25 return +1d: schools",
            "04-28 m1 2021-04-25 return +5d: schools",
        ]
        at_work.change(date(2021, 5, 23), report(date(2021, 5, 23)))
        assert at_work.days(date(2021, 5, 11), date(2021, 6, 10)) == []
        assert at_work.days(date(2021, 6, 22), date(2021, 6, 22)) == ["06-22 m1 2021-06-25 return -3d: schools"]
        subjects = [entry.subject for entry in at_work.tracker.outbox("city")]
        assert subjects[1:3] == ["[return due in 3 days] Open the library", "[return 1 day late] Open the library"]


def test_a_return_that_came_in_cancels_what_still_waits() -> None:
    with office(RETURNS) as at_work:
        at_work.sends = False
        at_work.look(date(2021, 4, 24))
        at_work.change(date(2021, 4, 24), report(date(2021, 4, 24)))
        assert at_work.look(date(2021, 4, 28)).entries == ()
        assert at_work.reasons() == {"2021-04-25 return +1d": "the return was handed in"}


def test_an_item_that_had_not_begun_owes_no_return() -> None:
    later = attrs.evolve(PLAN.measures[0], start=date(2021, 5, 1))
    with office(RETURNS, plan=attrs.evolve(PLAN, measures=(later,))) as at_work:
        assert [line[:5] for line in at_work.days(date(2021, 4, 18), date(2021, 5, 26))] == ["05-22", "05-26"]


def test_a_return_that_is_missing_for_long_is_asked_for_no_more() -> None:
    """The reporting day was 25 March: of it a look in May says nothing, one in April does."""
    rule = ReturnRule(name="returns", every=Every.QUARTER, day=25, after=(1,))
    with office(rule) as at_work:
        assert at_work.days(date(2021, 4, 26), date(2021, 5, 2)) == []
        assert at_work.days(date(2021, 4, 25), date(2021, 4, 25)) == ["04-25 m1 2021-03-25 return +1d: schools"]


def test_late_returns_reach_the_office_where_the_rule_says_so() -> None:
    rule = ReturnRule(name="late", day=25, after=(1,), office=INSPECTION, to_office=True)
    with office(rule) as at_work:
        assert at_work.days(date(2021, 4, 26), date(2021, 4, 26)) == [
            "04-26 m1 2021-04-25 return +1d: schools, inspection"
        ]


def test_health_is_told_when_it_is_another_than_at_the_last_look() -> None:
    """The first look only remembers; a second fall is told again; a look back neither tells nor remembers."""
    rule = HealthRule(name="worse", reached=(Health.OFF_TRACK, Health.OVERDUE), roles=(Role.LEAD, Role.LEADER))
    with office(rule) as at_work:
        assert at_work.look(date(2021, 6, 1)).entries == ()
        at_work.change(date(2021, 6, 1), report(date(2021, 6, 1), "0.2"))
        assert at_work.days(date(2021, 6, 2), date(2021, 6, 4)) == [
            "06-02 m1 2021-06-02 other off_track: schools, mayor"
        ]
        assert at_work.look(date(2021, 5, 1)).entries == ()
        at_work.change(date(2021, 6, 4), report(date(2021, 6, 4), "0.95"))
        assert at_work.days(date(2021, 6, 5), date(2021, 6, 6)) == []
        assert at_work.days(date(2021, 7, 1), date(2021, 7, 2)) == ["07-01 m1 2021-07-01 other overdue: schools, mayor"]
        assert at_work.tracker.outbox("city")[0].subject == "[now off track] Open the library"


def test_a_look_back_forgets_nothing_of_health() -> None:
    with office(HealthRule(name="worse", reached=(Health.OVERDUE,))) as at_work:
        assert len(at_work.days(date(2021, 6, 30), date(2021, 7, 1))) == 1
        at_work.look(date(2021, 6, 29))
        assert at_work.days(date(2021, 7, 2), date(2021, 7, 3)) == []


def test_health_that_is_left_is_told() -> None:
    with office(HealthRule(name="better", left=(Health.OFF_TRACK,))) as at_work:
        at_work.change(date(2021, 6, 1), report(date(2021, 6, 1), "0.2"))
        at_work.look(date(2021, 6, 2))
        at_work.change(date(2021, 6, 2), report(date(2021, 6, 2), "0.95"))
        assert at_work.days(date(2021, 6, 3), date(2021, 6, 4)) == ["06-03 m1 2021-06-03 off_track ahead: schools"]


def test_a_dry_run_remembers_nothing_of_health() -> None:
    with office(HealthRule(name="worse", reached=(Health.OVERDUE,))) as at_work:
        at_work.look(DUE)
        dry = at_work.tracker.notify("city", on=date(2021, 7, 1), rules=at_work.rules, dry_run=True)
        assert [entry.occurrence for entry in dry.entries] == ["2021-07-01 other overdue"]
        assert len(at_work.look(date(2021, 7, 1)).entries) == 1


def test_a_change_of_state_is_told_once_the_last_one_of_several() -> None:
    rule = StateRule(name="states", roles=(Role.LEADER,))
    with office(rule) as at_work:
        at_work.change(date(2021, 3, 1), Suspend(item=M1, reason="the law is changing"), actor="office")
        assert at_work.days(date(2021, 3, 1), date(2021, 3, 5)) == ["03-01 m1 event 3: mayor"]
        at_work.change(date(2021, 3, 5), Resume(item=M1), RequestCompletion(item=M1, on=DUE), actor="office")
        at_work.change(date(2021, 3, 6), Confirm(item=M1), actor="inspection")
        assert at_work.days(date(2021, 3, 7), date(2021, 3, 20)) == ["03-07 m1 event 6: mayor"]
        first, last = at_work.tracker.outbox("city")
        assert "active to suspended; the reason given: the law is changing" in first.body
        assert "[now completed]" in last.subject


def test_completion_that_is_sent_back_is_told_to_the_unit_with_the_reason() -> None:
    rule = StateRule(name="sent-back", left=(State.COMPLETION_REQUESTED,), reached=(State.ACTIVE,))
    with office(rule) as at_work:
        at_work.change(date(2021, 3, 1), RequestCompletion(item=M1, on=date(2021, 3, 1)))
        assert at_work.days(date(2021, 3, 2), date(2021, 3, 2)) == []
        at_work.change(date(2021, 3, 2), RefuseCompletion(item=M1, reason="the roof is missing"), actor="office")
        assert at_work.days(date(2021, 3, 3), date(2021, 3, 3)) == ["03-03 m1 event 4: schools"]
        assert "the roof is missing" in at_work.tracker.outbox("city")[0].body


def test_what_happened_too_long_ago_is_not_told_and_what_is_still_to_come_neither() -> None:
    with office(StateRule(name="states", within=3)) as at_work:
        at_work.change(date(2021, 3, 1), Suspend(item=M1, reason="x"), actor="office")
        assert at_work.look(date(2021, 2, 28)).entries == ()
        assert at_work.look(date(2021, 3, 4)).entries == ()
        assert len(at_work.look(date(2021, 3, 3)).entries) == 1


def test_extensions_are_told_when_they_are_asked_for_and_decided() -> None:
    asked = ExtensionRule(name="asked", steps=(Step.ASKED,), roles=(Role.LEADER,), office=INSPECTION, to_office=True)
    decided = ExtensionRule(name="decided", steps=(Step.GRANTED, Step.REFUSED))
    with office(asked, decided) as at_work:
        at_work.change(date(2021, 3, 1), RequestExtension(item=M1, due=date(2021, 9, 30), reason="floods"))
        assert at_work.days(date(2021, 3, 2), date(2021, 3, 2)) == ["03-02 m1 event 3: mayor, inspection"]
        at_work.change(date(2021, 3, 2), ApproveExtension(item=M1), actor="office")
        assert at_work.days(date(2021, 3, 3), date(2021, 3, 3)) == ["03-03 m1 event 4: schools"]
        request, _, grant = at_work.tracker.outbox("city")
        assert request.subject == "[extension to 2021-09-30 asked for] Open the library"
        assert "the reason given: floods" in request.body
        assert grant.subject == "[extended to 2021-09-30] Open the library"


def several() -> Any:
    """Items that are late, behind, soon due, far from due, and done, with two leads of whom one person stands."""
    made = [
        ("late", date(2021, 6, 1), "schools"),
        ("soon", date(2021, 7, 5), "schools"),
        ("far", date(2021, 12, 31), "water"),
        ("behind", date(2021, 11, 30), "water"),
    ]
    return attrs.evolve(
        PLAN,
        measures=tuple(
            Measure(id=ItemId(item), title=item.title(), due=due, assignments=(Assignment(owner=OwnerId(owner)),))
            for item, due, owner in made
        ),
    )


def test_a_digest_gathers_for_each_unit_what_is_late_behind_and_soon_due() -> None:
    rule = DigestRule(name="weekly", every=Every.WEEK, day=1, office=INSPECTION, to_office=True)
    with office(rule, plan=several()) as at_work:
        at_work.change(date(2021, 6, 25), attrs.evolve(report(date(2021, 6, 25), "0.1"), item=ItemId("behind")))
        at_work.change(date(2021, 6, 25), attrs.evolve(report(date(2021, 6, 25), "0.6"), item=ItemId("far")))
        assert at_work.days(date(2021, 6, 27), date(2021, 7, 4)) == [
            "06-28 - 2021-06-28 digest: schools, inspection, water"
        ]
        schools, inspection, water = at_work.tracker.outbox("city")
        assert schools.subject == "[digest of 2021-06-28] City 2021: 1 overdue, 1 due soon"
        assert inspection.subject == "[digest of 2021-06-28] City 2021: 1 overdue, 1 behind, 1 due soon"
        assert "behind Behind" in water.body
        assert "Far" not in water.body


def test_a_digest_without_items_is_not_sent() -> None:
    with office(DigestRule(name="daily", every=Every.DAY, behind=False)) as at_work:
        assert at_work.days(date(2021, 6, 21), date(2021, 6, 24)) == [
            "06-23 - 2021-06-23 digest: schools",
            "06-24 - 2021-06-24 digest: schools",
        ]


def test_a_digest_closes_on_a_working_day_and_is_not_sent_long_after() -> None:
    """1 May 2021 is a Saturday."""
    rule = DigestRule(name="monthly", day=1, moved=Moved.FOLLOWING, due=90, behind=False)
    with office(rule) as at_work:
        assert at_work.days(date(2021, 5, 1), date(2021, 5, 5)) == ["05-03 - 2021-05-01 digest: schools"]
        assert at_work.days(date(2021, 6, 4), date(2021, 6, 10)) == []


def test_a_later_digest_takes_the_place_of_one_that_still_waits() -> None:
    with office(DigestRule(name="daily", every=Every.DAY, behind=False)) as at_work:
        at_work.sends = False
        at_work.days(date(2021, 6, 23), date(2021, 6, 24))
        assert at_work.reasons() == {"2021-06-23 digest": "superseded by the 2021-06-24 digest"}


def selected(*rules: Rule, **fields: Any) -> list[str]:
    """Which of three items rules select on their due date."""
    share = Target(indicator=Indicator(name="trees"), comparator=Comparator.AT_LEAST, value=Decimal(1))
    binding = attrs.evolve(share, commitment=Commitment.BINDING)
    lead, part = Assignment(owner=OwnerId("schools")), Assignment(owner=OwnerId("water"), role=Role.COOPERATING)
    items = (
        Measure(id=ItemId("m1"), title="x", due=DUE, area=AreaId("a1"), assignments=(lead,), tags=("year's ten",)),
        Measure(id=ItemId("m2"), title="x", due=DUE, area=AreaId("a2"), assignments=(lead, part), targets=(binding,)),
    )
    goal = Goal(id=ItemId("g1"), title="x", due=DUE, assignments=(part,), targets=(share,))
    areas = (Area(id=AreaId("a1"), title="One"), Area(id=AreaId("a2"), title="Two"))
    plan = attrs.evolve(PLAN, areas=areas, goals=(goal,), measures=items)
    with office(*rules, DueRule(name="due", roles=tuple(Role), **fields), plan=plan) as at_work:
        return sorted({entry.item for entry in at_work.look(DUE).entries})


@pytest.mark.parametrize(
    ("fields", "items"),
    [
        ({}, ["g1", "m1", "m2"]),
        ({"areas": ("a1", "a9")}, ["m1"]),
        ({"tags": ("year's ten",)}, ["m1"]),
        ({"owners": ("water",)}, ["g1", "m2"]),
        ({"owner_roles": (Role.LEAD,)}, ["m1", "m2"]),
        ({"owners": ("water",), "owner_roles": (Role.LEAD,)}, []),
        ({"owners": ("schools",), "owner_roles": (Role.LEAD, Role.CONTACT)}, ["m1", "m2"]),
        ({"commitments": (Commitment.BINDING,)}, ["m2"]),
        ({"commitments": (Commitment.EXPECTED,)}, []),
        ({"areas": ("a2",), "commitments": (Commitment.BINDING, Commitment.EXPECTED)}, ["m2"]),
        ({"healths": (Health.NO_DATA,)}, ["g1", "m2"]),
    ],
)
def test_every_selector_narrows_what_a_rule_looks_at(fields: dict[str, Any], items: list[str]) -> None:
    assert selected(**fields) == items


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        (ShareRule, {"at": ()}, "shares"),
        (ShareRule, {"at": (Fraction(4, 3),)}, "shares"),
        (ShareRule, {"at": (Fraction(1, 3), Fraction(1, 3))}, "shares"),
        (ShareRule, {"within": 0}, "within"),
        (ReturnRule, {"after": ()}, "at least one step"),
        (ReturnRule, {"day": 32}, "day"),
        (ReturnRule, {"every": Every.CONTINUOUS}, "every"),
        (ReturnRule, {"states": (State.COMPLETED,)}, "still to be done"),
        (HealthRule, {}, "reached"),
        (ExtensionRule, {"steps": ()}, "steps"),
        (DigestRule, {"due": None, "late": False, "behind": False}, "something to gather"),
        (DueRule, {"roles": ()}, "to_office"),
        (DueRule, {"to_office": True}, "office"),
        (DueRule, {"areas": ("a b",)}, "areas"),
        (DueRule, {"owners": "schools"}, "owners"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(kind: type[Rule], fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidValue, match=complaint):
        kind(**{"name": "x", **fields})
