"""Words of change, manner and basis: how a figure moves, how steadily, and against what."""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Part, Word, words
from plan_tasks.model.vocabulary import ChangeType

__all__ = ["DIRECTIONS", "PLUS", "WORDS"]

#: The sign before a rate: GDP +6%.
PLUS: Final = Word("+", Part.CHANGE, "grow by", ChangeType.GROWTH)

_GROWTH: Final = (
    *words(
        Part.CHANGE,
        {
            "增长": "grow",
            "递增": "grow year by year",
            "比增": "grow against last year",
            "同比增": "grow year on year",
            "同比增长": "grow year on year",
            "比增长": "grow against last year",
            "上涨": "rise (of prices)",
            "上浮": "float upward",
            "增速": "growth rate",
            "增幅": "rate of increase",
            "涨幅": "rate of rise",
            "升幅": "rate of rise",
            "增长率": "growth rate",
            "增长速度": "growth rate",
            "增长幅度": "rate of increase",
            "上涨幅度": "rate of rise",
            "涨": "rise",
            "翻": "double (with a count)",
        },
        change=ChangeType.GROWTH,
    ),
    *words(
        Part.CHANGE,
        {
            "提高": "raise",
            "提升": "raise",
            "增加": "increase",
            "上升": "rise",
            "扩大": "widen",
            "净增加": "increase net",
            "拓展": "extend",
        },
        change=ChangeType.GROWTH,
        tag="raise",
    ),
    *words(Part.CHANGE, {"翻番": "double"}, change=ChangeType.GROWTH, tag="double"),
    *words(
        Part.SIGN,
        {
            "正增长": "growth above zero",
            "稳中有增": "steady with some growth",
            "稳中有升": "steady with some rise",
            "稳步增长": "steady growth",
            "只增不减": "only grows",
            "两位数增长": "growth of ten per cent or more",
            "增长两位数": "growth of ten per cent or more",
            "达到两位数": "of ten per cent or more",
            "较快增长": "rather fast growth",
            "恢复性增长": "recovering growth",
            "快速增长": "fast growth",
        },
        change=ChangeType.GROWTH,
    ),
)

_REDUCTION: Final = (
    *words(
        Part.CHANGE,
        {
            "下降": "fall",
            "降低": "lower",
            "减少": "reduce",
            "压减": "cut",
            "压缩": "compress",
            "压降": "press down",
            "削减": "cut",
            "缩减": "shrink",
            "精简": "trim",
            "控减": "hold down",
            "缩短": "shorten",
            "缩小": "narrow",
            "下调": "adjust downward",
            "降幅": "rate of fall",
            "降低率": "rate of reduction",
            "下降率": "rate of fall",
            "下降幅度": "rate of fall",
            "降低幅度": "rate of reduction",
            "降": "fall",
            "减": "reduce",
        },
        change=ChangeType.REDUCTION,
    ),
    *words(
        Part.SIGN,
        {
            "负增长": "growth below zero",
            "稳中有降": "steady with some fall",
            "只减不增": "only falls",
            "稳步下降": "steady fall",
        },
        change=ChangeType.REDUCTION,
    ),
)

_MANNER: Final = (
    *words(
        Part.MANNER,
        {
            "稳步": "steadily",
            "继续": "further",
            "持续": "continuously",
            "进一步": "further",
            "平稳": "smoothly",
            "较快": "rather fast",
            "不断": "ceaselessly",
            "逐步": "step by step",
            "逐年": "year by year",
            "合理": "reasonably",
            "大幅": "greatly",
            "大幅度": "greatly",
            "明显": "clearly",
            "显著": "markedly",
            "有所": "somewhat",
            "适度": "moderately",
            "适当": "suitably",
            "稳健": "soundly",
            "健康": "soundly",
            "快速": "fast",
            "较大幅度": "rather greatly",
            "小幅": "slightly",
            "协调": "in balance",
            "有序": "in order",
            "略": "slightly",
            "略有": "slightly",
            "稍": "slightly",
            "基本": "basically",
            "总体": "on the whole",
            "大体": "largely",
            "同步": "in step",
        },
    ),
    *words(
        Part.KEEP, {"保持": "keep", "维持": "maintain", "继续保持": "go on keeping", "总体保持": "keep on the whole"}
    ),
    *words(
        Part.STABLE,
        {
            "稳定": "stable",
        },
        change=ChangeType.LEVEL,
    ),
    *words(
        Part.SIGN,
        {
            "基本稳定": "basically stable",
            "总体稳定": "stable on the whole",
            "相对稳定": "relatively stable",
            "总体平稳": "smooth on the whole",
            "基本平稳": "basically smooth",
        },
        change=ChangeType.LEVEL,
    ),
)

_AGAINST: Final = (
    *words(
        Part.COMPARED,
        {
            "比上年": "against last year",
            "较上年": "against last year",
            "比去年": "against last year",
            "较去年": "against last year",
            "同比": "year on year",
            "环比": "period on period",
            "在上年基础上": "on the basis of last year",
            "在去年基础上": "on the basis of last year",
            "比上年度": "against last year",
            "较上年度": "against last year",
            "比上年末": "against the end of last year",
            "较上年末": "against the end of last year",
            "比上年年初预算": "against last year's first budget",
            "比去年年初预算": "against last year's first budget",
            "较上年年初预算": "against last year's first budget",
            "比上年预算": "against last year's budget",
            "比上年执行数": "against last year's accounts",
            "较上年执行数": "against last year's accounts",
            "比上一年": "against the year before",
            "较上一年": "against the year before",
            "比上年实际": "against last year's result",
            "比上年同期": "against the same period of last year",
            "较上年同期": "against the same period of last year",
            "比去年同期": "against the same period of last year",
            "较去年同期": "against the same period of last year",
        },
    ),
    *words(
        Part.BASIS,
        {
            "同口径": "on the same basis",
            "按同口径": "on the same basis",
            "可比口径": "on a comparable basis",
            "按可比口径": "on a comparable basis",
            "按可比价": "at comparable prices",
            "按可比价格": "at comparable prices",
            "按可比价格计算": "at comparable prices",
            "按可比价计算": "at comparable prices",
            "按不变价": "at constant prices",
            "自然口径": "on the natural basis",
            "实际": "in real terms",
            "名义": "in nominal terms",
            "年均": "a year on average",
            "平均": "on average",
            "全年平均": "on average over the year",
            "累计": "in all",
            "每人每月": "a person and month",
            "每人每年": "a person and year",
            "每月": "a month",
            "每年": "a year",
            "月人均": "a person and month",
            "年人均": "a person and year",
            "人均": "a head",
            "总共": "in all",
            "合计": "in all",
        },
    ),
)

_BASES: Final = words(Part.PLAIN, {"基础上": "on the basis of"}, tag="basis")

_NO_CHANGE: Final = words(
    Part.PLAIN,
    {
        "增长极": "growth pole",
        "增长点": "growth point",
        "增长动能": "growth momentum",
        "增长动力": "growth power",
        "提升工程": "upgrading programme",
        "提升行动": "upgrading campaign",
        "提升计划": "upgrading plan",
        "提升项目": "upgrading project",
        "提升改造": "upgrading",
        "翻新": "renovate",
        "翻译": "translate",
        "翻身": "turn over",
        "减税降费": "tax and fee cuts",
        "降碳": "carbon reduction",
        "减碳": "carbon reduction",
        "减灾": "disaster reduction",
        "减负": "relief of burdens",
        "减贫": "poverty reduction",
        "减免": "exempt",
        "减半": "halve",
        "减量": "reduce in amount",
        "降本": "cost reduction",
        "降费": "fee cuts",
        "降息": "cut of interest",
        "降雨": "rainfall",
        "降水": "rainfall",
        "降级": "demotion",
        "涨价": "price rise",
        "稳定性": "stability",
        "稳定器": "stabiliser",
        "稳定发展": "stable development",
        "健康城市": "healthy city",
        "协调发展": "balanced development",
        "总体规划": "master plan",
        "总体要求": "overall requirement",
        "总体方案": "overall plan",
        "基本公共服务": "basic public services",
        "基本医疗": "basic medical care",
        "基本医保": "basic medical insurance",
        "基本养老": "basic pension",
        "基本农田": "basic farmland",
        "基本生活": "basic living",
        "基本药物": "basic medicines",
        "基本盘": "fundamentals",
        "永久基本农田": "permanent basic farmland",
        "健康检查": "health check",
        "健康管理": "health care",
        "健康产业": "health industry",
        "健康体检": "health check",
        "合理用药": "sound use of medicines",
        "下降通道": "downward path",
        "压缩机": "compressor",
        "压缩空气": "compressed air",
        "协调机制": "coordination mechanism",
    },
)

#: How the name of an indicator ends that has its change in it, the longest first.
DIRECTIONS: Final = tuple(
    (word.text, word.change)
    for word in sorted((*_GROWTH, *_REDUCTION), key=lambda word: -len(word.text))
    if word.part is Part.CHANGE and word.change is not None and len(word.text) > 1
)

WORDS: Final[tuple[Word, ...]] = (*_GROWTH, *_REDUCTION, *_MANNER, *_AGAINST, *_BASES, *_NO_CHANGE)
