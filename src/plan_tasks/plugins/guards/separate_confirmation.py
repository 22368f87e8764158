"""Completion is confirmed by someone other than who asked for it (核查销号: verified, then closed off)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plan_tasks.plugging import Objection, hookimpl
from plan_tasks.workflow import Change, ChangeView, Confirm


@hookimpl
def plan_tasks_validate_changes(changes: Sequence[Change], view: ChangeView) -> Iterator[Objection]:  # noqa: ARG001
    """Objects to a confirmation by the one who asked."""
    for change in changes:
        before = change.before
        if isinstance(change.command, Confirm) and before is not None and change.actor == before.requested_by:
            yield Objection(
                item=before.id, reason=f"{change.actor} asked for completion, so someone else has to confirm it"
            )
