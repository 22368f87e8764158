"""The language that patterns over tokens are written in.

A pattern names the tokens that follow each other: ``change filler* value bound?``. Names are the parts of speech of
``vocabulary.lexicon``, the shapes of ``tokens.Tag`` and the sets given beside the patterns; ``( )``, ``|``, ``?``,
``*``, ``+``, ``{m,n}`` and ``name=`` in front of an element mean what they do in regular expressions, except that
``*`` and ``+`` end at six: no pattern can be made to run away.
Lives here: the compiler. Not here: the patterns (``grammar``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.errors import InvalidValue

__all__ = ["compile_patterns"]

_MOST: Final = 6
_PIECE: Final = re.compile(
    r"\s*(?:(?P<name>[a-z_]+)(?P<equals>=)?|(?P<count>[?*+]|\{\d+,\d+\}\??)|(?P<sign>\(\?=|[()|]|\$))"
)
_BOUNDED: Final = {"?": "?", "*": f"{{0,{_MOST}}}", "+": f"{{1,{_MOST}}}"}
_LETTERS: Final[dict[str, str]] = {
    **{part.name.lower(): part.value for part in Part},
    **{name.lower(): tag for name, tag in vars(Tag).items() if name.isupper()},
}


def compile_patterns(patterns: Mapping[str, str], sets: Mapping[str, str]) -> re.Pattern[str]:
    """Compile patterns into one that is matched against the letters of a stretch's tokens.

    Args:
        patterns: Name and pattern; where several match at a place, the first has it. The name becomes a group, and
            ``what=`` inside pattern ``growth`` becomes group ``growth_what``.
        sets: Name and members of sets of tokens, ``"comma stop"``; ``!`` in front means all but these.

    Returns:
        The compiled pattern.

    Raises:
        InvalidValue: A pattern has a sign or a name that is not known.

    Example:
        >>> pattern = compile_patterns({"growth": "change what=value (bound|aside)?"}, {})
        >>> pattern.search("..cVb,").span("growth"), pattern.search("..cVb,").span("growth_what")
        ((2, 5), (3, 4))
    """
    classes = {name: _class(name, members) for name, members in sets.items()}
    compiled = (_Compiler(name, text, classes).compiled() for name, text in patterns.items())
    return re.compile("|".join(compiled))


def _class(name: str, members: str) -> str:
    negated = members.startswith("!")
    letters = "".join(re.escape(_letter(name, member)) for member in members.lstrip("!").split())
    return f"[^{letters}]" if negated else f"[{letters}]"


def _letter(pattern: str, name: str) -> str:
    try:
        return _LETTERS[name]
    except KeyError:
        raise InvalidValue(f"pattern {pattern} names {name!r}", remedy=f"use one of {', '.join(_LETTERS)}") from None


class _Compiler:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str, text: str, classes: Mapping[str, str]) -> None:
        self._pattern = pattern
        self._classes = classes
        self._pieces: list[re.Match[str]] = []
        position = 0
        while text[position:].strip():
            piece = _PIECE.match(text, position)
            if piece is None:
                raise InvalidValue(f"pattern {pattern} has {text[position]!r} at character {position + 1}")
            self._pieces.append(piece)
            position = piece.end()
        self._next = 0

    def compiled(self) -> str:
        body = self._alternatives()
        if self._next < len(self._pieces):
            raise InvalidValue(f"pattern {self._pattern} closes a bracket that it does not open")
        return f"(?P<{self._pattern}>{body})"

    def _alternatives(self) -> str:
        branches = [self._sequence()]
        while self._sign() == "|":
            self._next += 1
            branches.append(self._sequence())
        return "|".join(branches)

    def _sequence(self) -> str:
        elements: list[str] = []
        while self._next < len(self._pieces) and self._sign() not in ("|", ")"):
            elements.append(self._element())
        return "".join(elements)

    def _element(self) -> str:
        piece = self._pieces[self._next]
        self._next += 1
        if piece["equals"]:
            return f"(?P<{self._pattern}_{piece['name']}>{self._element()})"
        if piece["name"]:
            name = str(piece["name"])
            element = self._classes.get(name) or re.escape(_letter(self._pattern, name))
        elif piece["sign"] in ("(", "(?="):
            element = f"({'?:' if piece['sign'] == '(' else '?='}{self._alternatives()})"
            if self._sign() != ")":
                raise InvalidValue(f"pattern {self._pattern} opens a bracket that it does not close")
            self._next += 1
        elif piece["sign"] == "$":
            element = "$"
        else:
            raise InvalidValue(f"pattern {self._pattern} repeats nothing at {piece.group().strip()!r}")
        if self._next < len(self._pieces) and (count := self._pieces[self._next]["count"]):
            self._next += 1
            element += _BOUNDED.get(count, count)
        return element

    def _sign(self) -> str | None:
        return self._pieces[self._next]["sign"] if self._next < len(self._pieces) else None
