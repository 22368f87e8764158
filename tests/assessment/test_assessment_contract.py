"""The method `pace` keeps the contract, and the contract finds methods that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import Phase, settings

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethod, Case, Detail, Reason, TargetCase
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.register import indicator_for
from plan_tasks.model import Comparator, Health, ItemKind, State, Target
from plan_tasks.plugging import NoOptions, PluginContext
from plan_tasks.plugins.methods.pace import plan_tasks_assessment_methods
from plan_tasks.storage.heads import Latest
from plan_tasks.testing.assessment_method import AssessmentMethodContract, PublishedExample

JOBS = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST, value=Decimal(1100))


def jobs(value: int, on: date) -> Case:
    latest = Latest(Decimal(value), date(2021, 1, 1), on)
    return Case(
        item="jobs",
        plan="national",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=date(2021, 1, 1),
        due=date(2021, 12, 31),
        targets=(TargetCase(target=JOBS, latest=latest),),
    )


class TestPace(AssessmentMethodContract):
    def method(self) -> AssessmentMethod:
        [descriptor] = plan_tasks_assessment_methods()
        import logging

        return descriptor.factory(NoOptions(), PluginContext(plugin="pace", logger=logging.getLogger("pace")))

    def published(self) -> Iterable[PublishedExample]:
        # National Bureau of Statistics: 63.5% at mid-year, 95.0% at three quarters, the year's target met in October
        for value, on, health, share in (
            (698, date(2021, 6, 30), Health.AHEAD, "0.635"),
            (1045, date(2021, 9, 30), Health.AHEAD, "0.950"),
            (1133, date(2021, 10, 31), Health.MET, "1.030"),
        ):
            yield PublishedExample(
                case=jobs(value, on),
                context=AssessmentContext(day=on),
                health=health,
                attainment=Decimal(share),
                places=3,
            )


class Wrong:
    """A method that asks `pace` and then spoils the answer; `asked` counts what it was asked before."""

    asked = 0

    def __init__(self, spoil: Callable[[list[Assessment], int], list[Assessment]]) -> None:
        self.spoil = spoil

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        Wrong.asked += 1
        return self.spoil(assess_by_pace(cases, context), Wrong.asked)


def says(health: Health, attainment: Decimal | None = None) -> Callable[[list[Assessment], int], list[Assessment]]:
    why = Detail(reasons=(Reason("guess"),))
    return lambda found, _: [Assessment(one.item, health, attainment, told=why) for one in found]


def one_more(found: list[Assessment], asked: int) -> list[Assessment]:
    return [one._replace(pace=Decimal(asked)) for one in found]


def low_precision(found: list[Assessment], _: int) -> list[Assessment]:
    return [one._replace(expected=Decimal(1) / 3) for one in found]


BROKEN = {
    "test_a_batch_gives_one_result_a_case_in_order": lambda found, _: found[::-1],
    "test_a_case_is_judged_the_same_alone_and_in_a_batch": lambda found, _: [
        one._replace(pace=Decimal(len(found))) for one in found
    ],
    "test_what_was_judged_before_changes_nothing": one_more,
    "test_figures_are_finite_and_healths_are_of_the_vocabulary": says(Health.MET, Decimal("Infinity")),
    "test_every_verdict_has_reasons_in_both_languages": lambda found, _: [one._replace(told=Detail()) for one in found],
    "test_the_host_s_decimal_context_changes_nothing": low_precision,
    "test_no_cases_give_no_results": lambda found, _: found or [Assessment("nothing", Health.MET)],
    "test_an_item_of_which_nothing_is_known_is_not_called_good_or_bad": says(Health.ON_TRACK),
    "test_published_examples_come_out_as_published": says(Health.AHEAD, Decimal("0.64")),
}


def test_every_law_of_the_contract_has_a_method_that_breaks_it() -> None:
    assert set(BROKEN) == {name for name in dir(AssessmentMethodContract) if name.startswith("test_")}


@pytest.mark.parametrize("law", sorted(BROKEN))
def test_the_contract_finds_a_method_that_breaks_it(law: str) -> None:
    class Suite(TestPace):
        drawing = settings(TestPace.drawing, phases=[Phase.generate])  # the smallest case that breaks it is not needed

        def method(self) -> AssessmentMethod:
            return Wrong(BROKEN[law])

    with pytest.raises(AssertionError):
        getattr(Suite(), law)()
