"""What a command of a plugin must do, and how a plugin offers one."""

from __future__ import annotations

import argparse
from typing import Protocol

import attrs

from plan_tasks.cli.output import Output
from plan_tasks.plugging.descriptor import Descriptor, O

__all__ = ["Command", "CommandType"]


class Command(Protocol):
    """A subcommand of ``plan-tasks``."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to its parser."""

    def run(self, arguments: argparse.Namespace, output: Output) -> int:
        """Do it.

        Args:
            arguments: What the parser read.
            output: Where and how to print.

        Returns:
            The exit status, as in `plan_tasks.cli.statuses`.

        Raises:
            PlanTasksError: Printed as one line, with the status that fits it.
        """
        ...


@attrs.frozen(kw_only=True)
class CommandType(Descriptor[O, Command]):
    """What a plugin yields for a command; its `name` is the command's. Attributes: those of `Descriptor`."""
