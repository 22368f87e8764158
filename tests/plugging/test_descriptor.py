"""Descriptors, contexts, markers, verdicts and deprecations: values with rules."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest

from plan_tasks.plugging import Decision, Descriptor, NoOptions, Objection, PluginContext, hookspec
from plan_tasks.plugging.deprecations import Deprecation, PlanTasksPluginDeprecation, overdue
from plan_tasks.plugging.descriptor import O
from plan_tasks.plugging.markers import HookMode, HookRule, rule_of
from plan_tasks.plugging.specifications import carried_class, read_specifications


@attrs.frozen(kw_only=True)
class ReportFormatType(Descriptor[O, str]):
    media_type: str = "text/plain"


@attrs.frozen(kw_only=True)
class URLType(Descriptor[O, str]):
    kind = "web address"


def make(**fields: Any) -> ReportFormatType[NoOptions]:
    given: dict[str, Any] = {"name": "a", "summary": "A", "factory": lambda o, c: "x", "options": NoOptions}
    return ReportFormatType(**{**given, **fields})


def test_a_kind_is_called_after_its_class_unless_it_says_otherwise() -> None:
    assert (ReportFormatType.kind, URLType.kind) == ("report format", "web address")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "lower-case ASCII letters"),
        ("name", "Web", "lower-case ASCII letters"),
        ("name", "1a", "a letter first"),
        ("name", "微信", "lower-case ASCII letters"),
        ("aliases", ("Bad Name",), "lower-case ASCII letters"),
        ("summary", " ", "one line of text"),
        ("summary", "two\nlines", "one line of text"),
        ("factory", 3, "a function of"),
        ("options", dict, "an attrs class, NoOptions where there are none"),
        ("options", NoOptions(), "an attrs class, NoOptions where there are none"),
        ("requires", ("plan-tasks[xlsx]",), "an extra of the distribution"),
    ],
)
def test_a_descriptor_says_what_a_field_must_be(field: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        make(**{field: value})
    assert field in str(caught.value)


@pytest.mark.parametrize("field", ["aliases", "requires"])
def test_a_text_is_not_taken_for_a_tuple_of_letters(field: str) -> None:
    with pytest.raises(TypeError):
        make(**{field: "xlsx"})


def test_a_descriptor_is_a_frozen_slotted_value() -> None:
    descriptor = make()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        descriptor.name = "b"  # type: ignore[misc]
    assert not hasattr(descriptor, "__dict__")
    assert attrs.evolve(descriptor, name="b").names == ("b",)


def test_the_resources_of_a_context_are_read_only_and_its_own() -> None:
    given: dict[str, object] = {"connection": 1}
    context = PluginContext(plugin="a", logger=logging.getLogger("a"), resources=given)
    given["connection"] = 2
    assert context.resources["connection"] == 1
    assert "connection" not in PluginContext(plugin="b", logger=logging.getLogger("b")).resources


# verdicts


def test_a_refusal_says_why() -> None:
    with pytest.raises(ValueError, match="a refusal must say why"):
        Decision(allowed=False)
    with pytest.raises(ValueError, match="True or False"):
        Decision(allowed=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="it must say why in words"):
        Objection(reason=" ")


# markers


def plan_tasks_heard(bell: str) -> None: ...


def test_a_marker_leaves_its_rule_on_the_function() -> None:
    marked = hookspec.observe()(plan_tasks_heard)
    assert marked is plan_tasks_heard
    rule = rule_of(plan_tasks_heard)
    assert rule is not None
    assert (rule.mode, rule.carries) == (HookMode.OBSERVE, "")
    assert rule_of(make) is None


def test_a_hook_must_bear_our_prefix() -> None:
    def bells_heard() -> None: ...

    with pytest.raises(ValueError, match="must start with plan_tasks_"):
        hookspec.observe()(bells_heard)


@pytest.mark.parametrize("carries", ["", "BellType", "bells.BellType", "bells:"])
def test_what_a_hook_carries_is_named_by_module_and_class(carries: str) -> None:
    with pytest.raises(ValueError, match='it must name a class as "module:Class"'):
        hookspec.collect(carries)


def test_a_rule_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="carries nothing back"):
        HookRule(mode=HookMode.OBSERVE, carries="a:B")
    with pytest.raises(ValueError, match="since its answer may have to be no"):
        hookspec.ask("a:B", fail_closed=True)
    with pytest.raises(ValueError, match="has no argument ring; it has bell"):
        hookspec.observe(deprecated_arguments={"ring": Deprecation(since="1.0", removed_in="1.2", use="bell")})(
            plan_tasks_heard
        )


def test_a_hook_that_is_specified_twice_is_a_mistake() -> None:
    modules = []
    for name in ("one", "two"):
        module = ModuleType(name)

        def plan_tasks_bell() -> None: ...

        vars(module)["plan_tasks_bell"] = hookspec.observe()(plan_tasks_bell)
        modules.append(module)
    with pytest.raises(ValueError, match="plan_tasks_bell is specified twice, the second time in two"):
        read_specifications(modules)


def test_a_hook_that_carries_no_class_is_a_mistake() -> None:
    @hookspec.collect("plan_tasks.plugging.secret:NotThere")
    def plan_tasks_things() -> Iterator[object]:
        yield from ()

    module = ModuleType("things")
    vars(module)["plan_tasks_things"] = plan_tasks_things
    with pytest.raises(ImportError, match="which is no class"):
        carried_class(read_specifications([module])["plan_tasks_things"])


# deprecations


@pytest.mark.parametrize(("since", "removed_in"), [("1.2", "1.3"), ("1.2", "1.2"), ("1.2", "0.9"), ("2.0", "1.9")])
def test_a_deprecation_lasts_two_minor_releases(since: str, removed_in: str) -> None:
    with pytest.raises(ValueError, match="is kept until"):
        Deprecation(since=since, removed_in=removed_in, use="x")


@pytest.mark.parametrize("version", ["1", "1.2.3", "next"])
def test_a_deprecation_names_releases(version: str) -> None:
    with pytest.raises(ValueError, match=r'must be "major\.minor"'):
        Deprecation(since=version, removed_in="9.0", use="x")


@pytest.mark.parametrize(
    ("version", "due"), [("1.3.9", 0), ("1.4.0", 1), ("1.4", 1), ("1.10.0", 1), ("2.0.0", 2), ("2.0.0.dev1", 2)]
)
def test_a_deprecation_is_overdue_when_its_release_has_come(version: str, due: int) -> None:
    both = [
        Deprecation(since="1.2", removed_in="1.4", use="x"),
        Deprecation(since="1.11", removed_in="2.0", use="x"),
    ]
    assert len(overdue(both, version=version)) == due


def test_a_version_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="must start with"):
        overdue([Deprecation(since="1.2", removed_in="1.4", use="x")], version="next")


def test_a_plugin_that_uses_a_deprecated_argument_is_warned_and_works(bells: ModuleType) -> None:
    old = Deprecation(since="1.0", removed_in="1.2", use="the bell's name")

    @hookspec.observe(deprecated_arguments={"bell": old})
    def plan_tasks_knelled(bell: str, name: str) -> None: ...

    module = ModuleType("old_hooks")
    vars(module)["plan_tasks_knelled"] = plan_tasks_knelled
    heard: list[str] = []
    plugin = bells.plugin("a", plan_tasks_knelled=lambda bell: heard.append(bell))
    text = "argument bell of hook plan_tasks_knelled is deprecated since 1.0 and goes away in 1.2; use the bell's name"
    with pytest.warns(PlanTasksPluginDeprecation, match=text):
        host = bells.host(plugin, specifications=[module])
    host.observe(plan_tasks_knelled, bell="x", name="y")
    assert heard == ["x"]
