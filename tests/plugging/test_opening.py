"""From a name and options to the thing that a factory makes; and a value passed through several."""

from __future__ import annotations

import logging
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from plan_tasks.errors import MissingExtra, PluginError, PluginOptionsError, PluginUnavailable, StoreUnavailable
from plan_tasks.plugging import NoOptions, Secret
from plan_tasks.plugging.failures import Stage
from plan_tasks.plugging.records import PluginState


@pytest.mark.parametrize(
    ("options", "keywords"),
    [
        ("sound=dong&times=2", {}),
        ({"sound": "dong", "times": 2}, {}),
        ({"sound": "dong"}, {"times": "2"}),
        ("sound=dong", {"times": 2}),
        (None, {"sound": "dong", "times": 2}),
    ],
)
def test_options_come_from_a_url_a_dict_or_keywords(bells: ModuleType, options: object, keywords: Any) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("brass")))
    assert host.open(bells.BellType, "brass", options, **keywords).sound == "dongdong"


def test_an_instance_of_the_options_class_is_taken_as_it_is(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("brass")))
    assert host.open(bells.BellType, "brass", bells.BellOptions(sound="x")).sound == "x"


def test_the_factory_is_called_on_first_use_and_not_before(bells: ModuleType) -> None:
    made = []
    brass = bells.bell("brass", factory=lambda options, context: made.append(1))
    host = bells.host(bells.bells_plugin("a", brass))
    assert (made, host.report()[0].state) == ([], PluginState.READY)
    host.open(bells.BellType, "brass")
    assert (made, host.report()[0].state) == ([1], PluginState.OPEN)


def test_bad_options_are_refused_before_the_factory_is_called(bells: ModuleType) -> None:
    brass = bells.bell("brass", factory=lambda options, context: pytest.fail("called"))
    host = bells.host(bells.bells_plugin("a", brass))
    with pytest.raises(PluginOptionsError) as caught:
        host.open(bells.BellType, "brass", {"sond": "x"})
    assert str(caught.value) == 'bell "brass": unknown option "sond"; did you mean "sound"? accepts: sound, times'
    assert caught.value.plugin == "a"


def test_a_factory_is_given_what_the_host_application_gives(bells: ModuleType) -> None:
    connection = object()
    host = bells.host(bells.bells_plugin("a", bells.bell("brass")), resources={"connection": connection}, language="en")
    context = host.open(bells.BellType, "brass").context
    assert (context.plugin, context.language, context.logger) == ("a", "en", logging.getLogger("plan_tasks.plugins.a"))
    assert context.resources["connection"] is connection
    with pytest.raises(TypeError):
        context.resources["connection"] = None


def test_secrets_are_read_when_a_thing_is_opened(bells: ModuleType, tmp_path: Path) -> None:
    @attrs.frozen(kw_only=True)
    class Locked:
        key: Secret
        pin: Secret

    (tmp_path / "pin").write_text("1234\n", encoding="utf-8")
    safe = bells.bell("safe", options=Locked, factory=lambda options, context: options)
    host = bells.host(bells.bells_plugin("a", safe), environ={"BELL_KEY": "k-1"})
    locked = host.open(bells.BellType, "safe", {"key": "env:BELL_KEY", "pin": f"file:{tmp_path / 'pin'}"})
    assert (locked.key.reveal(), locked.pin.reveal()) == ("k-1", "1234")


def lacking(options: object, context: object) -> None:
    import a_library_that_nobody_has  # type: ignore[import-not-found] # noqa: F401


def test_a_missing_library_is_answered_with_the_line_that_installs_it(bells: ModuleType, site: Any) -> None:
    source = (
        "def lacking(options, context):\n    import a_library_that_nobody_has\n"
        "@hookimpl\ndef plan_tasks_bells():\n    yield bell('x', factory=lacking, requires=('brass', 'zinc'))\n"
    )
    site.install("bell-shop", source)
    host = bells.host(autoload=True)
    with pytest.raises(MissingExtra) as caught:
        host.open(bells.BellType, "x")
    assert str(caught.value).startswith('bell "x": a library is missing: ModuleNotFoundError: ')
    assert str(caught.value).endswith('; pip install "bell-shop[brass,zinc]"')
    assert host.failures()[0].stage is Stage.OPEN


def test_a_missing_library_of_the_hosts_own_plugin_is_named(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("x", factory=lacking)))
    with pytest.raises(MissingExtra, match="install the library a_library_that_nobody_has"):
        host.open(bells.BellType, "x")


def misname(options: object, context: object) -> None:
    from json import a_name_that_json_lacks  # type: ignore[attr-defined] # noqa: F401


def test_a_wrong_name_in_a_library_that_is_there_is_a_fault_and_no_missing_library(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("x", factory=misname)))
    with pytest.raises(PluginUnavailable, match="failed to open it: ImportError: cannot import name"):
        host.open(bells.BellType, "x")


def crash(options: object, context: object) -> None:
    raise RuntimeError("no power")


def leave(options: object, context: object) -> None:
    raise SystemExit(1)


@pytest.mark.parametrize(("factory", "said"), [(crash, "RuntimeError: no power"), (leave, "it called sys.exit(1)")])
def test_a_factory_that_fails_is_unavailable_with_its_cause(bells: ModuleType, factory: Any, said: str) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("x", factory=factory)))
    for _ in range(2):
        with pytest.raises(PluginUnavailable) as caught:
            host.open(bells.BellType, "x")
        assert str(caught.value) == f'bell "x": plugin "a" failed to open it: {said}'
        assert isinstance(caught.value.__cause__, RuntimeError | SystemExit)
    assert len(host.failures()) == 1


def test_an_error_that_a_factory_raises_on_purpose_passes_unchanged(bells: ModuleType) -> None:
    def locked(options: object, context: object) -> None:
        raise StoreUnavailable("the store is locked")

    host = bells.host(bells.bells_plugin("a", bells.bell("x", factory=locked)))
    with pytest.raises(StoreUnavailable) as caught:
        host.open(bells.BellType, "x")
    assert caught.value.__notes__ == ['raised by plugin "a"']


# fold


def filters_plugin(bells: ModuleType, *filters: Any) -> Any:
    return bells.plugin("f", plan_tasks_filters=lambda: filters)


def say(filter_: Any, value: str) -> Any:
    return filter_(value)


def test_a_value_passes_by_phase_and_then_by_name(bells: ModuleType) -> None:
    tone = bells.Tone
    names = [("b", tone.HIGH), ("a", tone.HIGH), ("z", tone.LOW), ("m", tone.MIDDLE)]
    filters = [bells.filtering(name, lambda value, name=name: value + name, phase) for name, phase in names]
    folded = bells.host(filters_plugin(bells, *filters)).fold(bells.FilterType, "", say)
    assert (folded.value, folded.skipped) == ("zmab", ())


def test_what_fails_is_left_out_and_said(bells: ModuleType) -> None:
    def fail(value: str) -> str:
        raise RuntimeError("torn")

    filters = [
        bells.filtering("a", fail, bells.Tone.LOW),
        bells.filtering("b", len, bells.Tone.LOW),
        bells.filtering("c", str.upper, bells.Tone.LOW),
    ]
    folded = bells.host(filters_plugin(bells, *filters)).fold(bells.FilterType, "ding", say)
    assert folded.value == "DING"
    assert [(one.name, one.plugin, one.error) for one in folded.skipped] == [
        ("a", "f", "RuntimeError: torn"),
        ("b", "f", "TypeError: it returned int; it must return str"),
    ]


@pytest.mark.parametrize(("strict", "required"), [(True, False), (False, True)])
def test_a_failure_is_raised_where_it_may_not_be_left_out(bells: ModuleType, strict: bool, required: bool) -> None:
    def fail(value: str) -> str:
        raise RuntimeError("torn")

    host = bells.host(
        filters_plugin(bells, bells.filtering("a", fail, bells.Tone.LOW, required=required)), strict=strict
    )
    with pytest.raises(PluginError, match='filter "a": plugin "f" failed: RuntimeError: torn') as caught:
        host.fold(bells.FilterType, "ding", say)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_an_error_of_ours_is_raised_as_it_is_where_it_may_not_be_left_out(bells: ModuleType) -> None:
    def fail(value: str) -> str:
        raise StoreUnavailable("the store is locked")

    host = bells.host(filters_plugin(bells, bells.filtering("a", fail, bells.Tone.LOW, required=True)))
    with pytest.raises(StoreUnavailable, match=r"^the store is locked$"):
        host.fold(bells.FilterType, "ding", say)


def test_each_thing_gets_its_own_options(bells: ModuleType) -> None:
    @attrs.frozen(kw_only=True)
    class Times:
        times: int = 1

    repeating = attrs.evolve(
        bells.filtering("again", str, bells.Tone.LOW),
        options=Times,
        factory=lambda options, context: lambda value: value * options.times,
    )
    host = bells.host(filters_plugin(bells, repeating, bells.filtering("up", str.upper, bells.Tone.HIGH)))
    assert host.fold(bells.FilterType, "x", say, options={"again": {"times": 3}}).value == "XXX"


def test_no_options_accepts_none(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("x", options=NoOptions, factory=lambda o, c: "made")))
    with pytest.raises(PluginOptionsError, match='unknown option "loud"; accepts: no options'):
        host.open(bells.BellType, "x", loud=True)
