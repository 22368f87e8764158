"""A small host application with its own users and its own database, which lets plan_tasks track its plans.

Run it: python examples/host_app.py

The host keeps people and their rights; plan_tasks keeps the plan. Two hooks join them: who may do what is the host's
decision, and each committed change lands in the host's own activity table.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from plan_tasks import Assignment, Measure, Owner, Plan, ProgressReport, Tracker, errors, hookimpl
from plan_tasks.model import ItemId, OwnerId, PlanId
from plan_tasks.plugging import Decision
from plan_tasks.storage.contract import Receipt
from plan_tasks.workflow import Change

SCHEMA = """
CREATE TABLE user (name TEXT PRIMARY KEY, unit TEXT NOT NULL, may TEXT NOT NULL);
CREATE TABLE activity (at TEXT NOT NULL, user TEXT NOT NULL, what TEXT NOT NULL, item TEXT NOT NULL);
INSERT INTO user VALUES ('office', 'General Office', 'everything'), ('teacher', 'Education Bureau', 'report');
"""


class HostHooks:
    """The host's side: it answers questions and hears of changes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    @hookimpl
    def plan_tasks_authorize(self, actor: str, action: str) -> Decision:
        """Look the user up in the host's own table."""
        row = self.database.execute("SELECT may FROM user WHERE name = ?", (actor,)).fetchone()
        if row is None:
            return Decision(allowed=False, reason=f"{actor} is not a user of this system")
        if row[0] == "everything" or (row[0] == "report" and action in ("report_progress", "observe")):
            return Decision(allowed=True)
        return Decision(allowed=False, reason="users of a bureau only hand in returns")

    @hookimpl
    def plan_tasks_changes_committed(self, changes: Sequence[Change], receipt: Receipt) -> None:
        """Keep the host's activity list."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [(now, change.actor, change.command.event, change.after.id) for change in changes]
        with self.database:
            self.database.executemany("INSERT INTO activity VALUES (?, ?, ?, ?)", rows)


def school_plan() -> Plan:
    """The plan that the host tracks."""
    education = Owner(id=OwnerId("education"), name="Education Bureau")
    school = Measure(
        id=ItemId("m1"),
        title="Build the new school",
        due=date(2021, 8, 31),
        assignments=(Assignment(owner=education.id),),
    )
    return Plan(
        id=PlanId("schools"),
        title="Schools 2021",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(education,),
        measures=(school,),
    )


def main() -> None:
    """Run the host for a moment."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "host.db")) as database:
        database.executescript(SCHEMA)
        url = f"sqlite:///{folder}/plans.db"
        with Tracker.open(url, plugins=[HostHooks(database)], language="en") as tracker:
            tracker.add(school_plan(), actor="office")
            report = ProgressReport(on=date(2021, 5, 31), percent=Decimal("0.4"), narrative="the walls stand")
            tracker.report("schools", "m1", report, actor="teacher")
            try:
                tracker.assign("schools", "m1", "education", actor="teacher")
            except errors.NotAuthorized as refusal:
                print("refused:", refusal)
            for row in tracker.assess("schools", on=date(2021, 6, 30)):
                print(row.head.title, "-", row.assessment.health.en)
        for user, what, item in database.execute("SELECT user, what, item FROM activity"):
            print(user, what, item)


if __name__ == "__main__":
    main()
