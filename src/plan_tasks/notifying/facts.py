"""What a notice is about, as plain values: everything that words are made of, and no words yet.

A wording (`plan_tasks.notifying.contract.Wording`) makes words of `Facts`. Nothing here reads a store, a clock or a
template; who makes facts of what is due is `plan_tasks.notifying.queueing`.
"""

from __future__ import annotations

import attrs

from plan_tasks.model import Language, Role, validators
from plan_tasks.model.vocabulary import Term

__all__ = ["Capacity", "Facts", "FactsRow", "Level", "Topic"]


class Level(Term):
    """How urgent a notice is: the colours of the slips that offices send, each with the word that goes before it."""

    BLUE = "blue", "blue, reminder", "蓝色提醒"
    YELLOW = "yellow", "yellow, warning", "黄色预警"
    ORANGE = "orange", "orange, pressing", "橙色催办"
    RED = "red", "red, act at once", "红色督办"

    @property
    def mark(self) -> str:
        """A coloured sign. It stands beside the word and never alone: not everybody sees colours."""
        return {"blue": "🔵", "yellow": "🟡", "orange": "🟠", "red": "🔴"}[self.value]


class Topic(Term):
    """What a notice is about."""

    DUE = "due", "deadline", "办理时限"
    CHECK = "check", "check on the way", "过程检查"
    RETURN = "return", "missing return", "进展填报"
    HEALTH = "health", "progress has changed", "进度变化"
    STATE = "state", "state has changed", "状态变化"
    EXTENSION_ASKED = "extension_asked", "extension asked for", "延期申请"
    EXTENSION_GRANTED = "extension_granted", "extension granted", "同意延期"
    EXTENSION_REFUSED = "extension_refused", "extension refused", "未同意延期"
    DIGEST = "digest", "digest", "事项汇总"
    UNREACHED = "unreached", "owner not reached", "未能通知"


@attrs.frozen
class Capacity:
    """In which capacity somebody hears of an item.

    Attributes:
        owner: The name of the owner for which they stand.
        roles: The owner's roles in the item; empty where it has none that matters; None for one who is only to know.
    """

    owner: str
    roles: tuple[Role, ...] | None = ()


@attrs.frozen(kw_only=True)
class FactsRow:
    """An item in a digest.

    Attributes:
        item: Item id.
        title: Its title.
        level: How urgent; None for none.
        due: Due date in ISO; None for none.
        days: Calendar days from the due date to the day meant; negative before it, None without one.
        state: Its lifecycle state.
        health: How it stands; empty where nobody has judged.
        percent: Share done by the latest return, from 0 to 1; None for none.
        lead: Name of the lead owner; empty for none.
    """

    item: str
    title: str
    level: Level | None = None
    due: str | None = None
    days: int | None = None
    state: str = "active"
    health: str = ""
    percent: str | None = None
    lead: str = ""


@attrs.frozen(kw_only=True)
class Facts:
    """What one notice is about. Titles, names, units and reasons are what strangers typed.

    Attributes:
        language: In which language the words shall be.
        plan: Plan id.
        plan_title: The plan's title.
        on: The day on which it was looked, in ISO.
        topic: What it is about.
        level: How urgent; None where no ladder made it.
        item: Item id; empty for a digest.
        title: The item's title; empty for a digest.
        due: The deadline in ISO, of a missing return its reporting day; None for none.
        days: Calendar days from `due` to `on`; negative before it, None without one.
        state: The item's lifecycle state.
        health: How the item stands; empty where nobody has judged.
        before: State or health before it changed.
        share: How much of the time allowed has passed, such as ``"2/3"``.
        until: The deadline that was asked for or granted, in ISO; None for none.
        reason: Why, in the words of whoever asked or decided.
        percent: Share done by the latest return, from 0 to 1, as plain decimal text; None for none.
        reported: Reporting date of that return; None for none.
        actual: The indicator's value so far; None for none.
        actual_end: Last day that it covers; None for none.
        value: The target, the lower end of a range; None for none.
        upper: The upper end; None for none.
        unit: The unit of those three.
        rows: The items of a digest, in the order in which they are told.
        name: Whom the notice is for; empty where that is not known yet.
        capacities: In which capacities they hear of it.

    Example:
        >>> facts = Facts(language=Language.EN, plan="city", plan_title="City", on="2021-06-27", item="m1",
        ...               title="Open the library", due="2021-06-30", days=-3)
        >>> facts.topic.value
        'due'
    """

    language: Language = attrs.field(validator=validators.term(Language))
    plan: str
    plan_title: str
    on: str
    topic: Topic = attrs.field(default=Topic.DUE, validator=validators.term(Topic))
    level: Level | None = None
    item: str = ""
    title: str = ""
    due: str | None = None
    days: int | None = None
    state: str = "active"
    health: str = ""
    before: str = ""
    share: str = ""
    until: str | None = None
    reason: str = ""
    percent: str | None = None
    reported: str | None = None
    actual: str | None = None
    actual_end: str | None = None
    value: str | None = None
    upper: str | None = None
    unit: str = ""
    rows: tuple[FactsRow, ...] = ()
    name: str = ""
    capacities: tuple[Capacity, ...] = ()
