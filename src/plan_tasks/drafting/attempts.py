"""A figure that the grammar has found, before it is known to be a claim.

Lives here: `Attempt`, and whether its figures can be meant at all. Not here: what is done with it (``targets``).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.drafting.figures import Figure, change_of
from plan_tasks.drafting.heads import Head
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Value
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import ChangeType

__all__ = ["Attempt", "is_measurable", "is_size", "is_sound"]

#: Characters of a head that make it a density, so that 拥有 (have) in it says nothing of what exists already.
_DENSITIES: Final = ("每", "人均", "户均")
_LIFETIMES: Final = ("寿命", "年限", "年龄", "年数", "周期", "期限")
#: Heads that only say how a figure differs from another: 比上年高0.2个百分点 0.2 points above last year's.
_DIFFERENCES: Final = frozenset(("高", "低", "多", "少"))  # above, below, more, fewer
_SIZES: Final = frozenset(("亩", "平方米", "吨", "平方公里"))


@attrs.frozen(kw_only=True)
class Attempt:
    """A match of the figure pattern.

    Attributes:
        first: Index of the first token of its clause.
        start: Index of the predicate's first token.
        end: Index after the predicate's last token.
        head: What it is said of.
        figures: Its figures.
        word: The word of change before them; None for none.
        reached: The words of level before them.
        each: Whether and how the figures are distributed: "respectively", "each" or empty.
        moved: Whether there is a word of change or level.
        limited: Whether nothing but a limit stands before the figures: 新建不少于30个 (build no fewer than 30).
        aimed: Whether the words say that the figure is striven for.
        levelled: Whether a level follows a word of change: 提高到 (raise to).
    """

    first: int
    start: int
    end: int
    head: Head
    figures: list[Figure]
    word: Word | None
    reached: list[Word]
    each: str
    moved: bool
    limited: bool
    aimed: bool
    levelled: bool

    def change(self, figure: Figure, *, inside: bool) -> ChangeType:
        """What one of its figures measures; ``inside`` where what is counted stands behind the figure."""
        if inside and self.word is not None:  # 增加2000个停车位: as good as 新增
            return change_of(None, figure.value, leading=self.word)
        change = change_of(self.word, figure.value, levelled=self.levelled, leading=self.head.change)
        added, unit = self.head.added, figure.value.unit_word
        net = added is not None and added.text.startswith("净") and unit is not None and unit.text.endswith("元")
        return ChangeType.INCREMENT if change is ChangeType.LEVEL and (self.head.measured or net) else change


def is_sound(stretch: Stretch, attempt: Attempt, subject: str) -> bool:
    """Whether the figures can be meant: not sizes of what exists, not differences, times of day, ages, bare numbers.

    Args:
        stretch: Where they stand.
        attempt: The match.
        subject: What a table says that they are said of; empty for nothing.
    """
    before = stretch.tokens[attempt.first : attempt.start]
    if any(token.tag == Part.EXISTING.value for token in before):
        clause = stretch.text(attempt.first, attempt.start)
        if not any(sign in clause for sign in _DENSITIES):
            return False
    head = stretch.text(attempt.head.first, attempt.head.last)
    if head in _DIFFERENCES or (head and not any(character.isalpha() for character in head)):
        return False
    return all(_is_figure_sound(stretch, attempt, figure, subject) for figure in attempt.figures)


def _is_figure_sound(stretch: Stretch, attempt: Attempt, figure: Figure, subject: str) -> bool:
    value: Value = figure.value
    bounded = figure.bound is not None or figure.limit is not None
    if value.round:
        return figure.limit is not None or bool(attempt.reached)
    if value.unit is None and not value.sign and not value.chinese:
        return bool(subject) or (attempt.moved and is_measurable(stretch, attempt.head))
    if value.kind == "age":
        measured = stretch.text(attempt.head.first, attempt.head.last) or subject
        return attempt.moved and any(word in measured for word in _LIFETIMES)
    if value.kind == "share" and not attempt.moved and stretch.tags[attempt.start - 1 : attempt.start] == Part.OF.value:
        return False  # 完成投资计划的20%: a part of what is planned
    if value.kind == "share" and stretch.tags[attempt.head.first : attempt.head.last].endswith(Part.TASK.value):
        return False  # 占年度任务的51%: a part of what is planned
    return value.kind != "time" or attempt.moved or bounded


def is_measurable(stretch: Stretch, head: Head) -> bool:
    """Whether a head ends with a noun that can be measured."""
    return head.last > head.first and stretch.tags[head.last - 1] == Part.INDICATOR.value


def is_size(figure: Figure) -> bool:
    """Whether a figure may say which things are meant, rather than how many: 亿元以上项目 projects of 100 million."""
    word = figure.value.unit_word
    return word is not None and (word.text.endswith("元") or word.text in _SIZES)
