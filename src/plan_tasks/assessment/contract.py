"""The contract of an assessment method: what a plugin implements and how it announces it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

import attrs

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Assessment
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.model import validators
from plan_tasks.model.vocabulary import Health
from plan_tasks.plugging.descriptor import Descriptor, O
from plan_tasks.storage.heads import HeadFacts

__all__ = ["AssessmentContext", "AssessmentMethod", "AssessmentMethodType", "HeadsJudge", "HealthChange", "JudgesHeads"]


@attrs.frozen(kw_only=True)
class AssessmentContext:
    """What is the same for every case of a batch.

    Attributes:
        day: The day judged. Its end is meant: what happened on the day counts.
        policy: The office's settings.
        period_end: Last day of the plan's period: the end for items that have no deadline of their own. None leaves
            such items without an end.
        calendar: Which days are worked, for trajectories by working days; a `WorkingDays` for whoever asks often. None
            works from Monday to Friday. Not compared: two calendars cannot be told apart.
    """

    day: date = attrs.field(validator=validators.instance_of(date))
    policy: Policy = attrs.field(factory=Policy, validator=validators.instance_of(Policy))
    period_end: date | None = attrs.field(default=None, validator=validators.whole_day)
    calendar: WorkCalendar | WorkingDays | None = attrs.field(default=None, eq=False, repr=False)


class AssessmentMethod(Protocol):
    """Judges cases. Pure: the same cases and context give equal results, whatever was judged before."""

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch.

        Args:
            cases: What is judged; any number.
            context: Day, policy and period.

        Returns:
            One assessment a case, in the order of the cases. A case that cannot be judged gets `no_data` and a reason;
            no case raises.
        """


class HeadsJudge(Protocol):
    """Judges heads of one plan, batch after batch; it may keep what it has found for the next."""

    def assess(self, facts: Sequence[HeadFacts]) -> Sequence[Assessment | None]:
        """Judges a batch.

        Args:
            facts: What judging reads of the heads.

        Returns:
            An assessment for each, in order; None for one whose head says too little, to be judged by its case.
        """
        ...

    def healths(self, facts: Sequence[HeadFacts]) -> Sequence[Health | None]:
        """The healths of the same assessments, for dashboards, which need no figures."""
        ...


@runtime_checkable
class JudgesHeads(Protocol):
    """What a method may offer beside `assess`: judging straight from the columns of heads, for whole plans.

    The assessments must be those of `assess`, but for `told` and `case`: the same figures, and the same detail.
    """

    def heads_judge(self, context: AssessmentContext) -> HeadsJudge:
        """Makes what judges the heads of one plan.

        Args:
            context: Day, policy and period.
        """
        ...


@attrs.frozen(kw_only=True)
class AssessmentMethodType(Descriptor[O, AssessmentMethod]):
    """How a plugin announces an assessment method.

    Attributes:
        source: What was published about the method, for people who check it: document, office, address.
        reads_items: Whether the method needs what only a whole item tells (milestones beside a target, weight); such a
            method is never given cases that were drawn from columns.
    """

    source: str
    reads_items: bool = False


@attrs.frozen(kw_only=True)
class HealthChange:
    """An item whose health is another than when it was last looked at.

    Attributes:
        plan: The plan's id.
        item: The item's id.
        before: Its health then; None when it was not judged before.
        after: Its health now.
    """

    plan: str
    item: str
    before: Health | None
    after: Health
