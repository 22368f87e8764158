"""What the tests of storage share: a plan in a file, the command line, Python in a process of its own, wrong stores."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, settings

from plan_tasks.cli.main import run
from plan_tasks.model import TenantId
from plan_tasks.model.documents import plan_to_json
from plan_tasks.plugins.storage.memory import MemoryBackend
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage import StorageCase, StorageContract
from plan_tasks.testing.storage.case import Opening, StorageLaws
from plan_tasks.testing.storage.samples import PLAN, TENANT, measures


@attrs.frozen
class Answer:
    """What a process said.

    Attributes:
        status: Its exit status.
        out: Its standard output.
        error: Its standard error.
    """

    status: int
    out: str
    error: str

    @property
    def refused(self) -> bool:
        """Whether it ended as a store that refuses ends: with status 3 and a message, not a fault of ours."""
        fault = "Traceback" in self.error or "unexpected" in self.error
        return self.status == 3 and bool(self.error) and not fault


Runs = Callable[..., Answer]


@pytest.fixture
def command_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs plan-tasks in this process, as its entry point does."""
    monkeypatch.setenv("PLAN_TASKS_LANG", "en")

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments)
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def python() -> Runs:
    """Runs Python in a process of its own."""
    environment = {**os.environ, "PLAN_TASKS_LANG": "en", "PYTHONWARNINGS": "error"}

    def call(*arguments: str) -> Answer:
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, timeout=60, env=environment, check=False
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan document with three measures."""
    file = tmp_path_factory.mktemp("plans") / "plan.json"
    file.write_text(plan_to_json(attrs.evolve(PLAN, measures=tuple(measures(3)))), encoding="utf-8")
    return file


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


class Part:
    """Passes everything on to a part of a unit; a wrong part overrides a method."""

    def __init__(self, part: Any, unit: Any) -> None:
        self.part = part
        self.unit = unit

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)


class Wrong(MemoryBackend):
    """A store in memory of which some parts are replaced.

    Attributes:
        parts: Name of a part -> its wrong stand-in.
    """

    parts: Mapping[str, type[Part]] = {}

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            for name, part in self.parts.items():
                setattr(unit, name, part(getattr(unit, name), unit))
            yield unit

    def join(self, other: Any) -> None:
        """Becomes another opening of the store that `other` has open; a store that does not last stays empty."""


def wrong(name: str, **methods: Callable[..., Any]) -> type[Wrong]:
    """A store whose part of that name has other methods."""
    part = type("WrongPart", (Part,), dict(methods))
    return type("WrongStore", (Wrong,), {"parts": {name: part}})


@attrs.frozen
class Trial(Opening):
    """Opens a wrong store."""

    make: Callable[[], Wrong] = Wrong

    def __call__(self) -> StorageBackend:
        backend = self.make()
        if self.impatient:
            backend._timeout = 0
        if self.opened:
            backend.join(self.opened[0])
        self.opened.append(backend)
        return backend


def _tamper(backend: StorageBackend, plan: str) -> None:
    assert isinstance(backend, MemoryBackend)
    state = backend._states[TENANT]
    first, second, *rest = state.events[plan]
    forged = attrs.evolve(second, event=attrs.evolve(second.event, actor="nobody"))
    state.events[plan] = (first, forged, *rest)


#: Laws that take longer than all others together: they are tried only on stores that are meant to break them.
SLOW = frozenset(
    {
        "test_a_long_history_is_read_whole",
        "test_a_text_is_looked_for_as_it_stands",
        "test_a_writer_waits_for_the_one_before",
        "test_any_item_and_value_comes_back_as_it_was",
        "test_any_number_of_ids_can_be_asked_for",
        "test_any_query_finds_what_a_search_by_hand_finds",
        "test_any_sequence_of_changes_ends_as_in_a_dictionary",
        "test_many_items_are_stored_listed_and_changed",
    }
)


def laws_of(*groups: type[StorageLaws]) -> set[str]:
    """Names of the laws of some groups."""
    return {name for group in groups for name in dir(group) if name.startswith("test_")}


def broken_laws(make: Callable[[], Wrong], *, meant: Collection[str]) -> set[str]:
    """Names of the laws that a store breaks, of those that are meant and those that take no time."""

    class Suite(StorageContract):
        many = 40
        runs = 10

        @contextmanager
        def opening(self, *, impatient: bool = False) -> Iterator[Opening]:
            yield Trial(StorageCase(url="", tamper=_tamper), impatient, make=make)

    suite, failed, before = Suite(), set(), settings.get_current_profile_name()
    # nobody reads the smallest example, and the same stores shall break the same laws every time
    settings.register_profile("found is enough", phases=[Phase.generate], derandomize=True, database=None)
    settings.load_profile("found is enough")
    for name in sorted((laws_of(StorageContract) - SLOW).union(meant)):
        law = getattr(suite, name)
        for arguments in _cases_of(law):
            try:
                law(**arguments)
            except pytest.skip.Exception:
                continue
            except (Exception, pytest.fail.Exception):
                failed.add(name)
                break
    settings.load_profile(before)
    return failed


def _cases_of(law: Any) -> Iterator[dict[str, Any]]:
    """The arguments with which pytest calls a law."""
    choices = []
    for mark in getattr(law, "pytestmark", ()):
        names, values = mark.args
        several = isinstance(names, tuple)
        choices.append([dict(zip(names, each, strict=True)) if several else {names: each} for each in values])
    for chosen in product(*choices):
        yield {name: value for part in chosen for name, value in part.items()}
