"""The plugin host: everything that one tracker knows of its plugins.

Lives here: `PluginHost`, which puts the stages together and hands out what plugins offer.
Not here: the stages themselves (``discovery``, ``loading``, ``collecting``, ``opening``), the calls of hooks
(``calling``) and the passing of a value through plugins (``folding``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import Any, Final, ParamSpec, TypeVar, cast

from plan_tasks.errors import PluginUnavailable
from plan_tasks.plugging.calling import HookCalls, Trace
from plan_tasks.plugging.catalogue import Catalogue, Registered
from plan_tasks.plugging.checking import CheckingManager
from plan_tasks.plugging.collecting import collect
from plan_tasks.plugging.descriptor import Descriptor
from plan_tasks.plugging.discovery import (
    Candidate,
    builtin_candidates,
    entry_point_candidates,
    host_candidates,
    matches,
)
from plan_tasks.plugging.failures import Failure
from plan_tasks.plugging.folding import Folded, fold
from plan_tasks.plugging.loading import FailureKeeper, load_plugins, log
from plan_tasks.plugging.opening import Opener
from plan_tasks.plugging.records import PluginReport, PluginState
from plan_tasks.plugging.secret import SecretResolver, secret_resolver
from plan_tasks.plugging.specifications import dotted, read_specifications
from plan_tasks.plugging.timing import Timings
from plan_tasks.plugging.verdicts import Objection, Verdict

__all__ = ["PluginHost"]

D = TypeVar("D", bound=Descriptor[Any, Any])
P = TypeVar("P")
Q = ParamSpec("Q")
T = TypeVar("T")

_OFF: Final = frozenset({"", "0", "false", "no", "off"})


class PluginHost:
    """The plugins of one tracker. Two hosts in one process do not see each other.

    Args:
        specifications: The modules that specify hooks.
        builtins: Names of the modules of the built-in plugins.
        version: Version of the package, for the built-in plugins.
        plugins: Plugins that the host application passes: modules, objects, or names of modules. They are asked
            first, in this order, and win clashes of names.
        environ: The environment, or nothing. Read are ``PLAN_TASKS_STRICT``, ``PLAN_TASKS_BLOCK`` (names with commas
            between them) and whatever an option names as ``env:NAME``.
        strict: True to raise the first failure of any plugin instead of setting it aside.
        autoload: False to look for no installed plugins at all.
        block: Names of plugins or distributions that must not be imported.
        only: Names of plugins or distributions that alone may be imported, among installed ones; None for all.
        required: Names of plugins, distributions or things offered that must be there.
        prefer: Name of a thing -> plugin or distribution that is to provide it where several do.
        language: ``"zh"`` or ``"en"``: in which language plugins write text for people.
        resources: Objects for plugins, by name; see `PluginContext`.
        resolve_secret: How a secret is read; None reads ``env:NAME`` from ``environ`` and ``file:PATH`` from the disk.

    Raises:
        PluginError: In strict mode, the first failure.
        PluginUnavailable: Something required is not there.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> host = PluginHost(specifications=[], autoload=False)
        >>> host.report()
        ()
    """

    def __init__(
        self,
        *,
        specifications: Iterable[ModuleType],
        builtins: Iterable[str] = (),
        version: str = "",
        plugins: Sequence[object] = (),
        environ: Mapping[str, str] = MappingProxyType({}),
        strict: bool = False,
        autoload: bool = True,
        block: Collection[str] = (),
        only: Collection[str] | None = None,
        required: Collection[str] = (),
        prefer: Mapping[str, str] = MappingProxyType({}),
        language: str = "zh",
        resources: Mapping[str, object] = MappingProxyType({}),
        resolve_secret: SecretResolver | None = None,
    ) -> None:
        self._keeper: Final = FailureKeeper(strict=strict or environ.get("PLAN_TASKS_STRICT", "").lower() not in _OFF)
        modules = tuple(specifications)
        known = read_specifications(modules)
        manager = CheckingManager()
        for module in modules:
            manager.add_hookspecs(module)
        candidates = [*builtin_candidates(builtins, version=version), *host_candidates(plugins)]
        warnings: list[str] = []
        if autoload:
            installed, warnings = entry_point_candidates()
            candidates += installed
        blocked = [*block, *(name.strip() for name in environ.get("PLAN_TASKS_BLOCK", "").split(",") if name.strip())]
        warnings += _unmatched(blocked, candidates, autoload=autoload)
        self._records: Final = load_plugins(
            candidates, manager=manager, specifications=known, keeper=self._keeper, block=blocked, only=only
        )
        self.timings: Final = Timings()
        """Who is told of calls, statements and hooks while they go on."""
        self._calls: Final = HookCalls(manager, known.values(), self._records, timings=self.timings)
        collection = collect(
            manager, known.values(), self._records, calls=self._calls, keeper=self._keeper, prefer=prefer
        )
        self._catalogues: Final = collection.catalogues
        self._opener: Final = Opener(
            self._records,
            collection.lost,
            keeper=self._keeper,
            language=language,
            resources=resources,
            resolve_secret=resolve_secret or secret_resolver(environ),
            timings=self.timings,
        )
        self.notes: Final = (*warnings, *collection.notes)
        """What is worth knowing beside failures: unreadable metadata, names blocked in vain, clashes settled."""
        for warning in warnings:
            log.warning("%s", warning)
        self._require(required, collection.lost)

    @property
    def strict(self) -> bool:
        """Whether failures are raised."""
        return self._keeper.strict

    def catalogue(self, kind: type[D]) -> Catalogue[D]:
        """Return what plugins offer of one kind.

        Args:
            kind: The descriptor class, such as ``ChannelType``.

        Raises:
            TypeError: No hook of this host carries that class: a mistake of the caller.
        """
        found = self._catalogues.get(dotted(kind))
        if found is None:
            raise TypeError(f"no hook of this host carries {dotted(kind)}")
        return cast("Catalogue[D]", found)

    def find(self, kind: type[D], name: str) -> Registered[D]:
        """Return what has a name or an alias among one kind.

        Args:
            kind: The descriptor class, such as ``ChannelType``.
            name: What the user wrote.

        Raises:
            PluginUnavailable: A plugin that was set aside or blocked offers it, as far as one can tell; its failure is
                the cause.
            UnknownName: Nothing has that name; the message lists what there is.
        """
        return self._opener.find(kind, name, self.catalogue(kind))

    def open(self, kind: type[Descriptor[Any, P]], name: str, options: object = None, /, **keywords: object) -> P:
        """Make the thing that has a name among one kind; each call makes another.

        Args:
            kind: The descriptor class, such as ``ChannelType``.
            name: Its name or an alias.
            options: A mapping, the query of a URL, an instance of the options class, or None.
            keywords: More options by name; not with an instance.

        Returns:
            What the plugin's factory makes.

        Raises:
            UnknownName: Nothing has that name.
            PluginOptionsError: An unknown, missing or bad option.
            MissingExtra: The factory lacks a library; the remedy is the line to install it.
            PluginUnavailable: The plugin was set aside or blocked, or its factory failed.
            PlanTasksError: Whatever else of ours the factory raises on purpose passes unchanged.
        """
        registered = self.find(cast("type[Descriptor[Any, Any]]", kind), name)
        return cast("P", self._opener.open(registered, options, keywords))

    def observe(self, hook: Callable[Q, None], *args: Q.args, **kwargs: Q.kwargs) -> None:
        """Tell every plugin that something has happened. Raises nothing that a plugin raises.

        A hook is named by the function that specifies it, so that a type checker sees its arguments::

            host.observe(changes.plan_tasks_changes_committed, changes=made, receipt=receipt)

        Args:
            hook: The function that specifies the hook.
            args: Not used: hooks are called with named arguments.
            kwargs: All arguments of the hook.

        Raises:
            TypeError: Other arguments than the hook's, or a hook of another mode.
        """
        self._calls.observe(hook, *args, **kwargs)

    def guard(self, hook: Callable[Q, Iterable[Objection]], *args: Q.args, **kwargs: Q.kwargs) -> Verdict:
        """Ask every plugin for objections; one that fails counts as an objection.

        Args:
            hook: The function that specifies the hook.
            args: Not used: hooks are called with named arguments.
            kwargs: All arguments of the hook.

        Returns:
            Every reason against it; ``enforce()`` raises them as one `ChangeRefused`.

        Raises:
            TypeError: Other arguments than the hook's, or a hook of another mode.
        """
        return self._calls.guard(hook, *args, **kwargs)

    def ask(self, hook: Callable[Q, T | None], *args: Q.args, **kwargs: Q.kwargs) -> T | None:
        """Return the first plugin's answer that is not None.

        The host application's plugins are asked first, in the order of its list, then installed ones by distribution
        and name, then the built-in ones. Of one that fails the next is asked, unless the hook fails closed: then the
        answer is a `Decision` that says no.

        Args:
            hook: The function that specifies the hook.
            args: Not used: hooks are called with named arguments.
            kwargs: All arguments of the hook.

        Returns:
            The answer; None when nobody has one.

        Raises:
            TypeError: Other arguments than the hook's, or a hook of another mode.
        """
        return self._calls.ask(hook, *args, **kwargs)

    def fold(
        self,
        kind: type[Descriptor[Any, P]],
        value: T,
        apply: Callable[[P, T], T],
        *,
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> Folded[T]:
        """Pass a value through everything that is offered of one kind, in the order of phases and then names.

        What fails is left out, and the result says so.

        Args:
            kind: The descriptor class; its descriptors have a ``phase``, a member of an enum whose order is theirs.
            value: What is passed through.
            apply: Has one opened thing change the value: gets both and returns the new value, of the same class.
            options: Options for each thing by its name; none for those that are not named.

        Raises:
            PluginError: The first that fails and whose descriptor has a true ``required``; in strict mode, the first
                that fails.
        """
        return fold(self._opener, self.catalogue(cast("type[Descriptor[Any, Any]]", kind)), value, apply, options)

    def report(self) -> tuple[PluginReport, ...]:
        """Return how every plugin stands, in the order in which they are asked."""
        return tuple(record.report(self._calls.faults(record.candidate.name)) for record in reversed(self._records))

    def failures(self) -> tuple[Failure, ...]:
        """Return every failure so far, by plugin in the order of `report`."""
        return tuple(failure for report in self.report() for failure in report.failures)

    def trace(self, callback: Callable[[Trace], object]) -> Callable[[], None]:
        """Call ``callback`` after every call of a hook implementation; the returned function ends it."""
        return self._calls.watch(callback)

    def _require(self, required: Collection[str], lost: Mapping[tuple[str, str], Failure]) -> None:
        for name in required:
            meant = [record for record in self._records if matches(record.candidate, (name,))]
            ready = any(record.state is PluginState.READY for record in meant)
            if ready or (not meant and any(name in catalogue for catalogue in self._catalogues.values())):
                continue
            causes = [failure for record in meant for failure in record.failures]
            causes += [failure for (_, lost_name), failure in lost.items() if lost_name == name]
            state = f"it is {meant[0].state.value}" if meant else "it is not installed"
            error = PluginUnavailable(
                f'the required plugin "{name}" is not there: {causes[0] if causes else state}', plugin=name
            )
            raise error from causes[0].as_error() if causes else None


def _unmatched(names: Iterable[str], candidates: Sequence[Candidate], *, autoload: bool) -> list[str]:
    if not autoload:
        return []
    return [
        f'"{name}" is to be blocked, but no plugin or distribution is called that'
        for name in names
        if not any(matches(candidate, (name,)) for candidate in candidates)
    ]
