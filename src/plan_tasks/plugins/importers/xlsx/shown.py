"""The value of a cell as the program shows it: 0.6 under the format ``0%`` is 60%, a date is a date.

Lives here: number formats, as far as ledgers use them; a format that is not known shows the plain number. Not here:
reading cells (``sheets``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

__all__ = ["LOCAL_DATES", "shown"]

#: Formats of dates that Chinese versions number without writing them down: 57 is the year and month.
LOCAL_DATES: Final[dict[int, str]] = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    30: "m-d-yy",
    31: "yyyy年m月d日",
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_PIECE: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<nothing>[_*].)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<condition>\[[<>=][^\]]*\])'
    r"|(?P<colour>\[[^\]]*\])|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_SECTION: Final = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*', re.DOTALL)
_MOST_DECIMALS: Final = 30
_PLAIN: Final = ("General", "@", "G/通用格式", "")  # the third is what Chinese versions write for the first
_GROUPS: Final = re.compile(r"[0#?],[0#?]")
_ASIDES: Final = re.compile(r'\[[^\]]*\]|\\.|"[^"]*"')


def shown(value: object, code: str = "General") -> str:
    """A cell's value as text.

    Args:
        value: Text, a number, a truth value, a date, a time, or None for an empty cell.
        code: Its number format.

    Returns:
        What stands in the cell; dates as 2021-06-30 or, under a Chinese format, 2021年6月30日.

    Example:
        >>> shown(0.6, "0%"), shown(1100, "#,##0"), shown(220.0), shown(35, '0"个"')
        ('60%', '1,100', '220', '35个')
        >>> shown(datetime(2021, 6, 30), "mm-dd-yy"), shown(datetime(2021, 6, 1), 'yyyy"年"m"月"')
        ('2021-06-30', '2021年6月')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _date_shown(value, code)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, int | float):
        return _number_shown(Decimal(repr(value)), code)
    return str(value).replace("_x000D_", "")


def _date_shown(value: date, code: str) -> str:
    signs = _ASIDES.sub("", code).lower()
    has_year, has_day, in_words = "y" in signs, "d" in signs, "mmm" in signs
    if "年" in code or "月" in code:
        year = f"{value.year}年" if has_year else ""
        return f"{year}{value.month}月" + (f"{value.day}日" if has_day else "")
    if has_year and not has_day:
        return f"{_MONTHS[value.month - 1]} {value.year}" if in_words else f"{value.year}-{value.month:02}"
    if in_words and not has_year:
        return f"{value.day} {_MONTHS[value.month - 1]}"
    day = f"{value.year}-{value.month:02}-{value.day:02}"
    if isinstance(value, datetime) and "h" in signs and (value.hour or value.minute):
        return f"{day} {value.hour:02}:{value.minute:02}"
    return day


def _number_shown(value: Decimal, code: str) -> str:
    if not value.is_finite():
        return ""
    sections = [found for found in _SECTION.findall(code) if found]
    if code in _PLAIN or not sections:
        return _plain(value)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    return _in_section(value, section)


def _in_section(value: Decimal, section: str) -> str:
    """The number with what the format writes round it; plain where the format does what is not known here."""
    around = ["", ""]
    digits = ""
    hundredfold = 0
    for piece in _PIECE.finditer(section):
        kind, text = piece.lastgroup, piece[piece.lastgroup or 0] or ""
        if kind == "digits":
            if digits:
                return _plain(value)
            digits = text
        elif kind == "condition" or (kind == "other" and text in "/Ee@"):
            return _plain(value)
        elif kind == "percent":
            hundredfold += 1
            around[bool(digits)] += "%"
        elif kind in ("quoted", "escaped", "currency", "other"):
            around[bool(digits)] += text
    if not digits:
        return _plain(value) if section in _PLAIN or "general" in section.lower() else "".join(around).strip()
    return f"{around[0]}{_placed(value.scaleb(2 * hundredfold), digits)}{around[1]}".strip()


def _placed(value: Decimal, digits: str) -> str:
    """A number in places such as ``#,##0.0``."""
    whole, _, part = digits.partition(".")
    scaled = len(whole) - len(whole.rstrip(",")) + part.count(",")
    part = part.replace(",", "")[:_MOST_DECIMALS]
    rounded = value.scaleb(-3 * scaled).quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    before, _, after = f"{abs(rounded):f}".partition(".")
    least = whole.count("0")
    before = before.lstrip("0").rjust(least, "0") if least or before.strip("0") or after else ""
    while after and part[len(after) - 1] != "0" and after.endswith("0"):
        after = after[:-1]
    if _GROUPS.search(whole) and before:
        before = f"{int(before):,}".rjust(least, "0")
    return f"{sign}{before}{'.' + after if after else ''}"


def _plain(value: Decimal) -> str:
    """Eleven digits, as a cell of the usual width has; whole numbers in full."""
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 15:
        return str(int(value))
    text = f"{Decimal(f'{value:.11g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
