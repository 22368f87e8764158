"""Roll-up: how many items stand how, in all and by area, owner, kind and plan; shares that add up; a weighted score.

Items come as (head, health) pairs, one after the other, so that a plan of any size streams through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

import attrs

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.scale import ZERO
from plan_tasks.model.vocabulary import Health, Role
from plan_tasks.storage.heads import ItemHead

__all__ = ["OwnerTally", "Rollup", "Tally", "percentages", "roll_up", "shares", "worst_health"]

_HEALTHS = tuple(Health)
_WORST_FIRST = (
    Health.MISSED,
    Health.OVERDUE,
    Health.OFF_TRACK,
    Health.AT_RISK,
    Health.ON_TRACK,
    Health.AHEAD,
    Health.MET,
    Health.NO_DATA,
)


def shares(counts: Mapping[Health, int]) -> dict[Health, Decimal]:
    """The share of each health, from 0 to 1.

    Args:
        counts: How many stand in each health; absent ones are 0.

    Returns:
        All eight healths. The shares add up to exactly 1, the last that is not 0 taking up what rounding to 28 digits
        leaves; without any items all are 0.

    Example:
        >>> third = shares({Health.MET: 1, Health.AHEAD: 1, Health.MISSED: 1})
        >>> sum(third.values()) == 1, round(third[Health.AHEAD], 4)
        (True, Decimal('0.3333'))
    """
    total = sum(counts.values())
    found = dict.fromkeys(_HEALTHS, ZERO)
    left = total
    with localcontext(CONTEXT):
        rest = Decimal(1)
        for health in _HEALTHS:
            if number := counts.get(health, 0):
                left -= number
                # eight places short of the context's precision, so that no sum of shares is ever rounded
                share = rest if not left else (Decimal(number) / total).quantize(_SHARE_STEP)
                found[health] = share
                rest -= share
    return found


_SHARE_STEP = Decimal(1).scaleb(-20)


def percentages(counts: Mapping[Health, int], *, places: int = 1) -> dict[Health, Decimal]:
    """The share of each health in percent, rounded so that they still add up to 100.

    The method of largest remainders: every share is rounded down, then the steps that are missing go one each to those
    that lost most, in the vocabulary's order where they lost as much.

    Args:
        counts: How many stand in each health; absent ones are 0.
        places: Digits after the point.

    Returns:
        All eight healths; without any items all are 0.

    Example:
        >>> third = percentages({Health.MET: 1, Health.AHEAD: 1, Health.MISSED: 1})
        >>> str(third[Health.MET]), str(third[Health.MISSED]), str(sum(third.values()))
        ('33.4', '33.3', '100.0')
    """
    total = sum(counts.values())
    step = Decimal(1).scaleb(-places)
    if not total:
        return dict.fromkeys(_HEALTHS, ZERO * step)
    whole = 100 * 10**places
    parts = {health: divmod(counts.get(health, 0) * whole, total) for health in _HEALTHS}
    missing = whole - sum(part for part, _ in parts.values())
    order = sorted(_HEALTHS, key=lambda health: -parts[health][1])
    raised = set(order[:missing])
    return {health: (part + (health in raised)) * step for health, (part, _) in parts.items()}


def worst_health(counts: Mapping[Health, int]) -> Health:
    """The worst health that any item has, for offices where the worst decides; `no_data` for none.

    Example:
        >>> worst_health({Health.MET: 9, Health.AT_RISK: 1}).value
        'at_risk'
    """
    return next((health for health in _WORST_FIRST if counts.get(health)), Health.NO_DATA)


@attrs.define
class Tally:
    """Items counted by health; more can be added.

    Attributes:
        counts: All eight healths, in the vocabulary's order.
    """

    counts: dict[Health, int] = attrs.field(factory=lambda: dict.fromkeys(_HEALTHS, 0))

    @property
    def total(self) -> int:
        """How many items."""
        return sum(self.counts.values())

    def score(self, policy: Policy) -> Decimal | None:
        """The mean of what the items' healths earn by the policy; None where no item has data."""
        return _mean((policy.scores.of(health), Decimal(number)) for health, number in self.counts.items())


@attrs.define
class OwnerTally:
    """An owner's items counted by role and health.

    Attributes:
        roles: A tally for each role that the owner has.
    """

    roles: dict[Role, Tally] = attrs.field(factory=dict)

    def of(self, role: Role) -> Tally:
        """The items where the owner has that role."""
        return self.roles.get(role, Tally())

    @property
    def counts(self) -> dict[Health, int]:
        """The items by health, whatever the role; one in which the owner has two roles counts for each."""
        return {health: sum(tally.counts[health] for tally in self.roles.values()) for health in _HEALTHS}

    def score(self, policy: Policy) -> Decimal | None:
        """The mean of what the items' healths earn, weighted by role; None where nothing has data and weight."""
        return _mean(
            (policy.scores.of(health), policy.roles.of(role) * number)
            for role, tally in self.roles.items()
            for health, number in tally.counts.items()
        )


@attrs.define
class Rollup:
    """A set of items counted in all and by their parts.

    Attributes:
        whole: All items.
        by_kind: By ``goal`` and ``measure``.
        by_area: By area id; "" for items in no area.
        by_owner: By owner id; items without owners are not in it.
        by_plan: By plan id.
    """

    whole: Tally = attrs.field(factory=Tally)
    by_kind: dict[str, Tally] = attrs.field(factory=dict)
    by_area: dict[str, Tally] = attrs.field(factory=dict)
    by_owner: dict[str, OwnerTally] = attrs.field(factory=dict)
    by_plan: dict[str, Tally] = attrs.field(factory=dict)


def roll_up(pairs: Iterable[tuple[ItemHead, Health]]) -> Rollup:
    """Counts items by health, in all and by kind, area, owner and plan.

    Args:
        pairs: Heads with their health, in any order; read once and not held.

    Returns:
        The counts. Parts appear in the order in which they first occur. Within each of `by_kind`, `by_area` and
        `by_plan` the counts add up to the whole.

    Example:
        >>> from datetime import date
        >>> from plan_tasks.model import Assignment, Measure, Plan
        >>> from plan_tasks.storage.heads import head_of
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> library = Measure(id="m1", title="Open the library", assignments=(Assignment(owner="culture"),))
        >>> counted = roll_up([(head_of(library, plan, None, 1), Health.AHEAD)])
        >>> counted.by_owner["culture"].of(Role.LEAD).counts[Health.AHEAD], counted.whole.total
        (1, 1)
    """
    combined: dict[tuple[str, str, str, str, Health], int] = {}
    for head, health in pairs:
        key = (head.plan, head.kind, head.area, head.owners, health)
        combined[key] = combined.get(key, 0) + 1
    found = Rollup()
    for (plan, kind, area, owners, health), number in combined.items():
        found.whole.counts[health] += number
        for part, name in ((found.by_plan, plan), (found.by_kind, kind), (found.by_area, area)):
            part.setdefault(name, Tally()).counts[health] += number
        for assignment in owners.split():
            role, _, owner = assignment.partition(":")
            roles = found.by_owner.setdefault(owner, OwnerTally()).roles
            roles.setdefault(Role(role), Tally()).counts[health] += number
    return found


def _mean(scores: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    earned = weight = ZERO
    with localcontext(CONTEXT):
        for score, times in scores:
            if score is not None:
                earned += score * times
                weight += times
        return earned / weight if weight else None
