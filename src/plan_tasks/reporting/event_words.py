"""Events of the history in the words of people: what happened, and what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plan_tasks.model import Language, Plan, Role, State
from plan_tasks.storage.history import Event
from plan_tasks.storage.stubs import FORGOTTEN, STUB

__all__ = ["event_label", "event_text"]

#: Event type -> its name in Chinese and in English.
_LABELS = {
    "plan_created": ("建立计划", "plan made"),
    "plan_revised": ("修订计划", "plan revised"),
    "goal_created": ("列入目标", "goal added"),
    "measure_created": ("列入举措", "measure added"),
    "activated": ("启动", "started"),
    "assigned": ("分工", "assigned"),
    "unassigned": ("解除分工", "unassigned"),
    "progress_reported": ("填报进展", "progress reported"),
    "milestone_reached": ("节点完成", "milestone reached"),
    "observed": ("录入数据", "value recorded"),
    "revised": ("修订", "revised"),
    "suspended": ("暂停", "suspended"),
    "resumed": ("恢复", "resumed"),
    "completion_requested": ("申请办结", "completion requested"),
    "completion_confirmed": ("核验办结", "completion confirmed"),
    "completion_refused": ("退回", "completion refused"),
    "extension_requested": ("申请延期", "extension requested"),
    "extension_approved": ("同意延期", "extension approved"),
    "extension_refused": ("不同意延期", "extension refused"),
    "cancelled": ("撤销", "cancelled"),
    "reopened": ("重新启动", "reopened"),
    STUB: ("更早的历史已删除", "earlier history forgotten"),
    FORGOTTEN: ("删除历史", "history forgotten"),
}


def event_label(event: Event, language: Language) -> str:
    """What happened; the type itself for an event of a plugin or a newer version."""
    pair = _LABELS.get(event.type)
    return event.type if pair is None else pair[language is Language.EN]


def event_text(event: Event, plan: Plan, language: Language) -> str:
    """What the event changed, in short.

    Args:
        event: The event.
        plan: Its plan's header, for the names of owners.
        language: Of the labels.

    Returns:
        The new percent, value, deadline, owner or title; empty where the event's name says it all.
    """
    before, after = json.loads(event.before), json.loads(event.after)
    separator = "；" if language is Language.ZH else "; "
    return separator.join(part for part in _parts(event, before, after, plan, language) if part)


def _parts(
    event: Event, before: dict[str, Any], after: dict[str, Any], plan: Plan, language: Language
) -> Iterator[str]:
    if event.type.endswith("_created"):
        yield str(after.get("title", ""))
        return
    if event.type == STUB:
        yield f"{after['first'][:10]} – {event.at:%Y-%m-%d}"
        return
    if event.type == FORGOTTEN:
        yield f"1–{after['through']}"
        return
    if event.type == "observed":
        for value in after.get("observations", ()):
            yield f"{value['indicator']} {value['value']} ({value['end']})"
        return
    report = after.get("progress")
    if report:
        percent = report.get("percent")
        share = "" if percent is None else f"{float(percent):.0%} "
        yield f"{report['on']} {share}{report.get('narrative', '')}".strip()
    if "due" in after and before.get("due") != after["due"]:
        yield f"{before.get('due') or '—'} → {after['due'] or '—'}"
    if asked := after.get("extension"):
        yield f"→ {asked['due']}"
    yield from _owners(before, after, plan, language)
    reached = {each["title"]: each.get("done") for each in after.get("milestones") or ()}
    earlier = {each["title"]: each.get("done") for each in before.get("milestones") or ()}
    for title, done in reached.items():
        if done and done != earlier.get(title):
            yield f"{title} ({done})"
    if event.type == "revised" and "state" in after:
        yield State(after["state"]).label(language)


def _owners(before: dict[str, Any], after: dict[str, Any], plan: Plan, language: Language) -> Iterator[str]:
    old, new = ({(a["owner"], a["role"]) for a in fields.get("assignments") or ()} for fields in (before, after))
    for sign, pairs in (("+", new - old), ("−", old - new)):
        for owner, role in sorted(pairs):
            yield f"{sign} {plan.owner_name(owner)} ({Role(role).label(language)})"
