"""The bulletin says what its own annexes say: counts are added up again, names are looked up again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, ItemId, Language, Measure, Plan, State
from plan_tasks.plugins.report_kinds.bulletin import BulletinOptions
from plan_tasks.plugins.report_kinds.bulletin.building import Bulletin
from plan_tasks.plugins.report_kinds.bulletin.tally import category_of
from plan_tasks.plugins.report_kinds.bulletin.words import Category
from plan_tasks.reporting.document import BlockKind, Document, Heading, Imprint, Letterhead, Paragraph
from plan_tasks.reporting.figures import BEHIND, shares_of
from plan_tasks.reporting.formatting import percent_text
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_views import small_view


def cells_of(document: Document, name: str) -> list[dict[str, Any]]:
    table = document.table(name)
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def told(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def of(view: ReportView, **options: Any) -> Document:
    return Bulletin(BulletinOptions(**options)).build(view)


def test_the_counts_of_the_text_are_those_of_the_annexes(view: ReportView) -> None:
    document = of(view)
    items = cells_of(document, "items")
    numbers = {category: int(count) for category, count in re.findall(r"(\w+?)(\d+)项，占", told(document))}
    assert sum(numbers.values()) >= len(items) == 50
    counts = {row["category"]: row["count"] for row in cells_of(document, "counts")}
    assert sum(counts.values()) == len(items)
    healths = Counter(row["health"] for row in items)
    stopped = [row.item.id for row in view.rows() if row.item.state in (State.SUSPENDED, State.CANCELLED)]
    assert counts["已完成"] == healths[Health.MET] == numbers["已完成"]
    assert counts["超序时进度"] == healths[Health.AHEAD] == numbers["超序时进度"]
    assert counts["达序时进度"] == healths[Health.ON_TRACK] == numbers["达序时进度"]
    assert counts["滞后"] == sum(healths[health] for health in BEHIND) == numbers["滞后"]
    assert counts["滞后"] == len(cells_of(document, "behind_all"))
    assert counts["调整（暂停或撤销）"] == len(stopped) == 1  # suspended or withdrawn
    assert counts["未启动"] + counts["暂无数据"] == healths[Health.NO_DATA] - len(stopped)


def test_shares_add_up_to_all_as_they_are_printed(view: ReportView) -> None:
    shown = [percent_text(row["share"]) for row in cells_of(of(view), "counts")]
    assert sum(Decimal(text.removesuffix("%")) for text in shown) == Decimal("100.0")
    thirds = shares_of({Category.AHEAD: 1, Category.BEHIND: 1, Category.NO_DATA: 1}, Category)
    assert sum(thirds.values()) == 1
    assert set(shares_of({}, Category).values()) == {Decimal("0.000")}


def test_units_that_are_behind_are_counted_as_the_annex_lists_them(view: ReportView) -> None:
    document = of(view)
    [sentence] = re.findall(r"按牵头单位：(.*)。", told(document))  # by lead unit
    said = {unit: int(count) for unit, count in re.findall(r"([^、\d]+)(\d+)项", sentence)}
    assert said == Counter(row["lead"][0] for row in cells_of(document, "behind_all"))


def test_what_is_named_is_so(view: ReportView) -> None:
    document = of(view, limit=50)
    by_title = {row["task"]: row for row in cells_of(document, "items")}
    [completed] = re.findall(r"已完成\d+项：(.*)。", told(document))
    named = [re.sub(r"（[^（]*）$", "", part) for part in completed.split("；")]
    assert {by_title[title]["health"] for title in named} == {Health.MET}
    [units] = re.findall(r"进度的单位：(.*)。", told(document))
    ranking = {row["unit"]: row for row in cells_of(document, "ranking")}
    for unit in units.split("、"):
        assert ranking[unit]["on_pace"] == 1
        assert ranking[unit]["counted"] >= 3


def test_demands_follow_from_the_counts(view: ReportView, make_view: Callable[..., ReportView], plan: Plan) -> None:
    text = told(of(view, issuer="市政府督查室", reply_by=date(2021, 7, 20)))
    assert "对逾期或未完成的2项事项" in text  # overdue or missed: 2
    assert "对滞后的15项事项" in text  # behind: 15
    assert text.count("于2021年7月20日前向市政府督查室") == 3
    done = Measure(id=ItemId("m"), title="建成", state=State.COMPLETED, completed=date(2021, 5, 1))
    calm = told(of(make_view(attrs.evolve(plan, goals=(), measures=(done,)))))
    assert "没有滞后事项" in calm  # nothing is behind
    assert "（一）其余事项" in calm  # so the first demand is the last


def test_the_text_names_few_and_the_annex_all(view: ReportView) -> None:
    document = of(view, limit=3)
    assert len(cells_of(document, "behind")) == 3
    assert len(cells_of(document, "behind_all")) == 17
    assert [row["health"] for row in cells_of(document, "behind")[:2]] == [Health.OVERDUE, Health.OVERDUE]
    english = told(of(attrs.evolve(view, language=Language.EN), limit=3))
    assert "; and 14 more." in english


def test_letterhead_and_imprint_say_what_the_options_say(view: ReportView) -> None:
    document = of(
        view,
        number=5,
        issuer="市政府督查室",
        to=("各县区", "各部门"),
        report_to=("市长",),
        copies=("档案馆",),
        printed=30,
    )
    head, foot = document.blocks[0], document.blocks[-1]
    assert isinstance(head, Letterhead)
    assert (head.name, head.number, head.issuer) == ("督查通报", "第5期", "市政府督查室")
    assert (head.issued, head.addressees) == (date(2021, 6, 30), ("各县区", "各部门"))
    assert isinstance(foot, Imprint)
    assert [(line.label, line.names) for line in foot.lines] == [("报", ("市长",)), ("送", ("档案馆",))]
    assert foot.printed == 30
    plain = of(view)
    assert plain.blocks[0].issuer == "云溪市人民政府"  # type: ignore[union-attr]  # the plan's issuer
    assert not [block for block in plain.blocks if block.kind is BlockKind.IMPRINT]


def test_annexes_begin_pages_and_can_be_left_out(view: ReportView) -> None:
    starts = [block.text for block in of(view).blocks if isinstance(block, Heading) and block.new_page]
    assert [text[:3] for text in starts] == ["附件1", "附件2", "附件3"]
    short = of(view, annexes=False)
    assert not [block for block in short.blocks if isinstance(block, Heading) and block.new_page]
    assert short.main == "behind"


def test_what_people_decided_comes_before_how_an_item_stands() -> None:
    view = small_view(Language.EN)
    [suspended] = [row for row in view.rows() if row.item.state is State.SUSPENDED]
    assert category_of(suspended, view.day) is Category.ADJUSTED
    silent = attrs.evolve(suspended.item, state=State.ACTIVE, start=date(2021, 8, 1), due=date(2021, 9, 1))
    row = attrs.evolve(suspended, item=silent)
    assert category_of(row, view.day) is Category.NOT_STARTED


@pytest.mark.parametrize("options", [{"number": 0}, {"limit": 0}, {"due_within": -1}, {"printed": 0}])
def test_options_out_of_range_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(InvalidValue, match=next(iter(options))):
        BulletinOptions(**options)  # type: ignore[arg-type]
