"""A stretch of the document, ready to be matched: its tokens, and the letters that patterns see.

Lives here: `Stretch`, cutting a block into stretches of bounded length, and brackets taken together as one token.
Not here: what the tokens mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from plan_tasks.drafting.characters import Folded, clean, fold
from plan_tasks.drafting.tokens import Tag, Token, Tokenizer
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.model.source import SourceSpan

__all__ = ["Stretch", "read_stretch", "stretches", "with_asides"]

_LONGEST: Final = 2_000
_LONGEST_ASIDE: Final = 40
_SENTENCE_END: Final = re.compile(r"[。；;!?！？\n]")
_CLAUSE_END: Final = re.compile(r"[,，、]")


@attrs.frozen
class Stretch:
    """Tokens of a stretch and their letters.

    Attributes:
        document: The whole text.
        folded: The stretch's characters made alike.
        tokens: They follow each other; white space between them is left out.
        tags: One letter a token.
    """

    document: str = attrs.field(repr=False)
    folded: Folded
    tokens: tuple[Token, ...]
    tags: str

    def span(self, first: int, last: int) -> SourceSpan:
        """Where tokens ``first`` up to ``last`` stand, the latter not included, in the document."""
        return self.characters(self.tokens[first].start, self.tokens[last - 1].end)

    def characters(self, start: int, end: int) -> SourceSpan:
        """Where folded characters stand in the document, without white space at the ends."""
        text = self.folded.text
        while start < end - 1 and text[start].isspace():
            start += 1
        while end > start + 1 and text[end - 1].isspace():
            end -= 1
        first, last = self.folded.span(start, end)
        return SourceSpan(start=first, end=last, text=self.document[first:last])

    def written(self, start: int, end: int) -> str:
        """Folded characters as the document writes them, without markup."""
        first, last = self.folded.span(start, end) if end > start else (0, 0)
        return clean(self.document[first:last])

    def within(self, index: int) -> Stretch:
        """The stretch of what is in brackets at a token."""
        inside = self.tokens[index].inside
        return Stretch(self.document, self.folded, inside, "".join(token.tag for token in inside))

    def text(self, first: int, last: int) -> str:
        """The folded text of tokens ``first`` up to ``last``, the latter not included; empty behind the last token."""
        last = min(last, len(self.tokens))
        return self.folded.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""


def read_stretch(document: str, start: int, end: int, tokenizer: Tokenizer) -> Stretch:
    """Cut a stretch of a document into tokens, with each bracket as one.

    Args:
        document: The text.
        start: Offset of the first character.
        end: Offset after the last.
        tokenizer: Whose words to know.

    Returns:
        The stretch.
    """
    folded = fold(document, start, end)
    tokens = tuple(with_asides(tokenizer.tokens(folded)))
    return Stretch(document, folded, tokens, "".join(token.tag for token in tokens))


def stretches(document: str, start: int, end: int, tokenizer: Tokenizer) -> Iterator[Stretch]:
    """Cut part of a document into stretches of at most some 2,000 characters, at ends of sentences where there are any.

    A work report's paragraphs are shorter than that; the limit keeps memory small on a file that is one long line.
    """
    while end - start > _LONGEST:
        cut = _last(_SENTENCE_END, document, start, start + _LONGEST)
        cut = cut or _last(_CLAUSE_END, document, start, start + _LONGEST) or start + _LONGEST
        yield read_stretch(document, start, cut, tokenizer)
        start = cut
    if start < end:
        yield read_stretch(document, start, end, tokenizer)


def _last(pattern: re.Pattern[str], document: str, start: int, end: int) -> int | None:
    last = None
    for found in pattern.finditer(document, start, end):
        last = found.end()
    return last


def with_asides(tokens: list[Token]) -> Iterator[Token]:
    """Take brackets and what is in them together; the word of an aside says whether a target binds."""
    closes = _closing(tokens)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        close = closes.get(position)
        if close is None:
            yield token
            position += 1
            continue
        inside = tokens[position + 1 : close]
        mark = next((t.word for t in inside if t.tag in (Part.BINDING.value, Part.EXPECTED.value)), None)
        yield Token(Tag.ASIDE, token.start, tokens[close].end, mark, None, tuple(inside))
        position = close + 1


def _closing(tokens: list[Token]) -> dict[int, int]:
    """For each outermost opening bracket that is closed nearby, where."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.tag == Tag.OPEN:
            opened.append(position)
        elif token.tag == Tag.CLOSE and opened:
            start = opened.pop()
            if position - start <= _LONGEST_ASIDE:
                closes[start] = position
    inner = _inner(closes)
    return {start: close for start, close in closes.items() if start not in inner}


def _inner(closes: dict[int, int]) -> set[int]:
    inner: set[int] = set()
    reach = -1
    for start in sorted(closes):
        if start < reach:
            inner.add(start)
        else:
            reach = closes[start]
    return inner
