"""Forms that come back: what is taken, what is left as it was, and which cells are refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import Assignment, Measure, Owner, Plan, Tracker
from plan_tasks.drafting.contract import Source
from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import ItemId, OwnerId, PlanId, ProgressReport
from plan_tasks.services.collecting import Collected

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)


@pytest.fixture
def tracker() -> Iterator[Tracker]:
    owner = Owner(id=OwnerId("jy"), name="市教育局")
    measures = tuple(
        Measure(id=ItemId(name), title=title, due=date(2021, 12, 31), assignments=(Assignment(owner=owner.id),))
        for name, title in (("m1", "新建学校5所"), ("m2", "建成图书馆"), ("m3", "=1+1"))
    )
    plan = Plan(
        id=PlanId("p"),
        title="教育计划",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(owner,),
        measures=measures,
    )
    with Tracker.open("memory:", clock=lambda: datetime(2021, 7, 1, tzinfo=UTC)) as opened:
        opened.add(plan, actor="office")
        report = ProgressReport(on=JUNE, percent=Decimal("0.33333"), narrative="开工2所", problems="用地未批")
        opened.report("p", "m1", report, actor="jy")
        yield opened


def form(tracker: Tracker, kind: str = "returns", **options: Any) -> Any:
    """The workbook as it goes out, opened."""
    data = tracker.render("p", kind, "xlsx", on=JUNE, language="zh", kind_options=options)
    return openpyxl.load_workbook(io.BytesIO(data))


def cell(sheet: Any, item: str, head: str) -> Any:
    """The cell of an item under a head."""
    rows = list(sheet.iter_rows())
    at = next(number for number, row in enumerate(rows) if "编号" in [cell.value for cell in row])
    heads = [cell.value for cell in rows[at]]
    row = next(row for row in rows[at + 1 :] if row[heads.index("编号")].value == item)
    return row[heads.index(head)]


def saved(workbook: Any) -> Source:
    held = io.BytesIO()
    workbook.save(held)
    return Source(name="填报表.xlsx", data=held.getvalue())


def collect(tracker: Tracker, source: Source, **how: Any) -> Collected:
    return tracker.collect("p", source, on=JULY, actor="office", **how)


def test_a_form_that_comes_back_as_it_went_out_changes_nothing(tracker: Tracker) -> None:
    for kind, options in (("returns", {}), ("returns", {"prefill": True}), ("ledger", {})):
        collected = collect(tracker, saved(form(tracker, kind, **options)))
        assert (collected.returns, collected.refused, collected.receipt) == ((), (), None)


def test_what_was_filled_in_is_taken_in_one_commit_and_the_rest_stays(tracker: Tracker) -> None:
    workbook = form(tracker)
    sheet = workbook.worksheets[0]
    cell(sheet, "m1", "填报进度").value = 0.6
    cell(sheet, "m1", "存在问题").value = "无"
    cell(sheet, "m2", "进展情况").value = "主体封顶"
    cell(sheet, "m2", "填报进度").value = "８０％"
    collected = collect(tracker, saved(workbook))
    assert collected.receipt is not None
    one, two = (tracker.item("p", name).item.progress or ProgressReport(on=JUNE) for name in ("m1", "m2"))
    assert (one.percent, one.narrative, one.problems) == (Decimal("0.6"), "开工2所", "")
    assert (two.percent, two.narrative, two.on) == (Decimal("0.8"), "主体封顶", JULY)


def test_a_ledger_whose_columns_were_moved_is_known_by_its_heads(tracker: Tracker) -> None:
    workbook = form(tracker, "ledger")
    sheet = workbook.worksheets[0]
    cell(sheet, "m2", "进展情况").value = "完成选址"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    moved = openpyxl.Workbook()
    for row in rows:
        moved.active.append(["", *reversed(row)])
    assert [(found.item, found.narrative) for found in collect(tracker, saved(moved)).returns] == [("m2", "完成选址")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda sheet: setattr(cell(sheet, "m1", "填报进度"), "value", 1.2), "no share done"),
        (lambda sheet: setattr(cell(sheet, "m1", "填报进度"), "value", "很快"), "no share done"),
        (lambda sheet: setattr(cell(sheet, "m1", "标识"), "value", "other/m1"), "is of plan other"),
        (lambda sheet: setattr(cell(sheet, "m1", "标识"), "value", "p/m9"), "there is no item m9"),
        (lambda sheet: setattr(cell(sheet, "m1", "标识"), "value", "p/m2"), "stands in"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_taken(
    tracker: Tracker, spoil: Callable[[Any], None], said: str
) -> None:
    workbook = form(tracker)
    sheet = workbook.worksheets[0]
    for item in ("m1", "m2"):
        cell(sheet, item, "进展情况").value = "已推进"
    spoil(sheet)
    source = saved(workbook)
    collected = collect(tracker, source)
    assert collected.receipt is None
    [refused] = collected.refused
    assert said in refused.what
    assert "!" in refused.where
    rest = collect(tracker, source, skip_refused=True)
    assert rest.receipt is not None
    assert len(rest.returns) == 1


def test_a_dry_run_takes_nothing(tracker: Tracker) -> None:
    workbook = form(tracker)
    cell(workbook.worksheets[0], "m3", "下步措施").value = "=1+1"
    collected = collect(tracker, saved(workbook), dry_run=True)
    assert collected.receipt is None
    assert tracker.item("p", "m3").item.progress is None


def test_a_form_comes_back_as_comma_separated_values_too(tracker: Tracker) -> None:
    text = tracker.render("p", "returns", "csv", on=JUNE, language="zh").decode("utf-8-sig")
    head, *rows = text.splitlines()
    place = head.split(",").index("进展情况")
    [number] = [number for number, row in enumerate(rows) if ",m2," in row]
    cells = rows[number].split(",")
    cells[place] = "'=完成"
    rows[number] = ",".join(cells)
    source = Source(name="表.csv", data="\n".join([head, *rows]).encode("utf-8-sig"))
    assert [found.narrative for found in collect(tracker, source).returns] == ["=完成"]


def test_what_is_no_form_is_refused(tracker: Tracker) -> None:
    with pytest.raises(SourceUnreadable, match="none of its tables is a form"):
        collect(tracker, Source(name="表.csv", data="一,二\n三,四\n".encode()))
    with pytest.raises(SourceUnreadable):
        collect(tracker, Source(name="表.xlsx", data=b"no workbook"))


def test_the_command_says_what_was_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str], tracker: Tracker) -> None:
    workbook = form(tracker)
    cell(workbook.worksheets[0], "m2", "进展情况").value = "主体封顶"
    (tmp_path / "form.xlsx").write_bytes(saved(workbook).data)
    plan, store = tracker.plan("p"), f"sqlite:///{tmp_path / 'plan.db'}"
    with Tracker.open(store) as stored:
        stored.add(plan, actor="office")
    from plan_tasks.cli.main import run

    arguments = ["collect", str(tmp_path / "form.xlsx"), "--store", store, "--on", "2021-07-31", "--actor", "office"]
    assert run([*arguments, "--lang", "en"]) == 0
    assert capsys.readouterr().out == "1 returns taken, 0 rows unchanged\n"
