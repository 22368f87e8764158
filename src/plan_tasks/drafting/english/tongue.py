"""What a reading asks of its language, for English.

Lives here: `EnglishTongue`, which puts the parts of this folder together. Not here: the walk through a document
(``plan_tasks.drafting.reading``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.english.claims import EnglishClaims
from plan_tasks.drafting.english.measures import EnglishMeasures
from plan_tasks.drafting.english.owners import english_label_at, english_names
from plan_tasks.drafting.english.periods import years_of
from plan_tasks.drafting.english.progress import english_progress
from plan_tasks.drafting.english.tokens import english_tokenizer, read_english_stretch
from plan_tasks.drafting.frames import FUTURE, PAST, Frame, Tense
from plan_tasks.drafting.layout import ENGLISH_MARKS, Block, blocks
from plan_tasks.drafting.progress import Progress
from plan_tasks.model.source import SourceSpan

__all__ = ["EnglishTongue"]

_LONGEST: Final = 2_000
_CUT: Final = re.compile(r"[.;!?](?=\s)|\n|,(?=\s)")
_FIRST_LEADS: Final = re.compile(
    r"\bfirst(?:[ -](?:named|listed|mentioned))?[^.\n]{0,30}\b(?:leads|is the lead)\b", re.IGNORECASE
)
_LISTING: Final = re.compile(
    r"\b(?:targets?|key results?|krs?|indicators?|kpis?|metrics|expected results|success measures)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"\b(?:review of|in review|achievements?|accomplishments|results of|looking back|last year|progress in|what we did"
    r"|background|performance in|results achieved|the past year)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")


class EnglishTongue:
    """English, for one document.

    Args:
        text: The decoded text.
        options: What the caller knows beside it.
    """

    def __init__(self, text: str, options: DraftOptions) -> None:
        self._text = text
        self._tokenizer = english_tokenizer(options.lexicons)
        years = years_of(text, options.year)
        self.years = (years.first, years.last) if years is not None else None
        self.year = options.year or (years.first if years is not None else None)
        self.doubts: tuple[str, ...] = ()
        if years is not None and years.shifted:
            shown = f"{years.first}" if years.first == years.last else f"{years.first} to {years.last}"
            self.doubts = (
                f"the text plans for a financial or school year; the period is taken as the whole of {shown}",
            )
        self.frame = Frame()
        self.first_lead = _FIRST_LEADS.search(text) is not None
        self.measures = EnglishMeasures(text, year=self.year, tokenizer=self._tokenizer, frame=self.frame)
        self._claims = EnglishClaims(self.frame, self.year)

    def blocks(self) -> Iterator[Block]:
        """The document's blocks."""
        return blocks(self._text, marks=ENGLISH_MARKS, hanging=True)

    def label_at(self, start: int, end: int) -> int | None:
        """Where a labelled list of owners begins; None when there is none."""
        return english_label_at(self._text, start, end)

    def tense(self, start: int, end: int) -> tuple[Tense | None, bool]:
        """The time that a heading speaks of, and whether it announces targets."""
        words = self._text[start:end]
        if words.rstrip("*_ ").endswith((".", ";")) or "%" in words:
            return None, False  # a sentence, whatever its length
        year = _YEAR.search(words)
        listing = _LISTING.search(words) is not None
        if _PAST.search(words) or (year is not None and self.year is not None and int(year.group()) < self.year):
            return PAST, False
        return FUTURE if listing or year is not None else None, listing

    def claims(self, start: int, end: int, subject: str = "") -> Iterator[Claim]:
        """The claims between two offsets, in order."""
        while start < end:
            cut = end
            if end - start > _LONGEST:
                cuts = [found.end() for found in _CUT.finditer(self._text, start, start + _LONGEST)]
                cut = cuts[-1] if cuts else start + _LONGEST
            yield from self._claims.read(read_english_stretch(self._text, start, cut, self._tokenizer), subject)
            start = cut

    def unread(self) -> list[SourceSpan]:
        """The figures since it was asked last that were seen and became no claim, in order."""
        return self._claims.unread.drain()

    def past_sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """The whole, where the text tells of what was reached; nothing else."""
        return [(start, end)] if self.frame.is_past else []

    def names(self, text: str) -> list[SourceSpan]:
        """The names in a cell."""
        return english_names(text, 0, len(text))

    def progress(self, text: str) -> Progress:
        """What the words of a return come to."""
        return english_progress(text)
