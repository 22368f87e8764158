"""An outbox that an older version wrote is read as it was, and written in today's form; a newer one is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import Tracker
from plan_tasks.errors import StoreTooNew
from plan_tasks.plugins.storage.json_folder.names import outbox_of

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2021, 9, 11, tzinfo=UTC)


def with_outbox(folder: Path, change: Callable[[Any], Any]) -> str:
    """A folder with an outbox that version 1 wrote, changed somehow."""
    url = f"json://{folder}"
    Tracker.open(url, autoload=False).close()
    file = folder / outbox_of("default")
    file.parent.mkdir(parents=True)
    document = json.loads((DATA / "json_outbox_1.json").read_bytes())
    file.write_text(json.dumps(change(document)), encoding="utf-8")
    return url


def test_an_outbox_of_version_1_is_taken_over(tmp_path: Path) -> None:
    url = with_outbox(tmp_path / "plans", lambda document: document)
    with Tracker.open(url, autoload=False) as tracker:
        (before,) = tracker.outbox()
        assert (before.item, before.attempts, before.reason, before.level, before.spent) == ("m1", 1, "busy", "", 0)
        context = tracker._context
        with context.backend.unit(context.tenant, write=True) as unit:
            unit.outbox.claim(worker="w", now=NOW, lease=timedelta(minutes=1), limit=1, channels={"console"})
            unit.settings.put("a", {"b": 1})
            unit.commit()
    written = json.loads((tmp_path / "plans" / outbox_of("default")).read_bytes())
    assert written["version"] == 2
    with Tracker.open(url, autoload=False) as tracker:
        assert [entry.attempts for entry in tracker.outbox()] == [2]


def test_an_outbox_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = with_outbox(tmp_path / "plans", lambda document: {"version": 3, "all": "else"})
    with Tracker.open(url, autoload=False) as tracker, pytest.raises(StoreTooNew, match="version 3 is newer than 2"):
        tracker.outbox()
