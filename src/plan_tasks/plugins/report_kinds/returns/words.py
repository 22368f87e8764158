"""The words of the form of returns alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["ReturnsWord"]


class ReturnsWord(Phrase):
    """Titles, columns, and how the form is filled in."""

    TITLE = "title", "{plan}: form of returns", "{plan}进展情况填报表"
    TITLE_ONE = "title_one", "{plan}: form of returns of {owner}", "{plan}进展情况填报表（{owner}）"
    PREVIOUS = "previous", "Last time", "上期进度"
    NOTHING = "nothing", "There is nothing to report on.", "没有需要填报的事项。"
    HOW_TO = (
        "how_to",
        (
            "Fill in the share done (0% to 100%), progress, problems and next steps; leave what has not changed empty. "
            "Rows and columns may be moved, the key of a row must stay."
        ),
        "请填写填报进度（0%至100%）、进展情况、存在问题和下步措施，没有变化的留空。行、列可以移动，每行的标识请勿改动。",
    )
