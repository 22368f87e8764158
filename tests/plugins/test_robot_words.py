"""Notices that have Markdown of their own, in the robots' groups: as it was set, cut between lines, never a stranger's.

What strangers type goes the whole way here: from a plan through the templates and the outbox to the vendor's imitation.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import attrs
import pytest
from tests.plugins.robot_servers import DingTalk, Feishu, Vendor, WeCom
from tests.plugins.test_robots import DINGTALK, FEISHU, KINDS, LINK, MESSAGE, WECOM, Kind, sent
from tests.plugins.web_servers import web_server

from plan_tasks import Tracker
from plan_tasks.model import Address, Assignment, ItemId, Measure, Owner, OwnerId, Plan, PlanId
from plan_tasks.notifying.facts import Level
from plan_tasks.plugging import Secret
from plan_tasks.plugins.channels.letters import letter_of, shortened
from plan_tasks.plugins.channels.robots import Form

each_kind = pytest.mark.parametrize("kind", KINDS, ids=["wecom", "dingtalk", "feishu"])
MARKED = attrs.evolve(
    MESSAGE,
    address="user:zhang.san",
    level=Level.RED,
    markdown="**完成时限** 2021-06-30\n- one\n- two\n[详情](https://oa.example.org/plans/city/m1)",  # deadline, details
)


def written(kind: Kind, body: Any) -> str:
    """What the robot is told to show as Markdown."""
    if kind is FEISHU:
        return str(body["card"]["elements"][0]["content"])
    return str(body["markdown"]["content" if kind is WECOM else "text"])


@each_kind
def test_a_notices_own_markdown_is_shown_and_its_owner_called(kind: Kind) -> None:
    vendor = kind.vendor()
    with web_server(vendor) as web:
        sent(kind.opened(web, vendor, link=LINK), MARKED)
    (body,) = vendor.taken
    shown = written(kind, body).replace("\n\n", "\n").split("\n")
    calls = {WECOM: "<@zhang.san>", DINGTALK: "@zhang.san", FEISHU: "<at id=zhang.san></at>"}
    at = shown.index("**完成时限** 2021-06-30")
    assert shown[at : at + 4] == MARKED.markdown.split("\n")
    assert calls[kind] in shown
    assert shown.count("[详情](https://oa.example.org/plans/city/m1)") == 1
    assert shown[-1] == "编号 01234567"  # number
    if kind is DINGTALK:
        assert (body["markdown"]["title"], body["at"]["atUserIds"]) == (MARKED.subject, ["zhang.san"])
    if kind is FEISHU:
        assert body["card"]["header"] == {
            "title": {"tag": "plain_text", "content": MARKED.subject},
            "template": "red",
        }


@each_kind
def test_an_office_may_want_plain_lines_all_the_same(kind: Kind) -> None:
    vendor = kind.vendor()
    with web_server(vendor) as web:
        sent(kind.opened(web, vendor, form=Form.TEXT), MARKED)
    assert "**" not in json.dumps(vendor.taken)


@each_kind
def test_markdown_is_cut_between_lines_and_leads_to_the_rest(kind: Kind) -> None:
    """So no bold is left open and no link broken."""
    vendor = kind.vendor()
    long = attrs.evolve(MARKED, markdown="\n".join(f"**事项{n}** {'长' * 50}" for n in range(400)))
    with web_server(vendor) as web:
        (delivery,) = sent(kind.opened(web, vendor, link=LINK), long)
    assert delivery.reason == ""
    shown = written(kind, vendor.taken[0]).replace("\n\n", "\n")
    lines = [line for line in shown.split("\n") if line.startswith("**事项")]
    assert 20 < len(lines) < 400
    assert lines == long.markdown.split("\n")[: len(lines)]
    assert "……（有删节）\n[详情](https://oa.example.org/plans/city/m1)" in shown


def test_a_line_that_is_too_long_alone_gives_way_to_plain_text() -> None:
    letter = letter_of(attrs.evolve(MARKED, markdown="x" * 5_000, body="长" * 500))
    manner = WECOM.module.manner(WECOM.options(url=Secret("https://example.org/")))
    cut = shortened(letter, lambda each: manner.size(manner.content(each)) <= 300)
    assert cut.markdown == ""
    assert cut.body.startswith("长长")
    assert cut.body.endswith("……（有删节）")


_CALLS: dict[str, list[str]] = {
    "wecom": ["<@zhang.san>"],
    "dingtalk": [],
    "feishu": ["<at id=zhang.san>", "</at>"],
}
TYPED = [
    '@all @所有人 <at user_id="all">所有人</at> <at id=all></at> <@all> <@li.si>',
    "**bold** [free](https://evil.example.org) ![x](https://evil.example.org/x.png) `code` ~~gone~~",
    "# head\r\n- list\r\n> quote {{ 7 * 7 }} {% raw %} ${name} <font color='warning'>red</font>",
]


@pytest.mark.parametrize("typed", TYPED, ids=["mentions", "markup", "lines and templates"])
@pytest.mark.parametrize("words", ["plain", "jinja"])
@each_kind
def test_what_strangers_type_arrives_as_text_from_the_plan_to_the_group(kind: Kind, words: str, typed: str) -> None:
    """In titles and names, in either wording; the owner of the item is called, and nobody else."""
    name = kind.type.name
    owner = Owner(id=OwnerId("o"), name=typed, addresses=(Address(channel=name, value="user:zhang.san"),))
    task = Measure(id=ItemId("m1"), title=typed, due=date(2021, 6, 30), assignments=(Assignment(owner=OwnerId("o")),))
    plan = Plan(
        id=PlanId("city"),
        title=typed,
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        owners=(owner,),
        measures=(task,),
    )
    vendor: Vendor = kind.vendor()
    with web_server(vendor) as web, Tracker.open("memory:", autoload=False, language="zh") as tracker:
        tracker.add(plan, actor="office")
        tracker.notify("city", on=date(2021, 6, 27), channel=name, words=words)
        options = {"url": web.url(vendor.path()), "allow_private": True}
        options |= {} if kind is WECOM else {"secret": vendor.secret}
        done = tracker.dispatch({name: options})
    assert (done.sent, done.failed) == (1, 0)
    (body,) = vendor.taken
    told = json.dumps(body, ensure_ascii=False)
    assert "49" not in told
    if isinstance(vendor, DingTalk):
        assert body["at"] == {"atMobiles": [], "atUserIds": ["zhang.san"], "isAtAll": False}
    if isinstance(vendor, WeCom) and words == "plain":
        assert body["text"]["mentioned_list"] == ["zhang.san"]
    if isinstance(vendor, Feishu) and words == "plain":
        assert re.findall(r'"user_id": "(.*?)"', told) == ["zhang.san"]
    if words == "jinja":
        shown = written(kind, body)
        assert re.findall(r"<[^>]*>", shown) == _CALLS[name]
        assert not re.search(r"\]\(|`|~~|(?m:^[#>])", shown)
        assert shown.count("**") % 2 == 0
