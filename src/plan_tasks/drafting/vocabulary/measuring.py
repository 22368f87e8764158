"""Units, and the nouns that can be measured.

A unit that is missing here makes a figure invisible, so the list is wide; a unit that is also an everyday word is
harmless, since units are only looked for behind numbers.
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Part, Word, glossed, words

__all__ = ["NOT_UNITS", "SCALES", "UNITS", "WORDS"]

#: Scale words between a number and its unit: ten thousand, hundred million and their combinations.
SCALES: Final = "十百千万亿"

_COUNTED: Final = """
人 persons|名 persons|位 persons|户 households|家 firms|个 pieces|项 items|件 matters|座 large buildings|所 schools
处 places|条 lines|幢 buildings|栋 buildings|间 rooms|套 flats, sets|张 beds|床 beds|台 machines|辆 vehicles|部 works
艘 ships|架 aircraft|株 plants|棵 trees|头 cattle|只 poultry|羽 poultry|尾 fish|匹 horses|口 wells|眼 wells|孔 holes
根 poles|盏 lamps|块 pieces|片 tracts|支 teams|队 teams|批 lots|宗 lots|单 orders|笔 transactions|份 copies|册 volumes
本 books|篇 articles|例 cases|起 cases|次 times|人次 visits|场 events|场次 events|期 issues|班 classes|列 trains
趟 trips|班次 runs|航班 flights|艘次 calls|架次 flights|标箱 containers|标准箱 containers|枚 pieces|颗 pieces|门 courses
类 kinds|种 kinds|款 models|村 villages|镇 towns|县 counties|岗 posts|站 stations|点 points|穴 graves
车位 parking spaces|床位 beds|学位 school places|岗位 posts|户次 households|家次 firms|对 pairs|组 groups|排 rows
层 floors|桩 chargers|企业次 firms|人份 doses|剂 doses|剂次 doses|把 pieces|米 metres|公里 kilometres|千米 kilometres
里 half kilometres|厘米 centimetres|毫米 millimetres|平方米 square metres|平方公里 square kilometres|平 square metres
平方 square metres|立方米 cubic metres|方 cubic metres|立方 cubic metres|亩 mu|亩次 mu|公顷 hectares|吨 tonnes|斤 jin
公斤 kilograms|千克 kilograms|克 grams|担 fifty kilograms|升 litres|吨标准煤 tonnes of coal equivalent
吨标煤 tonnes of coal equivalent|千瓦 kilowatts|千瓦时 kilowatt hours|兆瓦 megawatts|吉瓦 gigawatts|瓦 watts
瓦时 watt hours|度 kilowatt hours|度电 kilowatt hours|元 yuan|美元 US dollars|欧元 euros|港元 Hong Kong dollars
人民币 yuan|天 days|小时 hours|分钟 minutes|秒 seconds|个工作日 working days|工作日 working days|个月 months
个小时 hours|吨公里 tonne kilometres|人公里 passenger kilometres|平方千米 square kilometres|立方米/日 cubic metres a day
吨/日 tonnes a day|微克/立方米 micrograms a cubic metre|毫克/升 milligrams a litre|克/立方米 grams a cubic metre
元/亩 yuan a mu|亿次 hundred million times|英亩 acres|海里 nautical miles|载重吨 tonnes deadweight|核 cores
卡路里 calories|机架 racks|标准机架 racks|公里/小时 kilometres an hour|帧 frames|比特 bits|字 characters|集 episodes
盒 boxes|袋 bags|箱 boxes|桶 barrels|车 loads|岁 years of age|分 marks|位次 places|名次 places|席 seats|户人 households
头只 animals|标准吨 standard tonnes|张床 beds|张床位 beds|个床位 beds|碳吨 tonnes of carbon|公吨 tonnes|英里 miles
毫克/立方米 milligrams a cubic metre|辆次 vehicles|样 samples|批次 lots|款次 models|项次 events|课时 lessons
学时 lessons|台次 machines|节 lessons|人天 person days|档 grades|㎡ square metres|平米 square metres|㎥ cubic metres
㎞ kilometres|公斤标准煤 kilograms of coal equivalent|千克标准煤 kilograms of coal equivalent|标准立方米 cubic metres
台(套) machines|台套 machines|总吨 gross tonnes|宗地 plots|千伏安 kilovolt-amperes|兆伏安 megavolt-amperes|枪 chargers
"""
_SHARES: Final = {
    "%": "per cent",
    "‰": "per mille",
    "个百分点": "percentage points",
    "百分点": "percentage points",
    "个点": "percentage points",
}
_TIMES: Final = {"倍": "times", "番": "doublings", "成": "tenths"}
_LATIN: Final = {
    "km": "kilometres",
    "kg": "kilograms",
    "kW": "kilowatts",
    "kWh": "kilowatt hours",
    "MW": "megawatts",
    "MWh": "megawatt hours",
    "GW": "gigawatts",
    "GWh": "gigawatt hours",
    "TEU": "containers",
    "KM": "kilometres",
    "m": "metres",
    "t": "tonnes",
    "ha": "hectares",
    "PFLOPS": "floating-point operations",
    "EFLOPS": "floating-point operations",
    "Tbps": "terabits a second",
    "Gbps": "gigabits a second",
}


UNITS: Final[tuple[Word, ...]] = (
    *words(Part.UNIT, glossed(_COUNTED)),
    *words(Part.UNIT, _SHARES, tag="share"),
    *words(Part.UNIT, {"个百分点": "percentage points", "百分点": "percentage points", "个点": "points"}, tag="points"),
    *words(Part.UNIT, _TIMES, tag="times"),
    *words(Part.UNIT, _LATIN, tag="latin"),
    *words(
        Part.UNIT,
        {
            "天": "days",
            "小时": "hours",
            "个小时": "hours",
            "分钟": "minutes",
            "秒": "seconds",
            "个工作日": "working days",
            "工作日": "working days",
            "个月": "months",
        },
        tag="time",
    ),
    *words(Part.UNIT, {"分": "marks", "位次": "places", "名次": "places"}, tag="never"),
    *words(Part.UNIT, {"岁": "years of age", "年": "years"}, tag="age"),
    *words(Part.UNIT, {"路": "channels; a smaller number is the name of a bus route"}, tag="named"),
)

#: What begins like a unit and is none: 分 marks, but 分钟 minutes is a unit and 分之 parts of is not.
NOT_UNITS: Final = {
    "月": "month",
    "日": "day",
    "号": "number",
    "届": "th (of a meeting)",
    "周年": "anniversary",
    "大": "great (六大 six great)",
    "级": "grade",
    "强": "strongest (500强)",
    "期": "phase",
    "路公交": "bus route",
    "路车": "bus route",
    "线": "line",
    "院": "institution",
    "化": "-isation (四化)",
    "站式": "-stop (一站式)",
    "位一体": "in one (五位一体)",
    "条线": "lines of work",
    "个方面": "respects",
    "个必须": "musts",
    "点半": "half past",
    "人大": "people's congress",
    "市场": "market",
    "家门口": "at the doorstep",
    "个一": "ones (四个一百)",
    "体": "bodies",
    "星": "stars",
    "维": "dimensions",
    "代": "generation",
    "季度": "quarter",
    "季": "season",
    "世纪": "century",
    "班子": "leading group",
    "本账": "accounts",
    "件套": "piece set",
    "口之家": "family",
    "条例": "regulation",
    "重": "fold",
    "步走": "steps",
    "张网": "nets",
    "张图": "maps",
    "件事": "thing (一件事)",
    "盘棋": "chess game",
    "体系": "system",
    "方面": "respects",
    "期间": "period",
    "区": "zones",
    "轴": "axes",
    "带": "belts",
    "核": "cores",
    "廊": "corridors",
    "中心": "centres",
    "基地": "bases",
}

_INDICATORS: Final = """
总值 total value|生产总值 gross product|国内生产总值 GDP|地区生产总值 regional GDP|经济总量 size of the economy
增加值 value added|产值 output value|总产值 total output value|收入 income|营业收入 turnover
主营业务收入 main business income|支出 spending|投资 investment|投入 spending|投资额 investment|零售总额 retail sales
零售额 retail sales|总额 total|销售额 sales|销售总额 total sales|交易额 turnover|成交额 turnover|贸易额 trade
价格 prices|价格指数 price index|价格总水平 price level|物价 prices|指数 index|进出口 foreign trade
进出口总额 total trade|进出口总值 total trade|出口 exports|出口额 exports|进口 imports|外贸 foreign trade
就业 employment|新增就业 new jobs|再就业 re-employment|失业率 unemployment rate|率 rate|比例 share|比重 share
占比 share|比率 ratio|产量 output|总产量 total output|单产 yield|总产 total output|产能 capacity|面积 area
能耗 energy use|能耗强度 energy intensity|消耗 consumption|消费量 consumption|用水量 water use|用电量 power use
排放量 emissions|排放 emissions|排放总量 total emissions|排放强度 emission intensity|碳排放 carbon emissions
浓度 concentration|强度 intensity|规模 size|总量 total|存量 stock|增量 increment|余额 balance|存款 deposits|贷款 loans
税收 tax revenue|利润 profit|利润总额 total profit|保有量 amount kept|蓄积量 stock volume|覆盖率 coverage
吞吐量 throughput|周转量 turnover|接待量 visitors|人数 number of persons|人次 visits|数量 number
户数 number of households|总数 total number|里程 length|天数 days|外资 foreign capital|内资 domestic capital
资金 funds|债务 debt|杠杆率 leverage|标准 standard|水耗 water use|供给 supply|消费 consumption|预算收入 budget revenue
可支配收入 disposable income|人均可支配收入 disposable income a head|纯收入 net income|人均纯收入 net income a head
人口 population|GDP GDP|CPI consumer price index|PPI producer price index|R&D R and D|市场主体 firms|数 number
总收入 total income|自然增长率 rate of natural increase|人口自然增长率 rate of natural increase
人口增长率 rate of population growth|业务量 volume|保费 premiums|营收 turnover|订单 orders|库容 reservoir capacity
装机 installed capacity|装机容量 installed capacity|客流量 passengers|货运量 freight|客运量 passengers
总水平 general level|寿命 life expectancy|预期寿命 life expectancy|年限 years|受教育年限 years of schooling|份额 share
市场份额 market share|报酬 pay|薪酬 pay|工资 wages|使用量 use|利用量 use|发电量 electricity produced|供应量 supply
交易量 trade|处理量 treated amount|供水量 water supplied|需求量 demand|运输量 freight|联运量 combined transport
旅客量 passengers|游客量 visitors|拥有量 amount owned|占有量 amount available|经费 funds|均价 average price
房价 house prices|起数 number of cases|死亡人数 number of deaths|满意度 satisfaction|覆盖度 cover|盖度 cover
密度 density|煤耗 coal use|减排 emission reduction|减排量 emission reduction|电耗 power use|综合能耗 energy use
产出 output|税负 tax burden|均值 mean|总支出 total spending|贡献率 contribution|年产值 output a year|客流 passengers
用能 energy use|信访总量 number of petitions|人均预期寿命 life expectancy|出栏 animals sold|存栏 animals kept
额度 amount|费用 costs|负债 liabilities|规上产值 output|时间 time|时限 time allowed|成本 costs|缺口 gap|差距 gap
倍差 ratio|收入比 ratio of incomes
"""

_NOT_INDICATORS: Final = """
国际收支 balance of payments|生态环境质量 environment|生态环境品质 environment|效率 efficiency|率先 take the lead
率领 lead|市场价格机制 price mechanism|规模以上 above designated size|规模化 at scale|限额以上 above designated size
投资环境 investment climate|投资者 investor|投资促进 investment promotion|投资项目 investment project
收入分配 distribution of income|就业优先 employment first|就业创业 employment and enterprise|数字 digital|数据 data
数字化 digital|人口计生 family planning|消费者 consumer|消费券 consumer voucher|消费升级 better consumption
产能过剩 overcapacity|标准化 standard|高标准 high standard|标准地 standard land|标准厂房 standard workshop
标准体系 system of standards|外资企业 foreign firm|资金链 chain of funds|进出口总公司 trade corporation
出口加工区 export zone|进口博览会 import expo|指数级 exponential|数个 several|总数的 of the total|成本核算 costing
时间表 time table|时间节点 point in time|强度大 intense|面积大 large|浓度高 thick|共同 together|合同 contract
协同 coordinate|同时 at the same time|同样 likewise|不同 different|同一 the same|同心 of one heart|同志 comrade
胡同 lane|相同 same|认同 agree|如同 as|一同 together|陪同 accompany|和谐 harmony|和平 peace|共和 republic|总和 sum
饱和 saturated|参与 take part|给予 give|与会 attend|与时俱进 keep up with the times
住房和城乡建设 housing and construction|人力资源和社会保障 human resources and social security
工业和信息化 industry and IT|自然资源和规划 natural resources and planning|文化和旅游 culture and tourism
发展和改革 development and reform|研究与试验发展 R and D|研发与试验发展 R and D|科学研究与试验发展 R and D
科学研究和试验发展 R and D|交流与合作 exchange|预防和 prevention and|大同 harmony|自由 free|由于 because of
从业 be employed|从事 engage in|从而 thereby|服从 obey|从严 strictly|从源头 from the source|理由 reason|由此 hence
从紧 tightly|从业人员 employees|从重 severely|到位 in place|到期 fall due|到账 credited|到达 arrive|周到 thoughtful
感到 feel|得到 get|看到 see|受到 receive|做到 manage|达到了 reached|遇到 meet|不到 less than|甚至 even|以至 up to
冬至 winter solstice|是否 whether|但是 but|于是 then|尤其是 above all|特别是 above all|还是 or|凡是 all that|作为 as
成为 become|行为 conduct|认为 hold that|人为 man-made|为主 mainly|为了 in order to|为民 for the people
为农 for farming|因为 because|现在 now|存在 exist|所在 where|内在 inner|在建 under construction|在校 at school
在册 registered|在线 online|在岗 on duty|正在 just now|潜在 potential|实在 real|在编 on the staff|在库 in stock
人和 people and|及时 in time|普及 make universal|以及其 and its|危及 endanger|波及 spread to
顾及 consider|触及 touch|推及 extend to
"""

WORDS: Final[tuple[Word, ...]] = (
    *words(Part.INDICATOR, glossed(_INDICATORS)),
    *words(Part.PLAIN, glossed(_NOT_INDICATORS)),
    *words(
        Part.PART,
        {
            "城镇": "urban",
            "城市": "urban",
            "农村": "rural",
            "乡村": "rural",
            "城乡": "urban and rural",
            "第一": "first",
            "第二": "second",
            "第三": "third",
            "国有": "state",
            "民营": "private",
            "工业": "industry",
            "农业": "agriculture",
            "城区": "built-up area",
            "市区": "built-up area",
            "中心城区": "inner city",
            "县城": "county seat",
            "乡镇": "towns",
            "建制镇": "towns",
            "县区": "counties",
            "常住": "resident",
            "户籍": "registered",
        },
    ),
)
