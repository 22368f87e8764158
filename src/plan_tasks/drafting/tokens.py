"""From folded characters to tokens: words of the vocabulary, values with units, dates, marks; the rest is text.

Lives here: `Token`, `Value` and `Tokenizer`, which compiles a vocabulary into one pattern without repetition inside
repetition, so that its time is linear. Not here: which tokens make a target (``grammar``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

import attrs

from plan_tasks.drafting.characters import CIRCLED, PICTURES, Folded
from plan_tasks.drafting.numerals import CHINESE_DIGITS, CHINESE_MULTIPLIERS, chinese_number, number
from plan_tasks.drafting.vocabulary.changing import PLUS
from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word
from plan_tasks.drafting.vocabulary.measuring import NOT_UNITS, SCALES
from plan_tasks.drafting.vocabulary.shipped import SHIPPED

__all__ = ["Tag", "Token", "Tokenizer", "Value", "tokenizer"]


class Tag:
    """The letters of the shapes that are not words; those of words are the values of `Part`."""

    VALUE = "V"  # a number with a unit
    NUMBER = "N"  # a number without one
    DATE = "D"
    NAME = "X"  # a name, an ordinal, a quotation: opaque, like a plain word
    TEXT = "."
    AND = "&"  # 、 及 以及
    COMMA = ","
    STOP = ";"
    COLON = ":"
    DASH = "-"
    OPEN = "("
    CLOSE = ")"
    ASIDE = "Y"  # a bracket with what is in it
    SLASH = "/"


@attrs.frozen
class Value:
    """A number as written, with its unit.

    Attributes:
        low: The number; the lower end of a range.
        high: The upper end of a range, else None.
        unit: The unit's offsets in the folded text; None for a pure number.
        unit_word: The unit without its scale word; None when it has none.
        scale: The scale words in front of it: 万.
        sign: A unit that the text does not spell behind the number: ``"%"`` for 百分之五.
        chinese: Whether it is written in Chinese numerals.
        round: Whether it is only a round number (千亿元), which is a figure where something passes it.
        more: Whether 余 or 多 (and some) follows the number.
    """

    low: Decimal
    high: Decimal | None = None
    unit: tuple[int, int] | None = None
    unit_word: Word | None = None
    scale: str = ""
    sign: str = ""
    chinese: bool = False
    more: bool = False
    round: bool = False

    @property
    def kind(self) -> str:
        """The tag of the unit: share, points, times, time, latin; empty for a thing that is counted."""
        if self.sign or (self.chinese and self.unit is None and self.unit_word is None):  # 三分之一: one third
            return "share"
        return self.unit_word.tag if self.unit_word is not None else ""


class Token(NamedTuple):
    """A word or shape in a stretch of folded text.

    ``tag`` is the letter that patterns see, ``start`` and ``end`` are offsets in the folded text; ``inside`` holds the
    tokens within a bracket.
    """

    tag: str
    start: int
    end: int
    word: Word | None = None
    value: Value | None = None
    inside: tuple[Token, ...] = ()


_NUMERALS: Final = "".join((*CHINESE_DIGITS, *CHINESE_MULTIPLIERS))
_MARKS: Final = {
    "、": Tag.AND,
    ",": Tag.COMMA,
    "，": Tag.COMMA,
    ";": Tag.STOP,
    "。": Tag.STOP,
    "!": Tag.STOP,
    "?": Tag.STOP,
    "\n": Tag.STOP,
    "\r": Tag.STOP,
    "|": Tag.COLON,  # between the cells of a row
    ":": Tag.COLON,
    "(": Tag.OPEN,
    ")": Tag.CLOSE,
    "[": Tag.OPEN,
    "]": Tag.CLOSE,
    "【": Tag.STOP,
    "】": Tag.STOP,
    "/": Tag.SLASH,
    "·": Tag.STOP,
}
_JOINING: Final = ("及", "及其", "以及")  # and, and its, as well as
_RUN: Final = re.compile(r"\S+")
_QUOTED: Final = 24  # a longer quotation is a passage, not a name
_LARGE: Final = "万亿"
_SMALLEST_ROUND: Final = 10
_SMALLEST_COUNT: Final = 3
_LEAST_NOT_NAMED: Final = 1000


class Tokenizer:
    """Cuts folded text into tokens by a vocabulary.

    Args:
        lexicons: Whose words are known; a later lexicon's word replaces an earlier one's.

    Example:
        >>> from plan_tasks.drafting.characters import fold
        >>> text = fold("粮食产量保持在1.3万亿斤以上", 0, 15)
        >>> [text.text[token.start:token.end] for token in Tokenizer((SHIPPED,)).tokens(text)]
        ['粮食', '产量', '保持在', '1.3万亿斤', '以上']
    """

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._words: dict[str, Word] = {}
        self._units: dict[str, Word] = {}
        for lexicon in lexicons:
            for word in lexicon.words:
                (self._units if word.part is Part.UNIT else self._words)[word.text] = word
        units = _alternation([*self._units, *NOT_UNITS])
        latin = _alternation([text for text, unit in self._units.items() if unit.tag == "latin"])
        self._pattern = re.compile(
            rf"(?P<name>“[^“”\n。;]{{1,{_QUOTED}}}”|《[^《》\n]{{1,60}}》|〔\d{{4}}〕\d*号?"
            rf"|[第前](?:\d+|[{_NUMERALS}]{{1,15}})(?:{units})?"
            rf"|\d+(?:\.\d+)?(?!(?:{latin})(?![A-Za-z]))[A-Za-z][A-Za-z0-9-]*|\d+(?:\+[\dA-Za-z]+)+|\d+(?::\d+)+"
            rf"|\d+\.\d+(?:\.\d+)+|\d+-\d+-\d+(?:-\d+)*)"
            r"|(?P<against>[比较]\d{4}年(?:度|末|底)?|在(?:\d{4}年的?|[^,;。\d]{0,8})基础上)"
            r"|(?P<date>\d{4}(?:[-~至到]\d{4})?年(?:度|末|底)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?前?"
            r"|\d{1,2}(?:[-~至到]\d{1,2})?月(?!度)(?:\d{1,2}[日号])?(?:份|底|末)?前?|\d{1,2}[日号]前?)"
            rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
            rf"(?P<scale>[{SCALES}]*)(?P<more>[余多+])?(?P<unit>{units})?(?P<rate>(?:/(?:{units}|[人年月日天户亩吨]|10?万人?))*)"
            rf"|(?P<parts>百分之|千分之)(?P<share>\d+(?:\.\d+)?|[{_NUMERALS}]{{1,15}}(?:点[{_NUMERALS}]{{1,15}})?)"
            rf"|(?P<word>{_alternation(list(self._words))})"
            rf"|(?P<numeral>[{_NUMERALS}]{{1,15}}(?:点[{_NUMERALS}]{{1,15}})?)(?:[-~至到](?P<upper>[{_NUMERALS}]{{1,15}}))?"
            rf"(?P<some>[余多])?(?P<measure>分之[{_NUMERALS}]{{1,15}}|{units})"
            r"|(?P<latin>[A-Za-z][A-Za-z0-9.&+_'-]*)"
            rf"|(?P<mark>[{re.escape(''.join(_MARKS))}{PICTURES}{CIRCLED}]|及其?|以及)"
            r"|(?P<plus>\+)(?=\d+(?:\.\d+)?[%‰])"
            r"|(?P<dash>[-~]+)"
        )

    def tokens(self, folded: Folded) -> list[Token]:
        """Cut a stretch into tokens that follow each other without gaps.

        Args:
            folded: The stretch.

        Returns:
            The tokens; ranges are one value.
        """
        text = folded.text
        tokens: list[Token] = []
        position = 0
        for found in self._pattern.finditer(text):
            token = self._token(found)
            if token is None:
                continue
            if token.start > position:
                _add_text(tokens, text, position, token.start)
            tokens.append(token)
            position = token.end
        if position < len(text):
            _add_text(tokens, text, position, len(text))
        return _with_ranges(tokens)

    def _token(self, found: re.Match[str]) -> Token | None:
        kind = found.lastgroup
        start, end = found.span()
        text = found.group()
        if found.start("word") >= 0:
            word = self._words[text]
            return Token(word.part.value, start, end, word)
        if found.start("number") >= 0:
            return self._number(found)
        if found.start("numeral") >= 0:
            return self._numeral(found)
        if found.start("parts") >= 0:
            amount = number(found["share"]) if found["share"][0].isdigit() else chinese_number(found["share"])
            if amount is None:
                return Token(Tag.NAME, start, end)
            sign = "%" if found["parts"] == "百分之" else "‰"
            return Token(Tag.VALUE, start, end, None, Value(amount, sign=sign, chinese=True))
        if kind == "mark":
            return Token(Tag.AND if text in _JOINING else _MARKS.get(text, Tag.COMMA), start, end)
        if kind == "plus":
            return Token(Part.CHANGE.value, start, end, PLUS)
        if kind == "dash":
            return Token(Tag.DASH, start, end)
        if kind == "against":
            return Token(Part.COMPARED.value, start, end)
        if kind == "date":
            return Token(Tag.DATE, start, end)
        return Token(Tag.NAME, start, end)

    def _number(self, found: re.Match[str]) -> Token:
        start, end = found.span()
        amount = number(found["number"])
        unit_text, scale = found["unit"], found["scale"]
        unit = self._units.get(unit_text) if unit_text else None
        named = (
            unit is not None and unit.tag == "named" and not scale and amount is not None and amount < _LEAST_NOT_NAMED
        )
        if amount is None or (unit_text and unit is None) or named or (unit is not None and unit.tag == "never"):
            return Token(Tag.NAME, start, end)
        if unit is None and not scale and not found["rate"]:
            return Token(Tag.NUMBER, start, found.end("number"), None, Value(amount))
        value = Value(
            amount,
            unit=(found.start("scale"), end),
            unit_word=unit,
            scale=scale,
            more=found["more"] is not None,
        )
        return Token(Tag.VALUE, start, end, None, value)

    def _numeral(self, found: re.Match[str]) -> Token | None:
        start, end = found.span()
        measure = found["measure"]
        amount = chinese_number(found["numeral"])
        if measure.startswith("分之"):  # 三分之一: one third
            parts, whole = chinese_number(measure[2:]), amount
            if parts is None or not whole:
                return None
            return Token(Tag.VALUE, start, end, None, Value(_fraction(parts, whole), chinese=True))
        unit = self._units.get(measure)
        if amount is None or unit is None or not _is_figure(found["numeral"], amount, unit):
            return Token(Tag.NAME, start, end) if unit is None else None
        upper = chinese_number(found["upper"]) if found["upper"] else None
        if upper is not None and upper < amount:
            return None
        written = found["numeral"]
        scale = "" if upper is not None else written[len(written.rstrip(_LARGE)) :]  # 五百亿元 is 500 亿元
        value = Value(
            amount / _factor(scale),
            high=upper,
            unit=(found.start("measure") - len(scale), end),
            unit_word=unit,
            scale=scale,
            chinese=True,
            round=_is_round(written),
        )
        return Token(Tag.VALUE, start, end, None, value)


@lru_cache(maxsize=16)
def tokenizer(lexicons: tuple[Lexicon, ...] = ()) -> Tokenizer:
    """The tokenizer of the shipped vocabulary and an office's own; made once for each combination."""
    return Tokenizer((SHIPPED, *lexicons))


def _fraction(parts: Decimal, whole: Decimal) -> Decimal:
    return round(parts / whole, 4)


def _is_round(numeral: str) -> bool:
    return numeral != "十" and all(character in CHINESE_MULTIPLIERS for character in numeral)


def _is_figure(numeral: str, amount: Decimal, unit: Word) -> bool:
    """Whether Chinese numerals before a unit are a figure, and not a manner of speaking (一个, 千家万户, 两项)."""
    if unit.tag in ("share", "points", "times"):
        return True
    if unit.tag in ("never", "age"):
        return False
    if _is_round(numeral):
        return unit.text.endswith("元") and numeral[-1] in _LARGE
    return amount >= (_SMALLEST_ROUND if unit.text in _LOOSE_UNITS else _SMALLEST_COUNT)


#: Units of talk: small numbers of them in Chinese numerals (三项制度, 五个方面) are hardly ever figures.
_LOOSE_UNITS: Final = frozenset("个项类种点条次批方片块档组度层期成线级件人位对")


def _add_text(tokens: list[Token], text: str, start: int, end: int) -> None:
    tokens += [Token(Tag.TEXT, start + run.start(), start + run.end()) for run in _RUN.finditer(text[start:end])]


def _with_ranges(tokens: list[Token]) -> list[Token]:
    """Join ``6%-6.5%``, ``8至10个``: number, dash or 至, value."""
    joined: list[Token] = []
    for token in tokens:
        if (
            token.value is not None
            and len(joined) >= 2
            and (joined[-1].tag == Tag.DASH or (joined[-1].word is not None and joined[-1].word.text in ("至", "到")))
        ):
            first = joined[-2].value
            both = _range(first, token.value) if first is not None and joined[-2].end == joined[-1].start else None
            if both is not None and joined[-1].end == token.start:
                start = joined[-2].start
                del joined[-2:]
                joined.append(Token(Tag.VALUE if both.unit or both.sign else Tag.NUMBER, start, token.end, None, both))
                continue
        joined.append(token)
    return joined


def _range(first: Value, last: Value) -> Value | None:
    if first.high is not None or last.high is not None:
        return None
    low = first.low
    if first.unit is not None and first.scale != last.scale:
        low = low * _factor(first.scale) / _factor(last.scale)
    if low > last.low:
        return None
    return attrs.evolve(last, low=low, high=last.low)


def _factor(scale: str) -> int:
    factor = 1
    for character in scale:
        factor *= CHINESE_MULTIPLIERS[character]
    return factor


def _alternation(texts: list[str]) -> str:
    """A pattern for the longest of many texts: a tree of their characters, so that it tries few of them."""
    tree: dict[str, dict[str, object]] = {}
    for text in texts:
        node: dict[str, object] = tree  # type: ignore[assignment]
        for character in text:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}
    return _branches(tree)  # type: ignore[arg-type]


def _branches(node: dict[str, object]) -> str:
    ends = "" in node
    branches = [
        re.escape(character) + _branches(child)  # type: ignore[arg-type]
        for character, child in sorted(node.items())
        if character
    ]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"(?:{pattern})?" if ends else pattern
