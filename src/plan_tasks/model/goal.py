"""An outcome to reach."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model.item import Item
from plan_tasks.model.vocabulary import ItemKind

__all__ = ["Goal"]


@attrs.frozen(kw_only=True)
class Goal(Item):
    """An outcome to reach; carries one or more targets. Attributes: those of `Item`."""

    kind: ClassVar[ItemKind] = ItemKind.GOAL
