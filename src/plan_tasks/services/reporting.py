"""Builds a report of a plan on a day and writes it in a format."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from plan_tasks.errors import UnknownName
from plan_tasks.model import Language, PlanId
from plan_tasks.reporting.composing import compose, write_document
from plan_tasks.reporting.contract import ReportFormatType, ReportKindType, ReportStageType
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.stages import NamedStage
from plan_tasks.reporting.view import CalendarFacts, ReportView
from plan_tasks.services.assessing import plan_on_a_day
from plan_tasks.services.context import Context
from plan_tasks.services.report_records import ItemRows, StoreRecords
from plan_tasks.storage.query import ItemQuery
from plan_tasks.version import __version__

__all__ = ["build_report", "format_of", "render"]

_log = logging.getLogger("plan_tasks.services.reporting")


def format_of(context: Context, path: Path) -> str:
    """The report format that a file's ending stands for.

    Args:
        context: The open tracker.
        path: Where a report shall go.

    Returns:
        Name of the format: the one of that name or alias, else the only one whose files end so.

    Raises:
        UnknownName: The file has no ending, none of a format, or that of several.
    """
    catalogue = context.host.catalogue(ReportFormatType)
    ending = path.suffix.removeprefix(".").lower()
    if ending in catalogue:
        return catalogue[ending].descriptor.name
    found = [name for name, offered in catalogue.items() if offered.descriptor.extension == ending]
    if len(found) == 1:
        return found[0]
    endings = sorted({f".{offered.descriptor.extension}" for offered in catalogue.values()})
    raise UnknownName(
        f"{', '.join(found)} all write files that end in .{ending}" if found else f"no format writes {path.name!r}",
        remedy=f"name the format, or let the file end in one of {', '.join(endings)}",
    )


def render(
    context: Context,
    plan: PlanId,
    kind: str,
    format_name: str,
    to: BinaryIO,
    *,
    on: date,
    known_at: datetime | None = None,
    query: ItemQuery | None = None,
    language: Language | None = None,
    kind_options: Mapping[str, Any] | None = None,
    format_options: Mapping[str, Any] | None = None,
    advance: Callable[[], None] | None = None,
) -> None:
    """Writes a report.

    Args:
        context: The open tracker.
        plan: Plan id.
        kind: Name of the report kind.
        format_name: Name of the report format.
        to: Where to; it is not closed.
        on: The day judged.
        known_at: Only what was recorded by then; None for everything.
        query: Which items; None for all.
        language: The report's language; None takes the tracker's.
        kind_options: Options of the kind.
        format_options: Options of the format.
        advance: Called for each item that is read. Most reports read the items twice: for the hash, and to write.

    Raises:
        UnknownName: No such plan.
        PluginError: The kind or format is not there, its options are wrong, or a stage that must run failed.
    """
    written = context.host.find(ReportFormatType, format_name).descriptor
    writer = context.host.open(ReportFormatType, format_name, format_options)
    document = build_report(
        context,
        plan,
        kind,
        on=on,
        known_at=known_at,
        query=query,
        language=language,
        options=kind_options,
        advance=advance,
    )
    write_document(document, writer, written.supports, to)


def build_report(
    context: Context,
    plan: PlanId,
    kind: str,
    *,
    on: date,
    known_at: datetime | None = None,
    query: ItemQuery | None = None,
    language: Language | None = None,
    options: Mapping[str, Any] | None = None,
    advance: Callable[[], None] | None = None,
) -> Document:
    """Builds a report's document, with all stages applied; arguments as for `render`."""
    standing = plan_on_a_day(context, plan, on=on, known_at=known_at, query=query)
    years = range(standing.plan.start.year, standing.plan.end.year + 1)
    provisional = tuple(year for year in years if context.calendar.day(date(year, 1, 1)).provisional)
    view = ReportView(
        plan=standing.plan,
        source=ItemRows(standing, advance),
        day=on,
        known_at=known_at,
        language=language or context.language,
        method=standing.plan.method,
        policy=context.policy,
        calendar=CalendarFacts(
            name=context.calendar_name,
            announced=tuple(year for year in years if year not in provisional),
            provisional=provisional,
        ),
        version=__version__,
        records=StoreRecords(context=context, standing_now=standing, query=query),
    )
    composed = compose(
        context.host.open(ReportKindType, kind, options), view, _stages(context), strict=context.host.strict
    )
    for skipped in composed.skipped:
        _log.warning("report stage %s of plugin %s failed", skipped.name, skipped.plugin, exc_info=skipped.error)
    return composed.document


def _stages(context: Context) -> list[NamedStage]:
    return [
        NamedStage(
            name=name,
            phase=entry.descriptor.phase,
            required=entry.descriptor.required,
            stage=context.host.open(ReportStageType, name),
            plugin=entry.plugin,
        )
        for name, entry in context.host.catalogue(ReportStageType).items()
    ]
