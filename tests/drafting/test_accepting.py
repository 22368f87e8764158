"""A draft, as read or corrected, becomes a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.drafting.accept import accept, target_of
from plan_tasks.drafting.draft import Draft, DraftMeasure, DraftOwner, DraftTarget
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Comparator, OwnerKind, PlanId, Role, SourceSpan, State, plan_from_json, plan_to_json

TEXT = """主要预期目标是:生产总值增长8%以上、力争9%,城镇调查失业率5.5%左右。

一、着力改善民生
1.新建幼儿园12所,新增学位4000个。(市教育局牵头,各县(市、区)政府负责,8月底前完成)
2.办好老年食堂。(市民政局 负责,长期坚持)
"""


def test_goals_and_measures_become_items_with_readable_ids(read: Callable[..., Draft]) -> None:
    plan = accept(read(TEXT), plan_id=PlanId("p"), title="计划", issuer="市政府")
    assert [item.id for item in plan.items()] == ["g01", "g02", "m1.1", "m1.2"]
    assert (plan.title, plan.issuer, plan.start, plan.end) == ("计划", "市政府", date(2021, 1, 1), date(2021, 12, 31))
    assert [(area.number, area.title) for area in plan.areas] == [("1", "着力改善民生")]


def test_commitments_stay_with_their_measure(read: Callable[..., Draft]) -> None:
    kindergartens = accept(read(TEXT), plan_id=PlanId("p"), title="计划").item("m1.1")
    assert [(t.indicator.name, t.value) for t in kindergartens.targets] == [
        ("幼儿园", Decimal(12)),
        ("学位", Decimal(4000)),
    ]
    assert kindergartens.due == date(2021, 8, 31)
    assert kindergartens.owners(Role.RESPONSIBLE) == ("各县(市、区)政府",)


def test_work_that_goes_on_has_no_last_day(read: Callable[..., Draft]) -> None:
    canteens = accept(read(TEXT), plan_id=PlanId("p"), title="计划").item("m1.2")
    assert (canteens.due, canteens.deadline) == (None, "长期坚持")


def test_owners_are_listed_once_as_units_or_people(read: Callable[..., Draft]) -> None:
    text = "1.办好甲事。(分管领导:王副市长;责任单位:市民政局)\n2.办好乙事。(市民政局负责)"
    plan = accept(read(text), plan_id=PlanId("p"), title="计划")
    assert [(owner.name, owner.kind) for owner in plan.owners] == [
        ("王副市长", OwnerKind.PERSON),
        ("市民政局", OwnerKind.UNIT),
    ]


def test_every_item_says_where_it_stands(read: Callable[..., Draft]) -> None:
    for item in accept(read(TEXT), plan_id=PlanId("p"), title="计划").items():
        assert item.source is not None
        assert TEXT[item.source.start : item.source.end] == item.source.text


def test_what_is_known_of_an_indicator_is_filled_in(read: Callable[..., Draft]) -> None:
    gross, unemployment = (target_of(target) for target in read(TEXT).targets[:2])
    assert (gross.indicator.polarity, unemployment.indicator.polarity) == ("higher", "lower")
    assert gross.stretch == Decimal(9)


def test_an_accepted_plan_survives_the_way_through_json(read: Callable[..., Draft]) -> None:
    plan = accept(read(TEXT), plan_id=PlanId("p"), title="计划")
    assert plan_from_json(plan_to_json(plan)) == plan


def test_a_draft_without_a_year_is_not_accepted(read: Callable[..., Draft]) -> None:
    with pytest.raises(InvalidValue, match="period"):
        accept(read("生产总值增长6%。", None), plan_id=PlanId("p"), title="计划")


SPAN = SourceSpan(start=0, end=2, text="甲乙")
NAMES = st.text(alphabet="市县局 /\\\t\n甲a", min_size=1, max_size=12)


@given(names=st.lists(NAMES, max_size=3), value=st.decimals(0, 10**6, places=2), state=st.sampled_from(State))
def test_any_draft_with_a_period_makes_a_plan(names: list[str], value: Decimal, state: State) -> None:
    owners = tuple(DraftOwner(name=name.strip() or "局", role=Role.LEAD, span=SPAN) for name in names)
    measure = DraftMeasure(id="m1", span=SPAN, title="", owners=owners, state=state, progress=Decimal("0.5"))
    target = DraftTarget(span=SPAN, indicator="甲", comparator=Comparator.EXACT, value=value, measure="m1")
    draft = Draft(text="甲乙", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(measure,), targets=(target,))
    plan = accept(draft, plan_id=PlanId("p"))
    assert plan.item("m1").targets[0].value == value
    assert plan.item("m1").state is state
