"""The directory that reads addresses off the plan's owners."""

from __future__ import annotations

from plan_tasks.model import Address, Owner, OwnerId
from plan_tasks.notifying.contract import Recipient
from plan_tasks.plugins.directories.plan_owners import PlanOwners, plan_tasks_directories
from plan_tasks.testing.directory import DirectoryCase, DirectoryContract

(PLAN_OWNERS,) = plan_tasks_directories()
SCHOOLS = Owner(
    id=OwnerId("schools"),
    name="市教育局",
    addresses=(
        Address(channel="phone", value="555 0100"),
        Address(channel="mail", value="office@schools.example.org"),
        Address(channel="mail", value="second@schools.example.org"),
    ),
)
WATER = Owner(
    id=OwnerId("water"), name="水务局", addresses=(Address(channel="mail", value="office@water.example.org"),)
)


class TestContract(DirectoryContract):
    """It keeps the laws of directories."""

    def case(self) -> DirectoryCase:
        known = {SCHOOLS: ["office@schools.example.org"], WATER: ["office@water.example.org"]}
        return DirectoryCase(type=PLAN_OWNERS, channel="mail", known=known)


def test_an_owner_is_its_own_recipient_at_the_first_address() -> None:
    found = PlanOwners().find([SCHOOLS], "phone")
    assert found == {"schools": (Recipient(id="schools", name="市教育局", address="555 0100"),)}


def test_an_owner_without_an_address_is_left_to_the_next_directory() -> None:
    assert PlanOwners().find([WATER], "phone") == {}
