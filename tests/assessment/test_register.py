"""What is known of common indicators by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plan_tasks.assessment.indicators import COMMON, TRADITIONAL, CommonIndicator
from plan_tasks.assessment.register import indicator_for
from plan_tasks.model import Aggregation, ChangeType, Polarity

LOWER_IS_BETTER = [
    "居民消费价格",
    "CPI",
    "城镇调查失业率",
    "城鎮登記失業率",  # traditional characters
    "单位国内生产总值能耗",  # energy, although the name has the product in it
    "万元GDP用水量",
    "主要污染物排放总量",
    "ＰＭ２.５平均浓度",  # full-width
    "生产安全事故死亡人数",
    "亿元GDP生产安全事故死亡率",
    "unemployment rate",
    "energy intensity of GDP",
    "number of deaths",
]
HIGHER_IS_BETTER = [
    "国内生产总值",
    "城镇新增就业",
    "失业保险参保人数",
    "森林覆盖率",
    "空气质量优良天数比例",
    "R&D spending",
]


@pytest.mark.parametrize("name", LOWER_IS_BETTER)
def test_less_of_these_is_better(name: str) -> None:
    assert indicator_for(name).polarity is Polarity.LOWER


@pytest.mark.parametrize("name", HIGHER_IS_BETTER)
def test_more_of_these_is_better(name: str) -> None:
    assert indicator_for(name).polarity is Polarity.HIGHER


@pytest.mark.parametrize(
    ("name", "unit", "change", "how"),
    [
        ("城镇新增就业", "万人", ChangeType.LEVEL, "sum"),
        ("固定资产投资", "亿元", ChangeType.LEVEL, "sum"),
        ("固定资产投资", "%", ChangeType.GROWTH, "last"),  # a rate of growth is never added up
        ("保障性住房", "套", ChangeType.LEVEL, "sum"),
        ("城镇调查失业率", "%", ChangeType.LEVEL, "mean"),
        ("居民消费价格", "%", ChangeType.GROWTH, "mean"),
        ("粮食产量", "万吨", ChangeType.LEVEL, "sum"),
        ("粮食播种面积", "万亩", ChangeType.LEVEL, "last"),
        ("新建充电桩", "个", ChangeType.LEVEL, "sum"),  # unknown, an amount
        ("电网覆盖率", "%", ChangeType.LEVEL, "last"),  # unknown, a share
        ("汽车保有量", "万辆", ChangeType.LEVEL, "last"),  # unknown, a stock by its name
        ("something", "", None, "last"),
    ],
)
def test_sub_periods_add_up_as_the_indicator_is_measured(
    name: str, unit: str, change: ChangeType | None, how: str
) -> None:
    assert indicator_for(name, unit, change).aggregation is Aggregation(how)


def test_the_name_and_the_unit_stay_as_they_were_written() -> None:
    found = indicator_for("城鎮新增就業", "萬人")
    assert (found.name, found.unit, found.cycle_days) == ("城鎮新增就業", "萬人", 31)


def test_an_office_can_put_its_own_indicators_in_front() -> None:
    own = CommonIndicator(("群众满意度",), Polarity.HIGHER, Aggregation.MEAN, Aggregation.MEAN, 92)
    assert indicator_for("群众满意度", "分", register=(own, *COMMON)).aggregation is Aggregation.MEAN
    assert indicator_for("群众满意度", "分").cycle_days is None


def test_words_are_written_as_they_are_looked_up() -> None:
    words = [word for known in COMMON for word in known.words]
    assert len(words) == len(set(words))
    for word in words:
        assert word == word.lower().translate(TRADITIONAL)


def test_every_indicator_of_the_corpus_has_the_way_that_its_report_means(corpus: Path) -> None:
    lower = ("失业率", "失業率", "消费价格", "消費價格", "能耗", "排放")
    for passage in json.loads((corpus / "targets.json").read_text(encoding="utf-8")):
        for row in passage["targets"]:
            change = ChangeType(row["change"]) if row["change"] else None
            found = indicator_for(row["indicator"], row["unit"] or "", change)
            expected = Polarity.LOWER if any(word in row["indicator"] for word in lower) else Polarity.HIGHER
            assert found.polarity is expected, row["indicator"]
            if row["unit"] == "%":
                assert found.aggregation is not Aggregation.SUM
