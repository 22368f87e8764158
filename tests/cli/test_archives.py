"""`export -o FILE` and `restore FILE` with an archive."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

OTHER = ("--store", "sqlite:///other.db")


def test_an_archive_brings_everything_back(cli: Cli, plan: str) -> None:
    cli("progress", "m2.4", "--percent", "40")
    cli("notify", "--on", "2021-06-27")
    assert cli("export", "-o", "city.plan").err == "written to city.plan\n"
    assert cli("restore", "city.plan", *OTHER).out.startswith("plan city is restored, 50 items, ")
    for command in (("export",), ("history", "--json"), ("outbox", "--json"), ("show", "m2.4", "--json")):
        assert cli(*command).out == cli(*command, *OTHER).out
    cli("export", "-o", "again.plan", *OTHER)
    assert Path("again.plan").read_bytes() == Path("city.plan").read_bytes()


def test_an_archive_can_be_piped_in(process: Cli, cli: Cli, plan: str) -> None:
    cli("export", "-o", "city.gz")
    answer = process("restore", "-", *OTHER, "--json", given=Path("city.gz").read_bytes())
    assert answer.json == {
        "plan": "city",
        "version": 1,
        "items": 50,
        "events": len(cli("history").out.splitlines()) - 1,
    }


def test_a_name_in_json_gives_the_document_that_is_printed(cli: Cli, plan: str) -> None:
    cli("export", "-o", "city.JSON")
    assert Path("city.JSON").read_text(encoding="utf-8") == cli("export").out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("restore", "city.plan"), 2, "holds a plan 'city' already"),
        (("restore", "city.plan", *OTHER, "--plan", "x"), 2, "bound to the plan's id; leave --plan out"),
        (("restore", "short.plan", *OTHER), 2, "short.plan, line "),
        (("restore", "none.plan", *OTHER), 2, "there is no such file"),
        (("restore", ".", *OTHER), 2, "this is a folder"),
        (("restore", "other.gz", *OTHER), 2, "other.gz, line 1: not JSON"),
        (("export", "-o", "no/city.plan"), 2, "there is no folder no"),
        (("export", "-o", "x.plan", "--plan", "west"), 2, "there is no plan 'west'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    cli: Cli, plan: str, arguments: tuple[str, ...], status: int, words: str
) -> None:
    cli("export", "-o", "city.plan")
    Path("short.plan").write_bytes(Path("city.plan").read_bytes()[:2_000])
    Path("other.gz").write_bytes(gzip.compress(b"hello\n"))
    answer = cli(*arguments)
    assert (answer.status, answer.out, len(answer.err.splitlines())) == (status, "", 1)
    assert words in answer.err
    assert not Path("x.plan").exists()


def test_an_export_that_fails_leaves_the_file_that_was_there(cli: Cli, plan: str) -> None:
    cli("export", "-o", "city.plan")
    before = Path("city.plan").read_bytes()
    shutil.copy("plan_tasks.db", "damaged.db")
    data = bytearray(Path("damaged.db").read_bytes())
    place = data.rindex("图书馆".encode())
    data[place : place + 3] = "体".encode()
    Path("damaged.db").write_bytes(data)
    answer = cli("export", "-o", "city.plan", "--store", "sqlite:///damaged.db")
    assert answer.status == 3
    assert Path("city.plan").read_bytes() == before
    assert sorted(path.name for path in Path().glob("*.plan*")) == ["city.plan"]
