"""Words by which documents say who answers for a measure, by when, and how far it has come.

Labels stand before names (牵头单位: lead unit), tails behind them (市财政局牵头 led by ...); columns of tables bear
labels too.
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import glossed
from plan_tasks.model.vocabulary import Role

__all__ = [
    "COLUMNS",
    "DEADLINE_LABELS",
    "FILLERS",
    "FIRST_LEADS",
    "LABELS",
    "ORGANS",
    "REMARKS",
    "TAILS",
    "UNIT_ENDINGS",
    "Column",
]

_LEAD: Final = """
牵头单位 lead unit|牵头部门 lead department|牵头责任单位 lead unit|总牵头单位 overall lead unit
主办单位 unit in charge|主责单位 unit mainly responsible|主责部门 department mainly responsible
第一责任单位 first responsible unit|牵头科室 lead office|牵头单位及主要负责人 lead unit and its head
牵头单位及负责人 lead unit and its head|牵头(责任)单位 lead unit|责任单位(牵头单位) lead unit|牵头 lead
汇总单位 unit that sums up
"""
_RESPONSIBLE: Final = """
责任单位 responsible unit|责任部门 responsible department|落实单位 unit that carries out
实施单位 unit that carries out|承办单位 unit that handles|责任主体 responsible body|负责单位 unit in charge
责任科室 responsible office|建设单位 building unit|主要责任单位 main responsible unit|责任单位及责任人 unit and person
责任(配合)单位 responsible unit|承办部门 department that handles|具体责任单位 unit responsible
负责部门 department in charge|责任单位及负责人 unit and its head
"""
_COOPERATING: Final = """
配合单位 cooperating unit|配合部门 cooperating department|协办单位 assisting unit|协助单位 assisting unit
参与单位 taking part|协同单位 working together|配合责任单位 cooperating unit|参加单位 taking part
协办部门 assisting department|协同部门 working together|参与部门 taking part|配合 cooperating
"""
_LEADER: Final = """
分管领导 supervising leader|分管市领导 supervising leader of the city|分管县领导 supervising leader of the county
分管区领导 supervising leader|分管副市长 deputy mayor in charge|分管副县长 deputy magistrate in charge
责任领导 responsible leader|牵头领导 lead leader|包抓领导 leader in charge|包保领导 leader in charge
市级领导 leader of the city|责任市领导 responsible leader|联系领导 leader in touch|市领导 leader of the city
县领导 leader of the county|区领导 leader of the district|县级领导 leader of the county
市级责任领导 responsible leader|县级责任领导 responsible leader|牵头市领导 lead leader|牵头县领导 lead leader
领导 leader|区级领导 leader of the district|包联领导 leader in charge|分管负责同志 comrade in charge
"""
_CONTACT: Final = """
联络员 contact|联系人 contact|责任人 person responsible|主要负责人 head|具体负责人 person in charge
具体责任人 person responsible|经办人 person handling|负责人 person in charge|单位负责人 head of the unit
联络人 contact
"""
_DEADLINE: Final = """
完成时限 deadline|时限 deadline|完成时间 time of completion|计划完成时间 planned time of completion
时间节点 point in time|办结时限 time for closing|时间要求 time required|完成期限 deadline|时限要求 time required
完成时间节点 time of completion|时间进度 timing|办理时限 deadline|责任时限 deadline|预计完成时间 expected time
年度完成时限 deadline in the year|推进时限 deadline|计划完成时限 planned deadline
"""

LABELS: Final[dict[str, Role]] = {
    **dict.fromkeys(glossed(_LEAD), Role.LEAD),
    **dict.fromkeys(glossed(_RESPONSIBLE), Role.RESPONSIBLE),
    **dict.fromkeys(glossed(_COOPERATING), Role.COOPERATING),
    **dict.fromkeys(glossed(_LEADER), Role.LEADER),
    **dict.fromkeys(glossed(_CONTACT), Role.CONTACT),
}
"""What stands before names and a colon, or over a column."""

DEADLINE_LABELS: Final = frozenset(glossed(_DEADLINE))

#: What stands behind names.
TAILS: Final[dict[str, Role]] = {
    "牵头负责": Role.LEAD,  # leads and answers for
    "牵头落实": Role.LEAD,
    "牵头组织实施": Role.LEAD,
    "牵头": Role.LEAD,
    "总牵头": Role.LEAD,
    "主办": Role.LEAD,
    "负责": Role.RESPONSIBLE,  # answer for
    "负责落实": Role.RESPONSIBLE,
    "落实": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "组织实施": Role.RESPONSIBLE,
    "具体实施": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "配合": Role.COOPERATING,  # cooperate
    "配合落实": Role.COOPERATING,
    "协助": Role.COOPERATING,
    "协办": Role.COOPERATING,
    "参与": Role.COOPERATING,
    "参加": Role.COOPERATING,
    "协同": Role.COOPERATING,
    "协同配合": Role.COOPERATING,
    "支持": Role.COOPERATING,
}

#: Between names and their tail, saying nothing: by division of work, each, jointly, and others.
FILLERS: Final = (
    "按照各自职责分工",
    "按各自职责分工",
    "按照职责分工",
    "按职责分工",
    "依职责分工",
    "依职责",
    "按各自职责",
    "按照职责",
    "按职责",
    "按分工",
    "根据职责分工",
    "分工",
    "分别",
    "共同",
    "具体",
    "联合",
    "协同",
    "积极",
    "会商",
    "等有关部门",
    "等有关单位",
    "等相关部门",
    "等相关单位",
    "等部门单位",
    "等部门和单位",
    "等部门",
    "等单位",
    "等",
    "为主",
)

_UNIT_ENDINGS: Final = """
局 bureau|委 commission|办 office|部 department|厅 department|院 institute, court|署 administration|会 committee
处 division|科 section|室 office|中心 centre|公司 company|集团 group|政府 government|街道 subdistrict|办事处 office
管委会 management committee|委员会 committee|办公室 office|开发区 development zone|银行 bank|学校 school
大学 university|医院 hospital|分局 branch|支队 detachment|大队 brigade|总队 corps|总站 station|公安 police|法院 court
检察院 procuratorate|区 district|县 county|市 city|镇 town|乡 township|村 village|单位 unit|部门 department|企业 firm
协会 association|联合会 federation|总工会 trade unions|妇联 women's federation|团委 youth league|党校 party school
档案馆 archives|供电公司 power company|镇街 towns and subdistricts|园区 park|新区 new area
"""

#: How the name of a unit ends; only after one of these can 和 or 与 (and) divide two names.
UNIT_ENDINGS: Final = tuple(glossed(_UNIT_ENDINGS))

#: Endings that only organs and their like have: enough to know a list of units by.
ORGANS: Final = (
    *("局", "委", "办", "厅", "署", "政府", "委员会", "办公室", "管委会", "集团", "公司", "银行", "法院", "检察院"),
    *(
        "街道",
        "开发区",
        "妇联",
        "总工会",
        "团委",
        "部门",
        "部",
        "镇街",
        "乡镇",
        "街道办事处",
        "联合会",
        "中心支行",
        "海关",
    ),
)

#: 列第一位的为牵头单位 (the first unit listed is the lead): words that must stand close to each other.
FIRST_LEADS: Final = (
    ("第一位", "牵头"),
    ("首位", "牵头"),
    ("第一个", "牵头"),
    ("排在第一", "牵头"),
    ("列第一", "牵头"),
    ("排名第一", "牵头"),
    ("排第一", "牵头"),
    ("排首", "牵头"),
)


_REMARKS: Final = """
下同 so below|以下同 so below|以下均同 so below|不再列出 not listed again|排名不分先后 in no order|无 none|暂无 none yet
"""
#: Words among names that name nobody.
REMARKS: Final = frozenset(glossed(_REMARKS))


class Column:
    """What a column holds, where it is not an owner's role."""

    NUMBER = "number"
    AREA = "area"
    TITLE = "title"
    TASK = "task"
    TARGET = "target"
    INDICATOR = "indicator"
    KIND = "kind"
    DEADLINE = "deadline"
    PROGRESS = "progress"
    ON_PACE = "on_pace"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    UNIT = "unit"
    RATE = "rate"
    OTHER = "other"


_NUMBER_COLUMNS: Final = """
序号 number|编号 number|项次 item|任务编号 number of the task|号 number|No. number
"""
_AREA_COLUMNS: Final = """
领域 area|类别 kind|分类 kind|工作领域 area of work|任务类别 kind of task|板块 part|方面 respect|重点领域 area
大类 kind|任务分类 kind|类型 type
"""
_TITLE_COLUMNS: Final = """
项目名称 name of the project|事项名称 name of the matter|任务名称 name of the task|名称 name|事项 matter|项目 project
工作事项 matter
"""
_TASK_COLUMNS: Final = """
工作任务 task|项目内容 content|内容 content|实事项目 matter|任务事项 task|事项内容 content|项目及内容 content
工作目标和内容 content|目标与任务 target and task|目标和任务 target and task|任务与目标 task and target
重点任务 main task|任务内容 content of the task|主要任务 main task|目标任务 target and task|工作内容 content of work
重点工作 main work|任务 task|建设内容 what is built|具体内容 content|主要内容 main content|工作举措 measure
具体措施 measures|工作措施 measures|具体任务 task|措施 measure|实事内容 content|主要工作 main work
重点工作任务 main task|任务分解 task|举措 measure|年度任务 task of the year|工作要点 main points|实施内容 content
分解任务 task|年度目标任务 target and task of the year|任务清单 task|重点事项 main matter|工作目标任务 target and task
具体工作任务 task|建设任务 task|主要目标任务 main target and task|主要工作任务 main task
"""
_TARGET_COLUMNS: Final = """
目标 target|年度目标 target of the year|目标值 target|工作目标 target of work|预期目标 expected target|目标要求 target
2021年目标 target of 2021|量化目标 quantified target|目标内容 target|年度目标值 target of the year|计划 plan
年度计划 plan of the year|任务目标 target|增速目标 target rate|阶段目标 stage target|指标值 value|工作标准 standard
完成标准 standard|计划目标 planned target
"""
_INDICATOR_COLUMNS: Final = """
指标 indicator|指标名称 name of the indicator|主要指标 main indicator|考核指标 assessed indicator
预期指标 expected indicator
"""
_KIND_COLUMNS: Final = """
属性 nature|指标属性 nature of the indicator|指标性质 nature of the indicator|性质 nature
"""
_PROGRESS_COLUMNS: Final = """
进展情况 progress|落实进展情况 progress|工作进展 progress|完成情况 state of completion|进展 progress|推进情况 progress
落实情况 progress|目前进展 present progress|进展成效 progress|完成进度 progress|工作进展情况 progress
任务进展 progress|办理情况 handling|当前进展 present progress|完成进展情况 progress|截至目前进展情况 progress
落实推进情况 progress|项目进展 progress|形象进度 progress of building|任务完成情况 completion
完成率 share done|完成比例 share done|实际完成情况 done|实际完成率 share done|完成率% share done|实际完成率% share done
"""
_ON_PACE_COLUMNS: Final = """
是否达序 on schedule|是否达序时进度 on schedule|是否达到序时进度 on schedule|达序情况 on schedule|序时进度 schedule
进度评价 grade|状态 state
"""
_PROBLEMS_COLUMNS: Final = """
存在问题 problems|存在的问题 problems|问题 problems|困难问题 difficulties|存在困难 difficulties|主要问题 main problems
存在问题及原因 problems and causes|问题困难 problems
"""
_NEXT_STEPS_COLUMNS: Final = """
下一步 next step|下步工作 next steps|下一步工作 next steps|下一步措施 next steps|下一步打算 next steps
下步打算 next steps|下一步工作计划 next steps|下步措施 next steps|下步计划 next steps|工作打算 next steps
下一步工作措施 next steps|下一步工作打算 next steps
"""
_UNIT_COLUMNS: Final = """
单位 unit|计量单位 unit
"""
_OTHER_COLUMNS: Final = """
备注 remark|说明 note|出处 source|来源 source|总投资 total investment|投资额 investment
2020年实际 result of 2020
"""

_COLUMNS: Final = {
    Column.NUMBER: _NUMBER_COLUMNS,
    Column.AREA: _AREA_COLUMNS,
    Column.TITLE: _TITLE_COLUMNS,
    Column.TASK: _TASK_COLUMNS,
    Column.TARGET: _TARGET_COLUMNS,
    Column.INDICATOR: _INDICATOR_COLUMNS,
    Column.KIND: _KIND_COLUMNS,
    Column.PROGRESS: _PROGRESS_COLUMNS,
    Column.ON_PACE: _ON_PACE_COLUMNS,
    Column.PROBLEMS: _PROBLEMS_COLUMNS,
    Column.NEXT_STEPS: _NEXT_STEPS_COLUMNS,
    Column.UNIT: _UNIT_COLUMNS,
    Column.OTHER: _OTHER_COLUMNS,
}

COLUMNS: Final[dict[str, str]] = {label: column for column, table in _COLUMNS.items() for label in glossed(table)}
"""Heading of a column -> what it holds."""
