"""Spans of OpenTelemetry, as its own SDK hands them out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import Measure, Plan, ProgressReport, Tracker
from plan_tasks.errors import Conflict, MissingExtra
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.observers.otel import OpenTelemetry

sdk = pytest.importorskip("opentelemetry.sdk.trace")
memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
PLAN = Plan(
    id=PlanId("city"),
    title="City",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    measures=(Measure(id=ItemId("m1"), title="Open the library"),),
)


@pytest.fixture
def exporter() -> Any:
    return memory.InMemorySpanExporter()


@pytest.fixture
def provider(exporter: Any) -> Any:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    made = sdk.TracerProvider()
    made.add_span_processor(SimpleSpanProcessor(exporter))
    return made


@pytest.fixture
def tracker(tmp_path: Path, provider: Any) -> Iterator[Tracker]:
    plugin = OpenTelemetry(tracer_provider=provider)
    with Tracker.open(f"sqlite:///{tmp_path / 'plan.db'}", plugins=[plugin], autoload=False, language="en") as opened:
        opened.add(PLAN, actor="office")
        yield opened


def test_a_call_is_a_span_and_its_statements_are_its_children(tracker: Tracker, exporter: Any) -> None:
    exporter.clear()
    tracker.report("city", "m1", ProgressReport(on=date(2021, 3, 31), narrative="walls"), actor="culture")
    spans = exporter.get_finished_spans()
    by_name = {span.name: span for span in spans}
    report, change = by_name["plan_tasks.call report"], by_name["plan_tasks.call change"]
    assert report.parent is None
    assert change.parent.span_id == report.context.span_id
    assert dict(report.attributes) == {"plan_tasks.tenant": "default", "plan_tasks.plan": "city"}
    commit = by_name["plan_tasks.statement COMMIT"]
    assert commit.parent.span_id == change.context.span_id
    assert (commit.kind.name, report.kind.name) == ("CLIENT", "INTERNAL")
    update = by_name["plan_tasks.statement UPDATE"]
    assert update.attributes["db.system.name"] == "sqlite"
    assert update.attributes["db.query.text"].startswith("UPDATE item SET ")
    assert len({span.context.trace_id for span in spans}) == 1
    assert not any("walls" in str(value) for span in spans for value in span.attributes.values())


def test_a_call_is_a_child_of_what_the_host_is_doing(tracker: Tracker, exporter: Any, provider: Any) -> None:
    with provider.get_tracer("host").start_as_current_span("request") as request:
        tracker.item("city", "m1")
        inside = provider.get_tracer("host").start_span("next")
        inside.end()
    spans = {span.name: span for span in exporter.get_finished_spans()}
    for name in ("plan_tasks.call item", "next"):
        assert spans[name].parent.span_id == request.get_span_context().span_id


def test_what_fails_is_an_error_with_its_reason(tracker: Tracker, exporter: Any) -> None:
    exporter.clear()
    with pytest.raises(Conflict):
        tracker.add(PLAN, actor="office")
    [span] = [span for span in exporter.get_finished_spans() if span.name == "plan_tasks.call add"]
    assert span.status.status_code.name == "ERROR"
    assert "city exists already" in span.status.description
    assert span.attributes["plan_tasks.plan"] == "city"


def test_hooks_are_spans_with_their_plugin(tracker: Tracker, exporter: Any) -> None:
    hooks = [span for span in exporter.get_finished_spans() if span.name.startswith("plan_tasks.hook ")]
    assert "plan_tasks_validate_changes" in {span.name.split()[1] for span in hooks}
    assert all(span.attributes["plan_tasks.plugin"] for span in hooks)


def test_the_module_by_its_name_uses_the_provider_of_the_process(tmp_path: Path) -> None:
    code = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from plan_tasks import Tracker
exporter, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
with Tracker.open("memory:", plugins=["plan_tasks.plugins.observers.otel"], autoload=False) as tracker:
    tracker.plans()
print(*(span.name for span in exporter.get_finished_spans()), sep=",")
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("plan_tasks.call plans\n", "")


def test_it_is_not_loaded_unless_asked_for_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
import sys
from plan_tasks import Tracker
import plan_tasks.plugins.observers.otel
with Tracker.open("memory:") as tracker:
    tracker.plans()
print("opentelemetry" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n"
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with Tracker.open("memory:", autoload=False) as tracker, pytest.raises(MissingExtra, match=r"plan-tasks\[otel\]"):
        OpenTelemetry().plan_tasks_opened(tracker)
    with Tracker.open("memory:", plugins=["plan_tasks.plugins.observers.otel"], autoload=False) as tracker:
        assert tracker.plans() == []
        [fault] = [fault for report in tracker.host.report() for fault in report.faults]
        assert 'pip install "plan-tasks[otel]"' in fault.error
