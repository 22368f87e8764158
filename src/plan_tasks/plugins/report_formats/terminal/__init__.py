"""Terminal: plain text of a given width, aligned for wide characters; colours only when they are asked for.

Lives here: options and registration. Widths of characters and wrapping are in `cells`, tables in `tables`, charts in
`charts`, colours in `painting`, the whole in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import CHART_KINDS, OFFICIAL_KINDS, BlockKind

__all__ = ["AmbiguousWidth", "TerminalOptions", "plan_tasks_report_formats"]

_DRAWN: Final = frozenset({BlockKind.STACKED_HEALTH, BlockKind.BULLET})
_NARROWEST: Final = 40
_WIDEST: Final = 1000


class AmbiguousWidth(StrEnum):
    """How wide characters are shown whose width Unicode leaves to the terminal, such as — and “”."""

    NARROW = "narrow"
    WIDE = "wide"


@attrs.frozen(kw_only=True)
class TerminalOptions:
    """Options of the terminal format."""

    width: int = attrs.field(
        default=120,
        metadata=documented("How wide a line may be; a Chinese character counts 2.", unit="columns, 40 to 1,000"),
    )
    colour: bool = attrs.field(
        default=False, metadata=documented("Whether health is coloured beside its sign and word; needs rich.")
    )
    ambiguous: AmbiguousWidth = attrs.field(
        default=AmbiguousWidth.NARROW,
        metadata=documented("How the terminal shows characters such as —; wide in some Chinese terminals."),
    )

    def __attrs_post_init__(self) -> None:
        if not _NARROWEST <= self.width <= _WIDEST:
            raise InvalidValue(f"width is {self.width!r}; it must be {_NARROWEST} to {_WIDEST:,} columns")


def _open(options: TerminalOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.terminal.painting import coloured, plain_text
    from plan_tasks.plugins.report_formats.terminal.writing import TerminalFormat

    painter = coloured() if options.colour else plain_text
    return TerminalFormat(options.width, painter, wide=options.ambiguous is AmbiguousWidth.WIDE)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[TerminalOptions]]:
    """Offers the report format ``terminal``."""
    yield ReportFormatType(
        name="terminal",
        summary="Plain text for a terminal, aligned for Chinese; colours with rich",
        options=TerminalOptions,
        factory=_open,
        requires=("cli",),
        aliases=("text",),
        media_type="text/plain; charset=utf-8",
        extension="txt",
        supports=frozenset(BlockKind) - OFFICIAL_KINDS - (CHART_KINDS - _DRAWN),
    )
