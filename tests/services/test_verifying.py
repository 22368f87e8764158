"""`verify` notices every change of data behind the store's back, and names the first place."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.services.test_copying import fill, opened

from plan_tasks import Tracker
from plan_tasks.errors import PlanTasksError, UnknownName
from plan_tasks.plugins.storage.sqlite.items import row_hash
from plan_tasks.storage.heads import ItemHead


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound store with two plans, one of which has forgotten what is old."""
    file = tmp_path_factory.mktemp("sound") / "plan.db"
    with opened("sqlite", file) as tracker:
        fill(tracker, "north", "south")
        before = list(tracker.history("south"))[4].event.at
        tracker.forget("south", before=before, actor="archivist", reason="law")
    return file


def problems(file: Path) -> list[str]:
    with Tracker.open(f"sqlite:///{file}", language="en", autoload=False) as tracker:
        return [finding.text for finding in tracker.verify() if not finding.ok]


def changed(sound: Path, folder: Path, *statements: tuple[str, tuple[Any, ...]]) -> Path:
    """A copy of the store, changed by statements of SQL."""
    file = folder / "changed.db"
    shutil.copy(sound, file)
    with closing(sqlite3.connect(file)) as connection:
        for sql, values in statements:
            assert connection.execute(sql, values).rowcount > 0, sql
        connection.commit()
    return file


def test_a_sound_store_has_no_problem(sound: Path, tmp_path: Path) -> None:
    file = changed(sound, tmp_path)
    with Tracker.open(f"sqlite:///{file}", language="en", autoload=False) as tracker:
        findings = list(tracker.verify())
        assert all(finding.ok for finding in findings)
        texts = {finding.subject: finding.text for finding in findings}
        assert texts["history of north"] == "3 items, 2 values, 8 events in one chain, 1 notices"
        assert texts["history of south"].startswith(
            "3 items, 2 values, 6 events in one chain, 1 notices; events 1 to 4 ("
        )
        assert [finding.subject for finding in tracker.verify(plans=["south"])][-1] == "history of south"
        with pytest.raises(UnknownName):
            list(tracker.verify(plans=["west"]))


TAMPERED = {
    "an actor": (
        "UPDATE event SET actor='x' WHERE \"plan\"='north' AND sequence=3",
        "plan north, event 3: the history",
    ),
    "a moment": ("UPDATE event SET at='2021-01-01T00:00:00+00:00' WHERE \"plan\"='north' AND sequence=5", "event 5"),
    "an event's fields": (
        """UPDATE event SET "after"=replace("after", '0.4', '0.9') WHERE "plan"='north' AND sequence=6""",
        "event 6: the history does not match its hash, at a change of item m1",
    ),
    "a removed event": ("DELETE FROM event WHERE \"plan\"='north' AND sequence=4", "event 4 is missing"),
    "removed first events": ("DELETE FROM event WHERE \"plan\"='north' AND sequence<3", "event 1 is missing"),
    "the last event removed": (
        "DELETE FROM event WHERE \"plan\"='north' AND sequence=8",
        "header is not what the history",
    ),
    "the last change of an item removed": (
        "DELETE FROM event WHERE \"plan\"='south' AND sequence>=7",
        "the chain does not record this stub",
    ),
    "an event that cannot be read": (
        "UPDATE event SET at='soon' WHERE \"plan\"='north' AND sequence=5",
        "cannot be read",
    ),
    "a value": ("UPDATE observation SET value='699' WHERE \"plan\"='north' AND k=0", "item g1: the item's values"),
    "a value's moment": ("UPDATE observation SET known='2020-01-01T00:00:00+00:00' WHERE \"plan\"='north'", "values"),
    "a removed value": ("DELETE FROM observation WHERE \"plan\"='north' AND k=1", "item g1: the item's values"),
    "a value of another item": ("UPDATE observation SET item='zz' WHERE \"plan\"='north' AND k=1", "values"),
    "a removed item": (
        "DELETE FROM item WHERE \"plan\"='north' AND \"id\"='m2'",
        "item m2: the item is not in the store",
    ),
    "a body": (
        "UPDATE item SET body=replace(body, 'School', 'Schoof') WHERE \"plan\"='north'",
        "does not match its hash",
    ),
    "a column": ("UPDATE item SET title='x' WHERE \"plan\"='north' AND \"id\"='m2'", "does not match its hash"),
    "the order": (
        "UPDATE item SET position=position+10 WHERE \"plan\"='north' AND \"id\"='g1'",
        "stands where g1 should",
    ),
    "a header": ("UPDATE plan SET body=replace(body, 'City', 'Town') WHERE id='north'", "the plan's header is not"),
    "a header's version": ("UPDATE plan SET version=9 WHERE id='north'", "the plan's header is not"),
    "a removed header": ("DELETE FROM plan WHERE id='north'", "header is missing"),
    "an entry of the outbox": (
        "UPDATE outbox SET due='soon' WHERE \"plan\"='north'",
        "an entry of the outbox cannot be",
    ),
    "a stub's reason": ("UPDATE event SET reason='x' WHERE type='history_stub'", "the stub does not match its seal"),
    "a stub's hash": ("UPDATE event SET hash=replace(hash, 'a', 'b') WHERE type='history_stub'", "the stub does not"),
    "a stub that cannot be read": (
        "UPDATE event SET \"after\"='{}' WHERE type='history_stub'",
        "the stub cannot be read",
    ),
    "a removed stub": ("DELETE FROM event WHERE type='history_stub'", "event 1 is missing"),
    "a value under a stub": ("UPDATE observation SET value='1' WHERE \"plan\"='south' AND k=0", "plan south, event 5"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_change_behind_the_store_is_named(sound: Path, tmp_path: Path, name: str) -> None:
    sql, words = TAMPERED[name]
    found = problems(changed(sound, tmp_path, (sql, ())))
    assert len({text for text in found if words in text}) == 1, found


def test_an_item_that_is_changed_with_its_hash_differs_from_the_history(sound: Path, tmp_path: Path) -> None:
    """Somebody who knows how rows are hashed is found out by the chain."""
    columns = ", ".join(f'"{name}"' for name in ItemHead._fields)
    with closing(sqlite3.connect(sound)) as connection:
        sql = f"SELECT {columns}, body FROM item WHERE \"plan\"='north' AND \"id\"='m2'"  # noqa: S608 - our own names
        *row, body = connection.execute(sql).fetchone()
    head = ItemHead(*row)
    for new, text, words in (
        (head._replace(title="Rail"), body.replace("Road", "Rail"), "item m2: the item is not what the history says"),
        (head._replace(lead="nobody"), body, "item m2: the item's columns are not what the item says"),
        (head._replace(version=7), body, "item m2: the item's version 7 is not that of its last event"),
    ):
        values = (new.title, new.lead, new.version, text, row_hash(new, text))
        sql = "UPDATE item SET title=?, lead=?, version=?, body=?, hash=? WHERE \"plan\"='north' AND \"id\"='m2'"
        assert words in " ".join(problems(changed(sound, tmp_path, (sql, values))))


def test_random_damage_of_the_file_is_noticed_or_harmless(sound: Path, tmp_path: Path) -> None:
    """Bytes are flipped at 150 random places; where `verify` finds nothing, everything is as it was."""
    chosen = random.Random(11)  # noqa: S311 - which places are tried
    whole = sound.read_bytes()

    def content(file: Path) -> object:
        with Tracker.open(f"sqlite:///{file}", language="en", autoload=False) as tracker:
            plans = [stored.plan.id for stored in tracker.plans()]
            histories = [list(tracker.history(plan)) for plan in plans]
            return [tracker.export(plan) for plan in plans], histories

    wanted = content(changed(sound, tmp_path))
    noticed = 0
    for number in range(150):
        data = bytearray(whole)
        for _ in range(8):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        file = tmp_path / f"{number}.db"
        file.write_bytes(data)
        try:
            found = problems(file)
        except PlanTasksError:
            found = ["it cannot be opened"]
        if found:
            noticed += 1
        else:
            assert content(file) == wanted, number
        file.unlink()
    assert noticed > 20
