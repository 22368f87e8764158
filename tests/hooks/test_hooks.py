"""The hooks themselves: their docstrings, their rules, and the snapshot that plugin authors rely on."""

from __future__ import annotations

import ast
import doctest
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import attrs
import pytest

import plan_tasks
from plan_tasks.hooks import SPECIFICATIONS
from plan_tasks.plugging import API_VERSION, Descriptor
from plan_tasks.plugging.deprecations import overdue
from plan_tasks.plugging.markers import HookMode
from plan_tasks.plugging.specifications import Specification, carried_class, read_specifications
from plan_tasks.version import __version__

HOOKS = read_specifications(SPECIFICATIONS)
SNAPSHOT = Path(__file__).with_name("hooks.json")
SECTIONS = ("Called", "Arguments", "Return", "If it raises", "Example")

every_hook = pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))


def sections(hook: Specification) -> Mapping[str, str]:
    """Return the sections of a hook's docstring, each with its text."""
    parts = re.split(r"^([A-Z][a-z ]+):\n", inspect.getdoc(hook.function) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], (inspect.cleandoc(text) for text in parts[2::2]), strict=True))


@every_hook
def test_a_docstring_has_every_section_in_order(hook: Specification) -> None:
    found = sections(hook)
    assert tuple(found) == SECTIONS
    assert all(found.values())


@every_hook
def test_a_docstring_names_each_argument_in_order_and_no_other(hook: Specification) -> None:
    text = sections(hook)["Arguments"]
    named = tuple(re.findall(r"^(\w+): ", text, flags=re.MULTILINE))
    assert named == hook.arguments
    assert hook.arguments or text == "None."


@every_hook
def test_an_example_implements_the_hook_with_arguments_that_it_has(hook: Specification) -> None:
    examples = doctest.DocTestParser().get_examples(sections(hook)["Example"])
    tree = ast.parse("".join(example.source for example in examples))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == hook.name]
    assert len(functions) == 1
    assert ast.unparse(functions[0].decorator_list[0]) == "hookimpl"
    assert {argument.arg for argument in functions[0].args.args} <= set(hook.arguments)


@every_hook
def test_what_happens_to_an_exception_is_said_as_the_mode_has_it(hook: Specification) -> None:
    words = {
        HookMode.COLLECT: "Nothing that this plugin yields for this hook is used",
        HookMode.FOLD: "is left out and the report says so",
        HookMode.GUARD: "The change is refused",
        HookMode.OBSERVE: "It is logged and counted against the plugin; the others are still told",
        HookMode.ASK: "The answer is no" if hook.rule.fail_closed else "the next one is asked",
    }
    assert words[hook.rule.mode] in " ".join(sections(hook)["If it raises"].split())


@every_hook
def test_the_class_that_a_hook_carries_exists_and_is_that_of_its_annotation(hook: Specification) -> None:
    annotation = str(inspect.signature(hook.function).return_annotation)
    if hook.rule.mode is HookMode.OBSERVE:
        assert annotation == "None"
        return
    carried = carried_class(hook)
    assert carried.__name__ in annotation
    assert issubclass(carried, Descriptor) == (hook.rule.mode in {HookMode.COLLECT, HookMode.FOLD})
    assert f"{carried.__module__}:{carried.__qualname__}" == hook.rule.carries, "named where it is defined"


@every_hook
def test_hooks_take_batches(hook: Specification) -> None:
    """A call for each item would halve the speed of a save."""
    signature = inspect.signature(hook.function)
    plural = [p for p in signature.parameters.values() if p.name.endswith("s")]
    assert all(str(parameter.annotation).startswith("tuple[") for parameter in plural)


def test_each_module_exports_its_hooks_and_nothing_else() -> None:
    for module in SPECIFICATIONS:
        assert module.__all__ == sorted(name for name in HOOKS if name in vars(module))


def test_no_deprecation_has_outlived_its_date() -> None:
    deprecations = [hook.rule.deprecated for hook in HOOKS.values() if hook.rule.deprecated]
    deprecations += [one for hook in HOOKS.values() for one in hook.rule.deprecated_arguments.values()]
    assert overdue(deprecations, version=__version__) == ()


def test_the_hooks_import_nothing_but_plugging() -> None:
    code = (
        "import sys; before = set(sys.modules); import plan_tasks.hooks; "
        "print(sorted(m for m in set(sys.modules) - before if m.startswith('plan_tasks.')))"
    )
    source = str(Path(plan_tasks.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    allowed = ("plan_tasks.hooks", "plan_tasks.plugging", "plan_tasks.errors", "plan_tasks.version")
    assert [module for module in ast.literal_eval(run.stdout) if not module.startswith(allowed)] == []


def _hook_as_plain(hook: Specification) -> dict[str, Any]:
    return {
        "mode": hook.rule.mode.value,
        "arguments": list(hook.arguments),
        "carries": hook.rule.carries,
        "fail_closed": hook.rule.fail_closed,
    }


def _carried_as_plain(carried: type) -> dict[str, Any]:
    """Return what a plugin writes of a class that hooks carry: its fields, and the methods of what a factory makes."""
    fields = _fields(carried) if attrs.has(carried) else {}
    product = _product(carried)
    return {"fields": fields, "methods": _methods(product)} if product else {"fields": fields}


def accepted() -> dict[str, Any]:
    snapshot: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return snapshot


def _fields(target: type) -> dict[str, str]:
    return {
        field.name: "required" if field.default is attrs.NOTHING else "optional"
        for field in attrs.fields(target)
        if field.init
    }


def _product(target: type) -> Any:
    """Return what the factories of a kind make, None for what is no kind."""
    bases = [base for base in getattr(target, "__orig_bases__", ()) if get_origin(base) is Descriptor]
    return get_args(bases[0])[1] if bases else None


def _methods(product: type) -> dict[str, list[str]]:
    """Return the methods and properties that a plugin must have, each with the names of its arguments."""
    members = {name: member for name, member in vars(product).items() if not name.startswith("_")}
    return {
        name: list(inspect.signature(member).parameters)[1:] if callable(member) else []
        for name, member in sorted(members.items())
    }


QUESTION = "the hook API has changed: minor (something was added) or major (something went away)?"


def test_the_hooks_are_the_ones_that_plugins_were_written_for() -> None:
    """To accept a change, raise API_VERSION as it demands and write the snapshot: python tests/hooks/test_hooks.py."""
    assert accepted()["api"] == list(API_VERSION)
    assert accepted()["hooks"] == {name: _hook_as_plain(hook) for name, hook in HOOKS.items()}, QUESTION


CARRIED = {hook.rule.carries: hook for hook in HOOKS.values() if hook.rule.carries}


@pytest.mark.parametrize("name", sorted(CARRIED))
def test_what_hooks_carry_is_what_plugins_were_written_for(name: str) -> None:
    """To accept a change: as for the hooks themselves."""
    assert accepted()["carried"].get(name) == _carried_as_plain(carried_class(CARRIED[name])), QUESTION


if __name__ == "__main__":
    present = {
        "api": list(API_VERSION),
        "hooks": {name: _hook_as_plain(hook) for name, hook in HOOKS.items()},
        "carried": {name: _carried_as_plain(carried_class(CARRIED[name])) for name in sorted(CARRIED)},
    }
    SNAPSHOT.write_text(json.dumps(present, indent=2) + "\n", encoding="utf-8")
