"""The built-in report kinds keep the contract of report kinds, by default and with options."""

from __future__ import annotations

from datetime import date

from plan_tasks.plugins.report_kinds import (
    area,
    bulletin,
    changes,
    comparison,
    due,
    item,
    ledger,
    overview,
    owner,
    ranking,
    returns,
    schedule,
    trend,
)
from plan_tasks.testing.report_kind import ReportKindCase, ReportKindContract


class TestOverview(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = overview.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestLedger(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = ledger.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestLedgerOfMonths(ReportKindContract):
    """With a column for each month."""

    def case(self) -> ReportKindCase:
        [offered] = ledger.plan_tasks_report_kinds()
        return ReportKindCase(type=offered, options=ledger.LedgerOptions(months=True))


class TestOwner(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = owner.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestRanking(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = ranking.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestDue(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = due.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestSchedule(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = schedule.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestArea(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = area.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestReturns(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = returns.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestBulletin(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = bulletin.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestBulletinOfOneItem(ReportKindContract):
    """Every list as short as can be, without annexes."""

    def case(self) -> ReportKindCase:
        [offered] = bulletin.plan_tasks_report_kinds()
        options = bulletin.BulletinOptions(
            number=5, printed=30, limit=1, few=1, annexes=False, reply_by=date(2021, 7, 20), due_within=0
        )
        return ReportKindCase(type=offered, options=options)


class TestTrend(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = trend.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestComparison(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = comparison.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestChanges(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = changes.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestItemPage(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = item.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestComparisonWithWhatWasKnown(ReportKindContract):
    """The same day as it was known before the last item was there."""

    def case(self) -> ReportKindCase:
        [offered] = comparison.plan_tasks_report_kinds()
        options = comparison.ComparisonOptions(since=date(2021, 6, 30), since_known_at="2021-05-01T00:00+00:00")
        return ReportKindCase(type=offered, options=options)
