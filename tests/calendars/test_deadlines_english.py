"""English deadlines with the day that a careful reader takes them for; the plan is for 2021."""

from __future__ import annotations

from datetime import date

import pytest

from plan_tasks.calendars import LAST_DAY, Every, Recurrence
from plan_tasks.calendars.deadlines import read_deadline

BY = True  # the words say by when
NAMED = False  # they only name a time

ONCE: list[tuple[str, str, bool]] = [
    ("by end of June", "2021-06-30", BY),
    ("by the end of June", "2021-06-30", BY),
    ("By the end of June 2022", "2022-06-30", BY),
    ("end of June", "2021-06-30", BY),
    ("end June", "2021-06-30", BY),
    ("end-June 2021", "2021-06-30", BY),
    ("by June", "2021-06-30", BY),
    ("by june", "2021-06-30", BY),
    ("June", "2021-06-30", NAMED),
    ("June 2027", "2027-06-30", NAMED),
    ("Dec. 2021", "2021-12-31", NAMED),
    ("in June 2022", "2022-06-30", NAMED),
    ("by 30 June 2021", "2021-06-30", BY),
    ("30 June 2021", "2021-06-30", NAMED),
    ("30th June, 2021", "2021-06-30", NAMED),
    ("the 30th of June 2021", "2021-06-30", NAMED),
    ("June 30, 2021", "2021-06-30", NAMED),
    ("by June 30th", "2021-06-30", BY),
    ("by Wednesday 30 June 2021", "2021-06-30", BY),
    ("by 15 December", "2021-12-15", BY),
    ("no later than 15 December", "2021-12-15", BY),
    ("not later than 15 December", "2021-12-15", BY),
    ("on or before 15 December", "2021-12-15", BY),
    ("due 15 December", "2021-12-15", BY),
    ("due by 15 December", "2021-12-15", BY),
    ("until 15 December", "2021-12-15", BY),
    ("before 15 December", "2021-12-14", BY),
    ("before June", "2021-05-31", BY),
    ("before 2022", "2021-12-31", BY),
    ("before the end of June", "2021-06-30", BY),
    ("early June", "2021-06-10", NAMED),
    ("mid-June", "2021-06-15", NAMED),
    ("late June 2022", "2022-06-30", NAMED),
    ("by the end of Q3", "2021-09-30", BY),
    ("Q3", "2021-09-30", NAMED),
    ("Q3 2022", "2022-09-30", NAMED),
    ("2022 Q3", "2022-09-30", NAMED),
    ("2022Q3", "2022-09-30", NAMED),
    ("third quarter", "2021-09-30", NAMED),
    ("the third quarter of 2022", "2022-09-30", NAMED),
    ("by the end of the 3rd quarter", "2021-09-30", BY),
    ("quarter 3", "2021-09-30", NAMED),
    ("the last quarter of 2021", "2021-12-31", NAMED),
    ("first half of 2021", "2021-06-30", NAMED),
    ("in the first half of the year", "2021-06-30", NAMED),
    ("by the end of the first half of next year", "2022-06-30", BY),
    ("H1 2022", "2022-06-30", NAMED),
    ("second half", "2021-12-31", NAMED),
    ("end of year", "2021-12-31", BY),
    ("by the end of the year", "2021-12-31", BY),
    ("by year-end", "2021-12-31", BY),
    ("year end 2022", "2022-12-31", BY),
    ("by the end of 2022", "2022-12-31", BY),
    ("end-2022", "2022-12-31", BY),
    ("by the end of next year", "2022-12-31", BY),
    ("by 2030", "2030-12-31", BY),
    ("in 2021", "2021-12-31", NAMED),
    ("within 2021", "2021-12-31", BY),
    ("this year", "2021-12-31", NAMED),
    ("by next year", "2022-12-31", BY),
    ("mid-2022", "2022-06-30", NAMED),
    ("by 2021-06-30", "2021-06-30", BY),
    ("30/06/2021", "2021-06-30", NAMED),
    ("6/30/2021", "2021-06-30", NAMED),
    ("2021-06-30 17:00", "2021-06-30", NAMED),
    ("January to June 2022", "2022-06-30", NAMED),
    ("from March 2021 to June 2022", "2022-06-30", NAMED),
    ("2021-02-28", "2021-02-28", NAMED),
    ("30-Jun-2021", "2021-06-30", NAMED),
    ("2021-2023", "2023-12-31", NAMED),
    ("from 2021 to 2023", "2023-12-31", NAMED),
    ("by 5pm on 30 June 2021", "2021-06-30", BY),
    ("by close of business on 30 June", "2021-06-30", BY),
    ("30 June 2021 at the latest", "2021-06-30", BY),
]

AGAIN: list[tuple[str, Recurrence]] = [
    ("monthly", Recurrence(every=Every.MONTH)),
    ("weekly", Recurrence(every=Every.WEEK)),
    ("quarterly", Recurrence(every=Every.QUARTER)),
    ("half-yearly", Recurrence(every=Every.HALF_YEAR)),
    ("annually", Recurrence(every=Every.YEAR)),
    ("every month", Recurrence(every=Every.MONTH)),
    ("each quarter", Recurrence(every=Every.QUARTER)),
    ("every other week", Recurrence(every=Every.WEEK, interval=2)),
    ("every two weeks", Recurrence(every=Every.WEEK, interval=2)),
    ("every 3 months", Recurrence(every=Every.MONTH, interval=3)),
    ("every Friday", Recurrence(every=Every.WEEK, day=5)),
    ("weekly on Friday", Recurrence(every=Every.WEEK, day=5)),
    ("by the 25th of every month", Recurrence(every=Every.MONTH, day=25)),
    ("the 25th day of each month", Recurrence(every=Every.MONTH, day=25)),
    ("every month by the 25th", Recurrence(every=Every.MONTH, day=25)),
    ("monthly, by the 25th", Recurrence(every=Every.MONTH, day=25)),
    ("at the end of every quarter", Recurrence(every=Every.QUARTER, day=LAST_DAY)),
    ("the last day of every month", Recurrence(every=Every.MONTH, day=LAST_DAY)),
    ("every quarter end", Recurrence(every=Every.QUARTER, day=LAST_DAY)),
    ("by the 10th of the first month of every quarter", Recurrence(every=Every.QUARTER, month=1, day=10)),
    ("annually by 30 June", Recurrence(every=Every.YEAR, month=6, day=30)),
    ("by 30 June each year", Recurrence(every=Every.YEAR, month=6, day=30)),
    ("by June 30 of every year", Recurrence(every=Every.YEAR, month=6, day=30)),
    ("by the end of June every year", Recurrence(every=Every.YEAR, month=6, day=LAST_DAY)),
    ("ongoing", Recurrence(every=Every.CONTINUOUS)),
    ("continuous", Recurrence(every=Every.CONTINUOUS)),
    ("ongoing to 2023", Recurrence(every=Every.CONTINUOUS, until=date(2023, 12, 31))),
    ("long-term", Recurrence(every=Every.CONTINUOUS)),
    ("throughout 2022", Recurrence(every=Every.CONTINUOUS, until=date(2022, 12, 31))),
    ("throughout the year", Recurrence(every=Every.CONTINUOUS, until=date(2021, 12, 31))),
    ("all year", Recurrence(every=Every.CONTINUOUS, until=date(2021, 12, 31))),
]

NONE = [
    *("as of end of June", "as of 30 June 2021", "as at 30 June", "since June", "after 30 June", "from June onwards"),
    *(
        "June onwards",
        "last year",
        "end of last year",
        "may",
        "march",
        "by 2000 tonnes",
        "in 1999 cases",
        "within 30 days",
    ),
    *("early 2021", "end of the month", "the council", "second", "half", "by", "the end", "Q5", "version 2021.6.30.5"),
    *("by 30 June and by 31 December", "2021", "long", "every", "next", "by the end of"),
]

PROBLEMS = [
    ("by 31 June", "there is no day 31 in month 6 of 2021, which has 30 days"),
    ("29 February 2021", "there is no day 29"),
    ("45 June", "there is no day 45"),
    ("06/07/2021", "write it as 2021-06-30 is written"),
    ("by the end of the plan period", "the last day of the plan's period is not known"),
    ("by the 32nd of every month", "no such day of the month"),
    ("quarter 5", "there is no quarter 5"),
]


@pytest.mark.parametrize(("words", "due", "explicit"), ONCE)
def test_a_deadline_is_read_as_a_careful_reader_takes_it(words: str, due: str, explicit: bool) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (str(found.due), found.explicit, found.recurrence, found.problem) == (due, explicit, None, "")
    assert words.startswith(found.text)


@pytest.mark.parametrize(("words", "recurrence"), AGAIN)
def test_what_comes_again_or_goes_on_has_a_recurrence_and_no_day(words: str, recurrence: Recurrence) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (found.due, found.recurrence, found.problem) == (None, recurrence, "")


@pytest.mark.parametrize("words", NONE)
def test_facts_beginnings_spans_and_other_words_are_no_deadlines(words: str) -> None:
    assert read_deadline(words, year=2021) is None


@pytest.mark.parametrize(("words", "problem"), PROBLEMS)
def test_a_day_that_does_not_exist_is_a_problem_and_not_another_day(words: str, problem: str) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (found.due, found.recurrence) == (None, None)
    assert problem in found.problem


def test_the_end_of_the_plan_s_period_is_given_by_the_caller() -> None:
    found = read_deadline("by the end of the plan period", period_end=date(2025, 6, 30))
    assert found is not None
    assert found.due == date(2025, 6, 30)
