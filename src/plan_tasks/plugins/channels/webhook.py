"""Posts notices as signed events to a program of the host's: an office automation system, a chat bridge, a function.

The receiver's part: verify with `plan_tasks.notifying.signing.verify`, keep the keys, answer with 2xx. A key that it
knows it answers with 2xx too, and does nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.signing import signature, signing_key
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.cloud_events import CONTENT_TYPE, check_source, event_of
from plan_tasks.plugins.channels.posting import Poster, unless_taken, wait_of
from plan_tasks.plugins.channels.reaching import check_url
from plan_tasks.plugins.channels.saying import Trouble
from plan_tasks.storage.contract import Finding

__all__ = ["Webhook", "WebhookOptions"]

_CONFLICT: Final = 409  # the receiver is still busy with the same key


def _signs(_: object, __: object, value: Secret) -> None:
    signing_key(value.reveal())


@attrs.frozen(kw_only=True)
class WebhookOptions:
    """Options of the webhook.

    Attributes:
        url: Where notices are posted to.
        secret: What both ends know, for the signature.
        source: What the events say that they come from.
        allow_private: Whether addresses of one's own network and machine are allowed.
        ca_file: Certificates to trust; None for those of the machine.
        timeout: Seconds that one notice may take.
    """

    url: Secret = attrs.field(
        validator=check_url,
        metadata=documented("Where notices are posted to.", example="https://oa.example.org/notices"),
    )
    secret: Secret = attrs.field(
        validator=_signs,
        metadata=documented("What both ends know, for the signature; base64 after whsec_.", example="env:HOOK_SECRET"),
    )
    source: str = attrs.field(
        default="plan-tasks",
        validator=check_source,
        metadata=documented("What the events say that they come from.", example="/offices/plans"),
    )
    allow_private: bool = attrs.field(
        default=False,
        metadata=documented("Whether the URL may lead into one's own network or to the machine itself."),
    )
    ca_file: Path | None = attrs.field(
        default=None, metadata=documented("Certificates to trust; those of the machine where it is left out.")
    )
    timeout: float = attrs.field(
        default=10.0,
        validator=attrs.validators.gt(0),
        metadata=documented("How long one notice may take.", unit="seconds, more than 0"),
    )


@attrs.frozen
class _Signed:
    message: Message
    body: bytes
    headers: Mapping[str, str]


class Webhook:
    """Posts events.

    Args:
        options: Its options.
        clock: Gives the moment that is signed, in seconds since 1970.
    """

    def __init__(self, options: WebhookOptions, clock: Callable[[], float] = time.time) -> None:
        self._options: Final = options
        self._clock: Final = clock
        self._poster: Final = Poster(
            options.url,
            timeout=options.timeout,
            private=options.allow_private,
            ca_file=options.ca_file,
            keep=True,
        )
        self._ready: _Signed | None = None
        self._hidden: Final = (*self._poster.secrets, options.secret.reveal())

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Post messages one by one over one connection; where there is nobody, all that are left hear so."""
        end = time.monotonic() + deadline
        trouble: Trouble | None = None
        try:
            for message, following in zip_longest(messages, messages[1:]):
                if trouble is None and time.monotonic() >= end:
                    yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to send it")
                    continue
                if trouble is None:
                    try:
                        delivery = self._deliver(message, following, end)
                        if delivery.stops:
                            trouble = Trouble(Outcome.TRY_AGAIN, delivery.reason)
                        yield delivery
                        continue
                    except Trouble as found:
                        if found.outcome is Outcome.UNKNOWN:
                            yield Delivery(message.key, found.outcome, found.reason)
                            continue
                        trouble = Trouble(Outcome.TRY_AGAIN, found.reason)
                        yield Delivery(message.key, found.outcome, found.reason, stops=found.stops)
                        continue
                yield Delivery(message.key, trouble.outcome, trouble.reason)
        finally:
            self._poster.close()

    def examine(self) -> Finding:
        """Say whether the receiver can be reached; nothing is sent."""
        wrong = self._poster.reach()
        text = wrong or f"{self._poster.shown} can be reached"
        return Finding(ok=not wrong, subject="channel webhook", text=text)

    def close(self) -> None:
        """Hang up."""
        self._poster.close()

    def _deliver(self, message: Message, following: Message | None, end: float) -> Delivery:
        """Posts a message; while its receiver thinks, the one that follows is written and signed."""
        ready, self._ready = self._ready, None
        signed = ready if ready is not None and ready.message is message else self._signed(message)

        def meanwhile() -> None:
            if following is not None:
                self._ready = self._signed(following)

        answer = self._poster.post(signed.body, signed.headers, end=end, meanwhile=meanwhile)
        if answer.status == _CONFLICT:
            why = "status 409: the receiver is still busy with it"
            return Delivery(message.key, Outcome.TRY_AGAIN, why, retry_after=wait_of(answer))
        failed = unless_taken(message.key, answer, self._hidden)
        return failed or Delivery(message.key, Outcome.ACCEPTED)

    def _signed(self, message: Message) -> _Signed:
        body, moment = event_of(message, self._options.source), int(self._clock())
        headers = {
            "Content-Type": CONTENT_TYPE,
            "Idempotency-Key": message.key,
            "Webhook-Id": message.key,
            "Webhook-Timestamp": str(moment),
            "Webhook-Signature": signature(self._options.secret.reveal(), message.key, moment, body),
        }
        return _Signed(message, body, headers)


def _open(options: WebhookOptions, _: PluginContext) -> Webhook:
    return Webhook(options)


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[WebhookOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="webhook",
        summary="Posts notices as signed CloudEvents to a program that drops keys it knows",
        options=WebhookOptions,
        factory=_open,
        honours_keys=True,
        disturbs=False,
    )
