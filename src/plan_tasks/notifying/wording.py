"""What a notice says, in Chinese and in English: what is due, how it stands, and what to do now.

The sentences are templates of the standard library, filled in once: what strangers typed is put in as text and never
read as a template. Line breaks, control characters and marks that turn the writing direction are taken out of it, so
that a title can neither break a header nor pose as a line of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Template
from types import MappingProxyType

import attrs

from plan_tasks.model import Language, Role, State, plain
from plan_tasks.model.quantities import decimal_of
from plan_tasks.notifying.occasions import Occasion
from plan_tasks.storage.heads import ItemHead

__all__ = ["WORDINGS", "Wording", "body_of", "cut", "letter_of", "one_line", "subject_of"]

_LONGEST_TITLE = 60  # characters of a title in a subject
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@attrs.frozen(kw_only=True)
class Wording:
    """The sentences of one language. ``$name`` stands for what is filled in.

    Attributes:
        day: One day.
        days: ``$count`` days.
        before: When something is due that is not due yet; ``$days``.
        today: When something is due today.
        late: When something is late; ``$days``.
        subject: ``$when``, ``$title``.
        body: ``$plan``, ``$item``, ``$title``, ``$due``, ``$when``, ``$on``, ``$state``, ``$standing``, ``$ask``.
        letter: ``$name``, ``$body``, ``$capacities``.
        returned: A return with its share done; ``$percent``, ``$reported``.
        returned_words: A return without a share; ``$reported``.
        unreturned: No return yet.
        measured: An indicator's value; ``$actual``, ``$actual_end``.
        aimed: The target's value; ``$value``.
        joined: Between two parts of how it stands.
        act: What to do before the deadline and on the day.
        hurry: What to do after it.
        close: What to do when all is reported done.
        judge: What to do when completion was asked for.
        capacity: An owner with roles; ``$owner``, ``$roles``.
        informed: An owner who is only to know; ``$owner``.
        listed: Between two of a list.
    """

    day: str
    days: str
    before: str
    today: str
    late: str
    subject: str
    body: str
    letter: str
    returned: str
    returned_words: str
    unreturned: str
    measured: str
    aimed: str
    joined: str
    act: str
    hurry: str
    close: str
    judge: str
    capacity: str
    informed: str
    listed: str


_ENGLISH = Wording(
    day="1 day",
    days="$count days",
    before="due in $days",
    today="due today",
    late="$days overdue",
    subject="[$when] $title",
    body=(
        "$plan, item $item: $title\n"
        "Deadline: $due ($when, counted on $on)\n"
        "Where it stands: $state; $standing\n"
        "What to do: $ask\n"
    ),
    letter="$name,\n\n$body\nSent to: $capacities\n",
    returned="$percent done by the return of $reported",
    returned_words="last return $reported, without a percentage",
    unreturned="no return so far",
    measured="$actual by $actual_end",
    aimed="target $value",
    joined="; ",
    act="finish it by the deadline and report, or ask for an extension before the deadline and say why.",
    hurry="finish it and ask for completion, or explain at once why it is late and ask for an extension.",
    close="all of it is reported done; ask for completion, so that it can be confirmed.",
    judge="completion was asked for; check it, and confirm it or send it back.",
    capacity="$owner ($roles)",
    informed="$owner (for information)",
    listed=", ",
)

# The Chinese reads, line by line, as the English above.
_CHINESE = Wording(
    day="1天",
    days="$count天",
    before="$days后到期",  # due in
    today="今日到期",  # due today
    late="已逾期$days",  # overdue by
    subject="【$when】$title",
    body=(
        "《$plan》事项 $item：$title\n"  # plan, item: title
        "完成时限：$due（$when，截至$on）\n"  # deadline: due (when, as of)
        "目前情况：$state；$standing\n"  # where it stands
        "办理要求：$ask\n"  # what to do
    ),
    letter="$name：\n\n$body\n发送对象：$capacities\n",  # name: ... sent to
    returned="$reported 填报完成$percent",  # return of that day: share done
    returned_words="$reported 已填报，未填完成比例",  # returned without a share
    unreturned="尚未填报进展",  # no return so far
    measured="截至$actual_end完成$actual",  # by that day: value
    aimed="目标$value",  # target
    joined="，",
    act="请在时限前办结并填报进展；确有困难的，请在到期前申请延期并说明原因。",  # finish, extend or explain
    hurry="请立即办理并申请办结；暂不能办结的，请说明逾期原因并申请延期。",  # at once
    close="已填报全部完成，请申请办结，以便核验销号。",  # ask for completion
    judge="已申请办结，请核验后确认或退回。",  # check and confirm
    capacity="$owner（$roles）",
    informed="$owner（供知悉）",  # for information
    listed="、",
)

#: The sentences of each language.
WORDINGS = MappingProxyType({Language.EN: _ENGLISH, Language.ZH: _CHINESE})


def one_line(text: str) -> str:
    r"""Makes one line of any text: white space becomes single spaces, what could harm a header or a screen goes.

    Example:
        >>> one_line("Open the library\r\nBcc: all@example.org")
        'Open the library Bcc: all@example.org'
    """
    return " ".join(_HARMFUL.sub(" ", text).split())


def cut(text: str, max_bytes: int | None) -> str:
    """Cuts text to so many bytes of UTF-8, at a character.

    Args:
        text: The text.
        max_bytes: Longest allowed, from 3 up; None for no limit.

    Returns:
        The text, with ``…`` at its end where something was cut.

    Example:
        >>> cut("开放图书馆", 12), cut("开放图书馆", 15)
        ('开放图…', '开放图书馆')
    """
    data = text.encode(errors="replace")
    if max_bytes is None or len(data) <= max_bytes:
        return text
    return data[: max(max_bytes - 3, 0)].decode(errors="ignore") + "…"


def subject_of(occasion: Occasion, language: Language) -> str:
    """The subject: how urgent, and what. One line, whatever the title holds.

    Args:
        occasion: What is due.
        language: ``zh`` or ``en``.

    Returns:
        The line; a long title is cut.
    """
    words = WORDINGS[language]
    title = one_line(occasion.head.title)
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1] + "…"
    return _fill(words.subject, when=_when(occasion, words), title=title)


def body_of(occasion: Occasion, plan_title: str, language: Language) -> str:
    """The text: what is due and when, how it stands, what to do.

    Args:
        occasion: What is due.
        plan_title: The plan's title.
        language: ``zh`` or ``en``.

    Returns:
        Four lines of plain text.
    """
    words = WORDINGS[language]
    head = occasion.head
    return _fill(
        words.body,
        plan=one_line(plan_title),
        item=head.id,
        title=one_line(head.title),
        due=str(head.due),
        when=_when(occasion, words),
        on=occasion.on.isoformat(),
        state=State(head.state).label(language),
        standing=_standing(head, words),
        ask=_ask(occasion, words),
    )


def letter_of(name: str, body: str, capacities: Sequence[tuple[str, Sequence[Role] | None]], language: Language) -> str:
    """The text as one recipient gets it: greeting, body, and in which capacities they hear of it.

    Args:
        name: The recipient's name.
        body: What `body_of` wrote.
        capacities: The owners that the recipient stands for, each by name with its roles; None for one who is only to
            know.
        language: ``zh`` or ``en``.

    Returns:
        The letter.
    """
    words = WORDINGS[language]
    said = []
    for owner, roles in capacities:
        if roles is None:
            said.append(_fill(words.informed, owner=one_line(owner)))
        elif roles:
            labels = words.listed.join(role.label(language) for role in roles)
            said.append(_fill(words.capacity, owner=one_line(owner), roles=labels))
        else:
            said.append(one_line(owner))
    return _fill(words.letter, name=one_line(name), body=body, capacities=words.listed.join(said))


def _fill(template: str, **values: str) -> str:
    return Template(template).substitute(values)


def _when(occasion: Occasion, words: Wording) -> str:
    days = abs(occasion.days)
    counted = words.day if days == 1 else _fill(words.days, count=str(days))
    if occasion.days == 0:
        return words.today
    return _fill(words.late if occasion.days > 0 else words.before, days=counted)


def _standing(head: ItemHead, words: Wording) -> str:
    parts = []
    if head.percent is not None:
        percent = f"{plain(decimal_of(head.percent) * 100)}%"
        parts.append(_fill(words.returned, percent=percent, reported=str(head.reported)))
    elif head.reported is not None:
        parts.append(_fill(words.returned_words, reported=head.reported))
    if head.actual is not None:
        parts.append(_fill(words.measured, actual=f"{head.actual}{head.unit}", actual_end=str(head.actual_end)))
    if head.value is not None:
        upper = f"-{head.upper}" if head.upper is not None else ""
        parts.append(_fill(words.aimed, value=f"{head.value}{upper}{head.unit}"))
    if head.reported is None and head.actual is None:
        parts.insert(0, words.unreturned)
    return words.joined.join(parts)


def _ask(occasion: Occasion, words: Wording) -> str:
    head = occasion.head
    if head.state == State.COMPLETION_REQUESTED:
        return words.judge
    if head.percent is not None and decimal_of(head.percent) >= 1:
        return words.close
    return words.hurry if occasion.days > 0 else words.act
