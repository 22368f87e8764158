"""What may change, by whom, and the event that records it.

`commands` says what can be asked, `transitions` which state allows what, `deciding` turns a command into the changed
item and its event, `replaying` turns events back into items. Pure: who asks and when are arguments. Reading and
storing is the work of `plan_tasks.services`.
"""

from plan_tasks.workflow.changes import Change, ChangeView
from plan_tasks.workflow.commands import (
    Activate,
    ApproveExtension,
    Assign,
    Cancel,
    Command,
    Confirm,
    Create,
    Observe,
    ReachMilestone,
    RefuseCompletion,
    RefuseExtension,
    Reopen,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Resume,
    Revise,
    Suspend,
    Unassign,
)
from plan_tasks.workflow.deciding import decide
from plan_tasks.workflow.replaying import Replayed, replay, rewind
from plan_tasks.workflow.transitions import allowed_commands

__all__ = [
    "Activate",
    "ApproveExtension",
    "Assign",
    "Cancel",
    "Change",
    "ChangeView",
    "Command",
    "Confirm",
    "Create",
    "Observe",
    "ReachMilestone",
    "RefuseCompletion",
    "RefuseExtension",
    "Reopen",
    "Replayed",
    "ReportProgress",
    "RequestCompletion",
    "RequestExtension",
    "Resume",
    "Revise",
    "Suspend",
    "Unassign",
    "allowed_commands",
    "decide",
    "replay",
    "rewind",
]
