"""Measures out of items and paragraphs: what is to be done, by whom, by when.

Lives here: taking a block apart where a new action begins or where a bracket has named owners. Not here: which blocks
hold measures (``reading``), tables (``tables``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.calendars.deadlines import Deadline
from plan_tasks.drafting.characters import clean
from plan_tasks.drafting.deadlines import find_deadline
from plan_tasks.drafting.layout import Block, Rank
from plan_tasks.drafting.owners import Naming, label_at, owner_bracket, read_owners
from plan_tasks.drafting.stretches import Stretch, read_stretch
from plan_tasks.drafting.tokens import Tag, Tokenizer
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.model.source import SourceSpan

__all__ = ["Found", "MeasureReader"]

_TITLE: Final = 60
_LEAD: Final = 16  # 深化重点领域改革。 leads the sentence after it
_SENTENCE: Final = re.compile(r"[^。!?！？]+[。!?！？]*")
_BEFORE_ACTION: Final = frozenset(
    (Part.LEAD.value, Part.MANNER.value, Part.STABLE.value, Part.AIM.value, Part.FUTURE.value, Tag.DATE, Tag.COMMA)
)
_ACTIONS: Final = frozenset((Part.VERB.value, Part.ACTION.value, Part.CHANGE.value, Part.KEEP.value))
_STRICT: Final = frozenset((Part.VERB.value, Part.ACTION.value))
_NOT_OBJECTS: Final = frozenset((Part.FUTURE.value, Part.TASK.value, Part.OF.value))  # 发展主要预期目标: targets
_PROSE: Final = 3  # a numbered block of as many sentences without owners is a section, not an item


@attrs.frozen(kw_only=True)
class Found:
    """A measure as it stands in a block.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        title: One line that people know it by.
        naming: Owners, and the deadline that stands among them.
        deadline: The deadline, wherever it stands; None for none.
    """

    start: int
    end: int
    title: str
    naming: Naming
    deadline: Deadline | None

    def span(self, document: str) -> SourceSpan:
        """Where its words stand."""
        return SourceSpan(start=self.start, end=self.end, text=document[self.start : self.end])


class MeasureReader:
    """Reads measures out of blocks of one document.

    Args:
        document: The document.
        text: The same in simplified characters.
        year: The plan's year; None when it is not known.
        first_lead: Whether the document says that the first unit of a list leads.
        tokenizer: Whose words to know.
    """

    def __init__(self, document: str, text: str, *, year: int | None, first_lead: bool, tokenizer: Tokenizer) -> None:
        self._document = document
        self._text = text
        self._year = year
        self._first_lead = first_lead
        self._tokenizer = tokenizer

    def has_owners(self, block: Block) -> bool:
        """Whether a bracket or a labelled list in the block names owners."""
        return (
            owner_bracket(self._text, block.start, block.end) is not None
            or label_at(self._text, block.start, block.end) is not None
        )

    def is_section(self, block: Block) -> bool:
        """Whether a numbered block is a section with its heading in it, and not one item."""
        if block.rank not in (Rank.PART, Rank.COMMA, Rank.BRACKET):
            return False
        sentences = self._sentences(block.start, block.end)
        if len(sentences) < 2 or not self._is_lead(*sentences[0], longest=30):
            return False
        brackets = len(self._brackets(block))
        return brackets > 1 or (brackets == 0 and len(sentences) >= _PROSE and not self.has_owners(block))

    def heading_end(self, block: Block) -> int:
        """Where the heading of a section ends."""
        return self._sentences(block.start, block.end)[0][1]

    def item(self, block: Block) -> list[Found]:
        """Read an item: one measure, or one for each bracket that names owners.

        Args:
            block: The item.

        Returns:
            Its measures in order.
        """
        brackets = self._brackets(block)
        if len(brackets) < 2:
            return [self._one(block.start, block.end, brackets[0] if brackets else None)]
        return self._between(block.start, brackets)

    def prose(self, start: int, end: int) -> list[Found]:
        """Read a paragraph: a measure for each bracket that names owners, else for each sentence that begins an action.

        Args:
            start: Offset of its first character.
            end: Offset after its last.

        Returns:
            Its measures in order; none where it asks for nothing.
        """
        brackets = self._brackets(Block(start=start, end=end))
        if brackets:
            return self._between(start, brackets)
        found: list[Found] = []
        lead: int | None = None
        for first, last in self._sentences(start, end):
            if not self._begins_action(first, last):
                lead = None
                continue
            if lead is None and self._is_lead(first, last, longest=_LEAD) and last < end:
                lead = first
                continue
            found.append(self._one(lead if lead is not None else first, last, None))
            lead = None
        if lead is not None:
            found.append(self._one(lead, end, None))
        return found

    def _brackets(self, block: Block) -> list[tuple[int, int]]:
        brackets: list[tuple[int, int]] = []
        position = block.start
        while (bracket := owner_bracket(self._text, position, block.end)) is not None:
            brackets.append(bracket)
            position = bracket[1]
        return brackets

    def _between(self, start: int, brackets: list[tuple[int, int]]) -> list[Found]:
        found: list[Found] = []
        for bracket in brackets:
            if self._document[start : bracket[0]].strip(" \t\r\n。;；,，.、"):
                found.append(self._one(start, bracket[1], bracket))
            start = bracket[1]
        return found

    def _one(self, start: int, end: int, bracket: tuple[int, int] | None) -> Found:
        naming = Naming()
        stop = end
        if bracket is not None:
            naming = self.owners(bracket[0] + 1, bracket[1] - 1)
            stop = bracket[0]
        elif (label := label_at(self._text, start, end)) is not None:
            naming = self.owners(label, end)
            stop = label
        start, stop = self._trimmed(start, stop)
        deadline = naming.deadline or find_deadline(self._document[start:stop], self._year)
        return Found(start=start, end=stop, title=self._title(start, stop), naming=naming, deadline=deadline)

    def owners(self, start: int, end: int) -> Naming:
        """Read what names owners between two offsets."""
        return read_owners(self._document, self._text, start, end, year=self._year, first_lead=self._first_lead)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end - 1 and self._document[start] in " \t\r\n\u3000。;；,，、":
            start += 1
        while end > start + 1 and self._document[end - 1].isspace():
            end -= 1
        return start, end

    def _title(self, start: int, end: int) -> str:
        first = _SENTENCE.match(self._document, start, end)
        line = clean(self._document[start : first.end() if first is not None else end]).rstrip("。.;；")
        return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        return [
            self._trimmed(*found.span())
            for found in _SENTENCE.finditer(self._document, start, end)
            if found.group().strip()
        ]

    def _is_lead(self, start: int, end: int, *, longest: int) -> bool:
        sentence = self._document[start:end].strip("* \u3000")
        return len(sentence) <= longest and sentence.endswith("。") and not re.search("[,，;；]", sentence)

    def _begins_action(self, start: int, end: int) -> bool:
        stretch = read_stretch(self._document, start, min(end, start + 80), self._tokenizer)
        first_clause = stretch.tags.find(Tag.COMMA)
        return self._acts(stretch, 0) or (first_clause > 0 and self._acts(stretch, first_clause + 1, only=_STRICT))

    def _acts(self, stretch: Stretch, first: int, *, only: frozenset[str] = _ACTIONS) -> bool:
        for index in range(first, len(stretch.tags)):
            tag = stretch.tags[index]
            if tag not in _BEFORE_ACTION:
                word = stretch.tokens[index].word
                done = word is not None and word.text == "完成"  # complete; 实现 (achieve) begins a target more often
                return (tag in only or done) and stretch.tags[index + 1 : index + 2] not in _NOT_OBJECTS
        return False
