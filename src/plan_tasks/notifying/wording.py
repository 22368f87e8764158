"""What a notice says, in Chinese and in English: what is due, how it stands, and what to do now.

Lives here: from facts to plain values that are words already (`worded`), and from those to plain text (`say_plainly`).
Not here: the sentences themselves (`sentences`), templates of a host, HTML and Markdown (wordings are plugins).

The sentences are templates of the standard library, filled in once: what strangers typed is put in as text and never
read as a template. Line breaks, control characters and marks that turn the writing direction are taken out of it, so
that a title can neither break a header nor pose as a line of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Template
from typing import Any

import attrs

from plan_tasks.model import Health, Language, Role, State, plain
from plan_tasks.model.quantities import decimal_of
from plan_tasks.notifying.contract import Words
from plan_tasks.notifying.facts import Facts, FactsRow, Level, Topic
from plan_tasks.notifying.sentences import SENTENCES, Sentences
from plan_tasks.notifying.texts import one_line

__all__ = ["say_plainly", "worded"]

_LONGEST_TITLE = 60  # characters of a title in a subject
_BEHIND = frozenset({Health.AT_RISK, Health.OFF_TRACK, Health.MISSED})
_WELL = frozenset({Health.MET, Health.AHEAD, Health.ON_TRACK})
_BY_LEVEL = {Level.BLUE: "act", Level.YELLOW: "catch_up", Level.ORANGE: "press", Level.RED: "at_once"}


def worded(facts: Facts, link: str = "") -> dict[str, Any]:
    """Puts facts into words, piece by piece, for whoever sets them: text, a page, a chat message.

    Args:
        facts: What the notice is about.
        link: Where it can be seen; empty for nowhere.

    Returns:
        Plain values by name: texts of one line each, whole numbers, lists and dicts of them, None for what there is
        not. ``subject`` is the whole subject, ``about`` names plan and item, ``lines`` are the lines of the letter,
        each with ``name``, ``label``, ``text`` and ``told``, which is both; ``sections`` are those of a digest, with
        their rows.

    Example:
        >>> facts = Facts(language=Language.EN, plan="city", plan_title="City", on="2021-06-27", item="m1",
        ...               title="Open the library", due="2021-06-30", days=-3)
        >>> values = worded(facts)
        >>> values["subject"]
        '[due in 3 days] Open the library'
        >>> [line["label"] for line in values["lines"]]
        ['Deadline', 'Where it stands', 'What to do']
    """
    facts = attrs.evolve(facts, title=one_line(facts.title), plan_title=one_line(facts.plan_title))
    words, language = SENTENCES[facts.language], facts.language
    when = _when(facts, words)
    level = facts.level
    sections = _sections(facts, words)
    values: dict[str, Any] = {
        "language": language.value,
        "topic": facts.topic.value,
        "topic_label": facts.topic.label(language),
        "level": level.value if level else "",
        "level_label": level.label(language) if level else "",
        "level_mark": level.mark if level else "",
        "plan": facts.plan,
        "plan_title": facts.plan_title,
        "item": facts.item,
        "title": facts.title,
        "due": facts.due,
        "days": facts.days,
        "on": facts.on,
        "when": when,
        "until": facts.until,
        "share": facts.share,
        "reason": one_line(facts.reason),
        "state": facts.state,
        "state_label": State(facts.state).label(language),
        "health": facts.health,
        "health_label": Health(facts.health).label(language) if facts.health else "",
        "what": _what(facts, words),
        "stands": _stands(facts, words),
        "ask": words.asks[_ask(facts)],
        "name": one_line(facts.name),
        "capacities": [_capacity(owner, roles, words, language) for owner, roles in _held(facts)],
        "labels": dict(words.labels),
        "sections": sections,
        "about": _fill(words.about, plan=facts.plan_title, item=facts.item, title=facts.title),
    }
    held = words.listed.join(values["capacities"])
    values["greeting"] = _fill(words.greeting, name=values["name"]) if values["name"] else ""
    values["sent_to"] = _labelled("to", held, words) if held else ""
    values["link"] = link
    values["link_told"] = _labelled("link", link, words) if link else ""
    values["counts"] = words.listed.join(each["counted"] for each in sections) or words.nothing
    if facts.topic is Topic.DIGEST:
        values["about"] = facts.plan_title
    values["subject"] = _subject(facts, values, words)
    values["lines"] = list(_lines(facts, values, words))
    return values


def say_plainly(facts: Facts) -> Words:
    """Writes a notice as plain text: greeting, what is due and when, how it stands, what to do.

    Args:
        facts: What the notice is about.

    Returns:
        Subject and text, and neither HTML nor Markdown.

    Example:
        >>> facts = Facts(language=Language.EN, plan="city", plan_title="City", on="2021-06-27", item="m1",
        ...               title="Open the library", due="2021-06-30", days=-3)
        >>> print(say_plainly(facts).text.splitlines()[0])
        City, item m1: Open the library
    """
    words, values = SENTENCES[facts.language], worded(facts)
    lines = [values["about"]]
    for section in values["sections"]:
        lines += ["", section["counted"], *(f"- {row['told']}" for row in section["rows"])]
    if facts.topic is Topic.DIGEST:
        lines += ["" if values["sections"] else words.nothing]
    lines += [line["told"] for line in values["lines"]]
    text = "".join(f"{line}\n" for line in lines)
    text = f"{values['greeting']}\n\n{text}" if values["greeting"] else text
    text = f"{text}\n{values['sent_to']}\n" if values["sent_to"] else text
    return Words(subject=values["subject"], text=text)


def _fill(template: str, **values: str) -> str:
    return Template(template).substitute(values)


def _percent(share: str) -> str:
    return f"{plain(decimal_of(share) * 100)}%"


def _held(facts: Facts) -> list[tuple[str, tuple[Role, ...] | None]]:
    return [(one_line(each.owner), each.roles) for each in facts.capacities]


def _capacity(owner: str, roles: tuple[Role, ...] | None, words: Sentences, language: Language) -> str:
    if roles is None:
        return _fill(words.informed, owner=owner)
    if not roles:
        return owner
    return _fill(words.capacity, owner=owner, roles=words.listed.join(role.label(language) for role in roles))


def _subject(facts: Facts, values: Mapping[str, Any], words: Sentences) -> str:
    if facts.topic is Topic.DIGEST:
        return _fill(words.gathered, on=facts.on, plan=_short(facts.plan_title), counts=values["counts"])
    title = _short(facts.title)
    if facts.level is None:
        return _fill(words.subject, when=values["when"], title=title)
    mark, level = values["level_mark"], values["level_label"]
    return _fill(words.levelled, mark=mark, level=level, when=values["when"], title=title)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _days(days: int, words: Sentences) -> str:
    return words.day if abs(days) == 1 else _fill(words.days, count=str(abs(days)))


def _due_when(topic: str, days: int | None, words: Sentences) -> str:
    if days is None:
        return ""
    tense = "today" if days == 0 else "late" if days > 0 else "before"
    return _fill(words.when[f"{topic} {tense}"], days=_days(days, words))


def _after(facts: Facts) -> str:
    """The label of what state or health has become."""
    if facts.topic is Topic.HEALTH:
        return Health(facts.health or Health.NO_DATA).label(facts.language)
    return State(facts.state).label(facts.language)


def _when(facts: Facts, words: Sentences) -> str:
    if facts.topic in (Topic.DUE, Topic.DIGEST):
        return _due_when("due", facts.days, words)
    if facts.topic is Topic.RETURN:
        return _due_when("return", facts.days, words)
    return _fill(words.when[facts.topic], share=facts.share, after=_after(facts), until=facts.until or "")


def _what(facts: Facts, words: Sentences) -> str:
    """What has happened; empty for a notice that something is due."""
    if facts.topic not in words.what:
        return ""
    kind: Callable[[str], Health | State] = Health if facts.topic is Topic.HEALTH else State
    if facts.topic in (Topic.HEALTH, Topic.STATE) and not facts.before:
        return _fill(words.became, after=_after(facts))
    before = kind(facts.before).label(facts.language) if facts.before else ""
    because = _fill(words.because, reason=one_line(facts.reason)) if facts.reason.strip() else ""
    return _fill(
        words.what[facts.topic],
        share=facts.share,
        before=before,
        after=_after(facts),
        until=facts.until or "",
        because=because,
    )


def _stands(facts: Facts, words: Sentences) -> str:
    parts = []
    if facts.percent is not None:
        parts.append(_fill(words.returned, percent=_percent(facts.percent), reported=str(facts.reported)))
    elif facts.reported is not None:
        parts.append(_fill(words.returned_words, reported=facts.reported))
    unit = one_line(facts.unit)
    unit = f" {unit}" if unit[:1].isascii() and unit[:1].isalpha() else unit
    if facts.actual is not None:
        parts.append(_fill(words.measured, actual=f"{facts.actual}{unit}", actual_end=str(facts.actual_end)))
    if facts.value is not None:
        upper = f"-{facts.upper}" if facts.upper is not None else ""
        parts.append(_fill(words.aimed, value=f"{facts.value}{upper}{unit}"))
    if facts.reported is None and facts.actual is None:
        parts.insert(0, words.unreturned)
    labels = [State(facts.state).label(facts.language)]
    if facts.health:
        labels.append(Health(facts.health).label(facts.language))
    return words.apart.join([*labels, words.joined.join(parts)])


def _ask(facts: Facts) -> str:
    """Which of the sentences says what to do."""
    topic, late = facts.topic, (facts.days or 0) > 0
    if topic is Topic.DIGEST:
        return "digest_late" if any((row.days or 0) > 0 for row in facts.rows) else "digest"
    if topic is Topic.RETURN:
        return "hand_in_now" if late else "hand_in"
    simple = {
        Topic.EXTENSION_ASKED: "decide",
        Topic.EXTENSION_GRANTED: "new_date",
        Topic.EXTENSION_REFUSED: "old_date",
        Topic.UNREACHED: "reach",
    }
    if topic in simple:
        return simple[topic]
    if facts.state == State.COMPLETION_REQUESTED:
        return "judge"
    if facts.state in (State.COMPLETED, State.SUSPENDED, State.CANCELLED):
        return "know"
    if facts.percent is not None and decimal_of(facts.percent) >= 1:
        return "close"
    if facts.level is not None:
        return _BY_LEVEL[facts.level]
    if topic is Topic.CHECK:
        return "check"
    if topic is Topic.HEALTH:
        return _ask_of_health(facts.health)
    if topic is Topic.STATE:
        return "go_on"
    return "hurry" if late else "act"


def _ask_of_health(health: str) -> str:
    if health in _BEHIND:
        return "catch_up"
    if health in _WELL:
        return "go_on"
    return "hurry" if health == Health.OVERDUE else "measure"


def _lines(facts: Facts, values: Mapping[str, Any], words: Sentences) -> Sequence[dict[str, str]]:
    """The lines of a letter, each by name, with what stands before it."""
    found: dict[str, str] = {}
    if facts.topic is not Topic.DIGEST:
        if facts.due is not None:
            topic = "return" if facts.topic is Topic.RETURN else "due"
            when = _due_when(topic, facts.days, words)
            found[topic] = _fill(words.dated, due=facts.due, when=when, on=facts.on)
        if values["what"]:
            found["what"] = values["what"]
        found["stands"] = values["stands"]
    found["ask"] = values["ask"]
    return [
        {"name": name, "label": words.labels[name], "text": text, "told": _labelled(name, text, words)}
        for name, text in found.items()
    ]


def _labelled(name: str, text: str, words: Sentences) -> str:
    return _fill(words.labelled, label=words.labels[name], text=text)


def _sections(facts: Facts, words: Sentences) -> list[dict[str, Any]]:
    """The rows of a digest by how pressing they are; sections without rows are left out."""
    by_name: dict[str, list[dict[str, Any]]] = {name: [] for name in words.sections}
    for row in facts.rows:
        late = (row.days or 0) > 0
        name = "late" if late else "behind" if row.health in _BEHIND else "due"
        by_name[name].append(_row(row, words, facts.language))
    return [
        {
            "name": name,
            "label": words.sections[name],
            "count": len(rows),
            "counted": _fill(words.counted, section=words.sections[name], count=str(len(rows))),
            "rows": rows,
        }
        for name, rows in by_name.items()
        if rows
    ]


def _row(row: FactsRow, words: Sentences, language: Language) -> dict[str, Any]:
    level = row.level
    lead, percent = one_line(row.lead), _percent(row.percent) if row.percent is not None else ""
    when = _due_when("due", row.days, words)
    health = Health(row.health).label(language) if row.health else ""
    values: dict[str, Any] = {
        "item": row.item,
        "title": one_line(row.title),
        "level": level.value if level else "",
        "level_label": level.label(language) if level else "",
        "level_mark": level.mark if level else "",
        "due": row.due,
        "days": row.days,
        "when": when,
        "state": row.state,
        "state_label": State(row.state).label(language),
        "health": row.health,
        "health_label": health,
        "percent": percent,
        "done": _fill(words.done, percent=percent) if percent else "",
        "lead": lead,
    }
    said = [
        f"{level.mark} {level.label(language)}" if level else "",
        row.due or "",
        when,
        health,
        values["done"],
        _fill(words.led, lead=lead) if lead else "",
    ]
    told = words.joined.join(filter(None, said))
    return values | {"told": _fill(words.row, item=row.item, title=values["title"], facts=told)}
