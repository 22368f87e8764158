"""The peer: a tracker as a host developer writes it with SQLAlchemy's ORM, the same tables, no history hash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

from benchmarks import workload

__all__ = ["build", "change_one", "due_page", "load_and_judge", "open_orm"]


class Base(DeclarativeBase):
    """The tables."""


class Item(Base):
    """A measure."""

    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()
    title: Mapped[str]
    state: Mapped[str]
    due: Mapped[date] = mapped_column(index=True)
    percent: Mapped[str | None]
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
    end: Mapped[date]
    value: Mapped[str]


class Change(Base):
    """The history."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(index=True)
    what: Mapped[str]


def open_orm(file: Path) -> Engine:
    """An engine with the same durability as ours."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def durable(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    Base.metadata.create_all(engine)
    return engine


def build(engine: Engine, numbers: Iterable[int]) -> None:
    """Stores measures with all their parts."""
    with Session(engine) as session:
        for number in numbers:
            plain = workload.plain_measure(number)
            item = Item(
                plan="bench",
                name=f"m{number}",
                version=1,
                title=str(plain["title"]),
                state="active",
                due=workload.due_of(number),
                percent=None,
                target="1.10",
            )
            item.owners = [
                Owner(name=a["owner"], role=a["role"])
                for a in plain["assignments"]  # type: ignore[attr-defined]
            ]
            item.milestones = [Milestone(title=f"第{q}季度节点", due=date(2021, 3 * q, 28)) for q in (1, 2, 3, 4)]
            item.observations = [
                Observation(end=date.fromisoformat(end), value=value)
                for _, end, value, _ in workload.plain_observations(number)
            ]
            session.add(item)
            session.add(Change(item=f"m{number}", what="created"))
        session.commit()


def load_and_judge(engine: Engine, day: date) -> int:
    """Loads everything and counts what is overdue."""
    with Session(engine) as session:
        everything = select(Item).options(
            selectinload(Item.owners), selectinload(Item.milestones), selectinload(Item.observations)
        )
        overdue = 0
        for item in session.scalars(everything):
            latest = item.observations[-1]
            overdue += item.due < day and float(latest.value) < float(item.target)
        return overdue


def change_one(engine: Engine, name: str, percent: str) -> None:
    """One durable change with a line of history."""
    with Session(engine) as session:
        item = session.scalars(select(Item).where(Item.name == name)).one()
        item.percent = percent
        session.add(Change(item=name, what=f"percent {percent}"))
        session.commit()


def due_page(engine: Engine, before: date) -> list[Item]:
    """The first fifty that are due before a day."""
    with Session(engine) as session:
        wanted = select(Item).where(Item.state == "active", Item.due < before).order_by(Item.due, Item.id).limit(50)
        return list(session.scalars(wanted))
