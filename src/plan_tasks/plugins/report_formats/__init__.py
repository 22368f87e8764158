"""The built-in formats of reports, a folder each: how a document becomes bytes.

Not here: what a report says (`plan_tasks.plugins.report_kinds`). Imports public names of `plan_tasks` only,
and no kind.
"""
