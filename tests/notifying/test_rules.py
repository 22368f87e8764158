"""Rules: which step is reached when, and what a file of rules may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.errors import InvalidDocument, InvalidValue
from plan_tasks.model import Health, ItemKind, Role, State
from plan_tasks.notifying.rule_files import rules_from_data, rules_from_toml, rules_to_data
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule, office_rules

_SPANS = st.integers(1, 60)


@st.composite
def rules(draw: st.DrawFn) -> DueRule:
    every = draw(st.none() | _SPANS)
    before = tuple(draw(st.lists(_SPANS, unique=True, max_size=4)))
    return DueRule(
        name=draw(st.sampled_from(["due", "leaders", "催办"])),
        before=before,
        on_day=draw(st.booleans()) or not (before or every),
        every_after=every,
        times_after=draw(st.integers(1, 12)),
        working_days=draw(st.booleans()),
        roles=tuple(draw(st.lists(st.sampled_from(Role), unique=True, min_size=1))),
        kinds=tuple(draw(st.lists(st.sampled_from(ItemKind), unique=True, min_size=1))),
        healths=tuple(draw(st.lists(st.sampled_from(Health), unique=True, max_size=2))),
        insist_from=draw(st.none() | st.integers(-30, 30)),
    )


def test_the_usual_rule_reminds_before_on_the_day_and_every_week_after_it() -> None:
    (rule,) = DEFAULT_RULES
    assert isinstance(rule, DueRule)
    steps = [rule.step(days) for days in range(-10, 90)]
    assert list(dict.fromkeys(steps)) == [None, -7, -3, 0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70]


@given(rules(), st.integers(-100, 900), st.integers(0, 200))
def test_steps_are_only_ever_reached_and_never_left(rule: DueRule, days: int, later: int) -> None:
    """A step lies no later than the day, is one that the rule names, and does not go back as days go by."""
    step = rule.step(days)
    if step is None:
        assert days < 0 or not rule.on_day
        return
    assert step <= days
    after = {rule.every_after * n for n in range(1, rule.times_after + 1)} if rule.every_after else set()
    assert step in {*rule.steps_before, *({0} if rule.on_day else ()), *after}
    assert abs(step) <= rule.furthest
    following = rule.step(days + later)
    assert following is None or following >= step


@given(rules(), st.integers(-60, 60))
def test_a_rule_knows_its_own_occurrences(rule: DueRule, step: int) -> None:
    """Whether it insists is read off the step that stands in the occurrence."""
    occurrence = rule.occurrence("2021-06-30", step)
    assert rule.insists(occurrence) == (rule.insist_from is not None and step >= rule.insist_from)


def test_working_days_are_another_occurrence_than_days() -> None:
    """A rule that is changed to count working days makes notices of its own."""
    days, working = DueRule(name="due", before=(3,)), DueRule(name="due", before=(3,), working_days=True)
    assert days.occurrence("2021-06-30", -3) != working.occurrence("2021-06-30", -3)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"name": ""}, "name"),
        ({"name": "a b"}, "name"),
        ({"before": (0,)}, "before"),
        ({"before": (3, 3)}, "before"),
        ({"before": (True,)}, "before"),
        ({"before": (3661,)}, "before"),
        ({"before": [3]}, "before"),
        ({"every_after": 0}, "every_after"),
        ({"every_after": 3661}, "every_after"),
        ({"times_after": 0}, "times_after"),
        ({"times_after": None}, "times_after"),
        ({"on_day": 1}, "on_day"),
        ({"on_day": False}, "at least one step"),
        ({"roles": ()}, "roles"),
        ({"kinds": ()}, "kinds"),
        ({"states": (State.COMPLETED,)}, "still to be done"),
        ({"states": ()}, "states"),
        ({"healths": ("overdue",)}, "healths"),
        ({"insist_from": 1.5}, "insist_from"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidValue, match=complaint):
        DueRule(**{"name": "due", **fields})


@given(st.lists(rules(), min_size=1, max_size=3, unique_by=lambda rule: rule.name))
def test_rules_come_back_from_plain_data(some: list[DueRule]) -> None:
    assert rules_from_data(rules_to_data(some)) == tuple(some)


FILE = """\
# For the office.
[[rules]]
name = "lead"        # seven and three working days before
before = [7, 3]
working_days = true

  [[ rules ]]
name = "leaders"
on_day = false
every_after = 7
roles = ["leader"]
healths = ["overdue", "off_track"]
"""


def test_a_file_holds_one_table_for_each_rule() -> None:
    lead, leaders = rules_from_toml(FILE)
    assert lead == DueRule(name="lead", before=(7, 3), working_days=True)
    assert leaders == DueRule(
        name="leaders",
        on_day=False,
        every_after=7,
        roles=(Role.LEADER,),
        healths=(Health.OVERDUE, Health.OFF_TRACK),
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("every_after = 7", "every_after = 0", "rules.toml, line 7: .*every_after"),
        ("every_after = 7", "evry_after = 7", "rules.toml, line 7: .*unknown field 'evry_after'"),
        ('roles = ["leader"]', 'roles = ["boss"]', "rules.toml, line 7: .*roles.*boss"),
        ('name = "leaders"', 'name = "lead"', "rules.toml, line 7: .*'lead' stands above"),
        ('name = "leaders"\n', "", "rules.toml, line 7: .*name"),
        ("before = [7, 3]", 'before = ["7"]', "rules.toml, line 2: .*before"),
        ("before = [7, 3]", "before = 7", "rules.toml, line 2: .*before"),
        ("working_days = true", 'working_days = "yes"', "rules.toml, line 2: .*working_days"),
        ("before = [7, 3]", "before = [7, 3", "rules.toml: it is not TOML: .*line"),
        ("# For the office.", "[offices]", "rules.toml: unknown table 'offices'"),
        ("# For the office.", "office = 7", "rules.toml: the office cannot be 7"),
        ("every_after = 7", 'type = "late"', "rules.toml, line 7: .*no type of rules 'late'"),
    ],
)
def test_an_error_names_the_file_the_line_and_what_is_wrong(old: str, new: str, complaint: str) -> None:
    assert old in FILE
    with pytest.raises(InvalidDocument, match=complaint):
        rules_from_toml(FILE.replace(old, new), where="rules.toml")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no rules"),
        ("rules = 7", "no rules"),
        ("rules = []", "no rules"),
        ("rules = [7]", "rule 1: 7 is not a rule"),
        ("rules = [{name = 'due'}, {name = ''}]", "rule 2: "),
        ("[rules]\nname = 'due'", "no rules"),
        ("a = " + "[" * 5_000, "not TOML"),
        ("\x00", "not TOML"),
    ],
)
def test_what_holds_no_rules_is_refused_plainly(text: str, complaint: str) -> None:
    with pytest.raises(InvalidDocument, match=complaint) as caught:
        rules_from_toml(text)
    assert len(str(caught.value).splitlines()) <= 2


def test_a_table_inside_a_text_is_no_rule_and_moves_no_line() -> None:
    """Where the places of tables are not certain, the rule is named by its number."""
    text = '[[rules]]\nname = """\n[[rules]]\n"""\n'
    with pytest.raises(InvalidDocument, match="rules, rule 1: "):
        rules_from_toml(text)


def test_the_page_on_escalating_has_the_rules_that_ship() -> None:
    """Word for word, but for what is said there to be read."""
    page = (Path(__file__).parents[2] / "docs/how-to/escalate.md").read_text(encoding="utf-8")
    file = page.split('```toml title="office.toml"\n')[1].split("```")[0]
    assert rules_from_toml(file) == office_rules("inspection")
    assert rules_from_data(rules_to_data(office_rules("inspection"))) == office_rules("inspection")


LADDER = """\
[[rules]]
name = "ladder"
type = "ladder"
[[rules.steps]]
level = "blue"
left = "30%"
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"blue"', '"pink"', r"line 1: LadderRule.steps\[0\].level: 'pink'.*blue, yellow, orange, red"),
        ('"30%"', '"0.3"', "'0.3' is not a share.*1/3"),
        ('"30%"', '"1/0"', "'1/0' is not a share"),
        ('"30%"', "0.3", "0.3 is not a share"),
        ('type = "ladder"', 'type = ["ladder"]', "no type of rules"),
        ('type = "ladder"', "rest = 1", "line 1: DueRule: unknown field 'rest', 'steps'"),
        ('left = "30%"', "to_office = true\ndays = 1", "line 1: .*the office"),
    ],
)
def test_an_error_in_a_step_of_a_ladder_names_the_line_of_its_rule(old: str, new: str, complaint: str) -> None:
    assert old in LADDER
    with pytest.raises(InvalidDocument, match=complaint):
        rules_from_toml(LADDER.replace(old, new))
