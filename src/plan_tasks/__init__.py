"""plan_tasks: track a plan, from the report that states it to the bulletin that closes it.

The public names, and nothing else. Each is imported when it is first used, so that ``import plan_tasks`` costs next to
nothing and pulls in no plugin.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from plan_tasks.version import __version__

if TYPE_CHECKING:
    from plan_tasks import errors
    from plan_tasks.model.area import Area
    from plan_tasks.model.goal import Goal
    from plan_tasks.model.indicator import Indicator
    from plan_tasks.model.measure import Measure
    from plan_tasks.model.milestone import Milestone
    from plan_tasks.model.observation import Observation
    from plan_tasks.model.owner import Assignment, Owner
    from plan_tasks.model.plan import Plan
    from plan_tasks.model.progress import ProgressReport
    from plan_tasks.model.target import Target
    from plan_tasks.plugging.markers import hookimpl
    from plan_tasks.tracker import Tracker
    from plan_tasks.tracker.spreading import spread

__all__ = [
    "Area",
    "Assignment",
    "Goal",
    "Indicator",
    "Measure",
    "Milestone",
    "Observation",
    "Owner",
    "Plan",
    "ProgressReport",
    "Target",
    "Tracker",
    "__version__",
    "errors",
    "hookimpl",
    "spread",
]

_HOMES = {
    "Area": "plan_tasks.model.area",
    "Assignment": "plan_tasks.model.owner",
    "Goal": "plan_tasks.model.goal",
    "Indicator": "plan_tasks.model.indicator",
    "Measure": "plan_tasks.model.measure",
    "Milestone": "plan_tasks.model.milestone",
    "Observation": "plan_tasks.model.observation",
    "Owner": "plan_tasks.model.owner",
    "Plan": "plan_tasks.model.plan",
    "ProgressReport": "plan_tasks.model.progress",
    "Target": "plan_tasks.model.target",
    "Tracker": "plan_tasks.tracker",
    "hookimpl": "plan_tasks.plugging.markers",
    "spread": "plan_tasks.tracker.spreading",
}


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("plan_tasks.errors")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'plan_tasks' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value  # from now on found without this function
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
