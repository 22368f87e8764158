"""Runs the code blocks of a page, and says where what they print is not what the page shows.

The rules of a page:

- ``python`` blocks run one after the other in one namespace; a ``text`` block titled "output" after one holds what it
  prints.
- A block titled with a file's name is that file, written before what follows runs.
- ``console`` blocks: lines after ``$ `` are commands. ``plan-tasks``, ``python FILE``, ``cd``, ``export`` and ``ls``
  are carried out; what stands below a command is what it prints, ``...`` alone standing for any lines, and
  ``# status N`` for an exit status other than 0. A command with nothing below it may print anything.
- Everything happens in a folder of the page's own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_FENCE = re.compile(r"^( *)```(\w+)?(.*)$")
_TITLE = re.compile(r'title="([^"]*)"')


class Block(NamedTuple):
    """A fenced block: its language, its title, its text, and the number of its first line in the page."""

    language: str
    title: str
    text: str
    line: int


class Mismatch(AssertionError):
    """A page shows something else than what happens."""


def blocks_of(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = page.splitlines()
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        at += 1
        if opening is None:
            continue
        indent, start = len(opening[1]), at
        while lines[at].strip() != "```":
            at += 1
        text = "".join(line[indent:] + "\n" for line in lines[start:at])
        title = _TITLE.search(opening[3])
        yield Block(opening[2] or "", title[1] if title else "", text, start + 1)
        at += 1


def run_page(page: Path, folder: Path) -> int:
    """Runs the blocks of a page in a folder.

    Args:
        page: The page.
        folder: An empty folder, which becomes the working folder for as long as this runs.

    Returns:
        How many blocks and commands have run.

    Raises:
        Mismatch: Something else was printed, or another status was given, than the page shows.
    """
    namespace: dict[str, Any] = {"__name__": "page"}
    count, printed, text = 0, "", page.read_text(encoding="utf-8")
    environment, path, modules = dict(os.environ), list(sys.path), set(sys.modules)
    with contextlib.chdir(folder):
        sys.path.insert(0, str(folder))
        try:
            for block in blocks_of(text):
                where = f"{page.name}, line {block.line}"
                if block.title == "output":
                    _compare(printed, block.text, where)
                elif block.title:
                    Path(block.title).parent.mkdir(parents=True, exist_ok=True)
                    Path(block.title).write_text(block.text, encoding="utf-8")
                elif block.language == "python":
                    printed = _printed_by(block, namespace, where)
                    count += 1
                elif block.language == "console":
                    count += _run_console(block, where)
        finally:
            os.environ.clear()
            os.environ.update(environment)
            sys.path[:] = path
            for name in set(sys.modules) - modules:
                if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
                    del sys.modules[name]
    return count


def commands_of(block: Block) -> Iterator[tuple[str, list[str], int]]:
    """Each command of a console block with the lines shown below it and the status that it is to give."""
    command, below, status = "", list[str](), 0
    for line in [*block.text.splitlines(), "$ "]:
        if line.startswith("$ "):
            if command:
                yield command, below, status
            command, below, status = line[2:], [], 0
        elif command.endswith("\\"):
            command = command[:-1] + " " + line.strip()
        elif line.startswith("# status "):
            status = int(line.split()[2])
        else:
            below.append(line)


def perform(command: str) -> tuple[int, str] | None:
    """Carries out a command; its status and what it prints, or None for one that only a shell of one's own can."""
    words = shlex.split(command, comments=True)
    if words[0] == "export":
        for word in words[1:]:
            name, _, value = word.partition("=")
            os.environ[name] = value
        return 0, ""
    if words[0] == "cd":
        os.chdir(words[1])
        return 0, ""
    if words[0] == "ls":
        return 0, "".join(f"{file.name}\n" for file in sorted(Path(*words[1:2]).iterdir()))
    if words[0] == "python":
        done = subprocess.run(
            [sys.executable, *words[1:]], capture_output=True, text=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout + done.stderr
    if words[0] != "plan-tasks":
        return None
    from plan_tasks.cli.main import run

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        status = run(words[1:])
    stream.flush()
    return status, stream.buffer.getvalue().decode()  # type: ignore[attr-defined]


def _run_console(block: Block, where: str) -> int:
    count = 0
    for command, below, expected in commands_of(block):
        done = perform(command)
        if done is None:
            continue
        status, printed = done
        if status != expected:
            raise Mismatch(f"{where}: `{command}` ended with {status}, not {expected}:\n{printed}")
        if below:
            _compare(printed, "\n".join(below), f"{where}: `{command}`")
        count += 1
    return count


def _printed_by(block: Block, namespace: dict[str, Any], where: str) -> str:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile("\n" * (block.line - 1) + block.text, where, "exec"), namespace)
    return stream.getvalue()


def _compare(printed: str, shown: str, where: str) -> None:
    pattern = r"(?:.*\n)*?".join(re.escape(part) for part in _parts(_tidy(shown)))
    if not re.fullmatch(pattern, _tidy(printed)):
        raise Mismatch(f"{where} shows\n{shown}\nwhere it is\n{printed}")


def _parts(text: str) -> list[str]:
    return re.split(r"^\.\.\.\n", text, flags=re.MULTILINE)


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines)
