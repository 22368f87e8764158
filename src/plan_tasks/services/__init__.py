"""One module for each use of the tracker: drafting, changing, assessing, reporting, notifying, administration.

Each is a set of functions that take a `Context` first. They read from the store, call the pure core, ask the plugins,
and write back in one unit of work. The facade over them is `plan_tasks.tracker`.
"""
