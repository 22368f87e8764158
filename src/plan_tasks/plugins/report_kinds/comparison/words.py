"""The words of the comparison alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["ComparisonWord", "Move"]


class Move(Phrase):
    """Which way an item has moved."""

    BETTER = "better", "↑ better", "↑ 好转"
    WORSE = "worse", "↓ worse", "↓ 变差"
    OTHER = "other", "• changed", "• 有变化"
    ADDED = "added", "+ new", "+ 新增"
    GONE = "gone", "− gone", "− 减少"


class ComparisonWord(Phrase):
    """Titles and columns."""

    TITLE = "title", "{plan}: what has changed since {day}", "{plan}进展对比（较{day}）"
    SUMMARY = (
        "summary",
        "From {before} to {day}: {parts}; {same} are unchanged.",
        "{before}至{day}：{parts}；无变化{same}项。",
    )
    PART = "part", "{count} {move}", "{move}{count}项"
    BETTER = "better", "better", "好转"
    WORSE = "worse", "worse", "变差"
    OTHER = "other", "otherwise changed", "其他变化"
    ADDED = "added", "new", "新增"
    GONE = "gone", "gone", "减少"
    KNOWN = (
        "known",
        "The earlier day is shown as it was known at {moment}.",
        "前一时点按{moment}已知数据判定。",
    )
    COUNTS = "counts", "Items by health on both days", "两个时点按进度判定统计"
    MOVED = "moved", "What has changed", "变化事项"
    NOTHING = "nothing", "Nothing has changed.", "没有变化。"
    MOVE = "move", "Move", "变化"
    BEFORE = "before", "Before", "前期"
    NOW = "now", "Now", "本期"
    DIFFERENCE = "difference", "Difference", "增减"
    HEALTH_BEFORE = "health_before", "Health before", "前期判定"
    STATE_BEFORE = "state_before", "State before", "前期状态"
    ATTAINED_BEFORE = "attained_before", "Attainment before", "前期完成率"
    ATTAINED_MORE = "attained_more", "Change (pct points)", "变化（百分点）"
    DUE_BEFORE = "due_before", "Due before", "前期时限"
