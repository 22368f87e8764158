"""From what a user wrote to a plugin's options: one way for URLs, dicts and keyword arguments.

Lives here: the converter. Not here: how a single value is read (``strict_values``), what is said when it cannot be
(``option_problems``), where secrets come from (``secret``).

cattrs does the walking. Its own hooks for plain types are replaced, since they make "false" True, 5 "5" and 1.9 1.
"""

from __future__ import annotations

import enum
import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, Literal, TypeVar, get_args, get_origin
from urllib.parse import parse_qsl

import attrs
from cattrs import Converter, IterableValidationError
from cattrs.errors import (
    ClassValidationError,
    IterableValidationNote,
    StructureHandlerNotFoundError,
)
from cattrs.gen import make_dict_structure_fn

from plan_tasks.errors import PluginError, PluginOptionsError
from plan_tasks.plugging.option_problems import accepted_names, options_error, problems_in
from plan_tasks.plugging.secret import Secret, SecretResolver
from plan_tasks.plugging.strict_values import SCALARS, BadValue, literal_value, member_of, shown

__all__ = ["OptionsReader", "from_query"]

T = TypeVar("T")
_MOST_QUERY_FIELDS: Final = 200
_SEQUENCES: Final[Mapping[Any, type]] = {
    tuple: tuple,
    list: list,
    frozenset: frozenset,
    set: set,
    Sequence: tuple,
    AbstractSet: frozenset,
}


def from_query(query: str) -> dict[str, object]:
    """Return the options that a URL's query holds; a name given several times becomes a list.

    Args:
        query: The part of a URL after the question mark, percent-encoded UTF-8.

    Raises:
        ValueError: The query is not ``name=value`` pairs of UTF-8 text.

    Example:
        >>> from_query("url=http%3A%2F%2Flocalhost&to=a&to=b")
        {'url': 'http://localhost', 'to': ['a', 'b']}
    """
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            query,
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=_MOST_QUERY_FIELDS,
        )
    except ValueError as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "write it as name=value&name=value"
        raise ValueError(f"the query cannot be read; {reason}") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


class OptionsReader:
    """Turns what a user wrote into an instance of an options class. One per host, since secrets are resolved here.

    Args:
        resolve_secret: Turns a text into a `Secret`; `secret_resolver` makes one.

    Example:
        >>> @attrs.frozen(kw_only=True)
        ... class HookOptions:
        ...     url: str
        ...     timeout: int = 10
        >>> reader = OptionsReader(Secret)
        >>> reader.read(HookOptions, "url=http://localhost&timeout=5", where='channel "hook"')
        HookOptions(url='http://localhost', timeout=5)
        >>> try:
        ...     reader.read(HookOptions, {"url": "http://localhost", "timout": 5}, where='channel "hook"')
        ... except PluginOptionsError as error:
        ...     print(error)
        channel "hook": unknown option "timout"; did you mean "timeout"? accepts: url, timeout
    """

    def __init__(self, resolve_secret: SecretResolver) -> None:
        self._resolve_secret = resolve_secret
        self._converter = self._strict_converter()

    def read(
        self,
        options: type[T],
        given: object = None,
        *,
        keywords: Mapping[str, object] = types.MappingProxyType({}),
        where: str,
        plugin: str = "",
    ) -> T:
        """Return the options.

        Args:
            options: The attrs class to make.
            given: A mapping, the query of a URL, an instance (returned as it is), or None for no options at all.
            keywords: More options; none of them given twice, and none beside an instance.
            where: Who is configured, such as ``'channel "webhook"'``; begins every message.
            plugin: Name of the plugin, for the error.

        Raises:
            PluginOptionsError: An unknown, missing or bad option. The message names the option and what is accepted,
                and never holds the value of a secret.
            PluginError: The options class itself cannot be used: its author's mistake.
        """
        if isinstance(given, options) and not keywords:
            return given
        accepts = accepted_names(options)
        try:
            written = _written(given, keywords, options)
        except ValueError as error:
            raise PluginOptionsError(str(error), where=where, plugin=plugin, remedy=f"accepts: {accepts}") from None
        try:
            return self._converter.structure(written, options)
        except ClassValidationError as error:
            problems = list(problems_in(error, "", accepts))
            blunder = next((one.text for one in problems if one.of_author), "")
        except (StructureHandlerNotFoundError, NameError, AttributeError) as error:
            problems, blunder = [], str(error)
        # Raised outside the handlers: cattrs's own error holds the values, secrets among them.
        if blunder:
            raise PluginError(
                f"the options class {options.__name__} cannot be used: {blunder}", where=where, plugin=plugin
            )
        raise options_error(problems, where=where, plugin=plugin, accepts=accepts)

    def _strict_converter(self) -> Converter:
        converter = Converter(forbid_extra_keys=True, detailed_validation=True)
        # The classes after SCALARS stand here to be refused: cattrs has lax hooks of its own for them. A subclass (an
        # IntEnum, a datetime) arrives at its parent's hook and is sorted out there.
        for scalar in (*SCALARS, bytes, enum.Enum, tuple, list, set, frozenset, dict):
            converter.register_structure_hook(scalar, _scalar)
        converter.register_structure_hook(Secret, self._secret)
        converter.register_structure_hook_func(_is_literal, _literal)
        converter.register_structure_hook_factory(_is_sequence, lambda cl: _sequence_hook(cl, converter))
        converter.register_structure_hook_factory(attrs.has, lambda cl: _class_hook(cl, converter))
        converter.register_structure_hook_factory(_is_table, lambda cl: _table_hook(cl, converter))
        return converter

    def _secret(self, value: object, _target: type) -> Secret:
        if isinstance(value, Secret):
            return value
        if not isinstance(value, str):
            raise BadValue("must be a text, env:NAME or file:PATH")
        try:
            return self._resolve_secret(value)
        except ValueError as error:
            raise BadValue(f"is not usable: {error}") from None


def _written(given: object, keywords: Mapping[str, object], options: type) -> Mapping[str, object]:
    """Return all that was written as one mapping.

    Raises:
        ValueError: It is none, or it says something twice.
    """
    if given is None:
        return keywords
    written = from_query(given) if isinstance(given, str) else given
    if not isinstance(written, Mapping):
        beside = " and nothing beside it" if isinstance(given, options) else ""
        kind = type(given).__name__
        raise ValueError(f"options are of type {kind}; give a mapping, a URL's query or {options.__name__}{beside}")
    if twice := sorted(set(written) & set(keywords)):
        raise ValueError(f'option "{twice[0]}" is given twice, with the others and as a keyword')
    return {**written, **keywords}


def _scalar(value: object, target: Any) -> object:
    read = SCALARS.get(target)
    if read is not None:
        return read(value)
    if isinstance(target, type) and issubclass(target, enum.Enum):
        return member_of(value, target)
    raise StructureHandlerNotFoundError(f"an option cannot be a {target.__name__}", type_=target)


def _is_literal(target: Any) -> bool:
    return get_origin(target) is Literal


def _is_sequence(target: Any) -> bool:
    return get_origin(target) in _SEQUENCES


def _literal(value: object, target: Any) -> object:
    return literal_value(value, get_args(target))


def _sequence_hook(target: Any, converter: Converter) -> Any:
    """Read several values; from one text, commas part the elements."""
    make, arguments = _SEQUENCES[get_origin(target)], get_args(target)
    fixed = make is tuple and len(arguments) > 0 and arguments[-1] is not Ellipsis and get_origin(target) is tuple

    def structure(value: object, _target: Any) -> object:
        if isinstance(value, str):
            elements: list[object] = [part.strip() for part in value.split(",")] if value.strip() else []
        elif isinstance(value, list | tuple | frozenset | set):
            elements = list(value)
        else:
            raise BadValue(f"is {shown(value)}; it must be a list, or texts with commas between them")
        if fixed and len(elements) != len(arguments):
            raise BadValue(f"has {len(elements)} elements; it must have {len(arguments)}")
        wanted = arguments if fixed else (arguments[0],) * len(elements)
        results, errors = [], []
        for index, (element, type_) in enumerate(zip(elements, wanted, strict=True)):
            try:
                results.append(converter.structure(element, type_))
            except StructureHandlerNotFoundError:
                raise
            except Exception as error:
                error.add_note(IterableValidationNote(f"element {index + 1}", index, type_))
                errors.append(error)
        if errors:
            raise IterableValidationError("elements", errors, target)
        return make(results)

    return structure


def _is_table(target: Any) -> bool:
    return get_origin(target) in {dict, Mapping} and get_args(target)[:1] == (str,)


def _table_hook(target: Any, converter: Converter) -> Any:
    """Read mappings from names to values, such as HTTP headers; the result of a Mapping is read-only."""
    value_type = get_args(target)[1]
    make = dict if get_origin(target) is dict else types.MappingProxyType

    def structure(value: object, _target: Any) -> object:
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            raise BadValue("must be a table of names and values")
        results, errors = {}, []
        for name, element in value.items():
            try:
                results[name] = converter.structure(element, value_type)
            except StructureHandlerNotFoundError:
                raise
            except Exception as error:
                error.add_note(IterableValidationNote(f"name {name}", name, value_type))
                errors.append(error)
        if errors:
            raise IterableValidationError("names", errors, target)
        return make(results)

    return structure


def _class_hook(target: Any, converter: Converter) -> Any:
    structure_fields = make_dict_structure_fn(
        target, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
    )

    def structure(value: object, cl: Any) -> object:
        if isinstance(value, target):
            return value
        if not isinstance(value, Mapping):
            raise BadValue(f"is {shown(value)}; it must be a table with: {accepted_names(target)}")
        return structure_fields(value, cl)

    return structure
