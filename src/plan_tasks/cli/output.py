"""Prints answers: text for people, JSON for programs; colour and tables through rich where it is there and wanted.

What is printed is decided by the commands; here is how.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO, TypeVar

import attrs

from plan_tasks.model import Health, Language
from plan_tasks.reporting.widths import display_width, pad, shorten

__all__ = ["Column", "Output"]

T = TypeVar("T")

_HEALTH_STYLE = {
    Health.MET: "green",
    Health.AHEAD: "green",
    Health.ON_TRACK: "green",
    Health.AT_RISK: "yellow",
    Health.OFF_TRACK: "red",
    Health.OVERDUE: "red",
    Health.MISSED: "red",
    Health.NO_DATA: "dim",
}

#: Control characters and marks of direction: what strangers typed shall not steer a terminal.
_UNSEEN = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\N{REPLACEMENT CHARACTER}",
)


@attrs.frozen
class Column:
    """A column of a printed table.

    Attributes:
        title: Its heading.
        widest: Cells are cut to this many character cells; None leaves them whole.
        right: Whether numbers line up at the right.
    """

    title: str
    widest: int | None = None
    right: bool = False


@attrs.frozen(kw_only=True)
class Output:
    """Where and how a command prints.

    Attributes:
        stream: Where answers go.
        errors: Where errors, notes and progress go.
        language: In which language.
        as_json: Whether the answer is one JSON document.
    """

    stream: TextIO
    errors: TextIO
    language: Language
    as_json: bool = False

    def say(self, text: str = "") -> None:
        """Prints a line for people; with ``--json`` nothing."""
        if not self.as_json:
            print(text.translate(_UNSEEN), file=self.stream)

    def note(self, text: str) -> None:
        """Prints a line beside the answer."""
        print(text.translate(_UNSEEN), file=self.errors)

    def pick(self, zh: str, en: str) -> str:
        """The text in the wanted language."""
        return zh if self.language is Language.ZH else en

    def json(self, document: Any) -> None:
        """Prints the one JSON document."""
        json.dump(document, self.stream, ensure_ascii=False, indent=2)
        self.stream.write("\n")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str | Health]]) -> None:
        """Prints a table, with rich on a terminal that has it, plainly elsewhere."""
        cells = [list(row) for row in rows]
        if self._is_terminal(self.stream) and self._print_rich(columns, cells):
            return
        text = [[self._text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in cells]
        widths = [
            max([display_width(column.title), *(display_width(row[at]) for row in text)])
            for at, column in enumerate(columns)
        ]
        for row in [[column.title for column in columns], *text]:
            line = "  ".join(
                pad(cell, width, right=column.right) for cell, width, column in zip(row, widths, columns, strict=True)
            )
            self.say(line.rstrip())

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Prints labels and texts in two columns."""
        widest = max((display_width(label) for label, _ in pairs), default=0)
        for label, text in pairs:
            self.say(f"{pad(label, widest)}  {text}")

    def progress(self, things: Iterable[T], *, total: int | None, title: str) -> Iterator[T]:
        """Passes things on, with a progress bar on a terminal that has rich."""
        if self.as_json or not self._is_terminal(self.errors) or not _has_rich():
            yield from things
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(things, description=title, total=total, console=Console(file=self.errors), transient=True)

    @contextmanager
    def bar(self, *, total: Callable[[], int], title: str) -> Iterator[Callable[[], None]]:
        """Gives what is called after each step of long work, with a progress bar on a terminal that has rich.

        Args:
            total: Counts the steps; asked only where there is a bar.
            title: What stands before the bar.
        """
        if self.as_json or not self._is_terminal(self.errors) or not _has_rich():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(file=self.errors), transient=True) as progress:
            task = progress.add_task(title, total=total())
            yield lambda: progress.advance(task)

    def _text(self, cell: str | Health, column: Column) -> str:
        text = cell.label(self.language) if isinstance(cell, Health) else cell
        text = " ".join(text.split()).translate(_UNSEEN)
        return text if column.widest is None else shorten(text, column.widest)

    def _is_terminal(self, stream: TextIO) -> bool:
        return stream.isatty() and "NO_COLOR" not in os.environ

    def _print_rich(self, columns: Sequence[Column], rows: Sequence[Sequence[str | Health]]) -> bool:
        if not _has_rich():
            return False
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(header_style="bold", box=None, pad_edge=False)
        for column in columns:
            table.add_column(column.title, justify="right" if column.right else "left", max_width=column.widest)
        for row in rows:
            table.add_row(
                *(
                    Text(self._text(cell, column), style=_HEALTH_STYLE[cell] if isinstance(cell, Health) else "")
                    for cell, column in zip(row, columns, strict=True)
                )
            )
        Console(file=self.stream).print(table)
        return True


def _has_rich() -> bool:
    from importlib.util import find_spec

    return find_spec("rich") is not None


@contextmanager
def quiet_broken_pipe() -> Iterator[None]:
    """Ends quietly when the reader of a pipe has gone, as other commands do."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def health_counts_line(counts: Mapping[Health, int], output: Output) -> str:
    """All counts in one line, the ones at zero left out."""
    return output.pick("，", ", ").join(
        f"{health.label(output.language)} {count}" for health, count in counts.items() if count
    )
