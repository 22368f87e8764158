"""A host whose own rows and a plan's change together, or not at all: one SQLAlchemy transaction for both.

Run it: python examples/host_transaction.py postgresql+psycopg://user@host/database

The host records an inspection visit and hands in the return that follows from it. In the second visit something goes
wrong after both were written, and neither stays.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, func, select

from plan_tasks import Measure, Plan, ProgressReport, Tracker, hookimpl
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql import migrations
from plan_tasks.workflow import Change

START, END = date(2021, 1, 1), date(2021, 12, 31)
METADATA = MetaData()
VISIT = Table("visit", METADATA, Column("id", Integer, primary_key=True), Column("place", String(80), nullable=False))


class Bulletin:
    """Hears of changes, once they are committed."""

    @hookimpl
    def plan_tasks_changes_committed(self, changes: Sequence[Change]) -> None:
        """Print what has become durable."""
        for change in changes:
            print(f"  told after the commit: {change.after.title}")


def road_plan() -> Plan:
    """The plan that the host tracks."""
    road = Measure(id=ItemId("road"), title="Mend the harbour road", due=date(2021, 9, 30))
    return Plan(
        id=PlanId("roads"), title="Roads 2021", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(road,)
    )


def visit(connection: Connection, percent: str, *, fails: bool = False) -> None:
    """Record a visit and the return that follows from it, in the transaction of whoever calls."""
    connection.execute(VISIT.insert().values(place="Harbour road"))
    with Tracker.open(connection=connection, plugins=[Bulletin()], language="en") as tracker:
        report = ProgressReport(on=date(2021, 5, 31), percent=Decimal(percent), narrative="Seen on the spot")
        tracker.report("roads", "road", report, actor="inspector")
    if fails:
        raise RuntimeError("the inspector's signature is missing")


def stands(connection: Connection) -> str:
    """How things stand, in one line."""
    visits = connection.execute(select(func.count()).select_from(VISIT)).scalar_one()
    with Tracker.open(connection=connection, language="en") as tracker:
        progress = tracker.item("roads", "road").item.progress
    return f"{visits} visits, road at {progress.percent if progress else None}"


def main(url: str) -> None:
    """Record two visits, of which the second fails."""
    engine = create_engine(url)
    with engine.begin() as connection:  # what the host's migrations do once
        METADATA.create_all(connection)
        migrations.upgrade(connection)
    with engine.begin() as connection, Tracker.open(connection=connection, language="en") as tracker:
        tracker.add(road_plan(), actor="office")

    print("first visit")
    with engine.begin() as connection:
        visit(connection, "0.4")
    print("second visit")
    try:
        with engine.begin() as connection:
            visit(connection, "0.9", fails=True)
    except RuntimeError as error:
        print(f"  rolled back: {error}")
    with engine.connect() as connection:
        print(stands(connection))
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
