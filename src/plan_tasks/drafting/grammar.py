"""How the words of a target follow each other, as patterns over tokens.

A target is a head (what is measured) and a predicate (what it should come to); the patterns are of predicates, and
what stands between a boundary and a predicate is its head. Lives here: the patterns, nothing that runs. How they are
written is in ``patterns``, what becomes of a match in ``targets``.
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.patterns import compile_patterns

__all__ = ["BOUNDARY", "PREDICATE"]

#: Sets of tokens with a name of their own.
SETS: Final = {
    # says nothing about the figure: 力争 strive for, 同口径 on the same basis, 比上年 against last year, 分别 each
    "filler": "aim basis compared each manner lead aside past",
    "number_like": "value number",
    "goal": "task future expected",
    # before what must be reached: 达到 reach, 完成 complete, 保持 keep
    "reaching": "level achieve keep stable",
    "movement": "manner stable",
    "joint": "and with",
    "inside": "! comma stop colon dash open close slash value number",
    "whose": "text name part set and with of",
    "behind": "comma stop colon dash open close slash and with aside each aim task of",
}

#: Predicates, the first that matches at a place has it. Each with an example.
PREDICATES: Final = {
    # 完成省下达任务 fulfil what the province has set; 控制在国家下达目标以内 keep within the state's target
    "fulfil": "filler* (level|achieve|limit) inside{0,5}? set inside{0,5}? task bound?",
    # 控制在全国平均水平以内 keep within the national average; 达到全省平均水平 reach the province's average
    "peer": "filler* (reaching filler*){1,2} reference=(whose{0,6}? peer) bound* (?=behind|$)",
    # 增长与经济增长基本同步 grow in step with the economy; 与上年基本持平 level with last year
    "alike": "filler* change? filler* with reference=inside{1,20}? (filler|keep|stable)* step=step",
    # 增长7.5%以上; 涨幅控制在3%左右; 分别为4.8%左右和4.3%左右; 提高到90%以上; 4.9万人
    "figure": (
        "(each verb)? filler* (limit filler*)? "
        "(noun=change filler* (verb=change filler*)? (goal filler*)?)? (task filler*)? "
        "(reaching filler*){0,2} values=(limit{0,2} filler* number_like aside? bound* aside? "
        "(joint filler* limit{0,2} filler* number_like aside? bound* aside?){0,15})"
    ),
    # 增速高于全国平均水平 grow faster than the country; 不低于当地标准的1.6倍 not below 1.6 times the local standard
    "above": (
        "filler* change? filler* (reaching filler*)? order=(above|limit) reference=inside{1,20}? "
        "(margin=value margin_bound=bound?)? (?=behind|$)"
    ),
    # 稳步增长 grow steadily; 保持基本稳定 stay basically stable; 实现正增长 grow
    "direction": (
        "filler* (reaching filler*)? "
        "(movement filler? movement? filler? way=change|keep filler* held=(change|stable|sign)|sign=sign"
        "|movement still=stable) "
        "(?=behind|$)"
    ),
}

PREDICATE: Final = compile_patterns(PREDICATES, SETS)

#: Tokens that no head reaches across.
BOUNDARY: Final = frozenset(",;:-()/")
