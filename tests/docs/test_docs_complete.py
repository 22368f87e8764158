"""Nothing that a user can write goes undocumented, and nothing on a page is out of date.

The pages of the reference are looked at as text here, apart from what writes them.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import Tracker, errors
from plan_tasks.cli.parser import build_parser
from plan_tasks.hooks import SPECIFICATIONS
from plan_tasks.plugging.markers import HookMode
from plan_tasks.plugging.option_fields import describe_options
from plan_tasks.plugging.specifications import read_specifications
from plan_tasks.plugins import BUILTINS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
HOOKS = read_specifications(SPECIFICATIONS)
ATTRIBUTES = {"PLAN_TASKS_API", "PLAN_TASKS_NAME"}  # what a plugin's module may hold: no environment variables


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def section(page: str, heading: str, level: int = 2) -> str:
    """What stands below a heading, down to the next of its level."""
    mark = "#" * level
    found = re.search(rf"^{mark} {re.escape(heading)}\n(.*?)(?=^#{{1,{level}}} |\Z)", text_of(page), re.S | re.M)
    assert found, f"docs/{page} has no heading {heading!r}"
    return found[1]


def _generate() -> Any:
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("generate")
    finally:
        sys.path.remove(str(DOCS))


GENERATE = _generate()


@pytest.mark.parametrize("page", GENERATE.PAGES)
def test_a_page_that_is_read_off_the_code_is_up_to_date(page: str) -> None:
    assert text_of(page) == GENERATE.PAGES[page](), "write it anew: python docs/generate.py"


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_arguments_mode_and_class(hook: str) -> None:
    described, one = section("reference/hooks.md", hook), HOOKS[hook]
    assert f"```text\n{hook}({', '.join(one.arguments)})\n```" in described
    assert f"Mode: **{one.rule.mode.value}{', fails closed' if one.rule.fail_closed else ''}**." in described
    if one.rule.carries:
        assert f"`{one.rule.carries.replace(':', '.')}`" in described
    for argument in one.arguments:
        assert f"- `{argument}`: " in described


def test_no_hook_is_documented_that_is_not_there() -> None:
    headings = re.findall(r"^## (plan_tasks_\w+)$", text_of("reference/hooks.md"), re.M)
    assert headings == list(HOOKS)


def test_each_mode_is_explained() -> None:
    page = text_of("explanation/plugin-host.md")
    for mode in HookMode:
        assert f"| {mode.value} |" in page


def _parsers() -> dict[str, argparse.ArgumentParser]:
    [group] = [each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(group.choices)


PARSERS = _parsers()


@pytest.mark.parametrize("command", PARSERS)
def test_a_command_is_documented_with_every_argument_and_option(command: str) -> None:
    described = section("reference/commands.md", command)
    for action in PARSERS[command]._actions:
        for option in action.option_strings:
            assert re.search(rf"^\| `[^`]*{re.escape(option)}\b", described, re.M), option
        if not action.option_strings:
            name = action.metavar or "{" + ",".join(map(str, action.choices or ())) + "}"
            assert f"| `{name}` |" in described
        assert action.help, f"{command} {action.dest} says nothing of itself"


def test_every_command_has_a_place_in_json_or_prints_none() -> None:
    """A command with --json is named in the headings or sentences of the JSON page."""
    page = text_of("reference/json.md")
    changes = section("reference/json.md", "import, and every change")
    for command, parser in PARSERS.items():
        if "--json" in parser._option_string_actions:
            is_change = "--seen" in parser._option_string_actions
            assert is_change or re.search(rf"(^## .*\b{command}\b|`{command}( --json)?`)", page, re.M), command
    assert '"version": 2' in changes


def _names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch("PLAN_TASKS_[A-Z_]+", node.value)
        ):
            yield node.value
        given: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith(("environ.get", "getenv")):
            given = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            given = node.slice
        elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]).endswith("environ"):
            given = node.left
        if isinstance(given, ast.Constant):
            yield str(given.value)


def test_every_environment_variable_is_documented_and_no_other() -> None:
    read = set()
    for file in (ROOT / "src").rglob("*.py"):
        if "testing" in file.parts:  # for authors of plugins; their page names what they may set
            continue
        read |= set(_names_in(ast.parse(file.read_text(encoding="utf-8"))))
    table = section("reference/options.md", "Environment variables")
    assert set(re.findall(r"^\| `([A-Z_]+)` \| \S", table, re.M)) == read - ATTRIBUTES


def _offered() -> list[Any]:
    hooks = [name for name, one in HOOKS.items() if one.rule.mode in {HookMode.COLLECT, HookMode.FOLD}]
    modules = [importlib.import_module(name) for name in BUILTINS]
    return [each for module in modules for hook in hooks if hasattr(module, hook) for each in getattr(module, hook)()]


OFFERED = _offered()


@pytest.mark.parametrize("descriptor", OFFERED, ids=lambda each: f"{each.kind} {each.name}")
def test_what_is_built_in_is_documented_with_every_option(descriptor: Any) -> None:
    kind = section("reference/options.md", descriptor.kind.capitalize(), 3)
    found = re.search(rf"^#### {re.escape(descriptor.name)}\n(.*?)(?=^#### |\Z)", kind, re.S | re.M)
    assert found, f"{descriptor.name} is missing; run docs/generate.py"
    for option in describe_options(descriptor.options):
        row = re.search(rf"^\| `{option.name}` \|(.*)\|(.*)\|(.*)\|$", found[1], re.M)
        assert row, f"option {option.name} is missing"
        assert len(row[3].strip()) > 3, f"nothing is said of option {option.name}"


@pytest.mark.parametrize("hook", [name for name, one in HOOKS.items() if one.rule.carries])
def test_what_a_hook_carries_is_among_the_python_names(hook: str) -> None:
    name = HOOKS[hook].rule.carries.partition(":")[2]
    assert re.search(rf"^### {name}$", text_of("reference/python.md"), re.M), f"{name} is in no public module"


def _tree(base: type[Exception]) -> Iterator[type[Exception]]:
    yield base
    for child in base.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _tree(child)


ERRORS = list(_tree(errors.PlanTasksError))


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
def test_an_error_is_documented_and_exported(error: type[Exception]) -> None:
    assert section("reference/errors.md", error.__name__).strip()
    assert error.__name__ in errors.__all__


def test_the_tree_that_the_errors_docstring_draws_is_the_real_one() -> None:
    drawn: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^    ((?:[│├└─ ]{4})*)([A-Z]\w+)(?:\s|$)", line)
        if found:
            drawn.append((len(found[1]) // 4, found[2]))
    parents: list[str] = []
    edges = set()
    for depth, name in drawn:
        parents[depth:] = [name]
        edges.add((name, parents[depth - 1] if depth else ""))
    real = {(each.__name__, "" if each is errors.PlanTasksError else each.__bases__[0].__name__) for each in ERRORS}
    assert edges == real


def test_every_page_is_in_the_navigation_once() -> None:
    nav = re.findall(r'"([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(nav) == sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def test_the_guide_names_every_health_report_and_format() -> None:
    guide = text_of("zh/guide.md")
    for descriptor in OFFERED:
        if descriptor.kind in {"report kind", "report format"}:
            assert f"`{descriptor.name}`" in guide, descriptor.name


def test_every_method_of_the_tracker_is_documented() -> None:
    headings = set(re.findall(r"^#### Tracker\.(\w+)$", text_of("reference/python.md"), re.M))
    assert headings == {name for name in dir(Tracker) if not name.startswith("_")}
