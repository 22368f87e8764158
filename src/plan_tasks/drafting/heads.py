"""What is measured: a head freed of verbs and adverbs, and taken apart where several indicators share it.

Lives here: cleaning heads, parting them (城乡 urban and rural; 肉、奶、禽蛋产量 output of meat, milk and eggs), and
telling whether a head can be measured. Not here: finding heads (``targets``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag, Token
from plan_tasks.drafting.vocabulary.acting import ACTORS, CARRIED_OUT, GENERAL, INTRANSITIVE, TRAILING
from plan_tasks.drafting.vocabulary.lexicon import Part, Word

__all__ = ["Head", "clean_head", "is_intransitive", "listed_heads", "part_head"]

_LONGEST_INDICATOR: Final = 60
_PHRASE: Final = 4
_MAKING_UP: Final = "占"

#: What may stand before a head without being of it.
_BEFORE: Final = frozenset(
    (
        *(part.value for part in (Part.AIM, Part.LEAD, Part.FUTURE, Part.PAST, Part.COMPARED, Part.KEEP, Part.LEVEL)),
        *(part.value for part in (Part.ACHIEVE, Part.ACTION, Part.VERB, Part.OF, Part.BINDING, Part.EXPECTED)),
        *(part.value for part in (Part.WITH, Part.LIMIT)),
        Tag.DATE,
        Tag.AND,
        Tag.DASH,
        Tag.ASIDE,
    )
)
_VERBS: Final = frozenset((Part.VERB.value, Part.ACTION.value, Part.ACHIEVE.value, Part.AIM.value))
_ACTIONS: Final = frozenset((Part.ACTION.value, Part.VERB.value))
_ADVERBS: Final = frozenset((Part.MANNER.value, Part.STABLE.value, Part.EACH.value))
_JOINTS: Final = frozenset((Tag.AND, Part.WITH.value))
#: What may stand before the verb that a head begins with.
_LEADING: Final = frozenset((*_ADVERBS, Part.AIM.value, Part.LEAD.value, Part.FUTURE.value, Part.PAST.value, Tag.DATE))
#: Words that stand for two, in either script.
_PAIRS: Final = {
    "存、贷款": ("存款", "贷款"),  # deposits and loans
    "存、貸款": ("存款", "貸款"),
    "存贷款": ("存款", "贷款"),
    "存貸款": ("存款", "貸款"),
    "城乡": ("城镇", "乡村"),  # town and country
    "城鄉": ("城鎮", "鄉村"),
}
#: What makes a noun of the verb before it: of the kind, in the way, class, nature, who does it, fee.
_NOUN_ENDING: Final = re.compile("型(?!号)|式(?!样)|类(?!别)|性(?!能|质)|者|费(?!用)")
#: Two words side by side that begin alike: 用水用气 (using water, using gas).
_TWICE: Final = re.compile(r"((.).)(\2.)(..+)")
_SCOPES: Final = (
    *("全市", "全省", "全区", "全县", "全州", "全国", "全旗", "全盟", "全镇", "全乡", "全街道", "全校"),
    *("本区", "本市", "市级", "省级", "区级", "县级"),
)
#: Left out before a verb: shall; in the whole city, province, district, county.
_SHALL: Final = frozenset(
    (
        *("要", "还要", "也要", "将要", "要再", "均要", "都要", "应", "须", "需", "可", "再要", "务必"),
        *_SCOPES,
        *(f"{scope}要" for scope in _SCOPES),
    )
)
_TIMES: Final = frozenset((Part.FUTURE.value, Part.AIM.value))
_PLAIN: Final = frozenset((Tag.TEXT, Tag.NAME, Part.PART.value))
_NUMERALS: Final = frozenset("一二三四五六七八九十")


@attrs.frozen(kw_only=True)
class Head:
    """A head, cleaned.

    Attributes:
        first: Index of its first token.
        last: Index after its last token; ``first`` where it is empty.
        verbs: The verbs that were before it, in order.
        change: The word of change that was before it: 压减 of 压减燃煤.
        added: The word of adding that was behind it: 净增 of 人均纯收入净增400元; None for none.
        measured: Whether that word stood behind something that can be measured.
    """

    first: int
    last: int
    verbs: tuple[Word, ...] = ()
    change: Word | None = None
    added: Word | None = None
    measured: bool = False


def clean_head(stretch: Stretch, first: int, last: int, *, moved: bool) -> Head:
    """Free a head of what stands before it.

    Args:
        stretch: Where it stands.
        first: Index of the first token after the boundary.
        last: Index of the predicate's first token.
        moved: Whether the predicate has a word of change or of level. Without one the head begins with a verb more
            often than not (治理 in 治理河道5公里); with one a verb is more often part of a noun (治理率达到90%).

    Returns:
        The head.
    """
    tokens = stretch.tokens
    first = _after_space(stretch, first, last)
    first = _after_other_verbs(tokens, first, last)
    first = _after_time(tokens, first, last)
    if not moved:  # 公共场所配备除颤器500台: what is put up in public places
        first = _after_inner_verb(tokens, first, last)
    verbs: list[Word] = []
    change: Word | None = None
    while first < last:
        token = tokens[first]
        following = tokens[first + 1] if first + 1 < last else None
        if token.tag in _ADVERBS:
            if following is None or following.tag not in (_BEFORE | _ADVERBS | {Part.CHANGE.value}):
                break
        elif token.tag == Part.CHANGE.value:
            if change is not None or following is None:
                break
            change = token.word
        elif token.tag in (Tag.TEXT, Part.SET.value):
            may_lead = following is not None and following.tag in (*_BEFORE, Part.CHANGE.value)
            text = stretch.text(first, first + 1)
            if not may_lead or not (text in _SHALL or _is_actor(tokens, first, last, text, moved=moved)):
                break
        elif token.tag not in _BEFORE or _is_of_noun(stretch, first, last, moved=moved):
            break
        elif _is_weak(token) and verbs and not _is_weak_word(verbs[-1]) and tokens[first - 1].tag not in _JOINTS:
            break  # 引进创新团队: what is brought in
        if token.tag in _VERBS and token.word is not None:
            verbs.append(token.word)
        first += 1
    added = tokens[last - 1].word if last > first + 1 and _is_added(tokens[last - 1]) else None
    measured = added is not None and tokens[last - 2].tag == Part.INDICATOR.value
    while last > first + 1 and (_is_beside(tokens[last - 1]) or stretch.text(last - 1, last) in _SHALL):
        last -= 1
    last = _before_start(stretch, first, last)
    return Head(first=first, last=last, verbs=tuple(verbs), change=change, added=added, measured=measured)


def _after_inner_verb(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """Begin at the last verb within a head, but not in the name of a piece of work: 完成农村危房改造1200户."""
    opening = next((token for token in tokens[first:last] if token.tag not in _LEADING), None)
    named = opening is not None and opening.word is not None and opening.word.text in CARRIED_OUT
    for at in range(last - 2, first, -1):
        word = tokens[at].word
        if tokens[at].tag == Part.ACHIEVE.value:  # 强边固防项目完成投资20亿元: what is done on them
            return at
        following = tokens[at + 1]
        if following.tag == Part.INDICATOR.value and (is_intransitive(word) or following.end - following.start == 1):
            continue  # 通车里程 length open to traffic, 发放率 rate of payment
        strong = word is not None and word.tag == "strong"
        if tokens[at].tag == Part.VERB.value and _is_verb(tokens[at]) and (strong or not named):
            return at
    return first


def _before_start(stretch: Stretch, first: int, last: int) -> int:
    """Leave out where an indicator comes from: 人均产值由3300元提高到10189元 (from 3,300 to 10,189 yuan)."""
    tokens = stretch.tokens
    if last - first < 3 or tokens[last - 1].tag not in (Tag.VALUE, Tag.NUMBER):
        return last
    for position in range(last - 2, max(first, last - 5), -1):
        word = tokens[position].word
        if word is not None and word.text in ("由", "从", "自"):
            return position
        if tokens[position].tag not in (Tag.DATE, Part.OF.value, Tag.TEXT, Part.BASIS.value, Part.COMPARED.value):
            return last
    return last


def _is_part_of_noun(token: Token, following: Token | None, *, moved: bool) -> bool:
    """Whether a verb is rather the first half of a noun, as in 登记失业率 (registered unemployment rate)."""
    word = token.word
    if word is None or word.tag == "strong":
        return False
    if following is None or following.tag in (*_JOINTS, Part.OF.value):
        return following is None
    if token.tag == Part.VERB.value and following.tag == Part.INDICATOR.value:
        return True
    return moved and word.tag == "weak"


def _after_time(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """Begin behind who acts and when: 团场全年种植棉花18.5万亩 (the farm plants 185,000 mu of cotton this year)."""
    for at in range(last - 2, first, -1):
        word = tokens[at].word
        timed = tokens[at].tag in _TIMES or (word is not None and word.tag in ("when", "period"))
        if timed and tokens[at + 1].tag in _VERBS and tokens[at - 1].tag in _PLAIN:
            return at + 1
    return first


def _is_actor(tokens: tuple[Token, ...], first: int, last: int, text: str, *, moved: bool) -> bool:
    """Whether words before a verb say who acts: 税务部门组织收入 (the tax department raises revenue)."""
    after = tokens[first + 2] if first + 2 < last else None
    return text.endswith(ACTORS) and not _is_part_of_noun(tokens[first + 1], after, moved=moved)


def _is_of_noun(stretch: Stretch, first: int, last: int, *, moved: bool) -> bool:
    """Whether a verb is of what is measured, with the word behind it or with the ending that makes a noun of it."""
    token = stretch.tokens[first]
    following = stretch.tokens[first + 1] if first + 1 < last else None
    if token.tag not in _ACTIONS:
        return False
    return _is_part_of_noun(token, following, moved=moved) or _begins_noun(stretch, first, last)


def _begins_noun(stretch: Stretch, at: int, last: int) -> bool:
    """Whether a verb and what follows make a noun: 创新型企业 innovative firms; 竣工项目 projects finished."""
    if at + 1 >= last:
        return False
    following = stretch.text(at + 1, at + 2)
    done = at + 2 == last and following in GENERAL and is_intransitive(stretch.tokens[at].word)
    return done or (stretch.tags[at + 1] == Tag.TEXT and _NOUN_ENDING.match(following) is not None)


def _after_other_verbs(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """Leave out what is joined to the head but has a verb of its own: 完善机制、新建公园 (improve X, build parks)."""
    for position in range(last - 1, first, -1):
        if tokens[position - 1].tag in _JOINTS and tokens[position].tag in _VERBS and _is_verb(tokens[position]):
            before = tokens[first : position - 1]
            if any(token.tag not in _BEFORE for token in before):
                return position
    return first


def _after_space(stretch: Stretch, first: int, last: int) -> int:
    """Begin behind white space that stands between two phrases, as where a heading runs into its text."""
    tokens = stretch.tokens
    for position in range(last - 1, first, -1):
        before, token = tokens[position - 1], tokens[position]
        if before.end >= token.start or Tag.VALUE in (before.tag, token.tag):
            continue
        if tokens[last - 1].end - token.start >= _PHRASE <= before.end - tokens[first].start:
            return position
    return first


def _is_beside(token: Token) -> bool:
    return token.tag in (Tag.ASIDE, *_JOINTS, Part.OF.value) or _is_count(token)


def _is_added(token: Token) -> bool:
    return token.tag == Part.VERB.value and token.word is not None and token.word.tag == "strong"


def _is_verb(token: Token) -> bool:
    return not _is_weak(token)


def _is_weak(token: Token) -> bool:
    return token.word is not None and _is_weak_word(token.word)


def _is_weak_word(word: Word) -> bool:
    return word.tag == "weak" and word.part in (Part.VERB, Part.ACTION)


def _is_count(token: Token) -> bool:
    """Whether a token behind a head only says that what is measured is counted: 高新技术企业净增50家."""
    if token.tag != Part.VERB.value or token.word is None:
        return False
    return token.word.tag == "strong" or token.word.text in INTRANSITIVE or token.word.text in TRAILING


def is_intransitive(word: Word | None) -> bool:
    """Whether what is counted is the subject of a verb: 60个村出列 (60 villages leave the list)."""
    return word is not None and word.text in INTRANSITIVE


def part_head(stretch: Stretch, head: Head, count: int | None) -> list[str]:
    """Take a head apart into the indicators that share it.

    Args:
        stretch: Where it stands.
        head: The head.
        count: How many there must be (分别 respectively: as many as values); 0 for as many as there are (均 each);
            None where nothing says that there are several, so that only whole indicators are parted.

    Returns:
        The indicators as written; one when the head cannot be parted so.
    """
    whole = _written(stretch, head.first, head.last)
    if count == 1 or head.last <= head.first:
        return [whole]
    if count is None:
        parts = _parts(stretch, head, also_with=True)
        wholes = len(parts) > 1 and all(_is_measurable(stretch, first, last) for first, last in parts)
        wholes = wholes and Part.OF.value not in stretch.tags[slice(*parts[-1])]  # 城镇化率与全省的差距 is one
        return [_written(stretch, first, last) for first, last in parts] if wholes else [whole]
    halves = _halves(whole)
    if halves is not None and count in (0, 2) and (halves[2] or not _has_joint(stretch, head)):
        return list(halves[:2])
    for also_with in (True, False):
        parts = _parts(stretch, head, also_with=also_with)
        if len(parts) > 1 and count in (0, len(parts)):
            return _sharing(stretch, parts)
    return [whole]


def listed_heads(stretch: Stretch, head: Head) -> list[str]:
    """The indicators of a head of which one thing is said.

    Each part of a list with 、 is one (化学需氧量、氨氮排放量), and whole indicators joined by 和 (and) are.
    """
    parts = _parts(stretch, head, also_with=False)
    if len(parts) > 1 and _is_measurable(stretch, *parts[-1]) and _tail(stretch, parts):
        return _sharing(stretch, parts)
    return part_head(stretch, head, None)


def _halves(whole: str) -> tuple[str, str, bool] | None:
    """The two indicators that a word for two makes of a head, and whether the word has a sign in it."""
    for both, (first, second) in _PAIRS.items():
        if both in whole:
            return whole.replace(both, first, 1), whole.replace(both, second, 1), "、" in both
    twice = _TWICE.match(whole)
    return (twice[1] + twice[4], twice[3] + twice[4], True) if twice is not None else None


def _has_joint(stretch: Stretch, head: Head) -> bool:
    return any(token.tag in _JOINTS for token in stretch.tokens[head.first : head.last])


def _parts(stretch: Stretch, head: Head, *, also_with: bool) -> list[tuple[int, int]]:
    """The pieces of a head between 、 and, where asked, 与 or 和."""
    joints = _JOINTS if also_with else {Tag.AND}
    parts: list[tuple[int, int]] = []
    start = head.first
    for position in range(head.first, head.last + 1):
        if position == head.last or stretch.tokens[position].tag in joints:
            if position > start:
                parts.append((start, position))
            start = position + 1
    return parts


def _is_measurable(stretch: Stretch, first: int, last: int) -> bool:
    while last > first and stretch.tokens[last - 1].tag == Tag.ASIDE:
        last -= 1
    return last > first and stretch.tokens[last - 1].tag == Part.INDICATOR.value


def _written(stretch: Stretch, first: int, last: int) -> str:
    """Tokens as the document writes them, asides left out."""
    pieces: list[str] = []
    start = None
    for position in range(first, last):
        token = stretch.tokens[position]
        if token.tag == Tag.ASIDE:
            if start is not None:
                pieces.append(stretch.written(start, token.start))
            start = None
        elif start is None:
            start = token.start
    if start is not None:
        pieces.append(stretch.written(start, stretch.tokens[last - 1].end))
    return "".join(pieces)[:_LONGEST_INDICATOR]


def _sharing(stretch: Stretch, parts: list[tuple[int, int]]) -> list[str]:
    """Give each part the tail that stands behind the last one only, where it lacks one."""
    texts = [_written(stretch, first, last) for first, last in parts]
    tail = _tail(stretch, parts)
    if tail:
        for index, (part, text) in enumerate(zip(parts[:-1], texts[:-1], strict=True)):
            if not _is_whole(stretch, part, text, texts[-1]):
                texts[index] = text + tail
    if texts[0].startswith("第") and all(text[:1] in _NUMERALS for text in texts[1:]):
        texts[1:] = ["第" + text for text in texts[1:]]
    return texts


def _is_whole(stretch: Stretch, part: tuple[int, int], text: str, last: str) -> bool:
    if text[-2:] == last[-2:]:
        return True
    return _is_measurable(stretch, *part)


def _makes_up(stretch: Stretch, at: int) -> bool:
    """Whether 占 (makes up) stands behind something measurable: 增加值占地区生产总值比重 (share of value added)."""
    return stretch.text(at, at + 1) == _MAKING_UP and stretch.tags[at - 1] == Part.INDICATOR.value


def _tail(stretch: Stretch, parts: list[tuple[int, int]]) -> str:
    """What the parts share: what follows, in the last part, the word that answers to the first part's end."""
    first, last = parts[0], parts[-1]
    tokens = stretch.tokens
    ending = tokens[first[1] - 1]
    ending_text = stretch.text(first[0], first[1])
    for position in range(last[0], last[1] - 1):
        token = tokens[position]
        same_part = ending.tag == token.tag == Part.PART.value
        if same_part:
            return stretch.written(token.end, tokens[last[1] - 1].end)
    text = stretch.folded.text[tokens[last[0]].start : tokens[last[1] - 1].end]
    for length in range(min(len(ending_text), 4), 1, -1):  # 城镇居民 and 农村居民人均可支配收入 share 居民
        found = text.find(ending_text[-length:])
        if found > 0 and found + length < len(text):
            return stretch.written(tokens[last[0]].start + found + length, tokens[last[1] - 1].end)
    if text[:1] in _NUMERALS and ending_text[-1:] in _NUMERALS:
        return stretch.written(tokens[last[0]].start + 1, tokens[last[1] - 1].end)
    position = next((at for at in range(last[0] + 1, last[1] - 1) if _makes_up(stretch, at)), last[1])
    while position > last[0] and tokens[position - 1].tag == Part.INDICATOR.value:
        position -= 1
    if position in last:
        return ""
    return stretch.written(tokens[position].start, tokens[last[1] - 1].end)
