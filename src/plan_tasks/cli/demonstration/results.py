"""Makes up a year of a plan: what its owners return and what its indicators come to. Pure, and the same every time.

Nothing here is real: each item's fortune is drawn from a hash of its id, so that all verdicts occur.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from math import ceil

import attrs

from plan_tasks.model import (
    Aggregation,
    Comparator,
    Item,
    ItemId,
    Language,
    Measure,
    Milestone,
    Observation,
    Plan,
    Polarity,
    Target,
)
from plan_tasks.model.vocabulary import ChangeType
from plan_tasks.workflow import commands as c

__all__ = ["Step", "with_milestones", "year_of_results"]

#: How fast measures go, against their deadlines; drawn by hash.
_SPEEDS = tuple(Decimal(speed) for speed in ("1.25", "1.15", "1.08", "1.03", "1.00", "0.96", "0.88", "0.72"))
#: What indicators come to, against their targets; figures stray less than work does.
_OUTCOMES = tuple(Decimal(outcome) for outcome in ("1.12", "1.07", "1.04", "1.02", "1.01", "1.00", "0.94", "0.86"))
_OFFICE = {Language.ZH: "市政府督查室", Language.EN: "Inspection Office"}
_STATISTICS = {Language.ZH: "演示数据，并非真实统计", Language.EN: "made up for demonstration, not statistics"}
_PUBLISHED_AFTER = timedelta(days=16)
_REPORTING_DAY = 25


@attrs.frozen
class Step:
    """Something that happens in the year.

    Attributes:
        at: When it is recorded.
        actor: By whom.
        commands: What is asked; empty for a day on which the office only sends what is due.
    """

    at: datetime
    actor: str
    commands: tuple[c.Command, ...]


def with_milestones(plan: Plan, language: Language) -> Plan:
    """Gives two checkpoints to each measure that has neither targets nor milestones, for half of them by hash."""
    labels = ("形成方案", "完成主体任务") if language is Language.ZH else ("Plan agreed", "Main work done")
    measures = []
    for measure in plan.measures:
        start, end = measure.start or plan.start, measure.due or plan.end
        if measure.targets or measure.milestones or end <= start or _draw(measure.id, "milestones", 2):
            measures.append(measure)
            continue
        days = (start + (end - start) / 3, start + (end - start) * 2 / 3)
        milestones = tuple(Milestone(title=label, due=day) for label, day in zip(labels, days, strict=True))
        measures.append(attrs.evolve(measure, milestones=milestones))
    return attrs.evolve(plan, measures=tuple(measures))


def year_of_results(plan: Plan, language: Language) -> Iterator[Step]:
    """Makes up the plan's period, month by month.

    Args:
        plan: The plan with its items.
        language: Of the words in returns.

    Yields:
        Steps in the order of time, ending after the last figures of the period are out.
    """
    yield from sorted(_steps(plan, language), key=lambda step: (step.at, step.actor))


def _steps(plan: Plan, language: Language) -> Iterator[Step]:
    office = _OFFICE[language]
    for month_end in _month_ends(plan.start, plan.end):
        published = month_end + _PUBLISHED_AFTER
        for item in plan.items():
            observed = tuple(
                observation
                for number, target in enumerate(item.targets)
                if (observation := _observation(item, target, number, plan, month_end, published, language))
            )
            if observed:
                yield Step(_moment(published, 10), office, (c.Observe(item=item.id, observations=observed),))
        reporting = _reporting_day(month_end, plan)
        for measure in plan.measures:
            yield from _returns(measure, plan, reporting, language)
        for day in range(1, month_end.day + 1, 7):  # once a week the office sends what is due
            yield Step(_moment(month_end.replace(day=day), 8), office, ())
    yield from _decisions(plan, language)


def _returns(measure: Measure, plan: Plan, day: date, language: Language) -> Iterator[Step]:
    start, end = measure.start or plan.start, measure.due or plan.end
    if _draw(measure.id, "silent", 12) == 0 or day < start or measure.id in _set_apart(plan):
        return  # a twelfth of the owners never answer
    closing = _closing_day(measure, plan)
    if closing is not None and day > closing:
        return
    actor = measure.lead or _OFFICE[language]
    speed = _speed(measure.id)
    done = min(Decimal(1), speed * (day - start).days / max((end - start).days, 1))
    percent = done.quantize(Decimal("0.01"), ROUND_DOWN)
    finished, behind = percent == 1, speed < Decimal("0.9")
    words = _WORDS[language]
    report = c.ReportProgress(
        item=measure.id,
        on=day,
        percent=percent,
        narrative=words.finished if finished else words.done.format(percent=int(percent * 100)),
        problems=words.problems[_draw(measure.id, "problem", 3)] if behind and not finished else "",
        next_steps="" if finished else words.catch_up if behind else words.go_on,
    )
    reached = tuple(
        c.ReachMilestone(item=measure.id, milestone=each.title, on=day)
        for each in measure.milestones
        if _reached(each, measure, plan, day)
    )
    yield Step(_moment(day, 15), actor, (*reached, report))
    if day == closing:
        asked = c.RequestCompletion(item=measure.id, on=day)
        yield Step(_moment(day + timedelta(days=1), 9), actor, (asked,))
        verified = c.Confirm(item=measure.id, reason=words.verified)
        yield Step(_moment(day + timedelta(days=3), 9), _OFFICE[language], (verified,))


def _decisions(plan: Plan, language: Language) -> Iterator[Step]:
    """One item suspended, one cancelled, one deadline moved: what a year brings."""
    words, office = _WORDS[language], _OFFICE[language]
    suspended, cancelled = (*_set_apart(plan), "", "")[:2]
    middle = plan.start + (plan.end - plan.start) / 2
    if suspended:
        yield Step(_moment(middle, 11), office, (c.Suspend(item=ItemId(suspended), reason=words.suspended),))
    if cancelled:
        yield Step(_moment(middle, 11), office, (c.Cancel(item=ItemId(cancelled), reason=words.cancelled),))
    for measure in plan.measures:
        due = measure.due
        late = due is not None and due < plan.end and _speed(measure.id) < Decimal("0.9")
        if due is not None and late and measure.id not in _set_apart(plan):
            asked = c.RequestExtension(item=measure.id, due=min(due + timedelta(days=60), plan.end), reason=words.asked)
            yield Step(_moment(due - timedelta(days=10), 9), measure.lead or office, (asked,))
            approved = c.ApproveExtension(item=measure.id, reason=words.agreed)
            yield Step(_moment(due - timedelta(days=7), 9), office, (approved,))
            return


def _set_apart(plan: Plan) -> tuple[str, ...]:
    """The two measures that are suspended and cancelled: the middle ones, when there are enough."""
    if len(plan.measures) < 8:
        return ()
    middle = len(plan.measures) // 2
    return (plan.measures[middle].id, plan.measures[middle + 3].id)


def _closing_day(measure: Measure, plan: Plan) -> date | None:
    """The reporting day on which a measure is handed in as done; None when it is not done within the period.

    One with commitments is done only when each of them is kept.
    """
    if any(_outcome(f"{measure.id}/{number}") < 1 for number, _ in enumerate(measure.targets)):
        return None
    start, end = measure.start or plan.start, measure.due or plan.end
    done = start + timedelta(days=ceil((end - start).days / _speed(measure.id)))
    days = (_reporting_day(month_end, plan) for month_end in _month_ends(plan.start, plan.end))
    return next((day for day in days if day >= done), None)


def _reached(milestone: Milestone, measure: Measure, plan: Plan, day: date) -> bool:
    start = measure.start or plan.start
    days = int((milestone.due - start).days / _speed(measure.id))
    return _same_month(start + timedelta(days=days), day)


def _observation(
    item: Item, target: Target, number: int, plan: Plan, end: date, published: date, language: Language
) -> Observation | None:
    quarterly = target.indicator.aggregation is not Aggregation.SUM or target.change is not ChangeType.LEVEL
    last_month = (end.year, end.month) == (plan.end.year, plan.end.month)
    if (quarterly and end.month % 3 and not last_month) or _draw(f"{item.id}/{number}", "silent", 15) == 0:
        return None
    value = _value(item, target, number, plan, end)
    known = _moment(published, 10)
    source = _STATISTICS[language]
    return Observation(
        indicator=target.indicator.name,
        start=item.start or plan.start,
        end=end,
        value=value,
        known=known,
        source=source,
    )


def _value(item: Item, target: Target, number: int, plan: Plan, end: date) -> Decimal:
    outcome = _outcome(f"{item.id}/{number}")
    if target.comparator in (Comparator.DIRECTION, Comparator.RELATIVE) or target.value is None:
        sign = -1 if outcome < Decimal("0.9") else 1
        return (sign * outcome * 5).quantize(Decimal("0.1"))
    start = item.start or plan.start
    summed = target.indicator.aggregation is Aggregation.SUM and target.change in (ChangeType.LEVEL, None)
    if summed or target.change is ChangeType.INCREMENT:
        passed = Decimal((end - start).days + 1) / ((plan.end - start).days + 1)
        return (target.value * outcome * min(passed, Decimal(1))).quantize(_place(target.value))
    turned = 2 - outcome if target.indicator.polarity is Polarity.LOWER else outcome
    return (target.value * turned).quantize(_place(target.value))


def _place(value: Decimal) -> Decimal:
    """One digit more behind the point than the target has."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent if isinstance(exponent, int) else 0, 0) - 1)


def _speed(key: str) -> Decimal:
    return _SPEEDS[_draw(key, "speed", len(_SPEEDS))]


def _outcome(key: str) -> Decimal:
    return _OUTCOMES[_draw(key, "outcome", len(_OUTCOMES))]


def _draw(key: str, purpose: str, sides: int) -> int:
    """A number below `sides` that depends on the key alone."""
    return int.from_bytes(hashlib.sha256(f"{purpose}:{key}".encode()).digest()[:4], "big") % sides


def _reporting_day(month_end: date, plan: Plan) -> date:
    """When returns are due in a month: the 25th, and the very end in the last month."""
    return month_end if month_end == plan.end else month_end.replace(day=min(_REPORTING_DAY, month_end.day))


def _month_ends(start: date, end: date) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= end:
        following = (month + timedelta(days=32)).replace(day=1)
        yield min(following - timedelta(days=1), end)
        month = following


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


@attrs.frozen(kw_only=True)
class _Words:
    """What people write in a made-up year."""

    done: str
    finished: str
    problems: tuple[str, str, str]
    catch_up: str
    go_on: str
    verified: str
    suspended: str
    cancelled: str
    asked: str
    agreed: str


_WORDS = {
    Language.ZH: _Words(
        done="累计完成年度任务的{percent}%。",
        finished="年度任务已全部完成。",
        problems=("前期手续办理慢于计划。", "部分项目资金尚未到位。", "承担单位人手不足。"),
        catch_up="倒排工期，按周调度，补回欠账。",
        go_on="按计划推进下一阶段工作。",
        verified="经核查，符合办结条件",
        suspended="上级正在调整该项政策，待明确后继续",
        cancelled="与另一事项合并推进",
        asked="汛期影响施工",
        agreed="情况属实",
    ),
    Language.EN: _Words(
        done="{percent}% of the year's task is done.",
        finished="The year's task is done.",
        problems=("Permits take longer than planned.", "Part of the money is not there yet.", "The unit lacks staff."),
        catch_up="Weekly meetings until the arrears are made up.",
        go_on="The next stage goes on as planned.",
        verified="verified, fit to be closed",
        suspended="the policy behind it is under review",
        cancelled="merged with another item",
        asked="floods stopped the building work",
        agreed="the reason holds",
    ),
}
