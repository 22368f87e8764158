"""The languages that a document may be written in: what a reading asks of one, and which one a text is in.

Lives here: `Tongue`, `is_english`, `tongue_of`. Not here: the languages (``chinese``, ``english``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Protocol

from plan_tasks.drafting.chinese import ChineseTongue
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.english.tongue import EnglishTongue
from plan_tasks.drafting.frames import Frame, Tense
from plan_tasks.drafting.layout import Block
from plan_tasks.drafting.measures import Found
from plan_tasks.drafting.owners import Naming
from plan_tasks.drafting.progress import Progress
from plan_tasks.model.source import SourceSpan

__all__ = ["MeasuresOf", "Tongue", "is_english", "tongue_of"]

_CHINESE: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_ENOUGH: Final = 20_000


class MeasuresOf(Protocol):
    """Reads measures out of blocks of one document."""

    def has_owners(self, block: Block) -> bool:
        """Whether the block names owners."""
        ...

    def is_section(self, block: Block) -> bool:
        """Whether a numbered block is a section with its heading in it, and not one item."""
        ...

    def heading_end(self, block: Block) -> int:
        """Where the heading of such a section ends."""
        ...

    def item(self, block: Block) -> list[Found]:
        """The measures of an item, in order."""
        ...

    def prose(self, start: int, end: int) -> list[Found]:
        """The measures of a paragraph, in order."""
        ...

    def owners(self, start: int, end: int) -> Naming:
        """The owners named between two offsets."""
        ...


class Tongue(Protocol):
    """A language, made for one document."""

    @property
    def year(self) -> int | None:
        """The year that a deadline without one lies in; None when it is not known."""
        ...

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the plan; None when they are not known."""
        ...

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at before anything is read."""
        ...

    @property
    def first_lead(self) -> bool:
        """Whether the document says that the first unit of a list leads."""
        ...

    @property
    def frame(self) -> Frame:
        """The time that is being spoken of."""
        ...

    @property
    def measures(self) -> MeasuresOf:
        """Reads measures."""
        ...

    def blocks(self) -> Iterable[Block]:
        """The document's blocks."""
        ...

    def label_at(self, start: int, end: int) -> int | None:
        """Where a labelled list of owners begins; None when there is none."""
        ...

    def tense(self, start: int, end: int) -> tuple[Tense | None, bool]:
        """The time that a heading speaks of, and whether it announces targets."""
        ...

    def claims(self, start: int, end: int, subject: str = "") -> Iterator[Claim]:
        """The claims between two offsets, in order."""
        ...

    def unread(self) -> list[SourceSpan]:
        """The figures since it was asked last that were seen and became no claim, in order."""
        ...

    def past_sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where the sentences between two offsets stand that tell of what was reached."""
        ...

    def names(self, text: str) -> list[SourceSpan]:
        """The names in a cell."""
        ...

    def progress(self, text: str) -> Progress:
        """What the words of a return come to."""
        ...


def is_english(text: str) -> bool:
    """Whether a text is to be read as English: it has more Latin words than Chinese characters.

    Example:
        >>> is_english("Exports to grow by 5% (出口)"), is_english("GDP增长8%"), is_english("2021: 8%")
        (True, False, False)
    """
    latin = sum(1 for _ in islice(_LATIN_WORD.finditer(text), _ENOUGH))
    chinese = sum(1 for _ in islice(_CHINESE.finditer(text), _ENOUGH))
    return latin > chinese or (latin > 0 and chinese == 0)


def tongue_of(text: str, options: DraftOptions) -> Tongue:
    """The language that a text is read in, made for it.

    Args:
        text: The decoded text.
        options: What the caller knows beside it.
    """
    return EnglishTongue(text, options) if is_english(text) else ChineseTongue(text, options)
