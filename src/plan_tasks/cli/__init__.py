"""The ``plan-tasks`` command.

One file a command group in `commands`; `parser` puts them together, `main` runs one and turns errors into exit
statuses, `output` prints. Nothing here decides anything: each command reads its arguments, calls the tracker, prints.
May import everything but plugins.
"""
