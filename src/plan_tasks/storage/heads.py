"""The head of an item: the few columns that lists, dashboards and judging need without decoding a body.

A head is derived from the item, its plan and its latest value, by `head_of` and nowhere else. A backend stores the
columns as they are and gives them back in this order, so that a row is a head. `HeadFacts` are what judging reads of
one; a backend that has them at hand need not give whole heads to be judged.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from plan_tasks.model import Item, Measure, Plan
from plan_tasks.model.converting import day_text
from plan_tasks.model.quantities import plain
from plan_tasks.model.vocabulary import Comparator

__all__ = [
    "TERMS",
    "TERM_SEPARATOR",
    "HeadFacts",
    "HeadTerms",
    "ItemHead",
    "Latest",
    "facts_of",
    "head_of",
    "owners_text",
    "tag_line",
    "tags_text",
    "terms_of",
]

TERM_SEPARATOR = "\x1f"


class HeadTerms(NamedTuple):
    """The columns of a head whose values repeat from item to item, as text; "" for None.

    The unit is free text and comes last, so that a separator in it does no harm. Attributes as for `ItemHead`.
    """

    kind: str
    state: str
    start: str
    due: str
    completed: str
    reported: str
    actual_end: str
    comparator: str
    change: str
    polarity: str
    aggregation: str
    detail: str
    unit: str


#: Their names, in the order in which `HeadFacts.terms` joins them.
TERMS = HeadTerms._fields
_terms = attrgetter(*TERMS)


def terms_of(text: str) -> HeadTerms:
    """Takes `HeadFacts.terms` apart.

    Raises:
        ValueError: There are fewer.
    """
    try:
        return HeadTerms(*text.split(TERM_SEPARATOR, len(TERMS) - 1))
    except TypeError:
        raise ValueError(f"{len(TERMS)} terms were expected, not {text!r}") from None


class Latest(NamedTuple):
    """An indicator's value so far, as its observations add up.

    Attributes:
        value: In the indicator's unit.
        start: First day it covers.
        end: Last day it covers.
    """

    value: Decimal
    start: date
    end: date


class ItemHead(NamedTuple):
    """One row of columns; dates are ISO text, numbers plain decimal text, "" or None where there is none.

    Attributes:
        plan: Plan id.
        id: Item id.
        version: 1 when created, one more with every change.
        kind: goal or measure.
        title: The title.
        area: Area id, "" for none.
        state: Lifecycle state.
        start: First day of the time allowed; the plan's start where the item has none.
        due: Last day of the time allowed, None for none.
        completed: Day of completion, None while open.
        lead: Id of the lead owner, "" for none.
        owners: All assignments, as `owners_text` writes them.
        tags: All tags, as `tags_text` writes them.
        percent: Latest reported share done from 0 to 1, None for none.
        reported: Reporting date of the latest return, None for none.
        indicator: Name of the indicator of the single target; "" as for `comparator`.
        comparator: Of the single target; "" when there is none or when `detail` is 1.
        value: Its value (lower end of a range), None for none.
        upper: Upper end of its range, None for none.
        base: Its base, None for none.
        tolerance: Its own tolerance, None for none.
        change: level, growth, reduction, increment; "" for none.
        unit: Its indicator's unit.
        polarity: higher, lower, neutral; "" without a target.
        aggregation: sum, mean, last; "" without a target.
        cycle_days: Days between publications, None for none.
        actual: Its indicator's value so far, None for no observation.
        actual_start: First day that value covers.
        actual_end: Last day that value covers.
        detail: 1 when the columns do not hold all that judging needs (several targets, a relative target, milestones,
            a method or a trajectory of its own), else 0.
    """

    plan: str
    id: str
    version: int
    kind: str
    title: str
    area: str
    state: str
    start: str
    due: str | None
    completed: str | None
    lead: str
    owners: str
    tags: str
    percent: str | None
    reported: str | None
    indicator: str
    comparator: str
    value: str | None
    upper: str | None
    base: str | None
    tolerance: str | None
    change: str
    unit: str
    polarity: str
    aggregation: str
    cycle_days: int | None
    actual: str | None
    actual_start: str | None
    actual_end: str | None
    detail: int


class HeadFacts(NamedTuple):
    """What judging reads of a head: first what the verdict depends on, then what only its reasons tell.

    Attributes:
        id: Item id.
        terms: The columns `HeadTerms` joined by `TERM_SEPARATOR`. A plan has few different ones, so whoever judges
            reads each once.
        value: As in the head, like all that follows.
        upper: As in the head.
        base: As in the head.
        tolerance: As in the head.
        actual: As in the head.
        percent: As in the head.
        indicator: As in the head.
        cycle_days: As in the head.
        actual_start: As in the head.
    """

    id: str
    terms: str
    value: str | None
    upper: str | None
    base: str | None
    tolerance: str | None
    actual: str | None
    percent: str | None
    indicator: str
    cycle_days: int | None
    actual_start: str | None


def facts_of(head: ItemHead) -> HeadFacts:
    """Draws from a head what judging reads of it.

    Example:
        >>> from plan_tasks.model import Goal
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> facts_of(head_of(Goal(id="g", title="Goal"), plan, None, 1)).terms.split(TERM_SEPARATOR)[:3]
        ['goal', 'active', '2021-01-01']
    """
    terms = TERM_SEPARATOR.join(["" if column is None else str(column) for column in _terms(head)])
    return HeadFacts(
        head.id,
        terms,
        head.value,
        head.upper,
        head.base,
        head.tolerance,
        head.actual,
        head.percent,
        head.indicator,
        head.cycle_days,
        head.actual_start,
    )


def owners_text(item: Item) -> str:
    """All assignments as `` role:owner role:owner `` with a space on each side, so that one can be found as text."""
    if not item.assignments:
        return ""
    return " " + " ".join(f"{a.role._value_}:{a.owner}" for a in item.assignments) + " "


def tags_text(item: Item) -> str:
    """All tags, one a line as `tag_line` writes it, with a line break on each side."""
    return "\n" + "\n".join(map(tag_line, item.tags)) + "\n" if item.tags else ""


def tag_line(tag: str) -> str:
    r"""A tag as one line: a line break in it becomes ``\n``, a backslash two.

    Example:
        >>> print(tag_line("first\nsecond"))
        first\nsecond
    """
    return tag.replace("\\", "\\\\").replace("\n", "\\n") if "\n" in tag or "\\" in tag else tag


def head_of(item: Item, plan: Plan, latest: Latest | None, version: int) -> ItemHead:
    """Derives the head of an item.

    Args:
        item: The item.
        plan: Its plan, of which only the id and the period are read.
        latest: The value so far of the indicator of its only target; None for no observation, no target or several.
        version: The version that the item has with this change.

    Returns:
        The head.
    """
    target = item.targets[0] if len(item.targets) == 1 else None
    has_milestones = isinstance(item, Measure) and bool(item.milestones)
    detail = len(item.targets) > 1 or (has_milestones and target is None)
    if target is not None and (target.comparator is Comparator.RELATIVE or target.method or target.trajectory):
        detail = True
    shown = target if not detail else None
    progress = item.progress
    # the attribute itself of each word: `value` is a slow descriptor, and this runs for every item
    return ItemHead(
        plan.id,
        item.id,
        version,
        item.kind._value_,
        item.title,
        item.area,
        item.state._value_,
        day_text(item.start or plan.start),
        day_text(item.due) if item.due else None,
        day_text(item.completed) if item.completed else None,
        item.lead,
        owners_text(item),
        tags_text(item),
        plain(progress.percent) if progress and progress.percent is not None else None,
        day_text(progress.on) if progress else None,
        shown.indicator.name if shown else "",
        shown.comparator._value_ if shown else "",
        _text(shown.value) if shown else None,
        _text(shown.upper) if shown else None,
        _text(shown.base) if shown else None,
        _text(shown.tolerance) if shown else None,
        shown.change._value_ if shown and shown.change else "",
        shown.indicator.unit if shown else "",
        shown.indicator.polarity._value_ if shown else "",
        shown.indicator.aggregation._value_ if shown else "",
        shown.indicator.cycle_days if shown else None,
        plain(latest.value) if latest else None,
        day_text(latest.start) if latest else None,
        day_text(latest.end) if latest else None,
        int(detail),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
