"""How the owner scorecard is put together."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.errors import UnknownName
from plan_tasks.model import Health, Language
from plan_tasks.plugins.report_kinds.owner import OwnerOptions
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Block,
    Column,
    ColumnType,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Row,
    Table,
)
from plan_tasks.reporting.parts import as_of_line, ranking_table, rule_of_ranks, shortened
from plan_tasks.reporting.scoring import DECIMALS, Card, OwnedItem, ranked, score_cards
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["OwnerScorecard"]


class OwnerScorecard:
    """Builds the owner scorecard.

    Args:
        options: Its options.
    """

    def __init__(self, options: OwnerOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The owner that the options name answers for nothing.
        """
        language = view.language
        everyone = ranked(score_cards(view, self._options.items))
        shown = self._narrowed(everyone, view)
        one = view.owner_name(shown[0][1].owner) if self._options.owner else ""
        title = (
            Word.OWNER_TITLE_ONE.fill(language, plan=view.plan.title, owner=one)
            if one
            else Word.OWNER_TITLE.fill(language, plan=view.plan.title)
        )
        return Document(
            name="owner",
            title=title,
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(self._blocks(shown, view, ranks=sum(rank is not None for rank, _ in everyone))),
            counted=sum(1 for _ in view.rows()),
            main="ranking",
        )

    def _narrowed(self, everyone: list[tuple[int | None, Card]], view: ReportView) -> list[tuple[int | None, Card]]:
        wanted = self._options.owner
        if not wanted:
            return everyone
        found = [entry for entry in everyone if wanted in (entry[1].owner, view.owner_name(entry[1].owner))]
        if found:
            return found[:1]
        names = [view.owner_name(card.owner) for _, card in everyone]
        raise UnknownName(
            f"no item of plan {view.plan.id} has the owner {wanted!r} in a role that counts",
            remedy=f"one of {', '.join(names[:20])}" if names else "assign owners first",
        )

    def _blocks(self, shown: list[tuple[int | None, Card]], view: ReportView, *, ranks: int) -> Iterator[Block]:
        language = view.language
        few = [card for _, card in shown if card.counted < self._options.few]
        if self._options.owner:
            yield _key_figures(shown[0], ranks, language)
        yield Heading(text=Word.RANKING.label(language))
        yield ranking_table(shown, view, self._options.few)
        if shown:
            rule = rule_of_ranks(view.policy, language, self._options.few if few else 0)
            yield Note(text=rule + Word.WORST_FIRST.label(language))
        if self._options.owner:
            yield Note(text=Word.ONLY_OWNER.fill(language, owner=view.owner_name(shown[0][1].owner)))
        for number, (rank, card) in enumerate(shown, start=1):
            word = Word.ITEMS_OF_UNRANKED if rank is None else Word.ITEMS_OF
            yield Heading(text=word.fill(language, rank=rank, owner=view.owner_name(card.owner)), level=2)
            yield Paragraph(text=_counts(card, language))
            yield _items(f"items_{number}", card, view)
            yield from shortened(card.items, language)


def _key_figures(entry: tuple[int | None, Card], ranks: int, language: Language) -> KeyFigures:
    rank, card = entry
    behind = sum(card.health[health] for health in figures.BEHIND)
    return KeyFigures(
        figures=(
            Figure(
                key="rank",
                label=Word.RANK.label(language),
                value=rank,
                note=Word.OF_UNITS.fill(language, units=ranks) if rank is not None else "",
            ),
            Figure(
                key="score",
                label=Word.SCORE.label(language),
                value=card.score,
                type=ColumnType.NUMBER,
                decimals=DECIMALS,
            ),
            Figure(key="items", label=Word.ALL_ITEMS.label(language), value=card.items.count),
            Figure(key="behind", label=Word.BEHIND_PACE.label(language), value=behind, health=Health.AT_RISK),
        )
    )


def _counts(card: Card, language: Language) -> str:
    return Word.PARTS_JOIN.label(language).join(
        Word.ONE_PART.fill(language, count=card.health[health], health=health.label(language))
        for health in Health
        if card.health[health]
    )


def _items(name: str, card: Card, view: ReportView) -> Table:
    language = view.language
    columns = (
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=10),
        Column(key="id", label=Word.ITEM_ID.label(language), width=8),
        Column(key="item", label=Word.ITEM.label(language), width=40),
        Column(key="role", label=Word.ROLE.label(language), width=8),
        Column(key="due", label=Word.DUE.label(language), type=ColumnType.DATE, width=10),
        Column(key="attainment", label=Word.ATTAINMENT.label(language), type=ColumnType.PERCENT, width=8),
        Column(key="reasons", label=Word.REASONS.label(language), width=36),
    )
    rows = tuple(_item_row(owned, view) for owned in card.items.entries())
    return Table(name=name, columns=columns, rows=rows, empty=Word.NO_ITEMS.label(language))


def _item_row(owned: OwnedItem, view: ReportView) -> Row:
    item, assessment = owned.row.item, owned.row.assessment
    behind = assessment.health in figures.BEHIND
    return (
        assessment.health,
        item.id,
        item.title,
        owned.role.label(view.language),
        item.due,
        assessment.attainment,
        figures.reasons_in_words(assessment, view.language, limit=1) if behind else "",
    )
