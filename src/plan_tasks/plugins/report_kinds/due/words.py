"""The words of the list of what is due alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["DueWord"]


class DueWord(Phrase):
    """Title and figures."""

    TITLE = "title", "{plan}: overdue and due", "{plan}到期和逾期事项清单"
    OVERDUE = "overdue", "overdue", "逾期"
    TODAY = "today", "due today", "当日到期"
    ONLY = "only", "Only items of {owner} are listed.", "仅列{owner}承担的事项。"
