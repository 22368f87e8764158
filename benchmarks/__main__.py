"""Runs the goals that are named, or all, and prints the table; status 1 when one is missed in the median."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys

from benchmarks.goals import GOALS, WITH_CODEC
from benchmarks.harness import SERVERS, Run

_NOTES = """
A figure is the ratio of the medians of the rounds (smallest..largest ratio of a round). All contenders of a line ran in
turn in the same process, on the same disk, with durable commits. Raw is sqlite3 on our own tables, with the same rows,
change log and hash chain, but no classes, checks or plugins. The ORM is SQLAlchemy's with the same content in a table
for each kind of thing; it keeps a change log without a hash chain, checks no values, and holds 10,000 items at the most
(its loading is multiplied to the size of ours), all of which favours it.
"""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Ratios against a peer and the floor, in one run.")
    parser.add_argument("goals", nargs="*", metavar="goal", help=f"which of {', '.join(GOALS)} (default: all)")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full sizes, for a quick look")
    parser.add_argument("--rounds", type=int, default=5, help="how often the contenders take turns (default: 5)")
    parser.add_argument(
        "--store",
        action="append",
        metavar="URL",
        help="a server (postgresql: or mysql:) in place of those of this machine; may be repeated",
    )
    parser.add_argument(
        "--codec",
        choices=["json", "orjson", "both"],
        default="both",
        help=f"JSON library; with `both`, {', '.join(WITH_CODEC)} run with each (default)",
    )
    arguments = parser.parse_args()
    wanted = arguments.goals or list(GOALS)
    unknown = [name for name in wanted if name not in GOALS]
    if unknown:
        parser.error(f"there is no goal {unknown[0]}; known are {', '.join(GOALS)}")
    if arguments.scale <= 0 or arguments.rounds < 1:
        parser.error("the scale must be above 0, and there must be a round")
    run = Run(arguments.scale, arguments.rounds, tuple(arguments.store or SERVERS))
    if arguments.codec == "both":
        again = [name for name in wanted if name in WITH_CODEC]
        codes = [_in_process("json", wanted, run)]
        if again:
            codes.append(_in_process("orjson", again, run))
        print(_NOTES)
        return max(codes)
    codec = _codec(arguments.codec)
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, {codec},"
        f" scale {arguments.scale:g}",
        flush=True,
    )
    missed = 0
    for name in wanted:
        for line in GOALS[name](run):
            missed += not line.met
            mark = "MISSED" if not line.met else "ok" if line.wanted else "told"
            wish = f"goal {line.wanted}" if line.wanted else ""
            print(f"{line.goal:6} {mark:6} {line.what:72} {line.figure:34} {wish}".rstrip(), flush=True)
    return 1 if missed else 0


def _in_process(codec: str, goals: list[str], run: Run) -> int:
    """Runs goals in a process of their own, since a codec is chosen once in a process."""
    sizes = ["--scale", str(run.scale), "--rounds", str(run.rounds)]
    stores = [part for url in run.stores for part in ("--store", url)]
    command = [sys.executable, "-m", "benchmarks", *goals, *sizes, *stores, "--codec", codec]
    return subprocess.run(command, check=False).returncode


def _codec(name: str) -> str:
    """Sees to it that our store uses that library; what it is, for the table."""
    if name == "json":
        # an import of it fails from now on, as where it is not installed
        sys.modules["orjson"] = None  # type: ignore[assignment]
        return "core dependencies alone"
    import orjson

    return f"with orjson {orjson.__version__} (extra `fast`)"


if __name__ == "__main__":
    sys.exit(main())
