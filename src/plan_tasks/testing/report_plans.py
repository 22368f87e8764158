"""The small plan that views for report kinds are made of, in English and in Chinese, and its history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import attrs

from plan_tasks.model import (
    Address,
    Aggregation,
    Area,
    AreaId,
    Assignment,
    Comparator,
    Goal,
    Indicator,
    ItemId,
    Language,
    Measure,
    Milestone,
    Owner,
    OwnerId,
    OwnerKind,
    Plan,
    PlanId,
    ProgressReport,
    Role,
    SourceDocument,
    SourceSpan,
    State,
    Target,
)
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, event_hash

__all__ = ["DAY", "events_of", "jobs_name", "small_plan"]

#: The day on which the small plan is judged.
DAY: Final = date(2021, 6, 30)
_END: Final = date(2021, 12, 31)


@attrs.frozen(kw_only=True)
class _Words:
    """What the small plan calls its things in one language."""

    plan: str
    area: str
    jobs: str
    rate: str
    unit: str
    measures: tuple[str, ...]
    owners: tuple[str, ...]
    stones: tuple[str, ...]
    text: str


_WORDS: Final = {
    Language.EN: _Words(
        plan="Plan of the town",
        area="Jobs and schools",
        jobs="New jobs",
        rate="Share of children in school",
        unit="persons",
        measures=("Open a library", "Build two schools", "Repair bridges", "Plant trees", "Write the rules"),
        owners=("Education Bureau", "Works Bureau", "The deputy mayor", "The secretary"),
        stones=("Building permit", "Roof on"),
        text="On the way",
    ),
    Language.ZH: _Words(  # the same in Chinese
        plan="本镇年度计划",
        area="就业与教育",
        jobs="城镇新增就业",
        rate="义务教育巩固率",
        unit="人",
        measures=("建成图书馆", "新建两所学校", "修缮桥梁", "植树造林", "制定规则"),
        owners=("教育局", "住建局", "分管副镇长", "办公室联络员"),
        stones=("取得施工许可", "主体封顶"),
        text="按计划推进",
    ),
}


def jobs_name(language: Language) -> str:
    """Name of the indicator that has values."""
    return _WORDS[language].jobs


def _at_least_90(name: str, unit: str, aggregation: Aggregation) -> Target:
    indicator = Indicator(name=name, unit=unit, aggregation=aggregation)
    return Target(indicator=indicator, comparator=Comparator.AT_LEAST, value=Decimal(90))


def small_plan(language: Language) -> Plan:
    """Two goals and five measures, every word of them in one language."""
    words = _WORDS[language]
    jobs = _at_least_90(words.jobs, words.unit, Aggregation.SUM)
    rate = _at_least_90(words.rate, "%", Aggregation.LAST)
    lead = Assignment(owner=OwnerId("o1"))
    everyone = (
        lead,
        Assignment(owner=OwnerId("o2"), role=Role.COOPERATING),
        Assignment(owner=OwnerId("o3"), role=Role.LEADER),
        Assignment(owner=OwnerId("o4"), role=Role.CONTACT),
    )
    shares = ("0.9", "0.5", "0.45", "0.2", None)
    dues = (date(2021, 9, 30), _END, _END, date(2021, 5, 31), date(2021, 7, 15))
    permit, roof = words.stones
    stones = (
        Milestone(title=permit, due=date(2021, 3, 31), done=date(2021, 4, 6)),
        Milestone(title=roof, due=date(2021, 7, 10)),
    )
    return Plan(
        id=PlanId("p"),
        title=words.plan,
        start=date(2021, 1, 1),
        end=_END,
        areas=(Area(id=AreaId("a1"), title=words.area, number="1"),),
        owners=tuple(_owner(number, name) for number, name in enumerate(words.owners, start=1)),
        goals=(
            Goal(
                id=ItemId("g1"),
                title=words.jobs,
                targets=(jobs,),
                assignments=(lead,),
                source=SourceSpan(start=0, end=len(words.text), text=words.text),
            ),
            Goal(id=ItemId("g2"), title=words.area, area=AreaId("a1"), targets=(jobs, rate)),
        ),
        measures=tuple(
            Measure(
                id=ItemId(f"m{number}"),
                title=title,
                text=words.text,
                area=AreaId("a1"),
                due=due,
                assignments=everyone,
                milestones=stones if number == 1 else (),
                state=State.SUSPENDED if number == 2 else State.ACTIVE,
                progress=None
                if share is None
                else ProgressReport(on=date(2021, 6, 25), percent=Decimal(share), narrative=words.text),
            )
            for number, (title, share, due) in enumerate(zip(words.measures, shares, dues, strict=True))
        ),
        source=SourceDocument(name=words.plan),
    )


def _owner(number: int, name: str) -> Owner:
    person = number > 2
    return Owner(
        id=OwnerId(f"o{number}"),
        name=name,
        kind=OwnerKind.PERSON if person else OwnerKind.UNIT,
        addresses=(Address(channel="phone", value="1234"),) if person else (),
    )


def events_of(plan: Plan, language: Language) -> list[StoredEvent]:
    """A history of the small plan: made, reported on, a deadline moved, a value recorded, one item added late."""
    words = _WORDS[language]
    first, last = plan.measures[0], plan.measures[-1]
    found: list[StoredEvent] = []
    previous = GENESIS
    at = datetime(2021, 1, 5, 9, tzinfo=UTC)
    for item, kind, before, after in _happened(first, last, words):
        event = Event(
            plan=plan.id,
            item=item,
            type=kind,
            actor=words.owners[0],
            at=at,
            version=1,
            before=json.dumps(before, ensure_ascii=False),
            after=json.dumps(after, ensure_ascii=False),
            reason=words.text if kind == "extension_approved" else "",
        )
        previous = event_hash(previous, len(found) + 1, event)
        found.append(StoredEvent(len(found) + 1, event, previous))
        at += timedelta(days=30)
    return found


def _happened(
    first: Measure, last: Measure, words: _Words
) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Item, type, and what changed: before and after."""
    yield "", "plan_created", {}, {"title": words.plan}
    yield first.id, "measure_created", {}, {"title": first.title}
    yield first.id, "assigned", {}, {"assignments": [{"owner": "o1", "role": "lead"}]}
    progress = {"on": "2021-03-31", "percent": "0.4", "narrative": words.text}
    yield first.id, "progress_reported", {}, {"progress": progress}
    yield first.id, "extension_approved", {"due": "2021-06-30"}, {"due": "2021-09-30"}
    yield "g1", "observed", {}, {"observations": [{"indicator": words.jobs, "value": "44", "end": "2021-06-30"}]}
    yield last.id, "measure_created", {}, {"title": last.title}
