"""Rules as people write them: a TOML text of ``[[rules]]``, read with the line in every error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from cattrs import Converter

from plan_tasks.calendars.cycles import Moved
from plan_tasks.calendars.recurrence import Every
from plan_tasks.errors import InvalidDocument, PlanTasksError
from plan_tasks.model.converting import make_converter, structure
from plan_tasks.model.validators import NAME_RULE, is_name
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.rules import (
    DigestRule,
    DueRule,
    ExtensionRule,
    HealthRule,
    LadderRule,
    ReturnRule,
    Rule,
    ShareRule,
    StateRule,
    Step,
)

__all__ = ["RULE_TYPES", "rules_from_data", "rules_from_toml", "rules_to_data"]

#: What a file calls each class of rules; a table that does not say is a `DueRule`.
RULE_TYPES: Final[Mapping[str, type[Rule]]] = MappingProxyType(
    {
        kind.type: kind
        for kind in (DueRule, ShareRule, ReturnRule, HealthRule, StateRule, ExtensionRule, LadderRule, DigestRule)
    }
)

_TABLE = re.compile(r"[ \t]*\[\[[ \t]*(?:rules|\"rules\"|'rules')[ \t]*\]\]")
_SHARE = re.compile(r"([0-9]{1,4})(?:/([0-9]{1,4})|(%))?", re.ASCII)


def rules_from_toml(text: str, *, where: str = "rules") -> tuple[Rule, ...]:
    r"""Reads rules.

    Args:
        text: TOML with a table ``[[rules]]`` for each rule. Its key ``type`` says which class (`RULE_TYPES`), the
            others are the class's attributes. A line ``office`` before the tables names the office for all rules that
            do not name one of their own.
        where: What errors call the text, such as its file name.

    Returns:
        The rules, in order.

    Raises:
        InvalidDocument: It is no TOML, has no rules, or a rule has a field that is unknown, missing or wrong; the
            message names the line at which the rule begins.

    Example:
        >>> rules_from_toml('''
        ... office = "inspection"
        ... [[rules]]
        ... name = "leaders"
        ... on_day = false
        ... every_after = 7
        ... roles = ["leader"]
        ... [[rules]]
        ... name = "stages"
        ... type = "share"
        ... at = ["1/3", "2/3"]
        ... ''')[1].office
        'inspection'
        >>> rules_from_toml('[[rules]]\nname = "due"\nbefor = [3]', where="rules.toml")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidDocument: rules.toml, line 1: DueRule: unknown field 'befor'; known are areas, ...
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidDocument(f"it is not TOML: {error}", where=where) from None
    begins = [number for number, line in enumerate(text.split("\n"), 1) if _TABLE.match(line)]
    return rules_from_data(data, where=where, lines=begins)


def rules_from_data(data: Any, *, where: str = "rules", lines: Sequence[int] = ()) -> tuple[Rule, ...]:
    """Makes rules of plain data, as JSON or TOML give it.

    Args:
        data: A dict with a list ``rules`` of dicts, and perhaps the text ``office``.
        where: What errors call the data.
        lines: At which line each rule begins; empty where there are none to tell.

    Returns:
        The rules, in order.

    Raises:
        InvalidDocument: As for `rules_from_toml`; without lines the message names the rule's place, from 1.
    """
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list) or not data["rules"]:
        raise InvalidDocument("there are no rules in it", where=where, remedy="give one or more tables [[rules]]")
    unknown = sorted(set(data) - {"rules", "office"})
    if unknown:
        raise InvalidDocument(
            f"unknown table {unknown[0]!r}", where=where, remedy="only [[rules]] and the key office are known"
        )
    office = data.get("office", "")
    if not isinstance(office, str) or (office and not is_name(office)):
        raise InvalidDocument(f"the office cannot be {office!r}", where=where, remedy=f"give {NAME_RULE}")
    rules: list[Rule] = []
    for number, table in enumerate(data["rules"]):
        place = f"line {lines[number]}" if len(lines) == len(data["rules"]) else f"rule {number + 1}"
        if not isinstance(table, dict):
            raise InvalidDocument(f"{table!r} is not a rule", where=f"{where}, {place}", remedy="give a table")
        try:
            rule = _rule({"office": office, **table} if office else table)
        except PlanTasksError as error:
            raise InvalidDocument(str(error), where=f"{where}, {place}") from error
        if any(rule.name == other.name for other in rules):
            raise InvalidDocument(f"a rule {rule.name!r} stands above already", where=f"{where}, {place}")
        rules.append(rule)
    return tuple(rules)


def rules_to_data(rules: Sequence[Rule]) -> dict[str, Any]:
    """Makes plain data of rules, which `rules_from_data` reads.

    Example:
        >>> from plan_tasks.notifying.rules import DEFAULT_RULES
        >>> rules_from_data(rules_to_data(DEFAULT_RULES)) == DEFAULT_RULES
        True
    """
    return {"rules": [{"type": rule.type, **_converter().unstructure(rule)} for rule in rules]}


def _rule(table: dict[str, Any]) -> Rule:
    named = table.get("type", DueRule.type)
    kind = RULE_TYPES.get(named) if isinstance(named, str) else None
    if kind is None:
        raise InvalidDocument(f"there is no type of rules {named!r}", remedy=f"one of {', '.join(RULE_TYPES)}")
    fields = {name: value for name, value in table.items() if name != "type"}
    return structure(fields, kind, _converter())


@cache
def _converter() -> Converter:
    """The model's converter, which knows the words of rules as well."""
    converter = make_converter().copy()
    for words in (Level, Every, Moved, Step):
        converter.register_structure_hook(words, _member(words))
        converter.register_unstructure_hook(words, _value)
    converter.register_structure_hook(Fraction, _share)
    converter.register_unstructure_hook(Fraction, str)
    return converter


def _member(words: type[StrEnum]) -> Callable[[Any, Any], StrEnum]:
    def read(value: Any, _: Any) -> StrEnum:
        try:
            return words(value)
        except ValueError:
            allowed = ", ".join(member.value for member in words)
            raise InvalidDocument(f"{value!r} is not known here", remedy=f"one of {allowed}") from None

    return read


def _value(member: Any) -> Any:
    return member.value


def _share(value: Any, _: Any) -> Fraction:
    found = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if found is None or (found[2] is not None and int(found[2]) == 0):
        raise InvalidDocument(f"{value!r} is not a share", remedy='write it like "1/3" or "30%"')
    return Fraction(int(found[1]), 100 if found[3] else int(found[2] or 1))
