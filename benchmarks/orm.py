"""The peer: a tracker as a host developer writes it with SQLAlchemy's ORM: one table for each kind of thing.

It keeps what ours keeps: measures with their target, owners, milestones, observations, and a change log with the whole
item at its creation. What it does not do: check values, chain the log by hashes, sum rows up for damage, ask plugins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

from benchmarks import workload

__all__ = ["build", "change_one", "due_page", "load_all", "load_and_judge", "open_orm"]

_AT = datetime(2021, 7, 5, tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables."""


class Item(Base):
    """A measure with its target."""

    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()
    title: Mapped[str]
    state: Mapped[str]
    start: Mapped[date]
    due: Mapped[date] = mapped_column(index=True)
    percent: Mapped[str | None]
    indicator: Mapped[str]
    unit: Mapped[str]
    aggregation: Mapped[str]
    comparator: Mapped[str]
    target: Mapped[str]
    owners: Mapped[list[Owner]] = relationship()
    milestones: Mapped[list[Milestone]] = relationship()
    observations: Mapped[list[Observation]] = relationship(order_by="Observation.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy wants it so


class Owner(Base):
    """A unit's part in a measure."""

    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]


class Milestone(Base):
    """A checkpoint."""

    __tablename__ = "milestone"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    title: Mapped[str]
    due: Mapped[date]


class Observation(Base):
    """A value."""

    __tablename__ = "observation"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    start: Mapped[date]
    end: Mapped[date]
    value: Mapped[str]
    known: Mapped[datetime]


class Change(Base):
    """The history."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(index=True)
    what: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    after: Mapped[str]


def open_orm(file: Path) -> Engine:
    """An engine with the same durability as ours."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def durable(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    Base.metadata.create_all(engine)
    return engine


def build(engine: Engine, measures: Iterable[workload.Plain]) -> None:
    """Stores measures with all their parts, in one transaction."""
    with Session(engine) as session:
        for plain, seen in measures:
            item = Item(
                plan="bench",
                name=plain["id"],
                version=1,
                title=plain["title"],
                state="active",
                start=workload.START,
                due=date.fromisoformat(plain["due"]),
                percent=None,
                indicator=workload.INDICATOR.name,
                unit=workload.INDICATOR.unit,
                aggregation="sum",
                comparator="at_least",
                target="1.1",
            )
            item.owners = [Owner(name=a["owner"], role=a.get("role", "lead")) for a in plain["assignments"]]
            item.milestones = [
                Milestone(title=each["title"], due=date.fromisoformat(each["due"])) for each in plain["milestones"]
            ]
            item.observations = [
                Observation(
                    start=workload.START, end=date.fromisoformat(end), value=value, known=datetime.fromisoformat(known)
                )
                for _, end, value, known in seen
            ]
            session.add(item)
            for what, after in (("created", plain), ("observed", seen)):
                text = json.dumps(after, ensure_ascii=False)
                session.add(Change(item=plain["id"], what=what, actor="bench", at=_AT, after=text))
        session.commit()


def load_all(session: Session) -> Iterable[Item]:
    """All measures with all their parts."""
    parts = selectinload(Item.owners), selectinload(Item.milestones), selectinload(Item.observations)
    return session.scalars(select(Item).options(*parts))


def load_and_judge(engine: Engine, day: date) -> int:
    """Loads everything and counts what is overdue: less than judging, for which a host would write more."""
    with Session(engine) as session:
        overdue = 0
        for item in load_all(session):
            latest = item.observations[-1]
            overdue += item.due < day and float(latest.value) < float(item.target)
        return overdue


def change_one(engine: Engine, name: str, percent: str) -> None:
    """One durable change with a line of history."""
    with Session(engine) as session:
        item = session.scalars(select(Item).where(Item.name == name)).one()
        item.percent = percent
        session.add(Change(item=name, what="percent", actor="bench", at=_AT, after=percent))
        session.commit()


def due_page(engine: Engine, before: date) -> list[Item]:
    """The first fifty that are due before a day, with what a row of ours tells: owners and values."""
    with Session(engine) as session:
        wanted = select(Item).where(Item.state == "active", Item.due < before).order_by(Item.due, Item.id).limit(50)
        return list(session.scalars(wanted.options(selectinload(Item.owners), selectinload(Item.observations))))
