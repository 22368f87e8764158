"""Which plugins there are, before any of them is imported.

Lives here: candidates from the built-in list, from installed distributions and from the host application; which of
them are blocked; in which order they are registered. Not here: importing them (``loading``).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Final

import attrs

from plan_tasks.plugging.failures import in_one_line
from plan_tasks.plugging.markers import PROJECT

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

__all__ = [
    "NAME_ATTRIBUTE",
    "Candidate",
    "Source",
    "builtin_candidates",
    "entry_point_candidates",
    "host_candidates",
    "matches",
    "registration_order",
    "selected",
]

NAME_ATTRIBUTE: Final = "PLAN_TASKS_NAME"
"""Name of the attribute in which a plugin that a host application passes may state its name."""

OUR_DISTRIBUTION: Final = "plan-tasks"


class Source(enum.Enum):
    """How a plugin came to the host; later members are registered later and win a clash of names."""

    ENTRY_POINT = "entry point"
    BUILTIN = "built-in"
    HOST = "host"

    @property
    def rank(self) -> int:
        """Its place among the sources; the greatest wins a clash."""
        return list(Source).index(self)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@attrs.frozen(kw_only=True)
class Candidate:
    """A plugin that is known by name and not yet imported.

    Attributes:
        name: Its name, unique in a host.
        source: How it came here.
        distribution: Name of its distribution; empty for a plugin that the host application passed.
        version: Version of the distribution; empty where there is none.
        origin: Where its code is, such as ``"plan_tasks_wecom.plugin"``.
        load: Imports it and returns the module or object with the hooks.
    """

    name: str
    source: Source
    distribution: str = ""
    version: str = ""
    origin: str
    load: Callable[[], object] = attrs.field(eq=False, repr=False)


def matches(candidate: Candidate, names: Iterable[str]) -> bool:
    """Tell whether a plugin is meant by one of some names, its own or its distribution's; ``-_.`` are alike."""
    own = {_canonical(candidate.name), _canonical(candidate.distribution)} - {""}
    return any(_canonical(name) in own for name in names)


def _importer(module: str) -> Callable[[], object]:
    def load() -> object:
        import importlib

        return importlib.import_module(module)

    return load


def builtin_candidates(modules: Iterable[str], *, version: str = "") -> list[Candidate]:
    """Return the built-in plugins.

    Args:
        modules: Names of modules. A plugin's name is what follows ``.plugins.``: ``"channels.mail"``.
        version: Version of the package.
    """
    return [
        Candidate(
            name=module.rpartition(".plugins.")[2],
            source=Source.BUILTIN,
            distribution=OUR_DISTRIBUTION,
            version=version,
            origin=module,
            load=_importer(module),
        )
        for module in modules
    ]


def host_candidates(plugins: Sequence[object]) -> list[Candidate]:
    """Return the plugins that the host application passes: modules, objects, or names of modules to import."""
    return [_host_candidate(plugin) for plugin in plugins]


def _host_candidate(plugin: object) -> Candidate:
    if isinstance(plugin, str):
        return Candidate(name=plugin, source=Source.HOST, origin=plugin, load=_importer(plugin))
    cls = plugin if isinstance(plugin, type) else type(plugin)
    own = plugin.__name__ if isinstance(plugin, ModuleType) else cls.__qualname__
    origin = own if isinstance(plugin, ModuleType) else f"{cls.__module__}:{cls.__qualname__}"
    stated = getattr(plugin, NAME_ATTRIBUTE, None)
    name = stated if isinstance(stated, str) and stated else own
    return Candidate(name=name, source=Source.HOST, origin=origin, load=lambda: plugin)


def entry_point_candidates() -> tuple[list[Candidate], list[str]]:
    """Return the installed plugins, and a warning for each distribution whose metadata cannot be read.

    Nothing is imported but the standard library's reader of metadata, and that only now: it costs more than pluggy.
    """
    import importlib.metadata

    warnings: list[str] = []
    try:
        found = list(importlib.metadata.entry_points(group=PROJECT))
    except Exception:
        # One damaged distribution spoils the quick way for all; look at each by itself and name the damaged one.
        found = list(_one_by_one(importlib.metadata.distributions(), warnings))
    return [_from_entry_point(entry_point) for entry_point in found], warnings


def _one_by_one(distributions: Iterable[Distribution], warnings: list[str]) -> Iterator[EntryPoint]:
    seen = set()
    for distribution in distributions:
        try:
            name = _canonical(_metadata_field(distribution, "Name"))
            if name not in seen:
                yield from distribution.entry_points.select(group=PROJECT)
            seen.add(name)
        except Exception as error:
            folder = getattr(distribution, "_path", "a distribution")
            warnings.append(f"metadata of {folder} cannot be read: {in_one_line(error)}")


def _metadata_field(distribution: Distribution | None, name: str) -> str:
    """Return a field of a distribution's metadata; empty where it has none, since a plugin works without."""
    fields = distribution.metadata.get_all(name) if distribution is not None else None
    return str(fields[0]) if fields else ""


def _from_entry_point(entry_point: EntryPoint) -> Candidate:
    return Candidate(
        name=entry_point.name,
        source=Source.ENTRY_POINT,
        distribution=_metadata_field(entry_point.dist, "Name"),
        version=_metadata_field(entry_point.dist, "Version"),
        origin=entry_point.value,
        load=entry_point.load,
    )


def selected(candidate: Candidate, *, block: Iterable[str], only: Iterable[str] | None) -> bool:
    """Tell whether a plugin may be imported.

    Args:
        candidate: The plugin.
        block: Names of plugins or distributions that may not; holds for every plugin.
        only: Names of plugins or distributions that alone may, among the installed ones; None for all of them.
            Built-in plugins and those that the host application passes are not concerned.
    """
    if matches(candidate, block):
        return False
    return only is None or candidate.source is not Source.ENTRY_POINT or matches(candidate, only)


def registration_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return plugins so that the one to be asked first comes last, as pluggy asks.

    First of all come the host application's, in the order of its list; then installed ones by distribution and name;
    then the built-in ones, by name.
    """
    by_source: dict[Source, list[Candidate]] = {source: [] for source in Source}
    for candidate in candidates:
        by_source[candidate.source].append(candidate)
    installed = sorted(by_source[Source.ENTRY_POINT], key=lambda one: (_canonical(one.distribution), one.name))
    builtin = sorted(by_source[Source.BUILTIN], key=lambda one: one.name)
    return [*reversed(builtin), *reversed(installed), *reversed(by_source[Source.HOST])]
