"""The sentences of every rule of the method `pace`, in English and Chinese. Data only; `reasons` fills them in."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["RULES", "Rule"]


class Rule(NamedTuple):
    """How a rule speaks.

    Attributes:
        facts: Its facts in order, as ``name:form``; the forms are those of `reasons`.
        en: The sentence in English.
        zh: The sentence in Chinese.
    """

    facts: tuple[str, ...]
    en: str
    zh: str


_OF_TARGET: Final = (
    "target:target",
    "actual:amount",
    "until:date",
    "expected:amount",
    "pace:pace",
    "attainment:share",
    "policy:policy",
)
_OF_PERCENT: Final = ("percent:share", "on:date", "expected:share", "pace:pace", "health:health", "policy:policy")
_OF_MILESTONES: Final = ("done:text", "due:text", "all:text", "pace:pace", "health:health", "policy:policy")

#: Every rule that a reason of the method `pace` can name.
RULES: Final[dict[str, Rule]] = {
    # one target, before the end
    "ahead": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, {expected} expected so far; pace {pace} is at least {ahead}, ahead",
        "{target}：截至{until}为{actual}，按进度应为{expected}，进度比{pace}，不低于{ahead}，超序时",
    ),
    "on_track": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, {expected} expected so far; pace {pace} is at least {on_track}, on track",
        "{target}：截至{until}为{actual}，按进度应为{expected}，进度比{pace}，不低于{on_track}，达序时",
    ),
    "at_risk": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, {expected} expected so far; pace {pace} is below {on_track} but at least "
        "{at_risk}, at risk",
        "{target}：截至{until}为{actual}，按进度应为{expected}，进度比{pace}，低于{on_track}但不低于{at_risk}，滞后",
    ),
    "off_track": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, {expected} expected so far; pace {pace} is below {at_risk}, off track",
        "{target}：截至{until}为{actual}，按进度应为{expected}，进度比{pace}，低于{at_risk}，严重滞后",
    ),
    "within": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, {expected} expected so far; within the tolerance, on track",
        "{target}：截至{until}为{actual}，按进度应为{expected}，在允许误差之内，达序时",
    ),
    "in_range": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}; inside the range and not beyond its far end, on track",
        "{target}：截至{until}为{actual}，处于目标区间之内，达序时",
    ),
    "nothing_so_far": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, where less is better and up to {expected} was expected; the pace has no "
        "number, ahead",
        "{target}：截至{until}为{actual}，按进度不应超过{expected}，越低越好，进度比无法计算，超序时",
    ),
    "holds": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} satisfies the target; the pace has no number, on track",
        "{target}：截至{until}为{actual}，符合目标要求，进度比无法计算，达序时",
    ),
    "falls_short": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} does not satisfy the target; the pace has no number, off track",
        "{target}：截至{until}为{actual}，不符合目标要求，进度比无法计算，严重滞后",
    ),
    "limit_passed": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} is already over the limit for the whole period, off track",
        "{target}：截至{until}为{actual}，已超过全期限额，严重滞后",
    ),
    "not_started": Rule(
        _OF_TARGET,
        "{target}: nothing is expected yet, on track",
        "{target}：目前尚无进度要求，达序时",
    ),
    "met_early": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} is {attainment} of the target and cannot be lost again, met early",
        "{target}：截至{until}为{actual}，完成率{attainment}，提前完成",
    ),
    "direction_right": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, the direction is right, on track",
        "{target}：截至{until}为{actual}，方向符合要求，达序时",
    ),
    "direction_wrong": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, the direction is wrong, off track",
        "{target}：截至{until}为{actual}，方向不符合要求，严重滞后",
    ),
    # how the expected value was found, where it is not by the calendar
    "trajectory": Rule(
        ("target:target", "by:term", "share:share"),
        "{target}: {share} of the way is expected so far, by {by}",
        "{target}：按{by}，应完成全程的{share}",
    ),
    # one target, at the end
    "met": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} at the end; attainment {attainment}, met",
        "{target}：期末（截至{until}）为{actual}，完成率{attainment}，已完成",
    ),
    "missed": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} at the end; attainment {attainment}, missed",
        "{target}：期末（截至{until}）为{actual}，完成率{attainment}，未完成",
    ),
    "direction_met": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} at the end, the direction is right, met",
        "{target}：期末（截至{until}）为{actual}，方向符合要求，已完成",
    ),
    "direction_missed": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until} at the end, the direction is wrong, missed",
        "{target}：期末（截至{until}）为{actual}，方向不符合要求，未完成",
    ),
    # one target that cannot be judged
    "no_observation": Rule(("target:target",), "{target}: no value has come in yet", "{target}：尚无数据"),
    "no_reference": Rule(
        ("target:target", "actual:amount", "until:date"),
        "{target}: {actual} by {until}, but what it is compared with has no value yet",
        "{target}：截至{until}为{actual}，但参照指标尚无数据",
    ),
    "no_base": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}, but there is no base to tell the change from",
        "{target}：截至{until}为{actual}，但没有基数，无法判断变化方向",
    ),
    "no_end": Rule(
        _OF_TARGET,
        "{target}: {actual} by {until}; without an end of the period no pace can be told",
        "{target}：截至{until}为{actual}，没有期限，无法判断进度",
    ),
    "out_of_range": Rule(
        _OF_TARGET,
        "{target}: the figures are too large or too small to be compared",
        "{target}：数值过大或过小，无法比较",
    ),
    # beside the verdict on a target
    "no_attainment": Rule(
        ("target:target", "actual:amount", "goal:amount"),
        "{target}: {actual} against {goal} has no attainment: the target is not above zero, the sign is wrong, or the "
        "base lies beyond it",
        "{target}：{actual}与{goal}之间无法计算完成率：目标值不大于零、符号相反，或基数已越过目标值",
    ),
    "stale": Rule(
        ("target:target", "until:date", "age:text", "cycle:text"),
        "{target}: the latest value, of {until}, is {age} days old; one is published every {cycle} days",
        "{target}：最新数据截至{until}，距今{age}天，该指标每{cycle}天发布一次，数据已陈旧",
    ),
    "partial": Rule(
        ("target:target", "until:date"),
        "{target}: the latest value covers only the time until {until}, not the whole period",
        "{target}：最新数据仅截至{until}，未覆盖整个期限",
    ),
    "gap": Rule(
        ("target:target", "since:date"),
        "{target}: the values only begin on {since}; what came before is missing",
        "{target}：数据自{since}起，此前数据缺失",
    ),
    # the item as a whole
    "worst_of": Rule(
        ("count:text", "target:target", "health:health", "unknown:text"),
        "of {count} targets ({unknown} without data) the one that stands worst decides: {target}, {health}",
        "共{count}项目标（其中{unknown}项无数据），以情况最差的一项为准：{target}，{health}",
    ),
    "worst_of_all": Rule(
        ("count:text", "target:target", "health:health"),
        "of {count} targets the one that stands worst decides: {target}, {health}",
        "共{count}项目标，以情况最差的一项为准：{target}，{health}",
    ),
    "draft": Rule((), "a draft is not judged", "尚为草拟，不作研判"),
    "suspended": Rule((), "suspended, so not judged", "已暂停，不作研判"),
    "cancelled": Rule((), "cancelled, so not judged", "已撤销，不作研判"),
    "completed": Rule(("on:date",), "completed ({on})", "已办结（{on}）"),
    "completed_on_time": Rule(
        ("on:date", "due:date"), "completed on {on}, in time for {due}", "{on}办结，未超过时限{due}"
    ),
    "completed_late": Rule(
        ("on:date", "due:date", "days:text"),
        "completed on {on}, {days} days after the deadline {due}",
        "{on}办结，超过时限{due}共{days}天",
    ),
    "completed_missed": Rule(
        ("target:target",),
        "closed as completed, but its target was missed: {target}",
        "虽已办结，但目标未完成：{target}",
    ),
    "completion_requested": Rule(
        (), "completion has been asked for and is not confirmed yet", "已申请办结，尚未核验确认"
    ),
    "overdue": Rule(
        ("due:date", "days:text"),
        "not completed {days} days after the deadline {due}, overdue",
        "时限为{due}，已逾期{days}天仍未办结",
    ),
    "deadline_only": Rule(
        ("due:date", "days:text"),
        "nothing has been reported; judged by the deadline {due} alone, {days} days away, on track",
        "尚无进展报送，仅按完成时限{due}判断，距时限{days}天，达序时",
    ),
    "no_deadline": Rule(
        (), "nothing has been reported and there is no deadline to judge by", "尚无进展报送，也无完成时限，无法研判"
    ),
    "percent": Rule(
        _OF_PERCENT,
        "{percent} done as reported for {on}, {expected} of the time has passed; pace {pace}, {health} "
        "(thresholds {ahead}, {on_track}, {at_risk})",
        "{on}报送完成{percent}，时间已过{expected}，进度比{pace}，{health}（标准{ahead}、{on_track}、{at_risk}）",
    ),
    "percent_early": Rule(
        _OF_PERCENT,
        "{percent} done as reported for {on}, before the time allowed has started; {health}",
        "{on}报送完成{percent}，期限尚未开始，{health}",
    ),
    "percent_open": Rule(
        _OF_PERCENT,
        "{percent} done as reported for {on}; there is no deadline to measure it against, {health}",
        "{on}报送完成{percent}，没有完成时限可比，{health}",
    ),
    "stale_return": Rule(
        ("on:date", "age:text"), "the last return, for {on}, is {age} days old", "最近一次报送为{on}，距今{age}天"
    ),
    "milestones": Rule(
        _OF_MILESTONES,
        "{done} of {all} milestones reached, {due} were due; pace by weight {pace}, {health} "
        "(thresholds {ahead}, {on_track}, {at_risk})",
        "共{all}个节点，已完成{done}个，应完成{due}个，按权重进度比{pace}，{health}"
        "（标准{ahead}、{on_track}、{at_risk}）",
    ),
    "milestones_none_due": Rule(
        _OF_MILESTONES,
        "{done} of {all} milestones reached, none was due yet; {health}",
        "共{all}个节点，已完成{done}个，尚无到期节点，{health}",
    ),
    "milestones_out_of_range": Rule(
        _OF_MILESTONES,
        "the weights of the milestones are too large or too small to be compared",
        "节点权重过大或过小，无法比较",
    ),
    "milestones_late": Rule(
        ("late:titles",), "milestones past their date and not reached: {late}", "到期未完成的节点：{late}"
    ),
}
