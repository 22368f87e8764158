"""What reports say is what the assessment found: counts, shares, figures, ranks; in every format."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.assessment.rollup import roll_up
from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import Goal, Health, ItemId, Measure, Plan, Quantity, Role
from plan_tasks.plugins.report_formats.csv_table import CsvOptions, Numbers
from plan_tasks.plugins.report_formats.csv_table.writing import CsvFormat
from plan_tasks.plugins.report_formats.json_document.writing import JsonFormat
from plan_tasks.plugins.report_formats.markdown.writing import MarkdownFormat
from plan_tasks.plugins.report_formats.terminal.painting import plain_text
from plan_tasks.plugins.report_formats.terminal.writing import TerminalFormat
from plan_tasks.plugins.report_kinds.ledger.building import Ledger
from plan_tasks.plugins.report_kinds.overview import OverviewOptions
from plan_tasks.plugins.report_kinds.overview.building import Overview
from plan_tasks.plugins.report_kinds.owner import OwnerOptions
from plan_tasks.plugins.report_kinds.owner.building import OwnerScorecard
from plan_tasks.reporting.degrading import degrade
from plan_tasks.reporting.document import BlockKind, Document, KeyFigures, Note, Several
from plan_tasks.reporting.figures import health_shares, standings
from plan_tasks.reporting.formatting import percent_text, points_text
from plan_tasks.reporting.scoring import ranked, score_cards
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.storage.heads import head_of

OVERVIEW = Overview(limit=20, due_within=30)


def cells_of(document: Document, name: str) -> list[dict[str, Any]]:
    table = document.table(name)
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def written(document: Document, to_format: Any) -> str:
    to = io.BytesIO()
    to_format.write(document, to)
    return to.getvalue().decode("utf-8-sig")


def test_the_counts_are_those_of_the_assessments_and_shares_add_up(view: ReportView) -> None:
    counted = Counter(row.assessment.health for row in view.rows())
    rows = cells_of(OVERVIEW.build(view), "counts")
    assert {row["health"]: row["count"] for row in rows} == {health: counted[health] for health in Health}
    shown = [Decimal(percent_text(row["share"]).removesuffix("%")) for row in rows]
    assert sum(shown) == Decimal("100.0")


def test_shares_add_up_also_where_rounding_each_would_not() -> None:
    shares = health_shares({Health.MET: 1, Health.AHEAD: 1, Health.MISSED: 1})
    assert sum(shares.values()) == 1
    assert [percent_text(shares[health]) for health in (Health.MET, Health.AHEAD, Health.MISSED)] == [
        "33.4%",
        "33.3%",
        "33.3%",
    ]


def test_key_figures_add_up_to_the_whole(view: ReportView) -> None:
    [figures] = [block for block in OVERVIEW.build(view).blocks if isinstance(block, KeyFigures)]
    values = {figure.key: figure.value for figure in figures.figures}
    assert values["items"] == 50
    assert values["on_pace"] + values["behind"] + values["no_data"] == 50  # type: ignore[operator]


def test_areas_add_up_to_the_total(view: ReportView) -> None:
    table = OVERVIEW.build(view).table("areas")
    assert table.total is not None
    for place in range(1, 10):
        assert sum(row[place] for row in table.rows) == table.total[place]  # type: ignore[misc]


def test_headline_targets_are_those_of_the_goals(view: ReportView) -> None:
    rows = {row["indicator"]: row for row in cells_of(OVERVIEW.build(view), "targets")}
    judged = {row.item.title: row.assessment for row in view.rows() if isinstance(row.item, Goal)}
    assert set(rows) == set(judged)
    for name, row in rows.items():
        [target] = judged[name].targets
        assert row["attainment"] == target.attainment
        assert row["health"] is target.health
        assert (row["actual"].value if row["actual"] else None) == target.actual
        assert (row["expected"].value if row["expected"] else None) == target.expected
    jobs = rows["城镇新增就业"]
    assert jobs["target"] == "4.9万人以上"
    assert jobs["actual"] == Quantity("3.11", "万人")
    assert percent_text(jobs["attainment"]) == "63.5%"
    assert percent_text(jobs["expected_share"]) == "49.6%"  # 181 of 365 days
    assert points_text(jobs["gap"]) == "+13.9"


def test_what_is_behind_is_listed_the_worst_first_with_reasons(view: ReportView) -> None:
    rows = cells_of(OVERVIEW.build(view), "behind")
    behind = {row.item.id for row in view.rows() if row.assessment.health in (set(Health) - _FINE)}
    assert {row["id"] for row in rows} == behind
    assert [row["health"] for row in rows[:3]] == [Health.OVERDUE, Health.OVERDUE, Health.OFF_TRACK]
    assert all(row["reasons"] for row in rows)


_FINE = {Health.MET, Health.AHEAD, Health.ON_TRACK, Health.NO_DATA}


def test_due_soon_lists_what_is_open_the_nearest_first(view: ReportView) -> None:
    rows = cells_of(OVERVIEW.build(view), "due_soon")
    assert [(row["id"], row["days_left"]) for row in rows] == [("m25", 0), ("m26", 15)]
    longer = cells_of(Overview(limit=20, due_within=31).build(view), "due_soon")
    assert [row["id"] for row in longer] == ["m25", "m26", "m24"]


def test_a_list_that_is_cut_says_so(view: ReportView) -> None:
    document = Overview(limit=3, due_within=30).build(view)
    assert len(cells_of(document, "behind")) == 3
    notes = [block.text for block in document.blocks if isinstance(block, Note)]
    assert any("仅列前3项，共17项" in note for note in notes)  # only the first 3 of 17 are listed


def test_the_ledger_has_every_item_once_in_the_order_of_the_document(view: ReportView, plan: Plan) -> None:
    rows = cells_of(Ledger().build(view), "ledger")
    assert [row["id"] for row in rows] == [item.id for item in plan.items()]
    assert [row["number"] for row in rows] == list(range(1, 51))
    m02 = next(row for row in rows if row["id"] == "m02")
    assert m02["lead"] == ("市工业和信息化局",)
    assert m02["cooperating"] == ("市自然资源和规划局", "市住房城乡建设局")
    assert m02["problems"] == "部分地块征收未完成"
    assert m02["light"] == "黄"  # yellow
    assert m02["attainment"] == Decimal("0.55")


def test_an_item_with_several_targets_shows_each(make_view: Callable[..., ReportView], plan: Plan) -> None:
    jobs, rate = (plan.item(item_id).targets[0] for item_id in ("g10", "g11"))
    both = attrs.evolve(plan.goals[9], targets=(jobs, rate))
    [row] = cells_of(Ledger().build(make_view(attrs.evolve(plan, goals=(both,), measures=()))), "ledger")
    assert row["target"] == "城镇新增就业4.9万人以上\n城镇调查失业率5.5%左右"
    assert row["actual"] == Several((Quantity("3.11", "万人"), None))


def test_standings_of_a_measure_without_targets_are_shares(view: ReportView) -> None:
    m01 = next(row for row in view.rows() if row.item.id == "m01")
    [standing] = standings(m01.assessment)
    assert standing.attainment == Decimal("0.62")
    assert percent_text(standing.expected_share or Decimal(0)) == "49.6%"
    assert standing.actual is None


def test_every_format_writes_the_numbers_of_the_assessment(view: ReportView) -> None:
    document = Ledger().build(view)
    read = csv.DictReader(io.StringIO(written(document, CsvFormat(CsvOptions()))))
    by_id = {row["编号"]: row for row in read}
    exact = csv.DictReader(io.StringIO(written(document, CsvFormat(CsvOptions(numbers=Numbers.EXACT)))))
    exactly = {row["编号"]: row for row in exact}
    data = {row["id"]: row for row in json.loads(written(document, JsonFormat()))["blocks"][0]["rows"]}
    markdown = {
        line.split(" | ")[1]: line for line in written(document, MarkdownFormat()).splitlines() if " | " in line
    }
    terminal = written(document, TerminalFormat(120, plain_text, wide=False))
    for row in view.rows():
        attainment, item_id = row.assessment.attainment, row.item.id
        if attainment is None:
            assert by_id[item_id]["完成率"] == ""
            assert data[item_id]["attainment"] is None
            continue
        shown = percent_text(attainment)
        assert by_id[item_id]["完成率"] == shown
        assert Decimal(exactly[item_id]["完成率"]) == attainment
        assert Decimal(data[item_id]["attainment"]) == attainment
        assert f" | {shown} | " in markdown[item_id]
        assert f"完成率：{shown}" in terminal


def test_equal_scores_share_a_rank_and_the_next_is_skipped(view: ReportView) -> None:
    rows = cells_of(OwnerScorecard(OwnerOptions()).build(view), "ranking")
    assert [row["rank"] for row in rows[:6]] == [1, 1, 1, 1, 5, 6]
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_a_unit_with_few_items_is_marked(view: ReportView) -> None:
    rows = {row["unit"]: row for row in cells_of(OwnerScorecard(OwnerOptions(few=3)).build(view), "ranking")}
    assert (rows["市统计局"]["counted"], rows["市统计局"]["few"]) == (1, "*")
    assert rows["市卫生健康委"]["few"] == ""


def test_scores_are_those_of_the_roll_up_where_weights_are_equal(view: ReportView, plan: Plan) -> None:
    rolled = roll_up((head_of(row.item, plan, None, 1), row.assessment.health) for row in view.rows())
    for card in score_cards(view, 1):
        expected = rolled.by_owner[card.owner].score(view.policy)
        assert expected is not None
        assert card.score == round(expected * 100, 1)


def test_a_weighty_item_counts_for_more(make_view: Callable[..., ReportView], plan: Plan) -> None:
    heavy = tuple(attrs.evolve(m, weight=Decimal(9)) if m.id == "m08" else m for m in plan.measures)
    light = {card.owner: card.score for card in score_cards(make_view(plan), 1)}
    weighed = {card.owner: card.score for card in score_cards(make_view(attrs.evolve(plan, measures=heavy)), 1)}
    assert weighed["kjj"] < light["kjj"]  # type: ignore[operator]
    assert weighed["wjw"] == light["wjw"]


def test_an_owner_on_whom_nothing_counts_has_no_rank_and_comes_last(
    make_view: Callable[..., ReportView], plan: Plan
) -> None:
    silent = attrs.evolve(plan, goals=tuple(goal for goal in plan.goals if goal.id in ("g08", "g10")), measures=())
    assert [(rank, card.owner) for rank, card in ranked(score_cards(make_view(silent), 1))] == [
        (1, "rsj"),
        (None, "fgw"),
    ]


def test_the_scorecard_narrows_to_one_owner_by_id_or_name(view: ReportView) -> None:
    for name in ("kjj", "市科技局"):
        document = OwnerScorecard(OwnerOptions(owner=name)).build(view)
        [row] = cells_of(document, "ranking")
        assert (row["unit"], row["rank"]) == ("市科技局", 17)
        assert len(cells_of(document, "items_1")) == row["items"]
        assert "市科技局" in document.title


def test_an_owner_that_answers_for_nothing_is_an_error_that_names_those_that_do(view: ReportView) -> None:
    with pytest.raises(UnknownName, match="市卫生健康委"):
        OwnerScorecard(OwnerOptions(owner="市卫生局")).build(view)


def test_an_owner_in_two_roles_counts_once_in_the_weightier(make_view: Callable[..., ReportView], plan: Plan) -> None:
    measure = plan.measures[0]
    twice = (attrs.evolve(measure.assignments[0], role=Role.COOPERATING), *measure.assignments)
    both = attrs.evolve(plan, goals=(), measures=(attrs.evolve(measure, assignments=twice),))
    [card] = [card for card in score_cards(make_view(both), 5) if card.owner == "gxj"]
    assert [owned.role for owned in card.items.entries()] == [Role.LEAD]


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(InvalidValue, match="limit is 0; it must be 1 to 10,000"):
        OverviewOptions(limit=0)
    with pytest.raises(InvalidValue, match="items is 0"):
        OwnerOptions(items=0)


def test_a_hundred_times_the_items_makes_no_longer_overview(view: ReportView) -> None:
    rows = list(view.rows())

    class Many:
        def __iter__(self) -> Any:
            for number in range(5_000):
                row = rows[number % 50]
                yield ReportRow(attrs.evolve(row.item, id=ItemId(f"i{number}")), row.assessment)

    document = OVERVIEW.build(attrs.evolve(view, source=Many()))
    assert document.counted == 5_000
    assert len(cells_of(document, "behind")) == 20
    assert len(cells_of(document, "targets")) == 20


def test_a_chart_and_its_table_say_the_same(view: ReportView) -> None:
    document = OVERVIEW.build(view)
    plain = degrade(document, {BlockKind.TABLE})
    assert [table.name for table in plain.blocks] == [  # type: ignore[union-attr]
        "key_figures_1",
        "counts",
        "targets",
        "behind",
        "due_soon",
        "areas",
    ]
    segments = next(block for block in document.blocks if block.kind is BlockKind.STACKED_HEALTH)
    assert [(one.health, one.count, one.share) for one in segments.segments] == list(segments.table.rows)  # type: ignore[union-attr]


def test_items_without_owner_area_or_deadline_are_reported(make_view: Callable[..., ReportView], plan: Plan) -> None:
    bare = (Measure(id=ItemId("x"), title="只有标题"),)
    view = make_view(attrs.evolve(plan, goals=(), measures=bare))
    [row] = cells_of(Ledger().build(view), "ledger")
    assert (row["lead"], row["due"], row["area"], row["attainment"]) == ((), None, "", None)
    assert cells_of(OwnerScorecard(OwnerOptions()).build(view), "ranking") == []
