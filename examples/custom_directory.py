"""A whole directory plugin, people in a host's own table, found by a function: python examples/custom_directory.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from plan_tasks import Tracker, hookimpl
from plan_tasks.model import Language, Owner, OwnerId
from plan_tasks.notifying.contract import DirectoryType, Recipient
from plan_tasks.plugging import NoOptions
from plan_tasks.samples import sample_report

LookUp = Callable[[str], Iterable[tuple[str, str, str]]]
"""Gives the people of a unit, by its name: login, name and mail address of each, always in the same order."""


class Staff:
    """The directory, and the plugin that offers it: it has nobody to open it, since the host hands it over."""

    def __init__(self, look_up: LookUp) -> None:
        self.look_up = look_up

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        """Find who hears of what owners have to hear; other addresses than those of mail it does not know."""
        if channel != "mail":
            return {}
        people = {owner.id: list(self.look_up(owner.name)) for owner in owners}
        return {
            owner: [Recipient(id=login, name=name, address=mail) for login, name, mail in found]
            for owner, found in people.items()
        }

    def close(self) -> None:
        """The table is the host's, and stays open."""

    @hookimpl
    def plan_tasks_directories(self) -> Iterator[DirectoryType[NoOptions]]:
        """Announce the directory."""
        yield DirectoryType(name="staff", summary="Our staff", options=NoOptions, factory=lambda options, context: self)


def people_of(table: sqlite3.Connection) -> LookUp:
    """The function, for a table of SQL; a host with an ORM writes its own."""
    return lambda unit: table.execute("SELECT login, name, mail FROM staff WHERE unit = ? ORDER BY login", (unit,))


if __name__ == "__main__":
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE staff (unit TEXT, login TEXT, name TEXT, mail TEXT)")
    table.execute("INSERT INTO staff VALUES ('市科技局', 'u7', '王芳', 'u7@example.org')")  # science
    with Tracker.open(plugins=[Staff(people_of(table))]) as tracker:
        tracker.add(tracker.accept(tracker.draft(sample_report(Language.ZH)), plan="demo"), actor="example")
        queued = tracker.notify("demo", on=date(2021, 6, 27), channel="mail")
        print(*(f"{each.recipient_name} <{each.address}>" for each in queued.entries), sep="\n")
        print(len({each.owner for each in queued.unreachable}), "owners are not in the table")
