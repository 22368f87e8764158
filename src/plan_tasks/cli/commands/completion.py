"""``completion``: a script that completes commands and options in bash, zsh or fish."""

from __future__ import annotations

import argparse
from typing import Any

from plan_tasks.cli.output import Output
from plan_tasks.cli.statuses import DONE

_BASH = """\
_plan_tasks() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}"
    case "$COMP_CWORD:$command" in
        1:*) COMPREPLY=($(compgen -W "{commands}" -- "$word"));;
{cases}
    esac
}}
complete -o default -F _plan_tasks plan-tasks
"""
_BASH_CASE = '        *:{name}) COMPREPLY=($(compgen -W "{options}" -- "$word"));;'
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"
_FISH_COMMAND = "complete -c plan-tasks -n __fish_use_subcommand -f -a {name} -d '{help}'"
_FISH_OPTION = "complete -c plan-tasks -n '__fish_seen_subcommand_from {name}' -l {option} -d '{help}'"


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "completion", parents=[shared], help="print a script that completes commands and options in a shell"
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    parser.set_defaults(run=lambda arguments, output: _run(arguments, output, commands))


def _run(arguments: argparse.Namespace, output: Output, commands: Any) -> int:
    helps = {choice.dest: choice.help or "" for choice in commands._choices_actions}  # argparse keeps
    parsers: dict[str, argparse.ArgumentParser] = dict(commands.choices)  # the help texts of subcommands only there
    if arguments.shell == "fish":
        for name, parser in parsers.items():
            output.say(_FISH_COMMAND.format(name=name, help=_quoted(helps.get(name, ""))))
            for option, text in _options(parser):
                output.say(_FISH_OPTION.format(name=name, option=option[2:], help=_quoted(text)))
        return DONE
    cases = "\n".join(_BASH_CASE.format(name=name, options=_words(parser)) for name, parser in parsers.items())
    script = _BASH.format(commands=" ".join(parsers), cases=cases)
    output.say((_ZSH if arguments.shell == "zsh" else "") + script)
    return DONE


def _options(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    return [
        (option, action.help or "")
        for action in parser._actions  # argparse offers no other way to list options
        for option in action.option_strings
        if option.startswith("--")
    ]


def _words(parser: argparse.ArgumentParser) -> str:
    return " ".join(option for option, _ in _options(parser))


def _quoted(text: str) -> str:
    return text.replace("'", "\\'").replace("%%", "%")
