"""Common indicators as data: which way is better, how sub-periods add up, how often values come out.

Names are Chinese as reports print them, with an English gloss beside each, and English ones; how a name is looked up is
in `register`. Cycles follow the release calendar of the National Bureau of Statistics of China: prices, jobs,
investment, retail sales, industry and trade every month, national accounts and incomes every quarter, the rest once a
year.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from plan_tasks.model.vocabulary import Aggregation, Polarity

__all__ = ["COMMON", "LEVEL_ENDINGS", "TRADITIONAL", "CommonIndicator"]

_LOWER: Final = Polarity.LOWER
_HIGHER: Final = Polarity.HIGHER
_NEUTRAL: Final = Polarity.NEUTRAL
_SUM: Final = Aggregation.SUM
_MEAN: Final = Aggregation.MEAN
_LAST: Final = Aggregation.LAST
_MONTH: Final = 31
_QUARTER: Final = 92
_YEAR: Final = 366


class CommonIndicator(NamedTuple):
    """An indicator that many plans have.

    Attributes:
        words: Words by which a name is known: full width, capitals and traditional characters are folded before.
        polarity: Which way is better.
        level: How values of a level add up.
        rate: How values of a rate of change add up.
        cycle_days: Days between publications; None for unknown.
    """

    words: tuple[str, ...]
    polarity: Polarity
    level: Aggregation
    rate: Aggregation = _LAST
    cycle_days: int | None = None


COMMON: Final[tuple[CommonIndicator, ...]] = (
    # gross domestic product, of the country, a region, or simply "production value"
    CommonIndicator(("国内生产总值", "地区生产总值", "生产总值", "经济增长", "gdp"), _HIGHER, _SUM, _LAST, _QUARTER),
    # value added of industry; of services; of agriculture
    CommonIndicator(("工业增加值", "增加值", "industrial output", "value added"), _HIGHER, _SUM, _LAST, _MONTH),
    # fixed-asset investment, investment done in the year
    CommonIndicator(("固定资产投资", "投资", "fixed asset investment", "investment"), _HIGHER, _SUM, _LAST, _MONTH),
    # retail sales of consumer goods
    CommonIndicator(("社会消费品零售总额", "零售总额", "retail sales"), _HIGHER, _SUM, _LAST, _MONTH),
    # goods trade; exports; foreign capital used
    CommonIndicator(
        ("进出口总额", "进出口总值", "进出口", "出口", "实际利用外资", "利用外资", "imports and exports", "exports"),
        _HIGHER,
        _SUM,
        _LAST,
        _MONTH,
    ),
    # general public budget revenue; tax revenue
    CommonIndicator(("公共预算收入", "财政收入", "税收收入", "税收", "budget revenue"), _HIGHER, _SUM, _LAST, _MONTH),
    # income per head of residents, urban or rural
    CommonIndicator(("居民收入", "可支配收入", "人均收入", "disposable income"), _HIGHER, _SUM, _LAST, _QUARTER),
    # new urban jobs; people found work again
    CommonIndicator(
        ("城镇新增就业", "新增就业", "就业再就业", "再就业", "转移就业", "new jobs", "urban jobs", "jobs"),
        _HIGHER,
        _SUM,
        _LAST,
        _MONTH,
    ),
    # surveyed and registered unemployment rate (an average over the period), but not unemployment insurance
    CommonIndicator(
        ("失业率", "调查失业率", "登记失业率", "unemployment", "unemployment rate"), _LOWER, _MEAN, _MEAN, _MONTH
    ),
    CommonIndicator(("失业保险",), _HIGHER, _LAST),
    # consumer prices (an average over the period)
    CommonIndicator(
        ("居民消费价格", "消费价格", "物价", "cpi", "consumer prices", "consumer price index", "inflation"),
        _LOWER,
        _MEAN,
        _MEAN,
        _MONTH,
    ),
    # house prices
    CommonIndicator(("房价", "住宅价格", "house prices"), _LOWER, _LAST, _LAST, _MONTH),
    # energy used, in all or for each unit of product; carbon
    CommonIndicator(
        ("能耗", "能源消费强度", "能源消费总量", "energy intensity", "energy use", "energy consumption"),
        _LOWER,
        _LAST,
        _LAST,
        _YEAR,
    ),
    CommonIndicator(
        ("二氧化碳排放", "碳排放", "碳强度", "温室气体", "carbon emissions", "carbon intensity"),
        _LOWER,
        _LAST,
        _LAST,
        _YEAR,
    ),
    # emissions of main pollutants: oxygen demand, ammonia nitrogen, nitrogen oxides, organic compounds
    CommonIndicator(
        ("污染物排放", "排放量", "排放总量", "化学需氧量", "氨氮", "氮氧化物", "二氧化硫", "挥发性有机物", "emissions"),
        _LOWER,
        _LAST,
        _LAST,
        _YEAR,
    ),
    # fine and coarse particles in the air (an average)
    CommonIndicator(("pm2.5", "pm10", "细颗粒物", "可吸入颗粒物", "particulate matter"), _LOWER, _MEAN, _MEAN, _MONTH),
    # share of days with good air (an average) and number of such days; days of heavy pollution
    CommonIndicator(("优良天数比", "优良率", "空气质量优良", "优良天数比例"), _HIGHER, _MEAN, _LAST, _MONTH),
    CommonIndicator(("优良天数", "good air days"), _HIGHER, _SUM, _LAST, _MONTH),
    CommonIndicator(("重污染天数", "污染天数"), _LOWER, _SUM, _LAST, _MONTH),
    # water of the worst class; water used
    CommonIndicator(("劣v类", "劣五类", "黑臭水体"), _LOWER, _LAST, _LAST, _MONTH),
    CommonIndicator(("用水量", "水耗", "water use"), _LOWER, _LAST, _LAST, _YEAR),
    # fertiliser and pesticide used
    CommonIndicator(("化肥使用量", "农药使用量", "化肥施用量"), _LOWER, _SUM, _LAST, _YEAR),
    # accidents and deaths in them
    CommonIndicator(
        ("死亡人数", "死亡", "事故起数", "事故", "accident deaths", "deaths", "accidents", "fatalities"),
        _LOWER,
        _SUM,
        _LAST,
        _MONTH,
    ),
    # rates of death, disease, dropping out of school
    CommonIndicator(("死亡率", "发病率", "辍学率", "mortality", "dropout rate"), _LOWER, _MEAN, _MEAN, _YEAR),
    # cases, complaints, petitions
    CommonIndicator(("发案", "案件", "投诉", "信访", "complaints"), _LOWER, _SUM, _LAST, _MONTH),
    # deficit, debt, bad loans, leverage
    CommonIndicator(("赤字率", "赤字", "债务率", "负债率", "不良贷款率", "不良率", "deficit"), _LOWER, _LAST),
    # time and cost that an errand takes, logistics cost
    CommonIndicator(("办理时间", "办理时限", "办结时限", "物流费用", "物流成本", "processing time"), _LOWER, _LAST),
    # people in poverty
    CommonIndicator(("贫困人口", "贫困发生率", "poverty"), _LOWER, _LAST, _LAST, _YEAR),
    # grain: output adds up, the area sown is a level
    CommonIndicator(("粮食产量", "粮食总产量", "粮食", "grain output"), _HIGHER, _SUM, _LAST, _YEAR),
    CommonIndicator(("粮食面积", "播种面积", "种植面积", "耕地"), _HIGHER, _LAST, _LAST, _YEAR),
    # dwellings built or rebuilt, old quarters renewed
    CommonIndicator(
        ("保障性住房", "保障性租赁住房", "公租房", "棚户区", "棚改", "老旧小区", "安置房", "dwellings"),
        _HIGHER,
        _SUM,
        _LAST,
        _MONTH,
    ),
    # high-standard farmland built, trees planted
    CommonIndicator(("高标准农田", "造林", "林业生态", "绿化", "farmland"), _HIGHER, _SUM, _LAST, _QUARTER),
    # projects started, finished, signed
    CommonIndicator(("项目", "projects"), _HIGHER, _SUM, _LAST, _MONTH),
    # registered population and the share that lives in towns
    CommonIndicator(("城镇化率", "urbanisation rate", "urbanization rate"), _HIGHER, _LAST, _LAST, _YEAR),
    CommonIndicator(("常住人口", "户籍人口", "population"), _HIGHER, _LAST, _LAST, _YEAR),
    # research and development spending, in all and as a share
    CommonIndicator(("研发经费", "研发投入", "r d spending"), _HIGHER, _SUM, _LAST, _YEAR),
    CommonIndicator(("研发经费投入强度", "研发投入强度", "研发经费占", "研发支出占"), _HIGHER, _LAST, _LAST, _YEAR),
    # woods
    CommonIndicator(("森林覆盖率", "forest cover"), _HIGHER, _LAST, _LAST, _YEAR),
    # deposits and loans outstanding
    CommonIndicator(("贷款余额", "存款余额", "loans outstanding"), _HIGHER, _LAST, _LAST, _MONTH),
    # prices at the factory gate, exchange rate: neither way is better
    CommonIndicator(("出厂价格", "ppi", "汇率", "exchange rate"), _NEUTRAL, _MEAN, _MEAN, _MONTH),
)

#: A name that ends so is a level, not a sum, whatever its unit: a rate, share, index, concentration, intensity, stock,
#: balance, area, coverage, rank.
LEVEL_ENDINGS: Final = (
    "率",
    "比",
    "比重",
    "比例",
    "占比",
    "指数",
    "浓度",
    "强度",
    "存量",
    "保有量",
    "余额",
    "面积",
    "覆盖",
    "排名",
    "位次",
    "水平",
    "rate",
    "share",
    "ratio",
    "index",
    "level",
    "stock",
    "rank",
)

#: Traditional characters that occur in the names above, and the simplified ones they are looked up by.
TRADITIONAL: Final = str.maketrans(
    "國內産產總值經濟額業資銷費進實際稅財預調登記價細顆優債壞時間貧糧積種棚戶區舊項鎮戶發貸幣匯險傷亡數製碳員農藥質",
    "国内产产总值经济额业资销费进实际税财预调登记价细颗优债坏时间贫粮积种棚户区旧项镇户发贷币汇险伤亡数制碳员农药质",
)
