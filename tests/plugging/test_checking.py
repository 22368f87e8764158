"""The rules that an implementation must keep; each is checked before pluggy sees the plugin."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from plan_tasks.plugging import hookimpl, hookspec
from plan_tasks.plugging.deprecations import Deprecation
from plan_tasks.plugging.failures import Stage
from plan_tasks.plugging.records import PluginState


def with_default(rings: object, hour: int = 3) -> None: ...


def keyword_only(*, rings: object) -> None: ...


def stars(*rings: object) -> None: ...


def double_stars(**rings: object) -> None: ...


def unknown_argument(rings: object, minute: int) -> None: ...


async def asynchronous(rings: object) -> None: ...


async def asynchronous_generator(rings: object) -> AsyncIterator[int]:
    yield 1


def generator(rings: object) -> Iterator[int]:
    yield 1


def fine(rings: object) -> None: ...


def with_hooks(**functions: Any) -> SimpleNamespace:
    return SimpleNamespace(PLAN_TASKS_NAME="odd", **functions)


def refusal(bells: ModuleType, plugin: object) -> str:
    """Return why the host sets a plugin aside."""
    host = bells.host(plugin)
    (report,) = host.report()
    assert report.state is PluginState.SET_ASIDE
    (failure,) = report.failures
    assert failure.stage is Stage.CHECK
    return str(failure)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (with_default, 'argument "hour" has a default; leave it out'),
        (keyword_only, 'argument "rings" is keyword-only; take the * out'),
        (stars, "*rings is never filled; name what you need of: rings, hour"),
        (double_stars, "**rings is never filled; name what you need of: rings, hour"),
        (unknown_argument, 'there is no argument "minute"; the hook has: rings, hour'),
        (asynchronous, "it is async, hooks are synchronous; write def"),
        (asynchronous_generator, "it is async, hooks are synchronous; write def"),
        (generator, "it contains yield, so that its body would never run: an observe hook returns nothing"),
        (functools.wraps(with_default)(lambda *a, **k: with_default(*a, **k)), 'argument "hour" has a default'),
    ],
)
def test_an_implementation_that_pluggy_would_call_wrongly_is_refused(
    bells: ModuleType, function: Callable[..., Any], said: str
) -> None:
    text = refusal(bells, with_hooks(plan_tasks_rang=hookimpl(function)))
    assert text.startswith('plugin "odd": check failed in plan_tasks_rang: ')
    assert said in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"wrapper": True}, "wrappers are not taken; use host.trace(callback)"),
        ({"hookwrapper": True}, "wrappers are not taken; use host.trace(callback)"),
        ({"tryfirst": True}, "tryfirst=True is not taken"),
        ({"trylast": True}, "trylast=True is not taken"),
    ],
)
def test_options_that_change_the_call_are_refused(bells: ModuleType, options: Any, said: str) -> None:
    marked = hookimpl(**options)(generator)
    assert said in refusal(bells, with_hooks(plan_tasks_rang=marked))


def test_an_ask_hook_that_yields_is_refused(bells: ModuleType) -> None:
    def answer(actor: str) -> Iterator[int]:
        yield 1

    assert "an ask hook returns an answer" in refusal(bells, with_hooks(plan_tasks_may_ring=hookimpl(answer)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plan_tasks_rings", "there is no hook plan_tasks_rings; did you mean plan_tasks_rang?"),
        ("plan_tasks_zz_qq_xx_kk_jj", "mark it @hookimpl(optionalhook=True) if it is for another version"),
    ],
)
def test_a_misspelt_hook_is_refused_with_the_nearest_name(bells: ModuleType, name: str, said: str) -> None:
    assert said in refusal(bells, with_hooks(**{name: hookimpl(fine)}))


def test_an_optional_hook_may_be_unknown(bells: ModuleType) -> None:
    optional = hookimpl(optionalhook=True)(fine)
    host = bells.host(
        bells.plugin("new", plan_tasks_rang=lambda: None), with_hooks(plan_tasks_of_tomorrow=optional), strict=True
    )
    assert [report.hooks for report in host.report()] == [("plan_tasks_rang",), ()]


def test_an_optional_hook_that_is_known_is_checked_like_any_other(bells: ModuleType) -> None:
    optional = hookimpl(optionalhook=True)(with_default)
    assert "has a default" in refusal(bells, with_hooks(plan_tasks_rang=optional))


def test_a_hook_may_have_another_name_than_its_function(bells: ModuleType) -> None:
    host = bells.host(with_hooks(listen=hookimpl(specname="plan_tasks_rang")(fine)), strict=True)
    assert host.report()[0].hooks == ("plan_tasks_rang",)


def test_a_hook_without_its_mark_is_noticed(bells: ModuleType) -> None:
    assert "plan_tasks_rang is not marked; put @hookimpl above it" in refusal(
        bells, with_hooks(plan_tasks_rang=lambda rings: None)
    )


def test_a_class_is_refused_with_the_mend(bells: ModuleType) -> None:
    class Listener:
        @hookimpl
        def plan_tasks_rang(self, rings: object) -> None: ...

    assert "pass an instance" in refusal(bells, Listener)
    assert bells.host(Listener(), strict=True).report()[0].hooks == ("plan_tasks_rang",)


def test_methods_of_every_sort_are_taken(bells: ModuleType) -> None:
    heard = []

    class Listener:
        @hookimpl
        def plan_tasks_rang(self, hour: int) -> None:
            heard.append(("method", hour))

    class ClassListener:
        @classmethod
        @hookimpl
        def plan_tasks_rang(cls, hour: int) -> None:
            heard.append(("class method", hour))

    class StaticListener:
        @staticmethod
        @hookimpl
        def plan_tasks_rang(hour: int) -> None:
            heard.append(("static method", hour))

    host = bells.host(Listener(), ClassListener(), StaticListener(), strict=True)
    host.observe(bells.plan_tasks_rang, rings=(), hour=7)
    assert sorted(heard) == [("class method", 7), ("method", 7), ("static method", 7)]


def test_a_mark_in_the_wrong_place_is_noticed(bells: ModuleType) -> None:
    class Listener:
        @hookimpl
        @classmethod
        def plan_tasks_rang(cls, hour: int) -> None: ...

    assert "write @classmethod above @hookimpl" in refusal(bells, Listener())


def test_properties_of_a_plugin_are_not_run(bells: ModuleType) -> None:
    class Listener:
        @property
        def trap(self) -> None:
            raise RuntimeError("sprung")

        @hookimpl
        def plan_tasks_rang(self, hour: int) -> None: ...

    assert bells.host(Listener(), strict=True).report()[0].state is PluginState.READY


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ((1, 99), "needs hook API 1.99, this host offers 1.1; upgrade plan-tasks"),
        ((2, 0), "needs hook API 2.0, this host offers 1.1; upgrade plan-tasks"),
        ((0, 9), "needs hook API 0.9, this host offers 1.1; upgrade the plugin"),
        ("1.0", "PLAN_TASKS_API is '1.0'; it must be two whole numbers; write PLAN_TASKS_API = (1, 0)"),
        ((1, True), "it must be two whole numbers"),
    ],
)
def test_a_plugin_for_another_api_is_refused(bells: ModuleType, needs: object, said: str) -> None:
    assert said in refusal(bells, with_hooks(PLAN_TASKS_API=needs, plan_tasks_rang=hookimpl(fine)))


def test_what_pluggy_refuses_leaves_no_hook_behind(bells: ModuleType) -> None:
    """Warnings are errors here, so that pluggy fails at the second hook; 1.6 leaves the first one live by itself."""

    def plan_tasks_first(ring: str) -> None: ...

    def plan_tasks_second(ring: str) -> None: ...

    specifications = ModuleType("old_hooks")
    old = Deprecation(since="1.0", removed_in="1.2", use="plan_tasks_first")
    vars(specifications)["plan_tasks_first"] = hookspec.observe()(plan_tasks_first)
    vars(specifications)["plan_tasks_second"] = hookspec.observe(deprecated=old)(plan_tasks_second)
    heard: list[str] = []
    plugin = bells.plugin("half", plan_tasks_first=lambda ring: heard.append(ring), plan_tasks_second=lambda ring: None)
    host = bells.host(plugin, specifications=[specifications])
    (failure,) = host.failures()
    assert failure.stage is Stage.REGISTER
    assert failure.error.startswith("PlanTasksPluginDeprecation: hook plan_tasks_second is deprecated since 1.0")
    host.observe(plan_tasks_first, ring="ding")
    assert heard == []


def test_one_object_passed_twice_is_not_used_at_all(bells: ModuleType) -> None:
    plugin = bells.bells_plugin("twice", bells.bell("a"))
    assert [report.state for report in bells.host(plugin, plugin).report()] == [PluginState.SET_ASIDE] * 2
