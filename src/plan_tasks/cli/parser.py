"""Puts the parser together: the built-in commands, and those of plugins only when a word is not built in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from plan_tasks.cli.commands import COMMANDS
from plan_tasks.version import __version__

__all__ = ["build_parser"]


class _Parser(argparse.ArgumentParser):
    """Prints a wrong use in one or two lines, the second saying where help is."""

    def error(self, message: str) -> Any:
        """Ends with status 2."""
        self.exit(2, f"plan-tasks: {message}\n`{self.prog} --help` shows what is right\n")


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Builds the parser.

    Args:
        argv: The arguments to come. Plugins are loaded only when the command among them is not built in, so that help
            and the built-in commands pay for no plugin.

    Returns:
        The parser; what it reads has a function ``run(arguments, output)``.
    """
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--lang", choices=("zh", "en"), help="language of the answer (default: PLAN_TASKS_LANG, else the locale's)"
    )
    parser = _Parser(
        prog="plan-tasks",
        description="Track a plan: targets, measures, owners and deadlines; judged, reminded of and reported.",
    )
    parser.add_argument("--version", action="version", version=f"plan-tasks {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for name in COMMANDS:
        import_module(f"plan_tasks.cli.commands.{name}").add(commands, shared)
    asked = next((word for word in argv if not word.startswith("-")), "")
    if asked and asked not in commands.choices:
        _add_plugin_commands(commands, shared, asked)
    return parser


def _add_plugin_commands(commands: Any, shared: argparse.ArgumentParser, asked: str) -> None:
    from plan_tasks.cli.contract import CommandType
    from plan_tasks.tracker import Tracker

    with Tracker.open("memory:") as tracker:
        for name, entry in sorted(tracker.host.catalogue(CommandType).items()):
            sub = commands.add_parser(name, help=entry.descriptor.summary, parents=[shared])
            if name == asked:
                command = tracker.host.open(CommandType, name)
                command.configure(sub)
                sub.set_defaults(run=command.run)
