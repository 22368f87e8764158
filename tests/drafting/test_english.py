"""Plans in English of many kinds, labelled by hand before they were read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plan_tasks.drafting.accept import accept
from plan_tasks.drafting.contract import DraftOptions, Importer, Source
from plan_tasks.drafting.draft import Draft, DraftTarget
from plan_tasks.drafting.english.progress import english_progress
from plan_tasks.drafting.reading import read_report
from plan_tasks.drafting.tongues import is_english
from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word
from plan_tasks.model import Commitment, Language, PlanId, Quantity, Role, State
from plan_tasks.plugins.importers import plan_text
from plan_tasks.plugins.importers.plan_text import PlanText
from plan_tasks.plugins.importers.tables import Tables
from plan_tasks.samples import sample_report
from plan_tasks.testing.importer import ImporterCase, ImporterContract

CASES = json.loads((Path(__file__).parent / "cases" / "english.json").read_text(encoding="utf-8"))


def cases(part: str) -> list[Any]:
    """The cases of a part of the file, each with its id for the test's name."""
    return [pytest.param(case, id=case["id"]) for case in CASES[part]]


@pytest.mark.parametrize("case", cases("targets"))
def test_a_passage_gives_its_targets_and_nothing_else(
    case: dict[str, Any], read: Callable[..., Draft], tell: Callable[[DraftTarget], tuple[object, ...]]
) -> None:
    draft = read(case["text"])
    labels = [(label[0], label[1], label[2], label[3] or "", label[4]) for label in case["targets"]]
    assert [tell(target) for target in draft.targets] == labels
    for target, label in zip(draft.targets, case["targets"], strict=True):
        binding = label[5] if len(label) > 5 else None
        assert (target.commitment and target.commitment is Commitment.BINDING) == binding
        assert case["text"][target.span.start : target.span.end] == target.span.text


@pytest.mark.parametrize("case", cases("targets"))
def test_past_results_are_kept_apart(case: dict[str, Any], read: Callable[..., Draft]) -> None:
    found = [achievement.indicator for achievement in read(case["text"]).achievements]
    assert found == case.get("achievements", [])


@pytest.mark.parametrize("case", cases("division"))
def test_a_plan_gives_owners_by_role_deadlines_and_progress(case: dict[str, Any]) -> None:
    source = Source(name="plan.md", data=case["text"].encode())
    importers: tuple[Importer, ...] = (PlanText(), Tables())
    importer = max(importers, key=lambda importer: importer.recognises(source.head()))
    draft = importer.draft(source, DraftOptions(year=case["year"]))
    assert len(draft.measures) == len(case["tasks"])
    for measure, task in zip(draft.measures, case["tasks"], strict=True):
        for role in Role:
            named = [owner.name for owner in measure.owners if owner.role is role]
            assert named == task.get(role.value, []), measure.title
        due = measure.deadline.isoformat() if measure.deadline is not None else None
        assert task["deadline"] in (due, measure.deadline_text)
        if "progress" in task:
            assert measure.progress is not None
            assert float(measure.progress) == task["progress"]
        assert measure.state == task.get("state", measure.state)


@pytest.mark.parametrize(("text", "start", "end"), CASES["periods"])
def test_the_period_is_what_the_text_plans_for(
    text: str, start: str | None, end: str | None, read: Callable[..., Draft]
) -> None:
    draft = read(text, None)
    found = [None if day is None else day.isoformat() for day in (draft.start, draft.end)]
    assert found == [start, end]


def test_a_text_is_english_when_most_of_it_is() -> None:
    assert is_english("Exports to grow by 5% (出口)")
    assert not is_english("GDP增长8%以上")
    assert not is_english("8% 2021")


def test_the_english_sample_gives_what_a_careful_reader_finds() -> None:
    draft = PlanText().draft(sample_report(Language.EN), DraftOptions(year=None))
    goals = [target for target in draft.targets if not target.measure]
    commitments = {(t.indicator, t.value, t.unit): t.measure for t in draft.targets if t.measure}
    assert (len(goals), len(draft.areas), len(draft.measures), len(draft.achievements)) == (14, 9, 36, 0)
    assert commitments == {
        ("key projects", Decimal(220), ""): "m3.2",
        ("investment", Decimal(110), "billion yuan"): "m3.2",
        ("high-standard farmland", Decimal(61000), "mu"): "m5.3",
        ("under grain", Decimal("6.7"), "million mu"): "m5.3",
        ("forest", Decimal(110000), "mu"): "m7.2",
    }
    assert (draft.start, draft.end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert all(measure.deadline_text for measure in draft.measures)
    assert all(measure.owners[0].role is Role.LEAD for measure in draft.measures)
    assert draft.warnings == ()


def test_both_samples_say_the_same() -> None:
    english = PlanText().draft(sample_report(Language.EN), DraftOptions(year=None))
    chinese = read_report(sample_report(Language.ZH).text(), DraftOptions(year=None))
    for one, other in zip(english.targets, chinese.targets, strict=True):
        assert (one.comparator, one.change, one.measure) == (other.comparator, other.change, other.measure)
        if one.value is not None and one.unit and other.value is not None:
            assert Quantity(one.value, one.unit) == Quantity(other.value, other.unit)
    for measure, twin in zip(english.measures, chinese.measures, strict=True):
        assert (measure.id, measure.deadline) == (twin.id, twin.deadline)
        assert [owner.role for owner in measure.owners] == [owner.role for owner in twin.owners]


def test_the_english_sample_becomes_a_plan() -> None:
    plan = accept(PlanText().draft(sample_report(Language.EN), DraftOptions()), plan_id=PlanId("demo"))
    assert (len(plan.goals), len(plan.measures), len(plan.areas)) == (14, 36, 9)
    assert plan.goals[0].title == "gross regional product up 7.5% or more"


def test_targets_in_a_list_are_goals_and_actions_are_measures(read: Callable[..., Draft]) -> None:
    draft = read(
        "# Plan 2021\n\n## Targets\n\n- Absence below 8%\n- Increase reading scores by 5%\n\n"
        "## Actions\n\n- Train 14 teachers\n- Call home on the first day\n  of every absence\n"
    )
    assert [(target.indicator, target.measure) for target in draft.targets] == [
        ("Absence", ""),
        ("reading scores", ""),
        ("teachers", "m1.1"),
    ]
    assert [measure.title for measure in draft.measures] == [
        "Train 14 teachers",
        "Call home on the first day of every absence",
    ]


def test_numbers_without_a_point_mark_items_and_a_title_is_no_measure(read: Callable[..., Draft]) -> None:
    draft = read(
        "CLEAN WATER NOW - ANNUAL PLAN 2021\n\n1. Water points\n1.1 Drill 40 wells (Responsible: Field Office)\n"
        "1.2 Plant 12,000 trees or more, led by the Parks Office with the Forestry Board; by mid-September\n\n"
        "2. Money\nIncome is to reach £1.2m.\n"
    )
    assert draft.title == "CLEAN WATER NOW - ANNUAL PLAN 2021"
    assert [area.title for area in draft.areas] == ["Water points"]
    assert [(m.title, m.deadline, [(o.name, o.role) for o in m.owners]) for m in draft.measures] == [
        ("Drill 40 wells", None, [("Field Office", Role.RESPONSIBLE)]),
        (
            "Plant 12,000 trees or more",
            date(2021, 9, 15),
            [("Parks Office", Role.LEAD), ("Forestry Board", Role.COOPERATING)],
        ),
    ]
    assert [(t.indicator, str(t.comparator), t.measure) for t in draft.targets] == [
        ("wells", "exact", "m1.1"),
        ("trees", "at_least", "m1.2"),
        ("Income", "exact", ""),
    ]


def test_owners_of_a_whole_section_are_told_of_and_given_to_no_other_measure(read: Callable[..., Draft]) -> None:
    draft = read("## 1. Grow\n\n- Sign 5 firms\n\n## 2. Serve\n\nOwner: Support team\n\n- Answer all letters\n")
    assert [measure.owners for measure in draft.measures] == [(), ()]
    assert [warning.message for warning in draft.warnings] == [
        "these owners are named for a whole section; no measure was given them"
    ]


def test_a_table_of_indicators_gives_goals(read: Callable[..., Draft]) -> None:
    draft = read(
        "| Indicator | Baseline | 2021 target | Unit | Kind |\n|---|---|---|---|---|\n"
        "| Forest cover | 38 | 40 | % | Expected |\n| Energy intensity | | down 3% | | Binding |\n"
        "| Rural incomes | | up 7% or more | | |\n"
    )
    found = [(t.indicator, str(t.comparator), t.value, t.unit, str(t.change), t.commitment) for t in draft.targets]
    assert found == [
        ("Forest cover", "exact", Decimal(40), "%", "level", Commitment.EXPECTED),
        ("Energy intensity", "exact", Decimal(3), "%", "reduction", Commitment.BINDING),
        ("Rural incomes", "at_least", Decimal(7), "%", "growth", None),
    ]


def test_a_school_or_financial_year_is_told_of(read: Callable[..., Draft]) -> None:
    draft = read("# School plan 2021/22\n\n- Train 14 teachers\n", None)
    assert (draft.start, draft.end) == (date(2021, 1, 1), date(2022, 12, 31))
    assert any("school year" in warning.message for warning in draft.warnings)


def test_an_office_can_add_its_units_and_words() -> None:
    own = Lexicon(
        name="harbour", words=(Word("boxes", Part.UNIT, "containers"), Word("berth", Part.VERB, "berth a ship"))
    )
    draft = read_report(
        "Berth 300 ships and handle 2 million boxes or more of freight.", DraftOptions(year=2021, lexicons=(own,))
    )
    assert [(t.indicator, t.value, t.unit) for t in draft.targets] == [
        ("ships", Decimal(300), ""),
        ("freight", Decimal(2), "million boxes"),
    ]


class TestPlanText(ImporterContract):
    def case(self) -> ImporterCase:
        (offered,) = plan_text.plan_tasks_importers()
        table = (
            b"# Plan 2021\n\n| Task | Lead | Deadline |\n|--|--|--|\n| Build 3 wells | Water Board | by June |\n\n"
            b"Raise income by 5% (binding), and keep losses below 3%; wages up 2% and 3% respectively.\n"
        )
        return ImporterCase(type=offered, documents=[sample_report(Language.EN), Source(name="table.md", data=table)])


@pytest.mark.parametrize(
    "unit",
    [
        *("5% and ", "(lead: from 5 to ", "keep steadily growth up ", "between 5% and "),
        *("“A. a 5% increase in ", "led by A with "),
    ],
)
def test_repeated_words_are_read_in_time_that_grows_with_their_number(unit: str) -> None:
    def seconds(times: int) -> float:
        text = "Plan for 2021: " + unit * times
        begun = time.process_time()
        read_report(text, DraftOptions(year=2021))
        return time.process_time() - begun

    times = 400
    while seconds(times) < 0.02 and times < 12_800:
        times *= 2
    assert any(seconds(2 * times) < 3 * seconds(times) for _ in range(4))


@pytest.mark.parametrize(
    ("words", "state", "share"),
    [
        ("Completed", State.COMPLETED, Decimal(1)),
        ("100%", State.COMPLETED, Decimal(1)),
        ("60% complete", State.ACTIVE, Decimal("0.6")),
        ("Under way: 40% done", State.ACTIVE, Decimal("0.4")),
        ("Not yet started", State.ACTIVE, Decimal(0)),
        ("On hold since May", State.SUSPENDED, None),
        ("Cancelled", State.CANCELLED, None),
        ("Completed 12 of 20 wells", State.ACTIVE, None),
        ("not completed", State.ACTIVE, None),
        ("", None, None),
    ],
)
def test_progress_words_give_state_and_share(words: str, state: State | None, share: Decimal | None) -> None:
    found = english_progress(words)
    assert (found.state, found.share) == (state, share)


def test_columns_of_status_and_progress_are_put_together(read: Callable[..., Draft]) -> None:
    draft = read(
        "| Task | Status | Progress |\n|--|--|--|\n| Build a well | On hold | 50% |\n| Dig | In progress | 20% |\n"
    )
    assert [(m.state, m.progress, m.progress_text) for m in draft.measures] == [
        (State.SUSPENDED, Decimal("0.5"), "On hold; 50%"),
        (State.ACTIVE, Decimal("0.2"), "In progress; 20%"),
    ]
