"""What goals and measures have in common. The two themselves are in `goal` and `measure`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.model.identifiers import AreaId, ItemId
from plan_tasks.model.owner import Assignment
from plan_tasks.model.progress import ProgressReport
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.target import Target
from plan_tasks.model.validators import check_dates_in_order, refuse
from plan_tasks.model.vocabulary import ItemKind, Role, State

__all__ = ["Extension", "Item"]


@attrs.frozen(kw_only=True)
class Extension:
    """A request to move a deadline, open until it is approved or refused.

    Attributes:
        due: The deadline asked for.
        reason: Why.
        by: Who asks.
    """

    due: date = attrs.field(validator=validators.whole_day)
    reason: str = attrs.field(validator=validators.title)
    by: str = attrs.field(validator=validators.title)


@attrs.frozen(kw_only=True)
class Item:
    """What is tracked: the fields that goals and measures share.

    Attributes:
        id: Identifier within the plan: the host's own, or generated.
        title: One line that people know it by.
        text: The full wording; empty when the title is all.
        area: Id of the area it stands in; empty for none.
        targets: What it should come to.
        assignments: Who answers for it, in which role.
        start: First day of the time allowed.
        due: Last day of the time allowed; None for work without an end.
        deadline: The deadline in the report's words (6月底前, by end of June).
        provisional: Whether `due` rests on working days that are not announced yet.
        state: What people decided.
        requested_by: Who asked for completion, while that is open; else empty.
        completed: The day it was completed; else None.
        extension: The open request to move the deadline; else None.
        progress: The latest return; earlier ones are in the history.
        weight: Its share in roll-ups relative to its siblings, from 0 up.
        tags: Free words to select by.
        note: A remark.
        source: Where the report says so.
    """

    kind: ClassVar[ItemKind]

    id: ItemId = attrs.field(validator=validators.name())
    title: str = attrs.field(validator=validators.title)
    text: str = attrs.field(default="", validator=validators.text)
    area: AreaId = attrs.field(default=AreaId(""), validator=validators.name(empty=True))
    targets: tuple[Target, ...] = attrs.field(default=(), validator=validators.instances_of(Target))
    assignments: tuple[Assignment, ...] = attrs.field(default=(), validator=validators.instances_of(Assignment))
    start: date | None = attrs.field(default=None, validator=validators.whole_day)
    due: date | None = attrs.field(default=None, validator=validators.whole_day)
    deadline: str = attrs.field(default="", validator=validators.text)
    provisional: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    state: State = attrs.field(default=State.ACTIVE, validator=validators.term(State))
    requested_by: str = attrs.field(default="", validator=validators.text)
    completed: date | None = attrs.field(default=None, validator=validators.whole_day)
    extension: Extension | None = attrs.field(default=None, validator=validators.optional_instance_of(Extension))
    progress: ProgressReport | None = attrs.field(
        default=None, validator=validators.optional_instance_of(ProgressReport)
    )
    weight: Decimal = attrs.field(default=Decimal(1), validator=validators.finite)
    tags: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))
    note: str = attrs.field(default="", validator=validators.text)
    source: SourceSpan | None = attrs.field(default=None, validator=validators.optional_instance_of(SourceSpan))

    def __attrs_post_init__(self) -> None:
        check_dates_in_order(self, self.start, self.due, names=("start", "due"))
        if self.weight < 0:
            raise refuse(self, "weight", str(self.weight), "a number from 0 up")

    def owners(self, role: Role) -> tuple[str, ...]:
        """Ids of the owners that have a role, in the order they are listed."""
        return tuple(a.owner for a in self.assignments if a.role is role)

    @property
    def lead(self) -> str:
        """Id of the lead unit; without one, of the first owner listed; empty when there is none."""
        for assignment in self.assignments:
            if assignment.role is Role.LEAD:
                return assignment.owner
        return self.assignments[0].owner if self.assignments else ""
