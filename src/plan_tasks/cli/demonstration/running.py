"""Goes through the whole job on one report and says what it did."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import attrs

from plan_tasks.cli.demonstration.owners import with_owners
from plan_tasks.cli.demonstration.reports import write_reports
from plan_tasks.cli.demonstration.results import with_milestones, year_of_results
from plan_tasks.cli.output import Output, health_counts_line
from plan_tasks.drafting.contract import Source
from plan_tasks.errors import DestinationUnwritable
from plan_tasks.model import Plan
from plan_tasks.notifying.rules import office_rules
from plan_tasks.tracker import Tracker

__all__ = ["run_demo"]

_CHANNEL = "eml-folder"
_PLAN = "demo"


@attrs.define
class _Clock:
    """A clock that stands where the demonstration puts it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def run_demo(source: Source, folder: Path, output: Output, *, year: int | None) -> dict[str, object]:
    """Drafts a report, tracks it through a made-up year, and writes every report.

    Args:
        source: The report.
        folder: Where files go; what an earlier demonstration left there is replaced.
        output: Says what happens, and in which language.
        year: The plan's year, where the text does not say it.

    Returns:
        What was done, for ``--json``.

    Raises:
        DestinationUnwritable: The folder cannot be written to.
        PlanTasksError: The report cannot be read.
    """
    _prepare(folder)
    pick = output.pick
    clock = _Clock(datetime(2000, 1, 1, tzinfo=UTC))
    url = f"sqlite:///{folder / 'plan.db'}"
    with Tracker.open(url, language=output.language, clock=clock, chance=lambda: 0.5, autoload=False) as tracker:
        draft = tracker.draft(source, year=year)
        output.say(
            pick(
                f"1. 读取 {source.name}：{len(draft.areas)} 个领域，{len(draft.targets)} 个目标值，"
                f"{len(draft.measures)} 项举措，{len(draft.warnings)} 条提示",
                f"1. read {source.name}: {len(draft.areas)} areas, {len(draft.targets)} targets, "
                f"{len(draft.measures)} measures, {len(draft.warnings)} warnings",
            )
        )
        drafted = tracker.accept(draft, plan=_PLAN)
        plan = with_milestones(with_owners(drafted, output.language), output.language)
        clock.now = datetime.combine(plan.start, time(1), tzinfo=UTC)
        tracker.add(plan, actor=pick("市政府办公室", "General Office"), reason=pick("任务分解", "broken down"))
        named = sum(1 for item in drafted.items() if item.assignments)
        total = len(plan.goals) + len(plan.measures)
        output.say(
            pick(
                f"2. 分解为 {total} 项（目标 {len(plan.goals)}，举措 {len(plan.measures)}），"
                f"{len(plan.owners)} 个责任单位（原文指明 {named} 项，其余为演示指定），存入 {url}",
                f"2. broken down into {total} items ({len(plan.goals)} goals, {len(plan.measures)} measures) for "
                f"{len(plan.owners)} units (the text names them for {named} items, the rest are made up); in {url}",
            )
        )
        steps, notices = _live_through(tracker, plan, clock, folder, output)
        output.say(
            pick(
                f"3. 推演全年：记录 {steps} 次变更，发出 {notices} 份提醒（均为演示数据），存于 {folder / 'notices'}",
                f"3. lived through the year: {steps} changes recorded, {notices} notices sent (all made up); in "
                f"{folder / 'notices'}",
            )
        )
        verdicts = {day.isoformat(): tracker.count_healths(_PLAN, on=day) for day in _days(plan)}
        output.say(pick("4. 研判：", "4. judged:"))
        for day, counts in verdicts.items():
            output.say(f"   {day}  {health_counts_line(counts, output)}")
        files = sorted(write_reports(tracker, _PLAN, _days(plan), folder / "reports"))
        output.say(pick(f"5. 报告 {len(files)} 份：", f"5. {len(files)} reports:"))
        for file in files:
            output.say(f"   {file}")
        go_on = f"plan-tasks list --on {plan.end.isoformat()} --store {url}"
        output.say(pick(f"接着可以看：{go_on}", f"go on with: {go_on}"))
        tracker.vacuum()  # room that removed rows left holds what they said, such as this process's number
    return {
        "plan": _PLAN,
        "store": url,
        "areas": len(draft.areas),
        "targets": len(draft.targets),
        "measures": len(draft.measures),
        "changes": steps,
        "notices": notices,
        "counts": {day: {health.value: count for health, count in found.items()} for day, found in verdicts.items()},
        "reports": [str(file) for file in files],
        "notice_folder": str(folder / "notices"),
    }


def _prepare(folder: Path) -> None:
    """Makes the folder and takes away what an earlier demonstration left, and nothing else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("plan.db", "plan.db-wal", "plan.db-shm"):
            (folder / name).unlink(missing_ok=True)
        for name in ("reports", "notices"):
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).mkdir()
    except OSError as error:
        raise DestinationUnwritable(
            f"it cannot be written to: {error.strerror}", where=str(folder), remedy="give another folder with --out"
        ) from error


def _live_through(tracker: Tracker, plan: Plan, clock: _Clock, folder: Path, output: Output) -> tuple[int, int]:
    done = sent = 0
    steps = list(year_of_results(plan, output.language))
    rules = office_rules(output.pick("市政府督查室", "Inspection-Office"))
    for step in output.progress(steps, total=len(steps), title=output.pick("推演", "living through the year")):
        clock.now = step.at
        if step.commands:
            tracker.change(_PLAN, *step.commands, actor=step.actor)
            done += len(step.commands)
        else:
            tracker.notify(_PLAN, on=step.at.date(), channel=_CHANNEL, rules=rules)
            sent += tracker.dispatch({_CHANNEL: {"folder": str(folder / "notices")}}, rules=rules).sent
    return done, sent


def _days(plan: Plan) -> list[date]:
    """Mid-year, three quarters, the end: the days on which offices publish."""
    length = (plan.end - plan.start).days + 1
    if (plan.start.month, plan.start.day, plan.end.month, plan.end.day) == (1, 1, 12, 31) and length <= 366:
        return [date(plan.end.year, 6, 30), date(plan.end.year, 9, 30), plan.end]
    return [plan.start + timedelta(days=length // 2), plan.start + timedelta(days=length * 3 // 4), plan.end]
