"""Tables of indicators: which column holds the target, and what an indicator's cell says beside its name.

A plan's table gives years over its columns (2020年, 2025年) and rates of growth beside them (年均增长 a year on
average, [累计] in all), the unit in a bracket behind the indicator, and the direction at its end (能耗降低 energy use,
lowered).
Lives here: `dated_columns`, `Indicator`, `read_indicator`. Not here: rows and other tables (``tables``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs

from plan_tasks.drafting.characters import clean, simplify
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.vocabulary.changing import DIRECTIONS
from plan_tasks.drafting.vocabulary.owning import Column
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["Indicator", "dated_columns", "read_indicator", "within_brackets"]

_LONGEST: Final = 24
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20|21)\d{2})年?")
_RATE: Final = re.compile(r"年均|年平均|累计|增速|增长率")
_REACHED: Final = re.compile(r"实际|完成|基数|现状|执行|基期|实绩|达到值|初步|预计")
_MEANT: Final = re.compile(r"目标|计划|预期|规划|预测")
_UNIT: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,12})[)）\]】]\s*$")
_ASIDE: Final = re.compile(r"[(（][^()（）]*[)）]")
_WHOLE_BRACKET: Final = re.compile(r"[\[【〔［]\s*(.+?)\s*[\]】〕］]\s*$", re.DOTALL)
_NO_UNITS: Final = frozenset(("GDP", "R&D", "CPI"))


@attrs.frozen(kw_only=True)
class Indicator:
    """What the cell of an indicator says.

    Attributes:
        name: The indicator, without brackets and without the word of change at its end.
        unit: The unit in its bracket; empty for none.
        change: What the word of change at its end says; None for none.
    """

    name: str
    unit: str = ""
    change: ChangeType | None = None

    def measured(self, claim: Claim, unit: str, *, rate: bool, cumulated: bool) -> Claim:
        """A claim out of the row, with the unit and change that the table gives it.

        Args:
            claim: The claim as its own cell has it.
            unit: The unit of the row's own column; empty for none.
            rate: Whether the claim stands in a column of rates of growth.
            cumulated: Whether it stands in brackets, which say that it is summed up over the plan.
        """
        if claim.value is None:
            return claim if claim.change is not None else attrs.evolve(claim, change=self.change)
        given = claim.unit or unit or self.unit
        change = claim.change
        if claim.comparator is not Comparator.RELATIVE and change in (None, ChangeType.LEVEL):
            shared = given == "%"
            if self.change is ChangeType.REDUCTION:
                change = ChangeType.REDUCTION
            elif self.change is not None:
                change = self.change if shared else ChangeType.INCREMENT
            elif rate and cumulated:
                change = ChangeType.GROWTH if shared and self.unit != "%" else ChangeType.INCREMENT
            elif rate and self.unit != "%" and unit != "%":
                given, change = claim.unit or "%", ChangeType.GROWTH
        return attrs.evolve(claim, unit=given, change=change)


def read_indicator(text: str) -> Indicator:
    """Read the cell of an indicator.

    Example:
        >>> read_indicator("单位GDP能源消耗降低(%)")
        Indicator(name='单位GDP能源消耗', unit='%', change=<ChangeType.REDUCTION: 'reduction'>)
    """
    words = clean(text.replace("<br>", ""))
    unit = ""
    bracket = _UNIT.search(words)
    if bracket is not None and bracket[1].strip() not in _NO_UNITS:
        unit, words = bracket[1].strip().replace("％", "%"), words[: bracket.start()].rstrip()
    words = _ASIDE.sub("", words).strip() or words
    for word, change in DIRECTIONS:
        if simplify(words).endswith(word) and len(words) > len(word) + 1:
            return Indicator(name=words[: -len(word)], unit=unit, change=change)
    return Indicator(name=words, unit=unit)


def within_brackets(document: str, start: int, end: int) -> tuple[int, int] | None:
    """The inside of a cell that is one bracket, such as ``[13.5]``; None for any other cell."""
    found = _WHOLE_BRACKET.match(document, start, end)
    return None if found is None else found.span(1)


def dated_columns(headings: Sequence[str]) -> list[str]:
    """What headings with years or rates say of their columns.

    Args:
        headings: The headings of a row, as written.

    Returns:
        For each `Column.TARGET`, `Column.RATE`, `Column.OTHER` for what was reached, or an empty text where neither
        a year nor a rate says so. Of years alone the last is that of the target.

    Example:
        >>> dated_columns(["指标", "2020年", "2025年", "年均增长"])
        ['', 'other', 'target', 'rate']
    """
    words = [simplify(clean(heading)) for heading in headings]
    found = [""] * len(words)
    years: dict[int, int] = {}
    for index, word in enumerate(words):
        if len(word) > _LONGEST:
            continue
        year = _YEAR.search(word)
        if _RATE.search(word) and not (year is not None and _REACHED.search(word)):
            found[index] = Column.RATE
        elif year is not None and _REACHED.search(word) and not _MEANT.search(word):
            found[index] = Column.OTHER
        elif year is not None and _MEANT.search(word):
            found[index] = Column.TARGET
        elif year is not None and len(word) - len(year.group()) <= 1:
            years[index] = int(year[1])
    meant = Column.TARGET in found
    for index, value in years.items():
        found[index] = Column.TARGET if value == max(years.values()) and not meant else Column.OTHER
    return found
