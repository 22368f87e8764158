"""Working days and reporting cycles; pure, on a calendar that is given.

`contract` says what a calendar is, `working_days` counts with one. Which days a country works is data of a plugin in
`plan_tasks.plugins.calendars`. Imports `plan_tasks.model`, `plan_tasks.errors` and the descriptor base.
"""

from plan_tasks.calendars.contract import CalendarType, DayKind, DayStatus, WorkCalendar
from plan_tasks.calendars.working_days import Reckoned, add_working_days, next_working_day, working_days_between

__all__ = [
    "CalendarType",
    "DayKind",
    "DayStatus",
    "Reckoned",
    "WorkCalendar",
    "add_working_days",
    "next_working_day",
    "working_days_between",
]
