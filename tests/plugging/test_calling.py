"""What an implementation that goes wrong does to a call, mode by mode."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from plan_tasks.errors import ChangeRefused
from plan_tasks.plugging import Decision, Objection


def fail(*_arguments: object) -> Any:
    raise RuntimeError("out of order")


def leave(*_arguments: object) -> Any:
    raise SystemExit(2)


# observe


@pytest.mark.parametrize("how", [fail, leave])
def test_an_observer_that_fails_does_not_keep_the_others_from_hearing(bells: ModuleType, how: Any) -> None:
    heard: list[str] = []
    host = bells.host(
        bells.plugin("c", plan_tasks_rang=lambda rings: heard.append("c")),
        bells.plugin("b", plan_tasks_rang=lambda rings: how()),
        bells.plugin("a", plan_tasks_rang=lambda rings: heard.append("a")),
    )
    host.observe(bells.plan_tasks_rang, rings=("ding",), hour=3)
    assert heard == ["a", "c"]


def test_faults_are_counted_by_plugin_and_hook(bells: ModuleType) -> None:
    host = bells.host(
        bells.plugin("b", plan_tasks_rang=lambda rings: fail()), bells.plugin("a", plan_tasks_rang=lambda: None)
    )
    for _ in range(3):
        host.observe(bells.plan_tasks_rang, rings=(), hour=3)
    (fault,) = next(report.faults for report in host.report() if report.name == "b")
    assert (fault.hook, fault.error, fault.times) == ("plan_tasks_rang", "RuntimeError: out of order", 3)


def test_an_observer_that_returns_something_is_at_fault(bells: ModuleType) -> None:
    host = bells.host(bells.plugin("a", plan_tasks_rang=lambda rings: 1))
    host.observe(bells.plan_tasks_rang, rings=(), hour=3)
    assert host.report()[0].faults[0].error == "it returned int; an observe hook returns nothing"


def test_an_observer_gets_the_arguments_that_it_names_in_its_own_order(bells: ModuleType) -> None:
    heard = []
    host = bells.host(bells.plugin("a", plan_tasks_rang=lambda hour, rings: heard.append((hour, rings))))
    host.observe(bells.plan_tasks_rang, rings=("ding",), hour=3)
    assert heard == [(3, ("ding",))]


def test_a_keyboard_interrupt_passes_through_a_call(bells: ModuleType) -> None:
    def interrupt(rings: object) -> None:
        raise KeyboardInterrupt

    host = bells.host(bells.plugin("a", plan_tasks_rang=interrupt))
    with pytest.raises(KeyboardInterrupt):
        host.observe(bells.plan_tasks_rang, rings=(), hour=3)


# guard


def test_all_objections_of_all_guards_are_reported_by_plugin_name(bells: ModuleType) -> None:
    def two(rings: tuple[str, ...]) -> Iterator[Objection]:
        for one in rings:
            yield Objection(reason="too loud", item=one)

    host = bells.host(
        bells.plugin("b", plan_tasks_check_rings=two),
        bells.plugin("a", plan_tasks_check_rings=lambda hour: [Objection(reason="too late")]),
        bells.plugin("c", plan_tasks_check_rings=lambda hour: None),
    )
    verdict = host.guard(bells.plan_tasks_check_rings, rings=("x", "y"), hour=23)
    assert [str(refusal) for refusal in verdict.refusals] == [
        "too late (plugin a)",
        "x: too loud (plugin b)",
        "y: too loud (plugin b)",
    ]
    with pytest.raises(ChangeRefused, match=r"too late \(plugin a\); x: too loud"):
        verdict.enforce()


def test_without_objections_a_change_is_allowed(bells: ModuleType) -> None:
    host = bells.host(bells.plugin("a", plan_tasks_check_rings=lambda hour: ()))
    verdict = host.guard(bells.plan_tasks_check_rings, rings=(), hour=12)
    assert verdict.allowed
    verdict.enforce()


def test_a_guard_may_refuse_by_raising(bells: ModuleType) -> None:
    def refuse(hour: int) -> Any:
        raise ChangeRefused("too late")

    verdict = bells.host(bells.plugin("a", plan_tasks_check_rings=refuse)).guard(
        bells.plan_tasks_check_rings, rings=(), hour=1
    )
    assert [(one.plugin, one.reason, one.fault) for one in verdict.refusals] == [("a", "too late", False)]


def late(hour: int) -> Iterator[Objection]:
    yield Objection(reason="seen")
    raise RuntimeError("out of order")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (lambda hour: fail(), "it failed, so the change is refused: RuntimeError: out of order"),
        (lambda hour: leave(), "it failed, so the change is refused: it called sys.exit(2)"),
        (late, "it failed, so the change is refused: RuntimeError: out of order"),
        (lambda hour: ["no"], "it answered str; a guard yields Objection, so the change is refused"),
        (lambda hour: "no", "it failed, so the change is refused: TypeError: it returned str; it must yield"),
        (lambda hour: True, "it failed, so the change is refused: TypeError: it returned bool; it must yield"),
    ],
)
def test_a_guard_that_fails_refuses_the_change_and_is_named(bells: ModuleType, how: Any, reason: str) -> None:
    host = bells.host(
        bells.plugin("a", plan_tasks_check_rings=how),
        bells.plugin("b", plan_tasks_check_rings=lambda hour: [Objection(reason="too late")]),
    )
    verdict = host.guard(bells.plan_tasks_check_rings, rings=(), hour=1)
    first, second = verdict.refusals
    assert (first.plugin, first.fault) == ("a", True)
    assert first.reason.startswith(reason)
    assert second.reason == "too late"
    assert sum(fault.times for report in host.report() for fault in report.faults) == 1


# ask


def test_the_hosts_plugins_are_asked_in_the_order_of_its_list(bells: ModuleType) -> None:
    asked = []

    def silent(name: str) -> Any:
        return lambda actor: asked.append(name)

    host = bells.host(*(bells.plugin(name, plan_tasks_may_ring=silent(name)) for name in "cab"))
    assert host.ask(bells.plan_tasks_may_ring, actor="tester") is None
    assert asked == ["c", "a", "b"]


def test_the_hosts_plugins_are_asked_before_installed_and_those_before_built_in_ones(
    bells: ModuleType, site: Any
) -> None:
    source = "@hookimpl\ndef plan_tasks_may_ring(actor):\n    actor.append(__name__)\n"
    site.write_module("z_built_in", source)
    for name in ("y-installed", "x-installed"):
        site.install(name, source)
    host = bells.host(
        bells.plugin("mine", plan_tasks_may_ring=lambda actor: actor.append("mine")),
        builtins=["z_built_in"],
        autoload=True,
    )
    asked: list[str] = []
    host.ask(bells.plan_tasks_may_ring, actor=asked)
    assert asked == ["mine", "x_installed", "y_installed", "z_built_in"]


def test_the_first_answer_counts(bells: ModuleType) -> None:
    host = bells.host(
        bells.plugin("a", plan_tasks_tune=lambda name: None),
        bells.plugin("b", plan_tasks_tune=lambda name: bells.Tune(f"{name}!")),
        bells.plugin("c", plan_tasks_tune=lambda name: pytest.fail("asked in vain")),
    )
    assert host.ask(bells.plan_tasks_tune, name="do") == bells.Tune("do!")
    assert all(not report.faults for report in host.report())


@pytest.mark.parametrize("how", [lambda name: fail(), lambda name: leave(), lambda name: False, lambda name: []])
def test_of_one_that_fails_the_next_is_asked(bells: ModuleType, how: Any) -> None:
    host = bells.host(
        bells.plugin("a", plan_tasks_tune=how), bells.plugin("b", plan_tasks_tune=lambda name: bells.Tune("b"))
    )
    assert host.ask(bells.plan_tasks_tune, name="do") == bells.Tune("b")
    assert [len(report.faults) for report in host.report()] == [1, 0]


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        (lambda actor: fail(), "RuntimeError: out of order"),
        (lambda actor: leave(), "it called sys.exit(2)"),
        (lambda actor: True, "it answered bool; it must answer Decision or None"),
    ],
)
def test_where_a_failure_must_not_open_the_door_the_answer_is_no(bells: ModuleType, how: Any, problem: str) -> None:
    host = bells.host(
        bells.plugin("a", plan_tasks_may_ring=how),
        bells.plugin("b", plan_tasks_may_ring=lambda actor: Decision(allowed=True)),
    )
    decision = host.ask(bells.plan_tasks_may_ring, actor="tester")
    assert decision == Decision(allowed=False, reason=f'plugin "a" failed, so the answer is no: {problem}')


# all


@pytest.mark.parametrize("arguments", [{}, {"rings": ()}, {"rings": (), "hour": 1, "minute": 2}])
@pytest.mark.parametrize("plugins", [0, 1])
def test_a_call_with_other_arguments_is_a_mistake_even_when_nobody_listens(
    bells: ModuleType, arguments: dict[str, Any], plugins: int
) -> None:
    host = bells.host(*[bells.plugin("a", plan_tasks_rang=lambda rings: None)] * plugins)
    with pytest.raises(TypeError, match="with the named arguments rings, hour"):
        host.observe(bells.plan_tasks_rang, **arguments)


def test_a_call_in_another_mode_is_a_mistake(bells: ModuleType) -> None:
    with pytest.raises(TypeError, match="is called by observe"):
        bells.host().guard(bells.plan_tasks_rang, rings=(), hour=1)


def test_a_function_that_specifies_no_hook_is_a_mistake(bells: ModuleType) -> None:
    with pytest.raises(TypeError, match="'fail' is no hook of this host"):
        bells.host().observe(fail)


def test_two_hosts_do_not_hear_each_other(bells: ModuleType) -> None:
    heard: list[str] = []
    one = bells.host(bells.plugin("a", plan_tasks_rang=lambda rings: heard.append("one")))
    bells.host(bells.plugin("a", plan_tasks_rang=lambda rings: heard.append("two")))
    one.observe(bells.plan_tasks_rang, rings=(), hour=3)
    assert heard == ["one"]


def test_a_watcher_sees_each_call_and_its_error_until_it_is_stopped(bells: ModuleType) -> None:
    host = bells.host(
        bells.plugin("a", plan_tasks_rang=lambda rings: None), bells.plugin("b", plan_tasks_rang=lambda rings: fail())
    )
    seen: list[Any] = []
    stop = host.trace(seen.append)
    host.observe(bells.plan_tasks_rang, rings=(), hour=3)
    stop()
    host.observe(bells.plan_tasks_rang, rings=(), hour=3)
    assert [(one.plugin, one.hook, one.error) for one in seen] == [
        ("a", "plan_tasks_rang", ""),
        ("b", "plan_tasks_rang", "RuntimeError: out of order"),
    ]
    assert all(one.seconds >= 0 for one in seen)


def test_a_watcher_that_fails_disturbs_nobody(bells: ModuleType) -> None:
    heard: list[str] = []
    host = bells.host(bells.plugin("a", plan_tasks_rang=lambda rings: heard.append("a")))
    host.trace(fail)
    host.observe(bells.plan_tasks_rang, rings=(), hour=3)
    assert heard == ["a"]
    assert host.report()[0].faults == ()
