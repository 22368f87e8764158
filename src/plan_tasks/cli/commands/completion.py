"""``completion``: a script that completes commands, options and their fixed values in bash, zsh or fish."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from plan_tasks.cli.output import Output
from plan_tasks.cli.statuses import DONE

_BASH = """\
_plan_tasks() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="" words="" at
    for ((at = 1; at < COMP_CWORD; at++)); do
        case "${{COMP_WORDS[at]}}" in
            --lang) ((at++));;
            -*) ;;
            *) command="${{COMP_WORDS[at]}}"; break;;
        esac
    done
    case "$command $before" in
{values}
        *)
            case "$command:$word" in
                :*) words="{commands}";;
{options}
            esac;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _plan_tasks plan-tasks
"""
_BASH_VALUES = '        "{name} {option}") words="{values}";;'
_BASH_OPTIONS = '                {name}:{begin}*) words="{words}";;'
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"
_FISH_COMMAND = "complete -c plan-tasks -n __fish_use_subcommand -f -a {name} -d '{help}'"
_FISH_OPTION = "complete -c plan-tasks -n '__fish_seen_subcommand_from {name}' -l {option} -d '{help}'{values}"


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "completion",
        parents=[shared],
        help="print a script that completes commands and options in a shell",
        description='Print a completion script. In bash: eval "$(plan-tasks completion bash)"; in fish: '
        "plan-tasks completion fish | source.",
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    parser.set_defaults(run=lambda arguments, output: _run(arguments, output, commands))


def _run(arguments: argparse.Namespace, output: Output, commands: Any) -> int:
    parsers: dict[str, argparse.ArgumentParser] = dict(commands.choices)
    if arguments.shell == "fish":
        helps = {choice.dest: choice.help or "" for choice in commands._choices_actions}  # argparse keeps them there
        for line in _fish(parsers, helps):
            output.say(line)
    else:
        output.say((_ZSH if arguments.shell == "zsh" else "") + _bash(parsers))
    return DONE


def _bash(parsers: dict[str, argparse.ArgumentParser]) -> str:
    values = [_BASH_VALUES.format(name="", option="--lang", values="zh en")]
    options = []
    for name, parser in parsers.items():
        for option, action in _options(parser):
            if action.choices is not None:
                values.append(_BASH_VALUES.format(name=name, option=option, values=" ".join(action.choices)))
        options.append(_BASH_OPTIONS.format(name=name, begin="-", words=" ".join(o for o, _ in _options(parser))))
        if positional := _positional_values(parser):
            options.append(_BASH_OPTIONS.format(name=name, begin="", words=positional))
    commands = " ".join([*parsers, "--help", "--version", "--lang"])
    return _BASH.format(commands=commands, values="\n".join(values), options="\n".join(options))


def _fish(parsers: dict[str, argparse.ArgumentParser], helps: dict[str, str]) -> Iterator[str]:
    for name, parser in parsers.items():
        yield _FISH_COMMAND.format(name=name, help=_quoted(helps.get(name, "")))
        for option, action in _options(parser):
            values = "" if action.nargs == 0 else " -r"
            if action.choices is not None:
                values = f" -x -a '{' '.join(action.choices)}'"
            yield _FISH_OPTION.format(name=name, option=option[2:], help=_quoted(action.help or ""), values=values)


def _options(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.Action]]:
    return [
        (option, action)
        for action in parser._actions  # argparse offers no other way to list options
        for option in action.option_strings
        if option.startswith("--")
    ]


def _positional_values(parser: argparse.ArgumentParser) -> str:
    """The fixed values of positional arguments; empty where they are free, so that the shell completes file names."""
    return " ".join(
        value for action in parser._actions if not action.option_strings and action.choices for value in action.choices
    )


def _quoted(text: str) -> str:
    return text.replace("'", "\\'").replace("%%", "%")
