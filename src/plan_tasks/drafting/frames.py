"""Whether a sentence tells of what was reached or of what is meant to be.

Lives here: `Frame`, which is told of each token in turn and knows the time that is being spoken of. The words are in
``vocabulary.timing``. Not here: what is said (``targets``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part

__all__ = ["FUTURE", "PAST", "Frame", "Tense", "announced_year", "first_list", "last_announcement"]

Tense = str
PAST: Final[Tense] = "past"
FUTURE: Final[Tense] = "future"

_YEAR: Final = re.compile(r"(\d{4})年")
_ANNOUNCEMENT: Final = re.compile(  # expected, main, development targets; the target is:
    "(?:预期|預期|主要|发展|發展|奋斗|奮鬥)性?(?:目标|目標|指标|指標)|(?:目标|目標)[是为為][:：]"
)
_LIST: Final = re.compile(  # (expected, main) targets are: or targets:
    "(?:预期|預期|主要|奋斗|奮鬥)性?(?:目标|目標|指标|指標)(?:建议|建議)?(?:[是为為]|[:：])"
)
_YEAR_BEFORE: Final = re.compile(r"(\d{4})年[^。;；\n\d]{0,30}$")
_SAYING: Final = ("说", "称", "指出", "介绍", "表示", "认为", "强调", "透露", "显示", "提到")  # says, points out
#: Characters before a year or 去年 (last year) that make it a reference: against, with, above, since, on the basis of.
_REFERRING: Final = frozenset("比较与和同于自从超在跟按")
_EVIDENCE: Final = frozenset((Part.BOUND.value, Part.AIM.value))
_ENDING: Final = frozenset((Tag.COMMA, Tag.STOP))
_THIS_YEAR: Final = ("今年", "本年")
_MONTHS: Final = re.compile(r"\d{1,2}[-~至到]\d{1,2}月(?!.*前)")
_DOING: Final = (Part.VERB.value, Part.ACHIEVE.value, Part.CHANGE.value, Part.LEVEL.value)
_NEAR: Final = 12
_NEAR_YEAR: Final = 40
_TIMES: Final = frozenset((Part.PAST.value, Part.FUTURE.value, Tag.DATE))


def last_announcement(document: str) -> int:
    """Where the document last announces targets (主要预期目标 main expected targets); -1 where it does not."""
    position = -1
    for found in _ANNOUNCEMENT.finditer(document):
        position = found.start()
    return position


def announced_year(document: str) -> str:
    """The year that stands before the last announcement of targets (2013年的主要预期目标); empty for none."""
    announced = last_announcement(document)
    found = _YEAR_BEFORE.search(document[max(0, announced - _NEAR_YEAR) : max(0, announced)])
    return found[1] if found is not None else ""


def first_list(document: str) -> int:
    """Where the document first says that its targets follow (主要预期目标是: the main expected targets are).

    Returns:
        The offset of those words; -1 where it says so nowhere.

    Example:
        >>> first_list("生产总值增长6%。今年主要预期目标是:生产总值增长7%。"), first_list("实现主要目标。")
        (13, -1)
    """
    found = _LIST.search(document)
    return found.start() if found is not None else -1


@attrs.define
class Frame:
    """The time that is being spoken of.

    Attributes:
        announced: Where the document last announces targets; a bare year before it is a year under review.
        announced_year: The year that they are announced for, as it is written; empty for none.
        listed: Where the document first says that targets follow. What no word of time speaks of before it was
            reached, unless it has the bounds and aims that only targets have.
        era: The tense until another word of time; None until there is one.
        sentence: The tense up to the end of the sentence, over `era`.
        clause: The tense up to the next comma, over both.
        listing: Whether a heading or sentence has announced targets, so that bare figures are meant as such.
    """

    announced: int = -1
    announced_year: str = ""
    listed: int = -1
    era: Tense | None = None
    sentence: Tense | None = None
    clause: Tense | None = None
    listing: bool = False

    @property
    def is_past(self) -> bool:
        """Whether what is said now was reached."""
        return (self.clause or self.sentence or self.era) == PAST

    @property
    def is_meant(self) -> bool:
        """Whether something has said that what is said now is to be reached."""
        return not self.is_past and (self.listing or FUTURE in (self.clause, self.sentence, self.era))

    @property
    def is_announced(self) -> bool:
        """Whether the text has said that targets follow."""
        return self.listing and not self.is_past

    def enter(self, tense: Tense | None, *, listing: bool = False) -> None:
        """Begin a part of the document whose heading says what time it speaks of, and whether it lists targets."""
        self.era, self.sentence, self.clause, self.listing = tense, None, None, listing

    def hear(self, stretch: Stretch, index: int) -> None:
        """Take note of a token; tokens are told in their order."""
        token = stretch.tokens[index]
        if index == 0 or (stretch.tags[index - 1] == Tag.STOP and self.sentence is None):
            self._hear_opening(stretch, index)
        if token.tag == Tag.STOP:
            self.clause = None
            if stretch.folded.text[token.start] != ";":
                self.sentence = None
        elif token.tag == Tag.COMMA:
            self.clause = None
        elif token.tag == Tag.DATE and _MONTHS.match(stretch.text(index, index + 1)):
            self._hear_period(stretch, index)
        elif token.tag == Tag.DATE:
            self._hear_date(stretch, index)
        elif token.word is not None and token.tag in (Part.PAST.value, Part.FUTURE.value):
            self._hear_word(stretch, index)
        elif token.word is not None and token.word.tag == "period":
            self._hear_period(stretch, index)
        elif token.tag == Part.AIM.value and self.sentence == PAST:
            self.clause = FUTURE

    def _hear_opening(self, stretch: Stretch, index: int) -> None:
        """A sentence before the list of targets, of a time that nothing has told, gives results."""
        if self.era is not None or self.sentence is not None or self.listing:
            return
        if stretch.folded.origin(stretch.tokens[index].start) >= self.listed:
            return
        for token in stretch.tokens[index:]:
            if token.tag in _EVIDENCE or token.tag in _TIMES:
                return
            if token.tag == Tag.STOP:
                break
        self.sentence = PAST

    def _hear_word(self, stretch: Stretch, index: int) -> None:
        token = stretch.tokens[index]
        tense = PAST if token.tag == Part.PAST.value else FUTURE
        reach = token.word.tag if token.word is not None else ""
        if reach == "era":
            if not _is_referred_to(stretch, token.start) and not _is_fulfilled(stretch, index):
                self.enter(tense, listing=tense == FUTURE)
        elif reach == "heading" and stretch.tags[index + 1 : index + 2] == Tag.COLON:
            self.enter(tense, listing=tense == FUTURE)
        elif reach == "sentence" or (reach == "report" and self.era != FUTURE):
            self.sentence = tense
        elif reach == "clause" and (self.era != FUTURE or _is_done(stretch, index)):
            self.clause = tense

    def _hear_period(self, stretch: Stretch, index: int) -> None:
        """A sentence that begins with 一季度, (in the first quarter) is a bulletin's, unless it has bounds or aims."""
        following = stretch.tags[index + 1 : index + 2]
        now = index > 0 and stretch.text(index - 1, index) in _THIS_YEAR
        if self.sentence is not None or following != Tag.COMMA or not _opens(stretch, index - now):
            return
        sentence_end = stretch.tags.find(Tag.STOP, index)
        if not _EVIDENCE.intersection(stretch.tags[index : sentence_end if sentence_end > 0 else None]):
            if now:
                self.enter(PAST)
            elif self.era != FUTURE:
                self.sentence = PAST

    def _hear_date(self, stretch: Stretch, index: int) -> None:
        token = stretch.tokens[index]
        text = stretch.folded.text[token.start : token.end]
        if not _YEAR.match(text) or text.endswith("前") or _is_referred_to(stretch, token.start):
            return
        before = stretch.folded.text[max(0, token.start - 1) : token.start]
        if before in ("到", "至"):  # by the year
            self.sentence = FUTURE
            return
        if before and before in "截":
            self.sentence = PAST
            return
        if not _opens(stretch, index):
            return
        if _announces(stretch, index):
            self.enter(FUTURE, listing=True)
            return
        if self.era == FUTURE:
            return
        if stretch.folded.origin(token.start) < self.announced and text[:4] != self.announced_year:
            self.enter(PAST)
        else:
            self.enter(FUTURE if _is_evident(stretch, index) else PAST)


def _announces(stretch: Stretch, index: int) -> bool:
    """Whether a year stands before the announcement of its targets: 2017年预期目标: (expected targets of 2017)."""
    end = stretch.tags.find(Tag.COLON, index, index + _NEAR)
    between = stretch.tags[index + 1 : max(end, index)]
    return between.endswith(Part.TASK.value) and not _ENDING.intersection(between)


def _opens(stretch: Stretch, index: int) -> bool:
    """Whether a token opens its sentence; 我市 (our city) and the like may stand before it."""
    start = stretch.tokens[index].start
    while index > 0 and stretch.tokens[index - 1].tag in (Tag.TEXT, Part.LEAD.value):
        index -= 1
    opened = index == 0 or stretch.tokens[index - 1].tag in (Tag.STOP, Tag.COLON, Tag.DASH)
    if not opened and stretch.tags[index - 1] == Tag.COMMA:  # 他说,2004年: he said that in 2004
        opened = stretch.folded.text[: stretch.tokens[index - 1].start].endswith(_SAYING)
    return opened and start - stretch.tokens[index].start <= 4


def _is_fulfilled(stretch: Stretch, index: int) -> bool:
    """Whether targets are only said to have been met: 较好完成主要目标任务 (the main targets were met well)."""
    word = stretch.tokens[index].word
    if word is None or not word.text.endswith(("目标", "指标")):
        return False
    for before in range(index - 1, max(index - _NEAR, 0) - 1, -1):
        if stretch.tags[before] in (Tag.COMMA, Tag.STOP, Tag.COLON):
            return False
        met = stretch.tokens[before].word
        if met is not None and met.text.removesuffix("了").endswith(("完成", "实现", "达到")):
            return True
    return False


def _is_done(stretch: Stretch, index: int) -> bool:
    """Whether 已 (already) stands before a count of what was done, even beside what is planned: 已培育企业26家."""
    if not stretch.text(index, index + 1).startswith("已") or stretch.tags[index + 1 : index + 2] not in _DOING:
        return False
    clause = stretch.tags[index : index + _NEAR]
    end = next((at for at, tag in enumerate(clause) if tag in (Tag.COMMA, Tag.STOP, Tag.AND)), len(clause))
    return Tag.VALUE in clause[:end] and Part.OF.value not in clause[:end]


def _is_evident(stretch: Stretch, index: int) -> bool:
    """Whether what follows a year, up to the next word of time, has the bounds and aims that only targets have."""
    for token in stretch.tokens[index + 1 :]:
        if token.tag in _EVIDENCE or (token.tag == Part.FUTURE.value):
            return True
        if token.tag in _TIMES:
            return False
    return False


def _is_referred_to(stretch: Stretch, position: int) -> bool:
    return position > 0 and stretch.folded.text[position - 1] in _REFERRING
