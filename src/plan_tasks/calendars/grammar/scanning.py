"""From a text to the tokens of deadlines in it, in one pass.

Lives here: characters made alike, and `scan`. Not here: the words (`chinese_words`, `english_words`) and how they are
put together (`chinese`, `english`).
"""

from __future__ import annotations

import re
from typing import Final

from plan_tasks.calendars.grammar.chinese_words import CHINESE_WORDS, SIMPLER, chinese_numeral
from plan_tasks.calendars.grammar.english_words import ENGLISH_WORDS
from plan_tasks.calendars.grammar.tokens import Kind, Token, Tokens

__all__ = ["alike", "scan"]

_LONGEST_WORD: Final = 16
_SIGNS: Final = {
    "-": Kind.DASH,
    "—": Kind.TO,
    "–": Kind.TO,
    "~": Kind.TO,
    "/": Kind.SLASH,
    ".": Kind.DOT,
    ",": Kind.COMMA,
    "、": Kind.COMMA,
}
#: What may stand between two tokens: some spaces and a line's end, but no empty line.
_SPACES: Final = re.compile(r"[ \t\xa0]{0,4}(?:\r?\n[ \t\xa0]{0,4})?")
_WIDTHS: Final = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_ALIKE: Final = _WIDTHS | SIMPLER


_NUMERAL: Final = r"(?P<numeral>二[〇零O0][一二三四][〇零O0一二三四五六七八九](?=年)|[〇零一二三四五六七八九十廿卅两]+)"
_CLOCK: Final = (
    r"(?P<clock>[0-9]{1,2}(?::[0-9]{2}|[时点](?:[0-9]{1,2}分|整)?)(?![0-9:])"
    r"|[0-9]{1,2}(?::[0-9]{2})? ?[ap]m(?![A-Za-z]))"
)
_OTHERS: Final = {
    **dict.fromkeys("〇零一二三四五六七八九十廿卅两", _NUMERAL),
    **dict.fromkeys("0123456789", rf"{_CLOCK}|(?P<ordinal>[0-9]{{1,2}})(?:st|nd|rd|th)(?![A-Za-z])|(?P<number>[0-9]+)"),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "(?P<latin>[A-Za-z]+)"),
    **dict.fromkeys("qQ", "[Qq](?P<quarter>[1-4])(?![A-Za-z0-9])|(?P<latin>[A-Za-z]+)"),
    **dict.fromkeys("hH", "[Hh](?P<half>[12])(?![A-Za-z0-9])|(?P<latin>[A-Za-z]+)"),
    **dict.fromkeys("-—–~/.,、", "(?P<sign>.)"),
    "(": r"(?P<weekday>\((?:周|星期)[一二三四五六日天]\))",
}


def _by_first_character() -> dict[str, re.Pattern[str]]:
    """For each character that a token begins with, what the token may be: the longest word first."""
    longest_first = sorted(CHINESE_WORDS, key=len, reverse=True)
    words: dict[str, list[str]] = {}
    for word in longest_first:
        not_followed_by = CHINESE_WORDS[word][2]
        words.setdefault(word[0], []).append(f"{word}(?![{not_followed_by}])" if not_followed_by else word)
    patterns = {first: f"(?P<chinese>{'|'.join(found)})" for first, found in words.items()}
    for first, other in _OTHERS.items():
        patterns[first] = f"{patterns[first]}|{other}" if first in patterns else other
    compiled: dict[str, re.Pattern[str]] = {}
    for pattern in set(patterns.values()):
        compiled[pattern] = re.compile(pattern)
    return {first: compiled[pattern] for first, pattern in patterns.items()}


_AT: Final = _by_first_character()
_FIRST: Final = re.compile(f"[{re.escape(''.join(sorted(_AT)))}]")
_MOST_DIGITS: Final = 4  # a longer number is neither a year nor a day
_MOST_NUMERALS: Final = 6


def alike(text: str) -> str:
    """A text in simplified characters and half-width signs, of the same length.

    Example:
        >>> alike("１２月底前　完成，實現")
        '12月底前 完成,实现'
    """
    return text.translate(_ALIKE)


def scan(text: str) -> Tokens:
    """Reads the tokens of a text.

    Args:
        text: The text, with its characters made `alike`.

    Returns:
        A cursor at its first token.

    Example:
        >>> tokens = scan("务必于6月底前")
        >>> [tokens.peek(ahead).kind.name for ahead in range(5)]
        ['STOP', 'NUMBER', 'MONTH', 'END', 'BEFORE']
    """
    read: list[Token] = []
    last = position = 0
    while (first := _FIRST.search(text, position)) is not None:
        position = first.start()
        found = _AT[first[0]].match(text, position)
        if found is None:
            position += 1
            continue
        position = found.end()
        token = _token(found)
        if token is None:
            continue
        if token.start > last and _SPACES.fullmatch(text, last, token.start) is None:
            read.append(Token(Kind.STOP, 0, last, token.start))
        read.append(token)
        last = token.end
    if last < len(text):
        read.append(Token(Kind.STOP, 0, last, len(text)))
    return Tokens(text, read)


def _token(found: re.Match[str]) -> Token | None:
    group = found.lastgroup
    words = found[0]
    kind, value = Kind.STOP, 0
    if group == "chinese":
        kind, value, _ = CHINESE_WORDS[words]
    elif group == "number":
        if len(words) <= _MOST_DIGITS:
            kind, value = Kind.NUMBER, int(words)
    elif group == "latin":
        if len(words) <= _LONGEST_WORD:
            kind, value = ENGLISH_WORDS.get(words.lower(), (Kind.STOP, 0))
    elif group == "sign":
        kind = _SIGNS[words]
    elif group == "numeral":
        number = chinese_numeral(words) if len(words) <= _MOST_NUMERALS else None
        if number is not None:
            kind, value = Kind.NUMBER, number
    elif group == "ordinal":
        kind, value = Kind.ORDINAL_NUMBER, int(found["ordinal"])
    elif group == "quarter":
        kind, value = Kind.QUARTER_NUMBER, int(found["quarter"])
    elif group == "half":
        kind, value = Kind.HALF, int(found["half"])
    else:
        kind = Kind.CLOCK
    return Token(kind, value, *found.span()) if kind is not Kind.STOP else None
