"""What an office may set about judging: thresholds, tolerances, colours, weights. Data only; no rule lives here."""

from __future__ import annotations

from decimal import Decimal

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import validators
from plan_tasks.model.trajectory import Trajectory
from plan_tasks.model.validators import refuse
from plan_tasks.model.vocabulary import Health, Language, Role

__all__ = ["COLOUR_SCHEMES", "HealthScores", "Policy", "RoleWeights", "colour_of"]

#: Scheme -> colour of each health, as (word for programs, English, Chinese).
_GREEN = ("green", "green", "绿")
_YELLOW = ("yellow", "yellow", "黄")
_RED = ("red", "red", "红")
_BLUE = ("blue", "blue", "蓝")
_GREY = ("grey", "grey", "灰")
COLOUR_SCHEMES: dict[str, dict[Health, tuple[str, str, str]]] = {
    "green_yellow_red": {
        Health.MET: _GREEN,
        Health.AHEAD: _GREEN,
        Health.ON_TRACK: _GREEN,
        Health.AT_RISK: _YELLOW,
        Health.OFF_TRACK: _RED,
        Health.OVERDUE: _RED,
        Health.MISSED: _RED,
        Health.NO_DATA: _GREY,
    },
    # dunning slips: blue is a first reminder, yellow is behind pace, red is overdue
    "blue_yellow_red": {
        Health.MET: _GREY,
        Health.AHEAD: _GREY,
        Health.ON_TRACK: _GREY,
        Health.AT_RISK: _BLUE,
        Health.OFF_TRACK: _YELLOW,
        Health.OVERDUE: _RED,
        Health.MISSED: _RED,
        Health.NO_DATA: _GREY,
    },
}


def _share(owner: object, attribute: attrs.Attribute[Decimal], value: Decimal) -> None:
    if value.__class__ is not Decimal or not value.is_finite() or value < 0:
        raise refuse(owner, attribute.name, value, "a finite Decimal from 0 up")


def _days(owner: object, attribute: attrs.Attribute[int], value: int) -> None:
    if value.__class__ is not int or value < 0:
        raise refuse(owner, attribute.name, value, "a whole number of days from 0 up")


def _scheme(owner: object, attribute: attrs.Attribute[str], value: str) -> None:
    if value not in COLOUR_SCHEMES:
        raise refuse(owner, attribute.name, value, f"one of {', '.join(sorted(COLOUR_SCHEMES))}")


@attrs.frozen(kw_only=True)
class RoleWeights:
    """How much of an item counts for an owner in each role, from 0 up.

    Attributes:
        lead: Lead unit.
        responsible: Responsible unit.
        cooperating: Cooperating unit.
        leader: Supervising leader.
        contact: Contact.
    """

    lead: Decimal = attrs.field(default=Decimal(1), validator=_share)
    responsible: Decimal = attrs.field(default=Decimal("0.5"), validator=_share)
    cooperating: Decimal = attrs.field(default=Decimal("0.3"), validator=_share)
    leader: Decimal = attrs.field(default=Decimal(0), validator=_share)
    contact: Decimal = attrs.field(default=Decimal(0), validator=_share)

    def of(self, role: Role | str) -> Decimal:
        """The weight of a role.

        Example:
            >>> RoleWeights().of(Role.COOPERATING)
            Decimal('0.3')
        """
        weight: Decimal = getattr(self, Role(role).value)
        return weight


@attrs.frozen(kw_only=True)
class HealthScores:
    """What each health earns in a weighted score, usually from 0 to 1. `no_data` is left out of the score.

    Attributes:
        met: Reached.
        ahead: Ahead of pace.
        on_track: On pace.
        at_risk: Somewhat behind.
        off_track: Far behind.
        overdue: Past the deadline.
        missed: Ended short.
    """

    met: Decimal = attrs.field(default=Decimal(1), validator=_share)
    ahead: Decimal = attrs.field(default=Decimal(1), validator=_share)
    on_track: Decimal = attrs.field(default=Decimal(1), validator=_share)
    at_risk: Decimal = attrs.field(default=Decimal("0.6"), validator=_share)
    off_track: Decimal = attrs.field(default=Decimal("0.3"), validator=_share)
    overdue: Decimal = attrs.field(default=Decimal(0), validator=_share)
    missed: Decimal = attrs.field(default=Decimal(0), validator=_share)

    def of(self, health: Health) -> Decimal | None:
        """What a health earns; None for `no_data`."""
        if health is Health.NO_DATA:
            return None
        score: Decimal = getattr(self, health.value)
        return score


@attrs.frozen(kw_only=True)
class Policy:
    """What an office sets about judging.

    Attributes:
        ahead: Pace from which an item is ahead (1.05 is 5% more than expected so far).
        on_track: Pace from which it is on track.
        at_risk: Pace from which it is at risk; below it is off track.
        tolerance_share: How far off "about" still counts as met, as a share of the target's value.
        tolerance_points: The least tolerance of a rate in percent, in percentage points. The larger of the two counts.
        publication_days: Days that publishing takes: a value is stale once it is older than its indicator's cycle and
            these together. (In 2021 China's monthly and quarterly figures came out 15 to 18 days after the period.)
        return_days: Days after which an owner's last return is stale.
        trajectory: How the expected value gets from start to end where a target does not say; None is in step with the
            calendar.
        assumed_spread: How far the amount of a month is taken to lie from the mean, as a share of it, while a forecast
            has fewer than three stretches to tell it from. (China's new urban jobs of 2021 came at 116, 116, 88 and 68
            a month: 0.24.)
        colours: Name of the colour scheme, one of `COLOUR_SCHEMES`.
        roles: Weight of each role in an owner's roll-up.
        scores: What each health earns in a weighted score.

    Example:
        >>> Policy().on_track
        Decimal('0.95')
        >>> Policy(on_track=Decimal("0.7"))
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidValue: thresholds must fall: ahead 1.05, on_track 0.7, at_risk 0.80; give ahead >= \
on_track >= at_risk
    """

    ahead: Decimal = attrs.field(default=Decimal("1.05"), validator=_share)
    on_track: Decimal = attrs.field(default=Decimal("0.95"), validator=_share)
    at_risk: Decimal = attrs.field(default=Decimal("0.80"), validator=_share)
    tolerance_share: Decimal = attrs.field(default=Decimal("0.1"), validator=_share)
    tolerance_points: Decimal = attrs.field(default=Decimal("0.5"), validator=_share)
    publication_days: int = attrs.field(default=20, validator=_days)
    return_days: int = attrs.field(default=45, validator=_days)
    trajectory: Trajectory | None = attrs.field(default=None, validator=validators.optional_instance_of(Trajectory))
    assumed_spread: Decimal = attrs.field(default=Decimal("0.25"), validator=_share)
    colours: str = attrs.field(default="green_yellow_red", validator=_scheme)
    roles: RoleWeights = attrs.field(factory=RoleWeights, validator=validators.instance_of(RoleWeights))
    scores: HealthScores = attrs.field(factory=HealthScores, validator=validators.instance_of(HealthScores))

    def __attrs_post_init__(self) -> None:
        if not self.ahead >= self.on_track >= self.at_risk:
            raise InvalidValue(
                f"thresholds must fall: ahead {self.ahead}, on_track {self.on_track}, at_risk {self.at_risk}",
                remedy="give ahead >= on_track >= at_risk",
            )


def colour_of(health: Health, policy: Policy, language: Language | str | None = None) -> str:
    """The colour of a health in the policy's scheme.

    Args:
        health: The health.
        policy: The policy.
        language: ``"zh"`` or ``"en"`` for the word that people read; None for the word for programs.

    Returns:
        One word.

    Example:
        >>> colour_of(Health.AT_RISK, Policy()), colour_of(Health.AT_RISK, Policy(), "zh")
        ('yellow', '黄')
    """
    program, english, chinese = COLOUR_SCHEMES[policy.colours][health]
    return program if language is None else chinese if language == Language.ZH else english
