"""What is due on a day: pure functions of items, rules, what has happened, and the day.

`finding` goes through a plan's items, with `reaching` (steps by time), `reporting` (rounds of returns and digests) and
`happening` (events); `climbing` says whether a ladder goes on, `gathering` fills digests, `occasion` is what comes of
it. Which rules there are is in `plan_tasks.notifying.rules`.
"""

from plan_tasks.notifying.occasions.climbing import climbed, needs_item
from plan_tasks.notifying.occasions.finding import occasions_due
from plan_tasks.notifying.occasions.gathering import Digest, Gatherer
from plan_tasks.notifying.occasions.happening import days_looked_back
from plan_tasks.notifying.occasions.occasion import Hearers, Occasion, Standing, hearers
from plan_tasks.notifying.occasions.reaching import Reached

__all__ = [
    "Digest",
    "Gatherer",
    "Hearers",
    "Occasion",
    "Reached",
    "Standing",
    "climbed",
    "days_looked_back",
    "hearers",
    "needs_item",
    "occasions_due",
]
