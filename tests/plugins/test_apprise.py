"""Apprise against a real server: its own service for JSON, which says what every service says, True or False."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from tests.plugins.mail_servers import free_port
from tests.plugins.web_servers import Reply, Web, web_server

from plan_tasks import Tracker
from plan_tasks.errors import PluginOptionsError
from plan_tasks.model import Language
from plan_tasks.notifying.contract import Channel, ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import PluginContext, Secret
from plan_tasks.plugins.channels.apprise_services import AppriseOptions, plan_tasks_channels
from plan_tasks.testing.channel import ChannelCase, ChannelContract

pytest.importorskip("apprise")
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # the library's own, in a part we do not use

(APPRISE,) = plan_tasks_channels()
TOKEN = "token-in-the-path-1234567"  # noqa: S105 - of a server that runs for these tests alone
CONTEXT = PluginContext(plugin="test", logger=logging.getLogger("test"))
MESSAGE = Message(
    key="0123456789abcdef" * 4,
    channel="apprise",
    recipient="schools",
    recipient_name="市教育局",  # the city's education bureau
    address="",
    subject="[due in 3 days] Open the library",
    body="开放图书馆。<b>&\n",  # open the library
    plan="city",
    item="m1",
    language=Language.EN,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


def options(port: int, query: str = "", **changes: Any) -> AppriseOptions:
    return AppriseOptions(url=Secret(f"json://127.0.0.1:{port}/{TOKEN}{query}"), **changes)


def opened(chosen: AppriseOptions) -> Channel:
    return APPRISE.factory(chosen, CONTEXT)


def sent(chosen: AppriseOptions, *what: Message, deadline: float = 20.0) -> list[Delivery]:
    with closing(opened(chosen)) as channel:
        return list(channel.send(what or [MESSAGE], deadline=deadline))


def texts(web: Web) -> list[str]:
    bodies = [json.loads(request.body) for request in web.requests]
    return [f"{body['title']}\n{body['message']}" for body in bodies]


class TestContract(ChannelContract):
    """Apprise keeps the laws of channels."""

    @pytest.fixture(autouse=True)
    def _servers(self) -> Iterator[None]:
        with ExitStack() as self._running:
            yield

    def case(self) -> ChannelCase:
        web = self._running.enter_context(web_server())
        return ChannelCase(type=APPRISE, received=lambda: texts(web), options=options(web.port), secrets=[TOKEN])


def test_text_is_handed_over_as_it_is() -> None:
    with web_server() as web:
        assert sent(options(web.port)) == [Delivery(MESSAGE.key, Outcome.ACCEPTED, reference="handed over")]
    assert texts(web) == ["[due in 3 days] Open the library\n开放图书馆。<b>&"]


@pytest.mark.parametrize("again", [True, False])
def test_what_failed_is_tried_again_or_unknown_and_nothing_is_made_up(again: bool) -> None:
    """Apprise does not say whether it went out: the office chooses."""
    outcome = Outcome.TRY_AGAIN if again else Outcome.UNKNOWN
    with web_server(lambda _: Reply(500)) as web:
        (refused,) = sent(options(web.port, again=again))
    (absent,) = sent(options(free_port(), again=again))
    assert (refused.outcome, absent.outcome) == (outcome, outcome)


def test_a_service_that_does_not_come_back_is_not_waited_for() -> None:
    """The notice may have gone out; those behind it wait, since one thread at a time is enough."""
    with web_server(lambda _: Reply(late=1.5)) as web:
        first, second = sent(options(web.port, timeout=0.3), MESSAGE, attrs.evolve(MESSAGE, key="f" * 64))
    assert (first.outcome, second.outcome) == (Outcome.UNKNOWN, Outcome.TRY_AGAIN)
    assert "still busy" in second.reason


def test_long_text_is_cut_before_apprise_gets_it() -> None:
    """Apprise counts characters; where a service counts bytes, the office says how many."""
    long = attrs.evolve(MESSAGE, body="长" * 50_000, subject="x" * 1_000)
    with web_server() as web:
        assert sent(options(web.port), long)[0].outcome is Outcome.ACCEPTED
        assert (
            sent(options(web.port, max_bytes=2_048), attrs.evolve(long, subject="short"))[0].outcome is Outcome.ACCEPTED
        )
    assert len(web.requests) == 2
    by_characters, by_bytes = (json.loads(request.body) for request in web.requests)
    assert len(by_characters["message"]) <= 32_768
    assert by_characters["message"].endswith("长…")
    assert len(by_characters["title"]) <= 250
    assert 2_000 < len(f"{by_bytes['title']}\n{by_bytes['message']}".encode()) <= 2_048


def test_tokens_are_struck_out_of_the_librarys_log_lines(caplog: pytest.LogCaptureFixture) -> None:
    """At every level; and when the channel is closed, the loggers are as they were."""
    before = [list(logging.getLogger(name).filters) for name in ("apprise", "urllib3.connectionpool")]
    with caplog.at_level(logging.DEBUG), web_server(lambda _: Reply(404)) as web:
        sent(options(web.port, f"?+X-Key={TOKEN}-2"))
    assert "POST" in caplog.text
    assert TOKEN not in caplog.text
    assert [list(logging.getLogger(name).filters) for name in ("apprise", "urllib3.connectionpool")] == before


def test_a_url_that_apprise_does_not_know_is_refused_and_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    with (
        Tracker.open(autoload=False, language="en") as tracker,
        caplog.at_level(logging.DEBUG),
        pytest.raises(PluginOptionsError, match="Apprise does not know") as refused,
    ):
        tracker.host.open(ChannelType, "apprise", {"url": f"no-such-service://{TOKEN}"})
    assert TOKEN not in f"{refused.value} {caplog.text}"
