"""The real documents beside the repository, where they are present."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from plan_tasks.drafting.accept import accept
from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.drafting.reading import read_report
from plan_tasks.model import PlanId


def seed(corpus: Path) -> Draft:
    source = Source(name="seed.md", data=(corpus / "seed.md").read_bytes())
    return read_report(source.text(), DraftOptions(year=None))


def test_the_seed_report_gives_what_a_careful_reader_finds(corpus: Path) -> None:
    draft = seed(corpus)
    goals = [target for target in draft.targets if not target.measure]
    commitments = {(t.indicator, t.value, t.unit): t.measure for t in draft.targets if t.measure}
    assert (len(goals), len(draft.areas), len(draft.measures), len(draft.achievements)) == (14, 9, 36, 0)
    assert commitments == {
        ("重点项目", Decimal(220), "个"): "m3.2",  # key projects
        ("年度投资", Decimal(1100), "亿元"): "m3.2",  # investment in the year
        ("高标准农田", Decimal("6.1"), "万亩"): "m5.3",  # high-standard farmland
        ("粮食面积", Decimal(670), "万亩"): "m5.3",  # area under grain
        ("林业生态建设", Decimal(11), "万亩"): "m7.2",  # forest planted
    }
    assert draft.start is not None
    assert draft.start.year == 2021


def test_the_seed_report_becomes_a_plan(corpus: Path) -> None:
    plan = accept(seed(corpus), plan_id=PlanId("seed"))
    assert (len(plan.goals), len(plan.measures), len(plan.areas)) == (14, 36, 9)
    assert sum(len(measure.targets) for measure in plan.measures) == 5
    assert plan.goals[0].title == "生产总值增长7.5%以上"


def test_labelled_passages_give_the_figures_of_their_labels(corpus: Path, read: Callable[..., Draft]) -> None:
    for passage in json.loads((corpus / "targets.json").read_text(encoding="utf-8")):
        draft = read(passage["text"])
        wanted = [(t["comparator"], t["value"], t["unit"] or "", t["change"]) for t in passage["targets"]]
        found = []
        for target in draft.targets:
            value: object = None if target.value is None else float(target.value)
            if target.upper is not None:
                value = [value, float(target.upper)]
            change = None if target.change is None else str(target.change)
            found.append((str(target.comparator), value, target.unit, change))
        assert found == wanted, passage["id"]
        for target in draft.targets:
            assert passage["text"][target.span.start : target.span.end] == target.span.text
