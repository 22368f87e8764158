"""The fixed words that reports share, in English and Chinese, in one table.

Words of one kind of report alone stand beside it, in a `Phrase` of its own. Labels of states, health, roles and
comparators are in `plan_tasks.model.vocabulary`, sentences of reasons in `plan_tasks.assessment`. Words with
``{braces}`` are filled with `Phrase.fill`. A test holds both languages complete.
"""

from __future__ import annotations

from plan_tasks.model.vocabulary import Language, Term

__all__ = ["Phrase", "Word"]


class Phrase(Term):
    """A table of fixed words and sentences: a subclass writes each as ``NAME = key, English, Chinese``.

    Example:
        >>> class Greeting(Phrase):
        ...     HELLO = "hello", "Good morning, {name}", "{name}，早上好"
        >>> Greeting.HELLO.fill("en", name="Ann")
        'Good morning, Ann'
    """

    def fill(self, language: Language | str, **parts: object) -> str:
        """The sentence with its parts filled in.

        Args:
            language: ``"zh"`` or ``"en"``.
            parts: One value for each name in braces.

        Returns:
            The sentence.

        Example:
            >>> Word.AS_OF_LINE.fill("en", day="30 June 2021")
            'As of 30 June 2021'
        """
        return self.label(language).format(**parts)


class Word(Phrase):
    """The words that several kinds of report use."""

    # titles
    OVERVIEW_TITLE = "overview_title", "{plan}: overview", "{plan}进展总览"
    LEDGER_TITLE = "ledger_title", "{plan}: ledger", "{plan}推进台账"
    OWNER_TITLE = "owner_title", "{plan}: ranking of units", "{plan}责任单位评分排名"
    OWNER_TITLE_ONE = "owner_title_one", "{plan}: scorecard of {owner}", "{plan}责任单位评分表：{owner}"
    AS_OF_LINE = "as_of_line", "As of {day}", "截至{day}"
    PERIOD_LINE = (
        "period_line",
        "As of {day} · {passed} of {all} days of the plan have passed ({share})",
        "截至{day} · 计划期共{all}天，已过{passed}天（时间进度{share}）",
    )

    # sections
    SUMMARY = "summary", "Summary", "总体情况"
    TARGETS = "targets", "Targets", "主要目标"
    BEHIND = "behind", "Behind pace", "进展滞后事项"
    DUE_SOON = "due_soon", "Due within {days} days", "{days}天内到期事项"
    AREAS = "areas", "By area", "分领域情况"
    RANKING = "ranking", "Ranking", "评分排名"
    ITEMS_OF = "items_of", "{rank}. {owner}", "{rank}. {owner}"
    ITEMS_OF_UNRANKED = "items_of_unranked", "{owner}", "{owner}"

    # key figures
    ALL_ITEMS = "all_items", "items in all", "事项总数"
    ON_PACE = "on_pace", "on pace or done", "完成或达到序时"
    BEHIND_PACE = "behind_pace", "behind", "滞后、逾期或未完成"
    WITHOUT_DATA = "without_data", "without data", "无数据"
    NEAR = "near", "due within {days} days", "{days}天内到期"
    SHARE_OF_ALL = "share_of_all", "{share} of all", "占{share}"

    # sentences
    SUMMARY_SENTENCE = (
        "summary_sentence",
        "The plan has {total} items ({goals} goals, {measures} measures): {parts}.",
        "计划共{total}项（目标{goals}项、举措{measures}项）：{parts}。",
    )
    SUMMARY_PART = "summary_part", "{count} {health} ({share})", "{health}{count}项，占{share}"
    SUMMARY_JOIN = "summary_join", ", ", "；"
    ONE_PART = "one_part", "{count} {health}", "{health}{count}项"
    PARTS_JOIN = "parts_join", ", ", "、"
    REASONS_JOIN = "reasons_join", "; ", "；"
    EMPTY_PLAN = "empty_plan", "The plan has no items yet.", "计划尚无事项。"
    SHOWN_OF = (
        "shown_of",
        "The first {shown} of {all} are shown; the ledger has them all.",
        "仅列前{shown}项，共{all}项，全部见台账。",
    )
    NONE_BEHIND = "none_behind", "No item is behind.", "无滞后事项。"
    NONE_DUE = "none_due", "Nothing is due in this time.", "该时段内无到期事项。"
    NO_TARGETS = "no_targets", "No goal has a target.", "没有设定目标值的目标。"
    NO_ITEMS = "no_items", "No items.", "无事项。"
    NO_OWNERS = "no_owners", "No item has an owner.", "尚未落实责任单位。"
    PACE_RULE = (
        "pace_rule",
        (
            "Expected is what should have been reached by now; a sum grows with the days that have passed, a rate or "
            "average stands at its target all year. The gap is attainment minus expected share, in percentage points."
        ),
        (
            "“序时应达”为截至当日应达到的数值：累计类指标按已过天数折算，比率、均值类指标全年以目标值为准。"
            "“与序时差”为完成率减序时进度，单位为百分点。"
        ),
    )
    RANK_RULE = (
        "rank_rule",
        (
            "Score out of 100: each item earns {scores}, weighted with the item's weight and with the unit's role in "
            "it ({roles}); items without data are left out. Equal scores share a rank and the ranks after them are "
            "skipped."
        ),
        (
            "评分规则（百分制）：每个事项按判定计分（{scores}），以事项权重和单位在其中的角色权重（{roles}）加权平均；"
            "无数据的事项不计分。同分并列，其后名次顺延。"
        ),
    )
    WORST_FIRST = "worst_first", " Items are listed the worst first.", "各单位事项按滞后程度由重到轻列出。"
    RANK_FEW = (
        "rank_few",
        " {mark} marks units with fewer than {few} items that count; their rank says little.",
        "{mark}表示计分事项不足{few}项，名次仅供参考。",
    )
    OF_UNITS = "of_units", "of {units} units", "共{units}个单位"
    RULE_PART = "rule_part", "{name} {value}", "{name}{value}"
    ONLY_OWNER = (
        "only_owner",
        "Only {owner} is shown; the rank is that among all units.",
        "仅列{owner}，名次为全部单位中的名次。",
    )

    TREND_CHART = "trend_chart", "Actual values against pace", "实际值与序时对比"
    VALUES_TABLE = "values_table", "Values as they became known", "历次数据"
    NO_VALUES = "no_values", "There are no values.", "没有数据。"
    FORECAST_LOW = "forecast_low", "Low (80%)", "预测下限"
    FORECAST_HIGH = "forecast_high", "High (80%)", "预测上限"
    WHAT = "what", "What", "类型"
    WHAT_ACTUAL = "what_actual", "actual", "实际"
    WHAT_FORECAST = "what_forecast", "forecast", "预测"
    FROM = "from", "From", "起始日"
    UP_TO = "up_to", "Up to", "截止日"
    VALUE = "value", "Value", "数值"
    KNOWN_SINCE = "known_since", "Known since", "获知时间"
    PUBLISHER = "publisher", "Source", "来源"
    REVISED = "revised", "Revised", "是否修订"
    REVISED_YES = "revised_yes", "revised later", "已被修订"
    HISTORY = "history", "History", "变更记录"
    NO_HISTORY = "no_history", "Nothing is recorded.", "没有变更记录。"
    AT = "at", "At", "时间"
    EVENT = "event", "Event", "变更"
    DETAIL = "detail", "Detail", "内容"
    ACTOR = "actor", "By", "经办"
    WHY = "why", "Reason", "原因"

    # columns
    NUMBER = "number", "No.", "序号"
    ITEM_ID = "item_id", "Id", "编号"
    KIND = "kind", "Kind", "类别"
    AREA = "area", "Area", "领域"
    TASK = "task", "Task", "工作任务"
    ITEM = "item", "Item", "事项"
    INDICATOR = "indicator", "Indicator", "指标"
    TARGET = "target", "Target", "目标值"
    COMMITMENT = "commitment", "Nature", "性质"
    LEAD = "lead", "Lead", "牵头单位"
    RESPONSIBLE = "responsible", "Responsible", "责任单位"
    COOPERATING = "cooperating", "Cooperating", "配合单位"
    LEADER = "leader", "Supervising leader", "分管领导"
    DUE = "due", "Due", "完成时限"
    DAYS_LEFT = "days_left", "Days left", "剩余天数"
    STATE = "state", "State", "状态"
    ACTUAL = "actual", "So far", "累计完成"
    ACTUAL_END = "actual_end", "Data up to", "数据截至"
    ATTAINMENT = "attainment", "Attainment", "完成率"
    EXPECTED = "expected", "Expected", "序时应达"
    EXPECTED_SHARE = "expected_share", "Expected share", "序时进度"
    GAP = "gap", "Gap (pct points)", "与序时差（百分点）"
    HEALTH = "health", "Health", "进度判定"
    LIGHT = "light", "Light", "红绿灯"
    REASONS = "reasons", "Reasons", "判定依据"
    NARRATIVE = "narrative", "Progress", "进展情况"
    PROBLEMS = "problems", "Problems", "存在问题"
    NEXT_STEPS = "next_steps", "Next steps", "下步措施"
    NOTE = "note", "Note", "备注"
    WORDING = "wording", "Wording", "具体举措"
    MEASURED_IN = "measured_in", "Measured in", "计量单位"
    CONTACT = "contact", "Contact", "联系人"
    START = "start", "Start", "启动时间"
    STAGE = "stage", "Milestone", "当前节点"
    STAGE_AHEAD = "stage_ahead", "{title} (due {day})", "{title}（应于{day}完成）"
    STAGE_DONE = "stage_done", "{title} (reached {day})", "{title}（{day}完成）"
    REPORTED_SHARE = "reported_share", "Reported", "填报进度"
    COORDINATION = "coordination", "Needs help with", "需协调事项"
    EVIDENCE = "evidence", "Evidence", "佐证材料"
    REPORTED = "reported", "Returned on", "填报日期"
    REVIEW = "review", "Review", "审核"
    REVIEW_OPEN = "review_open", "completion asked for by {who}", "{who}申请办结，待核验"
    COMPLETED = "completed", "Completed on", "办结日期"
    KEY = "key", "Key", "标识"
    NO_DEADLINE = "no_deadline", "no deadline", "未定时限"
    WITH_REMARK = "with_remark", "{text} ({remark})", "{text}（{remark}）"
    MILESTONE = "milestone", "Milestone", "节点"
    REACHED = "reached", "Reached", "完成日期"
    SCHEDULE_CHART = "schedule_chart", "Items and milestones over time", "事项与节点进度图"
    COUNT = "count", "Items", "项数"
    SHARE = "share", "Share", "占比"
    TOTAL = "total", "Total", "合计"
    WITHOUT_AREA = "without_area", "(no area)", "（未分领域）"
    ON_PACE_SHARE = "on_pace_share", "On pace", "达序率"
    RANK = "rank", "Rank", "名次"
    UNIT = "unit", "Unit", "单位"
    SCORE = "score", "Score", "得分"
    COUNTED = "counted", "Counted", "计分项数"
    FEW = "few", "Few", "样本少"
    ROLE = "role", "Role", "角色"
    COUNTS_TABLE = "counts_table", "Items by health", "按进度判定统计"
    SCORES_CHART = "scores_chart", "Scores of units", "责任单位得分"
    TARGETS_TABLE = "targets_table", "Targets against the pace of the year", "主要目标与序时对比"

    # official documents
    ADDRESSEES = "addressees", "To: {names}", "主送：{names}"
    IMPRINT_LINE = "imprint_line", "{label}: {names}", "{label}：{names}"
    PRINTED = "printed", "Copies printed: {copies}", "共印{copies}份"

    # what every report ends with
    AS_OF = "as_of", "As of", "统计截至日"
    KNOWN_AT = "known_at", "As known at", "按已知数据时点"
    METHOD = "method", "Method", "研判方法"
    METHOD_PACE = "method_pace", "actual against the pace of the period (pace)", "序时进度法（pace）"
    THRESHOLDS = "thresholds", "Thresholds of pace", "进度比阈值"
    THRESHOLD = "threshold", "{health} from {value}", "{health}≥{value}"
    THRESHOLDS_REST = "thresholds_rest", "{health} below", "其余为{health}"
    CALENDAR = "calendar", "Calendar", "工作日历"
    CALENDAR_NONE = "calendar_none", "no date rests on working days", "日期不涉及工作日推算"
    CALENDAR_NAMED = "calendar_named", "{name}: {facts}", "{name}：{facts}"
    CALENDAR_ANNOUNCED = "calendar_announced", "working days of {years} announced", "{years}年工作日安排已公布"
    CALENDAR_PROVISIONAL = (
        "calendar_provisional",
        "working days of {years} not announced yet, dates that rest on them are provisional",
        "{years}年工作日安排尚未公布，相关日期暂按常规推算",
    )
    ROWS_COUNTED = "rows_counted", "Items counted", "统计事项数"
    SHA256 = "sha256", "SHA-256 of the data", "数据SHA-256"
    VERSION = "version", "Made with", "生成程序"
    VERSION_TEXT = "version_text", "plan-tasks {version}", "plan-tasks {version}"
    SKIPPED_STAGE = "skipped_stage", "Skipped", "未执行"
    SKIPPED_STAGE_TEXT = "skipped_stage_text", "the stage {name} failed ({error})", "处理环节{name}出错（{error}）"
    SOURCES = "sources", "Sources", "资料来源"
    SOURCE = "source", "{name}", "《{name}》"
    SOURCE_REFERENCE = "source_reference", "{name} ({reference})", "《{name}》（{reference}）"
    NOTE_MARK = "note_mark", "Note: ", "注："
    FIGURE = "figure", "Figures", "主要数据"
    UNIT_OF = "unit_of", "{label} (unit)", "{label}（单位）"
    BULLET_LEGEND = (
        "bullet_legend",
        "# attainment; a full bar is the target, > is beyond it; | is where it should be by now",
        "# 为完成率，满格为目标值，> 为超过目标；| 为序时应达位置",
    )
