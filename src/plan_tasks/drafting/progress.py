"""How far a measure has come, out of the words of a return.

Lives here: reading progress words; the words are in ``vocabulary.progressing``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.drafting.characters import simplify
from plan_tasks.drafting.numerals import chinese_number
from plan_tasks.drafting.vocabulary.progressing import ALL_DONE, DONE, NOT_ALL, PROGRESS_WORDS, SHARE_BEFORE
from plan_tasks.model.vocabulary import State

__all__ = ["Progress", "read_progress"]

_BEFORE: Final = "|".join(sorted(SHARE_BEFORE, key=len, reverse=True))
_CHINESE: Final = "[一二三四五六七八九十百]"
_TENTHS: Final = re.compile(
    rf"(?:{_BEFORE})[^。;,，\d]{{0,12}}?([一二三四五六七八九])成(?:([一二三四五六七八九])|(半))?(?![立功员效为交品本熟果长])"
)
_SHARE: Final = re.compile(
    rf"(?:{_BEFORE})[^。;,，\d百]{{0,12}}?(?:(\d{{1,3}}(?:\.\d+)?)\s*%|百分之({_CHINESE}{{1,4}}))"
    r"|^\s*(\d{1,3}(?:\.\d+)?)\s*%"
)
_ALL_DONE: Final = "|".join(sorted(map(re.escape, DONE), key=len, reverse=True))
_DONE: Final = re.compile(rf"^\s*(?:{_ALL_DONE})\s*(?:$|[。;.,，(])", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Progress:
    """What progress words come to.

    Attributes:
        state: What they say of the measure's state; None where they say nothing.
        share: Share done from 0 to 1; None where they give none.
    """

    state: State | None = None
    share: Decimal | None = None


def read_progress(text: str) -> Progress:
    """Read the words of a return.

    Args:
        text: 已完成 (done), 完成60% (60% done), 正在推进 (under way), 未启动 (not begun), or a sentence with them.

    Returns:
        State and share; both None when the words say neither.

    Example:
        >>> read_progress("已完成。")
        Progress(state=<State.COMPLETED: 'completed'>, share=Decimal('1'))
        >>> read_progress("已完成86公里,完成72%")
        Progress(state=<State.ACTIVE: 'active'>, share=Decimal('0.72'))
    """
    words = simplify(text[:2000])
    share = _share(words)
    if (share is None or share >= 1) and (_DONE.match(words) or _is_all_done(words)):
        return Progress(state=State.COMPLETED, share=Decimal(1))
    for phrase, state, usual in PROGRESS_WORDS:
        if phrase in words.lower():
            return Progress(state=state, share=share if share is not None else usual)
    if share is not None:
        return Progress(state=State.COMPLETED if share >= 1 else State.ACTIVE, share=share)
    return Progress(state=State.ACTIVE if words.strip() else None)


def _is_all_done(words: str) -> bool:
    """Whether a clause says that all is done, and none takes it back."""
    return any(phrase in words for phrase in ALL_DONE) and not any(word in words for word in NOT_ALL)


def _share(words: str) -> Decimal | None:
    found = _SHARE.search(words)
    if found is None:
        tenths = _TENTHS.search(words)
        if tenths is None:
            return None
        more = chinese_number(tenths[2]) if tenths[2] else Decimal(5 if tenths[3] else 0)
        return ((chinese_number(tenths[1]) or Decimal(0)) * 10 + (more or Decimal(0))) / 100
    written = found[1] or found[3]
    number = Decimal(written) if written else chinese_number(found[2])
    return None if number is None else min(number / 100, Decimal(1))
