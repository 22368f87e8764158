"""How far a measure has come, out of the English words of a return.

Lives here: the words and `english_progress`. Not here: Chinese words (``plan_tasks.drafting.progress``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from plan_tasks.drafting.progress import Progress
from plan_tasks.model.vocabulary import State

__all__ = ["english_progress"]

_SHARE: Final = re.compile(
    r"^\s*(?P<first>\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)"
    r"|(?P<before>\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)[^.;,\d]{0,24}?\b(?:complete|completed|done|finished|built)\b"
    r"|\b(?:complete|completed|progress|done|finished)\b[^.;\d]{0,12}?(?P<behind>\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"^\W*(?:fully |all |now |already )?(?:complete|completed|done|finished|closed|achieved|delivered)\s*(?:$|[.;,(!])",
    re.IGNORECASE,
)
#: Words with the state and share done that they stand for; None where they give no share. The first that occurs has it.
_WORDS: Final[tuple[tuple[re.Pattern[str], State, Decimal | None], ...]] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), state, share)
    for words, state, share in (
        (
            "not (?:yet )?(?:started|begun)|yet to (?:start|begin)|to be started|planned|pending",
            State.ACTIVE,
            Decimal(0),
        ),
        ("on hold|paused|suspended|deferred|postponed", State.SUSPENDED, None),
        ("cancelled|canceled|abandoned|dropped|discontinued|withdrawn", State.CANCELLED, None),
        ("(?:almost|nearly|substantially) (?:complete|completed|done|finished)", State.ACTIVE, Decimal("0.9")),
        ("half (?:complete|completed|done|finished|way)|halfway", State.ACTIVE, Decimal("0.5")),
    )
)


def english_progress(text: str) -> Progress:
    """Read the words of a return.

    Args:
        text: Completed, 60% complete, in progress, not started, or a sentence with such words.

    Returns:
        State and share; both None when there are no words.

    Example:
        >>> english_progress("60% complete").share, english_progress("Not yet started").share
        (Decimal('0.6'), Decimal('0'))
    """
    words = text[:2000]
    found = _SHARE.search(words)
    written = next(filter(None, found.groups()), None) if found is not None else None
    share = min(Decimal(written) / 100, Decimal(1)) if written is not None else None
    if _DONE.match(words) and (share is None or share >= 1):
        return Progress(state=State.COMPLETED, share=Decimal(1))
    for pattern, state, usual in _WORDS:
        if pattern.search(words):
            return Progress(state=state, share=share if share is not None else usual)
    if share is not None:
        return Progress(state=State.COMPLETED if share >= 1 else State.ACTIVE, share=share)
    return Progress(state=State.ACTIVE if words.strip() else None)
