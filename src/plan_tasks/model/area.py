"""A numbered part of a plan."""

from __future__ import annotations

import attrs

from plan_tasks.model import validators
from plan_tasks.model.identifiers import AreaId

__all__ = ["Area"]


@attrs.frozen(kw_only=True)
class Area:
    """A numbered part of a plan.

    Attributes:
        id: Identifier within the plan.
        title: As the report calls it.
        number: As the report numbers it (一, 3, 2.1); empty for none.
    """

    id: AreaId = attrs.field(validator=validators.name())
    title: str = attrs.field(validator=validators.title)
    number: str = attrs.field(default="", validator=validators.text)
