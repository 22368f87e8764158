"""Lets plugins have the last word on notices before they are queued: other words, or a reason why nobody gets one."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from plan_tasks.hooks.policy import plan_tasks_before_send
from plan_tasks.model import Language
from plan_tasks.notifying.contract import Revision, WordedNotice, Words
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.texts import one_line
from plan_tasks.services.context import Context
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["revised"]


def revised(context: Context, entries: Sequence[OutboxEntry]) -> list[OutboxEntry]:
    """Asks plugins about entries that are not in the outbox yet. No store is held meanwhile.

    Args:
        context: The open tracker.
        entries: What is to be queued.

    Returns:
        The entries in the same order, under the same keys: with other words where a plugin gave some, cancelled with
        the reason where it dropped one.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        known = unit.outbox.known([entry.key for entry in entries])
    new = [entry for entry in entries if entry.key not in known]
    if not new:
        return list(entries)
    revision = context.host.ask(plan_tasks_before_send, notices=tuple(map(_noticed, new))) or Revision()
    changed = {entry.key: _changed(context, entry, place, revision) for place, entry in enumerate(new)}
    return [changed.get(entry.key, entry) for entry in entries]


def _noticed(entry: OutboxEntry) -> WordedNotice:
    return WordedNotice(
        key=entry.key,
        plan=entry.plan,
        item=entry.item,
        rule=entry.rule,
        level=Level(entry.level) if entry.level else None,
        recipient=entry.recipient,
        recipient_name=entry.recipient_name,
        channel=entry.channel,
        address=entry.address,
        language=Language(entry.language),
        words=Words(subject=entry.subject, text=entry.body, html=entry.html, markdown=entry.markdown),
    )


def _changed(context: Context, entry: OutboxEntry, place: int, revision: Revision) -> OutboxEntry:
    if words := revision.words.get(place):
        entry = attrs.evolve(
            entry,
            subject=one_line(words.subject),
            body=words.text,
            html=words.html,
            markdown=words.markdown,
        )
    if reason := revision.dropped.get(place):
        return attrs.evolve(entry, state=OutboxState.CANCELLED, settled=context.clock(), reason=one_line(reason))
    return entry
