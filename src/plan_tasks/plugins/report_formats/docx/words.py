"""The fixed words of documents for word processors, in English and Chinese."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["PageWord"]


class PageWord(Phrase):
    """What stands at the foot of a page, above the last lines, and between and after names."""

    PAGE = "page", "Page {page} of {pages}", "第{page}页 共{pages}页"
    ABOUT = "about", "What this rests on", "编制说明"
    ADDRESSEES = "addressees", "{names}:", "{names}："
    ADDRESSEES_JOIN = "addressees_join", ", ", "，"
    IMPRINT_LABEL = "imprint_label", "{label}: ", "{label}："
    IMPRINT_NAMES = "imprint_names", "{names}.", "{names}。"
    FACT = "fact", "{label}: {value}", "{label}：{value}"
    FIGURE_NOTE = "figure_note", "({note})", "（{note}）"
