"""From an occasion to the facts that its words are made of."""

from __future__ import annotations

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.facts import Facts, Topic
from plan_tasks.notifying.occasions import Digest, Occasion

__all__ = ["facts_of_digest", "facts_of_occasion"]


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
    facts = Facts(
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
        level=occasion.level,
    )
    return attrs.evolve(facts, **occasion.told)


def facts_of_digest(digest: Digest, plan: str, plan_title: str, language: Language) -> Facts:
    """Reads off a digest what a notice is about; for whom it is comes later.

    Args:
        digest: What is gathered.
        plan: Plan id.
        plan_title: The plan's title.
        language: ``zh`` or ``en``.

    Returns:
        The facts, without a name and capacities.
    """
    return Facts(
        language=language,
        plan=plan,
        plan_title=plan_title,
        on=digest.on.isoformat(),
        topic=Topic.DIGEST,
        rows=digest.rows,
    )
