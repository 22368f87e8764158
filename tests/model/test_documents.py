"""Plans as documents: nothing is lost, nothing unknown gets in, older ones still open."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.errors import InvalidDocument
from plan_tasks.model import Area, AreaId, Goal, Item, Measure, Plan, PlanId, plan_from_json, plan_to_json
from plan_tasks.model.converting import structure, unstructure
from plan_tasks.model.documents import DOCUMENT_VERSION
from plan_tasks.model.schema import plan_document_schema
from plan_tasks.testing.strategies import items


def plan_of(members: list[Item]) -> Plan:
    return Plan(
        id=PlanId("p"),
        title="计划",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        goals=tuple(item for item in members if isinstance(item, Goal)),
        measures=tuple(item for item in members if isinstance(item, Measure)),
    )


@settings(deadline=None, max_examples=50)
@given(st.lists(items(), max_size=3, unique_by=lambda item: item.id))
def test_a_document_read_back_is_the_same_plan_and_writes_the_same_bytes(members: list[Item]) -> None:
    plan = plan_of(members)
    text = plan_to_json(plan)
    again = plan_from_json(text)
    assert again == plan
    assert plan_to_json(again) == text
    assert plan_from_json(plan_to_json(plan, indent=None)) == plan


@settings(deadline=None, max_examples=50)
@given(items())
def test_an_item_round_trips_through_plain_data(item: Item) -> None:
    assert structure(json.loads(json.dumps(unstructure(item))), type(item)) == item


def document(**plan: object) -> dict[str, object]:
    header = {"id": "p", "title": "Plan", "start": "2021-01-01", "end": "2021-12-31"}
    return {"format": "plan_tasks.plan", "version": DOCUMENT_VERSION, "plan": header | plan}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("{", "p.json: not JSON"),
        ("[]", "p.json: not a plan document"),
        ('{"format": "other"}', "p.json: not a plan document"),
        (json.dumps(document() | {"version": 99}), "p.json: version 99 is newer than"),
        (json.dumps(document() | {"version": "1"}), "p.json: a plan document needs a whole 'version'"),
        (json.dumps(document() | {"author": "x"}), "p.json: unknown field 'author' beside"),
        (json.dumps(document(colour="red")), "p.json: Plan: unknown field 'colour'; known are areas,"),
        (json.dumps(document(title=5)), "p.json: Plan.title: 5 is not text"),
        (json.dumps(document(start="2021-02-30")), "p.json: Plan.start: '2021-02-30' is not a date"),
        (json.dumps(document(measures=[{"id": "m"}])), "p.json: Plan.measures[0].title: the field is missing"),
        (
            json.dumps(document(measures=[{"id": "m", "title": "t", "state": "done"}])),
            "p.json: Plan.measures[0].state: 'done' is not a State; one of draft, active",
        ),
        (
            json.dumps(document(goals=[{"id": "g", "title": "t", "weight": 1.5}])),
            "p.json: Plan.goals[0].weight: 1.5 is not a number written as text",
        ),
        (json.dumps(document(measures={"id": "m"})), "p.json: Plan.measures"),
        ("[" * 100_000, "p.json: not JSON"),
    ],
)
def test_a_wrong_document_is_refused_with_the_place(broken: str, message: str) -> None:
    with pytest.raises(InvalidDocument) as refusal:
        plan_from_json(broken, where="p.json")
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_document_of_version_1_gains_its_list_of_owners() -> None:
    old = document(measures=[{"id": "m", "title": "t", "assignments": [{"owner": "市财政局"}]}]) | {"version": 1}
    assert [owner.name for owner in plan_from_json(json.dumps(old)).owners] == ["市财政局"]


def test_the_schema_describes_every_field_of_the_document() -> None:
    schema = plan_document_schema()
    plan = Plan(
        id=PlanId("p"),
        title="Plan",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        areas=(Area(id=AreaId("a"), title="Industry"),),
    )
    written = json.loads(plan_to_json(plan))["plan"]
    assert set(written) <= set(schema["$defs"]["Plan"]["properties"])
    assert schema["$defs"]["Plan"]["required"] == ["id", "title", "start", "end"]
    assert schema["$defs"]["Measure"]["properties"]["targets"]["items"] == {"$ref": "#/$defs/Target"}
    assert schema["$defs"]["Target"]["additionalProperties"] is False
