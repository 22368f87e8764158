"""The sentences of notices in Chinese and in English, as data. What fills them in is `wording`.

``$name`` stands for what is filled in. Both languages have every sentence, and each fills in the same values.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from plan_tasks.model import Language

__all__ = ["SENTENCES", "Sentences"]


@attrs.frozen(kw_only=True)
class Sentences:
    """The sentences of one language.

    Attributes:
        day: One day.
        days: ``$count`` days.
        when: Topic and tense (``due before``) -> how urgent it is, as it stands in a subject; ``$days``, ``$share``,
            ``$after``, ``$until``.
        subject: ``$when``, ``$title``.
        levelled: The same with a level; ``$mark``, ``$level``, ``$when``, ``$title``.
        gathered: The subject of a digest; ``$on``, ``$plan``, ``$counts``.
        labels: Name of a line -> what stands before it.
        labelled: A line; ``$label``, ``$text``.
        about: What the notice is about; ``$plan``, ``$item``, ``$title``.
        dated: ``$due``, ``$when``, ``$on``.
        what: Topic -> what has happened; ``$share``, ``$before``, ``$after``, ``$until``, ``$because``.
        became: What has happened where nobody knows what was before; ``$after``.
        because: Why, in somebody's words; ``$reason``; empty without one.
        greeting: ``$name``.
        returned: A return with its share done; ``$percent``, ``$reported``.
        returned_words: A return without a share; ``$reported``.
        unreturned: No return yet.
        measured: An indicator's value; ``$actual``, ``$actual_end``.
        aimed: The target's value; ``$value``.
        apart: Between state, health and the rest.
        joined: Between two parts of how it stands.
        asks: What is to be done, by name.
        capacity: An owner with roles; ``$owner``, ``$roles``.
        informed: An owner who is only to know; ``$owner``.
        listed: Between two of a list.
        sections: Section of a digest -> its heading.
        counted: A section and how many it holds; ``$section``, ``$count``.
        row: An item of a digest; ``$item``, ``$title``, ``$facts``.
        led: The lead owner in such a row; ``$lead``.
        done: The share done in such a row; ``$percent``.
        nothing: A digest without items.
    """

    day: str
    days: str
    when: Mapping[str, str]
    subject: str
    levelled: str
    gathered: str
    labels: Mapping[str, str]
    labelled: str
    about: str
    dated: str
    what: Mapping[str, str]
    became: str
    because: str
    greeting: str
    returned: str
    returned_words: str
    unreturned: str
    measured: str
    aimed: str
    apart: str
    joined: str
    asks: Mapping[str, str]
    capacity: str
    informed: str
    listed: str
    sections: Mapping[str, str]
    counted: str
    row: str
    led: str
    done: str
    nothing: str


_ENGLISH = Sentences(
    day="1 day",
    days="$count days",
    when={
        "due before": "due in $days",
        "due today": "due today",
        "due late": "$days overdue",
        "return before": "return due in $days",
        "return today": "return due today",
        "return late": "return $days late",
        "check": "$share of the time has passed",
        "health": "now $after",
        "state": "now $after",
        "extension_asked": "extension to $until asked for",
        "extension_granted": "extended to $until",
        "extension_refused": "extension refused",
        "unreached": "owner not reached",
    },
    subject="[$when] $title",
    levelled="$mark [$level | $when] $title",
    gathered="[digest of $on] $plan: $counts",
    labels={
        "due": "Deadline",
        "return": "Reporting day",
        "what": "What has happened",
        "stands": "Where it stands",
        "ask": "What to do",
        "item": "Item",
        "lead": "Lead",
        "to": "Sent to",
        "link": "Details",
    },
    labelled="$label: $text",
    about="$plan, item $item: $title",
    dated="$due ($when, counted on $on)",
    what={
        "check": "$share of the time allowed has passed",
        "health": "how it stands has changed from $before to $after",
        "state": "its state has changed from $before to $after$because",
        "extension_asked": "an extension to $until was asked for$because",
        "extension_granted": "the extension was granted, and the deadline is now $until$because",
        "extension_refused": "the extension was refused, and the deadline stays$because",
        "unreached": "somebody who had to hear of it could not be told$because",
    },
    became="it now stands at: $after",
    because="; the reason given: $reason",
    greeting="$name,",
    returned="$percent done by the return of $reported",
    returned_words="last return $reported, without a percentage",
    unreturned="no return so far",
    measured="$actual by $actual_end",
    aimed="target $value",
    apart="; ",
    joined="; ",
    asks={
        "act": "finish it by the deadline and report, or ask for an extension before the deadline and say why.",
        "hurry": "finish it and ask for completion, or explain at once why it is late and ask for an extension.",
        "close": "all of it is reported done; ask for completion, so that it can be confirmed.",
        "judge": "completion was asked for; check it, and confirm it or send it back.",
        "catch_up": "explain why it is behind, say how and by which day it will have caught up, and report.",
        "press": "the head of the unit takes it up in person; report what was done and the day it will be finished.",
        "at_once": "act at once: finish it and ask for completion today, or explain to the office today why it "
        "cannot be finished and by which day it will be.",
        "hand_in": "hand in the return by the reporting day: share done, problems, next steps.",
        "hand_in_now": "hand in the return now: share done, problems, next steps.",
        "check": "report how far it is; if it is behind, say how it will catch up.",
        "measure": "report the latest figures; without them nothing can be said.",
        "go_on": "nothing new; go on as planned and report on time.",
        "know": "nothing; this is for your information.",
        "decide": "grant the extension or refuse it, and give the reason.",
        "new_date": "finish it by the new deadline, and go on reporting.",
        "old_date": "finish it by the deadline that stands, or at once if that has passed.",
        "reach": "tell them another way, and complete owners and addresses.",
        "digest_late": "begin with what is overdue: finish it, or explain it and ask for an extension; then catch up "
        "with what is behind.",
        "digest": "see to each by its deadline, and report.",
    },
    capacity="$owner ($roles)",
    informed="$owner (for information)",
    listed=", ",
    sections={"late": "overdue", "behind": "behind", "due": "due soon"},
    counted="$count $section",
    row="$item $title: $facts",
    led="lead $lead",
    done="$percent done",
    nothing="nothing is due",
)

# The Chinese reads, line by line, as the English above.
_CHINESE = Sentences(
    day="1天",
    days="$count天",
    when={
        "due before": "$days后到期",  # due in
        "due today": "今日到期",  # due today
        "due late": "已逾期$days",  # overdue by
        "return before": "进展填报$days后截止",  # return due in
        "return today": "进展填报今日截止",  # return due today
        "return late": "进展填报已超期$days",  # return late by
        "check": "时限已过$share",  # share of the time has passed
        "health": "进度转为“$after”",  # progress has become
        "state": "状态转为“$after”",  # state has become
        "extension_asked": "申请延期至$until",
        "extension_granted": "同意延期至$until",
        "extension_refused": "未同意延期",
        "unreached": "未能通知责任单位",  # owner not reached
    },
    subject="【$when】$title",
    levelled="$mark【$level｜$when】$title",
    gathered="【$on汇总】《$plan》：$counts",  # digest
    labels={
        "due": "完成时限",  # deadline
        "return": "填报截止",  # reporting day
        "what": "有关情况",  # what has happened
        "stands": "目前情况",  # where it stands
        "ask": "办理要求",  # what to do
        "item": "事项",  # item
        "lead": "牵头单位",  # lead
        "to": "发送对象",  # sent to
        "link": "详情",  # details
    },
    labelled="$label：$text",
    about="《$plan》事项 $item：$title",  # plan, item: title
    dated="$due（$when，截至$on）",  # due (when, as of)
    what={
        "check": "办理期限已过$share",
        "health": "进度由“$before”转为“$after”",  # from ... to ...
        "state": "状态由“$before”转为“$after”$because",
        "extension_asked": "申请将时限延至$until$because",
        "extension_granted": "已同意延期，时限调整为$until$because",  # the deadline is now
        "extension_refused": "未同意延期，时限不变$because",  # the deadline stays
        "unreached": "应知悉的责任单位未能通知到$because",  # could not be told
    },
    became="目前为“$after”",
    because="；理由：$reason",  # reason
    greeting="$name：",
    returned="$reported 填报完成$percent",  # return of that day: share done
    returned_words="$reported 已填报，未填完成比例",  # returned without a share
    unreturned="尚未填报进展",  # no return so far
    measured="截至$actual_end完成$actual",  # by that day: value
    aimed="目标$value",  # target
    apart="；",
    joined="，",
    asks={
        "act": "请在时限前办结并填报进展；确有困难的，请在到期前申请延期并说明原因。",  # finish, extend or explain
        "hurry": "请立即办理并申请办结；暂不能办结的，请说明逾期原因并申请延期。",  # at once
        "close": "已填报全部完成，请申请办结，以便核验销号。",  # ask for completion
        "judge": "已申请办结，请核验后确认或退回。",  # check and confirm
        "catch_up": "请说明滞后原因，提出赶上进度的措施和完成日期，并填报进展。",  # explain and catch up
        "press": "请单位主要负责同志亲自过问，填报已采取的措施和办结日期。",  # the head takes it up
        "at_once": "请立即办理：今日办结并申请办结；不能办结的，今日说明原因和办结日期。",  # act at once
        "hand_in": "请在截止日前填报进展：完成比例、存在问题、下步打算。",  # hand in the return
        "hand_in_now": "请立即补报进展：完成比例、存在问题、下步打算。",  # hand it in now
        "check": "请填报进展；进度滞后的，请说明赶上进度的措施。",  # report how far it is
        "measure": "请填报最新数据；没有数据无法研判。",  # report figures
        "go_on": "请按计划继续推进，按时填报进展。",  # go on as planned
        "know": "无需办理，供知悉。",  # for your information
        "decide": "请研究后同意或不同意延期，并说明理由。",  # grant or refuse
        "new_date": "请在新时限前办结，并继续填报进展。",  # finish by the new deadline
        "old_date": "请按原时限办结；已超过时限的，请立即办理。",  # finish by the deadline that stands
        "reach": "请通过其他方式告知，并补全责任单位及其地址。",  # tell them another way
        "digest_late": "请先办理逾期事项：办结，或说明原因并申请延期；再赶上滞后事项的进度。",  # what is overdue first
        "digest": "请逐项在时限前办结，并填报进展。",  # each by its deadline
    },
    capacity="$owner（$roles）",
    informed="$owner（供知悉）",  # for information
    listed="、",
    sections={"late": "逾期", "behind": "滞后", "due": "临近到期"},  # overdue, behind, due soon
    counted="$section$count项",
    row="$item $title：$facts",
    led="牵头$lead",  # lead
    done="完成$percent",  # share done
    nothing="暂无到期事项",  # nothing is due
)

#: The sentences of each language.
SENTENCES = MappingProxyType({Language.EN: _ENGLISH, Language.ZH: _CHINESE})
