"""Runs the goals that are named, or all, and prints the table."""

from __future__ import annotations

import argparse
import platform
import sys

from benchmarks.goals import GOALS


def main() -> int:
    """Measure and print; status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Ratios against a peer and the floor, in one run.")
    parser.add_argument("goals", nargs="*", choices=[*GOALS, []], help="which goals (default: all)")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full sizes, for a quick look")
    arguments = parser.parse_args()
    try:
        import orjson

        codec = f"orjson {orjson.__version__}"
    except ImportError:
        codec = "json of the standard library"
    print(f"Python {platform.python_version()}, {codec}, scale {arguments.scale}")
    missed = 0
    for name in arguments.goals or GOALS:
        for line in GOALS[name](arguments.scale):
            missed += not line.met
            mark = "ok    " if line.met else "MISSED"
            print(f"{line.goal:4} {mark} {line.what:52} {line.figure:36} goal {line.wanted}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
