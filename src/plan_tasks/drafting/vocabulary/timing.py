"""Words that say when: past results, this year's plan; and whether a target binds.

The tag says how far a word reaches: ``era`` until another word of time, ``sentence`` and ``clause`` to the end of
theirs, ``heading`` only from a heading over what stands under it.
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Part, Word, glossed, words

__all__ = ["WORDS"]

_PAST_ERAS: Final = """
初步核算 preliminary accounting|经初步核算 by preliminary accounting|初步统计 preliminary count|去年 last year
上年 last year|过去一年 the past year|过去的一年 the past year|过去五年 the past five years
过去的五年 the past five years|刚刚过去 just past|一年来 in the past year|五年来 in the past five years
近年来 in recent years|近三年 in the last three years|去年以来 since last year|今年以来 since the start of this year
年以来 years since|上一年 the year before|上年度 last year|五年间 in the five years
十三五期间 in the 13th five-year period|十三五时期 in the 13th five-year period
"""
_PAST_SENTENCES: Final = """
截至 as of|截止 as of|至目前 up to now|目前 at present|前三季度 first three quarters
今年上半年 first half of this year|今年前三季度 first three quarters of this year|据统计 according to statistics
预计全年 expected for the whole year|预计可 is expected to|预计完成 expected to complete|预计实现 expected to achieve
预计达到 expected to reach|预计 it is expected
"""
#: Tell of results only where the text has not come to what is planned: 五年累计完成投资2500亿元 may be a target.
_PAST_REPORTS: Final = """
累计完成 completed in all|累计实现 achieved in all|超额完成 overfulfilled|圆满完成 completed fully
顺利完成 completed well
"""
_PAST_CLAUSES: Final = """
已 already|已经 already|创历史新高 a record|创历史最高 a record|创新高 a record|取得了 achieved|实现了 achieved
完成了 completed|达到了 reached|连续 in a row|增长了 grew|下降了 fell|提高了 rose|胜利完成 completed victoriously
"""
_PAST_HEADINGS: Final = """
回顾 review|工作回顾 review of work|完成情况 results|执行情况 results|成绩 achievements|成就 achievements
主要成效 main results|工作总结 summary|进展情况 progress|回眸 looking back|回望 looking back|成绩单 results
数说 in figures
"""
_FUTURE_ERAS: Final = """
今年 this year|新的一年 the new year|来年 next year|明年 next year|主要预期目标 main expected targets
预期目标 expected targets|主要目标 main targets|目标是 the target is|目标为 the target is|今后五年 the next five years
未来五年 the next five years|建议今年 we propose this year|主要指标 main indicators|预期指标 expected indicators
我们要 we shall|主要预期指标 main expected indicators|奋斗目标 target to strive for|今年工作 this year's work
下一年 next year|下一步 next|下一阶段 next|接下来 next|下阶段 next|发展目标 development targets
预期性目标 expected targets
"""
_FUTURE_HEADINGS: Final = """
为民兴办 matters taken up for the people|为民办实事 matters taken up for the people|为民办 taken up for the people
工作安排 arrangement of work|工作目标 targets of work|重点工作 main work|总体要求 overall requirement|工作任务 tasks
主要任务 main tasks|工作要点 main points of work|民生实事 matters of people's livelihood|工作计划 plan of work
责任分解 division of work|任务分解 division of tasks|目标任务 targets and tasks|工作建议 proposals for work
工作打算 plans for work|计划安排 plans|预期安排 plans|安排如下 plans as follows|目标 target|展望 looking ahead
"""
_NO_TIME: Final = {
    "上年同期": "same period of last year",
    "去年同期": "same period of last year",
}

WORDS: Final[tuple[Word, ...]] = (
    *words(Part.PAST, glossed(_PAST_HEADINGS), tag="heading"),
    *words(Part.PAST, glossed(_PAST_ERAS), tag="era"),
    *words(Part.PAST, glossed(_PAST_SENTENCES), tag="sentence"),
    *words(Part.PAST, glossed(_PAST_REPORTS), tag="report"),
    *words(Part.PAST, glossed(_PAST_CLAUSES), tag="clause"),
    *words(Part.FUTURE, glossed(_FUTURE_HEADINGS), tag="heading"),
    *words(Part.FUTURE, glossed(_FUTURE_ERAS), tag="era"),
    *words(Part.PLAIN, _NO_TIME),
    *words(Part.BINDING, {"约束性": "binding", "约束性指标": "binding indicators", "约束性目标": "binding targets"}),
    *words(Part.EXPECTED, {"预期性": "expected", "预期性指标": "expected indicators"}),
    *words(Part.OF, {"的": "of"}),
)
