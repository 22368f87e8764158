"""The plans, items, values, events and entries that the laws of storage store: each as full of fields as can be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from plan_tasks.model import (
    Area,
    AreaId,
    Assignment,
    Comparator,
    Goal,
    Indicator,
    Item,
    ItemId,
    Measure,
    Milestone,
    Observation,
    Owner,
    OwnerId,
    Plan,
    PlanId,
    ProgressReport,
    Role,
    SourceDocument,
    SourceSpan,
    State,
    Target,
    TenantId,
)
from plan_tasks.storage.contract import ItemWrite
from plan_tasks.storage.encoding import encode_item
from plan_tasks.storage.heads import Latest, head_of
from plan_tasks.storage.history import Event
from plan_tasks.storage.outbox import OutboxEntry

__all__ = [
    "AT",
    "HARD_TEXTS",
    "MOMENTS",
    "NUMBERS",
    "OTHER",
    "OTHER_PLAN",
    "PLAN",
    "TENANT",
    "entry",
    "event",
    "full_goal",
    "full_measure",
    "measure",
    "measures",
    "observation",
    "write",
    "writes",
]

TENANT: Final = TenantId("tenant")
OTHER: Final = TenantId("other")
AT: Final = datetime(2021, 3, 1, 9, tzinfo=UTC)

PLAN: Final = Plan(
    id=PlanId("city"),
    title="Work report 2021 政府工作报告",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    issuer="City government",
    areas=(Area(id=AreaId("a1"), title="Livelihood"), Area(id=AreaId("a2"), title="Environment")),
    owners=(Owner(id=OwnerId("schools"), name="教育局"), Owner(id=OwnerId("labour"), name="人社局")),
    source=SourceDocument(name="report.md", reference="https://example.org/report"),
)
OTHER_PLAN: Final = Plan(id=PlanId("bridge"), title="Bridge", start=date(2021, 1, 1), end=date(2022, 6, 30))

#: Texts that stores have lost, cut, folded or taken for syntax.
HARD_TEXTS: Final = {
    "chinese": "城镇新增就业1100万人以上",
    "four bytes": "𠮷野家 🏫 𝒳",
    "nul": "before\0after",
    "line breaks": "first\nsecond\r\nthird\u2028fourth",
    "quotes": """it's a "quoted" `word`; DROP TABLE item; --""",
    "backslashes": r"a\b\\c \n \u0000 %_",
    "right to left": "שלום \u202eevil",
    "composed twice": "é e\u0301 ﬁ",
    "spaces": "  led by spaces, followed by them \t ",
    "like a number": "007.50",
    "long": "长" * 1_900,
}
NUMBERS: Final = tuple(
    map(Decimal, ("0.1", "-0.000001", "1E+20", "123456789012345678901234567890.123456789", "0", "1100.00"))
)
_EAST = timezone(timedelta(hours=8))
MOMENTS: Final = (
    AT,
    datetime(2021, 3, 1, 17, 30, 15, 123456, tzinfo=_EAST),
    datetime(1970, 1, 2, tzinfo=UTC),
    datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
)


def measure(item: str, **fields: Any) -> Measure:
    """A measure with a title, and whatever else is wanted."""
    return Measure(id=ItemId(item), **({"title": f"Measure {item}"} | fields))


def measures(count: int, **fields: Any) -> list[Measure]:
    """Measures m0, m1, m2 and so on."""
    return [measure(f"m{number}", **fields) for number in range(count)]


def full_measure(item: str = "m1") -> Measure:
    """A measure with every field that a measure can have."""
    return measure(
        item,
        text="Build 12 schools; 新建12所学校",
        area=AreaId("a1"),
        assignments=(
            Assignment(owner=OwnerId("schools")),
            Assignment(owner=OwnerId("labour"), role=Role.COOPERATING),
        ),
        start=date(2021, 2, 1),
        due=date(2021, 8, 31),
        deadline="8月底前",
        provisional=True,
        state=State.ACTIVE,
        progress=ProgressReport(on=date(2021, 3, 1), percent=Decimal("0.25"), narrative="Ground broken", known=AT),
        weight=Decimal("1.5"),
        tags=("people", "重点"),
        note="Watch the winter",
        source=SourceSpan(start=10, end=14, text="新建学校"),
        milestones=(Milestone(title="Roof", due=date(2021, 5, 31), done=date(2021, 5, 30)),),
    )


def full_goal(item: str = "g1", value: Decimal = Decimal(1100)) -> Goal:
    """A goal with a target."""
    indicator = Indicator(name="城镇新增就业", unit="万人", cycle_days=31)
    return Goal(
        id=ItemId(item),
        title="Urban jobs",
        targets=(Target(indicator=indicator, comparator=Comparator.AT_LEAST, value=value),),
        assignments=(Assignment(owner=OwnerId("labour")),),
    )


def write(item: Item, *, seen: int = 0, plan: Plan = PLAN, latest: Latest | None = None) -> ItemWrite:
    """What a service hands a backend for an item."""
    return ItemWrite(plan.id, item, encode_item(item), head_of(item, plan, latest, seen + 1), seen)


def writes(items: Iterable[Item], *, plan: Plan = PLAN) -> list[ItemWrite]:
    """The same for new items."""
    return [write(item, plan=plan) for item in items]


def observation(value: Decimal | int = 5, *, known: datetime = AT, day: date = date(2021, 2, 28)) -> Observation:
    """A value since the start of the year."""
    return Observation(
        indicator="城镇新增就业", start=date(2021, 1, 1), end=day, value=Decimal(value), known=known, source="统计局"
    )


def event(item: str = "m1", *, plan: str = "city", version: int = 1, at: datetime = AT, text: str = "") -> Event:
    """A change of an item, or with the item "" of the plan."""
    return Event(plan, item, "revised", "office", at, version, '{"title":"old"}', f'{{"title":"{version}"}}', text)


def entry(key: str = "k1", **fields: Any) -> OutboxEntry:
    """A notice that waits to be sent, due at `AT`."""
    usual: dict[str, Any] = {
        "plan": "city",
        "item": "m1",
        "rule": "due-soon",
        "occurrence": "2021-08-31/1",
        "recipient": "schools",
        "channel": "post",
        "address": "office@example.org",
        "recipient_name": "教育局",
        "subject": "Due soon 即将到期",
        "body": "The school is due.\n学校即将到期。",
        "created": AT,
        "due": AT,
    }
    return OutboxEntry(key=key, **(usual | fields))
