"""The outline of a document: its title, its sections, and what each block is in it.

Lives here: `Outline`, which is told of each block in turn and says whether it is a title, a heading or an item, and
under which heading it stands. Not here: finding blocks (``layout``), reading them (``reading``).
"""

from __future__ import annotations

import attrs

from plan_tasks.drafting.characters import line
from plan_tasks.drafting.draft import DraftArea
from plan_tasks.drafting.frames import Tense
from plan_tasks.drafting.layout import Block, Rank
from plan_tasks.model.source import SourceSpan

__all__ = ["Outline", "Section"]


@attrs.define(kw_only=True)
class Section:
    """A heading and what is known of the part under it.

    Attributes:
        rank: How deep it stands.
        number: As numbered; empty for none.
        span: Where its heading stands.
        tense: The time it speaks of; None where nothing says so.
        listing: Whether it announces targets.
        area: Number of the area made of it; empty while it holds no measure.
    """

    rank: int
    number: str
    span: SourceSpan
    tense: Tense | None
    listing: bool
    area: str = ""


class Outline:
    """The sections that are open, and the areas made so far. Not shared between documents.

    Attributes:
        areas: The areas, in order.
        spoken: The time that the last line without a mark spoke of, where it stood as a heading; None for none.
    """

    def __init__(self) -> None:
        self.areas: list[DraftArea] = []
        self._open: list[Section] = []
        self._counts: dict[str, int] = {}
        self._taken: set[str] = set()
        self._item_rank: int | None = None
        self.spoken: Tense | None = None

    def is_heading(self, block: Block, document: str, following: Block | None) -> bool:
        """Whether a short marked block is the heading of what follows.

        Args:
            block: The block; it names no owners.
            document: The text.
            following: The next block; None at the end.
        """
        if block.rank >= Rank.BULLET or following is None or not block.is_short(document):
            return False
        if following.rank <= block.rank:
            return False
        return not (following.rank == Rank.TEXT and self._item_rank == block.rank)

    def enter(self, section: Section) -> Section:
        """Open a section; those as deep or deeper are closed. Its tense is its parent's where it has none."""
        while self._open and self._open[-1].rank >= section.rank:
            self._open.pop()
        if self._open and section.tense is None:
            section.tense, section.listing = self._open[-1].tense, section.listing or self._open[-1].listing
        if section.tense is None:
            section.tense = self.spoken
        self._open.append(section)
        self._item_rank = None
        return section

    def listen(self, tense: Tense, *, listing: bool) -> None:
        """Take note of a line without a mark that says which time is spoken of: 工作回顾 (review) over 一、."""
        self.spoken = tense
        if self._open and self._open[-1].tense is None:
            self._open[-1].tense, self._open[-1].listing = tense, listing

    def note_item(self, block: Block) -> None:
        """Take note of an item: later blocks with such a mark are its fellows. Sections as deep are closed."""
        while self._open and self._open[-1].rank >= block.rank:
            self._open.pop()
        self._item_rank = block.rank

    @property
    def section(self) -> Section | None:
        """The innermost section that is open; None outside any."""
        return self._open[-1] if self._open else None

    def area(self) -> str:
        """Number of the area that a measure found now belongs to; makes it where it is the first; empty for none."""
        section = self.section
        if section is None:
            return ""
        if not section.area:
            section.area = self.add_area(section.number, line(section.span.text), section.span)
        return section.area

    def add_area(self, number: str, title: str, span: SourceSpan) -> str:
        """Make an area under a number that no other area has."""
        if not number:
            number = str(len(self.areas) + 1)
        if number in self._taken:
            parents = [section.number for section in self._open[:-1] if section.number]
            number = ".".join([*parents[-1:], number])
        if number in self._taken:
            number = f"{number}-{len(self.areas) + 1}"
        self._taken.add(number)
        self.areas.append(DraftArea(number=number, title=title.rstrip("。.:：;；"), span=span))
        return number

    def measure_id(self, area: str) -> str:
        """The next measure's id: ``m3.2``, or ``m2`` outside any area."""
        self._counts[area] = self._counts.get(area, 0) + 1
        prefix = f"m{_plain(area)}." if area else "m"
        return f"{prefix}{self._counts[area]}"


def _plain(number: str) -> str:
    return "".join(character if character.isalnum() else "-" if character != "." else "." for character in number)
