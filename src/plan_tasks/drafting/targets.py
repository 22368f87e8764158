"""Reading targets and past results out of stretches of text.

Lives here: `ClaimReader`, which matches the grammar's predicates one after the other.
Not here: the patterns (``grammar``), what each kind of predicate claims (``figure_claims``, ``counted``,
``relations``), tenses (``frames``).
"""

from __future__ import annotations

import re

from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.context import Context
from plan_tasks.drafting.figure_claims import read_figure_claim
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.grammar import PREDICATE
from plan_tasks.drafting.relations import read_direction, read_relation
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.unread import Unread

__all__ = ["ClaimReader"]


class ClaimReader:
    """Reads claims from one stretch after another, in the document's order.

    Args:
        frame: What is known of the time that the text speaks of; the reader keeps it up to date.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.unread = Unread()

    def read(self, stretch: Stretch, subject: str = "") -> list[Claim]:
        """Read a stretch.

        Args:
            stretch: The stretch.
            subject: What a predicate without a head is about, as in a table whose indicator stands in another cell;
                empty for nothing.

        Returns:
            Its claims in order.
        """
        context = Context(stretch, self.frame, subject)
        seen: list[tuple[int, int]] = []
        taken: list[tuple[int, int]] = []
        position = 0
        while (found := PREDICATE.search(stretch.tags, position)) is not None:
            context.hear(found.start())
            end = _accept(context, found)
            context.hear(max(found.end(), end or 0))
            if end is not None:
                context.floor = end
                taken.append((found.start(), end))
                _read_aside(context, end)
            elif found["figure"] is not None and self.frame.is_meant and not subject:
                seen.append(found.span("figure_values"))
            position = max(end or found.end(), found.start() + 1)
        context.hear(len(stretch.tags))
        self.unread.note(stretch, seen, taken, context.claims)
        return context.claims


def _read_aside(context: Context, end: int) -> None:
    """Read what a bracket behind a claim says of its indicator: 收入22亿元(增长5%) (revenue 2.2 billion, up by 5 %)."""
    at = end - 1 if context.tags[end - 1 : end] == Tag.ASIDE else end
    if context.tags[at : at + 1] != Tag.ASIDE or len(context.heads) != 1:
        return
    inside = context.stretch.within(at)
    found = PREDICATE.match(inside.tags)
    if found is None or found["figure"] is None or found.end() < len(inside.tags) or found.start("figure_noun") < 0:
        return
    within = Context(inside, context.frame, context.heads[0])
    if read_figure_claim(within, found) is not None:
        context.claims += within.claims


def _accept(context: Context, found: re.Match[str]) -> int | None:
    """Take what a match says. Returns the index after it, or None where it says nothing."""
    if found["figure"] is not None:
        return read_figure_claim(context, found)
    if context.frame.is_past:
        return None
    for kind in ("fulfil", "peer", "alike", "above"):
        if found[kind] is not None:
            return read_relation(context, found, kind)
    return read_direction(context, found)
