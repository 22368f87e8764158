"""Who is not told, when and why not: silences, hours, limits by recipient; a channel that is stopped for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.notifying.lines import NOW, TENANT, Clock, Line, accepts, answers, course, dispatcher, queue, run, stored

from plan_tasks.errors import InvalidValue
from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.notifying.dispatching import Dispatched, OpenChannel
from plan_tasks.notifying.hours import DOCUMENT as HOURS
from plan_tasks.notifying.hours import ZONES, Hours, Office, office_of, opening
from plan_tasks.notifying.silences import DOCUMENT, Silence, is_mandatory, silences_document, silences_of
from plan_tasks.plugins import BUILTINS
from plan_tasks.plugins.calendars.weekdays import Weekdays
from plan_tasks.services.opening import open_calendar, open_host
from plan_tasks.storage.contract import StorageBackend, UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

DAYS = Weekdays()
CHINA = open_calendar(open_host(builtins=BUILTINS, autoload=False), "china")
SUNDAY = NOW  # four in the afternoon in Shanghai


def keep(backend: StorageBackend, name: str, document: dict[str, Any]) -> None:
    with backend.unit(TENANT, write=True) as unit:
        unit.settings.put(name, document)
        unit.commit()


def silence(**fields: Any) -> Silence:
    given: dict[str, Any] = {
        "id": "s1",
        "by": "督查室",
        "why": "审计期间",
        "since": NOW - timedelta(days=1),
        "item": "m1",
    }
    return Silence(**given | fields)


def mute(backend: StorageBackend, *silences: Silence) -> None:
    keep(backend, DOCUMENT, silences_document(silences))


# Silences


def test_what_a_silence_stops_waits_for_its_end_and_is_sent_then(backend: StorageBackend) -> None:
    (one, _) = queue(backend, "m1", "m2")
    mute(backend, silence(until=NOW + timedelta(days=2)))
    clock, line = Clock(), Line(accepts)
    assert run(backend, line, clock) == Dispatched(sent=1, held=1)
    held = stored(backend)[one]
    assert (held.state, held.due, held.attempts) == (OutboxState.PENDING, NOW + timedelta(days=2), 0)
    assert held.reason == "silence s1 by 督查室 until 2021-06-29 08:00: 审计期间"
    clock.move(days=2)
    assert run(backend, line, clock) == Dispatched(sent=1)


def test_what_a_silence_without_an_end_stops_is_cancelled_with_its_reason(backend: StorageBackend) -> None:
    (one,) = queue(backend, "m1")
    mute(backend, silence())
    assert run(backend, Line(accepts)) == Dispatched(cancelled=1)
    assert stored(backend)[one].state is OutboxState.CANCELLED
    assert stored(backend)[one].reason == "silence s1 by 督查室: 审计期间"


@pytest.mark.parametrize(
    ("level", "why", "mandatory"),
    [
        ("", "", False),
        ("blue", "", False),
        ("yellow", "", False),
        ("orange", '{"roles":["lead"]}', False),
        ("orange", '{"roles":["lead","leader"]}', True),
        ("orange", "", True),
        ("orange", "[]", True),
        ("red", '{"roles":["lead"]}', True),
    ],
)
def test_red_cannot_be_silenced_nor_orange_to_leaders(level: str, why: str, mandatory: bool) -> None:
    assert is_mandatory(an_entry(level=level, why=why)) == mandatory


def test_a_red_notice_goes_out_though_its_item_is_silenced(backend: StorageBackend) -> None:
    queue(backend, "m1", level="red")
    mute(backend, silence())
    assert run(backend, Line(accepts)) == Dispatched(sent=1)


def an_entry(**fields: Any) -> OutboxEntry:
    given: dict[str, Any] = {
        "key": "k",
        "plan": "city",
        "item": "m1",
        "rule": "due",
        "occurrence": "2021-06-30 -3d",
        "recipient": "schools",
        "channel": "line",
        "subject": "s",
        "body": "b",
        "created": NOW,
        "due": NOW,
    }
    return OutboxEntry(**given | fields)


def test_a_silence_covers_what_it_names_and_no_more() -> None:
    entry = an_entry()
    scopes = {"plan": "city", "item": "m1", "recipient": "schools", "rule": "due"}
    for name, value in scopes.items():
        only = silence(**{"item": "", name: value})
        assert only.covers(entry, NOW)
        assert not only.covers(an_entry(**{name: "other"}), NOW)
    assert silence(**scopes).covers(entry, NOW)
    assert not silence(until=NOW).covers(entry, NOW)


@pytest.mark.parametrize("fields", [{"item": ""}, {"by": ""}, {"why": ""}, {"until": NOW - timedelta(days=1)}])
def test_a_silence_says_of_what_who_why_and_a_later_day(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        silence(**fields)


def test_silences_come_back_from_their_document() -> None:
    some = (silence(), silence(id="s2", until=NOW, rule="due", recipient="schools", plan="city"))
    assert silences_of(silences_document(some)) == some
    assert silences_of(None) == ()


# Hours


@settings(max_examples=50)
@given(
    st.datetimes(datetime(2021, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.text("abc", min_size=1, max_size=4),
    st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "UTC"]),
)
def test_an_opening_lies_within_the_hours_of_a_working_day(moment: datetime, key: str, zone: str) -> None:
    """Never before the moment, at no full or half hour, and asked again at its moment it is open."""
    calendar, hours = CHINA, Hours(zone=zone)
    found = opening(moment, hours, calendar, key)
    local = found.astimezone(opening_zone(zone))
    assert calendar.day(local.date()).working
    assert time(8, 30) <= local.time() < time(18)
    if found != moment:
        assert found > moment
        assert local.minute not in (0, 30)
        assert local.time() < time(8, 55)
    assert opening(found, hours, calendar, key) == found


def opening_zone(name: str) -> Any:
    from dateutil.tz import gettz

    return gettz(name)


def test_openings_are_spread_and_the_same_for_a_key() -> None:
    found = {opening(SUNDAY, Hours(), DAYS, f"k{number}") for number in range(50)}
    assert len(found) > 40
    assert opening(SUNDAY, Hours(), DAYS, "k1") == opening(SUNDAY, Hours(), DAYS, "k1")


def test_a_day_of_the_weekend_that_is_worked_is_open() -> None:
    saturday = datetime(2026, 2, 14, 2, tzinfo=UTC)  # ten in Shanghai, before the Spring Festival
    assert opening(saturday, Hours(), CHINA) == saturday
    assert opening(saturday, Hours(), DAYS) > saturday


def test_notices_wait_for_the_hours_that_were_set(backend: StorageBackend) -> None:
    """Each recipient's own; red ones where the office says so; where nothing was set, none wait."""
    queue(backend, "m1", "m2", level="blue")
    queue(backend, "m3", level="red")
    queue(backend, "m4", recipient="night")
    line = Line(accepts)
    opened = {"line": OpenChannel(line, disturbs=True)}
    day_and_night = Hours(opens=time(0), closes=time(23, 59), every_day=True)
    keep(backend, HOURS, Office(own={"night": day_and_night}, override=("red",)).plain())
    clock = Clock()
    assert dispatcher(backend, clock, channels=opened, calendar=DAYS).run() == Dispatched(sent=2, held=2)
    assert {message.item for message in line.messages} == {"m3", "m4"}
    for entry in stored(backend).values():
        if entry.state is OutboxState.PENDING:
            assert entry.due.date() == date(2021, 6, 28)
            assert entry.reason.startswith("outside the recipient's hours (08:30-18:00 on working days")
    clock.move(hours=17)
    assert dispatcher(backend, clock, channels=opened, calendar=DAYS).run() == Dispatched(sent=2)


def test_the_usual_hours_are_those_of_the_zone_that_a_directory_knows(backend: StorageBackend) -> None:
    """While offices in Shanghai are closed, it is afternoon in Berlin."""
    queue(backend, "m1")
    queue(backend, "m2", recipient="berlin")
    keep(backend, ZONES, {"berlin": "Europe/Berlin"})
    line, clock = Line(accepts), Clock()
    clock.now = datetime(2021, 6, 28, 12, tzinfo=UTC)  # eight in the evening in Shanghai
    opened = {"line": OpenChannel(line, disturbs=True)}
    found = dispatcher(backend, clock, channels=opened, calendar=DAYS, heeds_hours=True).run()
    assert found == Dispatched(sent=1, held=1)
    assert [message.item for message in line.messages] == ["m2"]


@pytest.mark.parametrize(("disturbs", "heeds", "held"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_where_nothing_was_set_only_what_goes_on_by_itself_heeds_hours(
    backend: StorageBackend, disturbs: bool, heeds: bool, held: int
) -> None:
    queue(backend, "m1")
    opened = {"line": OpenChannel(Line(accepts), disturbs=disturbs)}
    one = dispatcher(backend, Clock(), channels=opened, calendar=DAYS, heeds_hours=heeds)
    assert one.run() == Dispatched(sent=1 - held, held=held)


def test_one_recipient_gets_no_more_than_was_set(backend: StorageBackend) -> None:
    """Whoever sends; red ones come in any case."""
    queue(backend, "m1", "m2", "m3")
    queue(backend, "m4", level="red")
    queue(backend, "m5", recipient="labour")
    whole = Hours(opens=time(0), closes=time(23, 59), every_day=True)
    keep(backend, HOURS, Office(usual=whole, most=2, per=timedelta(hours=1)).plain())
    opened, clock = {"line": OpenChannel(Line(accepts), disturbs=True)}, Clock()
    assert dispatcher(backend, clock, channels=opened, calendar=DAYS).run() == Dispatched(sent=4, held=1)
    clock.move(minutes=59)
    assert dispatcher(backend, clock, channels=opened, calendar=DAYS).run() == Dispatched()
    clock.move(minutes=1)
    assert dispatcher(backend, clock, channels=opened, calendar=DAYS).run() == Dispatched(sent=1)


@pytest.mark.parametrize(
    "document",
    [
        {"usual": {"opens": "25:00"}},
        {"usual": {"opens": "18:00", "closes": "08:00"}},
        {"usual": {"zone": "Asia/Nowhere"}},
        {"usual": {"zone": "../../etc/passwd"}},
        {"override": ["pink"]},
        {"most": 0},
    ],
)
def test_hours_that_cannot_be_are_refused(document: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        office_of(document)


def test_hours_come_back_from_their_document() -> None:
    some = Office(own={"a": Hours(zone="Asia/Urumqi")}, override=("red",), most=3, per=timedelta(minutes=5))
    assert office_of(some.plain()) == some


# Channels that are stopped, entries that have lost their point, tries after a wait


def test_a_wrong_token_stops_the_channel_for_all_until_somebody_has_looked(backend: StorageBackend) -> None:
    queue(backend, *(f"m{number}" for number in range(3)))
    wrong = Line(lambda messages: [refused(messages[0]), *answers(Outcome.TRY_AGAIN)(messages[1:])])
    assert run(backend, wrong) == Dispatched(failed=1, waiting=2, stopped={})
    other = Line(accepts)
    assert run(backend, other) == Dispatched(stopped={"line": "sign not match"})
    assert not other.batches
    stop = course(backend).stop
    assert stop is not None
    assert (stop.since, stop.reason) == (NOW, "sign not match")
    keep(backend, "channel:line", {})
    clock = Clock()
    clock.move(hours=1)
    assert run(backend, other, clock) == Dispatched(sent=2)


def refused(message: Any) -> Delivery:
    return Delivery(message.key, Outcome.REFUSED, "sign not match", stops=True)


def test_another_robot_of_the_same_kind_is_not_stopped(backend: StorageBackend) -> None:
    queue(backend, "m1", "m2")
    wrong = Line(lambda messages: [refused(messages[0]), *answers(Outcome.TRY_AGAIN)(messages[1:])])
    assert run(backend, wrong, identity="one").failed == 1
    clock = Clock()
    clock.move(hours=1)
    assert run(backend, Line(accepts), clock, identity="one").stopped == {"line": "sign not match"}
    assert run(backend, Line(accepts), clock, identity="other") == Dispatched(sent=1)


def test_only_a_refusal_stops_a_channel() -> None:
    with pytest.raises(InvalidValue):
        Delivery("k", Outcome.TRY_AGAIN, stops=True)


def test_what_has_lost_its_point_while_it_waited_is_not_sent(backend: StorageBackend) -> None:
    (one, two) = queue(backend, "m1", "m2")

    def stale(unit: UnitOfWork, entries: Any) -> dict[str, str]:
        assert {entry.key for entry in entries} == {one, two}
        return {one: "the item is completed"}

    line = Line(accepts)
    sender = dispatcher(backend, Clock(), channels={"line": OpenChannel(line)}, stale=stale)
    assert sender.run() == Dispatched(sent=1, cancelled=1)
    assert list(line.sent) == [two]
    assert stored(backend)[one].reason == "the item is completed"


def test_a_day_of_tries_counts_from_the_first_and_not_from_the_queue(backend: StorageBackend) -> None:
    """What waited over a weekend still gets its tries, and what is queued again all of them anew."""
    (one,) = queue(backend, "m1", created=NOW - timedelta(days=3))
    clock, busy = Clock(), Line(answers(Outcome.TRY_AGAIN))
    for _ in range(4):
        assert run(backend, busy, clock) == Dispatched(waiting=1)
        clock.move(hours=1)
    clock.move(hours=24)
    assert run(backend, busy, clock) == Dispatched(failed=1)
    with backend.unit(TENANT, write=True) as unit:
        assert [each.outcome for each in unit.outbox.attempts(one)] == ["try_again"] * 5
        assert unit.outbox.requeue([one], at=clock.now) == 1
        unit.commit()
    assert run(backend, busy, clock) == Dispatched(waiting=1)
    assert stored(backend)[one].attempts == 6


def test_a_dispatcher_that_is_to_end_leaves_the_rest_to_others(backend: StorageBackend) -> None:
    queue(backend, *(f"m{number}" for number in range(5)))
    line = Line(accepts)
    one = dispatcher(backend, Clock(), channels={"line": line}, batch=2, stopping=lambda: bool(line.batches))
    assert one.run() == Dispatched(sent=2)
    assert run(backend, line) == Dispatched(sent=3)
