"""The tracker: the one object that a host opens, a facade over `plan_tasks.services`.

Lives here: opening and closing (`facade`), and what a tracker can do, a part a file: `looking`, `drafting`, `changing`,
`judging`, `noticing`, `rendering`, on what all of them need (`opened`); and `spreading`, for many plans in several
processes. Not here: any work.
"""

from plan_tasks.tracker.facade import Tracker

__all__ = ["Tracker"]
