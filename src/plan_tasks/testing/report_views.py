"""Views that report kinds are tried on: a small plan in English and in Chinese, hostile texts, one item, none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.assessment import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import (
    Aggregation,
    Area,
    AreaId,
    Assignment,
    Comparator,
    Goal,
    Indicator,
    Item,
    ItemId,
    Language,
    Measure,
    Observation,
    Owner,
    OwnerId,
    Plan,
    PlanId,
    ProgressReport,
    Role,
    State,
    Target,
)
from plan_tasks.reporting.view import CalendarFacts, ReportRow, ReportView
from plan_tasks.testing.report_documents import HOSTILE

__all__ = ["empty_view", "hostile_view", "one_item_view", "small_view"]

_DAY: Final = date(2021, 6, 30)
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
    text: str


_WORDS: Final = {
    Language.EN: _Words(
        plan="Plan of the town",
        area="Jobs and schools",
        jobs="New jobs",
        rate="Share of children in school",
        unit="persons",
        measures=("Open a library", "Build two schools", "Repair bridges", "Plant trees", "Write the rules"),
        owners=("Education Bureau", "Works Bureau"),
        text="On the way",
    ),
    Language.ZH: _Words(  # the same in Chinese
        plan="本镇年度计划",
        area="就业与教育",
        jobs="城镇新增就业",
        rate="义务教育巩固率",
        unit="人",
        measures=("建成图书馆", "新建两所学校", "修缮桥梁", "植树造林", "制定规则"),
        owners=("教育局", "住建局"),
        text="按计划推进",
    ),
}


def small_view(language: Language) -> ReportView:
    """A plan of two goals and five measures in all states, every word of it in one language."""
    words = _WORDS[language]
    return _judged(_plan(words), language)


def empty_view(language: Language) -> ReportView:
    """The same plan without items."""
    return _judged(_plan(_WORDS[language]).header(), language)


def one_item_view(language: Language) -> ReportView:
    """The same plan with a single measure that has neither owner, area, deadline nor return."""
    plan = _plan(_WORDS[language]).header()
    return _judged(attrs.evolve(plan, measures=(Measure(id=ItemId("m"), title="X"),)), language)


def hostile_view(language: Language) -> ReportView:
    """A plan whose every text is one of `HOSTILE`."""
    plan = _plan(_WORDS[language])
    measures = tuple(
        Measure(
            id=ItemId(f"h{number}"),
            title=text,
            text=text,
            note=text,
            assignments=(Assignment(owner=OwnerId("o1")),),
            due=date(2021, 5, 1) if number % 2 else date(2021, 7, 9),
            progress=ProgressReport(on=_DAY, narrative=text, problems=text, next_steps=text, percent=Decimal("0.1")),
        )
        for number, text in enumerate(HOSTILE)
    )
    owners = (Owner(id=OwnerId("o1"), name=HOSTILE[0]), plan.owners[1])
    area = Area(id=AreaId("a1"), title=HOSTILE[1], number="=1")
    evolved = attrs.evolve(plan, title=HOSTILE[0], owners=owners, areas=(area,), measures=measures)
    return _judged(evolved, language)


def _at_least_90(name: str, unit: str, aggregation: Aggregation) -> Target:
    indicator = Indicator(name=name, unit=unit, aggregation=aggregation)
    return Target(indicator=indicator, comparator=Comparator.AT_LEAST, value=Decimal(90))


def _plan(words: _Words) -> Plan:
    jobs = _at_least_90(words.jobs, words.unit, Aggregation.SUM)
    rate = _at_least_90(words.rate, "%", Aggregation.LAST)
    lead = Assignment(owner=OwnerId("o1"))
    helps = Assignment(owner=OwnerId("o2"), role=Role.COOPERATING)
    shares = ("0.9", "0.5", "0.45", "0.2", None)
    dues = (date(2021, 9, 30), _END, _END, date(2021, 5, 31), date(2021, 7, 15))
    return Plan(
        id=PlanId("p"),
        title=words.plan,
        start=date(2021, 1, 1),
        end=_END,
        areas=(Area(id=AreaId("a1"), title=words.area, number="1"),),
        owners=tuple(Owner(id=OwnerId(f"o{number}"), name=name) for number, name in enumerate(words.owners, start=1)),
        goals=(
            Goal(id=ItemId("g1"), title=words.jobs, targets=(jobs,), assignments=(lead,)),
            Goal(id=ItemId("g2"), title=words.area, area=AreaId("a1"), targets=(jobs, rate)),
        ),
        measures=tuple(
            Measure(
                id=ItemId(f"m{number}"),
                title=title,
                area=AreaId("a1"),
                due=due,
                assignments=(lead, helps),
                state=State.SUSPENDED if number == 2 else State.ACTIVE,
                progress=None
                if share is None
                else ProgressReport(on=date(2021, 6, 25), percent=Decimal(share), narrative=words.text),
            )
            for number, (title, share, due) in enumerate(zip(words.measures, shares, dues, strict=True))
        ),
    )


def _judged(plan: Plan, language: Language) -> ReportView:
    known = datetime(2021, 7, 1, tzinfo=UTC)
    jobs = _WORDS[language].jobs
    seen = Observation(indicator=jobs, start=plan.start, end=_DAY, value=Decimal(44), known=known)
    items: list[Item] = list(plan.items())
    cases = [case_of(item, plan, [seen] if item.targets else [], _DAY) for item in items]
    judged = assess_by_pace(cases, AssessmentContext(day=_DAY, period_end=plan.end))
    return ReportView(
        plan=plan.header(),
        source=[ReportRow(item, assessment) for item, assessment in zip(items, judged, strict=True)],
        day=_DAY,
        known_at=known,
        language=language,
        calendar=CalendarFacts(announced=(2021,)),
        version="0",
    )
