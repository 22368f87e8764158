"""Measures out of items and paragraphs of English plans: what is to be done, by whom, by when.

Lives here: taking a block apart where a sentence asks for an action or where a bracket has named owners. Not here:
which blocks hold measures (``plan_tasks.drafting.reading``), tables (``plan_tasks.drafting.tables``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.characters import line
from plan_tasks.drafting.deadlines import find_deadline
from plan_tasks.drafting.english.claims import EnglishClaims
from plan_tasks.drafting.english.owners import english_label_at, english_owner_bracket, english_owners
from plan_tasks.drafting.english.tokens import EnglishTokenizer, read_english_stretch
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.layout import Block
from plan_tasks.drafting.measures import Found
from plan_tasks.drafting.owners import Naming
from plan_tasks.drafting.tokens import Tag, Token
from plan_tasks.drafting.vocabulary.lexicon import Part

__all__ = ["EnglishMeasures"]

_TITLE: Final = 100
_OPENING: Final = 160
_MOST_SUBJECT: Final = 8
_SENTENCE_END: Final = re.compile(r"(?:(?<![A-Z])\.|[!?])[\"”')\]*_]*(?=\s|$)|\n(?=\s*\n)")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|no|nos|approx|incl|dr|mr|ms|mrs|st|vs|etc|fig|dept))\.$", re.IGNORECASE
)
_EDGES: Final = " \t\r\n;,—–-"
_BEFORE_ACTION: Final = frozenset(
    (
        *(part.value for part in (Part.LEAD, Part.MANNER, Part.AIM, Part.FUTURE, Part.PREPOSITION, Part.DETERMINER)),
        *(Tag.DATE, Tag.COMMA),
    )
)
_ACTIONS: Final = frozenset(part.value for part in (Part.VERB, Part.ACTION, Part.CHANGE, Part.KEEP, Part.ACHIEVE))
_STRICT: Final = frozenset((Part.VERB.value, Part.ACTION.value, Part.ACHIEVE.value))


class EnglishMeasures:
    """Reads measures out of blocks of one document.

    Args:
        document: The document.
        year: The plan's year; None when it is not known.
        tokenizer: Whose words to know.
        frame: What is known of the time that the text speaks of, and of whether it lists targets.
    """

    def __init__(self, document: str, *, year: int | None, tokenizer: EnglishTokenizer, frame: Frame) -> None:
        self._document = document
        self._year = year
        self._tokenizer = tokenizer
        self._frame = frame

    def has_owners(self, block: Block) -> bool:
        """Whether a bracket or a label in the block names owners."""
        return (
            english_owner_bracket(self._document, block.start, block.end) is not None
            or english_label_at(self._document, block.start, block.end) is not None
        )

    def is_section(self, block: Block) -> bool:  # noqa: ARG002 - the face of all languages
        """English plans put the heading of a section on a line of its own."""
        return False

    def heading_end(self, block: Block) -> int:
        """Where the heading of a section ends."""
        return block.end

    def item(self, block: Block) -> list[Found]:
        """Read an item: one measure, or one for each bracket that names owners.

        Args:
            block: The item.

        Returns:
            Its measures in order; none where the item is a target of a list of targets and nobody is named for it.
        """
        brackets = self._brackets(block.start, block.end)
        if len(brackets) > 1:
            return self._between(block.start, brackets)
        if self._frame.listing and not brackets and not self.has_owners(block) and self._is_claim(block):
            return []
        return [self._one(block.start, block.end, brackets[0] if brackets else None)]

    def prose(self, start: int, end: int) -> list[Found]:
        """Read a paragraph: a measure for each bracket that names owners, else for each sentence that asks to act.

        Args:
            start: Offset of its first character.
            end: Offset after its last.

        Returns:
            Its measures in order; none where it asks for nothing.
        """
        brackets = self._brackets(start, end)
        if brackets:
            return self._between(start, brackets)
        if self._frame.listing:
            return []
        return [self._one(*sentence, None) for sentence in self._sentences(start, end) if self._asks(*sentence)]

    def owners(self, start: int, end: int) -> Naming:
        """Read what names owners between two offsets."""
        return english_owners(self._document, start, end, year=self._year)

    def _is_claim(self, block: Block) -> bool:
        stretch = read_english_stretch(self._document, block.start, block.end, self._tokenizer)
        return bool(EnglishClaims(attrs.evolve(self._frame), self._year).read(stretch))

    def _brackets(self, start: int, end: int) -> list[tuple[int, int]]:
        brackets: list[tuple[int, int]] = []
        while (bracket := english_owner_bracket(self._document, start, end)) is not None:
            brackets.append(bracket)
            start = bracket[1]
        return brackets

    def _between(self, start: int, brackets: list[tuple[int, int]]) -> list[Found]:
        found: list[Found] = []
        for bracket in brackets:
            if self._document[start : bracket[0]].strip(f"{_EDGES}.*_"):
                found.append(self._one(start, bracket[1], bracket))
            start = bracket[1]
        return found

    def _one(self, start: int, end: int, bracket: tuple[int, int] | None) -> Found:
        naming = Naming()
        stop = end
        if bracket is not None:
            naming = self.owners(bracket[0] + 1, bracket[1] - 1)
            stop = bracket[0]
        elif (label := english_label_at(self._document, start, end)) is not None and label > start:
            naming = self.owners(label, end)
            stop = label
        start, stop = self._trimmed(start, stop)
        deadline = naming.deadline or find_deadline(self._document[start:stop], self._year)
        return Found(start=start, end=stop, title=self._title(start, stop), naming=naming, deadline=deadline)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end - 1 and self._document[start] in _EDGES:
            start += 1
        while end > start + 1 and self._document[end - 1] in _EDGES:
            end -= 1
        return start, end

    def _title(self, start: int, end: int) -> str:
        stop = next(iter(self._sentences(start, end)), (start, end))[1]
        title = line(self._document[start:stop]).rstrip(".;: ")
        return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        first = start
        for mark in _SENTENCE_END.finditer(self._document, start, end):
            if _ABBREVIATED.search(self._document, max(first, mark.start() - _MOST_SUBJECT), mark.start() + 1):
                continue
            if self._document[first : mark.end()].strip():
                found.append(self._trimmed(first, mark.end()))
            first = mark.end()
        if self._document[first:end].strip():
            found.append(self._trimmed(first, end))
        return found

    def _asks(self, start: int, end: int) -> bool:
        """Whether a sentence begins with an action, or says that somebody will do one. A title asks for nothing."""
        words = self._document[start:end].split()
        capitals = sum(1 for word in words if not word[:1].islower())
        if not words[-1].rstrip("*_\"”')").endswith((".", "!", ";")) and 2 * capitals > len(words):
            return False
        tokens = read_english_stretch(self._document, start, min(end, start + _OPENING), self._tokenizer).tokens
        for index, token in enumerate(tokens):
            if token.tag not in _BEFORE_ACTION:
                if _acts(tokens, index, _ACTIONS):
                    return True
                break
        will = next((i for i, t in enumerate(tokens[:_MOST_SUBJECT]) if t.tag == Part.FUTURE.value), None)
        return will is not None and _acts(tokens, will + 1, _STRICT)


def _acts(tokens: tuple[Token, ...], index: int, actions: frozenset[str]) -> bool:
    if index >= len(tokens) or tokens[index].tag not in actions:
        return False
    word = tokens[index].word
    following = tokens[index + 1].tag if index + 1 < len(tokens) else Tag.STOP
    return word is not None and word.tag in ("", "either") and following not in (Part.OF.value, Tag.STOP, Tag.COLON)
