"""The rules that ship: what offices do where nobody has said otherwise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from plan_tasks.calendars.cycles import Moved
from plan_tasks.calendars.recurrence import Every
from plan_tasks.model import OwnerId, Role, State
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.rules.digest import DigestRule
from plan_tasks.notifying.rules.due import DueRule
from plan_tasks.notifying.rules.extensions import ExtensionRule, Step
from plan_tasks.notifying.rules.ladder import LadderRule, Rung
from plan_tasks.notifying.rules.returns import ReturnRule
from plan_tasks.notifying.rules.selecting import Rule
from plan_tasks.notifying.rules.share import ShareRule
from plan_tasks.notifying.rules.states import StateRule

__all__ = ["DEFAULT_RULES", "office_rules", "three_colours"]

#: Where nobody has said otherwise: seven and three days before, on the day, and then weekly, to the lead unit.
DEFAULT_RULES: Final[tuple[Rule, ...]] = (DueRule(name="due", before=(7, 3), every_after=7),)

_UNIT = (Role.LEAD, Role.CONTACT)
_ABOVE = (Role.LEAD, Role.RESPONSIBLE, Role.LEADER)


def three_colours(office: str = "") -> LadderRule:
    """The three-colour ladder, in working days.

    Blue to the lead unit seven and three days before the deadline and on the day; yellow to the unit and its contact
    when it is 10 points behind its pace, or a day late; orange to the leader and the responsible units as well when it
    is 30 points behind, or three days late; red to the office, too, when it is five days late.

    Args:
        office: Id of the owner that is the office; empty leaves the office out.

    Returns:
        The rule.

    Example:
        >>> [step.level.value for step in three_colours("inspection").steps if step.to_office]
        ['red']
    """
    return LadderRule(
        name="three-colours",
        office=OwnerId(office),
        working_days=True,
        steps=(
            Rung(level=Level.BLUE, days=-7),
            Rung(level=Level.BLUE, days=-3),
            Rung(level=Level.BLUE, days=0),
            Rung(level=Level.YELLOW, behind=Decimal(10), roles=_UNIT),
            Rung(level=Level.YELLOW, days=1, roles=_UNIT),
            Rung(level=Level.ORANGE, behind=Decimal(30), roles=_ABOVE),
            Rung(level=Level.ORANGE, days=3, roles=_ABOVE),
            Rung(level=Level.RED, days=5, roles=_ABOVE, to_office=bool(office)),
        ),
    )


def office_rules(office: str) -> tuple[Rule, ...]:
    """All that an office does that tracks a plan: the ladder, checks on the way, returns, decisions, a digest.

    Args:
        office: Id of the owner that is the office: it hears of what is red, of extensions that are asked for, of late
            returns, and of owners that cannot be reached.

    Returns:
        The rules.

    Example:
        >>> [rule.name for rule in office_rules("inspection")]
        ['three-colours', 'stages', 'returns', 'late-returns', 'asked', 'decided', 'sent-back', 'monthly']
    """
    given = OwnerId(office)
    return (
        three_colours(office),
        ShareRule(name="stages", at=(Fraction(1, 3), Fraction(2, 3)), office=given),
        ReturnRule(name="returns", day=25, moved=Moved.PRECEDING, after=(1,), working_days=True, office=given),
        ReturnRule(
            name="late-returns",
            day=25,
            moved=Moved.PRECEDING,
            after=(3,),
            roles=(),
            working_days=True,
            office=given,
            to_office=True,
        ),
        ExtensionRule(name="asked", steps=(Step.ASKED,), roles=(Role.LEADER,), office=given, to_office=True),
        ExtensionRule(name="decided", steps=(Step.GRANTED, Step.REFUSED), office=given),
        StateRule(name="sent-back", left=(State.COMPLETION_REQUESTED,), reached=(State.ACTIVE,), office=given),
        DigestRule(name="monthly", every=Every.MONTH, day=1, moved=Moved.FOLLOWING, office=given, to_office=True),
    )
