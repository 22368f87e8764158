"""Claims with figures whose indicator stands before them: 地区生产总值增长7.5%以上 (gross product to grow by 7.5 %).

Lives here: `read_figure_claim`, whether a figure is meant at all, and what a figure without a head is about.
Not here: what is counted behind a figure (``counted``), claims without figures (``relations``).
"""

from __future__ import annotations

import itertools
import re
from typing import Final

import attrs

from plan_tasks.drafting.attempts import Attempt, is_measurable, is_size, is_sound
from plan_tasks.drafting.context import END, Context
from plan_tasks.drafting.counted import ACTING, happens_behind, object_behind
from plan_tasks.drafting.figures import read_figures
from plan_tasks.drafting.grammar import BOUNDARY
from plan_tasks.drafting.heads import Head, clean_head, part_head
from plan_tasks.drafting.relatives import counts_part, share_of_last
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.acting import COMPLETE
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import ChangeType

__all__ = ["read_figure_claim"]

_REACHING: Final = frozenset((Part.LEVEL.value, Part.ACHIEVE.value, Part.KEEP.value, Part.STABLE.value))
_JOINTS: Final = frozenset((Tag.AND, Part.WITH.value))
_NEAR: Final = 40
_NET: Final = "净"  # net


def read_figure_claim(context: Context, found: re.Match[str]) -> int | None:
    """Take what a match of the ``figure`` pattern says.

    Args:
        context: What is known so far; the claims are added to it.
        found: The match.

    Returns:
        Index after the last token that was taken; None where the figures are not meant.
    """
    attempt = _attempt_at(context, found)
    if not is_sound(context.stretch, attempt, context.subject):
        return None
    end = attempt.end
    if any(one.tag == "planned" for one in attempt.reached) and context.tags[end : end + 1] in ACTING:
        end += 1  # 赤字率按3%安排: set at 3 %
        attempt = attrs.evolve(attempt, end=end)
    if attempt.head.first == attempt.head.last:
        return _headless(context, attempt)
    if context.tags[end : end + 1] == Part.OF.value and context.is_referred_to(end):
        return context.refer(attempt, _indicators(context, attempt))
    if not _ends_at(context, end) and not _is_said_of_head(context, attempt):
        return _behind(context, attempt)
    if context.tags[end : end + 1] == Part.OF.value:
        return None
    if not attempt.moved and not _is_gated(context, attempt):
        return None
    if context.claims and counts_part(context.stretch, attempt, context.claims[-1].unit):
        return end
    head = attempt.head
    done = context.stretch.tokens[head.first].word
    if head.last == head.first + 1 and done is not None and done.part is Part.VERB:
        return _claim_verb(context, attempt, done)
    context.claim_figures(attempt, _indicators(context, attempt))
    context.verbs, context.change = head.verbs, head.change
    return end


def _attempt_at(context: Context, found: re.Match[str]) -> Attempt:
    """What a match of the pattern comes to, before it is known to be meant."""
    stretch = context.stretch
    start, end = found.span("figure")
    figures = read_figures(stretch, start, end)
    before = context.tags[start : found.start("figure_values")]
    noun, verb = found.start("figure_noun"), found.start("figure_verb")
    word = stretch.tokens[max(noun, verb)].word if max(noun, verb) >= 0 else None
    reached = [
        token.word
        for token in stretch.tokens[start : found.start("figure_values")]
        if token.tag in _REACHING and token.word is not None
    ]
    limited = any(figure.limit is not None for figure in figures)
    moved = word is not None or limited or any(r.text not in ("完成", "实现") for r in reached)
    rated = figures[0].value.kind != ""  # 接待观众超200万人次: only limited, a count is still what is done
    first, head = context.head(start, moved=moved and (rated or word is not None or bool(reached)))
    if figures[0].limit is None and figures[0].bound is None:
        figures[0] = attrs.evolve(figures[0], limit=_limit_of_verb(context, first, start))
    if start and context.tags[start - 1] == Part.OF.value and Tag.VALUE in context.tags[first:start]:
        # 推进总投资260亿元的48个项目: what stands before 的 only describes them
        described = clean_head(stretch, first, start, moved=False)
        first, head = start, Head(first=start, last=start, verbs=described.verbs)
    if word is None and not reached:
        head, word = context.without_change(head)
        moved = moved or word is not None
    if verb >= 0 <= noun:
        head = attrs.evolve(head, last=noun + 1) if head.last > head.first else head
    each = next((t.word.tag for t in stretch.tokens[start:end] if t.tag == Part.EACH.value and t.word), "")
    if not each and len(figures) > 1 and len(part_head(stretch, head, len(figures))) != len(figures):
        end = figures[0].end
        figures = read_figures(stretch, found.start("figure_values"), end)
    return Attempt(
        first=first,
        start=start,
        end=end,
        head=head,
        figures=figures,
        word=word,
        reached=reached,
        each=each,
        moved=moved or bool(reached),
        limited=limited and word is None and not reached,
        aimed=any(t.tag == Part.AIM.value or (t.word and t.word.tag == "aim") for t in stretch.tokens[start:end]),
        levelled=any(c in before for c in (Part.LEVEL.value, Part.LIMIT.value)),
    )


def _ends_at(context: Context, end: int) -> bool:
    """Whether a predicate says all: what follows is no part of what is counted."""
    following = context.tags[end : end + 1] or Tag.STOP
    if following == Tag.VALUE and context.tags[end + 1 : end + 2] in END:
        return True
    others = following == Tag.TEXT and context.stretch.text(end, end + 1).startswith("等")  # and others
    return following in END or others


def _is_said_of_head(context: Context, attempt: Attempt) -> bool:
    """Whether a figure is said of what stands before it, whatever follows: it has a word of change or of level."""
    achieved = bool(attempt.reached) and attempt.reached[-1].part is Part.ACHIEVE and attempt.word is None
    if not attempt.moved or achieved:
        return False
    return not attempt.limited or not (_is_behind_verb(context, attempt) or _describes(context, attempt))


def _is_behind_verb(context: Context, attempt: Attempt) -> bool:
    return attempt.head.last == attempt.start and context.tags[attempt.start - 1] == Part.VERB.value


def _describes(context: Context, attempt: Attempt) -> bool:
    """Whether a figure only says which things are counted behind it: 产值超10亿元企业3家 (3 firms above a billion)."""
    if not is_size(attempt.figures[0]):
        return False
    following = itertools.takewhile(lambda tag: tag not in END, context.tags[attempt.end : attempt.end + _NEAR])
    return Tag.VALUE in following


def _behind(context: Context, attempt: Attempt) -> int | None:
    """A figure behind a head and before what may be counted: 建成3所公办幼儿园 (complete 3 public nurseries)."""
    start, head = attempt.start, attempt.head
    if attempt.reached:
        return object_behind(context, attempt, head.verbs or tuple(attempt.reached))
    if happens_behind(context, attempt.end):
        return object_behind(context, attempt, ())
    others = context.stretch.text(attempt.first, start).endswith("等")  # 建成A、B等23条街: and others
    if others and not head.verbs and attempt.first == context.floor and context.tags[attempt.first] in _JOINTS:
        return object_behind(context, attempt, context.verbs) if context.verbs else None  # and 57 others such as B
    if (others and head.verbs) or _is_behind_verb(context, attempt):
        verb = context.stretch.tokens[start - 1].word
        return object_behind(context, attempt, head.verbs or ((verb,) if verb is not None else ()))
    return None


def _claim_verb(context: Context, attempt: Attempt, done: Word) -> int:
    """A figure of which only a verb says what it counts: 开工住房3万套、建成2万套 (20,000 finished)."""
    counted = [] if done.text in COMPLETE else context.counted_last(attempt.figures[0].unit(context.stretch))
    if counted and done.text.startswith(_NET):
        attempt = attrs.evolve(attempt, head=attrs.evolve(attempt.head, added=done, measured=True))
    named = _object_of(context, done, attempt.first)
    context.claim_figures(attempt, counted or [named] if counted or named else _indicators(context, attempt))
    context.verbs, context.change = attempt.head.verbs, attempt.head.change
    return attempt.end


def _indicators(context: Context, attempt: Attempt) -> list[str]:
    """The indicators that a head names, one for each figure where there are several."""
    count = None
    several = len(attempt.figures)
    if attempt.each == "respectively" or (not attempt.each and several > 1):
        count = several if several > 1 else 0
    elif attempt.each:
        count = 0
    indicators = part_head(context.stretch, attempt.head, count)
    if len(context.heads) == 1 and (share := share_of_last(context.stretch, attempt.first, attempt.head)):
        indicators = [context.heads[0] + share]
    if len(indicators) != several and several > 1:
        indicators = indicators * several if len(indicators) == 1 else indicators[:several]
    return indicators


def _limit_of_verb(context: Context, first: int, start: int) -> Word | None:
    """The word of limit before the verb of a count: 至少建设1个卫生院 (build at least one health centre)."""
    index = start - 1
    while index > first and context.tags[index] in ACTING:
        index -= 1
    return context.stretch.tokens[index].word if first <= index and context.tags[index] == Part.LIMIT.value else None


def _is_gated(context: Context, attempt: Attempt) -> bool:
    """Whether a figure without verb of change or level is meant: 新建…6.1万亩, 城镇新增就业4.9万人."""
    if any(figure.bound is not None for figure in attempt.figures) or attempt.aimed or attempt.each:
        return True
    head = attempt.head
    if head.verbs or head.change is not None or is_measurable(context.stretch, head):
        return True
    named = context.stretch.tokens[head.last - 1].word if head.last > head.first else None
    if named is not None and named.part is Part.VERB and named.tag == "weak":  # 危桥改造4座: a piece of work
        return True
    if context.tags[head.first] == Part.VERB.value:  # 改扩建5所: nothing but the verb says what
        return True
    return context.frame.is_announced or context.frame.is_past or bool(context.claims)


def _headless(context: Context, attempt: Attempt) -> int | None:
    """A predicate with nothing or only verbs before it."""
    following = context.tags[attempt.end] if attempt.end < len(context.tags) else Tag.STOP
    verbs = attempt.head.verbs
    joined = context.tags[attempt.first] in (Tag.AND, Part.WITH.value)
    if following not in END:
        acting = verbs or attempt.reached or attempt.aimed or attempt.word or attempt.head.change
        if acting:
            return object_behind(context, attempt, verbs or tuple(r for r in attempt.reached if r.part is Part.ACHIEVE))
        if joined and context.verbs:
            return object_behind(context, attempt, context.verbs)
        return object_behind(context, attempt, ()) if happens_behind(context, attempt.end) else None
    if verbs and not attempt.moved and all(verb.tag == "aim" for verb in verbs) is False:
        whole = any(verb.text in COMPLETE for verb in verbs)
        counted = [] if whole else context.counted_last(attempt.figures[0].unit(context.stretch))
        if counted and verbs[-1].text.startswith(_NET):
            attempt = attrs.evolve(attempt, head=attrs.evolve(attempt.head, added=verbs[-1], measured=True))
        context.claim_figures(attempt, counted or [context.stretch.written(*_verb_characters(context, attempt))])
        return attempt.end
    beside = joined or context.tags[attempt.start - 1] == Tag.VALUE  # 小区831个、2662万平方米; 步道3条29公里
    if context.heads and ((context.claims and (attempt.moved or attempt.aimed or beside)) or context.subject):
        return _inherit(context, attempt)
    return None


def _object_of(context: Context, verb: Word, before: int) -> str:
    """What the sentence has said that is done so: 拟发行国债,今年先发行1万亿元 (issue bonds, 1 trillion now)."""
    tokens = context.stretch.tokens
    index = before - 1
    while index >= max(0, before - _NEAR) and context.tags[index] != Tag.STOP:
        if tokens[index].word == verb:
            last = index + 1
            while last < before and context.tags[last] not in BOUNDARY and tokens[last].value is None:
                last += 1
            return context.stretch.written(tokens[index].end, tokens[last - 1].end) if last > index + 1 else ""
        index -= 1
    return ""


def _verb_characters(context: Context, attempt: Attempt) -> tuple[int, int]:
    first = attempt.first
    while first < attempt.start - 1 and context.tags[first] not in (Part.VERB.value, Part.ACTION.value):
        first += 1
    return context.stretch.tokens[first].start, context.stretch.tokens[attempt.start - 1].end


def _inherit(context: Context, attempt: Attempt) -> int:
    """A second figure for the same head: a higher one that is striven for, or another measure of it.

    4万亿元、比上年增加5000亿元 says only once what is meant: a difference from last year beside a level is no
    target of its own. A rate of growth is one.
    """
    figure, last = attempt.figures[0], context.claims[-1] if context.claims else None
    if last is None:
        context.claim_figures(attempt, context.heads)
        return attempt.end
    compared = Part.COMPARED.value in context.tags[attempt.first : attempt.end]
    if compared and last.change is ChangeType.LEVEL and figure.value.kind not in ("share", "times"):
        return attempt.end
    same = figure.unit(context.stretch) == last.unit and (attempt.word is None or last.change is attempt.word.change)
    if attempt.aimed and same and len(context.heads) == 1:
        context.claims[-1] = attrs.evolve(last, stretch=figure.value.low)
    else:
        several = len(attempt.figures)
        heads = context.recent[-several:] if several > 1 and len(context.recent) >= several else context.heads
        context.claim_figures(attempt, heads)
    return attempt.end
