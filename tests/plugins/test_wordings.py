"""Words from templates: what an office may override, what a template may not do, and what is said where one fails."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import attrs
import pytest

from plan_tasks import Tracker
from plan_tasks.errors import PlanTasksError, PluginError, PluginOptionsError
from plan_tasks.model import Language, plan_from_json
from plan_tasks.notifying.contract import WordingType
from plan_tasks.notifying.facts import Facts, Level, Topic
from plan_tasks.plugins.wordings import jinja, plain
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.testing.wording import WordingCase, WordingContract

pytest.importorskip("jinja2", reason="the library Jinja2 (extra templates) is not installed")

from plan_tasks.plugins.wordings.jinja.setting import JinjaWording

LINK = "https://oa.example.org/{plan}/{item}"
FACTS = Facts(
    language=Language.EN,
    plan="city",
    plan_title="City",
    on="2021-06-27",
    item="m1",
    title="Open the library",
    due="2021-06-30",
    days=-3,
    name="Culture Bureau",
)


class TestPlain(WordingContract):
    """The plain words keep the laws of wordings."""

    def case(self) -> WordingCase:
        return WordingCase(type=next(iter(plain.plan_tasks_wordings())))


class TestJinja(WordingContract):
    """So do the built-in templates."""

    def case(self) -> WordingCase:
        return WordingCase(type=next(iter(jinja.plan_tasks_wordings())), options=jinja.JinjaOptions(link=LINK))


def own(folder: Path, **files: str) -> JinjaWording:
    """A wording with templates of the office's own; ``__`` in a name is a dot, ``en_`` before it a folder."""
    for name, source in files.items():
        path = folder / name.replace("__", ".").replace("en_", "en/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return JinjaWording(folder, LINK)


def test_the_text_of_the_templates_is_that_of_the_plain_words() -> None:
    for facts in (FACTS, attrs.evolve(FACTS, language=Language.ZH, level=Level.RED)):
        words = JinjaWording(None).say(facts)
        plainly = plain.PlainWording().say(facts)
        assert (words.subject, words.text) == (plainly.subject, plainly.text)


def test_a_page_and_markdown_say_the_same_and_lead_to_the_item() -> None:
    words = JinjaWording(None, LINK).say(attrs.evolve(FACTS, level=Level.YELLOW, title="Open <b> the *library*"))
    assert '<html lang="en">' in words.html
    assert "Open &lt;b&gt; the *library*" in words.html
    assert "yellow, warning" in words.html
    assert '<a href="https://oa.example.org/city/m1"' in words.html
    assert words.markdown == (
        "City, item m1: Open ＜b＞ the ＊library＊\n"
        "**Deadline** 2021-06-30 (due in 3 days, counted on 2021-06-27)\n"
        "**Where it stands** active; no return so far\n"
        "**What to do** explain why it is behind, say how and by which day it will have caught up, and report.\n"
        "[Details](https://oa.example.org/city/m1)"
    )


def test_an_office_overrides_one_template_by_name_and_keeps_the_others(tmp_path: Path) -> None:
    wording = own(tmp_path, notice__subject__txt="{{ title|upper }}", en_due__txt="Dear {{ name }}: {{ days }}\n")
    words = wording.say(FACTS)
    assert (words.subject, words.text) == ("OPEN THE LIBRARY", "Dear Culture Bureau: -3\n")
    assert words.html == JinjaWording(None, LINK).say(FACTS).html
    assert wording.say(attrs.evolve(FACTS, language=Language.ZH)).text.startswith("Culture Bureau：")
    assert wording.say(attrs.evolve(FACTS, topic=Topic.RETURN)).text.startswith("Culture Bureau,")


def test_an_own_template_extends_the_built_in_one_and_may_leave_a_form_out(tmp_path: Path) -> None:
    page = '{% extends "built_in/notice.html" %}{% block foot %}<p>Telephone 555 0100 {{ title }}</p>{% endblock %}'
    words = own(tmp_path, notice__html=page, notice__md="").say(attrs.evolve(FACTS, title="<i>"))
    assert "<p>Telephone 555 0100 &lt;i&gt;</p>" in words.html
    assert "&lt;i&gt;</h1>" in words.html
    assert words.markdown == ""


@pytest.mark.parametrize(
    ("name", "source", "line", "why"),
    [
        ("notice.txt", "one\n{% if title %}\nthree", 3, "end of template"),
        ("notice.html", "{{ title|safe }}", 1, "No filter named 'safe'"),
        ("notice.html", "x\n{% autoescape false %}{{ title }}{% endautoescape %}", 2, "it stays on"),
        ("_part.txt", "{{ title|center(10) }}", 1, "No filter named 'center'"),
    ],
)
def test_a_template_that_cannot_be_read_stops_the_run_with_file_and_line(
    tmp_path: Path, name: str, source: str, line: int, why: str
) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    with pytest.raises(PluginError) as failed:
        JinjaWording(tmp_path)
    assert why in str(failed.value)
    assert f"{tmp_path / name}, line {line}" in str(failed.value)


def test_a_name_of_which_no_notice_is_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notce.html").write_text("x", encoding="utf-8")
    with pytest.raises(PluginError, match=r"no notice is made of notce\.html.*name it after one of due, "):
        JinjaWording(tmp_path)


def test_folders_and_files_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginOptionsError, match="there is no folder"):
        JinjaWording(tmp_path / "nowhere")
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "notice.txt").symlink_to(outside)
    with pytest.raises(PlanTasksError, match="leads out of its folder"):
        JinjaWording(folder)
    (folder / "notice.txt").unlink()
    (folder / "notice.txt").write_bytes(b"one\n\xff")
    with pytest.raises(PlanTasksError, match="line 2 is not UTF-8"):
        JinjaWording(folder)
    (folder / "notice.txt").write_bytes(b"x" * 70_000)
    with pytest.raises(PlanTasksError, match="larger than"):
        JinjaWording(folder)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ tilte }}", "'tilte' is undefined"),
        ("{{ title.upper() }}", "has no attribute 'upper'"),
        ("{{ title.__class__ }}", "has no attribute '__class__'"),
        ("{{ lines[0].items() }}", "has no attribute 'items'"),
        ("{{ ''['__class__'] }}", "has no attribute '__class__'"),
        ("{{ self.__init__.__globals__ }}", "unsafe"),
        ("{{ range.__self__ }}", "has no attribute"),
        ("{{ range(100000) }}", "a range has more than"),
        ("{{ 'x' * 1000000000 }}", r"\* is not for templates on text"),
        ("{{ 9 ** 9999999 }}", r"\*\* is not for templates"),
        ("{{ '%1000000000d' % 1 }}", "% is not for templates on text"),
        ("{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}", "more than 20000 turns"),
        ("{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}", "recursion|turns"),
        ("{% set ns = namespace(x='x') %}{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "longer"),
        ("{% set ns = namespace(x='x') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "longer"),
        ("{{ title|replace('', title)|replace('', title)|replace('', title)|replace('', title) }}", "longer"),
        ("{% for a in range(999) %}{{ title|join(title) }}{{ range(99)|join(title) }}{% endfor %}", "longer"),
        ('{% include "/etc/passwd" %}', "there is no template /etc/passwd"),
        ('{% include "../secret.txt" %}', r"there is no template \.\./secret.txt"),
        ("{{ lines.append(1) }}", "has no attribute 'append'"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_reads_its_notice_and_nothing_else_and_comes_to_an_end(
    tmp_path: Path, source: str, why: str
) -> None:
    """The error names file and line; a text that is too long in the end has no line of its own."""
    wording = own(tmp_path, notice__txt=f"\n{source}\n")
    with pytest.raises(PluginError, match=rf"notice\.txt(?:, line 2)?: the template fails: .*(?:{why})"):
        wording.say(FACTS)


def test_what_a_template_may_do(tmp_path: Path) -> None:
    source = (
        '{% macro row(line) %}{{ line.label }}={{ line["text"] }};{% endmacro %}'
        "{% set ns = namespace(n=0) %}"
        "{% for line in lines %}{{ loop.index }}{{ row(line) }}{% set ns.n = ns.n + 1 %}{% endfor %}"
        "{{ ns.n }} {{ title ~ '!' }} {{ capacities|join(', ')|default('none', true) }}"
    )
    words = own(tmp_path, notice__txt=source).say(FACTS)
    assert words.text.startswith("1Deadline=2021-06-30")
    assert words.text.endswith("3 Open the library! none")


PLAN = {
    "id": "city",
    "title": "City",
    "start": "2021-01-01",
    "end": "2021-12-31",
    "owners": [{"id": "culture", "name": "Culture Bureau"}],
    "measures": [
        {"id": f"m{n}", "title": f"Task {n}", "due": "2021-06-30", "assignments": [{"owner": "culture"}]}
        for n in range(3)
    ],
}


@pytest.fixture
def tracker() -> Tracker:
    tracker = Tracker.open("memory:", autoload=False, language="en")
    tracker.add(plan_from_json(json.dumps({"format": "plan_tasks.plan", "version": 1, "plan": PLAN})), actor="office")
    return tracker


def test_what_was_said_is_stored_with_the_delivery(tracker: Tracker) -> None:
    queued = tracker.notify("city", on=date(2021, 6, 27), words="jinja", words_options={"link": LINK})
    entries = tracker.outbox()
    assert list(queued.entries) == list(entries)
    for entry in entries:
        assert entry.html.startswith("<!DOCTYPE html>")
        assert f"[Details](https://oa.example.org/city/{entry.item})" in entry.markdown
    assert queued.misworded == ()


def test_a_notice_whose_template_fails_goes_out_in_plain_words_and_is_told_of(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text('{% if item == "m1" %}{{ nothing }}{% endif %}Ours: {{ item }}', "utf-8")
    queued = tracker.notify("city", on=date(2021, 6, 27), words="jinja", words_options={"folder": str(tmp_path)})
    bodies = {entry.item: entry.body for entry in queued.entries}
    assert (bodies["m0"], bodies["m2"]) == ("Ours: m0", "Ours: m2")
    assert bodies["m1"].startswith("Culture Bureau,\n\nCity, item m1: Task 1\n")
    (fault,) = queued.misworded
    assert fault.startswith('wording "jinja": ')
    assert "notice.txt, line 1: the template fails: 'nothing' is undefined" in fault


def test_a_template_that_cannot_be_read_queues_nothing(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("{{", "utf-8")
    with pytest.raises(PluginError, match=r"notice\.txt, line 1"):
        tracker.notify("city", on=date(2021, 6, 27), words="jinja", words_options={"folder": str(tmp_path)})
    assert tracker.outbox() == ()


def test_a_wording_without_its_library_says_what_to_install(tracker: Tracker) -> None:
    assert tracker.host.find(WordingType, "jinja").descriptor.requires == ("templates",)


def test_a_host_changes_words_or_keeps_a_notice_back_and_the_keys_stay() -> None:
    from plan_tasks.notifying.contract import Revision, WordedNotice, Words
    from plan_tasks.plugging import hookimpl

    heard: list[tuple[WordedNotice, ...]] = []

    class Host:
        @hookimpl
        def plan_tasks_before_send(self, notices: tuple[WordedNotice, ...]) -> Revision:
            heard.append(notices)
            return Revision(words={0: Words(subject="ours\nBcc: x", text="our text")}, dropped={1: "told in person"})

    with (
        Tracker.open("memory:", autoload=False, language="en") as before,
        Tracker.open("memory:", autoload=False, language="en", plugins=[Host()]) as tracker,
    ):
        for each in (before, tracker):
            plan = plan_from_json(json.dumps({"format": "plan_tasks.plan", "version": 1, "plan": PLAN}))
            each.add(plan, actor="office")
            each.notify("city", on=date(2021, 6, 27))
        tracker.notify("city", on=date(2021, 6, 28))  # what is queued already is not asked about again
        plainly, entries = before.outbox(), tracker.outbox()
        sent = tracker.dispatch({"console": {"stream": "stderr"}})
    assert [entry.key for entry in entries] == [entry.key for entry in plainly]
    assert (entries[0].subject, entries[0].body) == ("ours Bcc: x", "our text")
    assert (entries[1].state, entries[1].reason) == (OutboxState.CANCELLED, "told in person")
    assert entries[2].body == plainly[2].body
    assert [len(notices) for notices in heard] == [3]
    assert heard[0][0].recipient == "culture"
    assert sent.sent == 2
