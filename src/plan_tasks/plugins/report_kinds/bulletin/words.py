"""The words of the bulletin alone, in the turns of phrase that offices use."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["BulletinWord", "Category"]


class Category(Phrase):
    """The classes that a bulletin counts items by: each item is in exactly one."""

    COMPLETED = "completed", "completed", "已完成"
    AHEAD = "ahead", "ahead of schedule", "超序时进度"
    ON_SCHEDULE = "on_schedule", "on schedule", "达序时进度"
    BEHIND = "behind", "behind", "滞后"
    NOT_STARTED = "not_started", "not started", "未启动"
    NO_DATA = "no_data", "without data", "暂无数据"
    ADJUSTED = "adjusted", "adjusted (suspended or withdrawn)", "调整（暂停或撤销）"


class BulletinWord(Phrase):
    """Headings and sentences."""

    NAME = "name", "Bulletin", "督查通报"
    NUMBER = "number", "No. {number}", "第{number}期"
    TITLE = "title", "Progress of {plan}", "关于{plan}完成情况的通报"
    REPORTED_TO = "reported_to", "Reported to", "报"
    SENT_TO = "sent_to", "Copies to", "送"

    OVERALL = "overall", "1. Overall", "一、总体情况"
    GOOD = "good", "2. What is going well", "二、进展较好的单位和事项"
    BEHIND = "behind", "3. What is behind, and why", "三、进展滞后的事项及原因"
    NEXT = "next", "4. What is required next", "四、下一步要求"

    OVERALL_TEXT = (
        "overall_text",
        "As of {day}, {passed} of {all} days of the plan have passed ({share}). Of {total} items, {parts}.",
        "截至{day}，计划期{all}天已过{passed}天，时间进度{share}。纳入督查的{total}项事项中，{parts}。",
    )
    PART = "part", "{count} are {category} ({share})", "{category}{count}项，占{share}"
    PART_JOIN = "part_join", ", ", "；"
    TARGETS_TEXT = (
        "targets_text",
        (
            "Of {total} headline targets, {good} are on schedule or better, {behind} are behind and {silent} are "
            "without data."
        ),
        "{total}项主要目标中，达到或超过序时进度{good}项，滞后{behind}项，暂无数据{silent}项。",
    )
    COUNTS_TABLE = "counts_table", "Items by class", "事项分类统计"
    CATEGORY = "category", "Class", "类别"

    UNITS_GOOD = (
        "units_good",
        "Units all of whose items are on schedule or better: {units}.",
        "所承担事项全部达到或超过序时进度的单位：{units}。",
    )
    COMPLETED_ITEMS = "completed_items", "Completed ({count}): {items}.", "已完成{count}项：{items}。"
    AHEAD_ITEMS = "ahead_items", "Ahead of schedule ({count}): {items}.", "超序时进度{count}项：{items}。"
    NAMED = "named", "{item} ({unit})", "{item}（{unit}）"
    NAMED_JOIN = "named_join", "; ", "；"
    AND_MORE = "and_more", "; and {count} more", "；另有{count}项"
    NOTHING_GOOD = "nothing_good", "No item is completed or ahead of schedule.", "暂无已完成或超序时进度的事项。"

    BEHIND_TEXT = (
        "behind_text",
        "{count} items are behind ({share}), {overdue} of them overdue or missed. By lead unit: {units}.",
        "滞后事项{count}项，占{share}，其中逾期或未完成{overdue}项。按牵头单位：{units}。",
    )
    NOTHING_BEHIND = "nothing_behind", "No item is behind.", "没有滞后事项。"
    UNIT_COUNT = "unit_count", "{unit} {count}", "{unit}{count}项"
    NO_UNIT = "no_unit", "(no lead unit)", "（未明确牵头单位）"

    BY = "by", " by {day}", "于{day}前"
    TO_ISSUER = "to_issuer", " to {issuer}", "向{issuer}"
    DEMAND_OVERDUE = (
        "demand_overdue",
        "Overdue items ({count}): the lead units explain the delay, name a new day of completion and report{to}{by}.",
        "对逾期或未完成的{count}项事项，牵头单位要说明原因，明确新的完成日期，{by}{to}书面报告。",
    )
    DEMAND_BEHIND = (
        "demand_behind",
        "Items behind schedule ({count}): the lead units set out how they will catch up and report{to}{by}.",
        "对滞后的{count}项事项，牵头单位要制定赶序时措施，{by}{to}报告。",
    )
    DEMAND_SILENT = (
        "demand_silent",
        "Items without data ({count}): the lead units return their progress{to}{by}.",
        "对暂无数据的{count}项事项，牵头单位要{by}{to}补报进展情况。",
    )
    DEMAND_REST = (
        "demand_rest",
        "All other items go on as planned; {near} items are due within the next {days} days.",
        "其余事项按计划推进；今后{days}天内到期{near}项，牵头单位要确保按期完成。",
    )
    DEMAND_NUMBER = "demand_number", "({number}) ", "（{number}）"

    ANNEXES = (
        "annexes",
        "Annexes: 1. All items; 2. Ranking of units; 3. Items behind",
        "附件：1.事项进展清单　2.责任单位评分排名　3.滞后事项清单",
    )
    ANNEX_ITEMS = "annex_items", "Annex 1: all items", "附件1　事项进展清单"
    ANNEX_RANKING = "annex_ranking", "Annex 2: ranking of units", "附件2　责任单位评分排名"
    ANNEX_BEHIND = "annex_behind", "Annex 3: items behind, with reasons and next steps", "附件3　滞后事项清单"
    SEE_ANNEX = (
        "see_annex",
        "The {shown} furthest behind are shown; annex 3 has all {all}.",
        "仅列滞后最多的{shown}项，全部{all}项见附件3。",
    )
    CLASS_RULE = (
        "class_rule",
        "Each item is in one class: suspended and withdrawn items are adjusted, the others classed by how they stand.",
        "每个事项只归入一类：已暂停、已撤销的为调整，其余按进度判定归类。",
    )
