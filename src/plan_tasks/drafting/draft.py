"""What an importer returns: a draft plan whose every claim carries the span that it was read from.

Lives here: the draft's classes and its JSON form. Not here: how a text is read (``reading``), how a draft becomes a
plan (``accept``).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import ChangeType, Commitment, Comparator, Role, State

__all__ = [
    "Draft",
    "DraftAchievement",
    "DraftArea",
    "DraftMeasure",
    "DraftOwner",
    "DraftTarget",
    "DraftWarning",
    "draft_to_json",
]


@attrs.frozen(kw_only=True)
class DraftArea:
    """A numbered part of the document.

    Attributes:
        number: As it is numbered (一, 3, 2.1), without brackets and points; counted where the document has no numbers.
        title: Its heading.
        span: Where the heading stands.
    """

    number: str
    title: str
    span: SourceSpan


@attrs.frozen(kw_only=True)
class DraftTarget:
    """A target as a careful reader finds it.

    Attributes:
        span: The words that say so.
        indicator: What is measured, as written, without markup.
        comparator: How the actual value is compared.
        value: The number as written (4.9 of 4.9万人); the lower end of a range; None for a direction.
        upper: The upper end of a range, else None.
        unit: As written, with its scale word (万人); empty where there is none.
        change: What the number measures; None where the text does not say.
        commitment: Binding or expected; None where the text does not say.
        stretch: The higher value striven for (力争9%), else None.
        reference: For a relative target: what it is compared with; empty where the text does not say.
        measure: Id of the measure that it is a commitment of; empty for none.
    """

    span: SourceSpan
    indicator: str
    comparator: Comparator
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    change: ChangeType | None = None
    commitment: Commitment | None = None
    stretch: Decimal | None = None
    reference: str = ""
    measure: str = ""


@attrs.frozen(kw_only=True)
class DraftOwner:
    """A unit or person named for a measure.

    Attributes:
        name: As written.
        role: What they have to do with it.
        span: Where they are named.
    """

    name: str
    role: Role
    span: SourceSpan


@attrs.frozen(kw_only=True)
class DraftMeasure:
    """An action to carry out.

    Attributes:
        id: ``m<area>.<n>``; ``m<n>`` outside any area.
        span: Its words.
        title: One line that people know it by.
        area: Number of its area; empty for none.
        owners: Who answers for it, in the order they are listed.
        deadline: Last day allowed; None where the words give no single day.
        deadline_text: The deadline in the document's words; empty for none.
        provisional: Whether `deadline` rests on working days that are not announced yet.
        progress: Share done from 0 to 1, as the document reports it; None where it does not.
        progress_text: The words that say so.
        state: What the progress words say; None where there are none.
        problems: What stands in the way, as reported.
        next_steps: What comes next, as reported.
    """

    id: str
    span: SourceSpan
    title: str
    area: str = ""
    owners: tuple[DraftOwner, ...] = ()
    deadline: date | None = None
    deadline_text: str = ""
    provisional: bool = False
    progress: Decimal | None = None
    progress_text: str = ""
    state: State | None = None
    problems: str = ""
    next_steps: str = ""


@attrs.frozen(kw_only=True)
class DraftAchievement:
    """A past result, which is not a target.

    Attributes:
        span: The words that say so.
        indicator: What was measured, as written, without markup.
        value: The number as written; None where there is none.
        unit: As written; empty where there is none.
    """

    span: SourceSpan
    indicator: str
    value: Decimal | None = None
    unit: str = ""


@attrs.frozen(kw_only=True)
class DraftWarning:
    """A place where the reader was unsure.

    Attributes:
        message: What a person should look at.
        span: Where; None when it concerns the whole document.
    """

    message: str
    span: SourceSpan | None = None


@attrs.frozen(kw_only=True)
class Draft:
    """A plan as an importer read it, to be corrected and accepted.

    Attributes:
        text: The text that all spans are offsets into.
        title: The document's title; empty when none was found.
        start: First day of the plan's period; None when no year is known.
        end: Last day of it.
        areas: In the document's order; so are the rest.
        targets: Goals' targets and measures' commitments.
        measures: Actions to carry out.
        achievements: Past results.
        warnings: Where the reader was unsure.
    """

    text: str = attrs.field(repr=False)
    title: str = ""
    start: date | None = None
    end: date | None = None
    areas: tuple[DraftArea, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    measures: tuple[DraftMeasure, ...] = ()
    achievements: tuple[DraftAchievement, ...] = ()
    warnings: tuple[DraftWarning, ...] = ()


def draft_to_json(draft: Draft) -> dict[str, object]:
    """The draft as ``plan-tasks draft --json`` prints it.

    Args:
        draft: The draft.

    Returns:
        A document of plain dicts, lists, strings, numbers and None. Offsets count characters of `Draft.text`.

    Example:
        >>> draft_to_json(Draft(text="", title="工作计划"))["period"]
        {'start': None, 'end': None}
    """
    return {
        "title": draft.title,
        "period": {"start": _day(draft.start), "end": _day(draft.end)},
        "areas": [{"number": area.number, "title": area.title} for area in draft.areas],
        "targets": [_target(target) for target in draft.targets],
        "measures": [_measure(measure) for measure in draft.measures],
        "achievements": [
            {
                **_span(achievement.span),
                "indicator": achievement.indicator,
                "value": _number(achievement.value),
                "unit": achievement.unit or None,
            }
            for achievement in draft.achievements
        ],
        "warnings": [
            {"message": warning.message, **(_span(warning.span) if warning.span is not None else {})}
            for warning in draft.warnings
        ],
    }


def _target(target: DraftTarget) -> dict[str, object]:
    value: object = _number(target.value)
    if target.upper is not None:
        value = [value, _number(target.upper)]
    return {
        **_span(target.span),
        "indicator": target.indicator,
        "comparator": str(target.comparator),
        "value": value,
        "unit": target.unit or None,
        "change": None if target.change is None else str(target.change),
        "binding": None if target.commitment is None else target.commitment is Commitment.BINDING,
        "measure": target.measure or None,
    }


def _measure(measure: DraftMeasure) -> dict[str, object]:
    return {
        "id": measure.id,
        **_span(measure.span),
        "area": measure.area or None,
        "owners": [{"name": owner.name, "role": str(owner.role)} for owner in measure.owners],
        "deadline": _day(measure.deadline),
        "deadline_text": measure.deadline_text or None,
        "progress": _number(measure.progress),
        "state": None if measure.state is None else str(measure.state),
    }


def _span(span: SourceSpan) -> dict[str, object]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: Decimal | None) -> int | float | None:
    """A JSON number: whole where the Decimal is whole, else the nearest double, which prints as it was written."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
