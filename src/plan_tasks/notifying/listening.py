"""Gives messages to a channel and believes nothing of what it does: faults are its own, and no secret gets out."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Sequence

from plan_tasks.notifying.contract import Channel, Delivery, Message, Outcome

__all__ = ["listen"]

_log = logging.getLogger("plan_tasks.notifying")
_MOST_NONSENSE = 100  # answers that belong to no message, after which a channel is not listened to any further


def listen(
    name: str, channel: Channel, messages: Sequence[Message], answers: dict[str, Delivery], *, deadline: float
) -> str:
    """Sends messages through a channel, and takes the answers as they come.

    Args:
        name: The channel's.
        channel: The channel.
        messages: What it is given.
        answers: Key -> answer; is filled, so that what came is known even if somebody stops the program.
        deadline: Seconds that it may take.

    Returns:
        What the channel did wrong; empty for nothing. What it did not answer is then unknown.
    """
    wanted = {message.key for message in messages}
    fault, nonsense = "", 0
    try:
        given: Iterable[object] = channel.send(messages, deadline=deadline)
        for delivery in given:
            if isinstance(delivery, Delivery) and delivery.key in wanted and delivery.key not in answers:
                answers[delivery.key] = delivery
                continue
            nonsense += 1
            fault = f"it answered with a {type(delivery).__name__} that belongs to no message"
            if nonsense > _MOST_NONSENSE:
                break
    except (Exception, SystemExit) as error:
        # The error's own words may hold an address with a token in it, so they are neither shown nor logged.
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.debug("channel %s failed with %s:\n%s", name, type(error).__name__, frames)
        words = error.strerror if isinstance(error, OSError) and error.strerror else ""
        fault = f"it failed with {type(error).__name__}{f': {words}' if words else ''}"
    if unanswered := wanted - answers.keys():
        fault = fault or "it did not say what became of a message"
        for key in unanswered:
            answers[key] = Delivery(key, Outcome.UNKNOWN, f"the channel's fault: {fault}")
    return fault
