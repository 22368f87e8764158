"""Which of the entries that are due are new: pure. What was queued before, what comes a second time, what is too late.

A notice that was cancelled because its deadline was moved is due again when the deadline moves back: it then gets an
occurrence, and so a key, of its own. One whose later step was queued already is not queued any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import attrs

from plan_tasks.notifying.occasions import Occasion
from plan_tasks.notifying.outdating import may_come_back
from plan_tasks.notifying.queueing import notice_key
from plan_tasks.notifying.rules.selecting import AGAIN
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Sorted", "sort_out"]

LookUp = Callable[[Collection[str]], Mapping[str, OutboxEntry]]


@attrs.frozen(kw_only=True)
class Sorted:
    """The entries that are due, sorted by what was queued before.

    Attributes:
        new: Those to be queued, under the keys that they get.
        current: Keys of all that are due, queued before or new.
    """

    new: tuple[OutboxEntry, ...]
    current: frozenset[str]


def sort_out(entries: Sequence[OutboxEntry], occasions: Iterable[Occasion], look_up: LookUp, *, tenant: str) -> Sorted:
    """Sorts out which entries are to be queued.

    Args:
        entries: What is due, addressed.
        occasions: What it was made of.
        look_up: Keys -> the entries among them that the outbox has.
        tenant: Whose plan it is.

    Returns:
        The entries to be queued. Each says in `why` which steps it took the place of that were never queued.
    """
    by_place = {(each.head.id, each.rule.name, each.occurrence): each for each in occasions}
    lower: dict[str, dict[str, str]] = {}
    higher: dict[str, list[str]] = {}
    for entry in entries:
        occasion = by_place.get((entry.item, entry.rule, entry.occurrence))
        if occasion is not None:
            lower[entry.key] = {_key(entry, tenant, each): each for each in occasion.before}
            higher[entry.key] = [_key(entry, tenant, each) for each in occasion.after]
    asked = {entry.key for entry in entries}
    known = dict(look_up(asked | {key for keys in (*lower.values(), *higher.values()) for key in keys}))
    new, current = [], set()
    for entry in entries:
        key, last = _last(entry, known, look_up, tenant)
        current.add(key)
        if key in known:
            continue
        later = [known[each] for each in higher.get(entry.key, ()) if each in known]
        if any(each.state is not OutboxState.CANCELLED for each in later):
            continue
        untold = [each for each_key, each in lower.get(entry.key, {}).items() if each_key not in known]
        new.append(attrs.evolve(last, key=key, why=_with_untold(entry.why, untold)))
    return Sorted(new=tuple(new), current=frozenset(current))


def _last(entry: OutboxEntry, known: dict[str, OutboxEntry], look_up: LookUp, tenant: str) -> tuple[str, OutboxEntry]:
    """The key under which an entry is queued, or was: of the time that has not passed by unsent."""
    key, one, times = entry.key, entry, 1
    while key in known and may_come_back(known[key]):
        times += 1
        one = attrs.evolve(entry, occurrence=f"{entry.occurrence}{AGAIN}{times}")
        key = _key(one, tenant, one.occurrence)
        known.update(look_up({key}))
    return key, one


def _key(entry: OutboxEntry, tenant: str, occurrence: str) -> str:
    return notice_key(
        tenant=tenant,
        plan=entry.plan,
        item=entry.item,
        rule=entry.rule,
        occurrence=occurrence,
        recipient=entry.recipient,
        channel=entry.channel,
    )


def _with_untold(why: str, untold: Sequence[str]) -> str:
    if not untold or not why:
        return why
    return json.dumps({**json.loads(why), "superseded": list(untold)}, ensure_ascii=False, sort_keys=True)
