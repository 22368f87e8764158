"""The fixed words of workbooks, in English and Chinese."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["SheetWord"]


class SheetWord(Phrase):
    """Names of sheets, what stands at the edge of paper, and what a cell says to who fills it in."""

    REPORT = "report", "Report", "报告"
    ABOUT = "about", "About", "说明"
    DATA = "data", "Chart data", "图表数据"
    SEE = "see", "Table: sheet {name}", "数据表：见工作表“{name}”"
    PAGE = "page", "Page &P of &N", "第 &P 页 共 &N 页"
    FACT = "fact", "What this rests on", "编制说明"
    SHARE_TITLE = "share_title", "Share done", "填报进度"
    SHARE_ASKED = (
        "share_asked",
        "A percentage from 0% to 100%; empty if nothing changed.",
        "请填0%至100%，无变化可留空。",
    )
    SHARE_WRONG = "share_wrong", "Give a percentage from 0% to 100%.", "应为0%至100%之间的百分比。"
    WORD_WRONG = "word_wrong", "Choose one of the words in the list.", "请从列表中选择。"
    DATE_WRONG = "date_wrong", "Give a date such as 2026-06-30.", "应为日期，如2026-06-30。"
