"""A FastAPI host: each request has one session, in which the host's rows and a plan's change commit together.

Run it: python examples/host_fastapi.py postgresql+psycopg://user@host/database

The dependency `session` begins the transaction of a request, commits it when the answer is ready and rolls it back
when anything raises; `plans` gives a tracker in it. Here the requests come from a client in the same process; under a
server `make_app` is what it is told to run.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine, func, select
from sqlalchemy.orm import Session

from plan_tasks import Measure, Plan, ProgressReport, Tracker, errors
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql import migrations

START, END = date(2021, 1, 1), date(2021, 12, 31)
METADATA = MetaData()
VISIT = Table("visit", METADATA, Column("id", Integer, primary_key=True), Column("place", String(80), nullable=False))


def session(request: Request) -> Iterator[Session]:
    """The transaction of a request."""
    with Session(request.app.state.engine) as opened, opened.begin():
        yield opened


# Of scope "function": committed before the answer is sent, so that nobody is told of what then does not last.
Opened = Annotated[Session, Depends(session, scope="function")]


def plans(opened: Opened) -> Iterator[Tracker]:
    """A tracker in that transaction."""
    with Tracker.open(connection=opened, language="en") as tracker:
        yield tracker


Plans = Annotated[Tracker, Depends(plans, scope="function")]


def visit(place: str, percent: Decimal, seen: int, opened: Opened, tracker: Plans) -> dict[str, int]:
    """Record a visit and the return that follows from it; nothing of either, if the return is refused."""
    opened.execute(VISIT.insert().values(place=place))
    report = ProgressReport(on=date(2021, 5, 31), percent=percent)
    try:
        receipt = tracker.report("roads", "road", report, actor="inspector", seen=seen)
    except errors.Conflict as error:
        raise HTTPException(409, str(error)) from error
    return {"version": receipt.versions["roads", "road"]}


def visits(opened: Opened, tracker: Plans) -> dict[str, int]:
    """How many visits there were, and the road's version."""
    count = opened.execute(select(func.count()).select_from(VISIT)).scalar_one()
    return {"visits": count, "version": tracker.item("roads", "road").version}


def make_app(engine: Engine) -> FastAPI:
    """The application."""
    app = FastAPI()
    app.state.engine = engine
    app.post("/visits")(visit)
    app.get("/visits")(visits)
    return app


def main(url: str) -> None:
    """Answer three requests, of which the second saw an old version."""
    engine = create_engine(url)
    with engine.begin() as connection:
        METADATA.create_all(connection)
        migrations.upgrade(connection)
    road = Measure(id=ItemId("road"), title="Mend the harbour road", due=date(2021, 9, 30))
    plan = Plan(
        id=PlanId("roads"), title="Roads 2021", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(road,)
    )
    with engine.begin() as connection, Tracker.open(connection=connection, language="en") as tracker:
        tracker.add(plan, actor="office")
    asyncio.run(ask(make_app(engine)))
    engine.dispose()


async def ask(app: FastAPI) -> None:
    """Send the requests and print the answers."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://host") as client:
        for seen in (1, 1):
            answer = await client.post("/visits", params={"place": "Harbour road", "percent": "0.4", "seen": seen})
            print(answer.status_code, answer.json())
        print((await client.get("/visits")).json())


if __name__ == "__main__":
    main(sys.argv[1])
