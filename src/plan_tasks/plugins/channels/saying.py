"""What a receiver said, as it may be kept: one line, not long, and without our secrets, should it repeat them.

Lives here: `said` and `struck`, and `Trouble`, which ends the way of a message with an outcome and a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

import attrs

from plan_tasks.notifying.contract import Outcome
from plan_tasks.notifying.texts import one_line

__all__ = ["Trouble", "said", "struck"]

_LONGEST: Final = 200  # characters
_SHORTEST_SECRET: Final = 4  # what is shorter stands in ordinary words too


@attrs.define
class Trouble(Exception):
    """A message cannot go on its way, or got lost on it.

    Attributes:
        outcome: What became of it.
        reason: Why, fit to be shown.
        stops: Whether no message would go: as for `Delivery`.
    """

    outcome: Outcome
    reason: str
    stops: bool = False


def said(words: bytes | str, secrets: Iterable[str] = ()) -> str:
    r"""Makes what came over the line fit to be shown and kept.

    Args:
        words: As it came.
        secrets: Texts that must not be shown, in clear; they are struck out in the form that URLs have, too.

    Returns:
        One line of at most 200 characters.

    Example:
        >>> said(b"no robot\r\nhas the key=open%20sesame", ["open sesame"])
        'no robot has the key=***'
    """
    text = struck(one_line(words.decode(errors="replace") if isinstance(words, bytes) else words), secrets)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def struck(text: str, secrets: Iterable[str]) -> str:
    """Strikes secrets out of a text.

    Args:
        text: The text.
        secrets: What must not be shown, in clear; the forms that it has in URLs are struck out, too. Shorter ones than
            4 characters are left, since they stand in ordinary words.

    Returns:
        The text with ``***`` in their place.
    """
    forms = {form for secret in secrets for form in (secret, quote(secret, safe=""), quote_plus(secret), quote(secret))}
    for form in sorted(forms, key=lambda each: (-len(each), each)):
        if len(form) >= _SHORTEST_SECRET:
            text = text.replace(form, "***")
    return text
