"""A whole channel plugin: notices become lines of JSON in a file that another program follows.

Run it: python examples/custom_channel.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from plan_tasks import Assignment, Measure, Owner, Plan, Tracker, hookimpl
from plan_tasks.model import ItemId, OwnerId, PlanId
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext
from plan_tasks.storage.contract import Finding


@attrs.frozen(kw_only=True)
class JsonLinesOptions:
    """Where the lines go."""

    file: Path


@attrs.frozen
class JsonLines:
    """Appends one line a notice."""

    file: Path

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Write each message and say that it was accepted."""
        with self.file.open("a", encoding="utf-8") as lines:
            for message in messages:
                line = {"key": message.key, "to": message.recipient_name, "subject": message.subject}
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
                yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        """Say whether the folder is there."""
        return Finding(ok=self.file.parent.is_dir(), subject="json-lines", text=str(self.file))

    def close(self) -> None:
        """Nothing is held open."""


def open_json_lines(options: JsonLinesOptions, context: PluginContext) -> JsonLines:
    """Make the channel."""
    return JsonLines(options.file)


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[JsonLinesOptions]]:
    """Announce the channel."""
    yield ChannelType(
        name="json-lines", summary="One line of JSON a notice", options=JsonLinesOptions, factory=open_json_lines
    )


def main() -> None:
    """Send one notice through it."""
    education = Owner(id=OwnerId("education"), name="Education Bureau")
    measure = Measure(
        id=ItemId("m1"),
        title="Open the library",
        due=date(2021, 6, 30),
        assignments=(Assignment(owner=education.id),),
    )
    plan = Plan(
        id=PlanId("demo"),
        title="Demo",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(education,),
        measures=(measure,),
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        Tracker.open(plugins=[sys.modules[__name__]], language="en") as tracker,
    ):
        file = Path(folder) / "notices.jsonl"
        tracker.add(plan, actor="example")
        tracker.notify("demo", on=date(2021, 6, 27), channel="json-lines")
        tracker.dispatch({"json-lines": {"file": file}})
        print(file.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
