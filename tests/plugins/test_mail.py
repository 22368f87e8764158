"""Mail against real servers: what arrives, what each answer means, and where a line may break."""

from __future__ import annotations

import email
import email.policy
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.plugins.mail_servers import SILENCE, Inbox, certificate, free_port, mail_server, scripted_server

from plan_tasks import Tracker
from plan_tasks.errors import PluginOptionsError
from plan_tasks.model import Address, Assignment, ItemId, Language, Measure, Owner, OwnerId, Plan, PlanId
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels.mail import Mail, MailOptions, Security, plan_tasks_channels
from plan_tasks.plugins.channels.mailing import mail_of
from plan_tasks.testing.channel import ChannelCase, ChannelContract

(MAIL,) = plan_tasks_channels()
PASSWORD = "open sesame 1"  # noqa: S105 - of a server that runs for these tests alone
MESSAGE = Message(
    key="0123456789abcdef" * 4,
    channel="mail",
    recipient="schools",
    recipient_name="市教育局",  # the city's education bureau
    address="office@schools.example.org",
    subject="【3天后到期】开放图书馆",  # due in 3 days: open the library
    body="市教育局：\n\n请在时限前办结。\n.\nFrom here on <b>&\n",
    plan="city",
    item="m1",
    language=Language.ZH,
    at=datetime(2021, 6, 27, 8, tzinfo=UTC),
)


def messages(count: int) -> list[Message]:
    return [
        attrs.evolve(MESSAGE, key=f"{number:064x}", address=f"office{number}@example.org") for number in range(count)
    ]


def options(port: int, **changes: Any) -> MailOptions:
    given: dict[str, Any] = {"server": "127.0.0.1", "sender": "plans@example.org", "security": Security.NONE}
    return MailOptions(**(given | {"port": port, "timeout": 5.0} | changes))


def sent(port: int, *what: Message, deadline: float = 20.0, **changes: Any) -> list[Delivery]:
    with closing(Mail(options(port, **changes))) as channel:
        return list(channel.send(what or [MESSAGE], deadline=deadline))


def parsed(data: bytes) -> EmailMessage:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert not mail.defects
    return mail


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    if shutil.which("openssl") is None:
        pytest.skip("the program openssl, which makes the certificate, is not installed")
    return certificate(tmp_path_factory.mktemp("certificate"))


class TestContract(ChannelContract):
    """Mail keeps the laws of channels; the server wants STARTTLS and a login."""

    @pytest.fixture(autouse=True)
    def _servers(self, secure: tuple[Path, Any]) -> Iterator[None]:
        self._ca, self._tls = secure
        with ExitStack() as self._running:
            yield

    def case(self) -> ChannelCase:
        inbox = self._running.enter_context(mail_server(tls=self._tls, password=PASSWORD))

        def received() -> list[str]:
            mails = [parsed(data) for data in inbox.mails]
            return ["\n".join([*(f"{k}: {v}" for k, v in mail.items()), "", text_of(mail)]) for mail in mails]

        login = {"user": "plans", "password": Secret(PASSWORD), "security": Security.STARTTLS, "ca_file": self._ca}
        return ChannelCase(
            type=MAIL,
            received=received,
            options=options(inbox.port, **login),
            address="office@schools.example.org",
            bad_address="nobody\r\nBcc: all@example.org",
            secrets=[PASSWORD],
            lose=inbox.stop,
        )


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as server:
        yield server


def test_what_arrives_is_the_mail_as_it_was_written(inbox: Inbox) -> None:
    """Byte for byte; from and to the addresses of the headers."""
    (delivery,) = sent(inbox.port)
    assert delivery == Delivery(MESSAGE.key, Outcome.ACCEPTED, reference="OK queued as 1")
    assert inbox.mails == [mail_of(MESSAGE, "plans@example.org", with_html=True).as_bytes()]
    assert inbox.envelopes == [("plans@example.org", ("office@schools.example.org",))]


def test_text_stands_in_it_twice_and_html_holds_no_markup_of_strangers(inbox: Inbox) -> None:
    sent(inbox.port)
    mail = parsed(inbox.mails[0])
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(mail) == MESSAGE.body
    page = text_of(mail, "html")
    assert "<p>市教育局：</p>\n<p>请在时限前办结。<br>\n.<br>\nFrom here on &lt;b&gt;&amp;</p>" in page
    assert '<html lang="zh">' in page


def test_the_page_that_the_words_have_is_the_html_of_the_mail(inbox: Inbox) -> None:
    """The text stands beside it; a second try sends the same bytes."""
    worded = attrs.evolve(MESSAGE, html="<!DOCTYPE html>\n<p>ours \ud800</p>\n")
    sent(inbox.port, worded)
    sent(inbox.port, worded)
    assert inbox.mails[0] == inbox.mails[1]
    mail = parsed(inbox.mails[0])
    assert text_of(mail) == MESSAGE.body
    assert text_of(mail, "html") == "<!DOCTYPE html>\n<p>ours ?</p>\n"


def test_what_strangers_type_arrives_as_text_from_the_plan_to_the_inbox(inbox: Inbox) -> None:
    """In titles and names, through the templates: no header, no tag, no line of its own."""
    typed = "x\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> {{ 7 * 7 }} <b>"
    address = Address(channel="mail", value="office@schools.example.org")
    task = Measure(
        id=ItemId("m1"), title=typed, due=date(2021, 6, 30), assignments=(Assignment(owner=OwnerId("schools")),)
    )
    plan = Plan(
        id=PlanId("city"),
        title=typed,
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(Owner(id=OwnerId("schools"), name=typed, addresses=(address,)),),
        measures=(task,),
    )
    given = {"server": "127.0.0.1", "port": inbox.port, "security": "none", "sender": "plans@example.org"}
    with Tracker.open("memory:", autoload=False, language="en") as tracker:
        tracker.add(plan, actor="office")
        tracker.notify("city", on=date(2021, 6, 27), channel="mail", words="jinja")
        assert tracker.dispatch({"mail": given}).sent == 1
    mail = parsed(inbox.mails[0])
    assert mail["Bcc"] is None
    line = "x Bcc: all@example.org <script>alert(1)</script> {{ 7 * 7 }} <b>"
    assert mail["Subject"] == f"[due in 3 days] {line[:59]}…"
    assert line in text_of(mail)
    page = text_of(mail, "html")
    assert "<script" not in page
    assert "x Bcc: all@example.org &lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} &lt;b&gt;</h1>" in page


def test_html_may_be_left_out(inbox: Inbox) -> None:
    sent(inbox.port, html=False)
    mail = parsed(inbox.mails[0])
    assert mail.get_content_type() == "text/plain"
    assert text_of(mail) == MESSAGE.body


def test_a_line_with_a_full_stop_alone_ends_no_mail(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever form a mail is written in; ours has no such line as long as its text is base64."""

    def plain(*_: Any, **__: Any) -> EmailMessage:
        mail = EmailMessage(policy=email.policy.SMTP)
        mail.set_content("one\n.\n..two\n", cte="7bit")
        return mail

    monkeypatch.setattr("plan_tasks.plugins.channels.mail.mail_of", plain)
    assert [each.outcome for each in sent(inbox.port, *messages(2))] == [Outcome.ACCEPTED] * 2
    assert [text_of(parsed(data)) for data in inbox.mails] == ["one\n.\n..two\n"] * 2


def test_headers_say_that_a_program_wrote_it_and_what_it_belongs_to(inbox: Inbox) -> None:
    """The id comes from the key alone; mails about one item share a thread, those of one plan a list."""
    other = attrs.evolve(MESSAGE, key="f" * 64, body="later", at=datetime(2021, 6, 30, 8, tzinfo=UTC))
    elsewhere = attrs.evolve(MESSAGE, key="e" * 64, item="m2", plan="县 plan")
    sent(inbox.port, MESSAGE, other, elsewhere)
    first, second, third = map(parsed, inbox.mails)
    assert first["Message-ID"] == f"<{MESSAGE.key}@plan-tasks.invalid>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["References"] == second["References"] != third["References"]
    assert first["List-Id"] == second["List-Id"] == "<city.notices.example.org>"
    assert third["List-Id"] != first["List-Id"]
    assert third["List-Id"].isascii()


def test_a_second_try_sends_the_same_bytes(inbox: Inbox) -> None:
    sent(inbox.port)
    sent(inbox.port)
    assert inbox.mails[0] == inbox.mails[1]


def test_one_connection_carries_all_mails_of_a_call(inbox: Inbox) -> None:
    assert {each.outcome for each in sent(inbox.port, *messages(20))} == {Outcome.ACCEPTED}
    assert inbox.connections == 1


def test_a_recipient_who_is_refused_costs_the_others_nothing(inbox: Inbox) -> None:
    """5xx is for good, 4xx is not; both say what the server said."""
    inbox.at_recipient = lambda address: {
        "office1@example.org": "550 5.1.1 no such user",
        "office2@example.org": "451 4.7.1 greylisted, come back later",
    }.get(address, "250 OK")
    deliveries = sent(inbox.port, *messages(4))
    assert [each.outcome for each in deliveries] == [
        Outcome.ACCEPTED,
        Outcome.REFUSED,
        Outcome.TRY_AGAIN,
        Outcome.ACCEPTED,
    ]
    assert deliveries[1].reason == "the server answers 550 to RCPT TO: 5.1.1 no such user"
    assert deliveries[2].reason == "the server answers 451 to RCPT TO: 4.7.1 greylisted, come back later"
    assert inbox.connections == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("552 too large", Outcome.REFUSED), ("452 no room", Outcome.TRY_AGAIN), ("421 going down", Outcome.TRY_AGAIN)],
)
def test_what_the_server_says_to_the_text_decides(inbox: Inbox, answer: str, outcome: Outcome) -> None:
    inbox.at_text = lambda _: answer
    (delivery,) = sent(inbox.port)
    assert delivery.outcome is outcome
    assert answer in delivery.reason.replace(" to the text:", "")


HELLO = ("220 here", "250 hello")
TAKEN = ("250 from", "250 to", "354 go on", "250 done")


@pytest.mark.parametrize(
    ("conversation", "outcome"),
    [
        ((), Outcome.TRY_AGAIN),
        (("554 no service",), Outcome.REFUSED),
        (("421 too busy",), Outcome.TRY_AGAIN),
        (("220 here",), Outcome.TRY_AGAIN),
        (HELLO, Outcome.TRY_AGAIN),
        ((*HELLO, "530 who are you", "250 reset"), Outcome.REFUSED),
        ((*HELLO, "250 from"), Outcome.TRY_AGAIN),
        ((*HELLO, "250 from", "250 to"), Outcome.TRY_AGAIN),
        ((*HELLO, "250 from", "250 to", "452 not now", "250 reset"), Outcome.TRY_AGAIN),
        ((*HELLO, "250 from", "250 to", "nonsense", "250 reset"), Outcome.TRY_AGAIN),
        ((*HELLO, "250 from", "250 to", "354 go on"), Outcome.UNKNOWN),
        ((*HELLO, "250 from", "250 to", "354 go on", "nonsense"), Outcome.TRY_AGAIN),
        ((*HELLO, *TAKEN), Outcome.ACCEPTED),
    ],
)
def test_where_the_line_breaks_decides(conversation: tuple[str, ...], outcome: Outcome) -> None:
    """Before the text nothing has gone out; once the server had all of it, nobody knows."""
    with scripted_server(conversation) as (port, _):
        (delivery,) = sent(port)
    assert delivery.outcome is outcome, delivery.reason
    assert delivery.reason or outcome is Outcome.ACCEPTED


def test_a_server_that_hangs_up_after_some_mails_is_called_again() -> None:
    """A limit of mails for each connection costs nobody a try."""
    with scripted_server((*HELLO, *TAKEN, "421 enough for now"), (*HELLO, *TAKEN)) as (port, heard):
        deliveries = sent(port, *messages(2))
    assert [each.outcome for each in deliveries] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert sum(line.lower().startswith("ehlo") for line in heard) == 2


def test_a_server_out_of_reach_is_asked_once_a_call() -> None:
    deliveries = sent(free_port(), *messages(3))
    assert [each.outcome for each in deliveries] == [Outcome.TRY_AGAIN] * 3
    assert {each.reason for each in deliveries} == {"the server is out of reach: Connection refused"}


def test_a_slow_server_is_not_waited_for() -> None:
    """It says nothing any more, before the text or after it: the time that an answer may take is kept to."""
    for said, outcome in ((HELLO, Outcome.TRY_AGAIN), ((*HELLO, *TAKEN[:3]), Outcome.UNKNOWN)):
        with scripted_server((*said, SILENCE)) as (port, _):
            (delivery,) = sent(port, timeout=0.3)
        assert delivery.outcome is outcome, delivery.reason


def test_tls_from_the_first_byte(secure: tuple[Path, Any]) -> None:
    ca, tls = secure
    with mail_server(tls=tls, at_once=True) as inbox:
        (delivery,) = sent(inbox.port, security=Security.TLS, ca_file=ca)
        assert delivery.outcome is Outcome.ACCEPTED
        (delivery,) = sent(inbox.port, security=Security.TLS)
    assert delivery.outcome is Outcome.TRY_AGAIN
    assert "certificate is not trusted" in delivery.reason


def test_a_server_without_starttls_gets_nothing_in_clear(inbox: Inbox) -> None:
    (delivery,) = sent(inbox.port, security=Security.STARTTLS, user="plans", password=Secret(PASSWORD))
    assert delivery.outcome is Outcome.REFUSED
    assert not inbox.mails
    assert not inbox.users


def test_a_wrong_password_is_refused_and_not_repeated(secure: tuple[Path, Any]) -> None:
    ca, tls = secure
    with mail_server(tls=tls, password=PASSWORD) as inbox:
        login: dict[str, Any] = {
            "user": "plans",
            "password": Secret("a guess"),
            "security": Security.STARTTLS,
            "ca_file": ca,
        }
        deliveries = sent(inbox.port, *messages(3), **login)
    assert [(each.outcome, each.stops) for each in deliveries] == [
        (Outcome.REFUSED, True),
        (Outcome.TRY_AGAIN, False),
        (Outcome.TRY_AGAIN, False),
    ]
    assert {each.reason for each in deliveries} == {"the server answers 535 to the login"}
    assert set(inbox.users) == {"plans"}


def test_a_server_that_repeats_the_password_is_not_repeated() -> None:
    """What a server says goes into reasons, without our secrets."""
    channel = Mail(options(1, security=Security.TLS, user="plans", password=Secret(PASSWORD)))
    assert channel._said("RCPT TO", 550, f"no {PASSWORD} here".encode()).endswith("550 to RCPT TO: no *** here")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"sender": "a@b\r\nBcc: c@d"}, "sender"),
        ({"user": "plans"}, "user and password go together"),
        ({"user": "plans", "password": "密码密码", "security": "tls"}, "password has characters"),
        ({"user": "plans", "password": "secret words", "security": "none"}, "line in clear"),
        ({"security": "ssl"}, "security"),
        ({"port": 0}, "port"),
        ({"timeout": 0}, "timeout"),
        ({"server": ""}, "server"),
    ],
)
def test_options_that_cannot_be_are_refused(given: dict[str, Any], why: str) -> None:
    with (
        Tracker.open(autoload=False, language="en") as tracker,
        pytest.raises(PluginOptionsError, match=rf'"mail".*{why}') as refused,
    ):
        tracker.host.open(ChannelType, "mail", {"server": "127.0.0.1", "sender": "a@example.org", **given})
    assert "密码" not in str(refused.value)
    assert "secret words" not in str(refused.value)
