"""What the history says has happened to items, as far as rules want to tell of it: the last of each rule and item."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from plan_tasks.model import State
from plan_tasks.notifying.facts import Topic
from plan_tasks.notifying.rules import ExtensionRule, Rule, StateRule, Step
from plan_tasks.storage.history import StoredEvent
from plan_tasks.workflow.commands import ApproveExtension, RefuseExtension, RequestExtension

__all__ = ["Happened", "days_looked_back", "happened"]

_EXTENSIONS: Mapping[str, tuple[Step, Topic]] = {
    RequestExtension.event: (Step.ASKED, Topic.EXTENSION_ASKED),
    ApproveExtension.event: (Step.GRANTED, Topic.EXTENSION_GRANTED),
    RefuseExtension.event: (Step.REFUSED, Topic.EXTENSION_REFUSED),
}


@attrs.frozen(kw_only=True)
class Happened:
    """Something that a rule tells of an item.

    Attributes:
        rule: The rule.
        occurrence: Which of its occasions: the event's number in the plan.
        told: What the notice is to say.
    """

    rule: Rule
    occurrence: str
    told: dict[str, Any]


def days_looked_back(rules: Iterable[Rule]) -> int:
    """For how many days events are needed; 0 when no rule asks what has happened."""
    return max((rule.within for rule in rules if isinstance(rule, (StateRule, ExtensionRule))), default=0)


def happened(events: Iterable[StoredEvent], rules: Sequence[Rule], day: date) -> dict[str, list[Happened]]:
    """Finds what rules tell of what has happened.

    Args:
        events: Of one plan, in order.
        rules: The rules; those that do not go by events are passed over.
        day: The day meant; what happened later is passed over, and what happened too long before it.

    Returns:
        Item id -> for each rule that has something to tell, the last.
    """
    asking = [rule for rule in rules if isinstance(rule, (StateRule, ExtensionRule))]
    found: dict[str, dict[str, Happened]] = {}
    for stored in events if asking else ():
        event = stored.event
        apart = (day - event.at.date()).days
        if not event.item or event.before == "{}" or apart < 0:
            continue
        for rule in asking:
            if apart >= rule.within:
                continue
            told = _state_told(stored, rule) if isinstance(rule, StateRule) else _extension_told(stored, rule)
            if told is not None:
                one = Happened(rule=rule, occurrence=f"event {stored.sequence}", told=told)
                found.setdefault(event.item, {})[rule.name] = one
    return {item: list(by_rule.values()) for item, by_rule in found.items()}


def _state_told(stored: StoredEvent, rule: StateRule) -> dict[str, Any] | None:
    after = json.loads(stored.event.after)
    if "state" not in after:
        return None
    before = json.loads(stored.event.before)
    # null stands for what a field is by default
    left, reached = (each["state"] or State.ACTIVE.value for each in (before, after))
    if not rule.fits(left, reached):
        return None
    return {"topic": Topic.STATE, "before": left, "state": reached, "reason": stored.event.reason}


def _extension_told(stored: StoredEvent, rule: ExtensionRule) -> dict[str, Any] | None:
    event = stored.event
    step, topic = _EXTENSIONS.get(event.type, (None, None))
    if step not in rule.steps:
        return None
    asked = json.loads(event.after if step is Step.ASKED else event.before).get("extension") or {}
    return {"topic": topic, "until": asked.get("due"), "reason": event.reason or asked.get("reason", "")}
