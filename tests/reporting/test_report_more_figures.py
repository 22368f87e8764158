"""What the other kinds say: due, comparison, ledger of months, returns, trend, item, schedule, ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.errors import InvalidValue, PluginOptionsError, UnknownName
from plan_tasks.model import Health, ItemKind, Language, Observation, Plan, ProgressReport
from plan_tasks.plugins.report_kinds.area import AreaBriefOptions
from plan_tasks.plugins.report_kinds.area.building import AreaBrief
from plan_tasks.plugins.report_kinds.due import DueOptions
from plan_tasks.plugins.report_kinds.due.building import Due
from plan_tasks.plugins.report_kinds.returns import ReturnsOptions
from plan_tasks.plugins.report_kinds.returns.building import Returns
from plan_tasks.plugins.report_kinds.schedule import ScheduleOptions
from plan_tasks.plugins.report_kinds.schedule.building import Schedule
from plan_tasks.plugins.report_kinds.trend import TrendOptions
from plan_tasks.plugins.report_kinds.trend.building import Trend
from plan_tasks.reporting.document import Document, Gantt, KeyFigures, PaceLine, SmallMultiples
from plan_tasks.reporting.trends import month_ends
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Phrase
from plan_tasks.services.reporting import build_report
from plan_tasks.testing.report_views import many_view, small_view
from plan_tasks.tracker import Tracker

MID_YEAR = date(2021, 6, 30)


def cells_of(document: Document, name: str = "") -> list[dict[str, Any]]:
    table = document.table(name)
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


class Clock:
    """A clock that stands where a test puts it."""

    now = datetime(2021, 1, 5, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def tracker(plan: Plan, observed: Callable[[str], Sequence[Observation]]) -> Iterator[Tracker]:
    """The plan as it was made in January and went on: a return in March, one in June."""
    clock = Clock()
    with Tracker.open("memory:", clock=clock) as opened:
        silent = tuple(attrs.evolve(measure, progress=None) for measure in plan.measures)
        opened.add(attrs.evolve(plan, measures=silent), actor="office")
        clock.now = datetime(2021, 4, 2, 9, tzinfo=UTC)
        opened.report(plan.id, "m01", ProgressReport(on=date(2021, 3, 31), percent=Decimal("0.2")), actor="gxj")
        clock.now = datetime(2021, 7, 1, 9, tzinfo=UTC)
        opened.report(plan.id, "m01", ProgressReport(on=date(2021, 6, 25), percent=Decimal("0.62")), actor="gxj")
        clock.now = datetime(2021, 7, 16, 9, tzinfo=UTC)
        for item in ("g10", "g12"):
            opened.observe(plan.id, item, *observed(item), actor="tjj")
        yield opened


def report(tracker: Tracker, kind: str, **options: Any) -> Document:
    return build_report(tracker._context, "yunxi-2021", kind, on=MID_YEAR, options=options)  # type: ignore[arg-type]


def test_due_lists_items_and_milestones_the_earliest_first(view: ReportView) -> None:
    document = Due(DueOptions()).build(view)
    rows = cells_of(document)
    assert [(row["id"], row["days_left"]) for row in rows] == [
        ("m08", -30),
        ("m15", -15),
        ("m35#2", -10),
        ("m25", 0),
        ("m26", 15),
    ]
    assert rows[2]["milestone"] == "平台上线试运行"
    [figures] = [block for block in document.blocks if isinstance(block, KeyFigures)]
    assert [figure.value for figure in figures.figures] == [3, 1, 1]
    assert [row["id"] for row in cells_of(Due(DueOptions(within=0)).build(view))] == ["m08", "m15", "m35#2", "m25"]
    assert [row["id"] for row in cells_of(Due(DueOptions(owner="市科技局")).build(view))] == ["m08"]


def test_the_form_of_returns_has_the_open_items_with_keys_and_blanks(view: ReportView) -> None:
    table = Returns(ReturnsOptions(owner="kjj")).build(view).table()
    fillable = [column.key for column in table.columns if column.fillable]
    assert fillable == ["percent", "narrative", "problems", "next_steps"]
    assert [column.key for column in table.columns if column.hidden] == ["key"]
    rows = cells_of(Returns(ReturnsOptions(owner="kjj")).build(view))
    assert [row["key"] for row in rows] == [f"yunxi-2021/{item}" for item in ("g14", "m05", "m06", "m08")]
    assert {row["percent"] for row in rows} == {None}
    assert rows[1]["previous"] == Decimal("0.38")
    [_, filled, *_] = cells_of(Returns(ReturnsOptions(owner="kjj", prefill=True)).build(view))
    assert filled["percent"] == Decimal("0.38")
    assert filled["narrative"].startswith("截至6月25日")


def test_the_ledger_of_months_knows_earlier_returns(tracker: Tracker) -> None:
    document = report(tracker, "ledger", months=True)
    table = document.table()
    months = [column for column in table.columns if column.key.startswith("month_")]
    assert [column.label for column in months] == [f"{month}月" for month in range(1, 13)]
    rows = {row["id"]: row for row in cells_of(document)}
    found = [rows["m01"][column.key] for column in months]
    assert found == [None, None, *[Decimal("0.2")] * 3, Decimal("0.62"), *[None] * 6]
    assert rows["g10"]["month_2021_06"] == rows["g10"]["attainment"] != rows["g10"]["month_2021_05"]


def test_the_comparison_tells_both_ways(tracker: Tracker) -> None:
    document = report(tracker, "comparison", since="2021-05-31")
    moved = {row["id"]: row for row in cells_of(document, "moved")}
    assert moved["m01"]["before"] == Decimal("0.2")
    assert moved["m01"]["attainment"] == Decimal("0.62")
    assert moved["m01"]["more"] == Decimal("0.42")
    assert (moved["m01"]["health_before"], moved["m01"]["health"]) == (Health.OFF_TRACK, Health.AHEAD)
    assert moved["m01"]["move"] == "↑ 好转"
    assert moved["m08"]["move"] == "↓ 变差"  # its deadline has passed since
    counts = document.table("counts")
    rows = cells_of(document, "counts")
    assert sum(row["before"] for row in rows) == sum(row["now"] for row in rows) == 50
    assert counts.total is not None
    assert sum(row["more"] for row in rows) == counts.total[3] == 0


def test_the_comparison_with_what_was_known_then_knows_no_later_return(tracker: Tracker) -> None:
    known = report(tracker, "comparison", since="2021-06-30", since_known_at="2021-07-02T00:00+00:00")
    assert "g10" in {row["id"] for row in cells_of(known, "moved")}  # its value came on 16 July
    assert "m01" not in {row["id"] for row in cells_of(known, "moved")}
    with pytest.raises(InvalidValue, match="give an earlier day"):
        report(tracker, "comparison", since="2021-06-30")
    with pytest.raises(PluginOptionsError, match="must be a moment with its zone"):
        report(tracker, "comparison", since_known_at="2021-06-30T09:00")
    with pytest.raises(UnknownName, match="was not recorded yet"):
        report(tracker, "comparison", since="2021-05-31", since_known_at="2020-01-01T00:00+00:00")


def test_changes_are_those_of_the_history_between_the_days(tracker: Tracker) -> None:
    rows = cells_of(report(tracker, "changes", since="2021-04-01", until="2021-07-01"))
    assert [(row["id"], row["event"]) for row in rows] == [("m01", "填报进展"), ("m01", "填报进展")]
    assert rows[0]["detail"].startswith("2021-03-31 20%")
    whole = cells_of(report(tracker, "changes", item="m01"))
    assert [row["number"] for row in whole] == [stored.sequence for stored in tracker.history("yunxi-2021", item="m01")]


def test_the_trend_is_what_judging_each_day_gives(tracker: Tracker, view: ReportView) -> None:
    document = report(tracker, "trend", item="g10")
    [chart] = [block for block in document.blocks if isinstance(block, PaceLine)]
    judged = {str(row.item.id): row.assessment for row in view.rows()}["g10"]
    line = chart.line
    assert [(point.day, point.value) for point in line.actual] == [(MID_YEAR, judged.actual)]
    assert {point.day: point.value for point in line.pace}[MID_YEAR] == judged.expected
    assert (line.pace[0].day, line.pace[-1].day, line.pace[-1].value) == (line.start, line.end, line.target)
    assert line.fan[0].value == judged.actual
    assert line.fan[-1].low < line.fan[-1].value < line.fan[-1].high
    [known] = cells_of(document, "values")
    assert known["known"] == datetime(2021, 7, 16, 9, tzinfo=UTC)


def test_the_trend_of_all_is_small_and_says_how_many_there_are() -> None:
    view = small_view(Language.EN)
    document = Trend(TrendOptions()).build(view)
    [chart] = [block for block in document.blocks if isinstance(block, SmallMultiples)]
    assert [len(line.actual) for line in chart.lines] == [3, 3, 0]
    assert [point.value for point in chart.lines[0].actual] == [Decimal(20), Decimal(37), Decimal(44)]
    cut = Trend(TrendOptions(limit=2)).build(many_view(Language.EN, 70))
    assert any("The first 2 of 20" in getattr(block, "text", "") for block in cut.blocks)


def test_a_revised_value_is_shown_with_the_one_that_revises_it(tracker: Tracker) -> None:
    [first] = tracker.observations("yunxi-2021", "g10")
    tracker.observe("yunxi-2021", "g10", attrs.evolve(first, value=Decimal("3.2")), actor="tjj")
    rows = cells_of(report(tracker, "trend", item="g10"), "values")
    assert [(row["value"].value, bool(row["revised"])) for row in rows] == [
        (Decimal("3.11"), True),
        (Decimal("3.2"), False),
    ]


def test_the_page_of_an_item_has_its_source_owners_reasons_and_history(tracker: Tracker) -> None:
    document = report(tracker, "item", item="m35")
    text = "\n".join(getattr(block, "text", "") for block in document.blocks)
    assert "节点" in text  # reasons name milestones
    assert cells_of(document, "owners_1")[0]["role"] == "牵头单位"
    assert [block for block in document.blocks if isinstance(block, Gantt)]
    assert len(cells_of(document, "history_1")) == 1
    source = "\n".join(str(getattr(block, "text", "")) for block in _page_of_g1().blocks)
    assert "The source says: “On the way”" in source


def _page_of_g1() -> Document:
    from plan_tasks.plugins.report_kinds.item import ItemOptions
    from plan_tasks.plugins.report_kinds.item.building import ItemPage

    return ItemPage(ItemOptions(item="g1")).build(small_view(Language.EN))


def test_the_schedule_has_every_measure_with_its_dates(view: ReportView) -> None:
    document = Schedule(ScheduleOptions()).build(view)
    [chart] = [block for block in document.blocks if isinstance(block, Gantt)]
    measures = {str(row.item.id): row for row in view.rows() if row.item.kind is ItemKind.MEASURE}
    assert {bar.id for bar in chart.bars} == set(measures)
    assert all(bar.end == measures[bar.id].item.due for bar in chart.bars)
    groups = [bar.group for bar in chart.bars]
    assert sorted(groups, key=groups.index) == groups  # areas stand together
    [bar] = [bar for bar in chart.bars if bar.id == "m35"]
    assert [(mark.done, mark.late) for mark in bar.marks] == [(True, False), (False, True), (False, False)]
    only = Schedule(ScheduleOptions(area="九")).build(view)
    assert {row["id"] for row in cells_of(only)} == {row.item.id for row in measures.values() if row.item.area == "a9"}


def test_areas_add_up_to_the_plan(view: ReportView) -> None:
    document = AreaBrief(AreaBriefOptions()).build(view)
    assert sum(row["count"] for row in cells_of(document, "areas")) == 50
    with pytest.raises(UnknownName, match=r"a1 \(推动制造业高质量发展\)"):
        AreaBrief(AreaBriefOptions(area="x")).build(view)


def test_months_end_with_the_period() -> None:
    days = list(month_ends(date(2020, 12, 31), date(2021, 2, 28)))
    assert days == [date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 28)]
    assert list(month_ends(date(2021, 5, 2), date(2021, 5, 9))) == [date(2021, 5, 9)]


def phrases(base: type[Phrase] = Phrase) -> Iterator[type[Phrase]]:
    for table in base.__subclasses__():
        yield table
        yield from phrases(table)


def test_the_words_of_every_kind_are_there_in_both_languages_with_the_same_parts() -> None:
    import string

    for table in phrases():
        if not table.__module__.startswith("plan_tasks.plugins.report_kinds"):
            continue
        for word in table:
            parts = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (word.en, word.zh)]
            assert word.en.strip(), word
            assert word.zh.strip(), word
            assert parts[0] == parts[1], word
