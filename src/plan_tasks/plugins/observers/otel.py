"""OpenTelemetry: a span for every call of a tracker, and within it one for each statement and each hook.

Needs the extra ``otel``. Not loaded unless it is asked for, since not every host wants it::

    Tracker.open(url, plugins=["plan_tasks.plugins.observers.otel"])       # the provider that the process has set
    Tracker.open(url, plugins=[OpenTelemetry(tracer_provider=provider)])   # one of the host's own

Spans hold names of methods, tenants, plans, statements without their values, and names of hooks and plugins: no text
that people typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from plan_tasks.errors import MissingExtra
from plan_tasks.plugging import Operation, Timing, hookimpl
from plan_tasks.version import __version__

if TYPE_CHECKING:
    from plan_tasks.tracker import Tracker

__all__ = ["OpenTelemetry", "plan_tasks_opened"]

_FACTS = {
    "tenant": "plan_tasks.tenant",
    "plan": "plan_tasks.plan",
    "plugin": "plan_tasks.plugin",
    "system": "db.system.name",
}


class OpenTelemetry:
    """The plugin, with a provider of the host's.

    Args:
        tracer_provider: Makes the tracer; None for the provider that is set for the process.
    """

    def __init__(self, tracer_provider: Any = None) -> None:
        self._provider = tracer_provider

    @hookimpl
    def plan_tasks_opened(self, tracker: Tracker) -> None:
        """Watches the tracker from now on."""
        tracker.host.timings.watch(_watcher(self._provider))


@hookimpl
def plan_tasks_opened(tracker: Tracker) -> None:
    """Watches the tracker from now on, with the provider that is set for the process."""
    tracker.host.timings.watch(_watcher(None))


def _watcher(provider: Any) -> Callable[[Operation], Callable[[Timing], None]]:
    """What makes a span of each operation.

    Raises:
        MissingExtra: OpenTelemetry is not installed.
    """
    try:
        from opentelemetry import context, trace
    except ImportError as error:
        raise MissingExtra(
            "OpenTelemetry is not installed",
            plugin="plan_tasks.plugins.observers.otel",
            remedy='pip install "plan-tasks[otel]"',
        ) from error
    tracer = trace.get_tracer("plan_tasks", __version__, tracer_provider=provider)

    def begin(operation: Operation) -> Callable[[Timing], None]:
        is_statement = operation.kind == "statement"
        attributes = {_FACTS.get(name, f"plan_tasks.{name}"): value for name, value in operation.facts.items()}
        if is_statement:
            attributes["db.query.text"] = operation.name
        name = operation.name.split(maxsplit=1)[0] if is_statement else operation.name
        kind = trace.SpanKind.CLIENT if is_statement else trace.SpanKind.INTERNAL
        span = tracer.start_span(f"plan_tasks.{operation.kind} {name}", kind=kind, attributes=attributes)
        token = context.attach(trace.set_span_in_context(span))

        def end(timing: Timing) -> None:
            context.detach(token)
            if timing.error:
                span.set_status(trace.StatusCode.ERROR, timing.error)
            span.end()

        return end

    return begin
