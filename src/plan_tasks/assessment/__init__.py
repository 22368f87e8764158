"""How a plan stands on a day: pure functions of the plan, its observations, the day and a policy.

Lives here: what is judged (`case`, `series`), the method `pace`, its result and reasons, the policy, the register of
common indicators, forecasts, roll-up, the reconciling of plans with their parent, the contract of further methods and
what those share (`composing`, `growth`).
Not here: other methods (plugins), what may change (`plan_tasks.workflow`), reports (`plan_tasks.reporting`).
May import: `plan_tasks.storage` (heads), `plan_tasks.calendars`, `plan_tasks.model`, `plan_tasks.plugging.descriptor`.
"""

from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import (
    AssessmentContext,
    AssessmentMethod,
    AssessmentMethodType,
    HeadsJudge,
    HealthChange,
    JudgesHeads,
)
from plan_tasks.assessment.policy import Policy, colour_of
from plan_tasks.assessment.result import Assessment, Detail, Reason, TargetAssessment, rounded
from plan_tasks.assessment.rules import Rule

__all__ = [
    "Assessment",
    "AssessmentContext",
    "AssessmentMethod",
    "AssessmentMethodType",
    "Case",
    "Detail",
    "HeadsJudge",
    "HealthChange",
    "JudgesHeads",
    "Policy",
    "Reason",
    "Rule",
    "TargetAssessment",
    "TargetCase",
    "colour_of",
    "rounded",
]
