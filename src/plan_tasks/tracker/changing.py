"""Changes: each is one unit of work, with its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from plan_tasks.drafting.contract import Source
from plan_tasks.model import (
    ItemId,
    Observation,
    Owner,
    Plan,
    PlanId,
    ProgressReport,
    Role,
)
from plan_tasks.services import changing, collecting
from plan_tasks.services.drafting import read_source
from plan_tasks.storage.contract import Receipt
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed
from plan_tasks.workflow import commands as c

__all__ = ["Changing"]


class Changing(Opened):
    """Changes of plans and items."""

    @timed
    def add(
        self,
        plan: Plan,
        *,
        actor: str,
        reason: str = "",
        observations: Mapping[ItemId, Sequence[Observation]] | None = None,
    ) -> Receipt:
        """Stores a new plan with its items; see `plan_tasks.services.changing.create_plan`."""
        return changing.create_plan(self._context, plan, actor=actor, reason=reason, observations=observations)

    @timed
    def revise(self, plan: Plan, *, actor: str, reason: str, seen: int | None = None) -> Receipt:
        """Changes a plan's header; see `plan_tasks.services.changing.revise_plan`."""
        return changing.revise_plan(self._context, plan, actor=actor, reason=reason, seen=seen)

    @timed
    def change(self, plan: str, *commands: c.Command, actor: str, seen: Mapping[str, int] | None = None) -> Receipt:
        """Carries out commands, all or none; see `plan_tasks.services.changing.change`."""
        return changing.change(self._context, PlanId(plan), commands, actor=actor, seen=seen)

    @timed
    def assign(
        self,
        plan: str,
        item: str,
        owner: Owner | str,
        role: Role = Role.LEAD,
        *,
        actor: str,
        reason: str = "",
        seen: int | None = None,
    ) -> Receipt:
        """Gives an owner a role in an item.

        Args:
            plan: Plan id.
            item: Item id.
            owner: An owner's id, or an `Owner`, who joins the plan's list in the same commit if it is not there yet.
            role: The role.
            actor: Who assigns.
            reason: Why.
            seen: The version that the caller saw; None changes the item as it stands.

        Returns:
            What was made durable.
        """
        return changing.assign(
            self._context, PlanId(plan), ItemId(item), owner, role, actor=actor, reason=reason, seen=seen
        )

    @timed
    def report(self, plan: str, item: str, report: ProgressReport, *, actor: str, seen: int | None = None) -> Receipt:
        """Hands in a return.

        Args:
            plan: Plan id.
            item: Item id.
            report: Reporting date, percent, narrative, problems, next steps; who and when are filled in.
            actor: Who reports.
            seen: The version that the caller saw; None changes the item as it stands.

        Returns:
            What was made durable.
        """
        command = c.ReportProgress(
            item=ItemId(item),
            on=report.on,
            percent=report.percent,
            narrative=report.narrative,
            problems=report.problems,
            next_steps=report.next_steps,
            evidence=report.evidence,
        )
        return self.change(plan, command, actor=actor, seen=None if seen is None else {item: seen})

    @timed
    def observe(self, plan: str, item: str, *observations: Observation, actor: str) -> Receipt:
        """Records values of the indicators of an item's targets."""
        return self.change(plan, c.Observe(item=ItemId(item), observations=observations), actor=actor)

    @timed
    def collect(
        self,
        plan: str,
        source: str | Path | Source,
        *,
        on: date,
        actor: str,
        dry_run: bool = False,
        skip_refused: bool = False,
    ) -> collecting.Collected:
        """Takes in a ledger or a form of returns that came back filled in: all its returns in one commit, or none.

        Args:
            plan: Plan id.
            source: The file's path, or a `Source` of bytes: a report of the kind ``ledger`` or ``returns`` as XLSX or
                CSV. Columns may be moved and added; a row is known by its key, or else by the item's id.
            on: The reporting date.
            actor: Who takes them in.
            dry_run: Whether the returns are only looked at.
            skip_refused: Whether the other rows are taken where cells are refused; otherwise nothing is.

        Returns:
            The returns, how many rows are unchanged, and each refused cell with what would be right. An empty cell
            leaves what was returned last time.

        Raises:
            SourceUnreadable: The file cannot be read, or holds no form.
            Conflict: Somebody changed an item meanwhile.
        """
        read = source if isinstance(source, Source) else read_source(Path(source))
        return collecting.collect(
            self._context,
            PlanId(plan),
            read,
            on=on,
            actor=actor,
            dry_run=dry_run,
            skip_refused=skip_refused,
        )
