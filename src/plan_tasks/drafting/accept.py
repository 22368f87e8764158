"""From a corrected draft to a plan.

Lives here: `accept` and the target that a draft's target stands for. Identifiers are readable and the same for the
same draft: goals ``g01``, measures as the draft numbers them, areas ``a1``, owners by their names.
Not here: storing the plan (``plan_tasks.tracker``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from plan_tasks.assessment.register import indicator_for
from plan_tasks.drafting.characters import clean
from plan_tasks.drafting.draft import Draft, DraftMeasure, DraftOwner, DraftTarget
from plan_tasks.errors import InvalidValue
from plan_tasks.model.area import Area
from plan_tasks.model.goal import Goal
from plan_tasks.model.identifiers import AreaId, ItemId, OwnerId, PlanId
from plan_tasks.model.measure import Measure
from plan_tasks.model.owner import Assignment, Owner
from plan_tasks.model.plan import Plan
from plan_tasks.model.progress import ProgressReport
from plan_tasks.model.source import SourceDocument
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import ChangeType, OwnerKind, Role, State

__all__ = ["accept", "target_of"]

_TITLE: int = 120
_NAME: int = 128
_PEOPLE = (Role.LEADER, Role.CONTACT)


def accept(
    draft: Draft, *, plan_id: PlanId, title: str = "", issuer: str = "", source: SourceDocument | None = None
) -> Plan:
    """Make a plan of a draft.

    A target outside the measures becomes a goal; a measure keeps its commitments as its targets. Every item keeps the
    span of the text that it was read from.

    Args:
        draft: The draft, as read or corrected.
        plan_id: Identifier of the plan.
        title: Its title; empty takes the draft's.
        issuer: Who adopted it; empty when unknown.
        source: The document that it was drafted from; None when that is not kept.

    Returns:
        The plan.

    Raises:
        InvalidValue: The draft has no period, or something in it that the model cannot hold.

    Example:
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> from plan_tasks.model import Comparator, SourceSpan
        >>> jobs = DraftTarget(
        ...     span=SourceSpan(start=0, end=14, text="城镇新增就业1100万人以上"),
        ...     indicator="城镇新增就业", comparator=Comparator.AT_LEAST, value=Decimal(1100), unit="万人")
        >>> year = {"start": date(2021, 1, 1), "end": date(2021, 12, 31)}
        >>> draft = Draft(text=jobs.span.text, targets=(jobs,), **year)
        >>> plan = accept(draft, plan_id=PlanId("demo"), title="Demo")
        >>> plan.goals[0].id, plan.goals[0].title
        ('g01', '城镇新增就业1100万人以上')
    """
    if draft.start is None or draft.end is None:
        raise InvalidValue(
            "the draft has no period", remedy="say which year the plan is for, on the command line with --year"
        )
    width = max(2, len(str(len(draft.targets))))
    areas = {area.number: AreaId(f"a{index}") for index, area in enumerate(draft.areas, start=1)}
    commitments: dict[str, list[DraftTarget]] = {}
    for target in draft.targets:
        commitments.setdefault(target.measure, []).append(target)
    goals = tuple(
        _goal(target, ItemId(f"g{index:0{width}}"), draft.start, draft.end)
        for index, target in enumerate(commitments.get("", ()), start=1)
    )
    measures = tuple(
        _measure(measure, areas, commitments.get(measure.id, ()), draft.start, draft.end) for measure in draft.measures
    )
    return Plan(
        id=plan_id,
        title=title or draft.title[:_TITLE] or str(plan_id),
        start=draft.start,
        end=draft.end,
        issuer=issuer,
        areas=tuple(
            Area(id=areas[area.number], title=area.title or area.number, number=area.number) for area in draft.areas
        ),
        owners=_owners(draft.measures),
        goals=goals,
        measures=measures,
        source=source,
    )


def target_of(target: DraftTarget) -> Target:
    """The target that a draft's target stands for, on an indicator of the shipped register where it is known.

    Args:
        target: The draft's target.

    Returns:
        The target.

    Raises:
        InvalidValue: It has something that the model cannot hold.
    """
    # "steady growth" names no unit, but what is published of it is a rate
    rate = target.value is None and target.change in (ChangeType.GROWTH, ChangeType.REDUCTION)
    unit = "%" if rate and not target.unit else target.unit
    return Target(
        indicator=indicator_for(target.indicator, unit, target.change),
        comparator=target.comparator,
        value=target.value,
        upper=target.upper,
        change=target.change,
        reference=target.reference,
        stretch=target.stretch,
        commitment=target.commitment,
        source=target.span,
    )


def _goal(target: DraftTarget, item: ItemId, start: date, end: date) -> Goal:
    made = target_of(target)
    title = _line(target.span.text)
    return Goal(id=item, title=title if title else str(made), targets=(made,), start=start, due=end, source=target.span)


def _measure(
    measure: DraftMeasure, areas: dict[str, AreaId], commitments: Iterable[DraftTarget], start: date, end: date
) -> Measure:
    due = measure.deadline
    progress = None
    if measure.progress is not None or measure.progress_text or measure.problems or measure.next_steps:
        progress = ProgressReport(
            on=end,
            percent=measure.progress,
            narrative=measure.progress_text,
            problems=measure.problems,
            next_steps=measure.next_steps,
        )
    return Measure(
        id=ItemId(measure.id),
        title=measure.title[:_TITLE] or _line(measure.span.text) or measure.id,
        text=clean(measure.span.text),
        area=areas.get(measure.area, AreaId("")),
        targets=tuple(target_of(target) for target in commitments),
        assignments=tuple(Assignment(owner=_owner_id(owner.name), role=owner.role) for owner in _each_once(measure)),
        start=start if due is None or start <= due else None,
        due=due if due is not None or measure.deadline_text else end,
        deadline=measure.deadline_text,
        provisional=measure.provisional,
        state=measure.state or State.ACTIVE,
        progress=progress,
        source=measure.span,
    )


def _each_once(measure: DraftMeasure) -> list[DraftOwner]:
    return list({(owner.name, owner.role): owner for owner in measure.owners}.values())


def _owners(measures: Iterable[DraftMeasure]) -> tuple[Owner, ...]:
    owners: dict[OwnerId, Owner] = {}
    for measure in measures:
        for named in measure.owners:
            kind = OwnerKind.PERSON if named.role in _PEOPLE else OwnerKind.UNIT
            owners.setdefault(_owner_id(named.name), Owner(id=_owner_id(named.name), name=named.name, kind=kind))
    return tuple(owners.values())


def _owner_id(name: str) -> OwnerId:
    """The name itself, without what an identifier cannot hold."""
    kept = "".join(character if character.isprintable() and character not in "/\\ " else "-" for character in name)
    return OwnerId(kept[:_NAME] or "-")


def _line(text: str) -> str:
    line = clean(text)
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"
