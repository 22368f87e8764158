"""The version of the hook API, apart from the version of the package.

Lives here: the version, and whether a plugin's demand is met. A minor version adds: a hook, an argument, an optional
field of a descriptor. A major version takes away or renames. A plugin states the least that it needs::

    PLAN_TASKS_API = (1, 2)

and one that states nothing needs ``(1, 0)``.
"""

from __future__ import annotations

from typing import Final

__all__ = ["API_ATTRIBUTE", "API_VERSION", "api_complaint"]

API_VERSION: Final = (1, 1)
"""Major and minor version of the hook API that this package offers."""

API_ATTRIBUTE: Final = "PLAN_TASKS_API"
"""Name of the attribute in which a plugin states what it needs."""

_LEAST: Final = (1, 0)


def api_complaint(plugin: object, *, offered: tuple[int, int] = API_VERSION) -> tuple[str, str]:
    """Return why a plugin cannot be served and what to do; two empty texts when it can.

    Args:
        plugin: A module or object with or without ``PLAN_TASKS_API``.
        offered: The version that the host offers.

    Example:
        >>> class Future:
        ...     PLAN_TASKS_API = (1, 2)
        >>> api_complaint(Future())
        ('needs hook API 1.2, this host offers 1.1', 'upgrade plan-tasks')
    """
    needed = getattr(plugin, API_ATTRIBUTE, _LEAST)
    if not (isinstance(needed, tuple) and len(needed) == 2 and all(type(part) is int and part >= 0 for part in needed)):
        return f"{API_ATTRIBUTE} is {needed!r}; it must be two whole numbers", f"write {API_ATTRIBUTE} = (1, 0)"
    if needed[0] == offered[0] and needed[1] <= offered[1]:
        return "", ""
    complaint = f"needs hook API {needed[0]}.{needed[1]}, this host offers {offered[0]}.{offered[1]}"
    return complaint, "upgrade plan-tasks" if needed > offered else "upgrade the plugin"
