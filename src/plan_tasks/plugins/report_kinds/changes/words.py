"""The words of the change history alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["ChangesWord"]


class ChangesWord(Phrase):
    """Its titles."""

    TITLE = "title", "{plan}: history of changes", "{plan}变更记录"
    TITLE_ONE = "title_one", "{plan}: history of {item}", "{plan}变更记录：{item}"
