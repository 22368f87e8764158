"""Publishes notices as events to a message broker, for hosts that route them on by themselves.

RabbitMQ is what it is tried on; kombu speaks to others as well, which confirm less. Consumers drop an id that they
know, as with webhooks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

import attrs

from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.cloud_events import CONTENT_TYPE, EVENT_TYPE, check_source, event_of
from plan_tasks.plugins.channels.saying import Trouble, said
from plan_tasks.storage.contract import Finding

__all__ = ["Bus", "BusOptions"]

_PERSISTENT: Final = 2
_LONGEST_KEY: Final = 255  # bytes of a routing key
_REFUSALS: Final = frozenset({403, 404, 406, 530})  # no permission, no such thing, another kind of thing, not allowed


def _check_url(_: object, __: object, value: Secret) -> None:
    try:
        parts = urlsplit(value.reveal())
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme:
        raise ValueError("the URL is none of a broker; give one like amqp://user:password@mq.example.org//")


def _check_routing_key(_: object, __: object, value: str) -> None:
    if not value or not value.isascii() or not value.isprintable() or len(value) > _LONGEST_KEY:
        raise ValueError(f"the routing key {value!r} is not one of 1 to {_LONGEST_KEY} ASCII characters")


@attrs.frozen(kw_only=True)
class BusOptions:
    """Options of the message bus.

    Attributes:
        url: The broker's URL.
        exchange: The exchange that events are published to.
        routing_key: By what the exchange routes them.
        source: What the events say that they come from.
        timeout: Seconds that one event may take.
    """

    url: Secret = attrs.field(
        validator=_check_url,
        metadata=documented("The broker's URL, with user and password.", example="env:BROKER_URL"),
    )
    exchange: str = attrs.field(
        default="plan_tasks",
        validator=attrs.validators.max_len(_LONGEST_KEY),
        metadata=documented("The topic exchange, made when it is not there; empty for the default one."),
    )
    routing_key: str = attrs.field(
        default="notice.{plan}",
        validator=_check_routing_key,
        metadata=documented("By what the exchange routes; `{plan}` stands for the plan's id.", example="notice"),
    )
    source: str = attrs.field(
        default="plan-tasks",
        validator=check_source,
        metadata=documented("What the events say that they come from.", example="/offices/plans"),
    )
    timeout: float = attrs.field(
        default=10.0,
        validator=attrs.validators.gt(0),
        metadata=documented("How long one event may take.", unit="seconds, more than 0"),
    )


class Bus:
    """Publishes events.

    Args:
        options: Its options.
        kombu: The library.
    """

    def __init__(self, options: BusOptions, kombu: Any) -> None:
        self._options: Final = options
        self._kombu: Final = kombu
        self._line: Any = None
        self._producer: Any = None
        self._returned: list[str] = []  # what the broker had no queue for

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        """Publish messages one by one, each confirmed; without a broker all that are left hear so."""
        end = time.monotonic() + deadline
        trouble: Trouble | None = None
        for message in messages:
            if trouble is None and time.monotonic() >= end:
                yield Delivery(message.key, Outcome.TRY_AGAIN, "there was no time left to publish it")
                continue
            if trouble is None:
                try:
                    self._connect()
                    yield self._publish(message, end)
                except Trouble as found:
                    yield Delivery(message.key, found.outcome, found.reason, stops=found.stops)
                    trouble = found
                continue
            yield Delivery(message.key, Outcome.TRY_AGAIN, trouble.reason)

    def examine(self) -> Finding:
        """Say whether the broker lets us in; nothing is published."""
        try:
            self._connect()
        except Trouble as trouble:
            return Finding(ok=False, subject="channel bus", text=trouble.reason)
        return Finding(ok=True, subject="channel bus", text=f"the broker takes events ({self._driver})")

    def close(self) -> None:
        """Hang up."""
        line, self._line, self._producer = self._line, None, None
        if line is not None:
            line.release()

    @property
    def _driver(self) -> str:
        return str(self._line.transport.driver_type) if self._line is not None else ""

    def _connect(self) -> None:
        if self._line is not None and self._line.connected:
            return
        self.close()
        options, kombu = self._options, self._kombu
        line = kombu.Connection(options.url.reveal(), connect_timeout=options.timeout)
        if line.transport.driver_type == "amqp":
            line.transport_options = {"confirm_publish": True, "read_timeout": options.timeout}
        try:
            line.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
            channel = line.channel()
            exchange = kombu.Exchange(options.exchange, "topic", durable=True)
            if options.exchange:
                exchange(channel).declare()
            heard = {"on_return": self._heard} if line.transport.driver_type == "amqp" else {}
            self._producer = kombu.Producer(channel, exchange=exchange, auto_declare=False, **heard)
        except Exception as error:  # the brokers' libraries have no common root
            line.release()
            refused = _code(error) in _REFUSALS
            outcome = Outcome.REFUSED if refused else Outcome.TRY_AGAIN
            raise Trouble(outcome, f"the broker cannot be used: {self._why(error)}", stops=refused) from None
        self._line = line

    def _heard(self, error: Exception, *_: object) -> None:
        self._returned.append(self._why(error))

    def _publish(self, message: Message, end: float) -> Delivery:
        left = max(min(self._options.timeout, end - time.monotonic()), 0.01)
        self._returned.clear()
        key = self._options.routing_key.replace("{plan}", quote(message.plan, "", errors="replace").replace(".", "%2E"))
        try:
            self._producer.publish(
                event_of(message, self._options.source),
                routing_key=key[:_LONGEST_KEY],
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                delivery_mode=_PERSISTENT,
                mandatory=self._driver == "amqp",
                message_id=message.key,
                type=EVENT_TYPE,
                timestamp=int(message.at.timestamp()),
                timeout=left,
                confirm_timeout=left,
            )
        except Exception as error:  # the brokers' libraries have no common root
            self.close()  # what it still says would be taken for an answer to the next
            if type(error).__name__ == "MessageNacked":
                return Delivery(message.key, Outcome.TRY_AGAIN, "the broker did not take it")
            outcome = Outcome.REFUSED if _code(error) in _REFUSALS else Outcome.UNKNOWN
            return Delivery(message.key, outcome, f"the broker did not confirm it: {self._why(error)}")
        if self._returned:
            return Delivery(message.key, Outcome.TRY_AGAIN, f"no queue is bound to take it: {self._returned[0]}")
        return Delivery(message.key, Outcome.ACCEPTED)

    def _why(self, error: Exception) -> str:
        url = self._options.url.reveal()
        secrets = [url, urlsplit(url).password or "", *([urlsplit(url).netloc] if "@" in url else [])]
        return said(f"{type(error).__name__}: {error}", secrets)


def _code(error: Exception) -> int:
    """The code of AMQP; 0 where there is none."""
    code = getattr(error, "reply_code", 0)
    return code if isinstance(code, int) else 0


def _open(options: BusOptions, _: PluginContext) -> Bus:
    import kombu

    return Bus(options, kombu)


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[BusOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="bus",
        summary="Publishes notices as CloudEvents to a message broker such as RabbitMQ",
        options=BusOptions,
        factory=_open,
        requires=("mq",),
        honours_keys=True,
        disturbs=False,
    )
