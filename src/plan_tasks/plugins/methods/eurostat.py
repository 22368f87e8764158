"""The method of Eurostat's SDG monitoring reports: growth a year so far, against the growth a year that is required.

With a quantitative target, both are compound rates from the base: to the latest value, and to the target at the end.
Their ratio gives the class:

- 95% and more: significant progress (`on_track`);
- from 60%: moderate progress (`at_risk`);
- from 0%: insufficient progress (`off_track`);
- below: movement away from the target (`off_track`).

Without one, growth a year in the wanted direction is significant progress from 1% and moderate progress from 0%; down
to -1% it is moderate, below significant movement away.

Source: Eurostat, Sustainable development in the European Union, Monitoring report on progress towards the SDGs in an EU
context, annex on the assessment of indicator trends; statistics offices that took it over give the same thresholds, as
in https://open-sdg.readthedocs.io/en/latest/progress-methodology/.
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

_SIGNIFICANT: Final = Decimal("0.95")
_MODERATE: Final = Decimal("0.60")
_FAST: Final = Decimal("0.01")
_ZERO: Final = Decimal(0)

_FACTS: Final = ("target:target", "actual:amount", "until:date", "growth:rate", "required:rate", "ratio:share")
_EN: Final = "{target}: {actual} by {until}, {growth} a year against {required} required, a ratio of {ratio} "
_ZH: Final = "{target}：截至{until}为{actual}，年均变化{growth}，所需年均变化{required}，为其{ratio}"
_TREND: Final = ("target:target", "actual:amount", "until:date", "growth:rate")
_TREND_EN: Final = "{target}: {actual} by {until}, {growth} a year in the wanted direction "
_TREND_ZH: Final = "{target}：截至{until}为{actual}，年均向好变化{growth}"


def _rule(english: str, chinese: str) -> Rule:
    return Rule(_FACTS, f"{_EN}{english} (Eurostat)", f"{_ZH}{chinese}（欧盟统计局方法）")


def _trend(english: str, chinese: str) -> Rule:
    return Rule(_TREND, f"{_TREND_EN}{english} (Eurostat)", f"{_TREND_ZH}{chinese}（欧盟统计局方法）")


#: Least ratio of a class, its health, its sentences; the last has no least.
_CLASSES: Final = (
    (_SIGNIFICANT, Health.ON_TRACK, _rule("(95% and more): significant progress", "（不低于95%），进展显著")),
    (_MODERATE, Health.AT_RISK, _rule("(60% to 95%): moderate progress", "（60%至95%），进展中等")),
    (_ZERO, Health.OFF_TRACK, _rule("(0% to 60%): insufficient progress", "（0%至60%），进展不足")),
    (None, Health.OFF_TRACK, _rule("(below 0%): movement away", "（低于0%），背离目标")),
)
_TRENDS: Final = (
    (_FAST, Health.ON_TRACK, _trend("(1% and more): significant progress", "（不低于1%），进展显著")),
    (_ZERO, Health.AT_RISK, _trend("(0% to 1%): moderate progress", "（0%至1%），进展中等")),
    (-_FAST, Health.OFF_TRACK, _trend("(-1% to 0%): moderate movement away", "（-1%至0%），中度背离")),
    (None, Health.OFF_TRACK, _trend("(below -1%): significant movement away", "（低于-1%），显著背离")),
)
_MET: Final = Rule(
    ("target:target", "actual:amount", "until:date"),
    "{target}: {actual} by {until} is where it should end: significant progress (Eurostat)",
    "{target}：截至{until}为{actual}，已达目标水平，进展显著（欧盟统计局方法）",
)


class EurostatMethod:
    """Judges by the classes of Eurostat's reports. Without state, so one object serves every plan."""

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch; see the module."""
        return assess_targets(cases, context, judge_target, method="eurostat")


def judge_target(one: TargetCase, case: Case, context: AssessmentContext) -> Finding | NotApplicable:
    """Finds the class of one target.

    Args:
        one: The target with its value; its base is the value at the start of the period.
        case: Its item's case.
        context: Day, policy and the end of the period.

    Returns:
        The finding; its pace is the ratio of actual to required growth a year.
    """
    growth = growth_of(one, case, context)
    if isinstance(growth, NotApplicable):
        return growth
    told = (one.target, growth.actual, growth.until)
    actual = rate(growth.base, growth.actual, growth.passed)
    if growth.goal is None or growth.whole is None:
        if not growth.direction:
            return NotApplicable("neither more nor less is better", "该指标无优劣方向")
        better = actual * growth.direction
        health, rule = _class(better, _TRENDS)
        return Finding(health, (Reason("eurostat_trend", (*told, better), rule),))
    required = rate(growth.base, growth.goal, growth.whole)
    expected = growth.base * (growth.goal / growth.base) ** (growth.passed / growth.whole)
    ratio = None
    if required:  # a fall from a base beyond the target leads away from it, though it leads towards its number
        ratio = actual * growth.direction / abs(required) if growth.direction else actual / required
    if growth.satisfied:
        return Finding(Health.ON_TRACK, (Reason("eurostat_met", told, _MET),), expected, ratio)
    if ratio is None:
        return NotApplicable("the base is the target already", "基数已等于目标值")
    health, rule = _class(ratio, _CLASSES)
    return Finding(health, (Reason("eurostat", (*told, actual, required, ratio), rule),), expected, ratio)


def _class(figure: Decimal, classes: Sequence[tuple[Decimal | None, Health, Rule]]) -> tuple[Health, Rule]:
    return next((health, rule) for least, health, rule in classes if least is None or figure >= least)


def _open(options: NoOptions, context: PluginContext) -> EurostatMethod:  # noqa: ARG001 - it has no options
    return EurostatMethod()


@hookimpl
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[NoOptions]]:
    """Offers the method."""
    yield AssessmentMethodType(
        name="eurostat",
        summary="Growth a year since the base year, against the growth a year required (Eurostat SDG monitoring)",
        options=NoOptions,
        factory=_open,
        source="Eurostat, Sustainable development in the European Union, monitoring report, annex on the assessment of "
        "indicator trends; https://ec.europa.eu/eurostat/web/sdi",
    )
