"""How the words of an English target follow each other, as patterns over tokens.

An English target has its head in front of the figure (output up 5%), between a verb and the figure (raise output by
5%), or behind the figure (build 5 schools, a 5% rise in output); the patterns are of what holds the figure together,
and ``claims`` says where the head is. Lives here: the patterns, nothing that runs.
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.patterns import compile_patterns

__all__ = ["BOUNDARY", "PREDICATE"]

SETS: Final = {
    "filler": "future aim manner be aside basis past lead expected",
    "number_like": "value number",
    "reaching": "level keep achieve stable",
    "way": "by to of",
    "joint": "with and",
    "inside": "! comma stop colon dash open close value number",
    "behind": "comma stop colon dash open close with and aside date preposition basis by",
}

PREDICATES: Final = {
    # grow in step with the economy; outpace urban incomes
    "alike": "filler* change? filler* step=step reference=inside{1,12}?(?=comma|stop|colon|dash|open|close|aside|$)",
    # a 10% increase in recycling; growth is the noun behind the figure
    "noun": "limit{0,2} values=number_like bound? manner? verb=change (?=of|preposition)",
    # up about 7.5%; to be held at 5.5% or less; raised from 60% to 80%; between 6% and 6.5%; no more than 3%
    "figure": (
        "filler* (moved=change filler*)? (reaching filler*){0,2} "
        "(source=(from limit? number_like aside? bound? date?))? "
        "(way=way filler*)? (limit filler*)? "
        "values=(between number_like with number_like"
        "|limit{0,2} basis? number_like basis{0,2} bound{0,2} basis? aside? "
        "((joint|comma){1,2} limit{0,2} number_like basis? bound{0,2}){0,4}) (comma? each=each)?"
    ),
    # rise steadily; keep falling; remain stable
    "direction": (
        "filler* (keep filler* (way=change|still=stable)|manner filler* way_after=change|way_before=change manner) "
        "(?=behind|$)"
    ),
    # will more than double; double the output; to halve: only words that say by how much are meant
    "multiple": "filler* (to filler*)? limit? by=change",
}

PREDICATE: Final = compile_patterns(PREDICATES, SETS)

#: Tokens that no head reaches across.
BOUNDARY: Final = frozenset(",;:-()")
