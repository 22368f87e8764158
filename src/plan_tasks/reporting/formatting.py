"""How values are written as text for people; every format for readers writes them so.

Nothing depends on a locale or time zone. Rounding is half up, as offices round (四舍五入). Escaping is the format's.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from plan_tasks.model import Health, Language, Quantity, State, plain
from plan_tasks.reporting.cells import Cell, Column, ColumnType, Link, Several, Value

__all__ = [
    "HEALTH_SYMBOLS",
    "MISSING",
    "column_title",
    "day_in_words",
    "grouped",
    "health_text",
    "number_text",
    "percent_text",
    "points_text",
    "quantity_text",
    "rounded_half_up",
    "text_of",
]

#: What stands for "not reported"; 0 is only ever zero.
MISSING: Final = "—"

#: A sign beside the word, for readers who see no colour. None is wide or of uncertain width in a terminal, and
#: none begins a formula in a spreadsheet.
HEALTH_SYMBOLS: Final[dict[Health, str]] = {
    Health.MET: "✔",
    Health.AHEAD: "»",
    Health.ON_TRACK: "▸",
    Health.AT_RISK: "!",
    Health.OFF_TRACK: "‼",
    Health.OVERDUE: "✖",
    Health.MISSED: "✗",
    Health.NO_DATA: "?",
}

_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_LARGEST: Final = 300
_DECIMALS_KEPT: Final = 4  # a measured value is shown as it is, a computed one is cut
_DIGITS_SHOWN: Final = 4
_GROUPED_FROM: Final = 5  # 1100 as Chinese reports write it, but 12,345
_HUNDRED: Final = Decimal(100)
_EN_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EN_UNITS: Final = {"个百分点": "percentage points"}


def rounded_half_up(number: Decimal, places: int) -> Decimal:
    """Rounds as offices do: half away from zero.

    Args:
        number: A finite Decimal.
        places: Digits after the point.

    Example:
        >>> rounded_half_up(Decimal("62.25"), 1)
        Decimal('62.3')
    """
    if number.adjusted() > _LARGEST:
        return number
    return number.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)


def grouped(text: str) -> str:
    """A plain number with commas between thousands, from five digits on.

    Example:
        >>> grouped("1100"), grouped("-12345.6")
        ('1100', '-12,345.6')
    """
    sign = "-" if text.startswith("-") else ""
    whole, point, rest = text.removeprefix("-").partition(".")
    if len(whole) >= _GROUPED_FROM:
        whole = f"{int(whole):,}"
    return f"{sign}{whole}{point}{rest}"


def number_text(number: Decimal, decimals: int | None = None, *, separators: bool = True) -> str:
    """A number for people.

    Args:
        number: A finite Decimal.
        decimals: Digits after the point; None shows up to four as they are and cuts longer ones, which were computed,
            to four significant digits, whole part kept.
        separators: Whether thousands are set apart; not in a table that a program reads.

    Example:
        >>> number_text(Decimal("545.4794520547945")), number_text(Decimal("5.5")), number_text(Decimal("5.5"), 2)
        ('545.5', '5.5', '5.50')
    """
    if decimals is not None:
        text = _unsigned_zero(format(rounded_half_up(number, decimals), "f"))
    else:
        text = plain(number)
        if len(text.partition(".")[2]) > _DECIMALS_KEPT:
            text = plain(rounded_half_up(number, max(0, _DIGITS_SHOWN - 1 - number.adjusted())))
    return grouped(text) if separators else text


def percent_text(fraction: Decimal, decimals: int | None = None, *, separators: bool = True) -> str:
    """A fraction as a percentage, with one digit after the point unless said otherwise.

    Example:
        >>> percent_text(Decimal("0.63454545")), percent_text(Decimal("1.314"))
        ('63.5%', '131.4%')
    """
    number = _ROUNDING.multiply(fraction, _HUNDRED)
    return number_text(number, 1 if decimals is None else decimals, separators=separators) + "%"


def points_text(fraction: Decimal, decimals: int | None = None) -> str:
    """A difference of two percentages in percentage points, with its sign.

    Example:
        >>> points_text(Decimal("0.1386")), points_text(Decimal("-0.032")), points_text(Decimal(0))
        ('+13.9', '-3.2', '0.0')
    """
    text = number_text(_ROUNDING.multiply(fraction, _HUNDRED), 1 if decimals is None else decimals)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def quantity_text(quantity: Quantity, language: Language, decimals: int | None = None) -> str:
    """A number with its unit.

    Example:
        >>> quantity_text(Quantity(698, "万人"), Language.ZH), quantity_text(Quantity(698, "万人"), Language.EN)
        ('698万人', '698 万人')
    """
    number, unit = number_text(quantity.value, decimals), quantity.unit
    if language is Language.EN and unit not in ("", "%", "‰"):
        return f"{number} {_EN_UNITS.get(unit, unit)}"
    return number + unit


def health_text(health: Health, language: Language) -> str:
    """A health as sign and word.

    Example:
        >>> health_text(Health.AT_RISK, Language.EN)
        '! at risk'
    """
    return f"{HEALTH_SYMBOLS[health]} {health.label(language)}"


def day_in_words(day: date, language: Language) -> str:
    """A day as running text has it.

    Example:
        >>> day_in_words(date(2021, 6, 30), Language.ZH), day_in_words(date(2021, 6, 30), Language.EN)
        ('2021年6月30日', '30 June 2021')
    """
    if language is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}"


def column_title(column: Column) -> str:
    """A column's label, with its unit where it has one: 投资（亿元）."""
    return f"{column.label} ({column.unit})" if column.unit else column.label


def text_of(cell: Cell, column: Column, language: Language, *, missing: str = MISSING) -> str:
    r"""A cell as text for people.

    Args:
        cell: The cell.
        column: Its column.
        language: Of the words.
        missing: What stands for "not reported".

    Returns:
        The text, not escaped; several values stand on a line each.

    Example:
        >>> gap = Column(key="gap", label="Gap", type=ColumnType.POINTS)
        >>> text_of(Several((Decimal("0.1"), None)), gap, Language.EN)
        '+10.0\n—'
    """
    if isinstance(cell, Several):
        return "\n".join(_value_text(value, column, language, missing) for value in cell.values)
    return _value_text(cell, column, language, missing)


def _value_text(value: Value, column: Column, language: Language, missing: str) -> str:
    if value is None:
        return missing
    if isinstance(value, Health):
        return health_text(value, language)
    if isinstance(value, State):
        return value.label(language)
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        if column.type is ColumnType.PERCENT:
            return percent_text(value, column.decimals)
        if column.type is ColumnType.POINTS:
            return points_text(value, column.decimals)
        return number_text(value, column.decimals)
    if isinstance(value, int):
        return grouped(str(value))
    if isinstance(value, Quantity):
        return quantity_text(value, language, column.decimals)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Link):
        return value.text or value.address
    return ("、" if language is Language.ZH else ", ").join(value) or missing


def _unsigned_zero(text: str) -> str:
    return text.removeprefix("-") if not text.strip("-0.") else text
