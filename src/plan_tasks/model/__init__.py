"""What a plan is: frozen values; no I/O, no clock. Imports nothing of ours but `plan_tasks.errors`."""
