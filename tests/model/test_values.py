"""What the model accepts and what its refusals say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest

from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import (
    Area,
    AreaId,
    Comparator,
    Health,
    Indicator,
    ItemId,
    Language,
    Measure,
    Milestone,
    Observation,
    Plan,
    PlanId,
    ProgressReport,
    SourceSpan,
    State,
    Target,
    vocabulary,
)
from plan_tasks.model.vocabulary import Term
from plan_tasks.model.wording import target_in_words

DAY = date(2021, 6, 30)


def measure(**fields: object) -> Measure:
    return Measure(**({"id": "m1", "title": "Open the library"} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "  "}, "Measure.title cannot be '  '; give text of 1 to 2,000 characters that is not blank"),
        ({"id": "a b"}, "Measure.id cannot be 'a b'; give an identifier of 1 to 128 characters without white space"),
        ({"id": "../x"}, "Measure.id cannot be '../x'"),
        ({"id": "a\u202eb"}, "Measure.id cannot be 'a\\u202eb'"),
        ({"state": "active"}, "Measure.state cannot be 'active'; give one of State.DRAFT, State.ACTIVE"),
        ({"due": datetime(2021, 6, 30, tzinfo=UTC)}, "Measure.due cannot be datetime.datetime(2021, 6, 30"),
        ({"start": DAY, "due": date(2021, 6, 29)}, "Measure.due cannot be '2021-06-29'; give a date not before start"),
        ({"weight": Decimal("NaN")}, "Measure.weight cannot be Decimal('NaN'); give a finite Decimal"),
        ({"weight": 1.5}, "Measure.weight cannot be 1.5; give a finite Decimal (write Decimal('7.5'), not 7.5)"),
        ({"weight": Decimal(-1)}, "Measure.weight cannot be '-1'; give a number from 0 up"),
        ({"tags": ["a"]}, "Measure.tags cannot be ['a']; give a tuple of str"),
        ({"milestones": ("a",)}, "Measure.milestones cannot be 'a'; give a tuple of Milestone"),
        ({"provisional": 1}, "Measure.provisional cannot be 1; give a value of class bool"),
    ],
)
def test_a_refusal_names_the_field_the_value_and_what_is_allowed(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        measure(**fields)
    assert str(refusal.value).startswith(message)


def test_a_value_cannot_be_changed() -> None:
    item = measure()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        item.title = "Other"  # type: ignore[misc]
    assert not hasattr(item, "__dict__")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"comparator": Comparator.AT_LEAST}, "Target.value cannot be None"),
        ({"comparator": Comparator.RANGE, "value": Decimal(6)}, "Target.upper cannot be None"),
        ({"comparator": Comparator.RANGE, "value": Decimal(7), "upper": Decimal(6)}, "Target.upper cannot be '6'"),
        ({"comparator": Comparator.EXACT, "value": Decimal(7), "upper": Decimal(8)}, "Target.upper cannot be"),
        ({"comparator": Comparator.ABOUT, "value": Decimal(3), "tolerance": Decimal(-1)}, "Target.tolerance cannot"),
    ],
)
def test_a_target_needs_the_numbers_of_its_comparator(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Target(indicator=Indicator(name="GDP", unit="%"), **fields)  # type: ignore[arg-type]


def test_progress_is_a_share_from_0_to_1() -> None:
    with pytest.raises(InvalidValue, match="60% is Decimal"):
        ProgressReport(on=DAY, percent=Decimal(60))


def test_moments_know_their_zone() -> None:
    with pytest.raises(InvalidValue, match="with a time zone"):
        Observation(
            indicator="jobs",
            start=DAY,
            end=DAY,
            value=Decimal(1),
            known=datetime(2021, 7, 15),
        )


def test_a_milestone_needs_a_date_and_a_weight_above_zero() -> None:
    with pytest.raises(InvalidValue, match=r"Milestone\.due cannot be None"):
        Milestone(title="Draft", due=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="above 0"):
        Milestone(title="Draft", due=DAY, weight=Decimal(0))


def test_a_span_is_in_order() -> None:
    with pytest.raises(InvalidValue, match="0 <= start <= end"):
        SourceSpan(start=5, end=4, text="")


def plan(**fields: object) -> Plan:
    given = {"id": "p", "title": "Plan", "start": date(2021, 1, 1), "end": date(2021, 12, 31)} | fields
    return Plan(**given)  # type: ignore[arg-type]


def test_a_plan_refuses_an_id_used_twice_and_an_area_it_does_not_have() -> None:
    with pytest.raises(InvalidValue, match="ids that are each used once"):
        plan(measures=(measure(), measure()))
    with pytest.raises(InvalidValue, match="the id of one of the plan's areas \\(a1\\)"):
        plan(areas=(Area(id=AreaId("a1"), title="Industry"),), measures=(measure(area="a2"),))


def test_a_plan_finds_its_items_and_names_what_it_lacks() -> None:
    whole = plan(measures=(measure(),))
    assert whole.item("m1").title == "Open the library"
    with pytest.raises(UnknownName, match="plan p has no item 'm2'"):
        whole.item("m2")
    assert whole.header().measures == ()
    assert whole.header().id == PlanId("p")


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        (
            ("生产总值", "%", Comparator.AT_LEAST, "7.5", None, "growth"),
            "生产总值增长7.5%以上",
            "生产总值 up 7.5% or more",
        ),
        (("物价", "%", Comparator.ABOUT, "3", None, "growth"), "物价增长3%左右", "物价 up about 3%"),
        (("失业率", "%", Comparator.AT_MOST, "4", None, None), "失业率4%以内", "失业率 4% or less"),
        (("生产总值", "%", Comparator.RANGE, "6", "6.5", "growth"), "生产总值增长6%至6.5%", "生产总值 up 6% to 6.5%"),
        (("排放", "", Comparator.DIRECTION, None, None, "reduction"), "排放继续下降", "排放: further decline"),
    ],
)
def test_a_target_reads_as_reports_write_it(target: tuple[str | None, ...], zh: str, en: str) -> None:
    name, unit, comparator, value, upper, change = target
    written = Target(
        indicator=Indicator(name=str(name), unit=str(unit)),
        comparator=Comparator(str(comparator)),
        value=Decimal(value) if value else None,
        upper=Decimal(upper) if upper else None,
        change=vocabulary.ChangeType(change) if change else None,
    )
    assert target_in_words(written, Language.ZH) == zh
    assert target_in_words(written, Language.EN) == en
    assert str(written) == zh


def test_every_word_of_the_vocabulary_has_a_label_in_both_languages() -> None:
    for name in vocabulary.__all__:
        kind = getattr(vocabulary, name)
        if issubclass(kind, Term):
            for member in kind:
                assert member.label("en").isascii()
                assert not member.label("zh").isascii()


def test_state_and_health_share_no_stored_word() -> None:
    assert not {state.value for state in State} & {health.value for health in Health}


def test_the_lead_is_the_lead_unit_or_else_the_first_listed() -> None:
    from plan_tasks.model import Assignment, OwnerId, Role

    first = Assignment(owner=OwnerId("finance"), role=Role.COOPERATING)
    lead = Assignment(owner=OwnerId("education"), role=Role.LEAD)
    assert measure(assignments=(first, lead)).lead == "education"
    assert measure(assignments=(first,)).lead == "finance"
    assert measure().lead == ""
    assert measure(assignments=(first, lead)).owners(Role.COOPERATING) == (ItemId("finance"),)
