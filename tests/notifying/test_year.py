"""A year of days on the sample plan, by China's working days: the list of notices is reviewed, in ``year.txt``.

After a change that is meant, ``python -m tests.notifying.test_year`` writes it anew; what differs is what to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.notifying.office import PLAN, Clock, office

from plan_tasks import Tracker, hookimpl
from plan_tasks.calendars.recurrence import Every
from plan_tasks.cli.demonstration.owners import with_owners
from plan_tasks.cli.demonstration.results import with_milestones, year_of_results
from plan_tasks.model import ItemId, Language, Plan, PlanId
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.rules import DigestRule, DueRule, Rule, ShareRule, office_rules, three_colours
from plan_tasks.plugging import NoOptions
from plan_tasks.samples import sample_report
from plan_tasks.services.due import what_is_due
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.workflow.commands import ApproveExtension, Command, ReportProgress, RequestExtension

SNAPSHOT = Path(__file__).with_name("year.txt")
OFFICE = "市政府督查室"  # inspection office of the city's government


def sample_plan() -> Plan:
    """The plan that the demonstration tracks."""
    with Tracker.open("memory:", language="zh", autoload=False) as tracker:
        drafted = tracker.accept(tracker.draft(sample_report("zh")), plan="city")
    return with_milestones(with_owners(drafted, Language.ZH), Language.ZH)


def a_year(plan: Plan) -> Iterator[str]:
    """Lives through the plan's year and what is left of it, and looks at it each morning."""
    steps = [step for step in year_of_results(plan, Language.ZH) if step.commands]
    with office(*office_rules(OFFICE), plan=plan, language="zh", calendar="china") as at_work:
        days = (plan.end - plan.start).days + 15
        for day in (plan.start + timedelta(days=number) for number in range(days)):
            morning = datetime.combine(day, time(9), tzinfo=UTC)
            while steps and steps[0].at < morning:
                step = steps.pop(0)
                at_work.clock.now = step.at
                at_work.tracker.change("city", *step.commands, actor=step.actor)
            queued = at_work.look(day)
            for entry in queued.entries:
                weekday = "周" + "一二三四五六日"[day.weekday()]
                where = f"{entry.item} {entry.occurrence}".strip()
                yield f"{day} {weekday} {entry.rule}: {where} -> {entry.recipient}  {entry.subject}"
            assert dict(queued.outdated) == {}, "all was sent the same morning"


def test_a_year_of_notices_is_as_it_was_reviewed() -> None:
    assert list(a_year(sample_plan())) == SNAPSHOT.read_text(encoding="utf-8").splitlines()


class Bell:
    """A channel that people notice, and when it rang for them."""

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.rang: dict[str, datetime] = {}

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            assert self.clock is not None
            assert message.key not in self.rang, "nobody is told twice"
            self.rang[message.key] = self.clock.now
            yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        return Finding(ok=True, subject="bell", text="it hangs there")

    def close(self) -> None:
        """Nothing is held open."""

    @hookimpl
    def plan_tasks_channels(self) -> Iterator[ChannelType[NoOptions]]:
        yield ChannelType(name="bell", summary="A bell", options=NoOptions, factory=lambda options, context: self)


def test_around_national_day_nobody_is_told_outside_the_hours_of_a_working_day() -> None:
    """Looked at every seven hours, with something due each day: what waits rings later, or has lost its point."""
    bell, shanghai = Bell(), timezone(timedelta(hours=8))
    daily = DueRule(name="due", before=(3,), every_after=1, times_after=30)
    due = tuple(attrs.evolve(PLAN.measures[0], id=ItemId(f"m{n}"), due=date(2021, 9, 20 + n)) for n in range(1, 9))
    with office(daily, plan=attrs.evolve(PLAN, measures=due), calendar="china", plugins=[bell]) as at_work:
        bell.clock = at_work.clock
        for hours in range(6, 26 * 24, 7):  # through all hours of the day
            at_work.clock.now = datetime(2021, 9, 22, tzinfo=shanghai) + timedelta(hours=hours)
            at_work.tracker.notify("city", on=at_work.clock.now.date(), channel="bell", rules=[daily])
            at_work.tracker.dispatch({"bell": {}}, rules=[daily], heed_hours=True)
        entries = {entry.key: entry for entry in at_work.tracker.outbox("city")}
    moments = {moment.astimezone(shanghai) for moment in bell.rang.values()}
    assert all(time(8, 30) <= moment.time() < time(18) for moment in moments)
    days = {moment.date() for moment in moments}
    assert not any(date(2021, 10, 1) <= day <= date(2021, 10, 7) for day in days), "the holiday is quiet"
    assert {date(2021, 9, 26), date(2021, 10, 9)} <= days, "days of the weekend that are worked for it"
    assert date(2021, 9, 25) not in days
    assert date(2021, 10, 10) not in days
    sent = {key for key, entry in entries.items() if entry.state is OutboxState.SENT}
    assert sent == bell.rang.keys()
    superseded = [entry.reason for entry in entries.values() if entry.state is OutboxState.CANCELLED]
    assert len(superseded) > len(due), "a step that waited for the end of the holiday gives way to the next"
    assert all(reason.startswith("superseded by the step") for reason in superseded)


RULES: Sequence[Rule] = (
    three_colours("inspection"),
    DueRule(name="due", before=(7, 3), every_after=7),
    ShareRule(name="stages"),
    DigestRule(name="weekly", every=Every.WEEK, day=1, within=7),
)
FIRST = date(2021, 6, 10)


def changes() -> dict[int, tuple[Command, ...]]:
    """What happens on which day after the first."""
    first, second = ItemId("m1"), ItemId("m2")
    asked = RequestExtension(item=second, due=date(2021, 7, 9), reason="floods")
    return {
        16: (asked,),
        18: (ApproveExtension(item=second),),
        23: (ReportProgress(item=first, on=FIRST, percent=Decimal("0.9")),),
    }


def last_look(looks: Sequence[int], last: int) -> set[str]:
    """The keys of all that is due at the last look, queued then or before.

    Args:
        looks: On which days after the first the office looks, in this order; one that lies before the day that has come
            is a look back.
        last: The day of the last look.
    """
    other = attrs.evolve(PLAN.measures[0], id=ItemId("m2"))
    happening = changes()
    with office(*RULES, plan=attrs.evolve(PLAN, measures=(*PLAN.measures, other))) as at_work:
        today = -1
        for look in (*looks, last):
            for day in sorted(each for each in happening if today <= each < look):
                at_work.change(FIRST + timedelta(days=day), *happening[day], actor="office")
            today = max(today, look)
            at_work.look(FIRST + timedelta(days=look))
        queued = at_work.tracker.outbox("city")
        due = what_is_due(at_work.tracker._context, PlanId("city"), RULES, FIRST + timedelta(days=last))
        wanted = {(each.head.id, each.rule.name, each.occurrence) for each in due.occasions}
        wanted |= {("", each.rule.name, each.occurrence) for each in due.digests}
        return {entry.key for entry in queued if (entry.item, entry.rule, entry.occurrence) in wanted}


every_day = cache(lambda last: last_look(range(last), last))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 34), max_size=8), st.sampled_from([12, 15, 17, 20, 25, 30, 34]))
def test_whichever_days_were_looked_at_in_whatever_order_the_highest_steps_are_the_same(
    looks: list[int], last: int
) -> None:
    """Gaps, several looks a day and looks back come to the same keys at the last look as a look every day."""
    assert last_look([each for each in looks if each < last], last) == every_day(last)


if __name__ == "__main__":
    SNAPSHOT.write_text("".join(f"{line}\n" for line in a_year(sample_plan())), encoding="utf-8")
