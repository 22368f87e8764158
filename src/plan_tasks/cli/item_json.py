"""An item and how it stands as JSON: the same object in ``list``, ``show`` and ``assess``."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import Assessment, Reason, rounded
from plan_tasks.model import Language, Plan
from plan_tasks.services.assessing import Assessed

__all__ = ["exact_number", "item_to_json", "reasons_to_json", "told_to_json"]


def exact_number(number: Decimal | None) -> int | float | None:
    """A Decimal as the JSON number that reads back as the same decimal."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def reasons_to_json(assessment: Assessment, language: Language) -> list[dict[str, str]]:
    """Rule and sentence of each reason."""
    return told_to_json(assessment.reasons, language)


def told_to_json(reasons: Iterable[Reason], language: Language) -> list[dict[str, str]]:
    """Rule and sentence of reasons that stand beside those of an assessment, such as forecasts."""
    return [{"rule": reason.rule, "text": reason_text(reason, language)} for reason in reasons]


def item_to_json(row: Assessed, plan: Plan, language: Language) -> dict[str, Any]:
    """An item and how it stands.

    Args:
        row: The item, judged.
        plan: Its plan's header, for the names of owners.
        language: Of the reasons' sentences.

    Returns:
        The fields that `plan-tasks list`, `show` and `assess` share.
    """
    head, assessment = row.head, row.assessment
    owners = []
    for part in head.owners.split():
        role, _, owner = part.partition(":")
        owners.append({"id": owner, "name": plan.owner_name(owner), "role": role})
    return {
        "id": head.id,
        "kind": head.kind,
        "title": head.title,
        "area": head.area or None,
        "state": head.state,
        "health": assessment.health.value,
        "due": head.due,
        "owners": owners,
        "attainment": exact_number(rounded(assessment.attainment)),
        "pace": exact_number(rounded(assessment.pace)),
        "reasons": reasons_to_json(assessment, language),
    }
