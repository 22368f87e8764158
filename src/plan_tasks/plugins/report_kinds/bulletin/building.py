"""How the bulletin is put together: letterhead, four parts, annexes, imprint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from plan_tasks.plugins.report_kinds.bulletin import BulletinOptions
from plan_tasks.plugins.report_kinds.bulletin.tally import BulletinTally, category_of
from plan_tasks.plugins.report_kinds.bulletin.telling import (
    behind_text,
    demands,
    good_texts,
    overall_text,
    targets_text,
)
from plan_tasks.plugins.report_kinds.bulletin.words import BulletinWord, Category
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Block,
    Column,
    ColumnType,
    Document,
    Heading,
    Imprint,
    ImprintLine,
    Letterhead,
    Note,
    Paragraph,
    Row,
    Table,
)
from plan_tasks.reporting.item_columns import items_table
from plan_tasks.reporting.parts import as_of_line, ranking_table, rule_of_ranks, shortened, sources_of, targets_chart
from plan_tasks.reporting.scoring import Card, ranked, score_cards
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Bulletin"]

_BEHIND: Final = ("item", "target", "actual", "attainment", "expected_share", "gap", "health", "lead", "reasons")
_ALL: Final = ("number", "id", "task", "target", "lead", "due", "attainment", "expected_share", "gap", "health")
_BEHIND_ALL: Final = (
    "number",
    "id",
    "task",
    "lead",
    "due",
    "attainment",
    "health",
    "reasons",
    "problems",
    "next_steps",
)


class Bulletin:
    """Builds the bulletin.

    Args:
        options: Its options.
    """

    def __init__(self, options: BulletinOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        options, language = self._options, view.language
        tally = BulletinTally(view, limit=options.limit, due_within=options.due_within)
        blocks = [
            self._letterhead(view),
            *self._text(tally, view),
            *(self._annexes(view) if options.annexes else ()),
            *sources_of(view),
            *self._imprint(view),
        ]
        return Document(
            name="bulletin",
            title=options.title or BulletinWord.TITLE.fill(language, plan=view.plan.title),
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(blocks),
            counted=tally.total,
            main=_main(options, tally),
        )

    def _letterhead(self, view: ReportView) -> Letterhead:
        options, language = self._options, view.language
        return Letterhead(
            name=options.name or BulletinWord.NAME.label(language),
            number="" if options.number is None else BulletinWord.NUMBER.fill(language, number=options.number),
            issuer=options.issuer or view.plan.issuer,
            issued=options.issued or view.day,
            secrecy=options.secrecy,
            addressees=options.to,
        )

    def _text(self, tally: BulletinTally, view: ReportView) -> Iterator[Block]:
        options, language = self._options, view.language
        yield Heading(text=BulletinWord.OVERALL.label(language))
        if not tally.total:
            yield Paragraph(text=Word.EMPTY_PLAN.label(language))
            return
        yield Paragraph(text=overall_text(tally, view))
        yield _counts_table(tally, view)
        yield Note(text=BulletinWord.CLASS_RULE.label(language))
        if tally.targets.count:
            yield Paragraph(text=targets_text(tally, view))
            yield targets_chart(tally.targets.entries(), language)
            yield from shortened(tally.targets, language)
        yield Heading(text=BulletinWord.GOOD.label(language))
        texts = good_texts(tally, _cards(view), view, options.few)
        yield from (Paragraph(text=text) for text in texts)
        yield Heading(text=BulletinWord.BEHIND.label(language))
        yield Paragraph(text=behind_text(tally, view))
        worst = tally.behind.entries()
        yield items_table("behind", _BEHIND, worst, view, empty=Word.NONE_BEHIND)
        if len(worst) < tally.behind.count and options.annexes:
            text = BulletinWord.SEE_ANNEX.fill(language, shown=len(worst), all=tally.behind.count)
            yield Note(text=text)
        yield Heading(text=BulletinWord.NEXT.label(language))
        issuer = options.issuer or view.plan.issuer
        yield from (Paragraph(text=text) for text in demands(tally, view, options, issuer))
        if options.annexes:
            yield Paragraph(text=BulletinWord.ANNEXES.label(language))

    def _annexes(self, view: ReportView) -> Iterator[Block]:
        language, few = view.language, self._options.few
        yield Heading(text=BulletinWord.ANNEX_ITEMS.label(language), new_page=True)
        yield items_table("items", _ALL, view.source, view, empty=Word.NO_ITEMS)
        yield Heading(text=BulletinWord.ANNEX_RANKING.label(language), new_page=True)
        cards = ranked(_cards(view))
        yield ranking_table(cards, view, few)
        if cards:
            marked = any(card.counted < few for _, card in cards)
            yield Note(text=rule_of_ranks(view.policy, language, few if marked else 0))
        yield Heading(text=BulletinWord.ANNEX_BEHIND.label(language), new_page=True)
        yield items_table("behind_all", _BEHIND_ALL, _Behind(view), view, empty=Word.NONE_BEHIND)

    def _imprint(self, view: ReportView) -> Iterator[Imprint]:
        options, language = self._options, view.language
        listed = ((BulletinWord.REPORTED_TO, options.report_to), (BulletinWord.SENT_TO, options.copies))
        lines = tuple(ImprintLine(label=word.label(language), names=names) for word, names in listed if names)
        if lines or options.printed is not None:
            yield Imprint(lines=lines, printed=options.printed)


@attrs.frozen(eq=False)
class _Behind:
    """The items that are behind, read anew each time."""

    view: ReportView

    def __iter__(self) -> Iterator[ReportRow]:
        for row in self.view.rows():
            if category_of(row, self.view.day) is Category.BEHIND:
                yield row


def _main(options: BulletinOptions, tally: BulletinTally) -> str:
    """The table that a format of one table takes: all items, else those behind, and none where there are no items."""
    if options.annexes:
        return "items"
    return "behind" if tally.total else ""


def _cards(view: ReportView) -> list[Card]:
    return score_cards(view, 1)


def _counts_table(tally: BulletinTally, view: ReportView) -> Table:
    language = view.language
    shares = figures.shares_of(tally.categories, Category)
    rows: tuple[Row, ...] = tuple(
        (category.label(language), tally.categories[category], shares[category]) for category in Category
    )
    return Table(
        name="counts",
        title=BulletinWord.COUNTS_TABLE.label(language),
        columns=(
            Column(key="category", label=BulletinWord.CATEGORY.label(language), width=20),
            Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=8),
            Column(key="share", label=Word.SHARE.label(language), type=ColumnType.PERCENT, width=8),
        ),
        rows=rows,
        total=(Word.TOTAL.label(language), tally.total, figures.share(1, 1)),
    )
