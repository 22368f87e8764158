"""Finds notices that wait and have lost their point: pure. A later step, a moved deadline, an item that is done."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from plan_tasks.model import Item, State
from plan_tasks.notifying.occasions import Digest, Occasion
from plan_tasks.notifying.occasions.reporting import day_before
from plan_tasks.notifying.rules import OPEN_STATES, LadderRule, ReturnRule, Rule, first_time
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["may_come_back", "outdated"]

_MOVED: Final = "the deadline was moved from "
_CLOSED: Final = "the item is "
_ASKED: Final = "an extension is asked for"
_NOT_FOR: Final = "it is no longer for "
_GONE: Final = "the item is gone"


def outdated(
    waiting: Iterable[OutboxEntry],
    heads: Mapping[str, ItemHead],
    occasions: Iterable[Occasion],
    rules: Collection[Rule],
    now: datetime,
    *,
    items: Mapping[str, Item] | None = None,
    digests: Iterable[Digest] = (),
    current: Collection[str] | None = None,
    channels: Collection[str] = (),
) -> dict[str, str]:
    """Finds what need not be sent any more.

    An entry that a dispatcher holds at this moment is left alone: it may be out already. Looking back at an earlier day
    outdates nothing.

    Args:
        waiting: Pending entries of one plan.
        heads: Item id -> the columns of the items that they speak of, as they are now.
        occasions: What is due now.
        rules: The rules that were looked at; entries of others are left alone.
        now: The present moment.
        items: Item id -> the items themselves, for ladders.
        digests: Digests that close now.
        current: Keys of the entries that are due now; None where nobody has addressed them. One for an occasion that
            is due now, and not among these, is for somebody who no longer hears of it.
        channels: The channels to which those entries were addressed.

    Returns:
        Key -> the reason, in words.
    """
    by_name = {rule.name: rule for rule in rules}
    due_now: dict[tuple[str, str], list[Occasion]] = {}
    for each in occasions:
        due_now.setdefault((each.head.id, each.rule.name), []).append(each)
    closing = {digest.rule.name: digest.occurrence for digest in digests}
    found: dict[str, str] = {}
    for entry in waiting:
        rule = by_name.get(entry.rule)
        held = entry.leased_until is not None and entry.leased_until > now
        if held or rule is None:
            continue
        if not entry.item:
            later = closing.get(entry.rule)
            if later is not None and later > first_time(entry.occurrence):
                found[entry.key] = f"superseded by the {later}"
            continue
        ones = due_now.get((entry.item, entry.rule), ())
        reason = _reason(entry, rule, heads.get(entry.item), ones, (items or {}).get(entry.item))
        addressed = current is not None and entry.channel in channels and entry.key not in current
        if not reason and addressed and first_time(entry.occurrence) in {one.occurrence for one in ones}:
            reason = f"{_NOT_FOR}{entry.recipient_name or entry.recipient}"
        if reason:
            found[entry.key] = reason
    return found


def may_come_back(entry: OutboxEntry) -> bool:
    """Whether an entry was cancelled for a reason that can pass, so that its notice may be due a second time.

    Example:
        >>> entry = OutboxEntry(key="k", plan="p", item="m1", rule="due", occurrence="2021-06-30 -3d", recipient="a",
        ...                     channel="mail", subject="s", body="b", created=None, due=None,
        ...                     state=OutboxState.CANCELLED, reason="the deadline was moved from 2021-06-30 to none")
        >>> may_come_back(entry)
        True
    """
    return (
        entry.state is OutboxState.CANCELLED
        and entry.reason.startswith((_MOVED, _CLOSED, _ASKED, _NOT_FOR))
        and entry.reason != _GONE
    )


def _assigned(entry: OutboxEntry) -> list[str]:
    """Ids of the owners for whom an entry was made because they had a part in its item; empty for others."""
    try:
        why = json.loads(entry.why)
        return list(why["owners"]) if why["roles"] else []
    except (ValueError, LookupError, TypeError):
        return []


def _reason(entry: OutboxEntry, rule: Rule, head: ItemHead | None, ones: Iterable[Occasion], item: Item | None) -> str:
    """Why an entry about an item has lost its point; empty when it has not."""
    occurrence = first_time(entry.occurrence).partition(" unreached")[0]
    dated = occurrence.partition(" ")[0]
    if head is None:
        return _GONE
    asks = rule.has_deadline or isinstance(rule, ReturnRule)
    if asks and head.state not in OPEN_STATES:
        return f"{_CLOSED}{State(head.state).en}"
    if rule.has_deadline and head.due != dated:
        return f"{_MOVED}{dated} to {head.due or 'none'}"
    if isinstance(rule, LadderRule) and item is not None and item.extension is not None:
        return _ASKED
    if isinstance(rule, ReturnRule) and rule.is_own(occurrence):
        since = day_before(rule, date.fromisoformat(dated)).isoformat()
        if (head.reported or "") > since:
            return "the return was handed in"
    if _assigned(entry) and not any(f":{owner} " in head.owners for owner in _assigned(entry)):
        return f"{_NOT_FOR}{entry.recipient_name or entry.recipient}"
    for one in ones:
        if occurrence in one.before or (isinstance(rule, ReturnRule) and dated < one.occurrence[:10]):
            return f"superseded by the step {one.occurrence.partition(' ')[2]}"
    return ""
