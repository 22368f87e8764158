"""Hooks of reports between the building of a document and its writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.reporting.contract import ReportStageType

__all__ = ["plan_tasks_report_stages"]


@hookspec.fold("plan_tasks.reporting.contract:ReportStageType")
def plan_tasks_report_stages() -> Iterator[ReportStageType[Any]]:
    """Offer report stages, each of which changes every document before it is written.

    Called:
        Once, when a tracker opens. The stages themselves run for each report: first all that enrich, then all that
        redact, then all that finish, by name within a phase.

    Arguments:
        None.

    Return:
        Yields `ReportStageType`, whose ``phase`` gives a stage its place.

    If it raises:
        Nothing that this plugin yields for this hook is used; ``plan-tasks plugins`` says why. In strict mode the
        tracker does not open. A stage that raises on a report is left out and the report says so, unless the stage is
        required or the tracker strict: then there is no report.

    Example:
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> from plan_tasks.reporting.contract import ReportStageType, StagePhase
        >>> class Untouched:
        ...     def apply(self, document, view):
        ...         return document
        >>> @hookimpl
        ... def plan_tasks_report_stages():
        ...     yield ReportStageType(
        ...         name="untouched",
        ...         summary="Changes nothing",
        ...         options=NoOptions,
        ...         factory=lambda options, context: Untouched(),
        ...         phase=StagePhase.FINISH,
        ...     )
        >>> [offered.phase.value for offered in plan_tasks_report_stages()]
        ['finish']
    """
    yield from ()
