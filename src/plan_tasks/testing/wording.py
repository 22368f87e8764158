"""The contract suite of wordings: subclass it, say which wording it is, and the whole suite runs.

Needs the extra ``testing``. It puts notices of every topic and level into words, in both languages, with titles and
names that try to be something else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

import attrs

from plan_tasks.model import Language, Role
from plan_tasks.notifying.contract import Wording, WordingType, Words
from plan_tasks.notifying.facts import Capacity, Facts, FactsRow, Level, Topic
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.testing.report_laws import expect

__all__ = ["WordingCase", "WordingContract"]

_HOSTILE: Final = (
    "line\r\nBcc: all@example.org",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><a href='https://evil.example.org'>x</a>",
    "[free](https://evil.example.org) ![x](https://evil.example.org/x.png) **bold** `code`",
    '<at user_id="all">所有人</at> <@all> @all @所有人',
    "{{ 7 * 7 }} {% for a in range(9) %}x{% endfor %} ${name} $name %s {0}",
    "half of a character \ud800 and \x00 and \u202e",
)
_MARKUP: Final = re.compile(r"<@|<at\b|\]\(https://evil|`code`|\*\*bold")
_DAYS: Final = (-3, 0, 5)


@attrs.frozen(kw_only=True)
class WordingCase:
    """What the suite has to know of a wording.

    Attributes:
        type: The descriptor.
        options: The options to open it with; None for the defaults.
    """

    type: WordingType[Any]
    options: Any = None


class WordingContract:
    """Laws of a wording. A subclass gives `case`.

    Example:
        >>> class TestCurt(WordingContract):
        ...     def case(self) -> WordingCase:
        ...         return WordingCase(type=CURT)
    """

    def case(self) -> WordingCase:
        """The wording under test."""
        raise NotImplementedError("a subclass of WordingContract gives the case")

    def test_every_notice_has_words_in_both_languages(self) -> None:
        """Of every topic and level: a subject of one line, and a text; what is typed is named in one of them."""
        wording = _opened(self.case())
        for facts in _notices():
            words = _said(wording, facts)
            expect(len(words.subject.splitlines()) == 1, f"the subject has several lines: {words.subject!r}")
            title = facts.title or facts.rows[0].title
            expect(
                title in f"{words.subject}\n{words.text}", f"a notice of topic {facts.topic} does not name {title!r}"
            )

    def test_the_same_facts_have_the_same_words(self) -> None:
        """Asked again, after others, of a wording that is opened anew: a notice that is sent again says the same."""
        first, other = _opened(self.case()), _opened(self.case())
        notices = list(_notices())
        said = [_said(first, facts) for facts in notices]
        expect(said == [_said(other, facts) for facts in reversed(notices)][::-1], "the same facts have other words")

    def test_what_strangers_typed_stays_text(self) -> None:
        """No tag, link, mention or template code in a title, a name, a unit or a reason becomes one."""
        wording = _opened(self.case())
        for text in _HOSTILE:
            for facts in _notices():
                plain = _said(wording, facts)
                words = _said(wording, _typed(facts, text))
                what = f"{text!r} in a notice of topic {facts.topic}"
                expect(len(words.subject.splitlines()) == 1, f"{what} gives the subject several lines")
                same = words.text.count("\n") == plain.text.count("\n")
                expect(same, f"{what} gives the text another number of lines")
                expect(_tags(words.html) == _tags(plain.html), f"{what} becomes a tag of the page")
                expect(not _MARKUP.search(words.markdown), f"{what} becomes markup or a mention")
                expect("49" not in words.text, f"{what} is read as a template")


def _opened(case: WordingCase) -> Wording:
    options = case.options if case.options is not None else case.type.options()
    logger = logging.getLogger("plan_tasks.plugins.contract")
    return case.type.factory(options, PluginContext(plugin="contract", logger=logger))


def _said(wording: Wording, facts: Facts) -> Words:
    words = wording.say(facts)
    expect(isinstance(words, Words), f"it returned a {type(words).__name__}, not Words")
    return words


def _notices() -> Iterator[Facts]:
    for language in Language:
        usual = Facts(
            language=language,
            plan="city",
            plan_title="City",
            on="2021-06-30",
            item="m1",
            title="Open the library",
            due="2021-06-30",
            days=0,
            name="Education Bureau",
            capacities=(Capacity("Education Bureau", (Role.LEAD,)), Capacity("Water Bureau", None)),
            unit="books",
            value="10",
            reason="floods",
        )
        yield from (attrs.evolve(usual, days=days) for days in _DAYS)
        yield from (attrs.evolve(usual, level=level) for level in Level)
        rows = (FactsRow(item="m1", title="Open the library", due="2021-06-30", days=0, lead="Education Bureau"),)
        for topic in Topic:
            if topic is Topic.DIGEST:
                yield attrs.evolve(usual, topic=topic, item="", title="", due=None, days=None, rows=rows)
            else:
                yield attrs.evolve(usual, topic=topic, before="", until="2021-09-30", share="2/3")


def _typed(facts: Facts, text: str) -> Facts:
    return attrs.evolve(
        facts,
        title=text if facts.title else "",
        plan_title=text,
        name=text,
        unit=text,
        reason=text,
        capacities=tuple(attrs.evolve(each, owner=text) for each in facts.capacities),
        rows=tuple(attrs.evolve(row, title=text, lead=text) for row in facts.rows),
    )


def _tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The tags of a page, each with the names of its attributes."""
    found: list[tuple[str, tuple[str, ...]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.append((tag, tuple(name for name, _ in attributes)))

    reader = Reader()
    reader.feed(page)
    reader.close()
    return found
