"""From an occasion to the facts that its words are made of."""

from __future__ import annotations

from plan_tasks.model import Language
from plan_tasks.notifying.facts import Facts
from plan_tasks.notifying.occasions import Occasion

__all__ = ["facts_of_occasion"]


def facts_of_occasion(occasion: Occasion, plan_title: str, language: Language) -> Facts:
    """Reads off an occasion what a notice is about; for whom it is comes later.

    Args:
        occasion: What is due.
        plan_title: The plan's title.
        language: ``zh`` or ``en``.

    Returns:
        The facts, without a name and capacities.
    """
    head = occasion.head
    return Facts(
        language=language,
        plan=head.plan,
        plan_title=plan_title,
        on=occasion.on.isoformat(),
        item=head.id,
        title=head.title,
        due=head.due,
        days=occasion.days,
        state=head.state,
        percent=head.percent,
        reported=head.reported,
        actual=head.actual,
        actual_end=head.actual_end,
        value=head.value,
        upper=head.upper,
        unit=head.unit,
    )
