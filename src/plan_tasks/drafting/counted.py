"""What is counted behind a figure: 抓好220个以上重点项目 (see to more than 220 major projects).

Lives here: `object_behind`. Not here: figures whose indicator stands before them (``figure_claims``).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.attempts import Attempt, is_size
from plan_tasks.drafting.context import END, Context
from plan_tasks.drafting.grammar import BOUNDARY
from plan_tasks.drafting.heads import clean_head, is_intransitive
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.acting import CARRIED_OUT
from plan_tasks.drafting.vocabulary.lexicon import Part, Word

__all__ = ["ACTING", "happens_behind", "object_behind"]

#: Words that say what is done.
ACTING: Final = frozenset((Part.VERB.value, Part.ACTION.value))
_ALL: Final = (Part.EACH.value + Tag.VALUE, Part.ACHIEVE.value + Part.EACH.value + Tag.VALUE)
_SERVING: Final = ("为", "给")  # for
_LONGEST_OBJECT: Final = 40


def object_behind(context: Context, attempt: Attempt, verbs: tuple[Word, ...]) -> int | None:
    """``抓好220个以上重点项目``: what is counted stands behind the figure."""
    if len(attempt.figures) > 1 or attempt.figures[0].value.kind in ("share", "points", "times", "time"):
        return None
    if _counts_all(context, attempt):
        return None
    first = attempt.end
    if context.tags[first] == Part.OF.value:
        if not verbs:
            return None
        first += 1
    last = first
    joint = with_at = -1
    served = any(word.text in _SERVING for word in attempt.reached)  # 为5万名女孩接种疫苗: for whom
    named = bool(verbs) and verbs[-1].text in CARRIED_OUT  # 完成12座灌区续建配套与改造: a piece of work
    while last < len(context.tags) and context.tags[last] not in BOUNDARY and context.tags[last] not in (Tag.ASIDE,):
        tag = context.tags[last]
        if tag == Part.OF.value and context.is_referred_to(last):
            break
        if tag == Part.WITH.value:
            with_at = last
        if tag == Tag.AND or (tag == Part.WITH.value and context.tags[last + 1 : last + 2] == Tag.VALUE):
            joint = last
        elif last > first and (is_intransitive(context.stretch.tokens[last].word) or _is_quoted_end(context, last)):
            break
        elif last > first and tag in ACTING and (served or (not named and _acts(context, last))):
            break  # 选派2000名科技特派员赴基层开展服务: who is sent
        if context.tags[last] == Tag.VALUE:
            if max(joint, with_at) > first:
                last = joint if joint > first else with_at
                break
            if attempt.figures[0].bound is not None or is_size(attempt.figures[0]):
                return None  # 50亿元以上项目3个: the first figure only says which projects
        last += 1
    counted = clean_head(context.stretch, first, last, moved=True)
    text = context.stretch.text(first, last)
    if last == first or len(text) > _LONGEST_OBJECT:
        return None
    if counted.first < counted.last and all(context.tags[i] in (Part.LEAD.value,) for i in range(first, counted.first)):
        first = counted.first
    indicator = context.stretch.written(context.stretch.tokens[first].start, context.stretch.tokens[last - 1].end)
    context.claim_figures(attempt, [indicator], last=last)
    context.verbs = verbs
    return last


def _counts_all(context: Context, attempt: Attempt) -> bool:
    """Whether a number says how many there are of what exists: 全部86个行政村 (all of the 86 villages)."""
    return attempt.each == "each" and context.tags[attempt.start : attempt.end].startswith(_ALL)


def happens_behind(context: Context, first: int) -> bool:
    """Whether a clause ends with what the counted things do: 42个贫困村退出 (42 poor villages leave the list).

    Args:
        context: What is known so far.
        first: Index of the first token of what is counted.
    """
    last = first
    while last < len(context.tags) and context.tags[last] not in END:
        last += 1
    return last > first + 1 and is_intransitive(context.stretch.tokens[last - 1].word)


def _is_quoted_end(context: Context, index: int) -> bool:
    """Whether a quotation closes a clause, and so says what is done: 推动150家企业“上云用数”."""
    following = context.tags[index + 1 : index + 2]
    return context.stretch.text(index, index + 1).startswith("“") and following in ("", *BOUNDARY)


def _acts(context: Context, index: int) -> bool:
    """Whether a verb behind what is counted begins something else, and is not the last part of its name."""
    word = context.stretch.tokens[index].word
    following = context.tags[index + 1] if index + 1 < len(context.tags) else Tag.STOP
    return word is not None and word.tag != "weak" and following not in END
