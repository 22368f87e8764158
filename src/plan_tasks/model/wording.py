"""How a target is written out, in Chinese as reports write it and in plain English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_tasks.model.quantities import plain
from plan_tasks.model.vocabulary import ChangeType, Comparator, Language

if TYPE_CHECKING:
    from plan_tasks.model.target import Target

__all__ = ["target_in_words", "value_in_words"]

# growth 增长, reduction 降低, increment 提高; a level has no verb
_ZH_VERB = {ChangeType.GROWTH: "增长", ChangeType.REDUCTION: "降低", ChangeType.INCREMENT: "提高"}
_EN_VERB = {ChangeType.GROWTH: " up", ChangeType.REDUCTION: " down", ChangeType.INCREMENT: " up"}
_ZH_DIRECTION = {ChangeType.GROWTH: "稳步增长", ChangeType.REDUCTION: "继续下降", ChangeType.LEVEL: "保持稳定"}
_EN_DIRECTION = {
    ChangeType.GROWTH: "steady growth",
    ChangeType.REDUCTION: "further decline",
    ChangeType.LEVEL: "stable",
}
# at least 以上, at most 以内, about 左右
_ZH_TAIL = {Comparator.AT_LEAST: "以上", Comparator.AT_MOST: "以内", Comparator.ABOUT: "左右"}
_EN_TAIL = {Comparator.AT_LEAST: " or more", Comparator.AT_MOST: " or less"}
_EN_UNIT = {"%": "%", "个百分点": " percentage points"}


def value_in_words(target: Target, language: Language | str = Language.ZH) -> str:
    """The target's value with unit and comparator.

    Args:
        target: The target.
        language: ``"zh"`` or ``"en"``.

    Returns:
        ``1100万人以上`` or ``1100 万人 or more``; the direction or reference where there is no number.
    """
    chinese = language == Language.ZH
    unit = target.indicator.unit
    if target.comparator is Comparator.DIRECTION:
        words = _ZH_DIRECTION if chinese else _EN_DIRECTION
        return words.get(target.change or ChangeType.GROWTH, words[ChangeType.GROWTH])
    if target.comparator is Comparator.RELATIVE and target.value is None:
        if chinese:
            return f"与{target.reference}同步" if target.reference else "与参照保持同步"
        return f"in step with {target.reference or 'the reference'}"
    spaced = unit if chinese else _EN_UNIT.get(unit, f" {unit}" if unit else "")
    number = f"{plain(target.value)}{spaced}" if target.value is not None else ""
    if target.upper is not None:
        number = f"{number}{'至' if chinese else ' to '}{plain(target.upper)}{spaced}"
    if chinese:
        return number + _ZH_TAIL.get(target.comparator, "")
    return ("about " if target.comparator is Comparator.ABOUT else "") + number + _EN_TAIL.get(target.comparator, "")


def target_in_words(target: Target, language: Language | str = Language.ZH) -> str:
    """Writes a target as one phrase.

    Args:
        target: The target.
        language: ``"zh"`` as reports write it, or ``"en"``.

    Returns:
        The phrase: indicator, verb of change, value.
    """
    chinese = language == Language.ZH
    value = value_in_words(target, language)
    if target.comparator in (Comparator.DIRECTION, Comparator.RELATIVE):
        return f"{target.indicator.name}{value}" if chinese else f"{target.indicator.name}: {value}"
    verbs = _ZH_VERB if chinese else _EN_VERB
    verb = verbs.get(target.change, "") if target.change is not None else ""
    return f"{target.indicator.name}{verb}{value}" if chinese else f"{target.indicator.name}{verb} {value}"
