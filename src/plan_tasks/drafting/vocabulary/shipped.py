"""The shipped vocabulary: the topics put together. Where two topics list a word, the later one has it."""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary import acting, changing, comparing, measuring, timing
from plan_tasks.drafting.vocabulary.lexicon import Lexicon

__all__ = ["SHIPPED"]

SHIPPED: Final = Lexicon(
    name="plan-tasks",
    words=(*acting.WORDS, *measuring.WORDS, *timing.WORDS, *changing.WORDS, *comparing.WORDS, *measuring.UNITS),
)
