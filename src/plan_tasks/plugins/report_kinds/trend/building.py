"""How the trend of targets is put together."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.model import ItemKind
from plan_tasks.plugins.report_kinds.trend import TrendOptions
from plan_tasks.plugins.report_kinds.trend.words import TrendWord
from plan_tasks.reporting.document import Block, Document, Note, Paragraph
from plan_tasks.reporting.parts import as_of_line, shortened, targets_chart
from plan_tasks.reporting.selecting import Foremost, item_named
from plan_tasks.reporting.trend_parts import pace_lines, small_multiples, values_table
from plan_tasks.reporting.trends import TargetTrend, trends_of
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Trend"]


class Trend:
    """Builds the trend of one item's targets, or of all goals'.

    Args:
        options: Its options.
    """

    def __init__(self, options: TrendOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The report has no such item.
        """
        language = view.language
        chosen: Foremost[ReportRow] = Foremost(self._options.limit)
        one = item_named(self._options.item, view) if self._options.item else None
        for row in [one] if one else view.rows():
            if row.item.targets and (one or row.item.kind is ItemKind.GOAL):
                chosen.add(0, row)
        rows = chosen.entries()
        known = view.records.observations([row.item for row in rows])
        trends = [trend for row, seen in zip(rows, known, strict=True) for trend in trends_of(row, view, seen)]
        title = (
            TrendWord.TITLE_ONE.fill(language, plan=view.plan.title, item=one.item.title)
            if one
            else TrendWord.TITLE.fill(language, plan=view.plan.title)
        )
        return Document(
            name="trend",
            title=title,
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(_blocks(trends, chosen, view, large=one is not None)),
            counted=len(trends),
            main="targets",
        )


def _blocks(
    trends: list[TargetTrend], chosen: Foremost[ReportRow], view: ReportView, *, large: bool
) -> Iterator[Block]:
    language = view.language
    yield targets_chart([trend.standing for trend in trends], language)
    if not trends:
        yield Paragraph(text=Word.NO_TARGETS.label(language))
        return
    if large:
        yield from pace_lines(trends, view)
    else:
        yield small_multiples(trends, view)
    yield Note(text=TrendWord.RULE.label(language))
    yield from shortened(chosen, language)
    yield values_table(trends, view)
