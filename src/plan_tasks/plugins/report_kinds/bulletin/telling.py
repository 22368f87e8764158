"""What the bulletin says in sentences: overall, what goes well, what is behind, what is required next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plan_tasks.model import Health
from plan_tasks.plugins.report_kinds.bulletin import BulletinOptions
from plan_tasks.plugins.report_kinds.bulletin.tally import BulletinTally
from plan_tasks.plugins.report_kinds.bulletin.words import BulletinWord, Category
from plan_tasks.reporting import figures
from plan_tasks.reporting.formatting import day_in_words, percent_text
from plan_tasks.reporting.scoring import Card
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["behind_text", "demands", "good_texts", "overall_text", "targets_text"]

_NUMERALS_ZH = "一二三四"


def overall_text(tally: BulletinTally, view: ReportView) -> str:
    """How many items there are, and how many of each class."""
    language = view.language
    passed, whole = figures.time_passed(view)
    shares = figures.shares_of(tally.categories, Category)
    parts = [
        BulletinWord.PART.fill(
            language,
            category=category.label(language),
            count=tally.categories[category],
            share=percent_text(shares[category]),
        )
        for category in Category
        if tally.categories[category]
    ]
    return BulletinWord.OVERALL_TEXT.fill(
        language,
        day=day_in_words(view.day, language),
        passed=passed,
        all=whole,
        share=percent_text(figures.share(passed, whole)),
        total=tally.total,
        parts=BulletinWord.PART_JOIN.label(language).join(parts),
    )


def targets_text(tally: BulletinTally, view: ReportView) -> str:
    """How the headline targets stand against the pace of the year."""
    healths = tally.target_healths
    return BulletinWord.TARGETS_TEXT.fill(
        view.language,
        total=healths.total(),
        good=sum(healths[health] for health in figures.ON_PACE),
        behind=sum(healths[health] for health in figures.BEHIND),
        silent=healths[Health.NO_DATA],
    )


def good_texts(tally: BulletinTally, cards: Iterable[Card], view: ReportView, few: int) -> Iterator[str]:
    """Which units and items go well, by name."""
    language = view.language
    units = [
        view.owner_name(card.owner)
        for card in cards
        if card.counted >= few and sum(card.health[health] for health in figures.ON_PACE) == card.items.count
    ]
    if units:
        yield BulletinWord.UNITS_GOOD.fill(language, units=Word.PARTS_JOIN.label(language).join(units))
    for word, found in ((BulletinWord.COMPLETED_ITEMS, tally.completed), (BulletinWord.AHEAD_ITEMS, tally.ahead)):
        if found.count:
            yield word.fill(language, count=found.count, items=_named(found, view))
    if not tally.completed.count and not tally.ahead.count:
        yield BulletinWord.NOTHING_GOOD.label(language)


def behind_text(tally: BulletinTally, view: ReportView) -> str:
    """How many items are behind, and whose they are."""
    language = view.language
    count = tally.categories[Category.BEHIND]
    if not count:
        return BulletinWord.NOTHING_BEHIND.label(language)
    share = figures.shares_of(tally.categories, Category)[Category.BEHIND]
    units = [
        BulletinWord.UNIT_COUNT.fill(
            language, unit=view.owner_name(unit) if unit else BulletinWord.NO_UNIT.label(language), count=number
        )
        for unit, number in tally.units_behind.most_common()
    ]
    return BulletinWord.BEHIND_TEXT.fill(
        language,
        count=count,
        share=percent_text(share),
        overdue=tally.late,
        units=Word.PARTS_JOIN.label(language).join(units),
    )


def demands(tally: BulletinTally, view: ReportView, options: BulletinOptions, issuer: str) -> Iterator[str]:
    """What is required next, numbered; only what there is reason for."""
    language = view.language
    by = BulletinWord.BY.fill(language, day=day_in_words(options.reply_by, language)) if options.reply_by else ""
    to = BulletinWord.TO_ISSUER.fill(language, issuer=issuer) if issuer else ""
    wanted = (
        (BulletinWord.DEMAND_OVERDUE, tally.late),
        (BulletinWord.DEMAND_BEHIND, tally.categories[Category.BEHIND] - tally.late),
        (BulletinWord.DEMAND_SILENT, tally.categories[Category.NO_DATA]),
    )
    texts = [word.fill(language, count=count, by=by, to=to) for word, count in wanted if count]
    texts.append(BulletinWord.DEMAND_REST.fill(language, near=tally.near, days=options.due_within))
    for number, text in enumerate(texts, start=1):
        shown = _NUMERALS_ZH[number - 1] if language == "zh" else str(number)
        yield BulletinWord.DEMAND_NUMBER.fill(language, number=shown) + text


def _named(found: Foremost[ReportRow], view: ReportView) -> str:
    """Items by title and lead unit; those beyond the limit are counted."""
    language = view.language
    rows = found.entries()
    names = [
        BulletinWord.NAMED.fill(
            language,
            item=row.item.title,
            unit=view.owner_name(row.item.lead) if row.item.lead else BulletinWord.NO_UNIT.label(language),
        )
        for row in rows
    ]
    more = found.count - len(rows)
    text = BulletinWord.NAMED_JOIN.label(language).join(names)
    return text + BulletinWord.AND_MORE.fill(language, count=more) if more else text
