"""Which deadline of a cell or a sentence counts for a measure.

Lives here: the choice. Not here: how deadlines are written (`plan_tasks.calendars.deadlines`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from plan_tasks.calendars.deadlines import Deadline, find_deadlines
from plan_tasks.calendars.deadlines import read_deadline as read_whole

__all__ = ["find_deadline", "read_deadline"]

_LONGEST_CELL: Final = 200
#: A plan names a quarter or a half only to say by when; 3月 (March) alone may be anything.
_TERMS: Final = ("季度", "半年")
#: What follows a time at which only a part must be done: 一季度开工率达30%以上, 上半年达60%, 6月底前完成投资50%.
_PARTLY: Final = re.compile(
    r"[^,，;；。、]{0,12}(?:开工率|完工率|竣工率|完成率|到位率|进度)[^,，;；。、%％]{0,12}\d[\d.]*[%％]"
    r"|(?:要|力争|确保|须|应)?(?:完成|达到?|超过?|实现)[^,，;；。、\d]{0,6}\d[\d.]*[%％]"
    r"|[^,，;；。、]{0,8}(?:过半|序时)"
)
_WHOLE: Final = re.compile(r"100[%％]")


def read_deadline(text: str, year: int | None) -> Deadline | None:
    """Read words that are or hold a deadline, such as a cell of a table.

    Args:
        text: 6月底前 (by the end of June), 三季度 (third quarter), 2021年11月30日前, 年内持续推进, ISO.
        year: The plan's year; None when it is not known.

    Returns:
        The deadline with all of the words; None when there is none. Of several the latest counts.

    Example:
        >>> read_deadline("6月底前", 2021).due
        datetime.date(2021, 6, 30)
        >>> read_deadline("一期6月，二期10月", 2021).due
        datetime.date(2021, 10, 31)
    """
    words = text.strip()
    found = read_whole(words, year=year)
    if found is None:
        several = find_deadlines(words[:_LONGEST_CELL], year=year)
        found = _latest(several) or (several[0] if several else None)
    return None if found is None else attrs.evolve(found, text=words, start=0, end=len(words))


def find_deadline(text: str, year: int | None) -> Deadline | None:
    """Find the latest deadline that a sentence or paragraph names.

    Args:
        text: The text.
        year: The plan's year; None when it is not known.

    Returns:
        The deadline with its own words; None when there is none. A day before the plan's year tells of the past.

    Example:
        >>> find_deadline("6月底前开工,12月底前完工", 2021).due
        datetime.date(2021, 12, 31)
    """
    found = find_deadlines(text, year=year)
    meant = [
        one
        for one in found
        if (one.explicit or any(term in one.text for term in _TERMS))
        and not _is_partly(text, one)
        and (one.due is None or year is None or one.due.year >= year)
    ]
    wrong = (one for one in meant if one.problem and year is not None)  # 2月30日前: the words are kept
    return _latest(meant) or next(wrong, None)


def _is_partly(text: str, deadline: Deadline) -> bool:
    """Whether only a part must be done by then, so that the words do not say by when all is."""
    partly = _PARTLY.match(text, deadline.end)
    return partly is not None and _WHOLE.search(partly.group()) is None


def _latest(found: Iterable[Deadline]) -> Deadline | None:
    dated = [(one.due, one) for one in found if one.due is not None and one.recurrence is None]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None
