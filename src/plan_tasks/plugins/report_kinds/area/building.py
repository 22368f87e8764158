"""How the brief of an area is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from plan_tasks.model import Health
from plan_tasks.plugins.report_kinds.area import AreaBriefOptions
from plan_tasks.plugins.report_kinds.area.words import AreaWord
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import Block, Document, Figure, Heading, KeyFigures, Note, Paragraph
from plan_tasks.reporting.item_columns import items_table
from plan_tasks.reporting.parts import areas_table, as_of_line, health_chart, shortened, targets_chart
from plan_tasks.reporting.schedules import gantt_of
from plan_tasks.reporting.selecting import Foremost, area_named
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["AreaBrief"]

_KEYS: Final = (
    "health",
    "id",
    "item",
    "target",
    "lead",
    "due",
    "attainment",
    "gap",
    "reasons",
    "problems",
    "next_steps",
)


class _Area:
    """What is in an area; filled while the rows are read."""

    def __init__(self, limit: int) -> None:
        self.health: Counter[Health] = Counter()
        self.items: Foremost[ReportRow] = Foremost(limit)
        self.measures: Foremost[ReportRow] = Foremost(limit)
        self.targets: Foremost[figures.Standing] = Foremost(limit)

    def add(self, row: ReportRow) -> None:
        """Takes an item in."""
        health = row.assessment.health
        self.health[health] += 1
        self.items.add((figures.SEVERITY[health], row.item.due or date.max), row)
        for result in row.assessment.targets:
            self.targets.add(0, figures.standing_of(result))
        if not row.item.targets:
            self.measures.add(0, row)


class AreaBrief:
    """Builds the brief of an area, or of all, one after the other.

    Args:
        options: Its options.
    """

    def __init__(self, options: AreaBriefOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The plan has no such area.
        """
        language = view.language
        wanted = area_named(self._options.area, view) if self._options.area else None
        areas: dict[str, _Area] = {
            area.id: _Area(self._options.limit) for area in view.plan.areas if wanted in (None, area.id)
        }
        for row in view.rows():
            if wanted in (None, row.item.area):
                areas.setdefault(row.item.area, _Area(self._options.limit)).add(row)
        title = (
            AreaWord.TITLE.fill(language, plan=view.plan.title)
            if wanted is None
            else AreaWord.TITLE_ONE.fill(language, plan=view.plan.title, area=view.area_title(wanted))
        )
        return Document(
            name="area",
            title=title,
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(_all_blocks(areas, view)),
            counted=sum(area.health.total() for area in areas.values()),
            main="areas" if len(areas) > 1 else "items_1" if areas else "",
        )


def _all_blocks(areas: dict[str, _Area], view: ReportView) -> Iterator[Block]:
    if not areas:
        yield Paragraph(text=Word.EMPTY_PLAN.label(view.language))
    if len(areas) > 1:
        yield areas_table({area: found.health for area, found in areas.items()}, view)
    for number, (area, found) in enumerate(areas.items(), start=1):
        name = view.area_name(area) or Word.WITHOUT_AREA.label(view.language)
        yield Heading(text=name, new_page=number > 1)
        yield from _blocks(number, found, view)


def _blocks(number: int, found: _Area, view: ReportView) -> Iterator[Block]:
    language = view.language
    yield _key_figures(found, view)
    yield health_chart(found.health, language, name=f"counts_{number}")
    if found.targets.count:
        yield targets_chart(found.targets.entries(), language, name=f"targets_{number}")
        yield from shortened(found.targets, language)
        yield Note(text=Word.PACE_RULE.label(language))
    yield Heading(text=AreaWord.ITEMS.label(language), level=2)
    yield items_table(f"items_{number}", _KEYS, found.items.entries(), view, empty=Word.NO_ITEMS)
    yield from shortened(found.items, language)
    if found.measures.count:
        yield gantt_of(found.measures.entries(), view, name=f"schedule_{number}")
        yield from shortened(found.measures, language)


def _key_figures(found: _Area, view: ReportView) -> KeyFigures:
    language = view.language
    total = found.health.total()
    on_pace = sum(found.health[health] for health in figures.ON_PACE)
    behind = sum(found.health[health] for health in figures.BEHIND)
    silent = found.health[Health.NO_DATA]
    return KeyFigures(
        figures=(
            Figure(key="items", label=Word.ALL_ITEMS.label(language), value=total),
            Figure(key="on_pace", label=Word.ON_PACE.label(language), value=on_pace, health=Health.ON_TRACK),
            Figure(key="behind", label=Word.BEHIND_PACE.label(language), value=behind, health=Health.AT_RISK),
            Figure(key="no_data", label=Word.WITHOUT_DATA.label(language), value=silent, health=Health.NO_DATA),
        )
    )
