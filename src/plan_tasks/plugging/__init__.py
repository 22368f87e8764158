"""The plugin host.

Lives here: how plugins are found, checked, registered, listed and called. It knows no kind of plugin by name: a kind
is a `Descriptor` subclass beside its own subject, and a hook specification says which class it carries.
Not here: the hooks (``plan_tasks.hooks``), the contracts of the kinds, the built-in plugins.
May import: ``plan_tasks.errors``, pluggy, attrs and cattrs. Entry points are read when a host opens, never on import.
"""

from plan_tasks.plugging.api_version import API_VERSION
from plan_tasks.plugging.descriptor import Descriptor, NoOptions, PluginContext
from plan_tasks.plugging.markers import hookimpl, hookspec
from plan_tasks.plugging.option_fields import documented
from plan_tasks.plugging.secret import Secret
from plan_tasks.plugging.timing import Operation, Timing, Timings
from plan_tasks.plugging.verdicts import Decision, Objection

__all__ = [
    "API_VERSION",
    "Decision",
    "Descriptor",
    "NoOptions",
    "Objection",
    "Operation",
    "PluginContext",
    "Secret",
    "Timing",
    "Timings",
    "documented",
    "hookimpl",
    "hookspec",
]
