"""The columns that tables of items have: what each is called, what its cells hold, and how they are drawn from an item.

A kind names the columns that it wants, in their order; the same key means the same in every report. What the cells of a
row share is worked out once. Not here: tables about anything else than items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import attrs

from plan_tasks.model import Item, Language, Measure, ProgressReport, Role
from plan_tasks.reporting import figures
from plan_tasks.reporting.blocks import Table
from plan_tasks.reporting.cells import Cell, Column, ColumnType, Row, Rows, Several, Value
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["ITEM_COLUMNS", "ItemColumn", "ItemFacts", "item_column", "item_columns", "item_row", "items_table"]


class ItemFacts:
    """An item, its number in the table, and what its cells share.

    Args:
        number: Its number in the table, from 1.
        row: The item and how it stands.
        view: The plan as it stands on a day.
    """

    def __init__(self, number: int, row: ReportRow, view: ReportView) -> None:
        self.number = number
        self.item: Item = row.item
        self.assessment = row.assessment
        self.view = view

    @cached_property
    def standings(self) -> tuple[figures.Standing, ...]:
        """The figures of its targets."""
        return figures.standings(self.assessment)

    @property
    def language(self) -> Language:
        """The language of the report."""
        return self.view.language

    def names(self, role: Role) -> tuple[str, ...]:
        """Names of its owners in a role."""
        return figures.names_of(self.item, self.view, (role,))

    def each(self, field: Callable[[figures.Standing], Value]) -> Value | Several:
        """A figure of its target, or one for each of several."""
        found = self.standings
        if len(found) == 1:
            return field(found[0])
        return Several(tuple(field(standing) for standing in found))


@attrs.frozen
class ItemColumn:
    """A column of tables of items.

    Attributes:
        word: What people read above it.
        type: What its cells hold.
        width: A comfortable width in half-width characters.
        cell: Draws the cell from an item.
        fillable: Whether people fill it in, where the table goes out to be filled in.
    """

    word: Word
    type: ColumnType
    width: int
    cell: Callable[[ItemFacts], Cell]
    fillable: bool = False


def _target(facts: ItemFacts) -> str:
    """What the item should come to; the indicator is named where the title does not name it."""
    item = facts.item
    return "\n".join(
        figures.target_text(
            target, facts.language, named=len(item.targets) > 1 or target.indicator.name not in item.title
        )
        for target in item.targets
    )


def _stage(facts: ItemFacts) -> str:
    """The next milestone with its day; the last one where all are reached."""
    item = facts.item
    stones = item.milestones if isinstance(item, Measure) else ()
    if not stones:
        return ""
    ahead = [stone for stone in stones if stone.done is None or stone.done > facts.view.day]
    stone = ahead[0] if ahead else stones[-1]
    word = Word.STAGE_AHEAD if ahead else Word.STAGE_DONE
    return word.fill(facts.language, title=stone.title, day=(stone.due if ahead else stone.done))


def _contacts(facts: ItemFacts) -> tuple[str, ...]:
    view = facts.view
    return tuple(
        f"{view.owner_name(owner)} {view.phone_of(owner)}".strip() for owner in facts.item.owners(Role.CONTACT)
    )


def _returned(field: Callable[[ProgressReport], Cell], missing: Cell = "") -> Callable[[ItemFacts], Cell]:
    """A field of the latest return; `missing` where there is none."""

    def cell(facts: ItemFacts) -> Cell:
        return missing if facts.item.progress is None else field(facts.item.progress)

    return cell


def _blank(_facts: ItemFacts) -> str:
    """What only people can say, and nothing records."""
    return ""


def _review(facts: ItemFacts) -> str:
    """Whose request for completion waits for confirmation."""
    asking = facts.item.requested_by
    return Word.REVIEW_OPEN.fill(facts.language, who=facts.view.owner_name(asking)) if asking else ""


def _days_left(facts: ItemFacts) -> int | None:
    return None if facts.item.due is None else (facts.item.due - facts.view.day).days


_T = ColumnType
_TEXT, _DATE, _OWNERS, _PERCENT = _T.TEXT, _T.DATE, _T.OWNERS, _T.PERCENT

#: Every column by its key.
ITEM_COLUMNS: Final[dict[str, ItemColumn]] = {
    "number": ItemColumn(Word.NUMBER, _T.INTEGER, 4, lambda f: f.number),
    "id": ItemColumn(Word.ITEM_ID, _TEXT, 8, lambda f: f.item.id),
    "kind": ItemColumn(Word.KIND, _TEXT, 6, lambda f: f.item.kind.label(f.language)),
    "area": ItemColumn(Word.AREA, _TEXT, 20, lambda f: f.view.area_title(f.item.area)),
    "task": ItemColumn(Word.TASK, _TEXT, 40, lambda f: f.item.title),
    "item": ItemColumn(Word.ITEM, _TEXT, 34, lambda f: f.item.title),
    "wording": ItemColumn(Word.WORDING, _TEXT, 40, lambda f: f.item.text),
    "target": ItemColumn(Word.TARGET, _TEXT, 16, _target),
    "unit": ItemColumn(
        Word.MEASURED_IN, _TEXT, 8, lambda f: "\n".join(target.indicator.unit for target in f.item.targets)
    ),
    "commitment": ItemColumn(
        Word.COMMITMENT,
        _TEXT,
        8,
        lambda f: "\n".join(target.commitment.label(f.language) for target in f.item.targets if target.commitment),
    ),
    "lead": ItemColumn(Word.LEAD, _OWNERS, 16, lambda f: f.names(Role.LEAD)),
    "responsible": ItemColumn(Word.RESPONSIBLE, _OWNERS, 16, lambda f: f.names(Role.RESPONSIBLE)),
    "cooperating": ItemColumn(Word.COOPERATING, _OWNERS, 16, lambda f: f.names(Role.COOPERATING)),
    "leader": ItemColumn(Word.LEADER, _OWNERS, 12, lambda f: f.names(Role.LEADER)),
    "contact": ItemColumn(Word.CONTACT, _OWNERS, 14, _contacts),
    "start": ItemColumn(Word.START, _DATE, 10, lambda f: f.item.start or f.view.plan.start),
    "due": ItemColumn(Word.DUE, _DATE, 10, lambda f: f.item.due),
    "days_left": ItemColumn(Word.DAYS_LEFT, _T.INTEGER, 8, _days_left),
    "stage": ItemColumn(Word.STAGE, _TEXT, 16, _stage),
    "state": ItemColumn(Word.STATE, _T.STATE, 8, lambda f: f.item.state),
    "actual": ItemColumn(Word.ACTUAL, _T.QUANTITY, 10, lambda f: f.each(lambda standing: standing.actual)),
    "attainment": ItemColumn(Word.ATTAINMENT, _PERCENT, 8, lambda f: f.each(lambda standing: standing.attainment)),
    "expected_share": ItemColumn(
        Word.EXPECTED_SHARE, _PERCENT, 8, lambda f: f.each(lambda standing: standing.expected_share)
    ),
    "gap": ItemColumn(Word.GAP, _T.POINTS, 8, lambda f: f.each(lambda standing: standing.gap)),
    "light": ItemColumn(Word.LIGHT, _TEXT, 6, lambda f: f.view.light(f.assessment.health)),
    "health": ItemColumn(Word.HEALTH, _T.HEALTH, 10, lambda f: f.assessment.health),
    "reasons": ItemColumn(Word.REASONS, _TEXT, 40, lambda f: figures.reasons_in_words(f.assessment, f.language)),
    "percent": ItemColumn(Word.REPORTED_SHARE, _PERCENT, 8, _returned(lambda r: r.percent, None), fillable=True),
    "narrative": ItemColumn(Word.NARRATIVE, _TEXT, 40, _returned(lambda r: r.narrative), fillable=True),
    "problems": ItemColumn(Word.PROBLEMS, _TEXT, 30, _returned(lambda r: r.problems), fillable=True),
    "next_steps": ItemColumn(Word.NEXT_STEPS, _TEXT, 30, _returned(lambda r: r.next_steps), fillable=True),
    "coordination": ItemColumn(Word.COORDINATION, _TEXT, 20, _blank, fillable=True),
    "evidence": ItemColumn(Word.EVIDENCE, _TEXT, 20, _returned(lambda r: "\n".join(r.evidence)), fillable=True),
    "reported": ItemColumn(Word.REPORTED, _DATE, 10, _returned(lambda r: r.on, None)),
    "review": ItemColumn(Word.REVIEW, _TEXT, 12, _review),
    "completed": ItemColumn(Word.COMPLETED, _DATE, 10, lambda f: f.item.completed),
    "note": ItemColumn(Word.NOTE, _TEXT, 20, lambda f: f.item.note),
    "key": ItemColumn(Word.KEY, _TEXT, 16, lambda f: f"{f.view.plan.id}/{f.item.id}"),
}


def item_column(key: str, language: Language, *, fillable: bool = False) -> Column:
    """One column of a table of items.

    Args:
        key: A key of `ITEM_COLUMNS`.
        language: Of the label.
        fillable: Whether the table goes out to be filled in: then people may fill in what is theirs to say.

    Returns:
        The column; the one of keys is hidden.
    """
    known = ITEM_COLUMNS[key]
    return Column(
        key=key,
        label=known.word.label(language),
        type=known.type,
        width=known.width,
        hidden=key == "key",
        fillable=fillable and known.fillable,
    )


def item_columns(keys: Iterable[str], language: Language, *, fillable: bool = False) -> tuple[Column, ...]:
    """Several columns; arguments as for `item_column`."""
    return tuple(item_column(key, language, fillable=fillable) for key in keys)


def item_row(keys: Sequence[str], number: int, row: ReportRow, view: ReportView) -> Row:
    """The cells of an item.

    Args:
        keys: Keys of `ITEM_COLUMNS`, in order.
        number: The item's number in the table, from 1.
        row: The item and how it stands.
        view: The plan as it stands on a day.
    """
    facts = ItemFacts(number, row, view)
    return tuple([ITEM_COLUMNS[key].cell(facts) for key in keys])


def items_table(
    name: str, keys: Sequence[str], rows: Iterable[ReportRow], view: ReportView, *, title: str = "", empty: Word
) -> Table:
    """A table of items whose rows are made while they are read.

    Args:
        name: What programs call it.
        keys: Keys of `ITEM_COLUMNS`, in order.
        rows: The items; anything that can be read more than once.
        view: The plan as it stands on a day.
        title: What people read above it.
        empty: What stands in place of the rows when there are none.
    """

    def made() -> Iterator[Row]:
        for number, row in enumerate(rows, start=1):
            yield item_row(keys, number, row, view)

    language = view.language
    return Table(
        name=name, title=title, columns=item_columns(keys, language), rows=Rows(made), empty=empty.label(language)
    )
