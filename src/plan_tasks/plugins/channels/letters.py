"""What a group robot is to say, before any robot's own form: text, whom to mention, and how it is made to fit.

Robots take so many bytes and no more. What does not fit is cut at a character, says that it was cut, and leads to the
rest by a link, where the options give one. It is one message in any case: of two parts one may arrive and the other
not, and then neither trying again nor giving up would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.contract import Message, Outcome
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.links import link_to
from plan_tasks.notifying.texts import one_line
from plan_tasks.plugins.channels.saying import Trouble

__all__ = ["Letter", "Mention", "letter_of", "mention_of", "shortened"]

_LONGEST_SUBJECT: Final = 200  # characters
_CODE: Final = 8  # digits of the key that people compare
_PHONE: Final = re.compile(r"(?:phone:)?(\+?[0-9]{7,15})")
_USER: Final = re.compile(r"(?:user:)?([A-Za-z0-9][A-Za-z0-9._@-]{0,63})")
_EVERYBODY: Final = frozenset({"all", "everyone"})


@attrs.frozen(kw_only=True)
class _Words:
    code: str
    cut: str
    more: str


_WORDS: Final = MappingProxyType(
    {
        Language.EN: _Words(code="No. {}", cut="… (shortened)", more="Details"),
        Language.ZH: _Words(code="编号 {}", cut="……（有删节）", more="详情"),  # number, shortened, details
    }
)


@attrs.frozen(kw_only=True)
class Mention:
    """Who is called by a message in a group.

    Attributes:
        phone: A phone number; empty where it is a user id.
        user: The user's id in the office's chat; empty where it is a phone number.
    """

    phone: str = ""
    user: str = ""


@attrs.frozen(kw_only=True)
class Letter:
    """What a robot is to say. All of it is text and none of it markup, the Markdown excepted.

    Attributes:
        subject: One line; never empty.
        body: Lines.
        markdown: The same in Markdown, in which what strangers typed holds no markup; empty for none.
        level: How urgent; None for none.
        code: A line by which people know a second copy.
        link: Where the rest is; empty for nowhere.
        more: What the link is called.
        mention: Who is called; None for nobody.
        language: The language of the text.
    """

    subject: str
    body: str
    code: str
    link: str
    more: str
    mention: Mention | None
    language: Language
    markdown: str = ""
    level: Level | None = None

    @property
    def markdown_link(self) -> str:
        """The way to the rest, in Markdown; empty for none, and where the Markdown itself leads there."""
        return f"[{self.more}]({self.link})" if self.link and f"({self.link})" not in self.markdown else ""


def letter_of(message: Message, link: str = "", *, with_markdown: bool = True) -> Letter:
    """Makes a letter of a notice.

    Args:
        message: The notice. Its address says who is mentioned, as for `mention_of`.
        link: Where the rest is; ``{plan}`` and ``{item}`` stand for their ids.
        with_markdown: False leaves the notice's own Markdown out.

    Raises:
        Trouble: The address is none.
    """
    words = _WORDS[message.language]
    subject = one_line(message.subject)[:_LONGEST_SUBJECT]
    return Letter(
        subject=subject or words.code.format(message.key[:_CODE]),
        body=_lines(message.body),
        markdown=_lines(message.markdown) if with_markdown else "",
        level=message.level,
        code=words.code.format(message.key[:_CODE]),
        link=link_to(link, plan=message.plan, item=message.item),
        more=words.more,
        mention=mention_of(message.address),
        language=message.language,
    )


def _lines(text: str) -> str:
    return "\n".join(one_line(line) for line in text.strip().splitlines())


def mention_of(address: str) -> Mention | None:
    """Reads whom an address calls.

    Args:
        address: A phone number, ``phone:`` and one, a user id, or ``user:`` and one; empty for nobody. Digits alone
            are a phone number.

    Raises:
        Trouble: It is something else, or everybody: an address is one person's.

    Example:
        >>> mention_of("13800000000"), mention_of("user:10001"), mention_of("")
        (Mention(phone='13800000000', user=''), Mention(phone='', user='10001'), None)
    """
    if not address:
        return None
    if found := _PHONE.fullmatch(address):
        return Mention(phone=found[1])
    found = _USER.fullmatch(address)
    if found is None or found[1].lower() in _EVERYBODY:
        raise Trouble(Outcome.REFUSED, "the address is neither one person's phone number nor user id")
    return Mention(user=found[1])


def shortened(letter: Letter, fits: Callable[[Letter], bool]) -> Letter:
    """Cuts a letter until it fits.

    Args:
        letter: The letter.
        fits: Says whether a letter fits in the robot's own form; never for a longer one what it denies a shorter one.

    Returns:
        The letter with as many whole lines of its Markdown as fit, or where not one does, without Markdown and with as
        much of its body as fits, cut at a character; with a sign where it was cut. The letter itself where all fits.
    """
    if fits(letter):
        return letter
    sign = _WORDS[letter.language].cut
    if letter.markdown:
        lines = letter.markdown.split("\n")  # markup ends with its line, so that nothing is left open
        kept = _most(len(lines), lambda count: fits(_with_markdown(letter, [*lines[:count], sign])))
        if kept:
            return _with_markdown(letter, [*lines[:kept], sign])
        letter = attrs.evolve(letter, markdown="")

    def cut(length: int) -> Letter:
        return attrs.evolve(letter, body=f"{letter.body[:length].rstrip()}{sign}")

    return letter if fits(letter) else cut(_most(len(letter.body), lambda length: fits(cut(length))))


def _with_markdown(letter: Letter, lines: Sequence[str]) -> Letter:
    return attrs.evolve(letter, markdown="\n".join(lines))


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number below a limit for which something holds that holds for all smaller ones; 0 for want of one."""
    good, bad = 0, limit
    while bad - good > 1:
        middle = (good + bad) // 2
        if fits(middle):
            good = middle
        else:
            bad = middle
    return good
