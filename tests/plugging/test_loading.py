"""Installed plugins, good and bad, on whichever pluggy is installed."""

from __future__ import annotations

import importlib
import logging
import sys
from types import ModuleType
from typing import Any

import pytest

from plan_tasks.errors import PluginError, PluginUnavailable
from plan_tasks.plugging.failures import Stage
from plan_tasks.plugging.records import PluginState


def report_of(host: Any, name: str) -> Any:
    return next(report for report in host.report() if report.name == name)


def test_an_installed_plugin_is_found_and_used(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD, name="good", version="2.3")
    host = bells.host(autoload=True)
    report = report_of(host, "good")
    assert (report.distribution, report.version, report.state) == ("fake-good", "2.3", PluginState.READY)
    assert report.hooks == ("plan_tasks_bells",)
    assert [(one.kind, one.name) for one in report.offers] == [("bell", "good")]
    assert host.catalogue(bells.BellType)["good"].distribution == "fake-good"


@pytest.mark.parametrize("distribution", ["lacks-library", "raises-on-import", "exits", "misspelt", "wrong-argument"])
def test_a_broken_plugin_is_set_aside_alone(bells: ModuleType, site: Any, distribution: str) -> None:
    stage, source = bells.BROKEN[distribution]
    site.install("fake-good", bells.GOOD)
    site.install(distribution, source)
    host = bells.host(autoload=True)
    report = report_of(host, distribution.replace("-", "_"))
    assert report.state is PluginState.SET_ASIDE
    assert [failure.stage for failure in report.failures] == [Stage(stage)]
    assert list(host.catalogue(bells.BellType)) == ["good"]


def test_every_broken_plugin_together_leaves_the_good_one(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    for distribution, (_stage, source) in bells.BROKEN.items():
        site.install(distribution, source)
    host = bells.host(autoload=True)
    assert {failure.plugin.replace("_", "-"): failure.stage.value for failure in host.failures()} == {
        distribution: stage for distribution, (stage, _source) in bells.BROKEN.items()
    }
    assert list(host.catalogue(bells.BellType)) == ["good"]


@pytest.mark.parametrize(
    ("distribution", "said"),
    [
        (
            "lacks-library",
            "install the library a_library_that_nobody_has (pip install --upgrade lacks-library), or block it",
        ),
        ("exits", "it called sys.exit(3)"),
        ("raises-on-import", "RuntimeError: no licence"),
        ("misspelt", "there is no hook plan_tasks_bell; did you mean plan_tasks_bells?"),
        ("wrong-argument", 'there is no argument "rungs"; did you mean "rings"? the hook has: rings, hour'),
        ("from-the-future", "needs hook API 1.99, this host offers 1.1; upgrade plan-tasks"),
        ("silent", "it implements no hook; mark its functions with @hookimpl from plan_tasks"),
    ],
)
def test_a_failure_says_what_is_wrong_and_what_to_do(
    bells: ModuleType, site: Any, distribution: str, said: str
) -> None:
    site.install(distribution, bells.BROKEN[distribution][1], version="4.5")
    (failure,) = bells.host(autoload=True).failures()
    assert said in str(failure)
    assert str(failure).startswith(f'plugin "{failure.plugin}" ({distribution} 4.5): ')


def test_users_get_one_line_and_the_log_gets_the_traceback(
    bells: ModuleType, site: Any, caplog: pytest.LogCaptureFixture
) -> None:
    site.install("raises-on-import", bells.BROKEN["raises-on-import"][1])
    with caplog.at_level(logging.DEBUG, logger="plan_tasks.plugging"):
        bells.host(autoload=True)
    warning, debug = caplog.records
    assert (warning.levelno, warning.exc_info) == (logging.WARNING, None)
    assert "\n" not in warning.getMessage()
    assert debug.levelno == logging.DEBUG
    assert debug.exc_info is not None


@pytest.mark.parametrize("setting", [{"strict": True}, {"environ": {"PLAN_TASKS_STRICT": "1"}}])
def test_strict_raises_the_first_failure_with_its_cause(bells: ModuleType, site: Any, setting: Any) -> None:
    site.install("raises-on-import", bells.BROKEN["raises-on-import"][1])
    with pytest.raises(PluginError, match="no licence") as caught:
        bells.host(autoload=True, **setting)
    assert caught.value.plugin == "raises_on_import"
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize("off", ["", "0", "false", "No"])
def test_strict_can_be_written_off_in_the_environment(bells: ModuleType, off: str) -> None:
    assert not bells.host(environ={"PLAN_TASKS_STRICT": off}).strict


def test_the_real_environment_is_never_read(bells: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_TASKS_STRICT", "1")
    monkeypatch.setenv("PLAN_TASKS_BLOCK", "quiet")
    host = bells.host(bells.bells_plugin("quiet", bells.bell("a")))
    assert not host.strict
    assert report_of(host, "quiet").state is PluginState.READY


def test_a_keyboard_interrupt_is_not_a_failure_of_the_plugin(bells: ModuleType, site: Any) -> None:
    site.install("stopped", "raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        bells.host(autoload=True)


@pytest.mark.parametrize("name", ["exits", "fake-exits", "FAKE_exits"])
def test_a_blocked_plugin_is_not_even_imported(bells: ModuleType, site: Any, name: str) -> None:
    site.install("fake-exits", bells.BROKEN["exits"][1], name="exits")
    host = bells.host(autoload=True, block=[name])
    assert report_of(host, "exits").state is PluginState.BLOCKED
    assert host.failures() == ()
    assert "fake_exits" not in sys.modules


def test_the_environment_can_block_too(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    site.install("exits", bells.BROKEN["exits"][1])
    host = bells.host(autoload=True, environ={"PLAN_TASKS_BLOCK": " exits , fake-good,"})
    assert [report.state for report in host.report()] == [PluginState.BLOCKED] * 2
    assert not host.catalogue(bells.BellType)


def test_a_name_that_is_blocked_in_vain_is_mentioned(bells: ModuleType) -> None:
    host = bells.host(autoload=True, block=["exist"])
    assert host.notes == ('"exist" is to be blocked, but no plugin or distribution is called that',)


def test_only_limits_the_installed_plugins_and_no_others(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    site.install("fake-other", bells.GOOD.replace('"good"', '"other"'))
    mine = bells.bells_plugin("mine", bells.bell("mine"))
    host = bells.host(mine, autoload=True, only=["fake-other"])
    assert list(host.catalogue(bells.BellType)) == ["mine", "other"]


def test_without_autoload_no_metadata_is_read(bells: ModuleType, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site.install("fake-good", bells.GOOD)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: pytest.fail("the metadata was read"))
    assert bells.host(autoload=False).report() == ()


def test_damaged_metadata_is_mentioned_and_spoils_nothing(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    site.install("damaged", bells.GOOD)
    (site.folder / "damaged-1.0.dist-info" / "entry_points.txt").write_bytes(b"[plan_tasks]\nx = \xff\xfe")
    host = bells.host(autoload=True)
    assert list(host.catalogue(bells.BellType)) == ["good"]
    (note,) = host.notes
    assert note.partition(" cannot be read: UnicodeDecodeError")[0].endswith("damaged-1.0.dist-info")


def test_the_import_of_a_slow_plugin_is_timed(bells: ModuleType, site: Any) -> None:
    site.install("slow", "import time\ntime.sleep(0.03)\n" + bells.GOOD)
    assert bells.host(autoload=True).report()[0].import_ms >= 30


def test_two_installed_plugins_of_one_name_are_both_set_aside_and_named(bells: ModuleType, site: Any) -> None:
    site.install("first", bells.GOOD, name="same", version="1.1")
    site.install("second", bells.GOOD, name="same", version="2.2")
    failures = bells.host(autoload=True).failures()
    assert {failure.stage for failure in failures} == {Stage.ORDER}
    assert sorted(failure.error for failure in failures) == [
        "its name is also that of first of first 1.1",
        "its name is also that of second of second 2.2",
    ]


def test_the_hosts_plugin_stands_in_the_place_of_an_installed_one_of_its_name(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD, name="same")
    host = bells.host(bells.bells_plugin("same", bells.bell("mine")), autoload=True, strict=True)
    assert list(host.catalogue(bells.BellType)) == ["mine"]
    assert [(report.source.value, report.state) for report in host.report()] == [
        ("host", PluginState.READY),
        ("entry point", PluginState.BLOCKED),
    ]


def test_a_built_in_plugin_beats_an_installed_one_of_its_name(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    site.install("fake-other", bells.GOOD.replace('"good"', '"other"'), name="fake_good")
    host = bells.host(autoload=True, builtins=["fake_good"], only=["fake-other"])
    assert list(host.catalogue(bells.BellType)) == ["good"]
    assert [failure.distribution for failure in host.failures()] == ["fake-other"]


def test_built_in_plugins_are_named_after_their_place(bells: ModuleType, site: Any) -> None:
    site.write_module("shop.plugins.brass", bells.GOOD)
    (report,) = bells.host(builtins=["shop.plugins.brass"], version="0.1.0").report()
    assert (report.name, report.distribution, report.version) == ("brass", "plan-tasks", "0.1.0")


def test_an_installed_plugin_that_the_host_passes_too_is_used_once(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD, name="good")
    host = bells.host(importlib.import_module("fake_good"), autoload=True, strict=True)
    assert list(host.catalogue(bells.BellType)) == ["good"]
    report = report_of(host, "fake_good")
    assert (report.state, report.note) == (PluginState.BLOCKED, 'it is in use already, as plugin "good"')


def test_an_entry_point_without_its_module_says_install_again(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    (site.folder / "fake_good.py").unlink()
    (failure,) = bells.host(autoload=True).failures()
    assert failure.remedy == "install it again, or block it: PLAN_TASKS_BLOCK=fake_good"


@pytest.mark.parametrize("metadata", ["", "Metadata-Version: 2.1\n"])
def test_a_plugin_of_a_distribution_without_a_name_works(bells: ModuleType, site: Any, metadata: str) -> None:
    site.install("nameless", bells.GOOD, metadata=metadata)
    host = bells.host(autoload=True)
    assert list(host.catalogue(bells.BellType)) == ["good"]
    assert report_of(host, "nameless").version == ""


def test_an_error_without_a_text_is_still_told(bells: ModuleType, site: Any) -> None:
    source = "class Mute(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise Mute\n"
    site.install("mute", source)
    (failure,) = bells.host(autoload=True).failures()
    assert failure.error == "Mute: (the error has no text)"


def test_the_host_may_pass_the_name_of_a_module(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    host = bells.host("fake_good", "not_there_at_all")
    assert [report.state for report in host.report()] == [PluginState.READY, PluginState.SET_ASIDE]


@pytest.mark.parametrize("required", ["fake_good", "fake-good", "good"])
def test_what_is_required_is_found_by_plugin_distribution_or_offer(bells: ModuleType, site: Any, required: str) -> None:
    site.install("fake-good", bells.GOOD)
    assert bells.host(autoload=True, required=[required]).failures() == ()


def test_what_is_required_and_broken_is_an_error_at_once(bells: ModuleType, site: Any) -> None:
    site.install("raises-on-import", bells.BROKEN["raises-on-import"][1])
    with pytest.raises(PluginUnavailable, match="no licence") as caught:
        bells.host(autoload=True, required=["raises-on-import"])
    assert isinstance(caught.value.__cause__, PluginError)
    assert isinstance(caught.value.__cause__.__cause__, RuntimeError)


def test_what_is_required_and_absent_is_an_error_at_once(bells: ModuleType) -> None:
    with pytest.raises(PluginUnavailable, match='"absent" is not there: it is not installed'):
        bells.host(autoload=True, required=["absent"])


def test_what_is_required_and_blocked_is_an_error_at_once(bells: ModuleType) -> None:
    with pytest.raises(PluginUnavailable, match='"mine" is not there: it is blocked'):
        bells.host(bells.bells_plugin("mine"), required=["mine"], block=["mine"])


def test_a_report_can_be_written_as_json(bells: ModuleType, site: Any) -> None:
    site.install("fake-good", bells.GOOD)
    site.install("exits", bells.BROKEN["exits"][1])
    good, exits = (report.as_plain() for report in reversed(bells.host(autoload=True).report()))
    assert good["offers"] == [{"kind": "bell", "name": "good", "aliases": [], "summary": "A bell"}]
    assert exits["state"] == "set aside"
    assert exits["failures"] == [
        {
            "stage": "import",
            "hook": "",
            "error": "it called sys.exit(3)",
            "remedy": "tell its author, or block it: PLAN_TASKS_BLOCK=exits",
        }
    ]
