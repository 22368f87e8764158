"""Who answers for a measure: names with roles out of brackets, labelled lists and cells.

Lives here: reading ``(A、B牵头,C等按职责分工负责)``, ``牵头单位:A;配合单位:B`` and lists of names. The words are in
``vocabulary.owning``. Not here: which bracket belongs to which measure (``measures``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from plan_tasks.calendars.deadlines import Deadline
from plan_tasks.drafting.characters import clean, simplify
from plan_tasks.drafting.deadlines import read_deadline
from plan_tasks.drafting.draft import DraftOwner
from plan_tasks.drafting.vocabulary.owning import (
    DEADLINE_LABELS,
    FILLERS,
    FIRST_LEADS,
    LABELS,
    ORGANS,
    REMARKS,
    TAILS,
    UNIT_ENDINGS,
)
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import Role

__all__ = ["Naming", "first_leads", "label_at", "names_owners", "owner_bracket", "read_names", "read_owners"]

_LONGEST_NAME: Final = 60
_SHORTEST_ORGAN: Final = 3
_LONGEST_BRACKET: Final = 1200
_TOGETHER: Final = "会同"  # A会同B负责: A leads, B answers with it
_CLAUSES: Final = re.compile(r"[;；。,，\n]")
_OPENING: Final = {"(": ")", "[": "]", "【": "】"}
_BRACKETS: Final = re.compile(r"[()\[\]【】]")
_AFTER_BRACKET: Final = re.compile(r"\s*(?:[。;；!]|\n|$)")
_LISTED: Final = re.compile(r"<br\s*/?>|[、,，;；/]|以及|及(?!时|其)|[和与]|\s+")
_ENUMERATED: Final = re.compile(r"<br\s*/?>|[、,，;；/]|\s+")
#: 各乡、镇人民政府 (the governments of all townships and towns) is one name.
_KINDS_OF_PLACE: Final = re.compile(
    r"(?:各|全市各|全县各|各相关|各有关)?(?:[县市区乡镇旗州]|街道)(?:、(?:[县市区乡镇旗州]|街道))*"
)
_AND_PLACES: Final = re.compile(r"(?<=各)(?:[县市区乡镇旗州]|街道)、(?=[县市区乡镇旗州]|街道)")  # 各区、县(市)政府
_PLACE: Final = re.compile(r"(?:[县市区乡镇旗州]|街道)(?:[、(人政]|办事处|党委)")
_BOTH: Final = re.compile(r"部门[和与]单位")  # 省直有关部门和单位: departments and units, said of all of them at once
_LABEL: Final = re.compile(
    rf"({'|'.join(sorted(map(re.escape, (*LABELS, *DEADLINE_LABELS)), key=len, reverse=True))})[:：]"
)
_LEAD_IN: Final = re.compile(r"^(?:由|请|责成|其中|并)")


@attrs.frozen(kw_only=True)
class Naming:
    """What a bracket or labelled list says.

    Attributes:
        owners: Names with roles, in order.
        deadline: The deadline that stands among them; None for none.
    """

    owners: tuple[DraftOwner, ...] = ()
    deadline: Deadline | None = None


def first_leads(document: str) -> bool:
    """Whether the document says that the first unit of a list leads (列第一位的为牵头单位).

    Example:
        >>> first_leads("列第一位的责任单位为牵头单位。")
        True
    """
    text = simplify(document)
    for first, lead in FIRST_LEADS:
        at = text.find(first)
        while at >= 0:
            near = text[at : at + 30]
            if lead in near and not _CLAUSES.search(near[: near.find(lead)]):
                return True
            at = text.find(first, at + 1)
    return False


def owner_bracket(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the next bracket that names owners.

    Args:
        text: The document in simplified characters, offsets as in the document.
        start: Where to begin.
        end: Where to stop.

    Returns:
        Offsets of the bracket with its signs; None when there is none.
    """
    opened: list[int] = []
    for found in _BRACKETS.finditer(text, start, end):
        sign = found.group()
        if sign in _OPENING:
            opened.append(found.start())
        elif opened and sign == _OPENING[text[opened[-1]]]:
            at = opened.pop()
            if opened or found.end() - at > _LONGEST_BRACKET:
                continue
            inside = text[at + 1 : found.start()]
            closes = sign == ")" and _AFTER_BRACKET.match(text, found.end(), end) is not None
            if names_owners(inside) or (closes and _lists_units(inside) and not _LABEL.search(text, start, at)):
                return at, found.end()
    return None


def _lists_units(inside: str) -> bool:
    """Whether a bracket at a sentence's end holds nothing but units: (市教育局,各县区政府)."""
    units = 0
    for clause in _CLAUSES.split(inside):
        for name in _ENUMERATED.split(_AND_PLACES.sub("", clause)):
            if name.strip():
                if len(name.strip()) >= _SHORTEST_ORGAN and name.strip().endswith(ORGANS):
                    units += 1
                elif not name.strip().endswith(UNIT_ENDINGS) and not _is_deadline(name):
                    return False
    return units > 0


def label_at(text: str, start: int, end: int) -> int | None:
    """Find where a labelled list outside brackets begins (责任单位:...); None when there is none."""
    found = _LABEL.search(text, start, end)
    return None if found is None else found.start()


def names_owners(text: str) -> bool:
    """Whether the simplified words of a bracket name owners.

    Example:
        >>> names_owners("市教育局牵头"), names_owners("牵头单位:市教育局"), names_owners("含公办幼儿园")
        (True, True, False)
    """
    if _LABEL.search(text):
        return True
    return any(_tail(clause) is not None for clause in _CLAUSES.split(text) if clause)


def read_owners(document: str, text: str, start: int, end: int, *, year: int | None, first_lead: bool) -> Naming:
    """Read what names owners: the inside of a bracket, or a labelled list.

    Args:
        document: The document.
        text: The same in simplified characters.
        start: Offset of the first character inside.
        end: Offset after the last.
        year: The plan's year, for the deadline.
        first_lead: Whether the first of a list without a lead leads.

    Returns:
        Owners in the order they are named, and the deadline if one stands among them.
    """
    owners: list[DraftOwner] = []
    waiting: list[SourceSpan] = []  # named, their role follows
    deadline: Deadline | None = None
    role: Role | None = None  # of the label that the list stands behind
    dated = False
    for first, last in _clauses(text, start, end):
        label = _LABEL.match(text, first, last)
        if label is not None:
            owners += _with_role(waiting, Role.RESPONSIBLE)
            waiting = []
            dated = label.group(1) in DEADLINE_LABELS
            role = LABELS.get(label.group(1))
            first = label.end()
        clause = text[first:last]
        if not clause.strip():
            continue
        found = _tail(clause)
        if dated or _is_deadline(clause) or (found is not None and _is_deadline(clause[: len(clause) - found[1]])):
            deadline = deadline or read_deadline(document[first:last].strip(), year)
            dated = False
            continue
        if role is not None and found is None:
            owners += _with_role(read_names(document, text, first, last), role)
            continue
        if found is None:
            waiting += read_names(document, text, first, last)
            continue
        tail_role, length = found
        names_end = last - length
        together = text.find(_TOGETHER, first, names_end)
        if together >= 0:
            owners += _with_role(waiting + read_names(document, text, first, together), Role.LEAD)
            owners += _with_role(read_names(document, text, together + len(_TOGETHER), names_end), Role.RESPONSIBLE)
        else:
            owners += _with_role(waiting + read_names(document, text, first, names_end), role or tail_role)
        waiting = []
    owners += _with_role(waiting, Role.RESPONSIBLE)
    if first_lead and owners and not any(owner.role is Role.LEAD for owner in owners):
        at = next((i for i, owner in enumerate(owners) if owner.role is Role.RESPONSIBLE), None)
        if at is not None:
            owners[at] = attrs.evolve(owners[at], role=Role.LEAD)
    return Naming(owners=tuple(owners), deadline=deadline)


def read_names(document: str, text: str, start: int, end: int) -> list[SourceSpan]:
    """Take a list of names apart at 、 and commas, and at 和 or 与 (and) where that divides two units.

    Args:
        document: The document.
        text: The same in simplified characters.
        start: Offset of the first character.
        end: Offset after the last.

    Returns:
        Where each name stands.
    """
    lead_in = _LEAD_IN.match(text[start:end])
    if lead_in is not None:
        start += lead_in.end()
    names: list[SourceSpan] = []
    at = start
    for divider in _dividers(text, start, end):
        if divider.group().isspace() and not _divides_words(text, at, divider.start(), divider.end(), end):
            continue
        kinds = divider.group() == "、" and _KINDS_OF_PLACE.fullmatch(text[at : divider.start()].strip())
        if kinds and _PLACE.match(text, divider.end(), end):
            continue
        if divider.group() in ("和", "与") and not _divides_units(text, at, divider.start(), divider.end(), end):
            continue
        _add_name(names, document, text, at, divider.start())
        at = divider.end()
    _add_name(names, document, text, at, end)
    return names


def _dividers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Signs and words between names, those inside brackets left out: 各县(市、区)政府 is one name."""
    depth = 0
    position = start
    for found in _LISTED.finditer(text, start, end):
        between = text[position : found.start()]
        depth += between.count("(") - between.count(")")
        position = found.start()
        if depth <= 0:
            yield found


def _divides_units(text: str, start: int, at: int, after: int, end: int) -> bool:
    return text[start:at].endswith(UNIT_ENDINGS) and bool(text[after:end].strip()) and not _BOTH.match(text, after - 3)


def _divides_words(text: str, start: int, at: int, after: int, end: int) -> bool:
    """Whether white space divides two names, and does not only spread the characters of one (李 明)."""
    following = text[after:end].split(maxsplit=1)
    return at - start > 1 and bool(following) and len(following[0]) > 1


def _add_name(names: list[SourceSpan], document: str, text: str, start: int, end: int) -> None:
    shortened = True
    while shortened:
        while start < end and (text[start].isspace() or text[start] in "。.:*、"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in "。.:*、"):
            end -= 1
        shortened = False
        for filler in FILLERS:
            if text.endswith(filler, start, end) and end - start >= len(filler):
                end -= len(filler)
                shortened = True
                break
    if start < end <= start + _LONGEST_NAME and clean(document[start:end]) and not _is_remark(text[start:end]):
        names.append(SourceSpan(start=start, end=end, text=document[start:end]))


def _is_remark(name: str) -> bool:
    """Whether words among names say which of them leads, or that it is so below, too: 列第一位的为牵头单位,下同."""
    return name in REMARKS or any(first in name and lead in name for first, lead in FIRST_LEADS)


def _with_role(names: list[SourceSpan], role: Role) -> list[DraftOwner]:
    return [DraftOwner(name=clean(name.text), role=role, span=name) for name in names]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses of a bracket: divided by signs outside inner brackets."""
    depth = 0
    first = start
    for found in re.compile(r"[()]|[;；。,，\n]").finditer(text, start, end):
        sign = found.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif depth <= 0:
            yield first, found.start()
            first = found.end()
    yield first, end


def _tail(clause: str) -> tuple[Role, int] | None:
    """The role that a clause ends with and the length of the words that say so; the fillers before them stay."""
    ending = clause.rstrip()
    trailing = len(clause) - len(ending)
    for length in range(min(len(ending), 8), 1, -1):
        role = TAILS.get(ending[-length:])
        if role is not None:
            return role, length + trailing
    return None


def _is_deadline(clause: str) -> bool:
    deadline = read_deadline(clause, 2000)
    if deadline is None or _tail(clause) is not None:
        return False
    return len(clause.strip()) <= 24 and not clause.strip().endswith(UNIT_ENDINGS)
