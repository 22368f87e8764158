"""A small world of bells: one hook of each mode, and plugins written to disk as if they were installed.

Tests reach the classes through the fixture ``bells``, which is this module.
"""

from __future__ import annotations

import enum
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

from plan_tasks.plugging import Decision, Descriptor, NoOptions, Objection, PluginContext, hookimpl, hookspec
from plan_tasks.plugging.descriptor import O
from plan_tasks.plugging.host import PluginHost


class Tone(enum.Enum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@attrs.frozen
class Bell:
    sound: str
    context: PluginContext


@attrs.frozen(kw_only=True)
class BellType(Descriptor[O, Bell]):
    metal: str = "brass"


@attrs.frozen(kw_only=True)
class FilterType(Descriptor[O, Callable[[str], str]]):
    phase: Tone
    required: bool = False


@attrs.frozen(kw_only=True)
class BellOptions:
    sound: str = "ding"
    times: int = 1


@attrs.frozen
class Tune:
    notes: str


@hookspec.collect(f"{__name__}:BellType")
def plan_tasks_bells() -> Iterator[BellType[Any]]:
    yield from ()


@hookspec.fold(f"{__name__}:FilterType")
def plan_tasks_filters() -> Iterator[FilterType[Any]]:
    yield from ()


@hookspec.guard()
def plan_tasks_check_rings(rings: tuple[str, ...], hour: int) -> Iterable[Objection]:
    return ()


@hookspec.observe()
def plan_tasks_rang(rings: tuple[str, ...], hour: int) -> None:
    pass


@hookspec.ask("plan_tasks.plugging.verdicts:Decision", fail_closed=True)
def plan_tasks_may_ring(actor: str) -> Decision | None:
    return None


@hookspec.ask(f"{__name__}:Tune")
def plan_tasks_tune(name: str) -> Tune | None:
    return None


SPECIFICATIONS = ModuleType("bell_hooks")
for _hook in (
    plan_tasks_bells,
    plan_tasks_filters,
    plan_tasks_check_rings,
    plan_tasks_rang,
    plan_tasks_may_ring,
    plan_tasks_tune,
):
    setattr(SPECIFICATIONS, _hook.__name__, _hook)


def ring(options: BellOptions, context: PluginContext) -> Bell:
    return Bell(options.sound * options.times, context)


def bell(name: str, **fields: Any) -> BellType[BellOptions]:
    return BellType(**{"name": name, "summary": "A bell", "factory": ring, "options": BellOptions, **fields})


def filtering(name: str, function: Callable[[str], str], phase: Tone, **fields: Any) -> FilterType[NoOptions]:
    return FilterType(
        name=name, summary="A filter", factory=lambda _o, _c: function, options=NoOptions, phase=phase, **fields
    )


def plugin(name: str = "", /, **members: Any) -> SimpleNamespace:
    """Return a plugin of the host application; functions whose names begin with plan_tasks_ are marked."""
    made = SimpleNamespace(**({"PLAN_TASKS_NAME": name} if name else {}))
    for key, member in members.items():
        setattr(made, key, hookimpl(member) if key.startswith("plan_tasks_") and callable(member) else member)
    return made


def bells_plugin(name: str, *offers: Any) -> SimpleNamespace:
    """Return a plugin that yields some descriptors of bells."""
    return plugin(name, plan_tasks_bells=lambda: iter(offers))


def host(*plugins: Any, **settings: Any) -> PluginHost:
    """Return a host of the world's hooks that looks for no installed plugins unless told to."""
    return PluginHost(**{"specifications": [SPECIFICATIONS], "plugins": plugins, "autoload": False, **settings})


@pytest.fixture
def bells() -> ModuleType:
    return sys.modules[__name__]


@attrs.frozen
class Site:
    """A folder that stands on the import path, with distributions in it."""

    folder: Path

    def write_module(self, module: str, source: str) -> None:
        """Write a module that no distribution has."""
        header = f"from plan_tasks.plugging import hookimpl\nfrom {__name__} import bell\n\n"
        path = self.folder.joinpath(*module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header + source, encoding="utf-8")

    def install(
        self, distribution: str, source: str, *, name: str = "", version: str = "1.0", metadata: str | None = None
    ) -> None:
        """Write a distribution with one plugin, as an installer would.

        Args:
            distribution: Its name.
            source: Code of its one module.
            name: The plugin's name; the module's when empty.
            version: The distribution's version.
            metadata: The METADATA file, when it is not to be in order.
        """
        module = distribution.replace("-", "_")
        self.write_module(module, source)
        info = self.folder / f"{module}-{version}.dist-info"
        info.mkdir()
        text = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n" if metadata is None else metadata
        (info / "METADATA").write_text(text, encoding="utf-8")
        entry_points = f"[plan_tasks]\n{name or module} = {module}\n"
        (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A folder of installed distributions; what is imported from it is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield Site(tmp_path)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]
    importlib.invalidate_caches()


GOOD = """
@hookimpl
def plan_tasks_bells():
    yield bell("good")
"""
"""A plugin in order."""

BROKEN = {
    "lacks-library": ("import", "import a_library_that_nobody_has\n"),
    "raises-on-import": ("import", "raise RuntimeError('no licence')\n"),
    "exits": ("import", "import sys\nsys.exit(3)\n"),
    "misspelt": ("check", "@hookimpl\ndef plan_tasks_bell():\n    yield bell('x')\n"),
    "wrong-argument": ("check", "@hookimpl\ndef plan_tasks_rang(rungs):\n    pass\n"),
    "from-the-future": ("check", "PLAN_TASKS_API = (1, 99)\n" + GOOD),
    "silent": ("check", "def helper():\n    pass\n"),
}
"""Plugins that are not in order, by distribution: the stage at which each is set aside, and the code."""
