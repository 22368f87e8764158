"""A Django host: a plan's change commits and rolls back with `transaction.atomic`.

Run it: python examples/host_django.py postgresql://user@host/database [schema]

`joined` is all that a project needs to take over. It lays an SQLAlchemy connection over the one that Django has open,
so that both talk in the same transaction, and leaves beginning and ending that transaction to Django.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection as django_connection
from django.db import transaction
from sqlalchemy import StaticPool, create_engine

from plan_tasks import Measure, Plan, ProgressReport, Tracker
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql import migrations


class Borrowed:
    """Django's connection of the driver, which Django alone begins, ends and closes."""

    def __init__(self, driver: Any) -> None:
        self.__dict__["driver"] = driver

    def __getattr__(self, name: str) -> Any:
        return getattr(self.driver, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.driver, name, value)

    def commit(self) -> None:
        """Leave that to Django."""

    rollback = close = commit


@contextmanager
def joined() -> Iterator[Any]:
    """An SQLAlchemy connection in the transaction that Django has open: use it inside of `transaction.atomic`."""
    django_connection.ensure_connection()
    borrowed = Borrowed(django_connection.connection)
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: borrowed, poolclass=StaticPool, use_native_hstore=False
    )
    with engine.connect() as connection:
        yield connection


@contextmanager
def tracker() -> Iterator[Tracker]:
    """A tracker in Django's transaction, whose observers hear of changes when Django has committed."""
    with (
        joined() as connection,
        Tracker.open(connection=connection, after_commit=transaction.on_commit, language="en") as opened,
    ):
        yield opened


def set_up(url: str, schema: str) -> None:
    """What a project's settings and migrations do."""
    place = urlsplit(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": place.hostname or "",
        "PORT": place.port or "",
        "USER": place.username or "",
        "PASSWORD": place.password or "",
        "NAME": place.path.strip("/"),
        "OPTIONS": {"options": f"-c search_path={schema}"},
    }
    settings.configure(DATABASES={"default": database})
    django.setup()
    with transaction.atomic():  # in a project: a migration with RunPython
        with joined() as connection:
            migrations.upgrade(connection)
        with django_connection.cursor() as cursor:
            cursor.execute("CREATE TABLE visit (id SERIAL PRIMARY KEY, place TEXT NOT NULL)")


def visit(percent: str, *, fails: bool = False) -> None:
    """Record a visit in Django and the return in the plan; a view would do the same."""
    with transaction.atomic():
        with django_connection.cursor() as cursor:
            cursor.execute("INSERT INTO visit (place) VALUES (%s)", ["Harbour road"])
        with tracker() as plans:
            report = ProgressReport(on=date(2021, 5, 31), percent=Decimal(percent))
            plans.report("roads", "road", report, actor="inspector")
        if fails:
            raise RuntimeError("the inspector's signature is missing")


def main(url: str, schema: str = "public") -> None:
    """Record two visits, of which the second fails."""
    set_up(url, schema)
    road = Measure(id=ItemId("road"), title="Mend the harbour road", due=date(2021, 9, 30))
    start, end = date(2021, 1, 1), date(2021, 12, 31)
    with transaction.atomic(), tracker() as plans:
        plans.add(Plan(id=PlanId("roads"), title="Roads", start=start, end=end, measures=(road,)), actor="office")
    visit("0.4")
    try:
        visit("0.9", fails=True)
    except RuntimeError as error:
        print(f"rolled back: {error}")
    with transaction.atomic(), django_connection.cursor() as cursor, tracker() as plans:
        cursor.execute("SELECT count(*) FROM visit")
        progress = plans.item("roads", "road").item.progress
        print(f"{cursor.fetchone()[0]} visits, road at {progress.percent if progress else None}")
    django_connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
