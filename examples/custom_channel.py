"""A whole channel plugin, lines of JSON in a file that another program follows: python examples/custom_channel.py."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from plan_tasks import Tracker, hookimpl
from plan_tasks.model import Language
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.samples import sample_report
from plan_tasks.storage.contract import Finding


@attrs.frozen(kw_only=True)
class JsonLines:
    """The channel; its one option is the file that the lines go to."""

    file: Path

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Append a line for each message, and say what became of it."""
        end = time.monotonic() + deadline
        with self.file.open("a", encoding="utf-8") as lines:
            for message in messages:
                if time.monotonic() >= end:
                    yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to write it")
                    continue
                line = {"key": message.key, "to": message.recipient, "subject": message.subject, "body": message.body}
                lines.write(json.dumps(line) + "\n")
                yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        """Say whether the folder is there."""
        return Finding(ok=self.file.parent.is_dir(), subject="json-lines", text=str(self.file))

    def close(self) -> None:
        """Nothing is held open."""


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[JsonLines]]:
    """Announce the channel."""
    yield ChannelType(name="json-lines", summary="JSON lines", options=JsonLines, factory=lambda options, _: options)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Tracker.open(plugins=[sys.modules[__name__]]) as tracker:
        tracker.add(tracker.accept(tracker.draft(sample_report(Language.ZH)), plan="demo"), actor="example")
        tracker.notify("demo", on=date(2021, 6, 27), channel="json-lines")
        tracker.dispatch({"json-lines": {"file": Path(folder, "notices.jsonl")}})
        print(*(json.loads(it)["subject"] for it in Path(folder, "notices.jsonl").read_text().splitlines()), sep="\n")
