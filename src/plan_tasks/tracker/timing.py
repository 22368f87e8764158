"""Times the calls of a tracker's methods, for whoever watches and for the log."""

from __future__ import annotations

import functools
import inspect
import logging
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from plan_tasks.model import Plan
from plan_tasks.tracker.opened import Opened

__all__ = ["timed"]

O = TypeVar("O", bound=Opened)  # noqa: E741 - a part of the tracker
P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger("plan_tasks.tracker")


def timed(method: Callable[Concatenate[O, P], T]) -> Callable[Concatenate[O, P], T]:
    """Makes a method tell watchers of each of its calls, and the log at DEBUG.

    The name is the method's; the facts are the tenant and, where the first argument names one, the plan.
    """
    name = method.__name__
    first = [*inspect.signature(method).parameters, ""][1]

    @functools.wraps(method)
    def call(self: O, /, *args: P.args, **kwargs: P.kwargs) -> T:
        timings = self.host.timings
        logged = _log.isEnabledFor(logging.DEBUG)
        if not (timings.watched or logged):
            return method(self, *args, **kwargs)
        facts = {"tenant": self._context.tenant, **_plan_of(args[0] if args else kwargs.get(first))}
        began = time.perf_counter()
        outcome = "failed"
        try:
            with timings.timed("call", name, **facts):
                answer = method(self, *args, **kwargs)
            outcome = "done"
            return answer
        finally:
            if logged:
                took = (time.perf_counter() - began) * 1000
                _log.debug("%s %s: %s after %.1f ms", name, facts.get("plan", "-"), outcome, took)

    def _plan_of(given: object) -> dict[str, str]:
        if isinstance(given, Plan):
            return {"plan": given.id}
        return {"plan": given} if first == "plan" and isinstance(given, str) else {}

    return call
