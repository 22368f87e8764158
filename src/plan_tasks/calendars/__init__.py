"""Working days, periods, deadlines in words and reporting cycles; no I/O, no clock.

Lives here: the contract of a calendar (`contract`), counting working days over any calendar (`working_days`), calendars
made of announced years (`announced`), periods and the share of them that has passed (`periods`), what comes again
(`recurrence`) and the days on which it is due (`cycles`), deadlines in Chinese and English words (`deadlines`, with the
words and rules in `grammar`).
Not here: the days of a country, which calendar plugins bring; how a plan stands on a day (`plan_tasks.assessment`).
May import: `plan_tasks.model`, `plan_tasks.errors`, `plan_tasks.plugging.descriptor`.
"""

from plan_tasks.calendars.announced import AnnouncedCalendar, AnnouncedYear, Holiday, read_years
from plan_tasks.calendars.contract import CalendarType, DayKind, DayStatus, WorkCalendar
from plan_tasks.calendars.cycles import Moved, ReportingDate, reporting_dates
from plan_tasks.calendars.periods import Period, Share
from plan_tasks.calendars.recurrence import LAST_DAY, Every, Recurrence
from plan_tasks.calendars.working_days import (
    Counted,
    Reckoned,
    WorkingDays,
    add_working_days,
    count_working_days,
    is_working,
    next_working_day,
    previous_working_day,
    working_days_between,
)

__all__ = [
    "LAST_DAY",
    "AnnouncedCalendar",
    "AnnouncedYear",
    "CalendarType",
    "Counted",
    "DayKind",
    "DayStatus",
    "Every",
    "Holiday",
    "Moved",
    "Period",
    "Reckoned",
    "Recurrence",
    "ReportingDate",
    "Share",
    "WorkCalendar",
    "WorkingDays",
    "add_working_days",
    "count_working_days",
    "is_working",
    "next_working_day",
    "previous_working_day",
    "read_years",
    "reporting_dates",
    "working_days_between",
]
