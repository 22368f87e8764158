"""What notices say of each topic and level, in both languages, and the fall back to plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import pytest

from plan_tasks.model import Language, Role
from plan_tasks.notifying.contract import Words
from plan_tasks.notifying.facts import Capacity, Facts, FactsRow, Level, Topic
from plan_tasks.notifying.sentences import SENTENCES
from plan_tasks.notifying.speaking import Speaker
from plan_tasks.notifying.wording import say_plainly, worded

FACTS = Facts(
    language=Language.ZH,
    plan="city",
    plan_title="重点工作分工",  # the division of key work
    on="2021-07-03",
    item="m1",
    title="开放图书馆",  # open the library
    due="2021-06-30",
    days=3,
    name="市教育局",  # the city's education bureau
    capacities=(Capacity("市教育局", (Role.LEAD,)),),
)


def in_english(facts: Facts, **changes: Any) -> Facts:
    return attrs.evolve(facts, language=Language.EN, plan_title="City", title="Open the library", **changes)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)


def test_both_languages_have_every_sentence_and_fill_in_the_same_values() -> None:
    english, chinese = (attrs.asdict(SENTENCES[language]) for language in (Language.EN, Language.ZH))
    assert set(SENTENCES) == set(Language)
    for name in english:
        for one, other in zip(texts(english[name]), texts(chinese[name]), strict=True):
            found = [set(re.findall(r"\$([a-z_]+)", sentence)) for sentence in (one, other)]
            assert found[0] == found[1], name
        if isinstance(english[name], Mapping):
            assert list(english[name]) == list(chinese[name])


@pytest.mark.parametrize(
    ("level", "subject", "ask"),
    [
        (Level.BLUE, "🔵【蓝色提醒｜已逾期3天】开放图书馆", "请在时限前办结"),
        (Level.YELLOW, "🟡【黄色预警｜已逾期3天】开放图书馆", "请说明滞后原因"),
        (Level.ORANGE, "🟠【橙色催办｜已逾期3天】开放图书馆", "请单位主要负责同志亲自过问"),
        (Level.RED, "🔴【红色督办｜已逾期3天】开放图书馆", "请立即办理"),
    ],
)
def test_a_level_is_a_word_and_a_mark_and_says_what_to_do(level: Level, subject: str, ask: str) -> None:
    """A colour is never alone, since not everybody sees it."""
    words = say_plainly(attrs.evolve(FACTS, level=level))
    assert words.subject == subject
    assert ask in words.text


def test_levels_in_english() -> None:
    said = [say_plainly(in_english(FACTS, level=level)) for level in Level]
    assert [words.subject for words in said] == [
        "🔵 [blue, reminder | 3 days overdue] Open the library",
        "🟡 [yellow, warning | 3 days overdue] Open the library",
        "🟠 [orange, pressing | 3 days overdue] Open the library",
        "🔴 [red, act at once | 3 days overdue] Open the library",
    ]
    asks = [re.search(r"What to do: (\w+ \w+)", words.text) for words in said]
    assert [found and found[1] for found in asks] == ["finish it", "explain why", "the head", "act at"]


@pytest.mark.parametrize(
    ("changes", "subject", "line", "ask"),
    [
        (
            {"topic": Topic.RETURN, "days": -2},
            "[return due in 2 days]",
            "Reporting day: 2021-06-30",
            "by the reporting",
        ),
        ({"topic": Topic.RETURN}, "[return 3 days late]", "Reporting day: 2021-06-30", "hand in the return now"),
        (
            {"topic": Topic.CHECK, "share": "2/3"},
            "[2/3 of the time has passed]",
            "2/3 of the time allowed has passed",
            "report how far it is",
        ),
        (
            {"topic": Topic.HEALTH, "before": "on_track", "health": "off_track"},
            "[now off track]",
            "has changed from on track to off track",
            "explain why it is behind",
        ),
        ({"topic": Topic.HEALTH, "health": "no_data"}, "[now no data]", "it now stands at: no data", "latest figures"),
        ({"topic": Topic.HEALTH, "health": "met", "before": "ahead"}, "[now met]", "from ahead of pace", "go on"),
        (
            {"topic": Topic.STATE, "before": "active", "state": "suspended", "reason": "no money"},
            "[now suspended]",
            "its state has changed from active to suspended; the reason given: no money",
            "nothing; this is for your information",
        ),
        (
            {"topic": Topic.EXTENSION_ASKED, "until": "2021-09-30", "reason": "floods\nBcc: x"},
            "[extension to 2021-09-30 asked for]",
            "an extension to 2021-09-30 was asked for; the reason given: floods Bcc: x",
            "grant the extension or refuse it",
        ),
        (
            {"topic": Topic.EXTENSION_GRANTED, "until": "2021-09-30"},
            "[extended to 2021-09-30]",
            "the deadline is now 2021-09-30",
            "by the new deadline",
        ),
        ({"topic": Topic.EXTENSION_REFUSED}, "[extension refused]", "the deadline stays", "the deadline that stands"),
    ],
)
def test_each_topic_says_what_has_happened_and_what_to_do(
    changes: dict[str, Any], subject: str, line: str, ask: str
) -> None:
    words = say_plainly(in_english(FACTS, **changes))
    assert words.subject == f"{subject} Open the library"
    assert line in words.text
    assert ask in words.text
    chinese = say_plainly(attrs.evolve(FACTS, **changes))
    assert not re.search(r"[a-z]{3}", chinese.text.replace("no money", "").replace("floods Bcc", "")), chinese.text


ROWS = (
    FactsRow(item="m1", title="开放图书馆", level=Level.RED, due="2021-06-30", days=3, lead="市教育局", percent="0.4"),
    FactsRow(item="m2", title="修路", due="2021-07-10", days=-7, health="off_track"),  # mend the road
    FactsRow(item="m3", title="植树", due="2021-07-10", days=-7),  # plant trees
    FactsRow(item="m4", title="河道清淤", due="2021-07-01", days=2),  # dredge the river
)
DIGEST = attrs.evolve(FACTS, topic=Topic.DIGEST, item="", title="", due=None, days=None, rows=ROWS)


def test_a_digest_puts_what_is_most_pressing_at_the_top_in_chinese() -> None:
    words = say_plainly(DIGEST)
    assert words.subject == "【2021-07-03汇总】《重点工作分工》：逾期2项、滞后1项、临近到期1项"
    assert words.text == (
        "市教育局：\n\n重点工作分工\n\n逾期2项\n"
        "- m1 开放图书馆：🔴 红色督办，2021-06-30，已逾期3天，完成40%，牵头市教育局\n"
        "- m4 河道清淤：2021-07-01，已逾期2天\n\n滞后1项\n- m2 修路：2021-07-10，7天后到期，严重滞后\n\n"
        "临近到期1项\n- m3 植树：2021-07-10，7天后到期\n\n"
        "办理要求：请先办理逾期事项：办结，或说明原因并申请延期；再赶上滞后事项的进度。\n\n"
        "发送对象：市教育局（牵头单位）\n"
    )


def test_a_digest_in_english_and_one_of_nothing() -> None:
    words = say_plainly(in_english(DIGEST))
    assert words.subject == "[digest of 2021-07-03] City: 2 overdue, 1 behind, 1 due soon"
    row = "- m1 开放图书馆: 🔴 red, act at once; 2021-06-30; 3 days overdue; 40% done; lead 市教育局\n"
    assert row in words.text
    empty = say_plainly(in_english(DIGEST, rows=()))
    assert empty.subject.endswith("City: nothing is due")


def test_what_templates_are_given_are_plain_values() -> None:
    """Texts, whole numbers, lists and dicts; no object of ours, whose methods a template could call."""

    def check(value: Any) -> None:
        assert value is None or type(value) in (str, int, list, dict), value
        for each in value.values() if type(value) is dict else value if type(value) is list else ():
            check(each)

    for facts in (FACTS, DIGEST, attrs.evolve(FACTS, level=Level.RED)):
        check(worded(facts))


class _Wording:
    def __init__(self, given: Any) -> None:
        self._given = given

    def say(self, facts: Facts) -> Words:
        if isinstance(self._given, Exception):
            raise self._given
        return self._given  # type: ignore[no-any-return]


@pytest.mark.parametrize("given", [ValueError("no\nwords"), None, "words"])
def test_a_wording_that_fails_costs_a_notice_its_looks_and_not_its_way(given: Any) -> None:
    speaker = Speaker(_Wording(given), "odd")
    assert speaker(FACTS) == speaker(FACTS) == say_plainly(FACTS)
    (fault,) = speaker.faults
    assert fault.startswith('wording "odd": ')
    assert "\n" not in fault


def test_a_subject_of_several_lines_becomes_one_and_is_cut() -> None:
    words = Speaker(_Wording(Words(subject="a\r\nBcc: b " + "x" * 900, text="t")), "long")(FACTS)
    assert words.subject.startswith("a Bcc: b x")
    assert len(words.subject) == 200
