"""Looks up what is known of a common indicator by its name. The data are in `indicators`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from plan_tasks.assessment.indicators import COMMON, LEVEL_ENDINGS, TRADITIONAL, CommonIndicator
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.quantities import parse_unit
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Polarity

__all__ = ["indicator_for"]

_LATIN: Final = re.compile(r"[a-z0-9.]+")
_ENGLISH_TAIL: Final = re.compile(r" (?:of|per|in|for|from) ")


def indicator_for(
    name: str, unit: str = "", change: ChangeType | None = None, *, register: Iterable[CommonIndicator] = COMMON
) -> Indicator:
    """Makes the indicator that a name stands for.

    Of the register's words that occur in the name, the one that ends last decides, of those the longest: what a name is
    about stands at its end (单位国内生产总值能耗 is energy, not product), in English before "of" or "per". An unknown
    name is taken to be better the higher it is; it is a level when it is measured in percent, in points or in nothing,
    or when its name says so (率, rate), and otherwise a sum (6.1万亩 of farmland built). A rate of change is never a
    sum.

    Args:
        name: As the report calls it, in simplified or traditional characters or in English.
        unit: The unit of its values.
        change: What the target's number measures. For a reduction the value is the size of the fall, of which more is
            better; judging knows that, so the polarity stays that of the indicator.
        register: What is known; an office may put its own in front.

    Returns:
        The indicator, to be changed where a plan knows better.

    Example:
        >>> jobs = indicator_for("城镇新增就业", "万人", ChangeType.LEVEL)
        >>> jobs.polarity.value, jobs.aggregation.value, jobs.cycle_days
        ('higher', 'sum', 31)
        >>> indicator_for("居民消费价格", "%", ChangeType.GROWTH).polarity.value
        'lower'
    """
    found = _lookup(name, tuple(register))
    rate = change in (ChangeType.GROWTH, ChangeType.REDUCTION)
    dimension = parse_unit(unit).dimension
    relative = dimension in ("share", "points")
    if found is None:
        summed = not (relative or rate or dimension == "number" or _plain(name).endswith(LEVEL_ENDINGS))
        aggregation = Aggregation.SUM if summed else Aggregation.LAST
        return Indicator(name=name, unit=unit, polarity=Polarity.HIGHER, aggregation=aggregation)
    aggregation = found.rate if rate else found.level
    if aggregation is Aggregation.SUM and relative:
        aggregation = Aggregation.LAST
    return Indicator(
        name=name, unit=unit, polarity=found.polarity, aggregation=aggregation, cycle_days=found.cycle_days
    )


@lru_cache(maxsize=4096)
def _lookup(name: str, register: tuple[CommonIndicator, ...]) -> CommonIndicator | None:
    plain = _plain(name)
    words = f" {' '.join(_LATIN.findall(plain))} "
    head = f"{_ENGLISH_TAIL.split(words)[0].rstrip()} "
    return _best(plain, head, register) or _best(plain, words, register)


def _best(plain: str, words: str, register: tuple[CommonIndicator, ...]) -> CommonIndicator | None:
    best: CommonIndicator | None = None
    closest = (0, 0)  # where the word ends, and its length
    for known in register:
        for word in known.words:
            text, sought = (words, f" {word} ") if word.isascii() else (plain, word)
            place = text.rfind(sought)
            if place >= 0 and (place + len(sought), len(word)) > closest:
                best, closest = known, (place + len(sought), len(word))
    return best


def _plain(name: str) -> str:
    """Makes full-width letters narrow, capitals small, and traditional characters simplified."""
    return unicodedata.normalize("NFKC", name).lower().translate(TRADITIONAL).strip()
