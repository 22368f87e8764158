"""The closed sets of the field: states, health, comparators, roles; with their labels in English and Chinese.

Only words live here. What a state allows is in `plan_tasks.workflow`, how health is judged in
`plan_tasks.assessment`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = [
    "Aggregation",
    "ChangeType",
    "Commitment",
    "Comparator",
    "Health",
    "ItemKind",
    "Language",
    "OwnerKind",
    "Polarity",
    "Role",
    "State",
    "TrajectoryKind",
]


class Language(StrEnum):
    """A language that labels, reasons and reports are written in."""

    ZH = "zh"
    EN = "en"


class Term(StrEnum):
    """A word of the vocabulary: its value is what is stored, its labels are what people read.

    Each member is written as ``NAME = value, English label, Chinese label``.
    """

    en: str
    zh: str

    def __new__(cls, value: str, en: str = "", zh: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en
        member.zh = zh
        return member

    def label(self, language: Language | str = Language.EN) -> str:
        """The word that people read.

        Args:
            language: ``"zh"`` or ``"en"``.

        Returns:
            The label.

        Example:
            >>> Health.AT_RISK.label("zh")
            '滞后'
        """
        return self.zh if language == "zh" else self.en


class ItemKind(Term):
    """What an item is: an outcome to reach or an action to carry out."""

    GOAL = "goal", "goal", "目标"
    MEASURE = "measure", "measure", "举措"


class State(Term):
    """Where an item stands in its life: what people decided."""

    DRAFT = "draft", "draft", "草拟"
    ACTIVE = "active", "active", "进行中"
    COMPLETION_REQUESTED = "completion_requested", "completion requested", "申请办结"
    COMPLETED = "completed", "completed", "已办结"
    SUSPENDED = "suspended", "suspended", "已暂停"
    CANCELLED = "cancelled", "cancelled", "已撤销"


class Health(Term):
    """How an item stands on a day: what the data says. Never stored as a state."""

    MET = "met", "met", "已完成"
    AHEAD = "ahead", "ahead of pace", "超序时"
    ON_TRACK = "on_track", "on track", "达序时"
    AT_RISK = "at_risk", "at risk", "滞后"
    OFF_TRACK = "off_track", "off track", "严重滞后"
    OVERDUE = "overdue", "overdue", "逾期"
    MISSED = "missed", "missed", "未完成"
    NO_DATA = "no_data", "no data", "无数据"


class Comparator(Term):
    """How a value is compared with its target."""

    AT_LEAST = "at_least", "at least", "以上"
    AT_MOST = "at_most", "at most", "以内"
    ABOUT = "about", "about", "左右"
    EXACT = "exact", "exactly", "达到"
    RANGE = "range", "between", "区间"
    DIRECTION = "direction", "direction", "方向"
    RELATIVE = "relative", "relative to", "同步"


class ChangeType(Term):
    """What a target's number measures: a level, a growth rate, a reduction, or points added."""

    LEVEL = "level", "level", "水平"
    GROWTH = "growth", "growth", "增长"
    REDUCTION = "reduction", "reduction", "降低"
    INCREMENT = "increment", "increment", "提高"


class Commitment(Term):
    """Whether a target binds the government or states what it expects."""

    BINDING = "binding", "binding", "约束性"
    EXPECTED = "expected", "expected", "预期性"


class Polarity(Term):
    """Which direction is good for an indicator."""

    HIGHER = "higher", "higher is better", "越高越好"
    LOWER = "lower", "lower is better", "越低越好"
    NEUTRAL = "neutral", "neither", "中性"


class Aggregation(Term):
    """How the values of sub-periods make the value of the whole period."""

    SUM = "sum", "sum", "累计"
    MEAN = "mean", "mean", "平均"
    LAST = "last", "last value", "期末"


class Role(Term):
    """What an owner has to do with an item."""

    LEAD = "lead", "lead unit", "牵头单位"
    RESPONSIBLE = "responsible", "responsible unit", "责任单位"
    COOPERATING = "cooperating", "cooperating unit", "配合单位"
    LEADER = "leader", "supervising leader", "分管领导"
    CONTACT = "contact", "contact", "联络员"


class OwnerKind(Term):
    """Whether an owner is a unit or a person."""

    UNIT = "unit", "unit", "单位"
    PERSON = "person", "person", "人员"


class TrajectoryKind(Term):
    """How the expected value gets from the start of a period to its end."""

    CALENDAR = "calendar", "calendar days", "序时进度"
    WORKING_DAYS = "working_days", "working days", "工作日进度"
    MILESTONES = "milestones", "milestones", "节点进度"
    PROFILE = "profile", "profile of the months", "月度分布"
