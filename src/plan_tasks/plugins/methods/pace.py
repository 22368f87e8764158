"""The default method: actual so far against what the calendar lets one expect so far (序时进度)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethodType, Case, HeadsJudge
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl


class PaceMethod:
    """Judges by pace. Without state, so one object serves every plan."""

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch; see `plan_tasks.assessment.pace.assess_by_pace`."""
        from plan_tasks.assessment.pace import assess_by_pace

        return assess_by_pace(cases, context)

    def heads_judge(self, context: AssessmentContext) -> HeadsJudge:
        """Judges straight from heads; see `plan_tasks.assessment.heads`."""
        from plan_tasks.assessment.heads import HeadsByPace

        return HeadsByPace(context)


def _open(options: NoOptions, context: PluginContext) -> PaceMethod:  # noqa: ARG001 - it has no options
    return PaceMethod()


@hookimpl
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[NoOptions]]:
    """Offers the method."""
    yield AssessmentMethodType(
        name="pace",
        summary="Actual so far against the share of the period that has passed",
        options=NoOptions,
        factory=_open,
        source="Attainment as the National Bureau of Statistics of China gives it: 698 of 1,100 (63.5%), 2021-07-15; "
        "on schedule (达到序时进度) as graded in inspection bulletins, Shouxian 2022 and Jinzhai 2025",
    )
