"""iCalendar, read back with the library for it: every law of formats, ids that stay, alarms, folded lines."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks import Tracker
from plan_tasks.errors import UnknownName
from plan_tasks.model import Language, State, plan_from_json
from plan_tasks.plugins.report_formats.ics import Dated, IcsOptions, plan_tasks_report_formats
from plan_tasks.plugins.report_formats.ics.writing import IcsFormat, content_line
from plan_tasks.reporting.document import Column, ColumnType, Document, Fact, Row, Table
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

[ICS] = plan_tasks_report_formats()


def shown(data: bytes) -> str:
    """What a calendar shows of its entries."""
    calendar = icalendar.Calendar.from_ical(data)
    entries = [entry for entry in calendar.subcomponents if entry.name in ("VEVENT", "VTODO")]
    fields = ("SUMMARY", "DTSTART", "DUE", "DESCRIPTION")
    said = [entry.get(name) for entry in entries for name in fields if entry.get(name) is not None]
    return "\n".join(value.dt.isoformat() if hasattr(value, "dt") else str(value) for value in said)


class TestContract(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        return ReportFormatCase(type=ICS, read=shown)


ROWS: tuple[Row, ...] = (
    ("m1", "开放图书馆", date(2021, 6, 30), State.ACTIVE),  # open the library
    ("m2", "Plant trees", date(2021, 3, 12), State.COMPLETED),
    ("m3", "Give up; really, \\ this", date(2021, 12, 31), State.CANCELLED),
    ("m4", "No date yet", None, State.DRAFT),
)


def document(rows: tuple[Row, ...] = ROWS, day: date = date(2021, 6, 23)) -> Document:
    columns = (
        Column(key="id", label="Id"),
        Column(key="task", label="Task"),
        Column(key="due", label="Due", type=ColumnType.DATE),
        Column(key="state", label="State", type=ColumnType.STATE),
    )
    return Document(
        name="ledger",
        title="City 2021",
        language=Language.EN,
        blocks=(Table(name="ledger", columns=columns, rows=rows),),
        facts=(Fact(name="as_of", label="As of", value=day, type=ColumnType.DATE),),
    )


def written(what: Document, **options: Any) -> bytes:
    to = io.BytesIO()
    IcsFormat(IcsOptions(**options)).write(what, to)
    return to.getvalue()


def entries(what: Document, **options: Any) -> list[Any]:
    return list(icalendar.Calendar.from_ical(written(what, **options)).subcomponents)


def test_a_calendar_byte_by_byte() -> None:
    one = document(rows=ROWS[:1])
    assert written(one, scope="city", alarms=(3, 0)).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//plan_tasks//plan_tasks//EN\r\nCALSCALE:GREGORIAN\r\n"
        "NAME:City 2021\r\nX-WR-CALNAME:City 2021\r\n"
        "BEGIN:VEVENT\r\nUID:event-2a8b3dd7bec3c74dd7929977394bba85@plan-tasks.invalid\r\n"
        "DTSTAMP:20210623T000000Z\r\nSEQUENCE:27073440\r\nSUMMARY:开放图书馆\r\n"
        "DESCRIPTION:Id: m1\\nState: active\r\n"
        "DTSTART;VALUE=DATE:20210630\r\nDTEND;VALUE=DATE:20210701\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:开放图书馆\r\nTRIGGER:-PT63H\r\nEND:VALARM\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:开放图书馆\r\nTRIGGER:PT9H\r\nEND:VALARM\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_what_has_a_date_is_an_event_and_what_has_none_a_task() -> None:
    found = entries(document())
    assert [entry.name for entry in found] == ["VEVENT", "VEVENT", "VEVENT", "VTODO"]
    assert [str(entry["STATUS"]) for entry in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "NEEDS-ACTION"]
    assert str(found[2]["SUMMARY"]) == "Give up; really, \\ this"
    tasks = entries(document(), dated=Dated.TASK)
    assert [entry.name for entry in tasks] == ["VTODO"] * 4
    assert [str(entry["STATUS"]) for entry in tasks] == ["IN-PROCESS", "COMPLETED", "CANCELLED", "NEEDS-ACTION"]
    assert tasks[0]["DUE"].dt == date(2021, 6, 30)
    assert len(entries(document(), dated=Dated.BOTH)) == 7


def test_ids_stay_when_everything_else_changes_and_later_versions_have_higher_numbers() -> None:
    """A moved deadline moves the entry that people have, and makes no second one."""
    moved = (("m0", "New", None, State.ACTIVE), ("m1", "开放新图书馆", date(2021, 7, 30), State.ACTIVE))
    before = entries(document(), scope="city")[0]
    after = entries(document(rows=moved, day=date(2021, 6, 24)), scope="city")[1]
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
    assert entries(document(), scope="county")[0]["UID"] != before["UID"]


def test_ids_are_unique_even_where_items_are_not() -> None:
    twice = entries(document(rows=ROWS + ROWS), dated=Dated.BOTH)
    assert len({str(entry["UID"]) for entry in twice}) == len(twice) == 14


def test_what_is_over_rings_no_bell() -> None:
    """Alarms are at nine in the morning, so many days before."""
    alarms = [len(entry.walk("VALARM")) for entry in entries(document(), alarms=(7, 1))]
    assert alarms == [2, 0, 0, 0]
    first, second = (alarm["TRIGGER"].dt for alarm in entries(document(), alarms=(1, 7))[0].walk("VALARM"))
    assert (first, second) == (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9))
    assert not entries(document(), alarms=())[0].walk("VALARM")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400).filter(lambda text: "\n" not in text))
def test_lines_are_folded_at_75_bytes_and_unfold_to_what_they_were(text: str) -> None:
    line = f"SUMMARY:{text}"
    data = content_line(line)
    folded = data.split(b"\r\n")
    assert all(len(part) <= 75 for part in folded)
    assert all(part.decode() is not None for part in folded)
    assert data.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode() == line


def test_a_column_of_dates_may_be_chosen_and_is_named_where_there_is_none() -> None:
    with pytest.raises(UnknownName, match=r"has no column of dates 'task'; it has due"):
        written(document(), date="task")
    assert entries(document(), date="due")[0].name == "VEVENT"


def test_an_office_gets_the_deadlines_of_its_plan() -> None:
    """From a plan to the bytes that a host serves; the same bytes each time."""
    data = {
        "id": "city",
        "title": "City 2021",
        "start": "2021-01-01",
        "end": "2021-12-31",
        "measures": [{"id": "m1", "title": "Open the library", "due": "2021-06-30"}, {"id": "m2", "title": "Trees"}],
    }
    with Tracker.open("memory:", autoload=False, language="en") as tracker:
        plan = plan_from_json(json.dumps({"format": "plan_tasks.plan", "version": 1, "plan": data}))
        tracker.add(plan, actor="office")
        one, other = (tracker.render("city", "ledger", "ics", on=date(2021, 6, 23)) for _ in range(2))
    assert one == other
    found = icalendar.Calendar.from_ical(one).subcomponents
    assert [(entry.name, str(entry["SUMMARY"])) for entry in found] == [
        ("VEVENT", "Open the library"),
        ("VTODO", "Trees"),
    ]


@pytest.mark.parametrize(("name", "value"), [("alarms", (-1,)), ("alarms", (400,)), ("alarm_hour", 24)])
def test_options_that_cannot_be_are_refused(name: str, value: Any) -> None:
    given: dict[str, Any] = {name: value}
    with pytest.raises(ValueError, match=name):
        IcsOptions(**given)


def test_a_moment_up_to_which_values_counted_is_the_stamp() -> None:
    known = Fact(name="known_at", label="Known", value=datetime(2021, 6, 23, 9, 5, tzinfo=UTC), type=ColumnType.MOMENT)
    found = entries(attrs.evolve(document(), facts=(*document().facts, known)))[0]
    assert found["DTSTAMP"].dt == datetime(2021, 6, 23, 9, 5, tzinfo=UTC)
