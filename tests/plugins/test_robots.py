"""The group robots against imitations of their vendors: bytes, what each answer means, sizes, mentions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugins.mail_servers import free_port
from tests.plugins.robot_servers import DingTalk, Feishu, Vendor, WeCom
from tests.plugins.web_servers import Reply, Web, web_server

from plan_tasks import Tracker
from plan_tasks.errors import PluginOptionsError
from plan_tasks.model import Language, plan_from_json
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.texts import lookalikes
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels import dingtalk, feishu, wecom
from plan_tasks.plugins.channels.letters import letter_of, shortened
from plan_tasks.plugins.channels.robots import Form, Robot
from plan_tasks.testing.channel import ChannelCase, ChannelContract

NOW = 1767225600.0
MESSAGE = Message(
    key="0123456789abcdef" * 4,
    channel="robot",
    recipient="schools",
    recipient_name="市教育局",  # the city's education bureau
    address="",
    subject="【3天后到期】开放图书馆",  # due in 3 days: open the library
    body='市教育局：\n\n"请在时限前办结。"\n',
    plan="city",
    item="m1",
    language=Language.ZH,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


@attrs.frozen
class Kind:
    """A robot under test and its vendor."""

    module: Any
    options: type
    vendor: type[Vendor]
    mentions: Callable[[Any], Any]
    busy: int
    wait: int

    @property
    def type(self) -> ChannelType[Any]:
        found: list[ChannelType[Any]] = list(self.module.plan_tasks_channels())
        return found[0]

    def opened(self, web: Web, vendor: Vendor, *, now: float | None = None, **changes: Any) -> Robot:
        chosen = self.chosen(web, vendor, **changes)
        held = [chosen.secret] if self is not WECOM else []
        clock = {} if now is None else {"clock": lambda: now}
        return Robot(chosen, self.module.manner(chosen), secrets=held, **clock)

    def chosen(self, web: Web, vendor: Vendor, **changes: Any) -> Any:
        usual: dict[str, Any] = {"url": Secret(web.url(vendor.path())), "allow_private": True, "timeout": 5.0}
        usual |= {} if self is WECOM else {"secret": Secret(vendor.secret)}
        usual |= {"pause": 0.0} if self is FEISHU else {}
        return self.options(**(usual | changes))


def _nobody(body: Any) -> Any:
    return [body["text"].get("mentioned_list", []), body["text"].get("mentioned_mobile_list", [])]


WECOM = Kind(wecom, wecom.WeComOptions, WeCom, _nobody, 45009, 60)
DINGTALK = Kind(
    dingtalk,
    dingtalk.DingTalkOptions,
    DingTalk,
    lambda body: [body["at"]["atUserIds"], body["at"]["atMobiles"]],
    130101,
    600,
)
FEISHU = Kind(
    feishu,
    feishu.FeishuOptions,
    Feishu,
    lambda body: [re.findall(r'"tag": "at", "user_id": "(.*?)"', json.dumps(body)), []],
    11232,
    60,
)
KINDS = [WECOM, DINGTALK, FEISHU]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=["wecom", "dingtalk", "feishu"])


def sent(robot: Robot, *what: Message, deadline: float = 20.0) -> list[Delivery]:
    return list(robot.send(what or [MESSAGE], deadline=deadline))


def messages(count: int) -> list[Message]:
    return [attrs.evolve(MESSAGE, key=f"{number:064x}") for number in range(count)]


class _Contract(ChannelContract):
    kind: Kind
    form = Form.TEXT

    @pytest.fixture(autouse=True)
    def _servers(self) -> Iterator[None]:
        with ExitStack() as self._running:
            yield

    def case(self) -> ChannelCase:
        vendor = self.kind.vendor()
        web = self._running.enter_context(web_server(vendor))
        return ChannelCase(
            type=self.kind.type,
            received=vendor.seen,
            options=self.kind.chosen(web, vendor, form=self.form),
            address="user:zhang.san",
            bad_address="@all",
            secrets=[vendor.token] if self.kind is WECOM else [vendor.token, vendor.secret],
            lose=web.stop,
        )


class TestWeCom(_Contract):
    """The robot of WeCom keeps the laws of channels."""

    kind = WECOM


class TestDingTalk(_Contract):
    """The robot of DingTalk keeps the laws of channels."""

    kind = DINGTALK


class TestFeishu(_Contract):
    """The robot of Feishu keeps the laws of channels."""

    kind = FEISHU


class TestFeishuCard(_Contract):
    """So does its card, whose Markdown is escaped."""

    kind = FEISHU
    form = Form.MARKDOWN


HEAD = (
    "POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\nContent-Length: {length}\r\n"
    "User-Agent: plan-tasks\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
)
LINK = "https://oa.example.org/plans/{plan}/{item}"
GOLDEN = json.loads((Path(__file__).parent / "data" / "robot_requests.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wanted", GOLDEN, ids=lambda wanted: f"{wanted['robot']}-{wanted['form']}")
def test_what_goes_over_the_line_byte_by_byte(wanted: dict[str, str]) -> None:
    """A golden request, its signature made with another program; at a second try it is the same, the moment apart."""
    kind = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}[wanted["robot"]]
    vendor = kind.vendor(now=NOW)
    message = attrs.evolve(MESSAGE, address=wanted["address"])
    with web_server(vendor) as web:
        robot = kind.opened(web, vendor, now=NOW, form=Form(wanted["form"]), link=wanted.get("link", ""))
        assert sent(robot, message) == sent(robot, message) == [Delivery(MESSAGE.key, Outcome.ACCEPTED)]
    data = wanted["body"].encode()
    head = HEAD.format(target=wanted["target"], port=web.port, length=len(data)).encode()
    assert [each.raw for each in web.requests] == [head + data] * 2


@each_kind
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(429, headers={"Retry-After": "7"}), Outcome.TRY_AGAIN),
        (Reply(503), Outcome.TRY_AGAIN),
        (Reply(500), Outcome.UNKNOWN),
        (Reply(502, b"<html>bad gateway</html>"), Outcome.UNKNOWN),
        (Reply(404), Outcome.REFUSED),
        (Reply(302, headers={"Location": "https://example.org/"}), Outcome.REFUSED),
        (Reply(200, b""), Outcome.UNKNOWN),
        (Reply(200, b"ok"), Outcome.UNKNOWN),
        (Reply(200, b"<html>please log in</html>"), Outcome.UNKNOWN),
        (Reply(200, b"{}"), Outcome.UNKNOWN),
        (Reply(200, b"[]"), Outcome.UNKNOWN),
        (Reply(200, b"0"), Outcome.UNKNOWN),
        (Reply(200, b'"errcode code StatusCode"'), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": "0", "code": "0"}'), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": false, "code": false}'), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": null, "code": null}'), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": 0, "code": 0, "errmsg": "ok"}', hang_up="in the body"), Outcome.UNKNOWN),
        (Reply(200, b"[" * 60_000), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": 0, "code": 0' + b" " * 70_000 + b"}"), Outcome.UNKNOWN),
        (Reply(hang_up="before the status"), Outcome.UNKNOWN),
        (Reply(late=1.0), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": 0, "code": 0}', drip=0.05), Outcome.UNKNOWN),
        (Reply(200, b'{"errcode": 77777, "code": 77777}'), Outcome.TRY_AGAIN),
        (Reply(200, b'{"errcode": -1, "code": -1, "errmsg": "system busy"}'), Outcome.TRY_AGAIN),
        (Reply(200, b'{"errcode": 0, "code": 0, "StatusCode": 0}'), Outcome.ACCEPTED),
    ],
)
def test_what_an_answer_means(kind: Kind, reply: Reply, outcome: Outcome) -> None:
    """Only a code of 0 in JSON that was read to its end is a success."""
    vendor = kind.vendor()
    with web_server(lambda _: reply) as web:
        (delivery,) = sent(kind.opened(web, vendor, timeout=0.3 if reply.late or reply.drip else 20.0))
    assert delivery.outcome is outcome, delivery.reason
    assert bool(delivery.reason) == (outcome is not Outcome.ACCEPTED)
    assert len(web.requests) == 1


REFUSALS = [
    *((WECOM, code, Outcome.REFUSED) for code in (93000, 40058)),
    *((DINGTALK, code, Outcome.REFUSED) for code in (310000, 300001, 300005)),
    *((FEISHU, code, Outcome.REFUSED) for code in (19001, 19021, 19022, 19024, 9499)),
    *((kind, kind.busy, Outcome.TRY_AGAIN) for kind in KINDS),
]


@pytest.mark.parametrize(("kind", "code", "outcome"), REFUSALS)
def test_a_code_in_an_answer_of_status_200_is_a_failure(kind: Kind, code: int, outcome: Outcome) -> None:
    """Signature, keyword, address, token: never again. Too fast: again, after as long as the vendor blocks."""
    answer = json.dumps({"errcode": code, "code": code, "errmsg": "no", "msg": "no"}).encode()
    with web_server(lambda _: Reply(200, answer)) as web:
        (delivery,) = sent(kind.opened(web, kind.vendor()))
    assert (delivery.outcome, delivery.reason) == (outcome, f"error code {code}: no")
    assert delivery.retry_after == (timedelta(seconds=kind.wait) if code == kind.busy else None)


def test_any_code_of_feishu_that_is_not_0_is_a_failure() -> None:
    """Old robots say StatusCode, new ones code, some both."""
    for answer, outcome in (
        ({"StatusCode": 0, "StatusMessage": "success"}, Outcome.ACCEPTED),
        ({"StatusCode": 0, "code": 19021}, Outcome.REFUSED),
        ({"StatusCode": 19021, "code": 0}, Outcome.REFUSED),
        ({"StatusCode": 9499}, Outcome.REFUSED),
    ):
        body = json.dumps(answer).encode()
        with web_server(lambda _, body=body: Reply(200, body)) as web:  # type: ignore[misc] # bound at once
            (delivery,) = sent(FEISHU.opened(web, Feishu()))
        assert delivery.outcome is outcome


@each_kind
def test_codes_and_waits_are_the_offices_to_set(kind: Kind) -> None:
    """The vendors change them without notice."""
    answer = json.dumps({"errcode": 12345, "code": 12345}).encode()
    with web_server(lambda _: Reply(200, answer)) as web:
        (busy,) = sent(kind.opened(web, kind.vendor(), busy_codes=(12345,), busy_wait=5.0))
        (refused,) = sent(kind.opened(web, kind.vendor(), refused_codes=(12345,)))
    assert (busy.outcome, busy.retry_after) == (Outcome.TRY_AGAIN, timedelta(seconds=5))
    assert refused.outcome is Outcome.REFUSED


@each_kind
def test_a_robot_that_was_called_too_often_is_left_alone(kind: Kind) -> None:
    """To go on calling would only make the vendor block it for longer."""
    vendor = kind.vendor(most=2)
    with web_server(vendor) as web:
        deliveries = sent(kind.opened(web, vendor), *messages(6))
    assert [each.outcome for each in deliveries] == [Outcome.ACCEPTED] * 2 + [Outcome.TRY_AGAIN] * 4
    assert {each.retry_after for each in deliveries[2:]} == {timedelta(seconds=kind.wait)}
    assert vendor.calls == 3


@each_kind
def test_what_was_not_sent_for_anothers_sake_is_never_unknown(kind: Kind) -> None:
    with web_server(lambda _: Reply(500, headers={"Retry-After": "9"})) as web:
        deliveries = sent(kind.opened(web, kind.vendor()), *messages(3))
    assert [each.outcome for each in deliveries] == [Outcome.UNKNOWN, Outcome.TRY_AGAIN, Outcome.TRY_AGAIN]


@each_kind
def test_a_robot_out_of_reach_is_asked_once_a_call(kind: Kind) -> None:
    vendor = kind.vendor()
    deliveries = sent(kind.opened(Web(free_port(), vendor), vendor), *messages(3))
    assert {each.outcome for each in deliveries} == {Outcome.TRY_AGAIN}
    assert {each.reason.partition(": ")[2] for each in deliveries} == {"Connection refused"}


@each_kind
def test_a_wrong_token_is_refused_and_never_shown(kind: Kind) -> None:
    """Nor is the secret that the vendor repeats."""
    vendor, stranger = kind.vendor(), kind.vendor("another-token-4567890", "guessed secret")
    with web_server(vendor) as web:
        robot = kind.opened(web, stranger)
        (delivery,) = sent(robot)
        (unsigned,) = sent(kind.opened(web, kind.vendor(vendor.token, "guessed secret")))
        shown = f"{delivery} {unsigned} {robot.examine()} {robot!r}"
    assert delivery.outcome is Outcome.REFUSED
    assert unsigned.outcome is (Outcome.ACCEPTED if kind is WECOM else Outcome.REFUSED)
    assert not any(secret in shown for secret in (stranger.token, stranger.secret, vendor.token))


@pytest.mark.parametrize("form", [Form.TEXT, Form.MARKDOWN])
@pytest.mark.parametrize("unit", ["长", "𠮷", "a", '"', "\\", "图书馆\n", "*", "é"])
@each_kind
def test_a_long_text_is_cut_at_a_character_and_leads_to_the_rest(kind: Kind, form: Form, unit: str) -> None:
    """As much of it as fits, by bytes of UTF-8 in the robot's own form; never a half character; the rest by a link."""
    vendor = kind.vendor()
    with web_server(vendor) as web:
        robot = kind.opened(web, vendor, form=form, link=LINK)
        (delivery,) = sent(robot, attrs.evolve(MESSAGE, body=unit * 20_000, subject="x" * 5_000))
    assert delivery.outcome is Outcome.ACCEPTED, delivery.reason
    (seen,) = vendor.seen()
    assert "……（有删节）" in seen
    assert "�" not in seen
    assert "https://oa.example.org/plans/city/m1" in json.dumps(vendor.taken[0])
    assert "编号 01234567" in seen
    limit = {WECOM: 2048 if form is Form.TEXT else 4096}.get(kind, 20_000)
    size = len(seen.encode()) if kind is WECOM else len(web.requests[0].body)
    room = 20 if kind is WECOM else 350
    assert limit - room <= size <= limit


@each_kind
@given(body=st.text(max_size=3_000), subject=st.text(max_size=300))
@settings(max_examples=30, deadline=None)
def test_no_text_is_too_long_once_it_was_cut(kind: Kind, body: str, subject: str) -> None:
    chosen = kind.options(url=Secret("https://example.org/"))
    manner = kind.module.manner(chosen)
    whole = letter_of(attrs.evolve(MESSAGE, body=body, subject=subject))
    cut = shortened(whole, lambda each: manner.size(manner.content(each)) <= 800)
    assert manner.size(manner.content(cut)) <= 800 or len(whole.subject.encode()) > 100
    if cut is not whole:
        assert whole.body.startswith(cut.body.removesuffix("……（有删节）"))


@pytest.mark.parametrize(
    ("address", "called"),
    [
        ("", [[], []]),
        ("13800000000", [[], ["13800000000"]]),
        ("phone:+8613800000000", [[], ["+8613800000000"]]),
        ("zhang.san", [["zhang.san"], []]),
        ("user:10001000", [["10001000"], []]),
    ],
)
@each_kind
def test_an_address_says_who_is_mentioned(kind: Kind, address: str, called: list[list[str]]) -> None:
    """A phone number or a user id. Feishu calls no phone numbers; the message arrives all the same."""
    vendor = kind.vendor()
    with web_server(vendor) as web:
        (delivery,) = sent(kind.opened(web, vendor), attrs.evolve(MESSAGE, address=address))
    assert delivery.outcome is Outcome.ACCEPTED
    assert kind.mentions(vendor.taken[0]) == (called if kind is not FEISHU else [called[0], []])


@pytest.mark.parametrize(
    "address", ["@all", "all", "user:ALL", "a b", "<@x>", "x\n", "user:", "phone:12", "张三", "a" * 65]
)
@each_kind
def test_nobody_calls_everybody(kind: Kind, address: str) -> None:
    vendor = kind.vendor()
    with web_server(vendor) as web:
        bad, good = sent(kind.opened(web, vendor), attrs.evolve(MESSAGE, address=address), MESSAGE)
    assert (bad.outcome, good.outcome) == (Outcome.REFUSED, Outcome.ACCEPTED)
    assert vendor.calls == 1


INJECTIONS = [
    "@all @everyone",
    '<at user_id="all">所有人</at> <at id=all></at>',
    "<@all> <@zhang.san>",
    "[free](https://evil.example.org) ![x](https://evil.example.org/x.png)",
    "**bold** _it_ `code` ~~gone~~ # head\n# head\n> quote\n- list\n1. list\n---\n===\n| a | b |",
    '<font color="warning">red</font> &lt;at id=all&gt;',
    "{plan} {{ 7 * 7 }} ${key} %s",
    "\\*escaped\\*",
]


@pytest.mark.parametrize("text", INJECTIONS)
@each_kind
def test_markup_and_mentions_in_a_text_arrive_as_text(kind: Kind, text: str) -> None:
    """In the plain form as they were typed, by no means that calls anybody."""
    vendor = kind.vendor()
    with web_server(vendor) as web:
        sent(kind.opened(web, vendor), attrs.evolve(MESSAGE, body=text, subject=text))
    (body,), (seen,) = vendor.taken, vendor.seen()
    assert kind.mentions(body) == [[], []]
    for line in text.split("\n"):
        assert line in seen
    assert "all" not in json.dumps(body.get("at", {}).get("atMobiles", ""))
    tags = re.findall(r'"tag": "(\w+)"', json.dumps(body))
    assert set(tags) <= {"text"}


@pytest.mark.parametrize("text", INJECTIONS)
@each_kind
def test_markup_in_a_text_is_no_markup_in_markdown(kind: Kind, text: str) -> None:
    """Nothing is left that Markdown reads: it was replaced by what looks like it, or by references to characters."""
    vendor = kind.vendor()
    with web_server(vendor) as web:
        sent(kind.opened(web, vendor, form=Form.MARKDOWN), attrs.evolve(MESSAGE, body=text))
    body = vendor.taken[0]
    if kind is FEISHU:
        written = body["card"]["elements"][0]["content"]
        written = re.sub(r"&#\d+;", "", written)
    else:
        written = body["markdown"]["content" if kind is WECOM else "text"].removeprefix("**【3天后到期】开放图书馆**")
    assert not re.search(r"[*_`~<>\[\]\\|#&]|(?m:^\s*(?:[-+=]|[0-9]+[.)]))", written)


@given(st.text())
def test_what_looks_alike_holds_no_markup_and_has_the_same_length(text: str) -> None:
    assert len(lookalikes(text)) == len(text)
    assert not set("\\`*_~[]<>#|&") & set(lookalikes(text))


def test_a_pause_is_kept_between_messages_of_feishu() -> None:
    """It takes five a second; the pause never goes beyond the deadline."""
    vendor = Feishu()
    with web_server(vendor) as web:
        deliveries = sent(FEISHU.opened(web, vendor, pause=10.0), *messages(3), deadline=1.0)
    assert [each.outcome for each in deliveries] == [Outcome.ACCEPTED, Outcome.TRY_AGAIN, Outcome.TRY_AGAIN]


@each_kind
def test_rates_are_the_vendors(kind: Kind) -> None:
    rate = kind.type.rate
    assert rate is not None
    assert (rate.messages, rate.per) == (100 if kind is FEISHU else 20, timedelta(minutes=1))


def test_a_dispatcher_keeps_the_rate_and_the_mention_is_the_owners() -> None:
    """From a plan to a group: twenty go out and no more, those over wait; the owner's address is called."""
    data = {
        "id": "city",
        "title": "City",
        "start": "2021-01-01",
        "end": "2021-12-31",
        "owners": [{"id": "schools", "name": "Schools", "addresses": [{"channel": "wecom", "value": "zhang.san"}]}],
        "measures": [
            {"id": f"m{n}", "title": f"Task {n}", "due": "2021-06-30", "assignments": [{"owner": "schools"}]}
            for n in range(25)
        ],
    }
    plan = plan_from_json(json.dumps({"format": "plan_tasks.plan", "version": 1, "plan": data}))
    vendor = WeCom(most=20)
    with web_server(vendor) as web, Tracker.open("memory:", autoload=False, language="en") as tracker:
        tracker.add(plan, actor="office")
        tracker.notify("city", on=date(2021, 6, 27), channel="wecom")
        options = {"wecom": {"url": web.url(vendor.path()), "allow_private": True}}
        done = tracker.dispatch(options)
    assert (done.sent, done.failed, done.paced) == (20, 0, ("wecom",))
    assert vendor.calls == 20
    assert vendor.taken[0]["text"]["mentioned_list"] == ["zhang.san"]


@pytest.mark.parametrize("name", ["wecom", "dingtalk", "feishu"])
@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://example.org/a) [b](c"}, "link"),
        ({"url": "token-without-a-scheme"}, "URL"),
        ({"form": "html"}, "form"),
        ({"busy_wait": -1}, "busy_wait"),
        ({"refused_codes": "many"}, "refused_codes"),
    ],
)
def test_options_that_cannot_be_are_refused(name: str, given: dict[str, Any], why: str) -> None:
    with (
        Tracker.open(autoload=False, language="en") as tracker,
        pytest.raises(PluginOptionsError, match=rf'"{name}".*{why}') as refused,
    ):
        tracker.host.open(ChannelType, name, {"url": "https://example.org/robot", **given})
    assert "token-without" not in str(refused.value)
