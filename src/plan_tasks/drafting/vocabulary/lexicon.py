"""What a word of the reader's vocabulary is, and what it can mean.

Lives here: `Part` (the parts of speech of the grammar), `Word`, `Lexicon`. Not here: the words.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["Lexicon", "Part", "Word", "glossed", "words"]

_LONGEST_WORD: Final = 24


class Part(Enum):
    """The parts of speech. A member's value is the letter that stands for it where patterns are matched.

    The shapes that are not words (values, dates, marks) are in ``tokens.Tag``.
    """

    # what a target is made of
    AIM = "a"  # 力争 strive for, 确保 make sure: says that a figure is meant, not reached
    BOUND = "b"  # 以上 or more, 左右 about: behind a value
    LIMIT = "p"  # 不低于 not below, 约 about: before a value
    CHANGE = "c"  # 增长 grow, 降低 reduce, 涨幅 rate of increase
    LEVEL = "l"  # 达到 reach, 保持在 hold at: a level follows
    EACH = "e"  # 分别 respectively, 均 each
    MANNER = "m"  # 稳步 steadily, 继续 further
    KEEP = "k"  # 保持 keep
    STABLE = "s"  # 稳定 stable
    SIGN = "g"  # 正增长 growth above zero: a change that needs no manner
    WITH = "w"  # 与 with, before what a relative target refers to
    STEP = "y"  # 同步 in step, 持平 level with: closes a reference
    PEER = "z"  # 平均水平 the average: a level that others have
    ABOVE = "r"  # 快于 faster than, 优于 better than: a reference follows
    ACHIEVE = "A"  # 完成 complete, 实现 achieve: of a level, or of something that can be counted
    SET = "j"  # 下达 set from above
    TASK = "q"  # 任务 task, 目标 target: what is set
    COMPARED = "h"  # 比上年 against last year: before a change, says nothing about the target
    BASIS = "o"  # 同口径 on the same basis, 年均 yearly: likewise
    # what a head is made of
    INDICATOR = "i"  # 收入 income, 率 rate: what can be measured
    PART = "d"  # 城镇 urban, 农村 rural: parts that share a head
    VERB = "v"  # 新建 build: an action whose object can be counted
    ACTION = "t"  # 深化 deepen: an action whose object is not
    LEAD = "u"  # 其中 among them, 全年 in the whole year: before a head and not of it
    EXISTING = "x"  # 现有 existing, 总投资 total investment of a project: a number that is not a target
    # time and mood
    PAST = "P"  # 去年 last year, 累计 so far
    FUTURE = "F"  # 今年 this year, 主要预期目标 main expected targets
    BINDING = "B"  # 约束性 binding
    EXPECTED = "E"  # 预期性 expected
    # shapes
    UNIT = "U"
    OF = "O"  # 的: what stands before it describes what stands behind it
    PLAIN = "X"  # a word that is listed so that no shorter word is seen in it
    # what English says with small words
    BY = "1"  # by: the size of a change follows
    TO = "2"  # to, at, of: a level follows
    FROM = "3"  # from: where a change begins, or a preposition
    BETWEEN = "4"  # between: two ends of a range follow
    DETERMINER = "5"  # the, all: what follows exists already; a, our
    PREPOSITION = "6"  # in, for, with: what follows is beside the point
    BE = "7"  # be, is, are


@attrs.frozen
class Word:
    """One entry of the vocabulary.

    Attributes:
        text: The word in simplified characters and half-width signs; 1 to 24 characters.
        part: What it does in a sentence.
        gloss: What it means, in English.
        change: For words of change and some references: what they say about a target.
        comparator: For bounds, limits and levels: how a value is compared.
        tag: For words that a reader asks by name: a role, a heading, a time.
    """

    text: str
    part: Part
    gloss: str
    change: ChangeType | None = None
    comparator: Comparator | None = None
    tag: str = ""

    def __attrs_post_init__(self) -> None:
        if not 0 < len(self.text) <= _LONGEST_WORD or self.text != self.text.strip():
            raise InvalidValue(
                f"Word.text cannot be {self.text[:40]!r}",
                remedy=f"give 1 to {_LONGEST_WORD} characters without white space at the ends",
            )


@attrs.frozen(kw_only=True)
class Lexicon:
    """A set of words under a name. A later lexicon's word replaces an earlier one's of the same text.

    Attributes:
        name: Whose words they are.
        words: The words.

    Example:
        >>> office = Lexicon(name="harbour office", words=(Word("标箱", Part.UNIT, "twenty-foot container"),))
        >>> len(office.words)
        1
    """

    name: str
    words: tuple[Word, ...]


def words(
    part: Part,
    table: dict[str, str],
    *,
    change: ChangeType | None = None,
    comparator: Comparator | None = None,
    tag: str = "",
) -> tuple[Word, ...]:
    """Words of one part that mean alike: a table of text and gloss.

    Example:
        >>> [word.text for word in words(Part.BOUND, {"以上": "or more"}, comparator=Comparator.AT_LEAST)]
        ['以上']
    """
    return tuple(Word(text, part, gloss, change, comparator, tag) for text, gloss in table.items())


def glossed(table: str) -> dict[str, str]:
    """The entries of a long table that is written as text: ``word gloss`` between bars or line ends.

    Example:
        >>> glossed("亩 mu|公顷 hectares")
        {'亩': 'mu', '公顷': 'hectares'}
    """
    entries = (entry.strip().partition(" ") for entry in table.replace("\n", "|").split("|"))
    return {text: gloss for text, _, gloss in entries if text}
