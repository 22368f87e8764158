"""What an office may set, and how it is kept."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from plan_tasks.assessment import Policy, colour_of
from plan_tasks.assessment.policy import COLOUR_SCHEMES, HealthScores, RoleWeights
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, Role
from plan_tasks.model.converting import structure, unstructure

D = Decimal


def test_the_defaults_are_those_of_the_design() -> None:
    policy = Policy()
    assert (policy.ahead, policy.on_track, policy.at_risk) == (D("1.05"), D("0.95"), D("0.80"))
    assert (policy.tolerance_share, policy.tolerance_points) == (D("0.1"), D("0.5"))
    assert policy.roles.of(Role.LEAD) == 1


def test_a_policy_goes_to_json_and_back() -> None:
    policy = Policy(
        ahead=D("1.2"),
        colours="blue_yellow_red",
        roles=RoleWeights(contact=D("0.1")),
        scores=HealthScores(off_track=D("0.25")),
    )
    text = json.dumps(unstructure(policy))
    assert structure(json.loads(text), Policy) == policy
    assert unstructure(Policy()) == {}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"ahead": 1.05}, r"Policy.ahead cannot be 1.05; give a finite Decimal from 0 up"),
        ({"at_risk": D("NaN")}, r"Policy.at_risk cannot be Decimal\('NaN'\)"),
        ({"at_risk": D(1)}, "thresholds must fall: ahead 1.05, on_track 0.95, at_risk 1"),
        ({"colours": "rainbow"}, "Policy.colours cannot be 'rainbow'; give one of blue_yellow_red, green_yellow_red"),
        ({"return_days": -1}, "Policy.return_days cannot be -1; give a whole number of days from 0 up"),
        ({"roles": 1}, "Policy.roles cannot be 1; give a value of class RoleWeights"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Policy(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", sorted(COLOUR_SCHEMES))
def test_every_scheme_has_a_colour_for_every_health(scheme: str) -> None:
    policy = Policy(colours=scheme)
    for health in Health:
        assert colour_of(health, policy).isascii()
        assert colour_of(health, policy, "zh") in "绿黄红蓝灰"
    assert colour_of(Health.OVERDUE, policy) == "red"
