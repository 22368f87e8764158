"""Claims without a figure of their own: a task fulfilled, a reference kept up with, a direction.

Lives here: `read_relation`, `read_direction`. Not here: claims with figures (``figure_claims``).
"""

from __future__ import annotations

import re
from decimal import Decimal

from plan_tasks.drafting.attempts import is_measurable
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.context import Context
from plan_tasks.drafting.figures import read_figures
from plan_tasks.drafting.heads import Head, listed_heads, part_head
from plan_tasks.drafting.relatives import true_reference
from plan_tasks.drafting.vocabulary.comparing import REFERENCES
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["read_direction", "read_relation"]


def read_relation(context: Context, found: re.Match[str], kind: str) -> int | None:
    """Take what a match says of a head and what it is compared with.

    Args:
        context: What is known so far; the claims are added to it.
        found: The match.
        kind: The pattern: ``fulfil``, ``peer``, ``alike`` or ``above``.

    Returns:
        Index after the last token that was taken; None where nothing is claimed.
    """
    start, end = found.span(kind)
    first, head = context.head(start, moved=True)
    reference_at, reference_end = (-1, -1) if kind == "fulfil" else found.span(f"{kind}_reference")
    if kind == "alike" and (joined := true_reference(context.stretch, reference_at, reference_end)) is not None:
        start, reference_at = joined, joined + 1
        first, head = context.head(start, moved=True)
    head, noun = context.without_change(head)
    moved = context.tags[start:end].find(Part.CHANGE.value)
    leaning = kind == "above" and head.first == head.last and 0 <= moved < reference_at - start
    if not (leaning and context.heads) and not _is_subject_of_claim(context, head, measured=kind != "fulfil"):
        return None  # 收入增长8%,增速高于城镇居民 leans on the clause before it
    value: Decimal | None = None
    unit = reference = ""
    change: ChangeType | None = noun.change if noun is not None else None
    if kind != "fulfil":
        reference = context.stretch.text(reference_at, reference_end)
        if 0 <= moved < reference_at - start:
            word = context.stretch.tokens[start + moved].word
            change = word.change if word is not None else None
    if kind == "alike" and change is None:
        step = context.stretch.tokens[found.start("alike_step")].word
        change = step.change if step is not None else None
    if kind == "peer" and change is None:
        change = ChangeType.LEVEL
    if kind == "above":
        order = context.stretch.tokens[found.start("above_order")]
        if order.tag == Part.LIMIT.value and not any(word in reference for word in REFERENCES):
            return None
        if change is None:
            rates = any(word in reference for word in ("增速", "增长", "增幅"))  # rates of growth
            change = ChangeType.GROWTH if rates else ChangeType.LEVEL
        if found.start("above_margin") >= 0:
            figure = read_figures(context.stretch, *found.span("above_margin"))[0]
            value, unit = figure.value.low, figure.unit(context.stretch)
    heads = listed_heads(context.stretch, head) if head.last > head.first else context.heads
    for indicator in heads:
        context.claims.append(
            Claim(
                span=context.span(first, end),
                indicator=indicator,
                comparator=Comparator.RELATIVE,
                value=value,
                unit=unit,
                change=change,
                reference=reference,
                commitment=context.commitment(start, end + 1),
            )
        )
    context.heads = heads
    return end


def read_direction(context: Context, found: re.Match[str]) -> int | None:
    """Take a match of the ``direction`` pattern: 稳步增长 (grow steadily).

    Returns:
        Index after the last token that was taken; None where nothing is claimed.
    """
    start, end = found.span("direction")
    first, head = context.head(start, moved=True)
    if not _is_subject_of_claim(context, head):
        return None
    named = ("direction_way", "direction_held", "direction_sign", "direction_still")
    word = next(context.stretch.tokens[found.start(name)].word for name in named if found.start(name) >= 0)
    each = Part.EACH.value in context.tags[start:end]
    heads = context.heads
    if head.last > head.first:
        heads = part_head(context.stretch, head, 0) if each else listed_heads(context.stretch, head)
    for indicator in heads:
        context.claims.append(
            Claim(
                span=context.span(first, end),
                indicator=indicator,
                comparator=Comparator.DIRECTION,
                change=word.change if word is not None else None,
                commitment=context.commitment(start, end + 1),
            )
        )
    context.heads = heads
    return end


def _is_subject_of_claim(context: Context, head: Head, *, measured: bool = True) -> bool:
    """Whether a head can have a direction or be compared: it is measurable, and nobody acts on it."""
    if head.first == head.last:
        return bool(context.subject)
    if any(verb.part in (Part.VERB, Part.ACTION) for verb in head.verbs):
        return False
    return is_measurable(context.stretch, head) or not measured
