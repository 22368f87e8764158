"""What a plan is: frozen values; no I/O, no clock.

One class a file; `vocabulary` holds the closed sets of words, `units` and `quantities` the numbers, `converting`,
`documents` and `schema` the way to JSON and back. How a plan stands is in `plan_tasks.assessment`, what may change in
`plan_tasks.workflow`. Imports nothing of ours but `plan_tasks.errors`.
"""

from plan_tasks.model.area import Area
from plan_tasks.model.documents import plan_from_json, plan_to_json
from plan_tasks.model.goal import Goal
from plan_tasks.model.identifiers import AreaId, ItemId, OwnerId, PlanId, TenantId, new_identifier
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.item import Extension, Item
from plan_tasks.model.measure import Measure
from plan_tasks.model.milestone import Milestone
from plan_tasks.model.observation import Observation
from plan_tasks.model.owner import Address, Assignment, Owner
from plan_tasks.model.plan import Plan
from plan_tasks.model.progress import ProgressReport
from plan_tasks.model.quantities import Quantity, plain
from plan_tasks.model.source import SourceDocument, SourceSpan
from plan_tasks.model.target import Target
from plan_tasks.model.trajectory import Trajectory, Waypoint
from plan_tasks.model.vocabulary import (
    Aggregation,
    ChangeType,
    Commitment,
    Comparator,
    Health,
    ItemKind,
    Language,
    OwnerKind,
    Polarity,
    Role,
    State,
    TrajectoryKind,
)

__all__ = [
    "Address",
    "Aggregation",
    "Area",
    "AreaId",
    "Assignment",
    "ChangeType",
    "Commitment",
    "Comparator",
    "Extension",
    "Goal",
    "Health",
    "Indicator",
    "Item",
    "ItemId",
    "ItemKind",
    "Language",
    "Measure",
    "Milestone",
    "Observation",
    "Owner",
    "OwnerId",
    "OwnerKind",
    "Plan",
    "PlanId",
    "Polarity",
    "ProgressReport",
    "Quantity",
    "Role",
    "SourceDocument",
    "SourceSpan",
    "State",
    "Target",
    "TenantId",
    "Trajectory",
    "TrajectoryKind",
    "Waypoint",
    "new_identifier",
    "plain",
    "plan_from_json",
    "plan_to_json",
]
