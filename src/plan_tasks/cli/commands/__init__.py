"""The built-in commands: each module adds its parsers with ``add(commands, shared)`` and runs what they read.

`COMMANDS` is the order in which help lists them.
"""

COMMANDS = (
    "demo",
    "draft",
    "check",
    "importing",
    "listing",
    "changing",
    "returns",
    "assessing",
    "notifying",
    "rendering",
    "exporting",
    "plugins",
    "completion",
)
