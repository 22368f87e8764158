"""The message bus against a real RabbitMQ, over a line that the tests can cut."""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from threading import Lock, Thread, Timer
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from plan_tasks import Tracker
from plan_tasks.errors import PluginOptionsError
from plan_tasks.model import Language
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels.bus import Bus, BusOptions, plan_tasks_channels
from plan_tasks.plugins.channels.cloud_events import event_of
from plan_tasks.testing.channel import ChannelCase, ChannelContract

kombu = pytest.importorskip("kombu")

(BUS,) = plan_tasks_channels()
BROKER = os.environ.get("PLAN_TASKS_TEST_RABBITMQ") or "amqp://guest:guest@127.0.0.1:5672//"
MESSAGE = Message(
    key="0123456789abcdef" * 4,
    channel="bus",
    recipient="schools",
    recipient_name="市教育局",  # the city's education bureau
    address="",
    subject="[due in 3 days] Open the library",
    body="开放图书馆。\n",  # open the library
    plan="city.2021/东",
    item="m1",
    language=Language.EN,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


class Line:
    """A line to the broker that can be cut, or made deaf: then nothing comes back until it hears again."""

    def __init__(self) -> None:
        place = urlsplit(BROKER)
        self._place = (place.hostname or "", place.port or 5672)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.deaf = False
        self._held: list[tuple[socket.socket, bytes]] = []
        self._turn = Lock()
        login = f"{place.username}:{place.password}"
        self.url = f"amqp://{login}@127.0.0.1:{self._listener.getsockname()[1]}{place.path}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._place)
                self._open += [near, far]
                Thread(target=self._copy, args=(near, far, False), daemon=True).start()
                Thread(target=self._copy, args=(far, near, True), daemon=True).start()

    def _copy(self, source: socket.socket, to: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                with self._turn:
                    if back and self.deaf:
                        self._held.append((to, data))
                    else:
                        to.sendall(data)
        with suppress(OSError):
            to.shutdown(socket.SHUT_RDWR)

    def hear(self) -> None:
        with self._turn:
            self.deaf = False
            for to, data in self._held:
                with suppress(OSError):
                    to.sendall(data)

    def cut(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@attrs.define
class Consumer:
    """An exchange of its own with a queue bound to it, and a consumer that drops ids it knows."""

    broker: Any
    exchange: str
    queue: Any
    taken: dict[str, Any] = attrs.field(factory=dict)

    def received(self) -> list[str]:
        while (got := self.queue.get(no_ack=True)) is not None:
            self.taken.setdefault(got.properties["message_id"], got)
        events = [json.loads(got.body) for got in self.taken.values()]
        return [f"{each['data']['subject']}\n{each['data']['body']}" for each in events]


@pytest.fixture
def broker() -> Iterator[Any]:
    line = kombu.Connection(BROKER, connect_timeout=3)
    try:
        line.ensure_connection(max_retries=1, interval_start=0)
    except Exception as error:
        if os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") == "1":
            pytest.fail(f"a server is missing: RabbitMQ: {error}")
        pytest.skip(f"no server: RabbitMQ: {error}")
    with line:
        yield line


@pytest.fixture
def made(broker: Any) -> Iterator[list[Consumer]]:
    """What the test made of exchanges; all of it is removed."""
    consumers: list[Consumer] = []
    yield consumers
    channel = broker.channel()
    for each in consumers:
        channel.exchange_delete(each.exchange)


def consumer_of(broker: Any, made: list[Consumer]) -> Consumer:
    name = f"test.{uuid.uuid4().hex}"
    channel = broker.channel()
    exchange = kombu.Exchange(name, "topic", durable=True)
    exchange(channel).declare()
    queue = kombu.Queue(name, exchange, routing_key="notice.#", exclusive=True)(channel)
    queue.declare()
    made.append(Consumer(broker, name, queue))
    return made[-1]


def opened(url: str, exchange: str, **changes: Any) -> Bus:
    given: dict[str, Any] = {"url": Secret(url), "exchange": exchange, "timeout": 2.0}
    return Bus(BusOptions(**(given | changes)), kombu)


def sent(channel: Bus, *what: Message) -> list[Delivery]:
    with closing(channel):
        return list(channel.send(what or [MESSAGE], deadline=20.0))


class TestContract(ChannelContract):
    """The bus keeps the laws of channels."""

    @pytest.fixture(autouse=True)
    def _broker(self, broker: Any, made: list[Consumer]) -> Iterator[None]:
        self._broker, self._made = broker, made
        self._lines: list[Line] = []
        yield
        for line in self._lines:
            line.cut()

    def case(self) -> ChannelCase:
        consumer, line = consumer_of(self._broker, self._made), Line()
        self._lines.append(line)
        password = urlsplit(BROKER).password or ""
        secrets = [] if password == "guest" else [password]  # noqa: S105 - that word stands in ordinary text
        options = BusOptions(url=Secret(line.url), exchange=consumer.exchange, timeout=2.0)
        return ChannelCase(
            type=BUS, received=consumer.received, options=options, secrets=[line.url, *secrets], lose=line.cut
        )


def test_an_event_has_the_key_and_survives_the_broker(broker: Any, made: list[Consumer]) -> None:
    """The body is the event, byte for byte; a plan's id is one word of the routing key."""
    consumer = consumer_of(broker, made)
    assert sent(opened(BROKER, consumer.exchange)) == [Delivery(MESSAGE.key, Outcome.ACCEPTED)]
    consumer.received()
    got = consumer.taken[MESSAGE.key]
    assert got.body.encode() == event_of(MESSAGE, "plan-tasks")
    assert got.content_type == "application/cloudevents+json; charset=utf-8"
    assert got.delivery_info["routing_key"] == "notice.city%2E2021%2F%E4%B8%9C"
    assert got.properties["type"] == "plan_tasks.notice"
    assert got.properties["delivery_mode"] == 2


def test_an_event_that_no_queue_takes_is_not_lost_in_silence(broker: Any, made: list[Consumer]) -> None:
    """It waits until somebody binds one; the events round it arrive."""
    consumer = consumer_of(broker, made)
    channel = broker.channel()
    channel.queue_unbind(consumer.queue.name, consumer.exchange, "notice.#")
    channel.queue_bind(consumer.queue.name, consumer.exchange, "notice.bound")
    bound = attrs.evolve(MESSAGE, key="f" * 64, plan="bound")
    first, second, third = sent(opened(BROKER, consumer.exchange), MESSAGE, bound, attrs.evolve(MESSAGE, key="e" * 64))
    assert [each.outcome for each in (first, second, third)] == [
        Outcome.TRY_AGAIN,
        Outcome.ACCEPTED,
        Outcome.TRY_AGAIN,
    ]
    assert "no queue is bound" in first.reason
    consumer.received()
    assert consumer.taken.keys() == {bound.key}


def test_an_event_without_confirmation_may_have_arrived(broker: Any, made: list[Consumer]) -> None:
    """Nothing comes back: nobody knows. A confirmation that comes late is not taken for that of the next event."""
    consumer, line = consumer_of(broker, made), Line()
    channel = broker.channel()
    channel.queue_unbind(consumer.queue.name, consumer.exchange, "notice.#")
    channel.queue_bind(consumer.queue.name, consumer.exchange, "notice.bound")
    first, second = (attrs.evolve(MESSAGE, key=key * 64, plan="bound") for key in "ab")
    with closing(opened(line.url, consumer.exchange, timeout=1.0)) as bus:
        assert next(iter(bus.send([first], deadline=20))).outcome is Outcome.ACCEPTED
        line.deaf = True
        (delivery,) = bus.send([second], deadline=20)
        assert delivery.outcome is Outcome.UNKNOWN, delivery.reason
        later = Timer(0.2, line.hear)  # while the next event waits for its own confirmation
        later.start()
        (delivery,) = bus.send([attrs.evolve(MESSAGE, plan="unbound")], deadline=20)
        later.join()
        assert delivery.outcome is Outcome.TRY_AGAIN, delivery.reason
    line.cut()
    consumer.received()
    assert consumer.taken.keys() == {first.key, second.key}


def test_a_broker_out_of_reach_is_asked_once_a_call_and_its_url_not_shown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    url = f"amqp://office:pass-word@127.0.0.1:{port}//"
    deliveries = sent(opened(url, "plan_tasks"), MESSAGE, attrs.evolve(MESSAGE, key="f" * 64))
    assert {each.outcome for each in deliveries} == {Outcome.TRY_AGAIN}
    assert "pass-word" not in f"{deliveries} {opened(url, '')!r}"


def test_a_wrong_password_and_an_exchange_of_another_kind_are_refused(broker: Any, made: list[Consumer]) -> None:
    consumer = consumer_of(broker, made)
    place = urlsplit(BROKER)
    wrong = f"amqp://{place.username}:wrong-pass@{place.hostname}:{place.port or 5672}{place.path}"
    (stranger,) = sent(opened(wrong, consumer.exchange))
    broker.channel().exchange_declare(f"{consumer.exchange}.other", "fanout", auto_delete=True)
    made.append(Consumer(broker, f"{consumer.exchange}.other", None))
    (misfit,) = sent(opened(BROKER, f"{consumer.exchange}.other"))
    assert (stranger.outcome, misfit.outcome) == (Outcome.REFUSED, Outcome.REFUSED)
    assert "wrong-pass" not in stranger.reason
    assert "ACCESS_REFUSED" in stranger.reason


def test_without_confirmations_events_are_handed_over() -> None:
    """Another kind of broker: the one in memory that kombu has for tests."""
    name = uuid.uuid4().hex
    with kombu.Connection("memory://") as line:
        queue = kombu.Queue(name, kombu.Exchange(name, "topic", durable=True), routing_key="#")(line.channel())
        queue.declare()
        assert sent(opened("memory://", name)) == [Delivery(MESSAGE.key, Outcome.ACCEPTED)]
        assert queue.get(no_ack=True).properties["message_id"] == MESSAGE.key


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"url": "no-broker-at-all"}, "URL"),
        ({"routing_key": ""}, "routing key"),
        ({"routing_key": "键"}, "routing key"),
        ({"exchange": "x" * 256}, "exchange"),
        ({"source": "a b"}, "source"),
    ],
)
def test_options_that_cannot_be_are_refused(given: dict[str, Any], why: str) -> None:
    with (
        Tracker.open(autoload=False, language="en") as tracker,
        pytest.raises(PluginOptionsError, match=rf'"bus".*{why}') as refused,
    ):
        tracker.host.open(ChannelType, "bus", {"url": BROKER, **given})
    assert "no-broker-at-all" not in str(refused.value)
