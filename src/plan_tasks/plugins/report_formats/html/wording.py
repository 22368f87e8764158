"""The fixed words of pages that no report says itself, in English and Chinese."""

from __future__ import annotations

from plan_tasks.model.vocabulary import Language, Term

__all__ = ["PageWord", "script_words"]


class PageWord(Term):
    """A fixed word of a page: ``NAME = key, English, Chinese``. Words with ``{braces}`` are filled in the browser."""

    CONTENTS = "contents", "Contents", "目录"
    NUMBERS = "numbers", "The same in numbers", "数据表"
    BASIS = "basis", "What this report rests on", "统计说明"
    PAGE_OF = "page_of", "Page {page} of {pages}", "第 {page} 页 共 {pages} 页"
    SEARCH = "search", "Search this table", "查找本表"
    ALL_OF = "all_of", "{label}: all", "{label}：全部"
    SHOWN = "shown", "{shown} of {all} rows match", "{all} 行中符合 {shown} 行"
    ALL_ROWS = "all_rows", "{all} rows", "共 {all} 行"
    SORT = "sort", "Sort by {label}", "按{label}排序"
    FROM_TO = "from_to", "{first}–{last} of {shown} rows", "第 {first}–{last} 行，共 {shown} 行"
    NONE_FOUND = "none_found", "No row matches.", "没有符合条件的行。"
    BEFORE = "before", "Previous rows", "上一段"
    AFTER = "after", "Next rows", "下一段"


def script_words(language: Language) -> dict[str, str]:
    """The words that the page's script needs, by their keys."""
    needed = (
        *(PageWord.SEARCH, PageWord.ALL_OF, PageWord.SHOWN, PageWord.FROM_TO, PageWord.NONE_FOUND),
        *(PageWord.BEFORE, PageWord.AFTER, PageWord.ALL_ROWS, PageWord.SORT),
    )
    return {word.value: word.label(language) for word in needed}
