"""What follows from an answer, how long another try waits, how fast a channel is used and when it rests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.errors import InvalidValue
from plan_tasks.notifying.contract import Delivery, Outcome, Rate
from plan_tasks.notifying.pacing import Breaker, Course
from plan_tasks.notifying.retrying import LONGEST_REASON, MOST_ATTEMPTS, give_up_unsent, settle, was_left
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

NOW = datetime(2021, 6, 27, 8, tzinfo=UTC)
ENTRY = OutboxEntry(
    key="k",
    plan="city",
    item="m1",
    rule="due",
    occurrence="2021-06-30 -3d",
    recipient="schools",
    channel="console",
    subject="s",
    body="b",
    created=NOW,
    due=NOW,
    attempts=1,
    leased_by="w",
)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

attempts = st.integers(1, MOST_ATTEMPTS - 1)
chances = st.floats(0, 1, exclude_max=True)
spans = st.timedeltas(timedelta(days=-2), timedelta(days=30))


def after(
    outcome: Outcome,
    *,
    attempt: int = 1,
    age: timedelta = timedelta(),
    chance: float = 0.5,
    retry_after: timedelta | None = None,
    resend: bool = True,
    reason: str = "busy",
) -> tuple[OutboxState, timedelta | None, str]:
    entry = attrs.evolve(ENTRY, attempts=attempt)
    delivery = Delivery("k", outcome, reason, retry_after=retry_after)
    done = settle(entry, delivery, now=NOW + age, chance=chance, resend_unknown=resend)
    assert (done.key, done.at) == ("k", NOW + age)
    assert (done.due is not None) == (done.state is OutboxState.PENDING)
    return done.state, None if done.due is None else done.due - done.at, done.reason


@given(attempts, chances, st.none() | spans)
def test_another_try_waits_a_share_of_a_time_that_doubles(attempt: int, chance: float, asked: timedelta | None) -> None:
    """From nothing to 2 seconds doubled with each attempt, 15 minutes at the most; longer where the receiver asks."""
    state, wait, _ = after(Outcome.TRY_AGAIN, attempt=attempt, chance=chance, retry_after=asked)
    most = min(timedelta(seconds=2) * 2 ** (attempt - 1), timedelta(minutes=15))
    asked = timedelta() if asked is None else min(asked, DAY)
    assert state is OutboxState.PENDING
    assert wait is not None
    assert max(timedelta(), asked) <= wait <= max(most, asked)


@given(attempts, st.lists(chances, min_size=2, max_size=2))
def test_more_chance_waits_longer(attempt: int, two: list[float]) -> None:
    """Tries of many entries spread over the whole time, not over a corner of it."""
    waits = [after(Outcome.TRY_AGAIN, attempt=attempt, chance=chance)[1] for chance in sorted(two)]
    shorter, longer = (wait or timedelta() for wait in waits)
    assert shorter <= longer


@given(attempts, st.timedeltas(timedelta(), timedelta(days=400)))
def test_an_entry_is_given_up_after_a_day_and_three_tries(attempt: int, age: timedelta) -> None:
    state, _, reason = after(Outcome.TRY_AGAIN, attempt=attempt, age=age)
    given_up = attempt >= 3 and age >= DAY
    assert state is (OutboxState.DEAD if given_up else OutboxState.PENDING)
    assert reason == (f"given up after {attempt} attempts: busy" if given_up else "busy")


@given(st.integers(MOST_ATTEMPTS, 1000))
def test_twelve_tries_are_the_most(attempt: int) -> None:
    assert after(Outcome.TRY_AGAIN, attempt=attempt)[0] is OutboxState.DEAD


@given(st.integers(1, 100), spans, st.booleans())
def test_what_is_accepted_is_sent_and_what_is_refused_is_given_up(attempt: int, age: timedelta, resend: bool) -> None:
    """However late and however often."""
    age = abs(age)
    assert after(Outcome.ACCEPTED, attempt=attempt, age=age, resend=resend)[0] is OutboxState.SENT
    assert after(Outcome.REFUSED, attempt=attempt, age=age, resend=resend)[0] is OutboxState.DEAD


def test_an_unknown_outcome_is_tried_again_only_where_a_second_copy_does_no_harm() -> None:
    assert after(Outcome.UNKNOWN, resend=True)[0] is OutboxState.PENDING
    assert after(Outcome.UNKNOWN, resend=False)[0] is OutboxState.UNKNOWN


def test_an_unknown_outcome_that_is_given_up_stays_unknown() -> None:
    """It may have arrived, so it is not undeliverable."""
    assert after(Outcome.UNKNOWN, attempt=MOST_ATTEMPTS)[0] is OutboxState.UNKNOWN


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNKNOWN, Outcome.TRY_AGAIN])
def test_there_is_always_a_reason(outcome: Outcome) -> None:
    assert after(outcome, reason="", resend=False)[2]


@given(st.text(st.characters(), max_size=800), st.sampled_from(Outcome), st.integers(1, 14))
def test_a_reason_is_one_short_line_of_text(text: str, outcome: Outcome, attempt: int) -> None:
    _, _, reason = after(outcome, reason=text, attempt=attempt)
    assert len(reason.encode()) <= LONGEST_REASON
    assert len(reason.splitlines()) <= 1


def test_an_entry_that_was_claimed_too_often_is_given_up_unsent() -> None:
    """Claims count even where nobody lived to record an answer; and it may have arrived."""
    assert give_up_unsent(attrs.evolve(ENTRY, attempts=MOST_ATTEMPTS), NOW) is None
    done = give_up_unsent(attrs.evolve(ENTRY, attempts=MOST_ATTEMPTS + 1, reason="busy"), NOW)
    assert done is not None
    assert done.state is OutboxState.UNKNOWN
    assert done.reason == "given up: claimed 12 times, and no dispatcher came back with an answer; before that: busy"


def test_an_entry_that_comes_back_without_a_reason_was_left_by_a_dispatcher() -> None:
    """The first claim is nobody's fault; an answer that asks for another try always leaves a reason."""
    assert not was_left(ENTRY)
    assert was_left(attrs.evolve(ENTRY, attempts=2))
    _, _, reason = after(Outcome.TRY_AGAIN, reason="")
    assert not was_left(attrs.evolve(ENTRY, attempts=2, reason=reason))


@given(
    st.integers(1, 5),
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=30),
)
def test_no_stretch_of_time_holds_more_than_the_rate(messages: int, per: int, turns: list[tuple[int, int]]) -> None:
    """However calls follow one another, and all room is used in the end."""
    rate = Rate(messages=messages, per=timedelta(seconds=per))
    course, now, sent = Course(), NOW, list[datetime]()
    for seconds, wanted in turns:
        now += timedelta(seconds=seconds)
        room = course.pace(rate).room(wanted, now)
        counting = sum(now - moment < rate.per for moment in sent)
        assert room == max(min(wanted, messages - counting), 0)
        course = course.reserved(room, now, "w", rate).after(room, now, "w", rate)
        course = Course.of(course.document())
        sent += [now] * room
    for moment in sent:
        assert sum(moment <= other < moment + rate.per for other in sent) <= messages


def test_without_a_rate_there_is_always_room() -> None:
    course = Course().reserved(1000, NOW, "w", None).after(1000, NOW, "w", None)
    assert course == Course()
    assert course.pace(None).room(100, NOW) == 100


def test_a_clock_that_is_set_back_does_not_open_the_gate() -> None:
    """Nor does it shut it for longer than the rate says."""
    rate, back = Rate(messages=1, per=MINUTE), NOW - timedelta(hours=1)
    course = Course().reserved(1, NOW, "w", rate).seen(back)
    assert course.pace(rate).room(1, back) == 0
    assert course.pace(rate).room(1, back + MINUTE) == 1
    resting = Course(breaker=Breaker(faults=9, rests_until=NOW + DAY)).seen(NOW)
    assert resting.breaker.rests_until == NOW + 60 * MINUTE


def test_places_that_a_dispatcher_holds_count_until_it_gives_them_back() -> None:
    rate = Rate(messages=20, per=MINUTE)
    course = Course().reserved(20, NOW, "one", rate)
    assert course.pace(rate).room(20, NOW) == 0
    sent = course.after(5, NOW + MINUTE / 2, "one", rate)
    assert sent.pace(rate).room(20, NOW + MINUTE / 2) == 0
    back = sent.released(15, "one")
    assert back.pace(rate).room(20, NOW + MINUTE / 2) == 15
    assert back.released(5, "other") == back
    assert back.pace(rate).room(20, NOW + MINUTE * 1.5) == 20


@pytest.mark.parametrize(
    ("messages", "per"),
    [(0, MINUTE), (-1, MINUTE), (True, MINUTE), (None, MINUTE), (1, timedelta()), (1, -MINUTE), (1, 60)],
)
def test_a_rate_of_nothing_is_refused(messages: int, per: timedelta) -> None:
    with pytest.raises(InvalidValue):
        Rate(messages=messages, per=per)


def test_a_channel_rests_after_five_faults_longer_each_time_up_to_an_hour() -> None:
    breaker, now, rests = Breaker(), NOW, []
    for _ in range(20):
        breaker = breaker.after(now, fault=True)
        rests.append(breaker.rests_until - now if breaker.rests_until else timedelta())
        now = breaker.rests_until or now
    assert [rest / MINUTE for rest in rests] == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, *[60] * 10]


@given(st.lists(st.booleans(), max_size=30))
def test_only_faults_in_a_row_make_a_channel_rest(faults: list[bool]) -> None:
    breaker = Breaker()
    for fault in faults:
        breaker = breaker.after(NOW, fault=fault)
    in_a_row = next((n for n, fault in enumerate(reversed(faults)) if not fault), len(faults))
    assert breaker.faults == in_a_row
    assert breaker.resting(NOW) == (in_a_row >= 5)
