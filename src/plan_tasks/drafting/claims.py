"""What a text claims for an indicator.

Lives here: `Claim`, which the readers of every language give. Not here: reading it (``targets``), and what a draft
keeps of it (``draft``).
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import ChangeType, Commitment, Comparator

__all__ = ["Claim"]


@attrs.frozen(kw_only=True)
class Claim:
    """A figure or direction that the text claims for an indicator.

    Attributes:
        past: Whether it was reached, and so is no target.

    The rest are those of ``DraftTarget``.
    """

    span: SourceSpan
    indicator: str
    comparator: Comparator
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    change: ChangeType | None = None
    commitment: Commitment | None = None
    stretch: Decimal | None = None
    reference: str = ""
    past: bool = False
