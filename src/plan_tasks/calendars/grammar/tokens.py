"""Tokens of deadlines and the cursor that rules move over them.

Lives here: what languages share. Not here: words (`chinese_words`, `english_words`), finding them (`scanning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

__all__ = ["Kind", "Token", "Tokens"]

_LOOKED_AHEAD: Final = 16  # more tokens than any rule looks at before it moves


class Kind(Enum):
    """What a word is to the rules; `Token.value` says which of its kind."""

    NUMBER = auto()  # value: the number
    ORDINAL_NUMBER = auto()  # value: the number of 25th
    ORDINAL = auto()  # 第; first to fourth with value
    DAY = auto()
    WEEK = auto()
    WEEKDAY = auto()  # value: 1 Monday to 7 Sunday
    TEN_DAYS = auto()
    MONTH = auto()
    MONTH_NAME = auto()  # value: 1 to 12
    QUARTER = auto()  # value: 1 for a word that means nothing else
    QUARTER_NUMBER = auto()  # value: the quarter of Q3
    HALF = auto()  # value: 1 or 2
    HALF_YEAR = auto()
    YEAR = auto()
    RELATIVE_YEAR = auto()  # value: years from the plan's
    FIVE_YEARS = auto()  # value: last year of a five-year plan
    PLAN_PERIOD = auto()
    FESTIVAL = auto()  # value: index of the festival
    END = auto()  # the end of what stands beside it
    MIDDLE = auto()
    PART = auto()  # value: last day of a part of a month, -1 for the month's last
    BEFORE = auto()
    INSIDE = auto()
    BY = auto()
    FACT = auto()  # as of: what follows tells of the past
    FROM = auto()  # what follows is a beginning
    SINCE = auto()  # what stands before is a beginning
    EVERY = auto()
    OTHER = auto()  # every other week
    ADVERB = auto()  # monthly; value: index of the unit
    COUNTER = auto()
    ONCE = auto()
    LAST = auto()
    ALL_YEAR = auto()  # value: 1 for a word that says that work goes on all the year
    ENDURING = auto()
    LONG = auto()
    TERM = auto()
    WORK = auto()  # what may stand behind an enduring word: 持续推进 (push on continuously)
    CLOCK = auto()  # a time of day, or a day of the week in brackets behind a date
    TO = auto()
    DASH = auto()
    SLASH = auto()
    DOT = auto()
    COMMA = auto()
    THE = auto()
    OF = auto()
    IN = auto()
    AS = auto()
    NOT = auto()
    LATER = auto()
    THAN = auto()
    OR = auto()
    NEXT = auto()
    THIS = auto()
    ALL = auto()
    STOP = auto()  # text that no deadline is made of


class Token(NamedTuple):
    """One word, number or sign.

    Attributes:
        kind: What it is to the rules.
        value: Which of its kind; 0 where there is only one.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    kind: Kind
    value: int
    start: int
    end: int


class Tokens:
    """A cursor over the tokens of a text.

    Args:
        text: The text, with its characters made alike.
        read: Its tokens in order; whatever else stands between them is a token of kind STOP.
    """

    def __init__(self, text: str, read: Sequence[Token]) -> None:
        self.text = text
        self.place = 0
        stop = Token(Kind.STOP, 0, len(text), len(text))
        self._read = (*read, *(stop,) * _LOOKED_AHEAD)
        self._kinds = tuple(token.kind for token in self._read)
        self._length = len(read)

    def __len__(self) -> int:
        return self._length

    def peek(self, ahead: int = 0) -> Token:
        """The token under the cursor or after it; one of kind STOP behind the last."""
        return self._read[self.place + ahead]

    def before(self) -> str:
        """The character before the token under the cursor; empty at the beginning."""
        start = self.peek().start
        return self.text[start - 1 : start]

    def sees(self, *kinds: Kind) -> bool:
        """Whether tokens of these kinds come next, in this order."""
        return self._kinds[self.place : self.place + len(kinds)] == kinds

    def take(self, *kinds: Kind) -> Token | None:
        """Moves over a token of one of these kinds; None, and no move, when another stands there."""
        token = self.peek()
        if token.kind not in kinds:
            return None
        self.place += 1
        return token

    def take_all(self, *kinds: Kind) -> Sequence[Token] | None:
        """Moves over tokens of these kinds in this order; None, and no move, when others stand there."""
        if not self.sees(*kinds):
            return None
        self.place += len(kinds)
        return self._read[self.place - len(kinds) : self.place]

    def joined(self, count: int) -> bool:
        """Whether the next tokens stand without a space between them."""
        return all(self.peek(ahead).end == self.peek(ahead + 1).start for ahead in range(count - 1))

    @property
    def end(self) -> int:
        """Offset after the last token that was moved over."""
        return self._read[self.place - 1].end
