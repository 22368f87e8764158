"""How a hook, or one of its arguments, is taken away.

Lives here: the one warning class, the record of a deprecation, and the check that none outlives its date.
Not here: the deprecations themselves, which stand on the hook specifications they concern.

A deprecated hook or argument is kept for at least two minor releases. The test suite fails when the package reaches
the version in which a deprecation ends, so none can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

__all__ = ["Deprecation", "PlanTasksPluginDeprecation", "overdue"]

_VERSION: Final = re.compile(r"(\d+)\.(\d+)")


class PlanTasksPluginDeprecation(DeprecationWarning):
    """A plugin uses a hook or a hook argument that will be removed."""


def _minor_release(version: str) -> tuple[int, int]:
    match = _VERSION.match(version)
    if match is None:
        raise ValueError(f'version {version!r} must start with "major.minor"')
    return int(match[1]), int(match[2])


def _is_version(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _VERSION.fullmatch(value):
        raise ValueError(f'{attribute.name} is {value!r}; it must be "major.minor"')


@attrs.frozen(kw_only=True)
class Deprecation:
    """Something that plugins may still use, and until when.

    Attributes:
        since: Release that first warns, ``"major.minor"``.
        removed_in: First release without it, ``"major.minor"``; at least two minor releases, or a major one, later.
        use: What to use in its place, a phrase.

    Example:
        >>> Deprecation(since="1.2", removed_in="1.4", use="plan_tasks_changes_committed").text("hook plan_tasks_saved")
        'hook plan_tasks_saved is deprecated since 1.2 and goes away in 1.4; use plan_tasks_changes_committed'
    """

    since: str = attrs.field(validator=_is_version)
    removed_in: str = attrs.field(validator=_is_version)
    use: str

    def __attrs_post_init__(self) -> None:
        since, removed = _minor_release(self.since), _minor_release(self.removed_in)
        if removed[0] <= since[0] and removed < (since[0], since[1] + 2):
            raise ValueError(
                f"removed_in is {self.removed_in}; a deprecation of {self.since} is kept until "
                f"{since[0]}.{since[1] + 2} at least"
            )

    def text(self, subject: str) -> str:
        """Return the warning for ``subject``, a phrase such as ``"hook plan_tasks_saved"``."""
        return f"{subject} is deprecated since {self.since} and goes away in {self.removed_in}; use {self.use}"


def overdue(deprecations: Iterable[Deprecation], *, version: str) -> tuple[Deprecation, ...]:
    """Return the deprecations whose release of removal has come.

    Args:
        deprecations: All that are still in the code.
        version: The version of the package, such as ``"1.4.0"``.

    Example:
        >>> overdue([Deprecation(since="1.2", removed_in="1.4", use="something else")], version="1.3.9")
        ()
    """
    release = _minor_release(version)
    return tuple(one for one in deprecations if _minor_release(one.removed_in) <= release)
