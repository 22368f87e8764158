"""Rules as people write them: a TOML text of ``[[rules]]``, read with the line in every error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from plan_tasks.errors import InvalidDocument, PlanTasksError
from plan_tasks.model.converting import structure, unstructure
from plan_tasks.notifying.rules import DueRule

__all__ = ["rules_from_data", "rules_from_toml", "rules_to_data"]

_TABLE = re.compile(r"[ \t]*\[\[[ \t]*(?:rules|\"rules\"|'rules')[ \t]*\]\]")


def rules_from_toml(text: str, *, where: str = "rules") -> tuple[DueRule, ...]:
    r"""Reads rules.

    Args:
        text: TOML with a table ``[[rules]]`` for each rule; its keys are the attributes of `DueRule`.
        where: What errors call the text, such as its file name.

    Returns:
        The rules, in order.

    Raises:
        InvalidDocument: It is no TOML, has no rules, or a rule has a field that is unknown, missing or wrong; the
            message names the line at which the rule begins.

    Example:
        >>> rules_from_toml('''
        ... [[rules]]
        ... name = "leaders"
        ... on_day = false
        ... every_after = 7
        ... roles = ["leader"]
        ... ''')[0].every_after
        7
        >>> rules_from_toml('[[rules]]\nname = "due"\nbefor = [3]', where="rules.toml")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidDocument: rules.toml, line 1: DueRule: unknown field 'befor'; known are before, ...
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidDocument(f"it is not TOML: {error}", where=where) from None
    begins = [number for number, line in enumerate(text.split("\n"), 1) if _TABLE.match(line)]
    return rules_from_data(data, where=where, lines=begins)


def rules_from_data(data: Any, *, where: str = "rules", lines: Sequence[int] = ()) -> tuple[DueRule, ...]:
    """Makes rules of plain data, as JSON or TOML give it.

    Args:
        data: A dict with a list ``rules`` of dicts, and nothing else.
        where: What errors call the data.
        lines: At which line each rule begins; empty where there are none to tell.

    Returns:
        The rules, in order.

    Raises:
        InvalidDocument: As for `rules_from_toml`; without lines the message names the rule's place, from 1.
    """
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list) or not data["rules"]:
        raise InvalidDocument("there are no rules in it", where=where, remedy="give one or more tables [[rules]]")
    unknown = sorted(set(data) - {"rules"})
    if unknown:
        raise InvalidDocument(f"unknown table {unknown[0]!r}", where=where, remedy="only [[rules]] is known")
    rules: list[DueRule] = []
    for number, table in enumerate(data["rules"]):
        place = f"line {lines[number]}" if len(lines) == len(data["rules"]) else f"rule {number + 1}"
        if not isinstance(table, dict):
            raise InvalidDocument(f"{table!r} is not a rule", where=f"{where}, {place}", remedy="give a table")
        try:
            rule = structure(table, DueRule)
        except PlanTasksError as error:
            raise InvalidDocument(str(error), where=f"{where}, {place}") from error
        if any(rule.name == other.name for other in rules):
            raise InvalidDocument(f"a rule {rule.name!r} stands above already", where=f"{where}, {place}")
        rules.append(rule)
    return tuple(rules)


def rules_to_data(rules: Sequence[DueRule]) -> dict[str, Any]:
    """Makes plain data of rules, which `rules_from_data` reads.

    Example:
        >>> from plan_tasks.notifying.rules import DEFAULT_RULES
        >>> rules_from_data(rules_to_data(DEFAULT_RULES)) == DEFAULT_RULES
        True
    """
    return {"rules": [unstructure(rule) for rule in rules]}
