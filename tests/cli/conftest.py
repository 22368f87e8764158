"""Runs commands as a user does, in a folder of their own, and says what came out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks.cli.main import run
from plan_tasks.model import Language
from plan_tasks.samples import sample_report


@attrs.frozen
class Answer:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with nothing of the machine's settings."""
    for name in [name for name in os.environ if name.startswith("PLAN_TASKS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLAN_TASKS_ACTOR", "office")
    monkeypatch.setenv("PLAN_TASKS_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command in this process."""

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return call


@pytest.fixture
def process(folder: Path) -> Cli:
    """Runs a command in a process of its own, from ``python -m plan_tasks``."""

    def call(*arguments: str, settings: Mapping[str, str] | None = None, given: bytes = b"") -> Answer:
        command = [sys.executable, "-m", "plan_tasks", *arguments]
        changed = {**os.environ, **(settings or {})}
        done = subprocess.run(command, input=given, capture_output=True, timeout=60, env=changed)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def report(folder: Path) -> Path:
    """The sample report in Chinese, as a file."""
    file = folder / "report.md"
    file.write_bytes(sample_report(Language.ZH).data)
    return file


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that keeps the sample report as a plan; each test works on a copy."""
    folder = tmp_path_factory.mktemp("store")
    report = folder / "report.md"
    report.write_bytes(sample_report(Language.ZH).data)
    file = folder / "plan_tasks.db"
    assert run(["import", str(report), "--plan", "city", "--actor", "office", "--store", f"sqlite:///{file}"]) == 0
    return file


@pytest.fixture(scope="session")
def exported(store: Path) -> str:
    """What an export of that store's plan says."""
    file = store.with_name("exported.json")
    assert run(["export", "--store", f"sqlite:///{store}", "-o", str(file)]) == 0
    return file.read_text(encoding="utf-8")


@pytest.fixture
def plan(report: Path, store: Path, folder: Path) -> str:
    """The sample report, kept as a plan in the store of the folder; its id."""
    shutil.copy(store, folder / "plan_tasks.db")
    return "city"
