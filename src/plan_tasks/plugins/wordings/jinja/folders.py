"""Where templates come from: the office's own folder, and the built-in one. Nothing outside them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from plan_tasks.errors import PluginOptionsError

__all__ = ["BUILT_IN", "FORMS", "File", "Folders"]

#: A form of a notice -> how the names of its templates end.
FORMS: Final = {"subject": ".subject.txt", "text": ".txt", "html": ".html", "markdown": ".md"}
#: Before the name of a built-in template that the office's own has taken the place of.
BUILT_IN: Final = "built_in/"

_HERE: Final = Path(__file__).with_name("templates")
_NAME: Final = re.compile(r"(?:(?:zh|en|built_in)/)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_LARGEST: Final = 64 * 1024  # bytes of a template


@attrs.frozen
class File:
    """A template as it stands on the disk.

    Attributes:
        path: Where.
        source: Its text.
    """

    path: str
    source: str


@attrs.frozen
class Folders:
    """The folders in which templates are looked for.

    Attributes:
        own: The office's own; None for none.

    Raises:
        PluginOptionsError: There is no such folder.
    """

    own: Path | None

    def __attrs_post_init__(self) -> None:
        if self.own is not None and not self.own.is_dir():
            raise PluginOptionsError(
                f"there is no folder {self.own}", where='wording "jinja"', remedy="give folder the path of one"
            )

    def find(self, name: str) -> File | None:
        """Read a template.

        Args:
            name: Its name; ``built_in/`` before it passes over the office's own.

        Returns:
            The file of the office's folder, else the built-in one, else None.

        Raises:
            PluginOptionsError: It leads out of the folder, is too large, or is not UTF-8.
        """
        if not _NAME.fullmatch(name):
            return None
        if name.startswith(BUILT_IN):
            return _read(_HERE, name.removeprefix(BUILT_IN))
        return (_read(self.own, name) if self.own is not None else None) or _read(_HERE, name)

    def names(self) -> Iterator[str]:
        """The names of the office's own templates, in order."""
        if self.own is None:
            return
        for folder in ("", "en/", "zh/"):
            place = self.own / folder
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                if path.is_file() and not path.name.startswith("."):
                    yield f"{folder}{path.name}"


def _read(folder: Path, name: str) -> File | None:
    path = folder / name
    if not path.is_file():
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _unfit(path, "it leads out of its folder", "put a copy there")
    with path.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise _unfit(path, f"it is larger than {_LARGEST} bytes", "shorten it")
    try:
        return File(str(path), data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unfit(path, f"line {line} is not UTF-8", "save it as UTF-8") from None


def _unfit(path: Path, what: str, remedy: str) -> PluginOptionsError:
    return PluginOptionsError(f"the template cannot be used: {what}", where=str(path), remedy=remedy)
