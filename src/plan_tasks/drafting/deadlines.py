"""Deadlines in words, read in a plan's year.

Lives here: the one place where the reader meets deadlines: reading a text that is a deadline, and finding one in a
sentence. Not here: working days and reporting cycles (``plan_tasks.calendars``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

import attrs

from plan_tasks.drafting.characters import simplify
from plan_tasks.drafting.numerals import chinese_number

__all__ = ["Deadline", "find_deadline", "read_deadline"]


@attrs.frozen(kw_only=True)
class Deadline:
    """A deadline in words.

    Attributes:
        text: The words.
        due: The last day allowed; None for work that goes on (年内持续推进 all through the year, 每月25日前 by the 25th
            of each month).
    """

    text: str
    due: date | None


_MONTHS: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_PATTERN: Final = re.compile(
    r"(?P<every>每(?:个)?[月季周年旬](?:度|末|底|初)?(?:\d{1,2}[日号])?前?|常年(?:坚持|推进)?|长期(?:坚持|推进|任务)?"
    r"|(?:全年|年内)?(?:持续|常态化|滚动)(?:推进|坚持|实施|开展|落实)?|贯穿全年)"
    r"|(?P<iso>\d{4}-\d{1,2}-\d{1,2}|\d{4}[./]\d{1,2}[./]\d{1,2})"
    rf"|(?P<year>\d{{4}})年(?:(?P<y_month>{_MONTHS})月(?:(?P<y_day>\d{{1,2}})[日号]|(?P<y_part>上旬|中旬))?|(?P<y_half>上半年)"
    r"|(?:第)?(?P<y_quarter>[一二三四1-4])季度)?(?:份|底|末)?(?:之?以?前)?"
    rf"|(?P<month>{_MONTHS})月(?:(?P<day>\d{{1,2}})[日号]|(?P<part>上旬|中旬))?(?:份|底|末)?(?:之?以?前)?"
    r"|(?:今年|本年度?|年)?(?P<half>上半年)(?:底|末)?前?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?:底|末)?前?"
    r"|(?P<end>(?:今年|本年度?|全)?年(?:底|末|终)(?:之?以?前)?|年内|全年|下半年|(?:今|本)年内)"
)
#: In a sentence only these say by when; 3月 (March) alone may be anything.
_BY: Final = re.compile(r"前$|[月年][底末]$|^上半年|季度|^年内$")
_LAST_DAYS: Final = {"上旬": 10, "中旬": 20}  # first and second ten days of a month


def read_deadline(text: str, year: int | None) -> Deadline | None:
    """Read words that are a deadline, such as a cell of a table.

    Args:
        text: 6月底前 (by the end of June), 三季度 (third quarter), 2021年11月30日前, 年内持续推进, ISO.
        year: The plan's year; None when it is not known.

    Returns:
        The deadline; None when the text is not one.

    Example:
        >>> read_deadline("6月底前", 2021)
        Deadline(text='6月底前', due=datetime.date(2021, 6, 30))
        >>> read_deadline("年内持续推进", 2021)
        Deadline(text='年内持续推进', due=None)
    """
    words = text.strip()
    found = _PATTERN.search(simplify(words)[:200])
    if found is None:
        return None
    return Deadline(text=words, due=_due(found, year))


def find_deadline(text: str, year: int | None) -> Deadline | None:
    """Find the latest deadline that a sentence or paragraph names.

    Args:
        text: The text.
        year: The plan's year; None when it is not known.

    Returns:
        The deadline with its own words; None when there is none.

    Example:
        >>> find_deadline("6月底前开工,12月底前完工", 2021).due
        datetime.date(2021, 12, 31)
    """
    latest: Deadline | None = None
    for found in _PATTERN.finditer(simplify(text)):
        words = text[found.start() : found.end()]
        due = _due(found, year) if _BY.search(found.group()) else None
        if due is not None and not found["every"] and (latest is None or latest.due is None or due > latest.due):
            latest = Deadline(text=words, due=due)
    return latest


def _due(found: re.Match[str], year: int | None) -> date | None:
    if found["every"]:
        return None
    if found["iso"]:
        return _day(*(int(part) for part in re.split(r"[-./]", found["iso"])))
    if found["year"]:
        year = int(found["year"])
        month, day, part, quarter = found["y_month"], found["y_day"], found["y_part"], found["y_quarter"]
        half = found["y_half"]
    else:
        month, day, part, quarter = found["month"], found["day"], found["part"], found["quarter"]
        half = found["half"]
    if year is None:
        return None
    if month:
        number = _small(month)
        if day:
            return _day(year, number, int(day))
        if part:
            return _day(year, number, _LAST_DAYS[part])
        return _month_end(year, number)
    if half:
        return date(year, 6, 30)
    if quarter:
        return _month_end(year, 3 * _small(quarter))
    return date(year, 12, 31)


def _small(text: str) -> int:
    if text.isdecimal():
        return int(text)
    number = chinese_number(text)
    return int(number) if number is not None else 0


def _month_end(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
