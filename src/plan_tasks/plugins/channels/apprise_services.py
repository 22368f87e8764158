"""Hands notices to Apprise, which knows a hundred services more: push services, chats, text messages.

Apprise says True or False and no more. True means that a service took the text over, and not that anybody got it;
False does not say whether anything went out. It sleeps between two notices where a service wants it to, so it works in
a thread of its own, which is waited for only as long as there is time. It counts characters and lets long text through;
text is cut before it gets there. For WeCom, DingTalk and Feishu take the channels of these names: Apprise takes their
error codes for success.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final
from urllib.parse import unquote

import attrs

from plan_tasks.errors import PluginOptionsError
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.texts import cut, one_line
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.saying import struck
from plan_tasks.storage.contract import Finding

__all__ = ["AppriseOptions", "AppriseServices"]

_LOGGERS: Final = ("apprise", "urllib3.connectionpool")  # what they log holds URLs
_SHORTEST_TOKEN: Final = 6


@attrs.frozen(kw_only=True)
class AppriseOptions:
    """Options of Apprise.

    Attributes:
        url: The URL of one service, or of several with spaces between them.
        max_bytes: The longest text in bytes of UTF-8; None for as many characters as the service takes.
        again: Whether what failed is tried again.
        timeout: Seconds that one notice may take.
    """

    url: Secret = attrs.field(
        metadata=documented(
            "Apprise's URL of one service, or several with spaces between them.", example="env:PUSH_URL"
        )
    )
    max_bytes: int | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(100)),
        metadata=documented(
            "The longest text in bytes of UTF-8; as many characters as Apprise knows where it is left out.",
            unit="from 100 up",
        ),
    )
    again: bool = attrs.field(
        default=True,
        metadata=documented(
            "Whether what failed is tried again. Apprise does not say whether it went out; false leaves it unknown."
        ),
    )
    timeout: float = attrs.field(
        default=20.0,
        validator=attrs.validators.gt(0),
        metadata=documented("How long one notice may take.", unit="seconds, more than 0"),
    )


class AppriseServices:
    """Hands notices over.

    Args:
        options: Its options.
        services: Apprise's object with the services in it.
    """

    def __init__(self, options: AppriseOptions, services: Any) -> None:
        self._options: Final = options
        self._services: Final = services
        self._working: threading.Thread | None = None
        self._filter: Final = _Striking(_secrets_in(options.url.reveal()))
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self._filter)

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Hand over notices one by one, as long as there is time and Apprise comes back."""
        end = time.monotonic() + deadline
        for message in messages:
            if time.monotonic() >= end:
                yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to send it")
            elif self._working is not None and self._working.is_alive():
                yield Delivery(message.key, Outcome.TRY_AGAIN, "Apprise is still busy with an earlier notice")
            else:
                yield self._hand_over(message, min(self._options.timeout, end - time.monotonic()))

    def examine(self) -> Finding:
        """Say how many services there are; whether they answer, only a notice would tell."""
        return Finding(ok=True, subject="channel apprise", text=f"{len(self._services)} services, not tried")

    def close(self) -> None:
        """Leave the loggers as they were, unless Apprise is still at work."""
        if self._working is None or not self._working.is_alive():
            for name in _LOGGERS:
                logging.getLogger(name).removeFilter(self._filter)

    def _hand_over(self, message: Message, timeout: float) -> Delivery:
        title, body = self._fitted(message)
        answers: list[bool] = []

        def work() -> None:
            with suppress(Exception):  # an error of a service; there is no answer then
                answers.append(bool(self._services.notify(title=title, body=body, body_format="text")))

        self._working = threading.Thread(target=work, name="plan_tasks apprise", daemon=True)
        self._working.start()
        self._working.join(timeout)
        if self._working.is_alive():
            return Delivery(message.key, Outcome.UNKNOWN, f"Apprise did not come back within {timeout:.0f} seconds")
        if answers == [True]:
            return Delivery(message.key, Outcome.ACCEPTED, reference="handed over")
        outcome = Outcome.TRY_AGAIN if self._options.again else Outcome.UNKNOWN
        return Delivery(message.key, outcome, "Apprise says that it failed, and not whether it went out")

    def _fitted(self, message: Message) -> tuple[str, str]:
        """Title and body, as long as the service with the shortest limit takes them."""
        title = one_line(message.subject)
        body = "\n".join(one_line(line) for line in message.body.strip().splitlines()) or title or message.recipient
        title_limit = min((service.title_maxlen for service in self._services), default=0)
        body_limit = min((service.body_maxlen for service in self._services), default=0)
        if title_limit <= 0:  # it has no titles, so Apprise writes them above the text
            body_limit -= len(title) + 2
        elif len(title) > title_limit:
            title = f"{title[: title_limit - 1]}…"
        if len(body) > body_limit:
            body = f"{body[: max(body_limit - 1, 0)]}…"
        if self._options.max_bytes is not None:
            body = cut(body, max(self._options.max_bytes - len(title.encode()) - 2, 3))
        return title, body


class _Striking(logging.Filter):
    """Takes secrets out of what is logged; everything else passes as it is."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets: Final = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = struck(text, self._secrets)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


def _secrets_in(url: str) -> Sequence[str]:
    """The URL, and the parts of it that may be tokens: services have them in every place."""
    parts = {unquote(part) for part in re.split(r"[\s/@:?&=,;]+", url)}
    return [url, *sorted(part for part in parts if len(part) >= _SHORTEST_TOKEN)]


def _open(options: AppriseOptions, _: PluginContext) -> AppriseServices:
    import apprise

    services = apprise.Apprise(asset=apprise.AppriseAsset(app_id="plan-tasks", async_mode=False))
    channel = AppriseServices(options, services)  # from here on nothing is logged that holds a token
    known = False
    try:
        known = bool(services.add(options.url.reveal()))
    finally:
        if not known:
            channel.close()
    if not known:
        raise PluginOptionsError(
            "Apprise does not know what the option url holds",
            plugin="apprise",
            remedy="see the list of its services and how their URLs are written",
        )
    return channel


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[AppriseOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="apprise",
        summary="Hands notices to one of the services that Apprise knows",
        options=AppriseOptions,
        factory=_open,
        requires=("apprise",),
    )
