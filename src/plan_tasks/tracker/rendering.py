"""Reports: from a plan on a day to a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from plan_tasks.model import (
    Language,
    PlanId,
)
from plan_tasks.services import reporting
from plan_tasks.services.files import write_file
from plan_tasks.storage.query import ItemQuery
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Rendering"]


class Rendering(Opened):
    """Reports."""

    @timed
    def render(
        self,
        plan: str,
        kind: str,
        format: str | None = None,  # noqa: A002 - the word that users know
        to: str | Path | BinaryIO | None = None,
        *,
        on: date,
        known_at: datetime | None = None,
        query: ItemQuery | None = None,
        language: Language | str | None = None,
        kind_options: Mapping[str, Any] | None = None,
        format_options: Mapping[str, Any] | None = None,
        advance: Callable[[], None] | None = None,
    ) -> bytes:
        """Writes a report.

        Args:
            plan: Plan id.
            kind: Name of the report kind (overview, ledger, bulletin).
            format: Name of the report format (terminal, markdown, csv); None takes the one that the path's ending
                stands for.
            to: A path or a binary stream; None returns the bytes.
            on: The day judged.
            known_at: Only what was recorded by then; None for everything.
            query: Which items; None for all.
            language: Of the report; None takes the tracker's.
            kind_options: Options of the kind.
            format_options: Options of the format.
            advance: Called for each item that is read. Most reports read the items twice.

        Returns:
            The bytes when `to` is None, else nothing (``b""``).

        Raises:
            UnknownName: No such plan, kind or format; no format was named and none can be told from the path.
            PluginError: Wrong options, or the plugin failed.
        """
        name = format
        if name is None:
            name = reporting.format_of(self._context, Path(to if isinstance(to, (str, Path)) else ""))

        def write(stream: BinaryIO) -> None:
            reporting.render(
                self._context,
                PlanId(plan),
                kind,
                name,
                stream,
                on=on,
                known_at=known_at,
                query=query,
                language=None if language is None else Language(language),
                kind_options=kind_options,
                format_options=format_options,
                advance=advance,
            )

        if isinstance(to, (str, Path)):
            write_file(Path(to), write)
            return b""
        if to is not None:
            write(to)
            return b""
        buffer = io.BytesIO()
        write(buffer)
        return buffer.getvalue()
