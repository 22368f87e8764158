"""The words of the schedule alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["ScheduleWord"]


class ScheduleWord(Phrase):
    """Its title."""

    TITLE = "title", "{plan}: schedule", "{plan}进度安排"
