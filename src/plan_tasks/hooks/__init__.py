"""The hooks: what a plugin may implement, and nothing else.

Lives here: one file for each family of hooks, each hook a function without a body, whose docstring says when it is
called, with what, what may be returned, and what happens when an implementation raises.
Not here: the calls (``plan_tasks.plugging`` and the services), the classes that hooks carry (the contracts).
May import: ``plan_tasks.plugging``; types of other packages under ``TYPE_CHECKING`` only.

A plugin never imports this package. It writes functions of the same names and marks them::

    from plan_tasks import hookimpl

    @hookimpl
    def plan_tasks_changes_committed(changes, receipt): ...
"""

from plan_tasks.hooks import changes, lifecycle, notices, policy, registration, reports

__all__ = ["SPECIFICATIONS"]

SPECIFICATIONS = (registration, changes, policy, notices, reports, lifecycle)
"""The modules that specify hooks, for `PluginHost`."""
