"""The ledger (台账): every item a row, with the columns that offices keep, in the order of the document.

Rows are made while they are read, so that a plan of any size streams through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from plan_tasks.assessment import colour_of
from plan_tasks.model import Item, Language, Role
from plan_tasks.plugging.descriptor import NoOptions, PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.reporting import figures
from plan_tasks.reporting.contract import ReportKindType
from plan_tasks.reporting.document import Column, ColumnType, Document, Row, Rows, Several, Table, Value
from plan_tasks.reporting.formatting import day_in_words
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Ledger", "plan_tasks_report_kinds"]

#: key, label, type, width
_COLUMNS: Final = (
    ("number", Word.NUMBER, ColumnType.INTEGER, 4),
    ("id", Word.ITEM_ID, ColumnType.TEXT, 10),
    ("kind", Word.KIND, ColumnType.TEXT, 6),
    ("area", Word.AREA, ColumnType.TEXT, 20),
    ("task", Word.TASK, ColumnType.TEXT, 40),
    ("target", Word.TARGET, ColumnType.TEXT, 16),
    ("commitment", Word.COMMITMENT, ColumnType.TEXT, 8),
    ("lead", Word.LEAD, ColumnType.OWNERS, 16),
    ("responsible", Word.RESPONSIBLE, ColumnType.OWNERS, 16),
    ("cooperating", Word.COOPERATING, ColumnType.OWNERS, 16),
    ("leader", Word.LEADER, ColumnType.OWNERS, 12),
    ("due", Word.DUE, ColumnType.DATE, 10),
    ("state", Word.STATE, ColumnType.STATE, 8),
    ("actual", Word.ACTUAL, ColumnType.QUANTITY, 10),
    ("attainment", Word.ATTAINMENT, ColumnType.PERCENT, 8),
    ("expected_share", Word.EXPECTED_SHARE, ColumnType.PERCENT, 8),
    ("gap", Word.GAP, ColumnType.POINTS, 8),
    ("light", Word.LIGHT, ColumnType.TEXT, 6),
    ("health", Word.HEALTH, ColumnType.HEALTH, 12),
    ("narrative", Word.NARRATIVE, ColumnType.TEXT, 40),
    ("problems", Word.PROBLEMS, ColumnType.TEXT, 30),
    ("next_steps", Word.NEXT_STEPS, ColumnType.TEXT, 30),
    ("note", Word.NOTE, ColumnType.TEXT, 20),
)


class Ledger:
    """Builds the ledger."""

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        language = view.language
        columns = tuple(
            Column(key=key, label=word.label(language), type=kind, width=width) for key, word, kind, width in _COLUMNS
        )
        table = Table(
            name="ledger", columns=columns, rows=Rows(lambda: _rows(view)), empty=Word.NO_ITEMS.label(language)
        )
        return Document(
            name="ledger",
            title=Word.LEDGER_TITLE.fill(language, plan=view.plan.title),
            subtitle=Word.AS_OF_LINE.fill(language, day=day_in_words(view.day, language)),
            language=language,
            blocks=(table,),
            main="ledger",
        )


def _rows(view: ReportView) -> Iterator[Row]:
    lights: dict[object, str] = {}
    for number, row in enumerate(view.rows(), start=1):
        health = row.assessment.health
        if health not in lights:
            lights[health] = colour_of(health, view.policy, view.language)
        yield _row(number, row, view, lights[health])


def _row(number: int, row: ReportRow, view: ReportView, light: str) -> Row:
    item, language = row.item, view.language
    standings = figures.standings(row.assessment)
    progress = item.progress
    return (
        number,
        item.id,
        item.kind.label(language),
        view.area_title(item.area),
        item.title,
        "\n".join(_target_texts(item, language)),
        "\n".join(target.commitment.label(language) for target in item.targets if target.commitment),
        figures.names_of(item, view, (Role.LEAD,)),
        figures.names_of(item, view, (Role.RESPONSIBLE,)),
        figures.names_of(item, view, (Role.COOPERATING,)),
        figures.names_of(item, view, (Role.LEADER,)),
        item.due,
        item.state,
        _each(standings, lambda standing: standing.actual),
        _each(standings, lambda standing: standing.attainment),
        _each(standings, lambda standing: standing.expected_share),
        _each(standings, lambda standing: standing.gap),
        light,
        row.assessment.health,
        progress.narrative if progress else "",
        progress.problems if progress else "",
        progress.next_steps if progress else "",
        item.note,
    )


def _target_texts(item: Item, language: Language) -> Iterator[str]:
    """What the item should come to; the indicator is named where the title does not name it."""
    for target in item.targets:
        named = len(item.targets) > 1 or target.indicator.name not in item.title
        yield figures.target_text(target, language, named=named)


def _each(standings: tuple[figures.Standing, ...], field: Callable[[figures.Standing], Value]) -> Value | Several:
    if len(standings) == 1:
        return field(standings[0])
    return Several(tuple(field(standing) for standing in standings))


def _open(_options: NoOptions, _context: PluginContext) -> Ledger:
    return Ledger()


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[NoOptions]]:
    """Offers the report kind ``ledger``."""
    yield ReportKindType(
        name="ledger",
        summary="Every item a row (台账): owners, deadline, figures against pace, light, progress, problems, next",
        options=NoOptions,
        factory=_open,
    )
