"""Hooks that tell what became of notices, and that the health of items has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.assessment.contract import HealthChange
    from plan_tasks.notifying.contract import Delivery

__all__ = ["plan_tasks_health_changed", "plan_tasks_notice_delivered", "plan_tasks_notice_failed"]


@hookspec.observe()
def plan_tasks_notice_delivered(deliveries: tuple[Delivery, ...]) -> None:
    """Hear of notices that a channel has accepted.

    Called:
        After a dispatcher has written down what became of a batch, in the order of plugin names.

    Arguments:
        deliveries: What the channel answered; a tuple of `Delivery`, never empty.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told, and the deliveries stay written down.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> sent = []
        >>> @hookimpl
        ... def plan_tasks_notice_delivered(deliveries):
        ...     sent.extend(delivery.key for delivery in deliveries)
    """


@hookspec.observe()
def plan_tasks_notice_failed(deliveries: tuple[Delivery, ...]) -> None:
    """Hear of notices that were given up, or of which nobody knows whether they arrived.

    Called:
        After a dispatcher has written down what became of a batch, in the order of plugin names.

    Arguments:
        deliveries: What the channel answered last; a tuple of `Delivery`, never empty, none of them accepted. What is
            tried again is not among them. One that `stops` has stopped its channel until somebody looks: raise the
            alarm.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told, and the failures stay written down.

    Example:
        >>> from plan_tasks.notifying.contract import Outcome
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_notice_failed(deliveries):
        ...     for delivery in deliveries:
        ...         if delivery.outcome is Outcome.REFUSED:
        ...             print(delivery.key, delivery.reason)
    """


@hookspec.observe()
def plan_tasks_health_changed(changes: tuple[HealthChange, ...]) -> None:
    """Hear that items stand otherwise than at the last assessment.

    Called:
        After an assessment that was asked to look for changes, once for the whole batch, in the order of plugin names.

    Arguments:
        changes: The items whose health changed, each with the health before and after; a tuple of `HealthChange`, never
            empty.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> worse = []
        >>> @hookimpl
        ... def plan_tasks_health_changed(changes):
        ...     worse.extend(changes)
    """
