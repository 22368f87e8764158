"""Clauses that lean on the one before: a share of what it measures, a part of what it counts, two joined before 与.

Lives here: telling such clauses. Not here: what is claimed of them (``targets``).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.attempts import Attempt
from plan_tasks.drafting.heads import Head
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part

__all__ = ["counts_part", "share_of_last", "true_reference"]

_SHARES: Final = ("比重", "比例", "份额")
_MAKING_UP: Final = "占"  # make up
_JOINING: Final = "和"  # and, with
_AMONG: Final = "其中"  # among them


def share_of_last(stretch: Stretch, opening: int, head: Head) -> str:
    """A share whose whole the clause before has named: 总收入突破50亿元,占增加值比重提高到15% (its share of ...).

    Args:
        stretch: Where it stands.
        opening: Index of the clause's first token.
        head: The head.

    Returns:
        The words from 占 on; empty where the head is no such share.
    """
    while opening < head.first and stretch.tags[opening] in (Tag.AND, Part.WITH.value):
        opening += 1
    opens = head.first - opening in (0, 1) and stretch.text(opening, opening + 1).startswith(_MAKING_UP)
    if not opens or not stretch.text(head.first, head.last).endswith(_SHARES):
        return ""
    return stretch.written(stretch.tokens[opening].start, stretch.tokens[head.last - 1].end)


def counts_part(stretch: Stretch, attempt: Attempt, unit: str) -> bool:
    """Whether a count is only a part of the one before it, by place: 老旧小区86个,其中,中心城区53个.

    Args:
        stretch: Where it stands.
        attempt: The count.
        unit: The unit of the count before.
    """
    head = attempt.head
    before = attempt.first
    while before and stretch.tags[before - 1] == Tag.COMMA:
        before -= 1
    leading = (*stretch.tokens[max(0, before - 1) : before], *stretch.tokens[attempt.first : head.first])
    among = any(token.word is not None and token.word.text == _AMONG for token in leading)
    place = all(tag == Part.PART.value for tag in stretch.tags[head.first : head.last])
    return among and place and not head.verbs and attempt.figures[0].unit(stretch) == unit


def true_reference(stretch: Stretch, first: int, last: int) -> int | None:
    """Where 与 stands in a reference that begins behind 和: 收入和支出与经济同步 (income and spending, in step with).

    Args:
        stretch: Where it stands.
        first: Index of the reference's first token.
        last: Index after its last.

    Returns:
        The index of the word; None where 和 itself says what is referred to.
    """
    opening = stretch.tokens[first - 1].word
    if opening is None or opening.text != _JOINING:
        return None
    for index in range(last - 1, first, -1):
        word = stretch.tokens[index].word
        if word is not None and word.part is Part.WITH and word.text != _JOINING:
            return index
    return None
