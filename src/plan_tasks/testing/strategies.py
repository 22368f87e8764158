"""Random values of the model for hypothesis, so that a plugin author can test laws and not only cases.

Needs the extra ``testing``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from plan_tasks.model import (
    Aggregation,
    Assignment,
    ChangeType,
    Comparator,
    Goal,
    Indicator,
    Item,
    ItemId,
    Measure,
    Milestone,
    Observation,
    OwnerId,
    Polarity,
    ProgressReport,
    Role,
    SourceSpan,
    Target,
    Trajectory,
    TrajectoryKind,
    Waypoint,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TITLES = TEXTS.filter(lambda text: bool(text) and not text.isspace())
IDS = st.from_regex(r"[a-z0-9一-龥][a-z0-9一-龥._-]{0,8}", fullmatch=True)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=3)
SHARES = st.decimals(0, 1, places=2)


def _waypoints(days: list[date], shares: list[Decimal]) -> Trajectory:
    steps = zip(sorted(days), sorted(shares), strict=False)
    return Trajectory(kind=TrajectoryKind.MILESTONES, milestones=tuple(Waypoint(on, share) for on, share in steps))


TRAJECTORIES = st.one_of(
    st.sampled_from([TrajectoryKind.CALENDAR, TrajectoryKind.WORKING_DAYS]).map(lambda kind: Trajectory(kind=kind)),
    st.lists(st.decimals(0, 100, places=1), min_size=12, max_size=12)
    .filter(any)
    .map(lambda months: Trajectory(kind=TrajectoryKind.PROFILE, months=tuple(months))),
    st.builds(
        _waypoints, st.lists(DAYS, min_size=1, max_size=3, unique=True), st.lists(SHARES, min_size=3, max_size=3)
    ),
)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """A target that is consistent in itself."""
    comparator = draw(st.sampled_from(Comparator))
    value = draw(NUMBERS)
    without_number = comparator in (Comparator.DIRECTION, Comparator.RELATIVE)
    return Target(
        indicator=Indicator(
            name=draw(TITLES),
            unit=draw(st.sampled_from(["%", "万人", "亿元", "", "个百分点"])),
            polarity=draw(st.sampled_from(Polarity)),
            aggregation=draw(st.sampled_from(Aggregation)),
            cycle_days=draw(st.none() | st.integers(1, 400)),
        ),
        comparator=comparator,
        value=None if without_number else value,
        upper=value + abs(draw(NUMBERS)) if comparator is Comparator.RANGE else None,
        change=draw(st.none() | st.sampled_from(ChangeType)),
        base=draw(st.none() | NUMBERS),
        tolerance=draw(st.none() | st.decimals(0, 10, places=2)),
        trajectory=draw(st.none() | TRAJECTORIES),
        source=draw(st.none() | st.builds(lambda text: SourceSpan(start=3, end=3 + len(text), text=text), TEXTS)),
    )


@st.composite
def items(draw: st.DrawFn, item_id: str | None = None) -> Item:
    """A goal or a measure."""
    start = draw(DAYS)
    fields = {
        "id": ItemId(item_id or draw(IDS)),
        "title": draw(TITLES),
        "text": draw(TEXTS),
        "targets": tuple(draw(st.lists(targets(), max_size=2))),
        "assignments": tuple(
            Assignment(owner=OwnerId(owner), role=draw(st.sampled_from(Role)))
            for owner in draw(st.lists(IDS, max_size=3, unique=True))
        ),
        "start": start,
        "due": draw(st.none() | st.integers(0, 900).map(lambda days: start + timedelta(days=days))),
        "weight": draw(st.decimals(0, 10, places=1)),
        "tags": tuple(draw(st.lists(TITLES, max_size=2))),
    }
    if draw(st.booleans()):
        return Goal(**fields)  # type: ignore[arg-type]
    milestones = draw(st.lists(st.builds(Milestone, title=TITLES, due=DAYS, done=st.none() | DAYS), max_size=2))
    return Measure(**fields, milestones=tuple(milestones))  # type: ignore[arg-type]


REPORTS = st.builds(
    ProgressReport, on=DAYS, percent=st.none() | SHARES, narrative=TEXTS, problems=TEXTS, known=st.none() | MOMENTS
)


@st.composite
def observations(draw: st.DrawFn, indicator: str = "jobs") -> Observation:
    """A value over a stretch of days."""
    start = draw(DAYS)
    return Observation(
        indicator=indicator,
        start=start,
        end=start + timedelta(days=draw(st.integers(0, 400))),
        value=draw(NUMBERS),
        known=draw(MOMENTS),
    )


__all__ = [
    "DAYS",
    "IDS",
    "MOMENTS",
    "NUMBERS",
    "REPORTS",
    "SHARES",
    "TEXTS",
    "TITLES",
    "TRAJECTORIES",
    "items",
    "observations",
    "targets",
]
