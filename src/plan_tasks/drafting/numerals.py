"""Numbers as reports write them: 1,100 or 7.5, and Chinese numerals (五十, 三分之一, 百分之五).

Lives here: turning the characters of one number into a Decimal. Not here: where a number begins (``tokens``), what
unit it has (``values``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

__all__ = ["CHINESE_DIGITS", "CHINESE_MULTIPLIERS", "chinese_number", "number"]

_MOST_DIGITS: Final = 15

CHINESE_DIGITS: Final = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,  # two of something
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
CHINESE_MULTIPLIERS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LARGEST: Final = 100_000_000
_SMALL: Final = 1000  # multipliers up to here are added up before 万 and 亿 multiply the sum


def number(text: str) -> Decimal | None:
    """Read a number in Arabic digits.

    Args:
        text: Digits with a decimal point and commas between groups of three.

    Returns:
        The number; None when it has more than 15 digits, as no figure of a report has.

    Example:
        >>> number("1,100.5")
        Decimal('1100.5')
    """
    digits = text.replace(",", "")
    return Decimal(digits) if 0 < len(digits) <= _MOST_DIGITS else None


def chinese_number(text: str) -> Decimal | None:
    """Read a number in Chinese numerals.

    Args:
        text: Digits and multipliers, with 点 for the decimal point.

    Returns:
        The number; None when the characters do not make one.

    Example:
        >>> [chinese_number(text) for text in ("五十", "一千二百", "两万五千", "二〇二一", "六点五", "十点")]
        [Decimal('50'), Decimal('1200'), Decimal('25000'), Decimal('2021'), Decimal('6.5'), None]
    """
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(character not in CHINESE_DIGITS for character in fraction)):
        return None
    amount = _whole(whole)
    if amount is None or not point:
        return None if amount is None else Decimal(amount)
    return Decimal(f"{amount}.{''.join(str(CHINESE_DIGITS[character]) for character in fraction[:_MOST_DIGITS])}")


def _whole(text: str) -> int | None:
    if not 0 < len(text) <= _MOST_DIGITS:
        return None
    if len(text) > 1 and all(character in CHINESE_DIGITS for character in text):
        return int("".join(str(CHINESE_DIGITS[character]) for character in text))
    total = section = digit = 0
    pending = False
    for character in text:
        if character in CHINESE_DIGITS:
            if pending and digit:
                return None
            digit, pending = CHINESE_DIGITS[character], True
            continue
        multiplier = CHINESE_MULTIPLIERS.get(character)
        if multiplier is None:
            return None
        if multiplier <= _SMALL:
            section += (digit if pending else 1) * multiplier
        elif multiplier == _LARGEST:  # multiplies all before it: 一万亿
            total = (total + section + digit) * multiplier or multiplier
            section = 0
        else:
            total += (section + digit) * multiplier or multiplier
            section = 0
        digit, pending = 0, False
    return total + section + digit
