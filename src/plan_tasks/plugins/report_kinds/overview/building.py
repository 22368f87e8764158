"""How the overview is put together: sections in order, and what is said in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.model import Health, ItemKind, Language
from plan_tasks.plugins.report_kinds.overview.tables import behind_table, due_table
from plan_tasks.plugins.report_kinds.overview.tally import Tally
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Block,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
)
from plan_tasks.reporting.formatting import day_in_words, percent_text
from plan_tasks.reporting.parts import areas_table, health_chart, shortened, sources_of, targets_chart
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Overview"]


class Overview:
    """Builds the overview.

    Args:
        limit: How many rows each list shows.
        due_within: How many days ahead a deadline counts as near.
    """

    def __init__(self, *, limit: int, due_within: int) -> None:
        self._limit = limit
        self._due_within = due_within

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        tally = Tally(view, limit=self._limit, due_within=self._due_within)
        passed, whole = figures.time_passed(view)
        language = view.language
        return Document(
            name="overview",
            title=Word.OVERVIEW_TITLE.fill(language, plan=view.plan.title),
            subtitle=Word.PERIOD_LINE.fill(
                language,
                day=day_in_words(view.day, language),
                passed=passed,
                all=whole,
                share=percent_text(figures.share(passed, whole)),
            ),
            language=language,
            blocks=tuple(self._blocks(view, tally)),
            counted=tally.health.total(),
            main="targets",
        )

    def _blocks(self, view: ReportView, tally: Tally) -> Iterator[Block]:
        language = view.language
        yield Heading(text=Word.SUMMARY.label(language))
        if tally.health.total():
            yield Paragraph(text=_summary(tally, language))
            yield _key_figures(tally, language, self._due_within)
        else:
            yield Paragraph(text=Word.EMPTY_PLAN.label(language))
        yield health_chart(tally.health, language)
        yield Heading(text=Word.TARGETS.label(language))
        yield targets_chart(tally.targets.entries(), language)
        yield from shortened(tally.targets, language)
        yield Note(text=Word.PACE_RULE.label(language))
        yield Heading(text=Word.BEHIND.label(language))
        yield behind_table(tally, view)
        yield from shortened(tally.behind, language)
        yield Heading(text=Word.DUE_SOON.fill(language, days=self._due_within))
        yield due_table(tally, view)
        yield from shortened(tally.near, language)
        yield Heading(text=Word.AREAS.label(language))
        yield areas_table(tally.areas, view)
        yield from sources_of(view)


def _summary(tally: Tally, language: Language) -> str:
    shares = figures.health_shares(tally.health)
    parts = [
        Word.SUMMARY_PART.fill(
            language, health=health.label(language), count=tally.health[health], share=percent_text(share)
        )
        for health, share in shares.items()
        if tally.health[health]
    ]
    return Word.SUMMARY_SENTENCE.fill(
        language,
        total=tally.health.total(),
        goals=tally.kinds[ItemKind.GOAL],
        measures=tally.kinds[ItemKind.MEASURE],
        parts=Word.SUMMARY_JOIN.label(language).join(parts),
    )


def _key_figures(tally: Tally, language: Language, due_within: int) -> KeyFigures:
    total = tally.health.total()
    shares = figures.health_shares(tally.health)
    groups = (
        ("on_pace", Word.ON_PACE, figures.ON_PACE, Health.ON_TRACK),
        ("behind", Word.BEHIND_PACE, figures.BEHIND, Health.AT_RISK),
        ("no_data", Word.WITHOUT_DATA, frozenset({Health.NO_DATA}), Health.NO_DATA),
    )
    return KeyFigures(
        figures=(
            Figure(key="items", label=Word.ALL_ITEMS.label(language), value=total),
            *(
                Figure(
                    key=key,
                    label=word.label(language),
                    value=sum(tally.health[health] for health in members),
                    health=mark,
                    note=Word.SHARE_OF_ALL.fill(
                        language, share=percent_text(figures.total(shares[health] for health in members))
                    ),
                )
                for key, word, members, mark in groups
            ),
            Figure(key="near", label=Word.NEAR.fill(language, days=due_within), value=tally.near.count),
        )
    )
