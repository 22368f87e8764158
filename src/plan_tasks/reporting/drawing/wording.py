"""The fixed words on charts, in English and Chinese."""

from __future__ import annotations

from plan_tasks.model.vocabulary import Term

__all__ = ["ChartWord"]


class ChartWord(Term):
    """A fixed word on a chart: ``NAME = key, English, Chinese``."""

    ATTAINMENT = "attainment", "attainment", "完成率"
    TARGET = "target", "target", "目标值"
    EXPECTED = "expected", "expected by now", "序时应达"
    ACTUAL_OF = "actual_of", "{actual} of {target}", "完成{actual}，目标{target}"
    ACTUAL_ONLY = "actual_only", "{actual} so far", "完成{actual}"
    TARGET_ONLY = "target_only", "target {target}", "目标{target}"
    PART = "part", "{label}: {value}", "{label}：{value}"
    PARTS_JOIN = "parts_join", "; ", "；"
    NOTHING = "nothing", "Nothing is counted yet.", "暂无可统计的数据。"
    MORE = "more", "{count} more are in the table.", "另有{count}项，见数据表。"
    WORDS_JOIN = "words_join", ", ", "，"
    ACTUAL = "actual", "actual", "实际"
    PACE = "pace", "pace", "序时进度"
    FORECAST = "forecast", "forecast and its range", "预测及区间"
    DONE = "done", "done", "已完成部分"
    TODAY = "today", "day judged", "统计截至日"
    REACHED = "reached", "milestone reached", "节点已完成"
    TO_COME = "to_come", "milestone to come", "节点未到期"
    LATE = "late", "milestone late", "节点逾期"
    OPEN = "open", "no deadline", "未定时限"
