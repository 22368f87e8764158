"""The words of the field, read off ``plan_tasks.model.vocabulary`` and the store's states."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from generators.markdown import NOTE, code, table

#: What the model's classes are called in reports: class, English, Chinese, what it is.
CLASSES = (
    ("Plan", "plan", "计划", "one issuer's programme for one period, with its source document"),
    ("Area", "area", "领域", "a numbered part of a plan"),
    ("Goal", "goal", "目标", "an outcome to reach; carries one or more targets"),
    ("Indicator", "indicator", "指标", "what is measured: name, unit, which way is good, how sub-periods add up"),
    ("Target", "target", "目标值", "comparator and value on an indicator"),
    ("Measure", "measure", "举措", "an action to carry out"),
    ("Milestone", "milestone", "节点", "a dated checkpoint of a measure"),
    ("Owner", "owner", "责任单位", "a unit or person that answers for items"),
    ("Assignment", "assignment", "分工", "an owner's role in an item"),
    ("Observation", "observation", "数据", "an indicator's value for a stretch of time, with when it became known"),
    ("ProgressReport", "progress report, return", "进展", "what an owner returns for a reporting date"),
)

INTRODUCTION = """
One word stands for one thing, in code, commands, reports and on these pages. The value is what is stored and what JSON
holds; the English and Chinese labels are what people read.
"""

DOCUMENTS = """
## Words of the documents

| 中文 | English | what it is |
| --- | --- | --- |
| 政府工作报告 | work report | what a government adopts each year: targets and measures under numbered areas |
| 任务分工 | division of work | the notice that gives each measure its units and deadline |
| 台账 | ledger | the table of all items, one a row, kept through the year |
| 督查通报 | bulletin | what the office publishes: who is ahead, who is behind |
| 序时进度 | pace of the calendar | how much of the time has passed, and so how much should be there |
| 办结 | completion | an item is closed off: one unit asks, another confirms |
| 约束性指标, 预期性指标 | binding target, expected target | whether it binds the government or states what it expects |
| 调休上班 | make-up day | a day of the weekend that is worked for a longer holiday |
"""


def page() -> str:
    """The page."""
    import plan_tasks

    parts = [NOTE, "# Vocabulary", INTRODUCTION.strip(), "## Things"]
    for name, *_ in CLASSES:
        assert name in plan_tasks.__all__, f"{name} is no public name"
    parts.append(table(["name", "English", "中文", "what it is"], [[code(name), *rest] for name, *rest in CLASSES]))
    for term in terms():
        parts += [f"## {term.__name__}", (inspect.getdoc(term) or "").partition("\n\n")[0]]
        rows = [[code(member.value), member.en, member.zh] for member in term]
        parts.append(table(["value", "English", "中文"], rows))
    parts.append(DOCUMENTS.strip())
    return "\n\n".join(parts) + "\n"


def terms() -> Iterator[type]:
    """Every closed set of words with labels, those of the model first."""
    from plan_tasks.model import vocabulary
    from plan_tasks.storage.outbox import OutboxState

    for name in dict.fromkeys(("State", "Health", *vocabulary.__all__)):
        if name != "Language":
            yield getattr(vocabulary, name)
    yield OutboxState
