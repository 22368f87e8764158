"""What a plugin says about one thing that it offers, and what its factory is given.

Lives here: `Descriptor`, the base of every kind's descriptor; `NoOptions`; `PluginContext`.
Not here: the kinds themselves. Each lives with its subject (``notifying/contract.py`` has ``ChannelType``), so that a
new kind touches no file of the host.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Generic, TypeVar

import attrs

from plan_tasks.plugging.timing import Timings

__all__ = ["Descriptor", "NoOptions", "O", "P", "PluginContext"]

O = TypeVar("O")  # noqa: E741 - the word of the contracts: O for options
P = TypeVar("P")

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
_EXTRA: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")


@attrs.frozen(kw_only=True)
class NoOptions:
    """The options of something that has none: every option is then unknown."""


def _read_only(mapping: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(mapping))


@attrs.frozen(kw_only=True, eq=False)
class PluginContext:
    """What a factory is given beside its options.

    Attributes:
        plugin: Name of the plugin that the factory belongs to.
        logger: Where the product writes its log lines; ``plan_tasks.plugins.`` and the plugin's name.
        language: ``"zh"`` or ``"en"``: in which language text for people is written.
        resources: Objects that the host application hands to plugins by name, such as its database connection.
            plan_tasks looks into none of them. Read-only.
        timings: Who is to be told how long things take; a store tells of its statements.
    """

    plugin: str
    logger: logging.Logger
    language: str = "zh"
    resources: Mapping[str, object] = attrs.field(factory=dict, converter=_read_only)
    timings: Timings = attrs.field(factory=Timings)


def _is_name(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError(
            f"{attribute.name} is {value!r}; it must be lower-case ASCII letters, digits, - and _, a letter first"
        )


def _is_line(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not value.strip() or len(value.splitlines()) != 1:
        raise ValueError(f"{attribute.name} is {value!r}; it must be one line of text")


def _is_callable(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not callable(value):
        raise ValueError(f"{attribute.name} is {value!r}; it must be a function of (options, context)")


def _is_options_class(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, type) or not attrs.has(value):
        raise ValueError(f"{attribute.name} is {value!r}; it must be an attrs class, NoOptions where there are none")


def _is_extra(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not _EXTRA.fullmatch(value):
        raise ValueError(f'{attribute.name} has {value!r}; it must name an extra of the distribution, such as "xlsx"')


@attrs.frozen(kw_only=True)
class Descriptor(Generic[O, P]):
    """What every kind's descriptor has; a frozen value without side effects.

    ``O`` is the options class and ``P`` what the factory makes. A kind is a subclass that binds ``P`` and adds what the
    core must know before the factory is called.

    Attributes:
        name: What users write; lower-case ASCII letters, digits, ``-`` and ``_``. Unique in its kind.
        summary: One line for ``plan-tasks plugins``.
        factory: Makes the thing, from structured options and a `PluginContext`. Called on first use; imports of
            heavy libraries belong in it.
        options: The attrs class of the options, `NoOptions` where there are none. Secrets are typed `Secret`.
        requires: Extras of the plugin's distribution that the factory needs: ``"xlsx"`` makes the host print
            ``pip install "plan-tasks[xlsx]"`` when an import fails.
        aliases: Other names for the same thing.

    Raises:
        ValueError: A field holds something else; the message says what it must be.

    Example:
        >>> @attrs.frozen(kw_only=True)
        ... class BellType(Descriptor[O, str]):
        ...     volume: int
        >>> BellType.kind
        'bell'
        >>> bell = BellType(
        ...     name="brass",
        ...     summary="A brass bell",
        ...     factory=lambda options, context: "ding",
        ...     options=NoOptions,
        ...     volume=3,
        ... )
        >>> bell.names
        ('brass',)
    """

    kind: ClassVar[str] = "thing"
    """What people call the kind, in the singular; from the class's name (``ReportFormatType``: "report format")."""

    name: str = attrs.field(validator=_is_name)
    summary: str = attrs.field(validator=_is_line)
    factory: Callable[[O, PluginContext], P] = attrs.field(validator=_is_callable)
    options: type[O] = attrs.field(validator=_is_options_class)
    requires: tuple[str, ...] = attrs.field(
        default=(), validator=attrs.validators.deep_iterable(_is_extra, attrs.validators.instance_of(tuple))
    )
    aliases: tuple[str, ...] = attrs.field(
        default=(), validator=attrs.validators.deep_iterable(_is_name, attrs.validators.instance_of(tuple))
    )

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if "kind" not in cls.__dict__:
            cls.kind = " ".join(_WORDS.findall(cls.__name__.removesuffix("Type"))).lower()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and then the aliases."""
        return (self.name, *self.aliases)
