"""Runs one command and turns what goes wrong into a line or two and an exit status."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from plan_tasks.cli.output import Output, quiet_broken_pipe
from plan_tasks.cli.parser import build_parser
from plan_tasks.cli.session import language_of
from plan_tasks.cli.statuses import FAILED, WRONG, status_of
from plan_tasks.errors import PlanTasksError

__all__ = ["main", "run"]

_INTERRUPTED = 130  # what shells report for a command ended by Ctrl-C


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its status.

    Args:
        argv: Arguments without the program's name; None takes those of the process.
    """
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """Runs the command line.

    Args:
        argv: Arguments without the program's name.

    Returns:
        The exit status: 0 done, 1 the answer is "no", 2 bad usage or input, 3 a store, plugin or network failed.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a replaced stream may have none
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = build_parser(argv).parse_args(argv)
        output = Output(
            stream=sys.stdout,
            errors=sys.stderr,
            language=language_of(arguments),
            as_json=bool(getattr(arguments, "json", False)),
        )
        with quiet_broken_pipe():
            status: int = arguments.run(arguments, output)
            return status
    except SystemExit as end:  # argparse has printed what was wrong
        return int(end.code or 0)
    except PlanTasksError as error:
        return _failed(error)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)  # noqa: T201
        return _INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"plan-tasks: {place}{error.strerror or error}", file=sys.stderr)  # noqa: T201
        return FAILED if error.errno == errno.ENOSPC else WRONG
    except Exception as error:
        if os.environ.get("PLAN_TASKS_TRACEBACK") == "1":
            raise
        kind = type(error).__name__
        print(  # noqa: T201
            f"plan-tasks: unexpected {kind}: {error}\n"
            "This is a fault of plan-tasks; PLAN_TASKS_TRACEBACK=1 shows where.",
            file=sys.stderr,
        )
        return FAILED


def _failed(error: PlanTasksError) -> int:
    lines = str(error).splitlines() or [type(error).__name__]
    print("plan-tasks: " + " ".join(lines[:2]), file=sys.stderr)  # noqa: T201
    return status_of(error)
