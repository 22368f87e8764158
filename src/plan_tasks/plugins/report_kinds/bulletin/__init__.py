"""The bulletin (督查通报): what an office publishes on the progress of a plan, as its readers expect it.

Overall counts and targets, what goes well, what is behind and why, what is required next; annexes with all items, the
ranking of units and the items behind. The text is made from the same rows as the annexes. Lives here: its options and
its registration; what is counted is in `tally`, sentences are in `telling`, the whole is put together in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["BulletinOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class BulletinOptions:
    """Options of the bulletin."""

    name: str = attrs.field(
        default="",
        metadata=documented("Name of the series, printed in red at the top; empty for 督查通报 or Bulletin."),
    )
    number: int | None = attrs.field(
        default=None, metadata=documented("Which of the series this is; left out for no number.", unit="from 1")
    )
    issuer: str = attrs.field(
        default="", metadata=documented("Who issues it; empty for the plan's issuer.", example="市政府督查室")
    )
    issued: date | None = attrs.field(
        default=None, metadata=documented("The day of issue; left out for the day judged.", example="2021-07-05")
    )
    title: str = attrs.field(default="", metadata=documented("The title; empty for one made of the plan's title."))
    to: tuple[str, ...] = attrs.field(
        default=(), metadata=documented("Whom it addresses.", example="各县区人民政府,市政府各部门")
    )
    report_to: tuple[str, ...] = attrs.field(default=(), metadata=documented("To whom it is reported."))
    copies: tuple[str, ...] = attrs.field(default=(), metadata=documented("Who receives copies."))
    printed: int | None = attrs.field(
        default=None, metadata=documented("How many copies are printed; left out for no number.", unit="from 1")
    )
    secrecy: str = attrs.field(default="", metadata=documented("The degree of secrecy, as it is to be printed."))
    reply_by: date | None = attrs.field(
        default=None, metadata=documented("By when units report back; left out names no day.", example="2021-07-20")
    )
    due_within: int = attrs.field(
        default=30, metadata=documented("How many days ahead a deadline counts as near.", unit="days, 0 to 3,660")
    )
    limit: int = attrs.field(
        default=10,
        metadata=documented(
            "How many items the text names in each list; the annexes have them all.", unit="1 to 10,000"
        ),
    )
    few: int = attrs.field(
        default=3,
        metadata=documented("Units with fewer items that count are not praised, and marked in the ranking."),
    )
    annexes: bool = attrs.field(default=True, metadata=documented("Whether the annexes follow."))

    def __attrs_post_init__(self) -> None:
        for name, lowest, highest in (("due_within", 0, 3_660), ("limit", 1, 10_000), ("few", 1, 10_000)):
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise InvalidValue(f"{name} is {value!r}; it must be {lowest} to {highest:,}")
        for name in ("number", "printed"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise InvalidValue(f"{name} is {value!r}; it must be 1 or more, or be left out")


def _open(options: BulletinOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.bulletin.building import Bulletin

    return Bulletin(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[BulletinOptions]]:
    """Offers the report kind ``bulletin``."""
    yield ReportKindType(
        name="bulletin",
        summary="The official bulletin (督查通报): counts, what goes well, what is behind and why, demands, annexes",
        options=BulletinOptions,
        factory=_open,
    )
