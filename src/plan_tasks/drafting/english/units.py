"""Units as English plans write them behind or before a number.

Lives here: the words. Arithmetic on units is in ``plan_tasks.model``.
"""

from __future__ import annotations

from decimal import Decimal
from math import gcd
from typing import Final

__all__ = ["CURRENCIES", "FRACTIONS", "MULTIPLES", "NUMERALS", "SCALES", "UNITS"]

#: Scale words and short forms -> how the unit is written with them.
SCALES: Final = {
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "bn": "billion",
    "tn": "trillion",
}

#: Signs and codes of money that stand before a number, and may stand behind it.
CURRENCIES: Final = ("US$", "HK$", "A$", "C$", "$", "£", "€", "¥", "RMB", "CNY", "USD", "EUR", "GBP", "HKD", "JPY")

_SHARES: Final = {"%": "%", "per cent": "%", "percent": "%", "pct": "%", "‰": "‰", "per mille": "‰"}
_POINTS: Final = {
    "percentage points": "percentage points",
    "percentage point": "percentage points",
    "pp": "percentage points",
    "ppt": "percentage points",
    "ppts": "percentage points",
    "points": "points",
    "basis points": "basis points",
}
_TIMES: Final = {"times": "times"}
_SPANS: Final = """
milliseconds|ms|seconds|minutes|minute|hours|hour|working days|business days|calendar days|days|day|weeks|week|months
month|years|year
"""
_MEASURES: Final = """
tonnes|tonne|tons|ton|metric tons|metric tonnes|kg|kilograms|grams|litres|liters|cubic metres|cubic meters
square metres|square meters|sq m|sqm|square kilometres|square kilometers|sq km|square feet|sq ft|km|kilometres
kilometers|miles|metres|meters|hectares|ha|acres|mu|jin|kW|MW|GW|kWh|MWh|GWh|TWh|kilowatts|megawatts|gigawatts
kilowatt hours|megawatt hours|gigawatt hours|degrees|dollars|US dollars|Hong Kong dollars
pounds|euros|yuan|yen|barrels|bushels|TEU
micrograms per cubic metre|micrograms per cubic meter|milligrams per litre|tonnes of coal equivalent
tonnes of standard coal|tonnes of CO2|tonnes of carbon dioxide|tonnes of CO2 equivalent
"""


def _listed(table: str) -> list[str]:
    return [entry.strip() for entry in table.replace("\n", "|").split("|") if entry.strip()]


#: Unit as it may be written, in lower case -> how the draft writes it, and its kind: share, points, times, time or
#: none. Codes of money stand behind a number too.
UNITS: Final[dict[str, tuple[str, str]]] = {
    **{text: (unit, "share") for text, unit in _SHARES.items()},
    **{text: (unit, "points") for text, unit in _POINTS.items()},
    **{text: (unit, "times") for text, unit in _TIMES.items()},
    **{text: (text, "time") for text in _listed(_SPANS)},
    **{text.lower(): (text, "") for text in _listed(_MEASURES)},
    **{text.lower(): (text, "") for text in CURRENCIES},
}

#: Numbers in words. One is no figure: it is said of anything.
NUMERALS: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
}

_FOUR_PLACES: Final = Decimal("0.0001")
_PARTS: Final = (
    (("third", "thirds"), 3),
    (("quarter", "quarters"), 4),
    (("fourth", "fourths"), 4),
    (("fifth", "fifths"), 5),
    (("sixth", "sixths"), 6),
    (("eighth", "eighths"), 8),
    (("tenth", "tenths"), 10),
)


def _fractions() -> dict[str, Decimal]:
    found = {phrase: Decimal("0.5") for phrase in ("half", "a half", "one half", "one-half")}
    counted = [(word, count) for word, count in NUMERALS.items() if count <= max(whole for _, whole in _PARTS)]
    for (single, several), whole in _PARTS:
        for words, count in (("a", 1), ("one", 1), *counted):
            if count >= whole or gcd(count, whole) > 1:  # two quarters are half a year
                continue
            part = (Decimal(count) / whole).quantize(_FOUR_PLACES)
            for joint in (" ", "-"):
                found[f"{words}{joint}{single if count == 1 else several}"] = part
    return found


#: Parts of a whole in words, each as a share from 0 to 1 in four places, as the Chinese reader has them.
FRACTIONS: Final[dict[str, Decimal]] = _fractions()

#: Verbs that say by how much, and how much: doubling is growth of one time, halving a reduction by half.
MULTIPLES: Final[dict[str, tuple[Decimal, str]]] = {
    **{word: (Decimal(1), "times") for word in ("double", "doubles", "doubled")},
    **{word: (Decimal(2), "times") for word in ("triple", "triples", "tripled")},
    **{word: (Decimal(3), "times") for word in ("quadruple", "quadruples", "quadrupled")},
    **{word: (Decimal("0.5"), "") for word in ("halve", "halves", "halved")},
}
