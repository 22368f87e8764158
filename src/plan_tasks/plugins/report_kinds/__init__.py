"""The built-in kinds of report, a file each: what a report says.

Not here: how it looks (`plan_tasks.plugins.report_formats`). Imports public names of `plan_tasks` only, and no format.
"""
