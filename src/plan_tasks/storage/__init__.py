"""The contract of a backend: what it stores, how it is asked, and what it must promise.

Values and pure functions only; every implementation is a plugin in `plan_tasks.plugins.storage`. Imports
`plan_tasks.model`, `plan_tasks.errors` and the descriptor base of `plan_tasks.plugging`.
"""
