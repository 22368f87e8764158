"""The Chinese words of deadlines, each with its kind and an English gloss, and the reader of Chinese numerals.

Lives here: tables. Not here: how words are put together (`chinese`).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.calendars.grammar.tokens import Kind

__all__ = ["CHINESE_WORDS", "COMPLETIONS", "FESTIVALS", "NOT_A_YEAR_AFTER", "SIMPLER", "chinese_numeral"]

#: Characters of these words made alike before they are looked up, one for one: traditional to simplified, signs.
SIMPLER: Final = str.maketrans(
    "個週長堅續進內號終態實開執務滾貫節國慶勞動後來當辦結兩遲於規劃計禮間時從較發啟啓見達標銷產線現點○Ｏ〜～",
    "个周长坚续进内号终态实开执务滚贯节国庆劳动后来当办结两迟于规划计礼间时从较发启启见达标销产线现点〇〇~~",
)

#: Festivals that deadlines are named by: words in documents, then what calendars call them.
FESTIVALS: Final = (
    ("元旦", "New Year"),
    ("春节", "Spring Festival"),
    ("清明节", "Tomb"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat"),
    ("中秋节", "Mid-Autumn"),
    ("国庆节", "National Day"),
)

# word: kind, value, characters that must not follow since they make another word of it
CHINESE_WORDS: Final[dict[str, tuple[Kind, int, str]]] = {
    "年": (Kind.YEAR, 0, "均级轻龄报货"),  # year
    "年度": (Kind.YEAR, 0, ""),  # year
    "年份": (Kind.YEAR, 0, ""),  # year
    "月": (Kind.MONTH, 0, "均嫂亮"),  # month
    "月份": (Kind.MONTH, 0, ""),  # month
    "日": (Kind.DAY, 0, "均本常照"),  # day
    "号": (Kind.DAY, 0, "楼召码"),  # day, as spoken
    "天": (Kind.DAY, 0, "然津气"),  # day
    "周": (Kind.WEEK, 0, "边年期转"),  # week
    "星期": (Kind.WEEK, 0, ""),  # week
    "礼拜": (Kind.WEEK, 0, ""),  # week
    "旬": (Kind.TEN_DAYS, 0, ""),  # ten days
    "季": (Kind.QUARTER, 0, "节"),  # quarter, or season
    "季度": (Kind.QUARTER, 1, ""),  # quarter
    "上半年": (Kind.HALF, 1, ""),  # first half of the year
    "下半年": (Kind.HALF, 2, ""),  # second half of the year
    "半年": (Kind.HALF_YEAR, 0, ""),  # half a year
    "底": (Kind.END, 0, "层部气蕴子数线"),  # end
    "末": (Kind.END, 0, "端"),  # end
    "终": (Kind.END, 0, "端结"),  # end
    "上旬": (Kind.PART, 10, ""),  # first ten days of a month
    "中旬": (Kind.PART, 20, ""),  # second ten days
    "下旬": (Kind.PART, -1, ""),  # the rest
    "初": (Kind.PART, 10, "步级期始中次"),  # early in
    "中": (Kind.MIDDLE, 0, "国央小心共部医等间期"),  # the middle
    "前": (Kind.BEFORE, 0, "沿海瞻景端哨期夕述身山门"),  # before, by
    "之前": (Kind.BEFORE, 0, ""),  # by
    "以前": (Kind.BEFORE, 0, ""),  # by
    "为止": (Kind.BEFORE, 0, ""),  # until
    "内": (Kind.INSIDE, 0, "蒙地容部外生需河江陆控涵在"),  # within
    "之内": (Kind.INSIDE, 0, ""),  # within
    "以内": (Kind.INSIDE, 0, ""),  # within
    "第": (Kind.ORDINAL, 0, ""),  # -th
    "今年": (Kind.RELATIVE_YEAR, 0, ""),  # this year
    "本年": (Kind.RELATIVE_YEAR, 0, ""),  # this year
    "本年度": (Kind.RELATIVE_YEAR, 0, ""),  # this year
    "当年": (Kind.RELATIVE_YEAR, 0, ""),  # that year
    "明年": (Kind.RELATIVE_YEAR, 1, ""),  # next year
    "来年": (Kind.RELATIVE_YEAR, 1, ""),  # next year
    "次年": (Kind.RELATIVE_YEAR, 1, ""),  # the year after
    "后年": (Kind.RELATIVE_YEAR, 2, ""),  # the year after next
    "去年": (Kind.RELATIVE_YEAR, -1, ""),  # last year
    "上年": (Kind.RELATIVE_YEAR, -1, "度"),  # last year
    "十一五": (Kind.FIVE_YEARS, 2010, ""),  # eleventh five-year plan, 2006 to 2010
    "十二五": (Kind.FIVE_YEARS, 2015, ""),
    "十三五": (Kind.FIVE_YEARS, 2020, ""),
    "十四五": (Kind.FIVE_YEARS, 2025, ""),
    "十五五": (Kind.FIVE_YEARS, 2030, ""),
    "十六五": (Kind.FIVE_YEARS, 2035, ""),
    "期间": (Kind.INSIDE, 1, ""),  # in the course of, which does not say by when
    "时期": (Kind.INSIDE, 1, ""),
    "规划期": (Kind.PLAN_PERIOD, 0, "间"),  # the plan's period
    "计划期": (Kind.PLAN_PERIOD, 0, "间"),
    "规划期间": (Kind.PLAN_PERIOD, 0, ""),
    "计划期间": (Kind.PLAN_PERIOD, 0, ""),
    "元旦": (Kind.FESTIVAL, 0, ""),  # New Year's Day
    "春节": (Kind.FESTIVAL, 1, ""),  # Spring Festival
    "清明": (Kind.FESTIVAL, 2, ""),  # Tomb-Sweeping Day
    "清明节": (Kind.FESTIVAL, 2, ""),
    "五一": (Kind.FESTIVAL, 3, ""),  # Labour Day
    "劳动节": (Kind.FESTIVAL, 3, ""),
    "端午": (Kind.FESTIVAL, 4, ""),  # Dragon Boat Festival
    "端午节": (Kind.FESTIVAL, 4, ""),
    "中秋": (Kind.FESTIVAL, 5, ""),  # Mid-Autumn Festival
    "中秋节": (Kind.FESTIVAL, 5, ""),
    "国庆": (Kind.FESTIVAL, 6, ""),  # National Day
    "国庆节": (Kind.FESTIVAL, 6, ""),
    "到": (Kind.BY, 0, "位"),  # by, until
    "最迟": (Kind.BY, 0, ""),  # at the latest
    "最迟于": (Kind.BY, 0, ""),
    "最晚": (Kind.BY, 0, ""),
    "至迟": (Kind.BY, 0, ""),
    "不迟于": (Kind.BY, 0, ""),  # not later than
    "不晚于": (Kind.BY, 0, ""),
    "截至": (Kind.FACT, 0, ""),  # as of
    "截止": (Kind.FACT, 0, ""),
    "截止到": (Kind.FACT, 0, ""),
    "截至到": (Kind.FACT, 0, ""),
    "目前": (Kind.FACT, 0, ""),  # at present
    "当前": (Kind.FACT, 0, ""),
    "此前": (Kind.FACT, 0, ""),  # until now
    "较": (Kind.FACT, 0, ""),  # compared with
    "比": (Kind.FACT, 0, ""),
    "达到": (Kind.FACT, 0, ""),  # reaching, as in 达到2019年水平 (reach the level of 2019)
    "恢复到": (Kind.FACT, 0, ""),
    "提高到": (Kind.FACT, 0, ""),
    "增加到": (Kind.FACT, 0, ""),
    "下降到": (Kind.FACT, 0, ""),
    "上午": (Kind.CLOCK, 0, ""),  # in the morning
    "下午": (Kind.CLOCK, 0, ""),  # in the afternoon
    "从": (Kind.FROM, 0, ""),  # from
    "自": (Kind.FROM, 0, ""),
    "起": (Kind.SINCE, 0, "草"),  # from then on
    "以来": (Kind.SINCE, 0, ""),  # since
    "以后": (Kind.SINCE, 0, ""),  # after
    "之后": (Kind.SINCE, 0, ""),
    "后": (Kind.SINCE, 0, "续期勤备方台"),
    "开始": (Kind.SINCE, 0, ""),  # beginning
    "每": (Kind.EVERY, 0, ""),  # every
    "逐": (Kind.EVERY, 0, "步"),  # one by one
    "按": (Kind.EVERY, 0, "照"),  # by the
    "个": (Kind.COUNTER, 0, ""),  # counter
    "一次": (Kind.ONCE, 0, ""),  # once
    "1次": (Kind.ONCE, 0, ""),
    "的": (Kind.THE, 0, ""),  # of
    "首": (Kind.ORDINAL, 1, "次家批个"),  # first
    "首个": (Kind.ORDINAL, 1, ""),
    "最后一": (Kind.LAST, 0, ""),  # last
    "最后一个": (Kind.LAST, 0, ""),
    "全年": (Kind.ALL_YEAR, 0, ""),  # all year
    "贯穿全年": (Kind.ALL_YEAR, 1, ""),  # throughout the year
    "常年": (Kind.ENDURING, 0, ""),  # all the time
    "长期": (Kind.ENDURING, 0, ""),  # for the long term
    "持续": (Kind.ENDURING, 0, ""),  # continuously
    "常态化": (Kind.ENDURING, 0, ""),  # as a matter of routine
    "长效": (Kind.ENDURING, 0, ""),  # with lasting effect
    "滚动": (Kind.ENDURING, 0, ""),  # rolling
    "坚持": (Kind.WORK, 0, ""),  # keep on
    "推进": (Kind.WORK, 0, ""),  # push on
    "推动": (Kind.WORK, 0, ""),
    "实施": (Kind.WORK, 0, ""),  # carry out
    "开展": (Kind.WORK, 0, ""),
    "落实": (Kind.WORK, 0, ""),
    "进行": (Kind.WORK, 0, ""),
    "执行": (Kind.WORK, 0, ""),
    "任务": (Kind.WORK, 0, ""),  # task
    "工作": (Kind.WORK, 0, ""),  # work
    "抓": (Kind.WORK, 0, ""),
    "至": (Kind.TO, 0, "少今迟"),  # to
}

#: Names that documents put in quotation marks, such as “十四五”期间.
_QUOTED: Final = (Kind.FIVE_YEARS, Kind.FESTIVAL)
CHINESE_WORDS.update(
    {
        f"{opening}{word}{closing}": entry
        for word, entry in tuple(CHINESE_WORDS.items())
        for opening, closing in ("“”", "「」", '""')
        if entry[0] in _QUOTED
    }
)

#: Words that, right after a time, make it a deadline: 11月完成 (complete in November).
COMPLETIONS: Final = (
    *("完成", "办结", "建成", "投产", "投用", "投入使用", "开工", "竣工", "完工", "出台", "印发", "启动", "交付"),
    *("通车", "见效", "到位", "实现", "落实", "上线", "达标", "销号"),
)

#: Before 年内 or 年底 these make it a stretch of years, or another word: 三年内 (within three years), 近年内, 学年末.
NOT_A_YEAR_AFTER: Final = frozenset("0123456789〇零一二三四五六七八九十百千两几多数近往历青少老成中周学半新跨整每")

_VALUES: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "O": 0,
    "0": 0,
}


def chinese_numeral(text: str) -> int | None:
    """Reads a numeral up to 99, or a year written digit by digit.

    Args:
        text: 十二, 二十五, 廿五, 三十, 二〇二一.

    Returns:
        The number; None when it is not one.

    Example:
        >>> [chinese_numeral(text) for text in ("十二", "二十五", "廿五", "三十", "二〇二一", "十十", "一二三")]
        [12, 25, 25, 30, 2021, None, None]
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if ten:
        if len(tens) > 1 or len(ones) > 1 or ones == "十":
            return None
        return 10 * (_VALUES[tens] if tens else 1) + (_VALUES[ones] if ones else 0)
    if len(text) in (1, 4):
        return int("".join(str(_VALUES[character]) for character in text))
    return None
