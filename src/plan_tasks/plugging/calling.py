"""How hooks are called: one implementation at a time, so that none can spoil another's call.

Lives here: the calls of observe, guard and ask hooks, their rules on exceptions, the counting of faults, tracing.
Not here: collect and fold hooks, which are called once, at open (``collecting``).

pluggy stops at the first implementation that raises and throws away the answers so far. So each hook gets a list of
its implementations, made once from pluggy's public ``get_hookimpls``; walking it is also faster than pluggy's call.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, ParamSpec, TypeVar, cast

import attrs
import pluggy

from plan_tasks.errors import ChangeRefused
from plan_tasks.plugging.failures import CAUGHT, Fault, blamed, in_one_line
from plan_tasks.plugging.loading import log
from plan_tasks.plugging.markers import HookMode
from plan_tasks.plugging.records import PluginRecord
from plan_tasks.plugging.specifications import Specification, carried_class
from plan_tasks.plugging.timing import Timings
from plan_tasks.plugging.verdicts import Decision, Objection, Refusal, Verdict

__all__ = ["Call", "HookCalls", "Trace"]

Q = ParamSpec("Q")
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Trace:
    """One call of one implementation, for whoever watches.

    Attributes:
        hook: Name of the hook.
        plugin: Name of the plugin.
        distribution: Name of its distribution; empty for a plugin that the host application passed.
        seconds: How long it took.
        error: What went wrong, one line; empty when nothing did.
    """

    hook: str
    plugin: str
    distribution: str
    seconds: float
    error: str = ""


@attrs.frozen(eq=False)
class Call:
    """One implementation of a hook, ready to be called.

    Attributes:
        record: The plugin.
        hook: Name of the hook.
        function: The implementation.
        arguments: Which of the hook's arguments it takes, in its order.
    """

    record: PluginRecord
    hook: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def plugin(self) -> str:
        """The plugin's name."""
        return self.record.candidate.name


def calls_of(manager: pluggy.PluginManager, hook: str, records: Sequence[PluginRecord]) -> tuple[Call, ...]:
    """Return the implementations of a hook, in the order of the plugins' records."""
    place = {record.candidate.name: index for index, record in enumerate(records)}
    implementations = sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda one: place[one.plugin_name])
    return tuple(
        Call(records[place[one.plugin_name]], hook, one.function, tuple(one.argnames)) for one in implementations
    )


@attrs.frozen(eq=False)
class _CallList:
    """A hook with its implementations, in the order in which they are called."""

    specification: Specification
    arguments: frozenset[str]
    calls: tuple[Call, ...]


class HookCalls:
    """The calls of one host's hooks.

    Args:
        manager: The pluggy manager with all plugins registered.
        specifications: The hooks of the host.
        records: The host's plugins, in the order of registration.
        timings: Who else is told of each call; None for nobody.
    """

    def __init__(
        self,
        manager: pluggy.PluginManager,
        specifications: Iterable[Specification],
        records: Sequence[PluginRecord],
        *,
        timings: Timings | None = None,
    ) -> None:
        self._timings: Final = timings or Timings()
        self._lists: Final[dict[Callable[..., Any], _CallList]] = {}
        for specification in specifications:
            calls = calls_of(manager, specification.name, records)
            if specification.rule.mode is HookMode.ASK:
                ordered = calls[::-1]
            else:
                ordered = tuple(sorted(calls, key=lambda call: call.plugin))
            self._lists[specification.function] = _CallList(specification, frozenset(specification.arguments), ordered)
        self._faults: Final[dict[tuple[str, str], Fault]] = {}
        self._lock: Final = threading.Lock()
        self._watchers: tuple[Callable[[Trace], object], ...] = ()

    def observe(self, hook: Callable[Q, None], *args: Q.args, **kwargs: Q.kwargs) -> None:
        """Tell every implementation; see `PluginHost.observe`."""
        for call in self._calls(hook, HookMode.OBSERVE, args, kwargs):
            try:
                returned = self.run(call, kwargs)
            except CAUGHT as error:
                self.fault(call, in_one_line(error), cause=error)
            else:
                if returned is not None:
                    self.fault(call, f"it returned {type(returned).__name__}; an observe hook returns nothing")

    def guard(self, hook: Callable[Q, Iterable[Objection]], *args: Q.args, **kwargs: Q.kwargs) -> Verdict:
        """Ask every implementation for objections; see `PluginHost.guard`."""
        refusals: list[Refusal] = []
        for call in self._calls(hook, HookMode.GUARD, args, kwargs):
            refusals.extend(self._refusals(call, kwargs))
        return Verdict(refusals=tuple(refusals))

    def _refusals(self, call: Call, kwargs: Mapping[str, object]) -> list[Refusal]:
        try:
            objections: list[object] = []
            self.run(call, kwargs, into=objections)
        except ChangeRefused as refused:
            return [Refusal(plugin=call.plugin, reason=str(refused))]
        except CAUGHT as error:
            reason = in_one_line(error)
            self.fault(call, reason, cause=error)
            return [Refusal(plugin=call.plugin, reason=f"it failed, so the change is refused: {reason}", fault=True)]
        if not objections:
            return []
        strangers = [one for one in objections if not isinstance(one, Objection)]
        if strangers:
            reason = f"it answered {type(strangers[0]).__name__}; a guard yields Objection"
            self.fault(call, reason)
            return [Refusal(plugin=call.plugin, reason=f"{reason}, so the change is refused", fault=True)]
        return [
            Refusal(plugin=call.plugin, reason=one.reason, item=one.item)
            for one in objections
            if isinstance(one, Objection)
        ]

    def ask(self, hook: Callable[Q, T | None], *args: Q.args, **kwargs: Q.kwargs) -> T | None:
        """Return the first answer that is not None; see `PluginHost.ask`."""
        specification = self._list(hook).specification
        for call in self._calls(hook, HookMode.ASK, args, kwargs):
            try:
                answer = self.run(call, kwargs)
                problem = "" if answer is None else _unfit(answer, specification)
            except CAUGHT as error:
                problem = in_one_line(error)
                self.fault(call, problem, cause=error)
            else:
                if answer is not None and not problem:
                    return cast("T", answer)
                if problem:
                    self.fault(call, problem)
            if problem and specification.rule.fail_closed:
                reason = f"{blamed(call.plugin)} failed, so the answer is no: {problem}"
                return cast("T", Decision(allowed=False, reason=reason))
        return None

    def watch(self, callback: Callable[[Trace], object]) -> Callable[[], None]:
        """Call ``callback`` after every call of an implementation, until the returned function is called."""
        # A fresh wrapper, so that the same callback may watch twice and each end ends its own.
        watcher = functools.partial(callback)
        with self._lock:
            self._watchers = (*self._watchers, watcher)

        def stop() -> None:
            with self._lock:
                self._watchers = tuple(one for one in self._watchers if one is not watcher)

        return stop

    def faults(self, plugin: str) -> tuple[Fault, ...]:
        """Return what went wrong in calls of a plugin so far, by hook."""
        with self._lock:
            return tuple(fault for (owner, _), fault in sorted(self._faults.items()) if owner == plugin)

    def run(self, call: Call, kwargs: Mapping[str, object], *, into: list[object] | None = None) -> Any:
        """Call one implementation; whatever it raises is raised.

        Args:
            call: The implementation.
            kwargs: The hook's arguments.
            into: Takes what the implementation yields, one by one, since a generator's errors appear only then; what
                came before an error stays. None for a hook that answers and does not yield.
        """
        values = [kwargs[name] for name in call.arguments]
        if not self._watchers and not self._timings.watched:
            answer = call.function(*values)
            return answer if into is None else _received(answer, into)
        began = time.perf_counter()
        error = ""
        try:
            with self._timings.timed("hook", call.hook, plugin=call.plugin):
                answer = call.function(*values)
                return answer if into is None else _received(answer, into)
        except BaseException as raised:
            error = in_one_line(raised)
            raise
        finally:
            self._tell(call, time.perf_counter() - began, error)

    def fault(self, call: Call, error: str, *, cause: BaseException | None = None) -> None:
        """Count and log what went wrong in a call."""
        key = (call.plugin, call.hook)
        with self._lock:
            times = self._faults[key].times + 1 if key in self._faults else 1
            self._faults[key] = Fault(plugin=call.plugin, hook=call.hook, error=error, times=times)
        candidate = call.record.candidate
        who = blamed(candidate.name, candidate.distribution, candidate.version)
        log.warning("%s: hook %s failed: %s", who, call.hook, error)
        if cause is not None:
            log.debug("traceback of %s in %s", who, call.hook, exc_info=cause)

    def _tell(self, call: Call, seconds: float, error: str) -> None:
        trace = Trace(
            hook=call.hook,
            plugin=call.plugin,
            distribution=call.record.candidate.distribution,
            seconds=seconds,
            error=error,
        )
        for watcher in self._watchers:
            try:
                watcher(trace)
            except Exception:
                log.exception("a watcher of hook calls failed")

    def _list(self, hook: Callable[..., Any]) -> _CallList:
        found = self._lists.get(hook)
        if found is None:
            raise TypeError(f"{getattr(hook, '__name__', hook)!r} is no hook of this host")
        return found

    def _calls(
        self, hook: Callable[..., Any], mode: HookMode, args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> tuple[Call, ...]:
        found = self._list(hook)
        if args or kwargs.keys() != found.arguments or found.specification.rule.mode is not mode:
            specification = found.specification
            raise TypeError(
                f"hook {specification.name} is called by {specification.rule.mode.value} with the named arguments "
                f"{', '.join(specification.arguments)}; this was {mode.value} with {', '.join(kwargs) or 'none'}"
            )
        return found.calls


def _received(answer: Any, into: list[object]) -> Any:
    if answer is None:
        return None
    if isinstance(answer, str | bytes | Mapping) or not isinstance(answer, Iterable):
        raise TypeError(f"it returned {type(answer).__name__}; it must yield, or return a list")
    for one in answer:
        into.append(one)  # noqa: PERF402 - what came before an error must stay
    return answer


def _unfit(answer: object, specification: Specification) -> str:
    wanted = carried_class(specification)
    if isinstance(answer, wanted):
        return ""
    return f"it answered {type(answer).__name__}; it must answer {wanted.__name__} or None"
