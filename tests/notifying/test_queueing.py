"""Entries made of occasions: their keys, whom they reach, and what they say in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.model import Assignment, ItemId, Language, Measure, Owner, OwnerId, Plan, PlanId, Role, State
from plan_tasks.notifying.contract import Recipient, Routing
from plan_tasks.notifying.occasions import occasions_due
from plan_tasks.notifying.queueing import Unreachable, entries_for, notice_key, notices_for
from plan_tasks.notifying.rules import DueRule
from plan_tasks.notifying.sentences import SENTENCES
from plan_tasks.notifying.texts import cut, one_line
from plan_tasks.storage.heads import ItemHead, Latest, head_of
from plan_tasks.storage.outbox import OutboxEntry

OWNERS = tuple(
    Owner(id=OwnerId(owner), name=name)
    for owner, name in (("schools", "市教育局"), ("water", "水务局"), ("li", "李局长"))
)
PLAN = Plan(id=PlanId("city"), title="重点工作分工", start=date(2021, 1, 1), end=date(2021, 12, 31), owners=OWNERS)
DUE = date(2021, 6, 30)
NOW = datetime(2021, 6, 27, 8, tzinfo=UTC)
LI = Recipient(id="li", name="李局长", address="li@example.org")
WANG = Recipient(id="wang", name="王科长", address="wang@example.org")


def item(*owners: tuple[str, Role], title: str = "开放图书馆") -> Measure:
    assignments = tuple(
        Assignment(owner=OwnerId(owner), role=role) for owner, role in owners or (("schools", Role.LEAD),)
    )
    return Measure(id=ItemId("m1"), title=title, due=DUE, assignments=assignments)


def queue(
    head: ItemHead,
    *,
    on: date = DUE,
    roles: tuple[Role, ...] = (Role.LEAD,),
    recipients: Mapping[tuple[str, str], Sequence[Recipient]] | None = None,
    needing: Sequence[str] = (),
    routing: Routing | None = None,
    language: Language = Language.ZH,
    plan: Plan = PLAN,
) -> tuple[list[OutboxEntry], list[Unreachable]]:
    rule = DueRule(name="due", before=(7, 3), every_after=7, roles=roles)
    notices, untold = notices_for(occasions_due([head], [rule], on), plan, language)
    entries, lost = entries_for(
        notices,
        plan,
        tenant="t",
        channel="mail",
        recipients={(channel, OwnerId(owner)): found for (channel, owner), found in (recipients or {}).items()},
        needing_address=needing,
        now=NOW,
        routing=routing,
    )
    return entries, [*untold, *lost]


def head_for(measure: Measure | None = None, latest: Latest | None = None) -> ItemHead:
    return head_of(measure or item(), PLAN, latest, 1)


PARTS = ("tenant", "plan", "item", "rule", "occurrence", "recipient", "channel")
_TEXTS = st.text(max_size=6)
_SEVEN = st.tuples(_TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS)


@given(_SEVEN, _SEVEN)
def test_keys_are_the_same_when_all_parts_are_and_else_different(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """No two ways of cutting the same characters into parts meet in one key."""
    keys = [notice_key(**dict(zip(PARTS, parts, strict=True))) for parts in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)
    assert re.fullmatch("[0-9a-f]{64}", keys[0])


def test_parts_that_run_into_one_another_have_other_keys() -> None:
    assert notice_key(**dict(zip(PARTS, ("a", "b", *"cdefg"), strict=True))) != notice_key(
        **dict(zip(PARTS, ("ab", "", *"cdefg"), strict=True))
    )


def test_a_key_does_not_depend_on_words_or_time() -> None:
    """A retitled item, another language, a later look within the step: the same notice."""
    (one,), _ = queue(head_for(), on=date(2021, 6, 27))
    (other,), _ = queue(head_for(item(title="Open it")), on=date(2021, 6, 29), language=Language.EN)
    assert one.key == other.key
    assert one.subject != other.subject


def test_an_owner_whom_nobody_knows_stands_for_itself() -> None:
    (entry,), lost = queue(head_for())
    assert (entry.recipient, entry.recipient_name, entry.address) == ("schools", "市教育局", "")
    assert lost == []


def test_an_owner_without_an_address_is_reported_where_one_is_needed() -> None:
    entries, lost = queue(head_for(), needing=["mail"])
    assert entries == []
    assert lost == [Unreachable("schools", "m1", "mail", "no address for the channel mail")]


def test_everybody_behind_an_owner_gets_a_copy() -> None:
    entries, _ = queue(head_for(), recipients={("mail", "schools"): (LI, WANG)})
    assert [(entry.recipient, entry.address) for entry in entries] == [
        ("li", "li@example.org"),
        ("wang", "wang@example.org"),
    ]
    assert len({entry.key for entry in entries}) == 2


def test_a_person_behind_several_owners_gets_one_copy_that_names_them_all() -> None:
    head = head_for(item(("schools", Role.LEAD), ("water", Role.COOPERATING), ("schools", Role.CONTACT)))
    everybody = (Role.LEAD, Role.COOPERATING, Role.CONTACT)
    (entry,), _ = queue(head, roles=everybody, recipients={("mail", "schools"): (LI,), ("mail", "water"): (LI,)})
    assert entry.body.endswith("发送对象：市教育局（牵头单位、联络员）、水务局（配合单位）\n")


def test_an_item_of_which_nobody_can_be_told_is_reported() -> None:
    nobody = head_of(Measure(id=ItemId("m1"), title="x", due=DUE), PLAN, None, 1)
    assert queue(nobody) == ([], [Unreachable("", "m1", "", "the item has no owner")])
    entries, (lost,) = queue(head_for(), roles=(Role.LEADER, Role.CONTACT))
    assert entries == []
    assert lost == Unreachable("", "m1", "", "nobody is its supervising leader or contact")


def test_a_routing_drops_notices_sends_them_elsewhere_and_to_others_too() -> None:
    recipients = {("robot", "li"): (LI,), ("mail", "schools"): (WANG,)}
    assert queue(head_for(), routing=Routing(dropped=frozenset({0}))) == ([], [])
    entries, _ = queue(
        head_for(),
        recipients=recipients,
        routing=Routing(channels={0: "robot"}, also={0: (OwnerId("li"), OwnerId("x"))}),
    )
    assert [(entry.channel, entry.recipient, entry.recipient_name) for entry in entries] == [
        ("robot", "schools", "市教育局"),
        ("robot", "li", "李局长"),
        ("robot", "x", "x"),
    ]
    assert "发送对象：李局长（供知悉）" in entries[1].body


def test_an_owner_who_is_named_again_by_the_routing_gets_no_second_copy() -> None:
    entries, _ = queue(head_for(), routing=Routing(also={0: (OwnerId("schools"),)}))
    assert len(entries) == 1


BODIES = {
    Language.ZH: (
        "【3天后到期】开放图书馆",
        (
            "市教育局：\n\n《重点工作分工》事项 m1：开放图书馆\n完成时限：2021-06-30（3天后到期，截至2021-06-27）\n"
            "目前情况：进行中；尚未填报进展\n"
            "办理要求：请在时限前办结并填报进展；确有困难的，请在到期前申请延期并说明原因。\n\n"
            "发送对象：市教育局（牵头单位）\n"
        ),
    ),
    Language.EN: (
        "[due in 3 days] 开放图书馆",
        (
            "市教育局,\n\n重点工作分工, item m1: 开放图书馆\n"
            "Deadline: 2021-06-30 (due in 3 days, counted on 2021-06-27)\n"
            "Where it stands: active; no return so far\n"
            "What to do: finish it by the deadline and report, or ask for an extension before the deadline and say why."
            "\n\nSent to: 市教育局 (lead unit)\n"
        ),
    ),
}


@pytest.mark.parametrize("language", Language)
def test_a_letter_says_what_is_due_how_it_stands_and_what_to_do(language: Language) -> None:
    (entry,), _ = queue(head_for(), on=date(2021, 6, 27), language=language)
    assert (entry.subject, entry.body) == BODIES[language]
    assert entry.language == language.value


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2021, 6, 27), "3天后到期", "due in 3 days"),
        (date(2021, 6, 29), "1天后到期", "due in 1 day"),
        (date(2021, 6, 30), "今日到期", "due today"),
        (date(2021, 7, 1), "已逾期1天", "1 day overdue"),
        (date(2021, 7, 9), "已逾期9天", "9 days overdue"),
    ],
)
def test_the_subject_says_how_urgent_it_is(on: date, zh: str, en: str) -> None:
    """Counted on the day of the look, not on the day of the step."""
    for language, words in ((Language.ZH, f"【{zh}】"), (Language.EN, f"[{en}] ")):
        (entry,), _ = queue(head_for(), on=on, language=language)
        assert entry.subject == f"{words}开放图书馆"


def test_what_is_asked_fits_how_the_item_stands() -> None:
    head = head_for()
    late = date(2021, 7, 7)
    asked = {
        name: queue(changed, on=on, language=Language.EN)[0][0].body.split("What to do: ")[1].split("\n")[0]
        for name, changed, on in (
            ("act", head, DUE),
            ("hurry", head, late),
            ("close", head._replace(percent="1.00", reported="2021-06-01"), late),
        )
    }
    assert asked == {name: SENTENCES[Language.EN].asks[name] for name in asked}
    rule = DueRule(name="due", states=(State.COMPLETION_REQUESTED,))
    requested = head._replace(state=State.COMPLETION_REQUESTED.value, percent="1")
    (notice,), _ = notices_for(occasions_due([requested], [rule], DUE), PLAN, Language.EN)
    assert SENTENCES[Language.EN].asks["judge"] in notice.body


@pytest.mark.parametrize(
    ("changed", "zh", "en"),
    [
        (
            {"percent": "0.6", "reported": "2021-06-01"},
            "2021-06-01 填报完成60%",
            "60% done by the return of 2021-06-01",
        ),
        ({"reported": "2021-06-01"}, "2021-06-01 已填报，未填完成比例", "last return 2021-06-01, without a percentage"),
        (
            {"actual": "574", "actual_end": "2021-06-30", "value": "1100", "unit": "万人"},
            "截至2021-06-30完成574万人，目标1100万人",
            "574万人 by 2021-06-30; target 1100万人",
        ),
        ({"value": "6", "upper": "7", "unit": "%"}, "尚未填报进展，目标6-7%", "no return so far; target 6-7%"),
    ],
)
def test_a_letter_states_the_last_figures(changed: dict[str, Any], zh: str, en: str) -> None:
    for language, words in ((Language.ZH, f"进行中；{zh}\n"), (Language.EN, f"active; {en}\n")):
        (entry,), _ = queue(head_for()._replace(**changed), language=language)
        assert words in entry.body


_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@given(st.text(st.characters(), max_size=40).map("x{}".format), st.sampled_from(Language))
def test_no_title_or_name_adds_a_line_or_turns_the_text_round(text: str, language: Language) -> None:
    """A letter has the same lines whatever strangers typed, and one line of subject."""
    plan = attrs.evolve(PLAN, title=text, owners=(Owner(id=OwnerId("schools"), name=text),))
    (entry,), _ = queue(head_for(item(title=text)), language=language, plan=plan)
    (plain,), _ = queue(head_for(), language=language)
    assert _HARMFUL.search(entry.subject) is None
    assert entry.body.count("\n") == plain.body.count("\n")
    assert _HARMFUL.search(entry.body.replace("\n", "")) is None


def test_a_title_is_never_read_as_a_template() -> None:
    (entry,), _ = queue(head_for(item(title="$name ${ask} $$ {0} %s")))
    assert "$name ${ask} $$ {0} %s" in entry.subject
    assert "$name ${ask} $$ {0} %s" in entry.body


def test_a_long_title_is_cut_in_the_subject_and_whole_in_the_letter() -> None:
    title = "开" * 100
    (entry,), _ = queue(head_for(item(title=title)))
    assert entry.subject == f"【今日到期】{'开' * 59}…"
    assert title in entry.body


@given(st.text(st.characters()), st.integers(3, 60))
def test_text_is_cut_to_bytes_at_a_character(text: str, most: int) -> None:
    """Never longer than allowed, always text, and untouched where it fits."""
    short = cut(text, most)
    whole = text.encode(errors="replace")
    if len(whole) <= most:
        assert short == text
    else:
        assert len(short.encode(errors="replace")) <= most
        assert short.endswith("…")
        assert whole.decode().startswith(short[:-1])


@given(st.text(st.characters()))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


def test_a_measured_value_is_that_of_the_head() -> None:
    """The head's own columns reach the letter, not only ones that a test put there."""
    head = head_for(latest=Latest(Decimal("5"), date(2021, 1, 1), date(2021, 6, 30)))
    assert "截至2021-06-30完成5" in queue(head)[0][0].body
