"""Links from notices to an item in the host's own pages: a template that the host gives, checked and filled in."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

__all__ = ["check_link", "link_to"]

_LINK: Final = re.compile(r"https?://[!#-&*-;=?-Z_a-~]+")


def check_link(_: object, __: object, value: str) -> None:
    """A validator of options: refuses a link that is none of the web, or that would end the markup round it."""
    if value and not _LINK.fullmatch(value):
        raise ValueError(
            f"the link {value!r} is not one of http or https in ASCII; give https://oa.example.org/{{plan}}/{{item}}"
        )


def link_to(link: str, *, plan: str, item: str) -> str:
    """Fills in a link.

    Args:
        link: Where to; ``{plan}`` and ``{item}`` stand for their ids. Empty for nowhere.
        plan: Plan id.
        item: Item id; empty for the plan as a whole.

    Returns:
        The link, the ids percent-encoded.

    Example:
        >>> link_to("https://oa.example.org/{plan}/{item}", plan="city", item="a b/c")
        'https://oa.example.org/city/a%20b%2Fc'
    """
    for name, value in (("{plan}", plan), ("{item}", item)):
        link = link.replace(name, quote(value, safe="", errors="replace"))
    return link
