"""The words of the trend alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["TrendWord"]


class TrendWord(Phrase):
    """Titles and notes."""

    TITLE = "title", "{plan}: trend of targets", "{plan}主要目标走势"
    TITLE_ONE = "title_one", "{plan}: trend of {item}", "{plan}走势：{item}"
    RULE = (
        "rule",
        (
            "The line of actual values joins the days up to which there is a value; the pace is what should have been "
            "reached by then; the forecast is shown with its 80% interval."
        ),
        "实际值按数据截至日连线；序时线为当日应达数值；预测值附80%区间。",
    )
