"""From folded English text to tokens: words and phrases of the vocabulary, values with units, dates, marks.

Lives here: `EnglishTokenizer`. It looks at each piece of the text once and at a few pieces behind it, so that its time
is linear. Not here: tokens themselves (``plan_tasks.drafting.tokens``), the words (``vocabulary``, ``units``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

import attrs

from plan_tasks.drafting.characters import MARKUP, Folded, fold
from plan_tasks.drafting.english.units import CURRENCIES, FRACTIONS, NUMERALS, SCALES, UNITS
from plan_tasks.drafting.english.vocabulary import SHIPPED
from plan_tasks.drafting.numerals import number
from plan_tasks.drafting.stretches import Stretch, with_asides
from plan_tasks.drafting.tokens import Tag, Token, Value
from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word

__all__ = ["EnglishTokenizer", "english_tokenizer", "kind_of", "read_english_stretch"]

_LONGEST_PHRASE: Final = 5
_SHORT: Final = 2  # bn, m, k stand close to their number
_MONTHS: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR: Final = r"(?:19|20|21)\d\d"
_MONEY: Final = "|".join(re.escape(code) for code in sorted(CURRENCIES, key=len, reverse=True))
_PIECE: Final = re.compile(
    r"(?P<name>“[^“”\n]{1,80}”|\"[^\"\n]{1,80}\"|\d+(?:\+\d+)+|\d+(?::\d+)+|\d+\.\d+(?:\.\d+)+|#\d+|https?:\S+"
    r"|\d+(?:st|nd|rd|th)\b(?! (?:of )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)))"
    rf"|(?P<date>(?:(?:the )?(?:end|start|beginning|middle|close) of |[Mm]id-|[Ee]arly |[Ll]ate )?"
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?\b{_MONTHS}(?![a-z])(?: \d{{1,2}}(?:st|nd|rd|th)?(?![\d.,]*\d|\s?%))?"
    rf"(?:,? {_YEAR}(?!\d))?"
    rf"|(?:the )?(?:end|start|beginning|middle|close) of {_YEAR}(?!\d)"
    rf"|(?:the )?(?:first|second) half(?: of (?:the year|{_YEAR}))?"
    rf"|(?:the )?(?:first|second|third|fourth|last) quarter(?: of (?:the year|{_YEAR}))?"
    rf"|\bQ[1-4](?:,? {_YEAR})?|\b(?:FY|fiscal year|financial year) ?\d{{2,4}}(?:[/-]\d{{2,4}})?"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_YEAR} ?[-/] ?(?:{_YEAR}|\d\d)(?![\d%.,]*\d|%)))"
    rf"|(?P<number>(?:(?<![\w)])\+(?=\d))?(?:(?P<money>{_MONEY}) ?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?))"
    r"|(?P<word>[^\W\d_](?:[^\W_]|[.'’&-](?=[^\W_]))*['’]?)"
    r"|(?P<sign>>=|<=|[≥≤<>+%‰]|~(?=\s?\d))"
    r"|(?P<mark>\.(?=[\s\"”)]|$)|[,，;!?:()\[\]、。|/]|[-~]+)"
)
_MARKS: Final = {
    ",": Tag.COMMA,
    "，": Tag.COMMA,
    "、": Tag.AND,
    "|": Tag.COLON,
    ":": Tag.COLON,
    "(": Tag.OPEN,
    ")": Tag.CLOSE,
    "[": Tag.OPEN,
    "]": Tag.CLOSE,
    "/": Tag.SLASH,
}
#: Words before four digits that make them a year, and words behind that a year describes.
_BEFORE_YEAR: Final = frozenset(
    ("by", "in", "of", "for", "since", "from", "until", "during", "before", "after", "end", "through", "than", "year")
)
_BEHIND_YEAR: Final = frozenset(
    (
        *(
            "plan",
            "plans",
            "report",
            "target",
            "targets",
            "level",
            "levels",
            "budget",
            "programme",
            "program",
            "season",
        ),
        *(
            "edition",
            "review",
            "results",
            "baseline",
            "work",
            "tasks",
            "goals",
            "objectives",
            "value",
            "values",
            "data",
        ),
        *("year", "figure", "figures", "average", "strategy"),
    )
)

#: What a part of a whole has in place of a unit, so that it is read as a share is.
_PART_OF_WHOLE: Final = Word("part", Part.UNIT, "part of the whole", tag="share")
#: A part of a whole behind these says where or when: in half of the schools, for two quarters, the third of May.
_BESIDE_FRACTION: Final = frozenset((Part.PREPOSITION.value, Part.DETERMINER.value, Tag.NUMBER, Tag.VALUE))
#: Before a part of a whole that stands for itself: by half, to two thirds, at least a quarter.
_BEFORE_FRACTION: Final = frozenset(
    part.value for part in (Part.BY, Part.TO, Part.LIMIT, Part.LEVEL, Part.WITH, Part.FROM, Part.BETWEEN)
)
#: Words behind one that stands for itself.
_BEHIND_FRACTION: Final = frozenset(
    (
        *(Part.BY, Part.TO, Part.PREPOSITION, Part.WITH, Part.BOUND, Part.COMPARED, Part.BASIS),
        *(Part.FUTURE, Part.AIM, Part.EACH, Part.FROM, Part.PAST),
    )
)


class EnglishTokenizer:
    """Cuts folded text into tokens by a vocabulary.

    Args:
        lexicons: Whose words are known; a later lexicon's word replaces an earlier one's.

    Example:
        >>> text = fold("Grain output kept at 2.8 million tonnes or more", 0, 47, MARKUP)
        >>> [text.text[token.start:token.end] for token in EnglishTokenizer((SHIPPED,)).tokens(text)]
        ['Grain', 'output', 'kept', 'at', '2.8 million tonnes', 'or more']
    """

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._words: dict[str, Word] = {}
        self._units: dict[str, tuple[str, str]] = dict(UNITS)
        for lexicon in lexicons:
            for word in lexicon.words:
                if word.part is Part.UNIT:
                    self._units[word.text.lower()] = (word.text, word.tag)
                else:
                    self._words[word.text.lower()] = word

    def tokens(self, folded: Folded) -> list[Token]:
        """Cut a stretch into tokens that follow each other.

        Args:
            folded: The stretch, its spaces kept.

        Returns:
            The tokens; a range is one value.
        """
        text = folded.text
        pieces = list(_PIECE.finditer(text))
        tokens: list[Token] = []
        at = 0
        while at < len(pieces):
            token, at = self._token(text, pieces, at, tokens)
            tokens.append(token)
        return _with_ranges(tokens)

    def _token(self, text: str, pieces: list[re.Match[str]], at: int, before: list[Token]) -> tuple[Token, int]:
        piece = pieces[at]
        start, end = piece.span()
        kind = piece.lastgroup
        if piece.start("digits") >= 0:
            return self._number(text, pieces, at, before)
        if kind == "date":
            return Token(Tag.DATE, start, end), at + 1
        if kind == "mark":
            return Token(_mark(piece.group()), start, end), at + 1
        if kind in ("word", "sign"):
            fraction = self._fraction(pieces, at, before)
            if fraction is not None:
                return fraction
            phrase, following = _longest(pieces, at, self._words)
            if phrase is not None:
                return Token(
                    self._words[phrase].part.value, start, pieces[following - 1].end(), self._words[phrase]
                ), following
            amount = NUMERALS.get(piece.group().lower())
            if amount is not None and not _is_named(before):
                return self._value(pieces, at + 1, start, Decimal(amount), "", spelt=True)
            return Token(Tag.TEXT, start, end), at + 1
        return Token(Tag.NAME, start, end), at + 1

    def _fraction(self, pieces: list[re.Match[str]], at: int, before: list[Token]) -> tuple[Token, int] | None:
        """A part of a whole in words, where it is meant as a figure: by a third, two thirds of; not a third school."""
        phrase, following = _longest(pieces, at, FRACTIONS)
        last = before[-1] if before else None
        if phrase is None or (last is not None and last.tag in _BESIDE_FRACTION):
            return None
        behind, _ = _longest(pieces, following, self._words)
        if behind is None or self._words[behind].part is not Part.OF:
            if last is None or last.tag not in _BEFORE_FRACTION:
                return None
            ends = following == len(pieces) or pieces[following]["word"] is None
            if not ends and (behind is None or self._words[behind].part not in _BEHIND_FRACTION):
                return None
        value = Value(FRACTIONS[phrase], unit_word=_PART_OF_WHOLE, chinese=True)
        return Token(Tag.VALUE, pieces[at].start(), pieces[following - 1].end(), None, value), following

    def _number(self, text: str, pieces: list[re.Match[str]], at: int, before: list[Token]) -> tuple[Token, int]:
        piece = pieces[at]
        start, end = piece.span()
        amount = number(piece["digits"])
        money = piece["money"] or ""
        if not money and _is_named(before):
            last = _end_of_numbers(pieces, at)
            return Token(Tag.NAME, start, pieces[last - 1].end()), last
        if amount is None:
            return Token(Tag.NAME, start, end), at + 1
        token, following = self._value(pieces, at + 1, start, amount, money)
        if token.tag == Tag.NUMBER and not money:
            if _is_year(piece["digits"]) and self._is_dated(pieces, at, text, before):
                return Token(Tag.DATE, start, end), at + 1
            last = _end_of_name(pieces, following, token.end)
            if last > following:
                return Token(Tag.NAME, start, pieces[last - 1].end()), last
        return token, following

    def _is_dated(self, pieces: list[re.Match[str]], at: int, text: str, before: list[Token]) -> bool:
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if following is None or following["word"] is None or text[pieces[at].end() : following.start()] != " ":
            return not before or before[-1].tag not in (Part.VERB.value, Part.LIMIT.value, Part.PAST.value)
        if following["word"].lower() in _BEHIND_YEAR:
            return True
        if not before:
            return True
        word = text[before[-1].start : before[-1].end].lower().rpartition(" ")[2]
        known = self._words.get(following["word"].lower())
        return word in _BEFORE_YEAR and known is not None and known.part is not Part.INDICATOR

    def _value(
        self,
        pieces: list[re.Match[str]],
        at: int,
        start: int,
        amount: Decimal,
        money: str,
        *,
        spelt: bool = False,
    ) -> tuple[Token, int]:
        """A number with the scale word and unit behind it."""
        end = pieces[at - 1].end()
        scale, unit, kind = "", money, ""
        if at < len(pieces):
            word = (pieces[at]["word"] or "").lower()
            if word in SCALES and (len(word) > _SHORT or pieces[at].start() == end):  # 5 million, 5m
                scale, end, at = SCALES[word], pieces[at].end(), at + 1
        if not money:
            phrase, following = _longest(pieces, at, self._units)
            if phrase is not None:
                unit, kind = self._units[phrase]
                end, at = pieces[following - 1].end(), following
        written = f"{scale} {unit}".strip()
        if not written:
            return Token(Tag.NUMBER, start, end, None, Value(amount, chinese=spelt)), at
        word_of_unit = Word(unit[:24], Part.UNIT, unit, tag=kind) if unit else None
        return Token(
            Tag.VALUE, start, end, None, Value(amount, sign=written, unit_word=word_of_unit, chinese=spelt)
        ), at


@lru_cache(maxsize=16)
def english_tokenizer(lexicons: tuple[Lexicon, ...] = ()) -> EnglishTokenizer:
    """The tokenizer of the shipped vocabulary and an office's own; made once for each combination."""
    return EnglishTokenizer((SHIPPED, *lexicons))


def read_english_stretch(document: str, start: int, end: int, tokenizer: EnglishTokenizer) -> Stretch:
    """Cut a stretch of a document into tokens, with each bracket as one."""
    folded = fold(document, start, end, MARKUP)
    tokens = tuple(with_asides(tokenizer.tokens(folded)))
    return Stretch(document, folded, tokens, "".join(token.tag for token in tokens))


def kind_of(value: Value) -> str:
    """The kind of a value's unit: share, points, times, time; empty for what is counted or measured."""
    return value.unit_word.tag if value.unit_word is not None else ""


def _mark(mark: str) -> str:
    if mark[0] in "-~":
        return Tag.DASH
    return _MARKS.get(mark, Tag.STOP)


def _longest(pieces: list[re.Match[str]], at: int, phrases: Container[str]) -> tuple[str | None, int]:
    """The longest phrase that begins at a piece, and the index after it."""
    found: str | None = None
    following = at
    words: list[str] = []
    for index in range(at, min(at + _LONGEST_PHRASE, len(pieces))):
        piece = pieces[index]
        if piece["word"] is None and piece["sign"] is None:
            break
        words.append(piece.group().lower().replace("’", "'"))
        phrase = " ".join(words)
        if phrase in phrases:
            found, following = phrase, index + 1
    return found, following


def _end_of_numbers(pieces: list[re.Match[str]], at: int) -> int:
    """The index after a number of something or two: page 3, aged 7 to 12."""
    joined = at + 2 < len(pieces) and pieces[at + 1].group().lower() in ("to", "and", "-")
    return at + 3 if joined and pieces[at + 2].start("digits") >= 0 else at + 1


def _end_of_name(pieces: list[re.Match[str]], at: int, end: int) -> int:
    """The index after what makes a name of a number: 555 0100, 3D, 20-year; the same index where nothing does."""
    if at < len(pieces) and pieces[at].start("digits") == end + 1:
        return at + 1
    if at < len(pieces) and pieces[at]["word"] is not None and pieces[at].start() == end:
        return at + 1
    hyphened = at + 1 < len(pieces) and pieces[at].group() == "-" and pieces[at].start() == end
    if hyphened and pieces[at + 1]["word"] is not None and pieces[at + 1].start() == end + 1:
        return at + 2
    return at


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20", "21")


def _is_named(before: list[Token]) -> bool:
    """Whether the word before a number is one that numbers things: page 3, room 204."""
    word = before[-1].word if before else None
    return word is not None and word.part is Part.TASK and word.tag == "naming"


def _with_ranges(tokens: list[Token]) -> list[Token]:
    """Join ``6%-6.5%`` and ``5 to 7 percent``; ``from 5 to 7`` is a change."""
    joined: list[Token] = []
    for token in tokens:
        if token.value is not None and len(joined) >= 2 and joined[-2].value is not None and _binds(joined):
            first, last = joined[-2].value, token.value
            same = (not first.sign and first.unit_word is None) or first.sign == last.sign
            if same and first.high is None and last.high is None and first.low < last.low:
                start = joined[-2].start
                del joined[-2:]
                both = attrs.evolve(last, low=first.low, high=last.low)
                joined.append(Token(Tag.VALUE if both.sign else Tag.NUMBER, start, token.end, None, both))
                continue
        joined.append(token)
    return joined


def _binds(joined: list[Token]) -> bool:
    if joined[-1].tag == Tag.DASH:
        return True
    word = joined[-1].word
    if word is None or word.text != "to":
        return False
    return all(token.tag != Part.FROM.value for token in joined[-4:-2])
