"""Every error that plan_tasks raises on purpose.

The tree (a test holds it to the classes)::

    PlanTasksError
    ├── InvalidValue              a field, argument or number that the model cannot hold
    ├── InvalidDocument           a plan document with an unknown field, a wrong shape or a newer version
    ├── UnknownName               an item, plan, owner, plugin, option or scheme that does not exist
    ├── SourceUnreadable          a file that cannot be opened, decoded or understood
    ├── DestinationUnwritable     a file or folder that cannot be written
    ├── WorkflowError
    │   ├── IllegalTransition     the item's state does not allow the command
    │   ├── ChangeRefused         a rule or a guard plugin objects
    │   └── NotAuthorized         the actor may not do this
    ├── StorageError
    │   ├── Conflict              the version that was seen is stale
    │   ├── StoreUnavailable      locked, read-only, full, unreachable
    │   ├── StoreNotOurs          a file or database of another program
    │   ├── StoreTooNew           written by a newer version
    │   └── StoreDamaged          a row or the history does not match its hash
    ├── PluginError
    │   ├── PluginUnavailable     the wanted plugin was set aside, blocked or is not installed
    │   ├── PluginOptionsError    an unknown or bad option
    │   └── MissingExtra          an optional library is not installed
    └── DeliveryError             a notice could not be handed to a channel

An error says what was wrong, where, and what would be right: ``str(error)`` is one or two plain lines.
"""

from __future__ import annotations

__all__ = [
    "ChangeRefused",
    "Conflict",
    "DeliveryError",
    "DestinationUnwritable",
    "IllegalTransition",
    "InvalidDocument",
    "InvalidValue",
    "MissingExtra",
    "NotAuthorized",
    "PlanTasksError",
    "PluginError",
    "PluginOptionsError",
    "PluginUnavailable",
    "SourceUnreadable",
    "StorageError",
    "StoreDamaged",
    "StoreNotOurs",
    "StoreTooNew",
    "StoreUnavailable",
    "UnknownName",
    "WorkflowError",
]


class PlanTasksError(Exception):
    """Base of all errors here.

    Args:
        message: What was wrong, one sentence without a full stop.
        where: File and line, field path, item or URL; empty when the message says it all.
        remedy: What would be right or what to do, one sentence; empty when there is nothing to add.

    Example:
        >>> print(PlanTasksError("the file is empty", where="report.md", remedy="give a file with text"))
        report.md: the file is empty; give a file with text
    """

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}; {self.remedy}" if self.remedy else text


class InvalidValue(PlanTasksError, ValueError):
    """A field, argument or number that the model cannot hold."""


class InvalidDocument(PlanTasksError, ValueError):
    """A plan document with an unknown field, a wrong shape, or from a newer version."""


class UnknownName(PlanTasksError, LookupError):
    """An item, plan, owner, plugin, option or scheme that does not exist."""


class SourceUnreadable(PlanTasksError):
    """A file that cannot be opened, decoded or understood."""


class DestinationUnwritable(PlanTasksError):
    """A file or folder that cannot be written; what stood there is as it was."""


class WorkflowError(PlanTasksError):
    """A change that the rules of the workflow do not allow."""


class IllegalTransition(WorkflowError):
    """The item's state does not allow the command; the message lists the commands that it does allow."""


class ChangeRefused(WorkflowError):
    """A rule or a guard plugin objects to the change; nothing was stored."""


class NotAuthorized(WorkflowError):
    """The actor may not do this; nothing was stored."""


class StorageError(PlanTasksError):
    """A store failed or refused."""


class Conflict(StorageError):
    """The version that the writer saw is stale; nothing was stored.

    Args:
        item: Identifier of the item (or of the plan, for a plan header).
        seen: The version that the writer saw; 0 means "does not exist yet".
        stored: The version that the store holds; 0 means "does not exist".
    """

    def __init__(self, item: str, *, seen: int, stored: int) -> None:
        if seen == 0:
            message, remedy = (
                f"{item} exists already at version {stored}",
                "choose another id or change the existing item",
            )
        elif stored == 0:
            message, remedy = f"{item} is not in the store (version {seen} was seen)", "read it again"
        else:
            message = f"{item} was changed by someone else: version {seen} was seen, the store holds {stored}"
            remedy = "read it again and repeat the change"
        super().__init__(message, remedy=remedy)
        self.item = item
        self.seen = seen
        self.stored = stored


class StoreUnavailable(StorageError):
    """Locked, read-only, full or unreachable; nothing was stored."""


class StoreNotOurs(StorageError):
    """A file or database that another program wrote; it was not touched."""


class StoreTooNew(StorageError):
    """The store was written by a newer version of plan_tasks; it was not touched."""


class StoreDamaged(StorageError):
    """A row or the history does not match its hash."""


class PluginError(PlanTasksError):
    """A plugin failed.

    Args:
        message: What was wrong.
        plugin: The plugin's name; empty when no plugin can be blamed.
        where: As for `PlanTasksError`.
        remedy: As for `PlanTasksError`.
    """

    def __init__(self, message: str, *, plugin: str = "", where: str = "", remedy: str = "") -> None:
        super().__init__(message, where=where, remedy=remedy)
        self.plugin = plugin


class PluginUnavailable(PluginError):
    """The wanted plugin was set aside, blocked, or is not installed; the earlier failure is the cause."""


class PluginOptionsError(PluginError):
    """An unknown or bad option; the message names the plugin, the option and what it accepts."""


class MissingExtra(PluginError):
    """An optional library is not installed; the remedy is the ``pip install`` line."""


class DeliveryError(PlanTasksError):
    """A notice could not be handed to a channel."""
