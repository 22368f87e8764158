"""The contract of a backend: what it stores, how it is asked, and what it must promise.

Values, pure functions, and what every backend needs (`unit_state`); implementations are plugins. Imports
`plan_tasks.model`, `plan_tasks.errors` and the descriptor base of `plan_tasks.plugging`.
"""
