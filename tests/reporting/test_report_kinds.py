"""The built-in report kinds keep the contract of report kinds."""

from __future__ import annotations

from plan_tasks.plugins.report_kinds import ledger, overview, owner
from plan_tasks.testing.report_kind import ReportKindCase, ReportKindContract


class TestOverview(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = overview.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestLedger(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = ledger.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)


class TestOwner(ReportKindContract):
    def case(self) -> ReportKindCase:
        [offered] = owner.plan_tasks_report_kinds()
        return ReportKindCase(type=offered)
