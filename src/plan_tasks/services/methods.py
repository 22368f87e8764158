"""Which method judges what: the plan's, or the one that a target names for itself."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.contract import AssessmentContext, AssessmentMethod, AssessmentMethodType
from plan_tasks.assessment.result import Assessment, Detail, TargetAssessment
from plan_tasks.assessment.standing import worst
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.model import Plan
from plan_tasks.plugging.host import PluginHost
from plan_tasks.services.context import Context

__all__ = ["Judge"]


class Judge:
    """Judges the cases of one plan.

    Args:
        context: The open tracker.
        plan: The plan's header.

    Raises:
        UnknownName: The plan's method is not there.
    """

    def __init__(self, context: Context, plan: Plan) -> None:
        self._host: PluginHost = context.host
        self._name = plan.method
        self.method: AssessmentMethod = self._host.open(AssessmentMethodType, plan.method)
        self.calendar = WorkingDays(context.calendar)
        """The calendar for judging, which counts each year once."""

    @property
    def reads_items(self) -> bool:
        """Whether the plan's method must not be given cases drawn from heads."""
        return self._host.find(AssessmentMethodType, self._name).descriptor.reads_items

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch: one assessment a case, in order.

        Targets that name a method are judged by it, apart from the item's others; the target that stands worst decides
        for the item.

        Args:
            cases: What is judged.
            context: Day, policy and period.

        Raises:
            UnknownName: A target names a method that is not there.
        """
        own = [place for place, case in enumerate(cases) if self._has_own(case)]
        if not own:
            return self.method.assess(cases, context)
        apart = set(own)
        rest = [case for place, case in enumerate(cases) if place not in apart]
        found = iter(self.method.assess(rest, context))
        return [self._apart(case, context) if place in apart else next(found) for place, case in enumerate(cases)]

    def _has_own(self, case: Case) -> bool:
        return any(one.target.method not in ("", self._name) for one in case.targets)

    def _apart(self, case: Case, context: AssessmentContext) -> Assessment:
        """Judges an item whose targets name different methods."""
        names = [one.target.method or self._name for one in case.targets]
        parts: dict[str, Assessment] = {}
        for name in dict.fromkeys(names):
            targets = tuple(one for one, wanted in zip(case.targets, names, strict=True) if wanted == name)
            method = self._host.open(AssessmentMethodType, name)
            [parts[name]] = method.assess([attrs.evolve(case, targets=targets)], context)
        found = list(parts.values())
        first = found[worst([one.health for one in found])]
        details = {name: one.detail for name, one in parts.items()}
        queues = {name: iter(detail.targets) for name, detail in details.items()}
        results: tuple[TargetAssessment, ...] = tuple(next(queues[name]) for name in names)
        reasons = [*first.reasons]
        for one in found:
            reasons += [reason for reason in one.reasons if reason not in reasons]
        return first._replace(told=Detail(results, tuple(reasons)), case=case)
