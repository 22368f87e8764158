"""The method of the United Nations' SDG progress chart: where growth so far would lead, against where it has to lead.

With a target value, the growth so far is carried on to the end; the change that this would make, over the change that
is required, gives the class:

- 0.95 and more, or the target reached already: on track or target met (`on_track`);
- from 0.10: fair progress, but acceleration needed (`at_risk`);
- below: stagnation or regression (`off_track`).

Without a target value, the yearly growth in the wanted direction is on track from 2%, fair from 0.5%.

Source: United Nations Statistics Division, The Sustainable Development Goals Progress Chart 2023, Technical Note
(https://unstats.un.org/sdgs/files/report/2023/Progress_Chart_Technical_Note_2023.pdf). The note gives no verdict where
values are rates of change; such targets are judged by pace, and a reason says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethodType, Case, Reason, Rule, TargetCase
from plan_tasks.assessment.composing import Finding, NotApplicable, assess_targets
from plan_tasks.assessment.growth import growth_of, rate
from plan_tasks.model import Health
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

_ON_TRACK: Final = Decimal("0.95")
_FAIR: Final = Decimal("0.10")
_FAST: Final = Decimal("0.02")
_SLOW: Final = Decimal("0.005")
_LARGEST: Final = Decimal("1E+60")  # beyond this a projection says nothing but that it is large

_FACTS: Final = ("target:target", "actual:amount", "until:date", "projected:amount", "ratio:number")
_TREND: Final = ("target:target", "actual:amount", "until:date", "growth:share")
_MET: Final = Rule(
    ("target:target", "actual:amount", "until:date"),
    "{target}: {actual} by {until} is where it should end; on track or target met (UN progress chart)",
    "{target}：截至{until}为{actual}，已达目标水平，属“已实现或进展顺利”（联合国进展图）",
)
_RULES: Final = {
    Health.ON_TRACK: Rule(
        _FACTS,
        "{target}: {actual} by {until}, growth so far leads to {projected}, {ratio} of the change required (0.95 and "
        "more); on track (UN progress chart)",
        "{target}：截至{until}为{actual}，按现有增速期末可达{projected}，为所需变化的{ratio}倍（不低于0.95），属“进展顺利”（联合国进展图）",
    ),
    Health.AT_RISK: Rule(
        _FACTS,
        "{target}: {actual} by {until}, growth so far leads to {projected}, {ratio} of the change required (0.10 to "
        "0.95); fair progress, but acceleration needed (UN progress chart)",
        "{target}：截至{until}为{actual}，按现有增速期末可达{projected}，为所需变化的{ratio}倍（0.10至0.95），属“有进展但需加快”（联合国进展图）",
    ),
    Health.OFF_TRACK: Rule(
        _FACTS,
        "{target}: {actual} by {until}, growth so far leads to {projected}, {ratio} of the change required (below "
        "0.10); stagnation or regression (UN progress chart)",
        "{target}：截至{until}为{actual}，按现有增速期末可达{projected}，为所需变化的{ratio}倍（低于0.10），属“停滞或倒退”（联合国进展图）",
    ),
}
_TRENDS: Final = {
    Health.ON_TRACK: Rule(
        _TREND,
        "{target}: {actual} by {until}, {growth} a year in the wanted direction (2% and more); on track (UN progress "
        "chart)",
        "{target}：截至{until}为{actual}，年均向好变化{growth}（不低于2%），属“进展顺利”（联合国进展图）",
    ),
    Health.AT_RISK: Rule(
        _TREND,
        "{target}: {actual} by {until}, {growth} a year in the wanted direction (0.5% to 2%); fair progress, but "
        "acceleration needed (UN progress chart)",
        "{target}：截至{until}为{actual}，年均向好变化{growth}（0.5%至2%），属“有进展但需加快”（联合国进展图）",
    ),
    Health.OFF_TRACK: Rule(
        _TREND,
        "{target}: {actual} by {until}, {growth} a year in the wanted direction (below 0.5%); stagnation or regression "
        "(UN progress chart)",
        "{target}：截至{until}为{actual}，年均向好变化{growth}（低于0.5%），属“停滞或倒退”（联合国进展图）",
    ),
}


class UnSdgMethod:
    """Judges by the classes of the UN progress chart. Without state, so one object serves every plan."""

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch; see the module."""
        return assess_targets(cases, context, judge_target, method="un_sdg")


def judge_target(one: TargetCase, case: Case, context: AssessmentContext) -> Finding | NotApplicable:
    """Finds the class of one target.

    Args:
        one: The target with its value; its base is the value at the start of the period.
        case: Its item's case.
        context: Day, policy and the end of the period.

    Returns:
        The finding; its pace is the ratio of the change to be made to the change required.
    """
    growth = growth_of(one, case, context)
    if isinstance(growth, NotApplicable):
        return growth
    told = (one.target, growth.actual, growth.until)
    yearly = rate(growth.base, growth.actual, growth.passed)
    if growth.goal is None or growth.whole is None:
        if not growth.direction:
            return NotApplicable("neither more nor less is better", "该指标无优劣方向")
        better = yearly * growth.direction
        health = _graded(better, _FAST, _SLOW)
        return Finding(health, (Reason("un_sdg_trend", (*told, better), _TRENDS[health]),))
    span = growth.goal - growth.base
    expected = growth.base * (growth.goal / growth.base) ** (growth.passed / growth.whole)
    projected = min(growth.base * (growth.actual / growth.base) ** (growth.whole / growth.passed), _LARGEST)
    ratio = None
    if span:  # a fall from a base beyond the target leads away from it, though it leads towards its number
        change = projected - growth.base
        ratio = change * growth.direction / abs(span) if growth.direction else change / span
    if growth.satisfied:
        return Finding(Health.ON_TRACK, (Reason("un_sdg_met", told, _MET),), expected, ratio)
    if ratio is None:
        return NotApplicable("the base is the target already", "基数已等于目标值")
    health = _graded(ratio, _ON_TRACK, _FAIR)
    return Finding(health, (Reason("un_sdg", (*told, projected, ratio), _RULES[health]),), expected, ratio)


def _graded(figure: Decimal, on_track: Decimal, fair: Decimal) -> Health:
    if figure >= on_track:
        return Health.ON_TRACK
    return Health.AT_RISK if figure >= fair else Health.OFF_TRACK


def _open(options: NoOptions, context: PluginContext) -> UnSdgMethod:  # noqa: ARG001 - it has no options
    return UnSdgMethod()


@hookimpl
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[NoOptions]]:
    """Offers the method."""
    yield AssessmentMethodType(
        name="un_sdg",
        summary="Where growth since the base year leads, against the change required (UN SDG progress chart)",
        options=NoOptions,
        factory=_open,
        source="United Nations Statistics Division, SDG Progress Chart 2023, Technical Note; "
        "https://unstats.un.org/sdgs/files/report/2023/Progress_Chart_Technical_Note_2023.pdf",
    )
