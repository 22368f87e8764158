"""What can be asked of an item: one class a command. What each does is in `plan_tasks.workflow.deciding`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from plan_tasks.model import ItemId, Observation, OwnerId, Role, validators
from plan_tasks.model.item import Item

__all__ = [
    "Activate",
    "ApproveExtension",
    "Assign",
    "Cancel",
    "Command",
    "Confirm",
    "Create",
    "Observe",
    "ReachMilestone",
    "RefuseCompletion",
    "RefuseExtension",
    "Reopen",
    "ReportProgress",
    "RequestCompletion",
    "RequestExtension",
    "Resume",
    "Revise",
    "Suspend",
    "Unassign",
]


@attrs.frozen(kw_only=True)
class Command:
    """What is asked of one item.

    Attributes:
        item: The item's id.
        reason: Why; some commands cannot do without.

    Class attributes:
        name: The command's name, as errors and guards see it.
        event: What the history calls it when it is done.
        needs_reason: Whether an empty reason is refused.
    """

    name: ClassVar[str]
    event: ClassVar[str]
    needs_reason: ClassVar[bool] = False

    item: ItemId = attrs.field(validator=validators.name())
    reason: str = attrs.field(default="", validator=validators.text)


@attrs.frozen(kw_only=True)
class Create(Command):
    """Put a goal or measure into the plan.

    Attributes:
        item: Its id; the same as `new.id`.
        new: The goal or measure.
        observations: Values that are known from the start.
    """

    name: ClassVar[str] = "create"
    event: ClassVar[str] = "created"

    new: Item
    item: ItemId = attrs.field(default=attrs.Factory(lambda self: self.new.id, takes_self=True), init=False)
    observations: tuple[Observation, ...] = attrs.field(default=(), validator=validators.instances_of(Observation))


@attrs.frozen(kw_only=True)
class Activate(Command):
    """Make a drafted item count."""

    name: ClassVar[str] = "activate"
    event: ClassVar[str] = "activated"


@attrs.frozen(kw_only=True)
class Assign(Command):
    """Give an owner a role in the item; an owner who has one already changes it.

    Attributes:
        owner: The owner's id.
        role: The role.
    """

    name: ClassVar[str] = "assign"
    event: ClassVar[str] = "assigned"

    owner: OwnerId = attrs.field(validator=validators.name())
    role: Role = attrs.field(default=Role.LEAD, validator=validators.term(Role))


@attrs.frozen(kw_only=True)
class Unassign(Command):
    """Take an owner off the item.

    Attributes:
        owner: The owner's id.
    """

    name: ClassVar[str] = "unassign"
    event: ClassVar[str] = "unassigned"

    owner: OwnerId = attrs.field(validator=validators.name())


@attrs.frozen(kw_only=True)
class ReportProgress(Command):
    """Hand in a return.

    Attributes:
        on: The reporting date.
        percent: Share done from 0 to 1; None when the return gives none.
        narrative: What was done.
        problems: What stands in the way.
        next_steps: What comes next.
        evidence: Links or file names that show it.
    """

    name: ClassVar[str] = "report_progress"
    event: ClassVar[str] = "progress_reported"

    on: date = attrs.field(validator=validators.whole_day)
    percent: Decimal | None = attrs.field(default=None, validator=validators.fraction)
    narrative: str = attrs.field(default="", validator=validators.text)
    problems: str = attrs.field(default="", validator=validators.text)
    next_steps: str = attrs.field(default="", validator=validators.text)
    evidence: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))


@attrs.frozen(kw_only=True)
class ReachMilestone(Command):
    """Mark a milestone of a measure as reached.

    Attributes:
        milestone: Its title.
        on: The day it was reached.
    """

    name: ClassVar[str] = "reach_milestone"
    event: ClassVar[str] = "milestone_reached"

    milestone: str = attrs.field(validator=validators.title)
    on: date = attrs.field(validator=validators.whole_day)


@attrs.frozen(kw_only=True)
class Observe(Command):
    """Record values of the indicators of the item's targets.

    Attributes:
        observations: The values, at least one.
    """

    name: ClassVar[str] = "observe"
    event: ClassVar[str] = "observed"

    observations: tuple[Observation, ...] = attrs.field(validator=validators.instances_of(Observation))


@attrs.frozen(kw_only=True)
class Revise(Command):
    """Change what the item says.

    Attributes:
        changes: Field name -> new value, for the fields in `REVISABLE`; `due` and `deadline` only while the item is
            a draft, since later only an approved extension moves a deadline.
    """

    name: ClassVar[str] = "revise"
    event: ClassVar[str] = "revised"
    needs_reason: ClassVar[bool] = True

    #: The fields of an item that a revision may change.
    REVISABLE: ClassVar[tuple[str, ...]] = (
        "area",
        "goal",
        "milestones",
        "note",
        "start",
        "tags",
        "targets",
        "text",
        "title",
        "weight",
    )

    changes: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Suspend(Command):
    """Stop the item for a while."""

    name: ClassVar[str] = "suspend"
    event: ClassVar[str] = "suspended"
    needs_reason: ClassVar[bool] = True


@attrs.frozen(kw_only=True)
class Resume(Command):
    """Go on with a suspended item."""

    name: ClassVar[str] = "resume"
    event: ClassVar[str] = "resumed"


@attrs.frozen(kw_only=True)
class RequestCompletion(Command):
    """Ask for the item to be closed off (申请办结).

    Attributes:
        on: The day on which the work was done.
    """

    name: ClassVar[str] = "request_completion"
    event: ClassVar[str] = "completion_requested"

    on: date = attrs.field(validator=validators.whole_day)


@attrs.frozen(kw_only=True)
class Confirm(Command):
    """Close the item off after verification (办结销号)."""

    name: ClassVar[str] = "confirm"
    event: ClassVar[str] = "completion_confirmed"


@attrs.frozen(kw_only=True)
class RefuseCompletion(Command):
    """Send a request for completion back for rework."""

    name: ClassVar[str] = "refuse_completion"
    event: ClassVar[str] = "completion_refused"
    needs_reason: ClassVar[bool] = True


@attrs.frozen(kw_only=True)
class RequestExtension(Command):
    """Ask for a later deadline.

    Attributes:
        due: The deadline asked for.
    """

    name: ClassVar[str] = "request_extension"
    event: ClassVar[str] = "extension_requested"
    needs_reason: ClassVar[bool] = True

    due: date = attrs.field(validator=validators.whole_day)


@attrs.frozen(kw_only=True)
class ApproveExtension(Command):
    """Move the deadline as asked."""

    name: ClassVar[str] = "approve_extension"
    event: ClassVar[str] = "extension_approved"


@attrs.frozen(kw_only=True)
class RefuseExtension(Command):
    """Leave the deadline where it is."""

    name: ClassVar[str] = "refuse_extension"
    event: ClassVar[str] = "extension_refused"
    needs_reason: ClassVar[bool] = True


@attrs.frozen(kw_only=True)
class Cancel(Command):
    """Take the item out of the plan's work; it stays in the record."""

    name: ClassVar[str] = "cancel"
    event: ClassVar[str] = "cancelled"
    needs_reason: ClassVar[bool] = True


@attrs.frozen(kw_only=True)
class Reopen(Command):
    """Take up a completed or cancelled item again."""

    name: ClassVar[str] = "reopen"
    event: ClassVar[str] = "reopened"
    needs_reason: ClassVar[bool] = True
