"""The units that reports are written in, as data: scales (万, 亿, million) before bare units (人, 元, 亩).

Arithmetic on them is in `plan_tasks.model.quantities`.
"""

from __future__ import annotations

from fractions import Fraction

__all__ = ["BARE_UNITS", "SCALES", "UNIT_SPELLINGS"]

#: Scale words, longest first where one starts another: the factor each stands for.
SCALES: dict[str, int] = {
    "万亿": 10**12,  # trillion
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,  # hundred million
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,  # ten thousand
    "千": 10**3,
    "百": 10**2,
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
}

#: Bare units that can be turned into each other: name -> (dimension, size in that dimension's first unit).
#: A unit that is not listed is a dimension of its own (户 households, 家 firms, 所 schools, ...).
BARE_UNITS: dict[str, tuple[str, Fraction]] = {
    # mass, in jin (half a kilogram)
    "斤": ("mass", Fraction(1)),
    "公斤": ("mass", Fraction(2)),
    "千克": ("mass", Fraction(2)),
    "kg": ("mass", Fraction(2)),
    "吨": ("mass", Fraction(2000)),
    "t": ("mass", Fraction(2000)),
    # area, in mu (a fifteenth of a hectare)
    "亩": ("area", Fraction(1)),
    "公顷": ("area", Fraction(15)),
    "ha": ("area", Fraction(15)),
    "平方米": ("area", Fraction(3, 2000)),
    "平方公里": ("area", Fraction(1500)),
    # length, in metres
    "米": ("length", Fraction(1)),
    "公里": ("length", Fraction(1000)),
    "千米": ("length", Fraction(1000)),
    "km": ("length", Fraction(1000)),
    # shares; percentage points are a dimension apart, since 3 % is not 3 points more
    "%": ("share", Fraction(1, 100)),
    "‰": ("share", Fraction(1, 1000)),
    "成": ("share", Fraction(1, 10)),  # a tenth
    "个百分点": ("points", Fraction(1, 100)),
    # energy
    "千瓦时": ("energy", Fraction(1)),
    "kWh": ("energy", Fraction(1)),
    "千瓦": ("power", Fraction(1)),
    "kW": ("power", Fraction(1)),
    # time
    "天": ("days", Fraction(1)),
    "日": ("days", Fraction(1)),
    # money
    "元": ("yuan", Fraction(1)),
    "美元": ("us_dollar", Fraction(1)),
}

#: Other spellings of a unit: traditional characters, full-width signs, short forms.
UNIT_SPELLINGS: dict[str, str] = {
    "％": "%",  # full-width
    "﹪": "%",
    "percent": "%",
    "per cent": "%",
    "百分点": "个百分点",  # percentage points
    "個百分點": "个百分点",
    "百分點": "个百分点",
    "percentage points": "个百分点",
    "pp": "个百分点",
    # English names of the units above
    "tonne": "吨",
    "tonnes": "吨",
    "metric tons": "吨",
    "metric tonnes": "吨",
    "kilograms": "kg",
    "jin": "斤",
    "mu": "亩",
    "hectares": "公顷",
    "square metres": "平方米",
    "square meters": "平方米",
    "square kilometres": "平方公里",
    "square kilometers": "平方公里",
    "metres": "米",
    "meters": "米",
    "kilometres": "公里",
    "kilometers": "公里",
    "days": "天",
    "yuan": "元",
    "RMB": "元",
    "CNY": "元",
    "US dollars": "美元",
    "USD": "美元",
    "US$": "美元",
    "$": "美元",
    "萬": "万",
    "億": "亿",
    "噸": "吨",
    "畝": "亩",
    "公頃": "公顷",
    "戶": "户",
    "個": "个",
    "條": "条",
    "項": "项",
    "臺": "台",
    "輛": "辆",
    "處": "处",
}
