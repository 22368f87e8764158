"""What is wrong with a user's options, in sentences.

Lives here: the walk over cattrs's groups of exceptions, and the guess at what was meant.
Not here: reading the options (``options``). A sentence never holds the value of a secret.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import attrs
from cattrs import AttributeValidationNote, IterableValidationError
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
    StructureHandlerNotFoundError,
)

from plan_tasks.errors import PluginOptionsError
from plan_tasks.plugging.strict_values import BadValue

__all__ = ["Problem", "accepted_names", "nearest", "options_error", "problems_in"]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` was probably meant to be, or an empty text.

    Example:
        >>> nearest("secrt", ["url", "secret", "timeout"])
        'secret'
    """
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def accepted_names(options: type) -> str:
    """Return the names of a class's options, as the end of a message."""
    return ", ".join(field.name for field in attrs.fields(options) if field.init) or "no options"


@attrs.frozen
class Problem:
    """One thing wrong: a sentence, what would be right, and whether the plugin's author is to blame, not the user."""

    text: str
    remedy: str = ""
    of_author: bool = False


def options_error(problems: list[Problem], *, where: str, plugin: str, accepts: str) -> PluginOptionsError:
    """Return one error for all that is wrong; the whole list of names is repeated only where it helps."""
    if len(problems) == 1:
        return PluginOptionsError(problems[0].text, where=where, plugin=plugin, remedy=problems[0].remedy)
    lines = [f"{one.text} ({one.remedy.split('?')[0]}?)" if "?" in one.remedy else one.text for one in problems]
    return PluginOptionsError("; ".join(lines), where=where, plugin=plugin, remedy=f"accepts: {accepts}")


def problems_in(error: BaseException, path: str, accepts: str) -> Iterator[Problem]:
    """Yield what is wrong, walking cattrs's groups: their notes hold the path."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for child in error.exceptions:
            yield from problems_in(child, _path_of(child, path), accepts)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl) if field.init]
        known_here = f"accepts: {accepted_names(error.cl)}"
        for name in sorted(error.extra_fields, key=str):
            guess = nearest(str(name), known)
            text = f'unknown option "{path + "." if path else ""}{name}"'
            yield Problem(text, f'did you mean "{guess}"? {known_here}' if guess else known_here)
    elif isinstance(error, StructureHandlerNotFoundError):
        yield Problem(f'option "{path}": {error}', of_author=True)
    elif isinstance(error, KeyError):
        yield Problem(f'option "{path}" is missing', f"accepts: {accepts}")
    elif isinstance(error, BadValue):
        yield Problem(f'option "{path}" {error}')
    else:
        # The options class's own validator. attrs puts its message first and then objects, values among them.
        message = error.args[0] if error.args and isinstance(error.args[0], str) else type(error).__name__
        yield Problem(f'option "{path}": {message}' if path else message)


def _path_of(error: BaseException, path: str) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f"{path}.{note.name}" if path else note.name
        if isinstance(note, IterableValidationNote):
            place = f"[{note.index + 1}]" if isinstance(note.index, int) else f".{note.index}"
            return f"{path}{place}"
    return path
