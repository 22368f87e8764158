"""Words that compare: bounds behind a value, limits before it, references, levels, distribution."""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Part, Word, glossed, words
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["REFERENCES", "WORDS"]

_BOUNDS: Final = (
    *words(
        Part.BOUND,
        {"以上": "or more", "及以上": "and more", "或以上": "or more", "之上": "or more", "往上": "and up"},
        comparator=Comparator.AT_LEAST,
    ),
    *words(
        Part.BOUND,
        {"以内": "within", "之内": "within", "以下": "or less", "及以下": "or less", "之下": "or less"},
        comparator=Comparator.AT_MOST,
    ),
    *words(Part.BOUND, {"左右": "about", "上下": "more or less"}, comparator=Comparator.ABOUT),
    *words(Part.BOUND, {"之间": "between"}, comparator=Comparator.RANGE),
    *words(Part.BOUND, {"大关": "mark", "台阶": "step", "关口": "mark", "门槛": "threshold"}),
)

_LIMITS: Final = (
    *words(
        Part.LIMIT,
        {
            "不低于": "not below",
            "不少于": "not fewer than",
            "不小于": "not smaller than",
            "不得低于": "must not be below",
            "不得少于": "must not be fewer than",
            "至少": "at least",
            "最少": "at least",
            "超过": "more than",
            "超": "more than",
            "逾": "more than",
            "突破": "break through",
            "大于": "greater than",
            "多于": "more than",
            "高于": "higher than",
            "稳定超过": "steadily more than",
            "≥": "at least",
            ">=": "at least",
            "≧": "at least",
            ">": "more than",
        },
        comparator=Comparator.AT_LEAST,
    ),
    *words(
        Part.LIMIT,
        {
            "不高于": "not above",
            "不超过": "not more than",
            "不大于": "not greater than",
            "不多于": "not more than",
            "不得超过": "must not exceed",
            "不得高于": "must not be above",
            "不超": "not over",
            "低于": "lower than",
            "少于": "fewer than",
            "小于": "smaller than",
            "最多": "at most",
            "≤": "at most",
            "<=": "at most",
            "≦": "at most",
            "<": "less than",
        },
        comparator=Comparator.AT_MOST,
    ),
    *words(
        Part.LIMIT,
        {"约": "about", "约为": "about", "大约": "about", "近": "nearly", "接近": "close to"},
        comparator=Comparator.ABOUT,
    ),
)

#: Verbs that 到 or 至 (to) makes into words of level: 提高到 raise to.
_MOVING: Final = """
提高 raise|提升 raise|增加 grow|增长 grow|增 grow|升 rise|上升 rise|扩大 widen|扩展 extend|扩增 extend
扩充 extend|拓展 extend|延长 lengthen|延伸 extend|发展 develop|壮大 grow strong|恢复 recover
上调 adjust upward|翻 multiply|提 raise|扩 extend|降 fall|降低 lower|下降 fall|减 reduce|减少 reduce
压减 cut|压缩 compress|压降 press down|削减 cut|缩短 shorten|缩减 shrink|缩小 narrow|精简 trim
下调 adjust downward|回落 fall back|收窄 narrow|调整 adjust
"""

_LEVELS: Final = (
    *words(Part.LEVEL, {verb + to: f"{gloss} to" for verb, gloss in glossed(_MOVING).items() for to in ("到", "至")}),
    *words(
        Part.LEVEL,
        {
            "达到": "reach",
            "达": "reach",
            "达至": "reach",
            "保持在": "hold at",
            "维持在": "keep at",
            "稳定在": "stay steadily at",
            "稳定达到": "steadily reach",
            "稳定保持在": "steadily hold at",
            "巩固在": "consolidate at",
            "保障在": "secure at",
            "为": "be",
            "是": "be",
            "在": "at",
            "设定为": "be set to",
            "设定在": "be set at",
            "定为": "be set to",
            "确定为": "be set to",
            "确定在": "be set at",
            "设为": "be set to",
            "安排为": "be planned at",
            "稳定为": "stay at",
            "提高为": "raise to",
            "增加为": "grow to",
            "压减为": "cut to",
            "占到": "come to",
            "占": "make up",
            "到": "to",
            "至": "to",
            "到达": "reach",
            "跨上": "step up to",
            "迈上": "step up to",
            "站上": "step up to",
            "跃上": "leap to",
            "降为": "fall to",
            "调整为": "adjust to",
        },
    ),
    *words(Part.LEVEL, {"按": "at", "拟按": "be planned at"}, tag="planned"),
    *words(
        Part.LEVEL,
        {
            "控制在": "control at",
            "控制到": "control to",
            "管控在": "control at",
            "限制在": "limit to",
        },
        comparator=Comparator.AT_MOST,
    ),
)

_EACH: Final = (
    *words(Part.EACH, {"分别": "respectively", "依次": "in this order"}, tag="respectively"),
    *words(Part.EACH, {"均": "each", "都": "both, all", "各": "each", "全部": "all"}, tag="each"),
)

_REFERENCES: Final = (
    *words(Part.WITH, {"与": "with, and", "和": "with, and", "同": "with", "跟": "with"}),
    *words(
        Part.STEP,
        {
            "同步": "in step",
            "同步增长": "grow in step",
            "同步提高": "rise in step",
            "同频": "in step",
        },
        change=ChangeType.GROWTH,
    ),
    *words(Part.STEP, {"持平": "level with"}, change=ChangeType.LEVEL),
    *words(
        Part.STEP,
        {
            "衔接": "joined up with",
            "相衔接": "joined up with",
            "匹配": "matching",
            "相匹配": "matching",
            "相适应": "in keeping with",
            "相协调": "in harmony with",
            "相当": "about equal to",
            "一致": "the same as",
            "相一致": "the same as",
        },
    ),
    *words(
        Part.ABOVE,
        {
            "快于": "faster than",
            "高出": "above",
            "优于": "better than",
            "好于": "better than",
            "领先": "ahead of",
            "领跑": "leading",
            "跑赢": "outrunning",
            "慢于": "slower than",
        },
    ),
)

_PEERS: Final = words(
    Part.PEER,
    {
        "平均水平": "average level",
        "平均值": "average",
        "平均数": "average",
        "上年水平": "last year's level",
        "去年水平": "last year's level",
        "上年度水平": "last year's level",
        "上年同期水平": "level of the same period of last year",
        "先进水平": "advanced level",
    },
)

_TASKS: Final = (
    *words(
        Part.SET,
        {
            "下达": "set from above",
            "分解下达": "broken down and set from above",
            "核定": "approved from above",
            "规定": "prescribed",
            "考核": "assessed",
            "省定": "set by the province",
            "市定": "set by the city",
            "国定": "set by the state",
            "国家": "the state's",
            "上级": "the higher level's",
            "省级": "the province's",
            "市级": "the city's",
            "省委省政府": "the province's",
            "市委市政府": "the city's",
            "国务院": "the State Council's",
            "上级下达": "set by the higher level",
        },
    ),
    *words(
        Part.TASK,
        {
            "任务": "task",
            "目标": "target",
            "目标值": "target",
            "指标": "indicator, quota",
            "要求": "requirement",
            "范围之内": "range",
            "范围以内": "range",
            "范围内": "range",
            "控制数": "quota",
            "计划数": "quota",
            "目标任务": "target and task",
            "任务目标": "task and target",
            "控制目标": "control target",
            "约束性目标": "binding target",
            "预期目标": "expected target",
        },
    ),
    *words(Part.TASK, {"奋斗目标": "target to strive for", "力争目标": "target to strive for"}, tag="aim"),
)

#: Words in which a shorter word of comparison would be seen.
_NOT_COMPARING: Final = """
超长期 ultra-long|超大 very large|超特大 very large|超高清 ultra high definition|超高压 ultra high voltage|超级 super
超低 ultra low|超算 supercomputing|超声 ultrasound|超标 beyond the standard|超限 beyond the limit|超载 overloaded
超龄 over age|超时 over time|超充 fast charging|超前 ahead|超常 extraordinary|超导 superconducting|超市 supermarket
近岸 inshore|近零 near zero|近视 short sight|近期 near term|近海 inshore|近郊 suburbs|近代 modern|节约 save
契约 contract|条约 treaty|制约 restrict|集约 intensive|预约 by appointment|约束 bind|约谈 summon|附近 near
最近 nearest|邻近 near|靠近 near|就近 nearby|达到或好于 reach or better|达到或优于 reach or better
达到或超过 reach or exceed|好于Ⅲ类 better than grade III|优于Ⅲ类 better than grade III|达标 up to standard
达效 full effect|通达 reach|发达 developed|表达 express|直达 direct|按时 in time|按照 according to|按期 in time
按揭 mortgage|按需 as needed|按月 monthly|按季 quarterly|按年 yearly|按规定 by rule|按要求 as required|按量 by amount
按质 by quality|按劳 by work|占用 occupy|占补 offset|抢占 seize|独占 own alone|侵占 encroach|占道 on the road
占有 hold|国家级 of the state's level|国家重点 of the state|国家森林 national forest|国家公园 national park
国家标准 national standard|国家高新 national high-tech|国家卫生 national sanitary|国家文明 national model
"""

_PLAIN: Final = words(Part.PLAIN, glossed(_NOT_COMPARING))

WORDS: Final[tuple[Word, ...]] = (*_BOUNDS, *_LIMITS, *_LEVELS, *_EACH, *_REFERENCES, *_PEERS, *_TASKS, *_PLAIN)

#: What a figure is compared with, told apart from a plain limit: 高于全国平均水平 above the national average.
REFERENCES: Final = {
    "平均": "average",
    "水平": "level",
    "增速": "growth rate",
    "增长": "growth",
    "增幅": "rate of increase",
    "涨幅": "rate of rise",
    "全国": "the country",
    "全省": "the province",
    "全市": "the city",
    "全区": "the district, the region",
    "经济": "the economy",
    "上年": "last year",
    "去年": "last year",
    "同期": "the same period",
    "标准": "standard",
    "国家": "the state's",
    "居民": "residents",
}
