"""The reader's time grows no faster than the text, whatever sign or word is repeated."""

from __future__ import annotations

import time

import pytest

from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.reading import read_report

SHORT = 4_000  # two stretches
LONG = 20_000
#: Five times the text may take eight times as long: the machine is shared. A square would take twenty-five times.
MOST = 8.0
NOISE = 0.05  # seconds below which a ratio says nothing

REPEATED = [
    *"、，。：（）|#《〇一万【<",
    "(",
    "-",
    "10",
    "1,",
    "7.5%",
    "增长",
    "分别",
    "达到",
    "主要目标",
    "千亿元",
    "新建公园3个。",
    "新建公园3个,",
    "责任单位:",
    "1.新建公园3个(市住建局)\n",
    "(市教育局,",
    "责任单位:市教育局\n",
    "| 指标 | 2025年 |\n",
    "上半年达60%,",
    "比上年增加5亿元、",
    "一季度,",
    "各乡、",
]


def seconds(text: str) -> float:
    begun = time.process_time()
    read_report(text, DraftOptions(year=2021))
    return time.process_time() - begun


@pytest.mark.parametrize("unit", REPEATED)
def test_time_is_in_step_with_the_length(unit: str) -> None:
    short, long = unit * (SHORT // len(unit)), unit * (LONG // len(unit))
    ratios = []
    for _ in range(3):
        ratios.append(seconds(long) / max(seconds(short), NOISE))
        if ratios[-1] <= MOST:
            return
    raise AssertionError(f"five times the text took {min(ratios):.1f} times as long")
