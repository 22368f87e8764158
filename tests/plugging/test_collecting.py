"""What plugins yield at open, and who gets a name that several offer."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest

from plan_tasks.errors import PluginError, PluginUnavailable, UnknownName
from plan_tasks.plugging.failures import Stage
from plan_tasks.plugging.records import PluginState


def states(host: Any) -> dict[str, PluginState]:
    return {report.name: report.state for report in host.report()}


def test_offers_are_sorted_by_name_and_keep_their_origin(bells: ModuleType) -> None:
    host = bells.host(
        bells.bells_plugin("b", bells.bell("zinc"), bells.bell("brass")), bells.bells_plugin("a", bells.bell("iron"))
    )
    assert [(name, one.plugin) for name, one in host.catalogue(bells.BellType).items()] == [
        ("brass", "b"),
        ("iron", "a"),
        ("zinc", "b"),
    ]


def test_a_descriptor_is_handed_out_as_it_was_yielded(bells: ModuleType) -> None:
    brass = bells.bell("brass", metal="brass")
    host = bells.host(bells.bells_plugin("a", brass))
    assert host.catalogue(bells.BellType)["brass"].descriptor is brass


def late(bells: ModuleType) -> Any:
    def plan_tasks_bells() -> Iterator[Any]:
        yield bells.bell("first")
        raise RuntimeError("no more")

    return plan_tasks_bells


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("late", "RuntimeError: no more"),
        ("none", "TypeError: it returned int; it must yield, or return a list"),
        ("stranger", "it yielded str; it must yield BellType"),
        ("other kind", "it yielded FilterType; it must yield BellType"),
        ("twice", "it yielded two BellType that are called first"),
        ("alias twice", "it yielded two BellType that are called first"),
    ],
)
def test_a_bad_yield_is_dropped_whole_and_the_rest_works(bells: ModuleType, name: str, error: str) -> None:
    hooks: dict[str, Any] = {
        "late": late(bells),
        "none": lambda: 3,
        "stranger": lambda: [bells.bell("first"), "bell"],
        "other kind": lambda: [bells.bell("first"), bells.filtering("f", str.upper, bells.Tone.LOW)],
        "twice": lambda: [bells.bell("first"), bells.bell("first")],
        "alias twice": lambda: [bells.bell("first"), bells.bell("other", aliases=("first",))],
    }
    heard = []
    host = bells.host(
        bells.plugin("bad", plan_tasks_bells=hooks[name], plan_tasks_rang=lambda rings: heard.append(rings)),
        bells.bells_plugin("good", bells.bell("good")),
    )
    assert list(host.catalogue(bells.BellType)) == ["good"]
    assert states(host) == {"bad": PluginState.DEGRADED, "good": PluginState.READY}
    (failure,) = host.failures()
    assert (failure.stage, failure.hook, failure.error) == (Stage.COLLECT, "plan_tasks_bells", error)
    host.observe(bells.plan_tasks_rang, rings=("x",), hour=1)
    assert heard == [("x",)]


def test_a_hook_that_yields_nothing_is_in_order(bells: ModuleType) -> None:
    host = bells.host(bells.plugin("a", plan_tasks_bells=lambda: None), strict=True)
    assert not host.catalogue(bells.BellType)


def test_a_stage_without_a_phase_is_dropped(bells: ModuleType) -> None:
    odd = bells.filtering("f", str.upper, "low")
    host = bells.host(bells.plugin("a", plan_tasks_filters=lambda: [odd]))
    assert host.failures()[0].error == "filter f has no phase; it must have one, a member of an enum"


def test_strict_raises_a_bad_yield(bells: ModuleType) -> None:
    with pytest.raises(PluginError, match="collect failed in plan_tasks_bells: RuntimeError: no more"):
        bells.host(bells.plugin("bad", plan_tasks_bells=late(bells)), strict=True)


def test_a_kind_that_no_hook_carries_is_a_mistake_of_the_caller(bells: ModuleType) -> None:
    @attrs.frozen(kw_only=True)
    class GongType(bells.BellType):  # type: ignore[name-defined, misc]
        pass

    with pytest.raises(TypeError, match=r"no hook of this host carries .*GongType"):
        bells.host().catalogue(GongType)


# names and aliases


def test_an_alias_finds_the_same_thing_and_is_not_listed(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("brass", aliases=("messing", "yellow"))))
    catalogue = host.catalogue(bells.BellType)
    assert catalogue["messing"] is catalogue["brass"]
    assert "yellow" in catalogue
    assert (list(catalogue), len(catalogue)) == (["brass"], 1)


def test_a_name_of_two_installed_plugins_goes_to_neither_and_both_are_named(bells: ModuleType, site: Any) -> None:
    site.install("one", bells.GOOD + '    yield bell("own")\n', version="1.1")
    site.install("two", bells.GOOD, version="2.2")
    host = bells.host(autoload=True)
    assert list(host.catalogue(bells.BellType)) == ["own"]
    first, second = sorted(str(failure) for failure in host.failures())
    assert first == (
        'plugin "one" (one 1.1): collect failed in plan_tasks_bells: bell "good" is also offered by plugin "two" '
        '(two 2.2); neither is used; the host application chooses by prefer={"good": ...}'
    )
    assert second.startswith('plugin "two" (two 2.2): collect failed in plan_tasks_bells: bell "good" is also offered')
    with pytest.raises(PluginUnavailable, match=r'bell "good" is not there: .* is also offered by'):
        host.open(bells.BellType, "good")


@pytest.mark.parametrize("preferred", ["two", "dist-two", "Dist_Two"])
def test_the_host_application_chooses_between_two(bells: ModuleType, site: Any, preferred: str) -> None:
    site.install("dist-one", bells.GOOD, name="one")
    site.install("dist-two", bells.GOOD, name="two")
    host = bells.host(autoload=True, prefer={"good": preferred}, strict=True)
    assert host.catalogue(bells.BellType)["good"].plugin == "two"
    assert host.notes == ('bell "good" is that of plugin "two" (dist-two 1.0), not of plugin "one" (dist-one 1.0)',)


def test_a_preference_that_nobody_meets_changes_nothing(bells: ModuleType, site: Any) -> None:
    site.install("one", bells.GOOD)
    site.install("two", bells.GOOD)
    assert not bells.host(autoload=True, prefer={"good": "three"}).catalogue(bells.BellType)


def test_a_name_goes_to_the_hosts_plugin_before_all_others(bells: ModuleType, site: Any) -> None:
    site.write_module("shop.plugins.built_in", bells.GOOD)
    site.install("one", bells.GOOD)
    mine = bells.bells_plugin("mine", bells.bell("good"))
    host = bells.host(mine, builtins=["shop.plugins.built_in"], autoload=True, strict=True)
    assert host.catalogue(bells.BellType)["good"].plugin == "mine"
    assert len(host.notes) == 2


def test_a_name_goes_to_the_built_in_plugin_before_an_installed_one(bells: ModuleType, site: Any) -> None:
    site.write_module("shop.plugins.built_in", bells.GOOD)
    site.install("one", bells.GOOD)
    host = bells.host(builtins=["shop.plugins.built_in"], autoload=True)
    assert host.catalogue(bells.BellType)["good"].plugin == "built_in"
    (failure,) = host.failures()
    assert (failure.plugin, "is used" in failure.remedy) == ("one", True)


def test_a_name_beats_an_alias(bells: ModuleType) -> None:
    host = bells.host(
        bells.bells_plugin("a", bells.bell("brass")), bells.bells_plugin("b", bells.bell("zinc", aliases=("brass",)))
    )
    catalogue = host.catalogue(bells.BellType)
    assert (catalogue["brass"].plugin, list(catalogue)) == ("a", ["brass", "zinc"])
    assert states(host) == {"a": PluginState.READY, "b": PluginState.DEGRADED}


def test_an_alias_that_is_the_name_itself_does_no_harm(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("brass", aliases=("brass",))), strict=True)
    assert (list(host.catalogue(bells.BellType)), host.catalogue(bells.BellType).aliases) == (["brass"], {})
    assert repr(host.catalogue(bells.BellType)) == "Catalogue(brass)"


def test_an_alias_of_two_finds_neither(bells: ModuleType) -> None:
    host = bells.host(
        bells.bells_plugin("a", bells.bell("brass", aliases=("old",))),
        bells.bells_plugin("b", bells.bell("zinc", aliases=("old",))),
    )
    catalogue = host.catalogue(bells.BellType)
    assert ("old" in catalogue, list(catalogue)) == (False, ["brass", "zinc"])
    assert len(host.failures()) == 2


# looking up what is not there


def test_an_unknown_name_is_answered_with_the_nearest_and_all_others(bells: ModuleType) -> None:
    host = bells.host(bells.bells_plugin("a", bells.bell("brass"), bells.bell("iron")))
    with pytest.raises(UnknownName) as caught:
        host.open(bells.BellType, "bras")
    assert str(caught.value) == 'there is no bell "bras"; did you mean "brass"? there are: brass, iron'


def test_a_name_of_a_dropped_yield_is_unavailable_with_the_cause(bells: ModuleType) -> None:
    host = bells.host(bells.plugin("bad", plan_tasks_bells=late(bells)))
    with pytest.raises(PluginUnavailable, match="no more") as caught:
        host.open(bells.BellType, "first")
    assert isinstance(caught.value.__cause__, PluginError)
    assert isinstance(caught.value.__cause__.__cause__, RuntimeError)


@pytest.mark.parametrize("wanted", ["wecom", "plan-tasks-wecom"])
def test_a_name_of_a_plugin_that_was_set_aside_is_unavailable_with_the_cause(
    bells: ModuleType, site: Any, wanted: str
) -> None:
    site.install("plan-tasks-wecom", "raise RuntimeError('no licence')\n")
    site.install("plan-tasks-xmpp", "raise RuntimeError('another')\n")
    host = bells.host(autoload=True)
    with pytest.raises(PluginUnavailable, match="no licence") as caught:
        host.find(bells.BellType, wanted)
    assert isinstance(caught.value.__cause__, PluginError)
    assert isinstance(caught.value.__cause__.__cause__, RuntimeError)


def test_a_name_of_a_blocked_plugin_is_unavailable_and_says_so(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD, name="good")
    host = bells.host(bells.bells_plugin("mine"), autoload=True, block=["good", "mine"])
    with pytest.raises(PluginUnavailable, match=r'bell "good" is not there: plugin "good" \(fake-good\) is blocked'):
        host.open(bells.BellType, "good")
