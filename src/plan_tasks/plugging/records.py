"""What a host knows about each plugin, and how it tells it.

Lives here: the host's own `PluginRecord`, which changes while plugins are loaded, and the frozen `PluginReport` that
``plan-tasks plugins`` and ``plan-tasks doctor`` print. Not here: the loading (``loading``).
"""

from __future__ import annotations

import enum

import attrs

from plan_tasks.plugging.discovery import Candidate, Source
from plan_tasks.plugging.failures import Failure, Fault

__all__ = ["OfferedThing", "PluginRecord", "PluginReport", "PluginState"]


class PluginState(enum.Enum):
    """How a plugin stands."""

    BLOCKED = "blocked"
    """Somebody wished it away, or another plugin of its name stands in its place; it was not imported."""

    SET_ASIDE = "set aside"
    """It failed before it was registered; nothing of it is used."""

    DEGRADED = "degraded"
    """Some of what it yields was dropped; the rest is used."""

    READY = "ready"
    """It is registered."""

    OPEN = "open"
    """It is registered, and one of its factories has made something."""


@attrs.frozen(kw_only=True)
class OfferedThing:
    """One thing that a plugin offers.

    Attributes:
        kind: Name of its kind, such as ``"report format"``.
        name: What users write.
        aliases: Other names for it.
        summary: One line about it.
    """

    kind: str
    name: str
    aliases: tuple[str, ...]
    summary: str


@attrs.frozen(kw_only=True)
class PluginReport:
    """A plugin as people see it.

    Attributes:
        name: Its name.
        distribution: Name of its distribution; empty for a plugin that the host application passed.
        version: Version of the distribution; empty where there is none.
        source: How it came to the host.
        origin: Where its code is.
        state: How it stands.
        note: Why it is blocked; empty otherwise.
        hooks: Names of the hooks that it implements, sorted.
        offers: What it offers, by kind and name.
        import_ms: How long its import took, in milliseconds; 0 when it was not imported or had been before.
        failures: What went wrong while it was loaded or opened.
        faults: What went wrong while its hooks were called.
    """

    name: str
    distribution: str
    version: str
    source: Source
    origin: str
    state: PluginState
    note: str
    hooks: tuple[str, ...]
    offers: tuple[OfferedThing, ...]
    import_ms: float
    failures: tuple[Failure, ...]
    faults: tuple[Fault, ...]

    def as_plain(self) -> dict[str, object]:
        """Return the report as dicts, lists, texts and numbers, for JSON."""
        return {
            "name": self.name,
            "distribution": self.distribution,
            "version": self.version,
            "source": self.source.value,
            "origin": self.origin,
            "state": self.state.value,
            "note": self.note,
            "hooks": list(self.hooks),
            "offers": [{**attrs.asdict(one), "aliases": list(one.aliases)} for one in self.offers],
            "import_ms": round(self.import_ms, 1),
            "failures": [
                {"stage": one.stage.value, "hook": one.hook, "error": one.error, "remedy": one.remedy}
                for one in self.failures
            ],
            "faults": [{"hook": one.hook, "error": one.error, "times": one.times} for one in self.faults],
        }


@attrs.define(kw_only=True, eq=False)
class PluginRecord:
    """What a host notes about a plugin while it works with it; the fields are those of `PluginReport`."""

    candidate: Candidate
    state: PluginState = PluginState.READY
    note: str = ""
    hooks: tuple[str, ...] = ()
    offers: list[OfferedThing] = attrs.field(factory=list)
    import_ms: float = 0.0
    failures: list[Failure] = attrs.field(factory=list)

    @property
    def usable(self) -> bool:
        """True when the plugin is registered."""
        return self.state not in {PluginState.BLOCKED, PluginState.SET_ASIDE}

    def report(self, faults: tuple[Fault, ...]) -> PluginReport:
        """Return what there is to tell now."""
        return PluginReport(
            name=self.candidate.name,
            distribution=self.candidate.distribution,
            version=self.candidate.version,
            source=self.candidate.source,
            origin=self.candidate.origin,
            state=self.state,
            note=self.note,
            hooks=self.hooks,
            offers=tuple(sorted(self.offers, key=lambda one: (one.kind, one.name))),
            import_ms=self.import_ms,
            failures=tuple(self.failures),
            faults=faults,
        )
