"""The conformance suite of assessment methods: subclass it, return your method, and pytest runs it.

Needs the extra ``testing``. Example of a whole test file::

    from plan_tasks.testing.assessment_method import AssessmentMethodContract

    class TestThirds(AssessmentMethodContract):
        def method(self):
            return ThirdsMethod()
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext, AssessmentMethod
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import Assessment, TargetAssessment, rounded
from plan_tasks.model import (
    Aggregation,
    ChangeType,
    Comparator,
    Health,
    Indicator,
    ItemKind,
    Language,
    Milestone,
    Polarity,
    State,
    Target,
)
from plan_tasks.storage.heads import Latest

__all__ = ["AssessmentMethodContract", "PublishedExample", "cases", "contexts"]


@attrs.frozen(kw_only=True)
class PublishedExample:
    """A worked example from the source that a method cites.

    Attributes:
        case: What is judged.
        context: Day, policy and period.
        health: The published verdict.
        attainment: The published attainment, rounded as published; None where none was.
        places: Digits after the point to which `attainment` was published.
    """

    case: Case
    context: AssessmentContext
    health: Health
    attainment: Decimal | None = None
    places: int = 4


_INDICATORS = st.builds(
    Indicator,
    name=st.sampled_from(["jobs", "城镇调查失业率"]),
    unit=st.sampled_from(["%", "万人", "", "个百分点"]),
    polarity=st.sampled_from(Polarity),
    aggregation=st.sampled_from(Aggregation),
    cycle_days=st.sampled_from([None, 31]),
)
_NUMBERS = st.integers(-(10**6), 10**6).map(lambda number: Decimal(number) / 1000)
_SHARES = st.integers(0, 100).map(lambda number: Decimal(number) / 100)
_FIRST = date(2020, 12, 1)
_DAYS = st.integers(0, 450).map(lambda days: _FIRST + timedelta(days=days))
_STRETCHES = st.none() | st.builds(
    lambda value, start, days: Latest(value, start, start + timedelta(days=days)), _NUMBERS, _DAYS, st.integers(0, 400)
)
_WITHOUT_NUMBER = (Comparator.DIRECTION, Comparator.RELATIVE)


def _target(
    indicator: Indicator,
    comparator: Comparator,
    value: Decimal,
    change: ChangeType | None,
    base: Decimal | None,
    tolerance: Decimal | None,
) -> Target:
    return Target(
        indicator=indicator,
        comparator=comparator,
        value=None if comparator in _WITHOUT_NUMBER and value < 0 else value,
        upper=value + abs(value) if comparator is Comparator.RANGE else None,
        change=change,
        base=base,
        tolerance=tolerance,
        reference="average" if comparator is Comparator.RELATIVE else "",
    )


_TARGETS = st.builds(
    _target,
    _INDICATORS,
    st.sampled_from(Comparator),
    _NUMBERS,
    st.none() | st.sampled_from(ChangeType),
    st.none() | _NUMBERS,
    st.none() | _SHARES,
)
_TARGET_CASES = st.builds(TargetCase, target=_TARGETS, latest=_STRETCHES, reference=_STRETCHES)
_MILESTONES = st.builds(
    Milestone, title=st.just("plan printed"), due=_DAYS, done=st.none() | _DAYS, weight=_SHARES.map(lambda w: w + 1)
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case as it can arise from an item: dates in order, values of either sign, any state."""
    start = draw(_DAYS)
    state = draw(st.sampled_from([State.ACTIVE, *State]))
    percent = draw(st.none() | _SHARES)
    days = draw(st.none() | st.integers(0, 400))
    return Case(
        item=draw(st.sampled_from(["a", "b", "c"])),
        plan="plan",
        kind=draw(st.sampled_from(ItemKind)),
        state=state,
        start=start,
        due=start + timedelta(days=days) if days is not None else None,
        completed=draw(st.none() | _DAYS) if state is State.COMPLETED else None,
        percent=percent,
        reported=start if percent is not None else None,
        milestones=tuple(draw(st.lists(_MILESTONES, max_size=2))),
        targets=tuple(draw(st.lists(_TARGET_CASES, max_size=2))),
    )


def contexts() -> st.SearchStrategy[AssessmentContext]:
    """Any day, with and without an end of the plan's period."""
    return st.builds(AssessmentContext, day=_DAYS, period_end=st.none() | _DAYS)


_SOME_DAY = date(2021, 6, 30)
_BATCHES = st.lists(cases(), max_size=3)


class AssessmentMethodContract:
    """What every assessment method keeps to. Override `method`, and `published` where the source has examples.

    Attributes:
        drawing: How many cases are drawn for each law; the same ones in every run.
    """

    drawing = settings(max_examples=50, deadline=None, derandomize=True, database=None)

    def method(self) -> AssessmentMethod:
        """Returns the method under test."""
        raise NotImplementedError("return the method under test")

    def published(self) -> Iterable[PublishedExample]:
        """Returns the worked examples of the source that the method cites."""
        return ()

    def test_a_batch_gives_one_result_a_case_in_order(self) -> None:
        """One assessment a case, named for its item, in the order of the cases."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            found = self.method().assess(batch, context)
            assert [one.item for one in found] == [case.item for case in batch]

        law()

    def test_a_case_is_judged_the_same_alone_and_in_a_batch(self) -> None:
        """Neighbours in a batch change nothing."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            method = self.method()
            alone = [_read(method.assess([case], context)) for case in batch]
            assert [[one] for one in _read(method.assess(batch, context))] == alone

        law()

    def test_what_was_judged_before_changes_nothing(self) -> None:
        """The same question has the same answer the second time, on the same object and on a new one."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            method = self.method()
            first = _read(method.assess(batch, context))
            assert _read(method.assess(batch, context)) == first
            assert _read(self.method().assess(batch, context)) == first

        law()

    def test_figures_are_finite_and_healths_are_of_the_vocabulary(self) -> None:
        """No input gives an exception, NaN or infinity."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            for one in self.method().assess(batch, context):
                assert isinstance(one.health, Health)
                for figures in (_figures(one), *map(_figures, one.targets)):
                    for figure in figures:
                        assert figure is None or (isinstance(figure, Decimal) and figure.is_finite())

        law()

    def test_every_verdict_has_reasons_in_both_languages(self) -> None:
        """At least one reason, and words for it in Chinese and in English."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            for one in self.method().assess(batch, context):
                assert one.reasons
                for reason in one.reasons:
                    assert reason.rule
                    for language in Language:
                        assert reason_text(reason, language).strip()

        law()

    def test_the_host_s_decimal_context_changes_nothing(self) -> None:
        """A host that computes with three digits gets the same figures."""

        @self.drawing
        @given(_BATCHES, contexts())
        def law(batch: list[Case], context: AssessmentContext) -> None:
            expected = _read(self.method().assess(batch, context))
            with localcontext(Context(prec=3)):
                assert _read(self.method().assess(batch, context)) == expected

        law()

    def test_no_cases_give_no_results(self) -> None:
        """An empty batch is answered with an empty one."""
        context = AssessmentContext(day=_SOME_DAY)
        assert list(self.method().assess([], context)) == []

    def test_an_item_of_which_nothing_is_known_is_not_called_good_or_bad(self) -> None:
        """A goal without a target, a value or a deadline has no data."""
        case = Case(item="g", plan="p", kind=ItemKind.GOAL, state=State.ACTIVE, start=_SOME_DAY)
        [found] = self.method().assess([case], AssessmentContext(day=_SOME_DAY))
        assert found.health is Health.NO_DATA

    def test_published_examples_come_out_as_published(self) -> None:
        """Verdict and attainment of every example that the subclass gives."""
        for example in self.published():
            [found] = self.method().assess([example.case], example.context)
            assert found.health is example.health
            if example.attainment is not None:
                assert rounded(found.attainment, example.places) == example.attainment


def _figures(part: Assessment | TargetAssessment) -> tuple[object, ...]:
    return part.attainment, part.expected, part.pace, part.actual


def _read(found: Sequence[Assessment]) -> list[tuple[object, ...]]:
    """All that can be read of assessments, so that two can be compared however they keep their details."""
    return [(one.item, one.health, *_figures(one), one.actual_end, one.targets, one.reasons) for one in found]
