"""An options class as help and reference pages show it.

Lives here: the metadata that explains an option, and the description that is made of it.
Not here: reading what a user wrote (``options``).
"""

from __future__ import annotations

import enum
import inspect
import re
from typing import Any, Final, get_origin

import attrs

__all__ = ["OptionField", "describe_options", "documented"]

_MODULE_PREFIX: Final = re.compile(r"\b(?:\w+\.)+(?=\w)")


def documented(doc: str, *, example: str = "", unit: str = "") -> dict[str, str]:
    """Return the metadata that explains an option, for ``attrs.field(metadata=...)``.

    Args:
        doc: One sentence: what the option does, and what leaving it out means.
        example: A value as a user writes it.
        unit: Unit and range of a number.

    Example:
        >>> @attrs.frozen(kw_only=True)
        ... class BellOptions:
        ...     volume: int = attrs.field(default=3, metadata=documented("How loud it rings.", unit="1 to 10"))
        >>> describe_options(BellOptions)[0].unit
        '1 to 10'
    """
    return {"doc": doc, "example": example, "unit": unit}


@attrs.frozen(kw_only=True)
class OptionField:
    """One option as help and reference pages show it.

    Attributes:
        name: What users write.
        type: The type in Python's words, such as ``"int | None"``; for an enum its values.
        required: True when it has no default.
        default: The default as text; empty when required or made afresh each time.
        doc: What it does; empty when its author did not say.
        example: A value as a user writes it.
        unit: Unit and range of a number.
    """

    name: str
    type: str
    required: bool
    default: str = ""
    doc: str = ""
    example: str = ""
    unit: str = ""


def describe_options(options: type) -> tuple[OptionField, ...]:
    """Return the fields of an options class, in their order.

    Args:
        options: An attrs class.

    Raises:
        NameError: A field's type cannot be imported at run time.
    """
    attrs.resolve_types(options)
    return tuple(
        OptionField(
            name=field.name,
            type=_type_text(field.type),
            required=field.default is attrs.NOTHING,
            default=_default_text(field.default),
            doc=field.metadata.get("doc", ""),
            example=field.metadata.get("example", ""),
            unit=field.metadata.get("unit", ""),
        )
        for field in attrs.fields(options)
        if field.init
    )


def _type_text(target: Any) -> str:
    if isinstance(target, type) and issubclass(target, enum.Enum):
        return f"one of {', '.join(str(member.value) for member in target)}"
    if get_origin(target) is None:
        return str(getattr(target, "__name__", target))
    return _MODULE_PREFIX.sub("", inspect.formatannotation(target))


def _default_text(default: object) -> str:
    if default is attrs.NOTHING or isinstance(default, type(attrs.Factory(list))):
        return ""
    return str(default.value) if isinstance(default, enum.Enum) else str(default)
