"""What a process asked of the file system, as `strace` wrote it down.

The process is traced from a moment on at which it has loaded everything, so that the log holds what a store does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import attrs
import pytest
from tests.durability.killing import FORK

__all__ = ["Call", "calls", "traced"]

_CALLS: Final = (
    "openat,open,creat,close,read,lseek,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,"
    "ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir"
)
_LONGEST: Final = 1 << 22  # bytes of one write that strace prints
_LINE: Final = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(.*)$")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_UNFINISHED: Final = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED: Final = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")


@attrs.frozen
class Call:
    """One call that succeeded.

    Attributes:
        name: Its name.
        words: What stands between its brackets, with each string replaced by its number in `strings`, in braces.
        strings: The bytes it was given.
        result: What it returned.
    """

    name: str
    words: tuple[str, ...]
    strings: tuple[bytes, ...]
    result: int

    def number(self, at: int) -> int:
        """A numeric argument; the number of a file where the file's name stands behind it."""
        return int(self.words[at].partition("<")[0], 0)


def calls(log: Path) -> Iterator[Call]:
    """The calls that succeeded, in order."""
    halves: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            text = line.rstrip("\n")
            if unfinished := _UNFINISHED.match(text):
                halves[unfinished[1]] = unfinished[2]
                continue
            if resumed := _RESUMED.match(text):
                text = f"{resumed[1]} {halves.pop(resumed[1])}{resumed[2]}"
            found = _LINE.match(text)
            if found is not None and int(found[3]) >= 0:
                yield _call(found[1], found[2], int(found[3]))


def _call(name: str, inside: str, result: int) -> Call:
    strings: list[bytes] = []

    def keep(found: re.Match[str]) -> str:
        if found[2]:
            raise AssertionError("strace cut a text short")
        strings.append(bytes.fromhex(found[1].replace("\\x", "")))
        return f"{{{len(strings) - 1}}}"

    words = tuple(_STRING.sub(keep, inside).split(", "))
    return Call(name, words, tuple(strings), result)


def traced(work: Callable[[int], None], log: Path) -> None:
    """Runs something in a process of its own, and writes down what it asks of the file system.

    Args:
        work: What is done; it is given the pipe into which it acknowledges.
        log: Where the log goes.
    """
    program = shutil.which("strace")
    if program is None:
        if os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") == "1":
            pytest.fail("strace is required here, and is not installed")
        pytest.skip("strace is not installed")
    ready, go = os.pipe(), os.pipe()
    acknowledged = os.pipe()

    def child() -> None:
        os.write(ready[1], b"1")
        os.read(go[0], 1)
        work(acknowledged[1])

    process = FORK.Process(target=child)
    process.start()
    os.read(ready[0], 1)
    tracing = subprocess.Popen(
        [program, "-f", "-xx", "-s", str(_LONGEST), "-e", f"trace={_CALLS}", "-o", str(log), "-p", str(process.pid)],
        stderr=subprocess.PIPE,
    )
    assert tracing.stderr is not None
    told = tracing.stderr.readline()
    if b"attached" not in told:
        process.kill()
        process.join()
        tracing.communicate()
        pytest.skip(f"nothing may be traced here: {told.decode(errors='replace').strip()}")
    os.write(go[1], b"1")
    process.join(120)
    tracing.communicate(timeout=30)
    for end in (*ready, *go, *acknowledged):
        os.close(end)
    assert process.exitcode == 0
