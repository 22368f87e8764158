"""What a reading asks of its language, for Chinese.

Lives here: `ChineseTongue`, which puts the reader's Chinese parts together. Not here: the walk through a document
(``reading``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import attrs

from plan_tasks.drafting.characters import simplify
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.frames import (
    FUTURE,
    PAST,
    Frame,
    Tense,
    announced_year,
    first_list,
    last_announcement,
)
from plan_tasks.drafting.layout import Block, blocks
from plan_tasks.drafting.measures import MeasureReader
from plan_tasks.drafting.owners import first_leads, label_at, read_names
from plan_tasks.drafting.progress import Progress, read_progress
from plan_tasks.drafting.stretches import read_stretch, stretches
from plan_tasks.drafting.targets import ClaimReader
from plan_tasks.drafting.tokens import Tag, tokenizer
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.model.source import SourceSpan

__all__ = ["ChineseTongue"]

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20|21)\d{2})年")
_PLAN_YEAR: Final = re.compile(
    r"(?<!\d)((?:19|20|21)\d{2})年[^。\n]{0,24}?(?:目标|目標|工作|任务|任務|计划|計劃|重点|重點|实事|實事|分工|报告|報告)"
)


class ChineseTongue:
    """Chinese, for one document.

    Args:
        text: The decoded text.
        options: What the caller knows beside it.
    """

    def __init__(self, text: str, options: DraftOptions) -> None:
        self._text = text
        self._simple = simplify(text)
        self._tokenizer = tokenizer(options.lexicons)
        self.year = options.year or _year_of(text)
        self.years = (self.year, self.year) if self.year is not None else None
        self.doubts: tuple[str, ...] = ()
        self.frame = Frame(
            announced=last_announcement(text), announced_year=announced_year(text), listed=first_list(text)
        )
        self.first_lead = first_leads(text)
        self.measures = MeasureReader(
            text, self._simple, year=self.year, first_lead=self.first_lead, tokenizer=self._tokenizer
        )
        self._claims = ClaimReader(self.frame)

    def blocks(self) -> Iterator[Block]:
        """The document's blocks."""
        return blocks(self._text)

    def label_at(self, start: int, end: int) -> int | None:
        """Where a labelled list of owners begins; None when there is none."""
        return label_at(self._simple, start, end)

    def tense(self, start: int, end: int) -> tuple[Tense | None, bool]:
        """The time that a heading speaks of, and whether it announces targets."""
        tense: Tense | None = None
        listing = False
        stretch = read_stretch(self._text, start, end, self._tokenizer)
        for index, token in enumerate(stretch.tokens):
            if token.word is not None and token.word.part in (Part.PAST, Part.FUTURE):
                tense = PAST if token.word.part is Part.PAST else FUTURE
                listing = listing or "目标" in token.word.text or "指标" in token.word.text
            elif token.tag == Part.TASK.value or (token.tag == Tag.NAME and "目标" in stretch.text(index, index + 1)):
                listing = True
                tense = tense or FUTURE
        return tense, listing

    def claims(self, start: int, end: int, subject: str = "") -> Iterator[Claim]:
        """The claims between two offsets, in order."""
        for stretch in stretches(self._text, start, end, self._tokenizer):
            yield from self._claims.read(stretch, subject)

    def unread(self) -> list[SourceSpan]:
        """The figures since it was asked last that were seen and became no claim, in order."""
        return self._claims.unread.drain()

    def past_sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where the sentences between two offsets stand that tell of what was reached, by the time at their ends."""
        frame = attrs.evolve(self.frame)
        past: list[tuple[int, int]] = []
        for stretch in stretches(self._text, start, end, self._tokenizer):
            begin = start
            for index, token in enumerate(stretch.tokens):
                ends = token.tag == Tag.STOP and stretch.folded.text[token.start] != ";"
                if ends or index == len(stretch.tokens) - 1:
                    if not ends:
                        frame.hear(stretch, index)
                    stop = stretch.span(index, index + 1).end
                    if frame.is_past:
                        past.append((begin, stop))
                    begin = stop
                frame.hear(stretch, index)
        return past

    def names(self, text: str) -> list[SourceSpan]:
        """The names in a cell."""
        return read_names(text, simplify(text), 0, len(text))

    def progress(self, text: str) -> Progress:
        """What the words of a return come to."""
        return read_progress(text)


def _year_of(text: str) -> int | None:
    """The year that a text plans for: the one beside 目标 (targets) or 工作 (work), else the one it names most."""
    head = text[:200_000]
    planned = [int(year) for year in _PLAN_YEAR.findall(head)]
    if planned:
        return max(Counter(planned).items(), key=lambda pair: (pair[1], pair[0]))[0]
    named = [int(year) for year in _YEAR.findall(head)]
    return max(Counter(named).items(), key=lambda pair: (pair[1], pair[0]))[0] if named else None
