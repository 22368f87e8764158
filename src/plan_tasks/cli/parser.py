"""Puts the parser together: the built-in commands, and those of plugins only when a word is not built in."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from plan_tasks.cli.commands import GROUPS
from plan_tasks.errors import UnknownName
from plan_tasks.version import __version__

__all__ = ["build_parser"]

_EXAMPLES = """\
examples:
  plan-tasks demo
  plan-tasks check 城镇新增就业1100万人以上 --actual 698 --on 2021-06-30
  plan-tasks import report.md --year 2021
  plan-tasks list --owner 市教育局 --due-before 2021-07-01
  plan-tasks render overview --format markdown -o overview.md

`plan-tasks COMMAND --help` shows what a command takes; `plan-tasks plugins` lists what plugins add.
Exit status: 0 done, 1 the answer is "no", 2 bad usage or input, 3 a store, plugin or network failed.
"""


class _Parser(argparse.ArgumentParser):
    """Prints a wrong use in one or two lines, the second saying where help is."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})  # a new option must not change what a script means

    def error(self, message: str) -> NoReturn:
        """Ends with status 2."""
        self.exit(2, f"plan-tasks: {message}\n`{self.prog} --help` shows what is right\n")


class _TopParser(_Parser):
    """Lists the commands by group in its help."""

    commands: Any

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Reads the arguments; what no option takes is an error of the command, whose help shows its options."""
        arguments, extras = self.parse_known_args(args, namespace)
        if extras:
            command = self.commands.choices[arguments.command]
            near = difflib.get_close_matches(extras[0].partition("=")[0], list(command._option_string_actions), n=1)
            command.error(f"there is no argument {extras[0]!r} here" + (f"; did you mean {near[0]}?" if near else ""))
        return arguments

    def format_help(self) -> str:
        """The help text."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        lines = {action.dest: action for action in self.commands._choices_actions}  # argparse keeps help lines there
        for title, names in GROUPS.items():
            formatter.start_section(title)
            formatter.add_arguments([lines.pop(name) for name in names])
            formatter.end_section()
        formatter.start_section("options")
        formatter.add_arguments([action for action in self._actions if action.option_strings])
        formatter.end_section()
        return f"{formatter.format_help()}\n{_EXAMPLES}"


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Builds the parser.

    Args:
        argv: The arguments to come. Plugins are loaded only when the command among them is not built in, so that help
            and the built-in commands pay for no plugin.

    Returns:
        The parser; what it reads has a function ``run(arguments, output)``.
    """
    parser = _TopParser(
        prog="plan-tasks",
        description="Track a plan: targets, measures, owners and deadlines; judged, reminded of and reported.",
    )
    parser.add_argument("--version", action="version", version=f"plan-tasks {__version__}")
    _add_language(parser, default=None)
    shared = argparse.ArgumentParser(add_help=False)
    _add_language(shared, default=argparse.SUPPRESS)  # one given before the command stays
    commands = parser.commands = parser.add_subparsers(
        metavar="COMMAND", dest="command", required=True, parser_class=_Parser
    )
    for module in _modules():
        import_module(f"plan_tasks.cli.commands.{module}").add(commands, shared)
    asked = _asked(argv)
    if asked and asked not in commands.choices:
        _add_plugin_commands(commands, shared, asked)
        if asked not in commands.choices:
            near = difflib.get_close_matches(asked, list(commands.choices), n=1)
            parser.error(f"there is no command {asked!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return parser


def _add_language(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--lang",
        choices=("zh", "en"),
        default=default,
        help="language of answers and reports (default: PLAN_TASKS_LANG, else zh)",
    )


def _modules() -> Iterator[str]:
    """Each module once, in the order of help."""
    yield from dict.fromkeys(module for names in GROUPS.values() for module in names.values())


def _asked(argv: Sequence[str]) -> str:
    """The command among the arguments; empty when there is none."""
    words = iter(argv)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def _add_plugin_commands(commands: Any, shared: argparse.ArgumentParser, asked: str) -> None:
    from plan_tasks.cli.contract import CommandType
    from plan_tasks.tracker import Tracker

    with Tracker.open("memory:") as tracker:
        with suppress(UnknownName):  # no plugin at all knows the word; one that was set aside for a fault is told of
            tracker.host.find(CommandType, asked)
        for name, entry in sorted(tracker.host.catalogue(CommandType).items()):
            if name in commands.choices:
                continue  # a built-in command of the same name wins
            sub = commands.add_parser(name, help=entry.descriptor.summary.replace("%", "%%"), parents=[shared])
            if name == asked:
                command = tracker.host.open(CommandType, name)
                command.configure(sub)
                sub.set_defaults(run=command.run)
