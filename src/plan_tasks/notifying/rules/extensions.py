"""Tells that an extension was asked for, granted or refused."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model.vocabulary import Term
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.states import Happenings

__all__ = ["ExtensionRule", "Step"]


class Step(Term):
    """What can happen to a wish for a later deadline."""

    ASKED = "asked", "asked for", "申请"
    GRANTED = "granted", "granted", "同意"
    REFUSED = "refused", "refused", "不同意"


@attrs.frozen(kw_only=True)
class ExtensionRule(Happenings):
    """Tells that an extension was asked for, granted or refused.

    Attributes:
        steps: Which of these are told.

    The rest are those of `Rule`, and `within`.

    Example:
        >>> [step.value for step in ExtensionRule(name="extensions").steps]
        ['asked', 'granted', 'refused']
    """

    type: ClassVar[str] = "extension"

    steps: tuple[Step, ...] = attrs.field(default=tuple(Step), validator=checks.one_or_more(Step))
