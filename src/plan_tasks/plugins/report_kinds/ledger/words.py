"""The words of the ledger alone: what stands above several of its columns."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["LedgerWord"]


class LedgerWord(Phrase):
    """Heads of several columns."""

    TASKS = "tasks", "Task", "任务内容"
    DIVISION = "division", "Division of work", "责任分工"
    TIMES = "times", "Times", "时间节点"
    STANDING = "standing", "How it stands", "完成进度"
    MONTHS = "months", "Attained by the end of the month", "各月末完成率"
    RETURN = "return", "Return", "填报情况"
    CLOSING = "closing", "Closing", "审核销号"
