"""What a kind of report is given: the plan, how it stands, and the day; nothing that it would have to fetch.

The rows are read anew at each call, from a list or from a store's stream, so that a report of 100,000 items needs no
memory of its own. Not here: how a view is made from a store (that is the tracker's work).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property

import attrs

from plan_tasks.assessment import Assessment, Policy, colour_of
from plan_tasks.model import Area, Health, Item, Language, Plan, validators
from plan_tasks.reporting.records import NoRecords, Records

__all__ = ["CalendarFacts", "ReportRow", "ReportView"]


@attrs.frozen
class ReportRow:
    """An item and how it stands.

    Attributes:
        item: The item.
        assessment: How it stands on the view's day.
    """

    item: Item
    assessment: Assessment


@attrs.frozen(kw_only=True)
class CalendarFacts:
    """On which working days the dates of a report rest.

    Attributes:
        name: Name of the calendar; empty when no date rests on working days.
        announced: Years of the plan whose working days are announced, ascending.
        provisional: Years of the plan whose working days are not announced yet, ascending.
    """

    name: str = ""
    announced: tuple[int, ...] = ()
    provisional: tuple[int, ...] = ()


@attrs.frozen(kw_only=True, slots=False, eq=False)
class ReportView:
    """A plan as it stands on a day.

    Attributes:
        plan: The plan's header; items that it may hold are not looked at.
        source: The items with their assessments, in the order of the document. Anything that can be read more than
            once and gives the same each time.
        day: The day that is judged.
        known_at: The moment up to which recorded values counted; None for all.
        language: The language of the report.
        policy: The office's settings that the assessments rest on.
        method: Name of the assessment method that judged, as people read it; empty for the plan's own.
        calendar: On which working days the dates rest.
        version: Version of plan_tasks, for the last lines of the report; empty leaves it out.
        records: Values, history and other days, for kinds that ask; the rest pay nothing for them.
    """

    plan: Plan
    source: Iterable[ReportRow] = attrs.field(repr=False)
    day: date = attrs.field(validator=validators.whole_day)
    known_at: datetime | None = attrs.field(default=None, validator=validators.moment)
    language: Language = attrs.field(default=Language.ZH, converter=Language)
    policy: Policy = attrs.field(factory=Policy, validator=validators.instance_of(Policy))
    method: str = ""
    calendar: CalendarFacts = CalendarFacts()
    version: str = ""
    records: Records = attrs.field(factory=NoRecords, repr=False)

    def rows(self) -> Iterator[ReportRow]:
        """The items with their assessments, from the first on; a fresh iterator at each call."""
        return iter(self.source)

    def owner_name(self, owner_id: str) -> str:
        """The name of an owner; the id itself when the plan does not list it."""
        return self._owner_names.get(owner_id, owner_id)

    def area_title(self, area_id: str) -> str:
        """The title of an area; empty for none."""
        area = self._areas.get(area_id)
        return area.title if area else ""

    def area_name(self, area_id: str) -> str:
        """The number and title of an area; empty for none."""
        area = self._areas.get(area_id)
        return f"{area.number} {area.title}".strip() if area else ""

    def phone_of(self, owner_id: str) -> str:
        """The telephone number of an owner, an address of the channel ``phone``; empty for none."""
        return self._phones.get(owner_id, "")

    def light(self, health: Health) -> str:
        """The colour of a health in the policy's scheme, in the report's language (红, red)."""
        return self._lights[health]

    @cached_property
    def _lights(self) -> dict[Health, str]:
        return {health: colour_of(health, self.policy, self.language) for health in Health}

    @cached_property
    def _owner_names(self) -> dict[str, str]:
        return {owner.id: owner.name for owner in self.plan.owners}

    @cached_property
    def _phones(self) -> dict[str, str]:
        return {
            owner.id: address.value
            for owner in self.plan.owners
            for address in owner.addresses
            if address.channel == "phone"
        }

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.id: area for area in self.plan.areas}
