"""From a view to the finished document, and from there to bytes: what the core does between kind and format."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import BinaryIO

import attrs

from plan_tasks.assessment import Policy, colour_of
from plan_tasks.model import Health, Language
from plan_tasks.reporting.blocks import BlockKind
from plan_tasks.reporting.cells import ColumnType
from plan_tasks.reporting.contract import ReportFormat, ReportKind
from plan_tasks.reporting.degrading import degrade
from plan_tasks.reporting.document import Document, Fact
from plan_tasks.reporting.formatting import number_text
from plan_tasks.reporting.sealing import seal
from plan_tasks.reporting.stages import Folded, NamedStage, apply_stages
from plan_tasks.reporting.view import CalendarFacts, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["compose", "write_document"]


def compose(kind: ReportKind, view: ReportView, stages: Iterable[NamedStage] = (), *, strict: bool = False) -> Folded:
    """Builds a report to the end: kind, stages, and the facts that every report ends with.

    Args:
        kind: The kind of report.
        view: The plan as it stands on a day.
        stages: What changes the document on its way, in any order.
        strict: Whether a stage that fails refuses the report.

    Returns:
        The finished document, and which stages were skipped.

    Raises:
        PluginError: As for `apply_stages`.
        InvalidValue: The kind or a stage made a document that contradicts itself.
    """
    document = kind.build(view)
    colours = document.colours or {health: colour_of(health, view.policy) for health in Health}
    document = attrs.evolve(document, facts=(*document.facts, *_facts(view)), colours=colours)
    folded = apply_stages(document, view, stages, strict=strict)
    return Folded(seal(folded.document), folded.skipped)


def write_document(document: Document, to_format: ReportFormat, supports: Collection[BlockKind], to: BinaryIO) -> None:
    """Writes a finished document in a format.

    Args:
        document: What `compose` returned.
        to_format: The format.
        supports: Its descriptor's `supports`; other blocks are degraded first.
        to: Where to; it is neither closed nor sought in.
    """
    to_format.write(degrade(document, supports), to)


def _facts(view: ReportView) -> tuple[Fact, ...]:
    language = view.language
    facts = [Fact(name="as_of", label=Word.AS_OF.label(language), value=view.day, type=ColumnType.DATE)]
    if view.known_at is not None:
        label = Word.KNOWN_AT.label(language)
        facts.append(Fact(name="known_at", label=label, value=view.known_at, type=ColumnType.MOMENT))
    texts = [
        ("method", Word.METHOD, _method(view)),
        ("thresholds", Word.THRESHOLDS, _thresholds(view.policy, language)),
        ("calendar", Word.CALENDAR, _calendar(view.calendar, language)),
        ("version", Word.VERSION, Word.VERSION_TEXT.fill(language, version=view.version) if view.version else ""),
    ]
    facts.extend(Fact(name=name, label=word.label(language), value=text) for name, word, text in texts if text)
    return tuple(facts)


def _method(view: ReportView) -> str:
    method = view.method or view.plan.method
    return Word.METHOD_PACE.label(view.language) if method == "pace" else method


def _thresholds(policy: Policy, language: Language) -> str:
    pairs = ((Health.AHEAD, policy.ahead), (Health.ON_TRACK, policy.on_track), (Health.AT_RISK, policy.at_risk))
    parts = [
        Word.THRESHOLD.fill(language, health=health.label(language), value=number_text(value, 2))
        for health, value in pairs
    ]
    parts.append(Word.THRESHOLDS_REST.fill(language, health=Health.OFF_TRACK.label(language)))
    return Word.REASONS_JOIN.label(language).join(parts)


def _calendar(calendar: CalendarFacts, language: Language) -> str:
    join = Word.PARTS_JOIN.label(language)
    parts = []
    if calendar.announced:
        years = join.join(str(year) for year in calendar.announced)
        parts.append(Word.CALENDAR_ANNOUNCED.fill(language, years=years))
    if calendar.provisional:
        years = join.join(str(year) for year in calendar.provisional)
        parts.append(Word.CALENDAR_PROVISIONAL.fill(language, years=years))
    text = Word.REASONS_JOIN.label(language).join(parts)
    if not text:
        return Word.CALENDAR_NONE.label(language)
    return Word.CALENDAR_NAMED.fill(language, name=calendar.name, facts=text) if calendar.name else text
