"""The commands and their options, read off the parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from generators.markdown import NOTE, code, table

INTRODUCTION = """
A command that succeeds prints its answer to standard output and ends with status 0. Notes, progress and errors go to
standard error. With `--json` the answer is one JSON document; [JSON](json.md) has the shapes.

| status | meaning |
| --- | --- |
| 0 | done |
| 1 | the answer is "no": a check failed |
| 2 | bad usage or bad input; one or two lines say what would be right |
| 3 | a store, plugin or network failed |
| 130 | ended from the keyboard |

Options can be given before or after the positional arguments. Dates are written like `2021-06-30`. Plugins may add
commands; `plan-tasks plugins` lists them.
"""


def page() -> str:
    """The page."""
    parser = _parser()
    parts = [NOTE, "# Commands", "`plan-tasks COMMAND`: " + str(parser.description), INTRODUCTION.strip()]
    top = [action for action in parser._actions if action.option_strings]
    parts += ["## plan-tasks", _options(top)]
    for name, sub, summary in subcommands(parser):
        parts += [f"## {name}", _sentence(summary), f"```text\n{_usage(sub)}\n```"]
        positional = [action for action in sub._actions if not action.option_strings]
        if positional:
            rows = [[code(_name(action)), action.help or ""] for action in positional]
            parts.append(table(["argument", "what it is"], rows))
        parts.append(_options([action for action in sub._actions if action.option_strings]))
    return "\n\n".join(parts) + "\n"


def subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Name, parser and help line of each command."""
    [group] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    lines = {choice.dest: choice.help or "" for choice in group._choices_actions}
    for name, sub in group.choices.items():
        yield name, sub, lines[name]


def _parser() -> argparse.ArgumentParser:
    from plan_tasks.cli.parser import build_parser

    return build_parser()


def _usage(sub: argparse.ArgumentParser) -> str:
    """One line of usage, the same on terminals of every width: the options have a table of their own."""
    required = [
        "(" + " | ".join(_spelled(action) for action in group._group_actions) + ")"
        for group in sub._mutually_exclusive_groups
        if group.required
    ]
    required += [_spelled(action) for action in sub._actions if action.option_strings and action.required]
    positional = [
        f"[{_name(action)}]" if action.nargs == "?" else _name(action)
        for action in sub._actions
        if not action.option_strings
    ]
    return " ".join([sub.prog, *required, "[OPTIONS]", *positional])


def _spelled(action: argparse.Action) -> str:
    name = action.option_strings[-1]
    return name if action.nargs == 0 else f"{name} {_name(action)}"


def _name(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices is not None:
        return "{" + ",".join(str(choice) for choice in action.choices) + "}"
    return action.dest.upper()


def _options(actions: list[argparse.Action]) -> str:
    rows = []
    for action in actions:
        spelled = ", ".join(action.option_strings)
        value = "" if action.nargs == 0 else f" {_name(action)}"
        rows.append([code(spelled + value), (action.help or "") + ("; needed" if action.required else "")])
    return table(["option", "what it does"], rows)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
