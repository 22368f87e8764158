"""A value that must not be shown, and where it may be read from.

Lives here: `Secret` and the reading of ``env:NAME`` and ``file:PATH``. Not here: when that happens (``options``).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

__all__ = ["Secret", "SecretResolver", "secret_resolver"]

MASK: Final = "***"

SecretResolver: TypeAlias = Callable[[str], "Secret"]
"""Turns what a user wrote (a literal, ``env:NAME`` or ``file:PATH``) into a `Secret`."""


class Secret:
    """A text that no ``repr``, ``str``, format, log line or error shows.

    Args:
        value: The text itself, at least one character.
        source: Where it came from, such as ``"env:MAIL_PASSWORD"``; this may be shown. Empty for a literal.

    Raises:
        ValueError: The value is empty.
        TypeError: The value is not a text; the message does not repeat it.

    Example:
        >>> password = Secret("open sesame", source="env:MAIL_PASSWORD")
        >>> password
        Secret('***', source='env:MAIL_PASSWORD')
        >>> f"password={password}"
        'password=***'
        >>> password.reveal()
        'open sesame'
    """

    __slots__ = ("_source", "_value")

    def __init__(self, value: str, *, source: str = "") -> None:
        if not isinstance(value, str):
            raise TypeError(f"a secret is a text, not a {type(value).__name__}")
        if not value:
            raise ValueError("a secret must not be empty")
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_source", source)

    @property
    def source(self) -> str:
        """Where the secret came from; empty for a literal."""
        return str(object.__getattribute__(self, "_source"))

    def reveal(self) -> str:
        """Return the text itself, at the moment of use; do not keep it."""
        return str(object.__getattribute__(self, "_value"))

    def __repr__(self) -> str:
        return f"Secret({MASK!r}, source={self.source!r})" if self.source else f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, format_spec: str) -> str:
        return format(MASK, format_spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.reveal().encode(), other.reveal().encode())

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a secret cannot be changed: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a secret cannot be changed: {name}")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled or copied into a file")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self


def secret_resolver(environ: Mapping[str, str], *, read_text: Callable[[Path], str] | None = None) -> SecretResolver:
    """Return the function that turns what a user wrote into a `Secret`.

    ``env:NAME`` is looked up in ``environ``; ``file:PATH`` is read as UTF-8 and loses one line end at its end; anything
    else is the secret itself. A secret that really begins with ``env:`` is given as ``Secret("env:...")``.

    Args:
        environ: The environment, or whatever stands for it.
        read_text: How a file is read; None reads it from the disk.

    Returns:
        A function that raises ValueError where the name or file does not exist or holds nothing; the message names
        the source and never the content.

    Example:
        >>> resolve = secret_resolver({"ROBOT_KEY": "k-123"})
        >>> resolve("env:ROBOT_KEY")
        Secret('***', source='env:ROBOT_KEY')
        >>> resolve("env:ROBOT_KEYS")
        Traceback (most recent call last):
        ValueError: environment variable ROBOT_KEYS is not set or empty
    """
    read = read_text or (lambda path: path.read_text(encoding="utf-8"))

    def resolve(written: str) -> Secret:
        scheme, _, rest = written.partition(":")
        if scheme == "env":
            value = environ.get(rest, "")
            if not value:
                raise ValueError(f"environment variable {rest} is not set or empty")
            return Secret(value, source=written)
        if scheme == "file":
            try:
                value = read(Path(rest))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
                raise ValueError(f"secret file {rest} cannot be read: {reason}") from None
            value = value.removesuffix("\n").removesuffix("\r")
            if not value:
                raise ValueError(f"secret file {rest} is empty")
            return Secret(value, source=written)
        return Secret(written)

    return resolve
