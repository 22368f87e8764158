"""Colours, and doing without. rich is imported only when colours are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

__all__ = ["Painter", "coloured", "plain_text"]

#: (text, style) -> text; a style is a colour of the policy's scheme, "title", "heading" or "faint".
Painter = Callable[[str, str], str]

_STYLES: Final = {
    "green": "green",
    "yellow": "yellow",
    "red": "bold red",
    "blue": "blue",
    "grey": "bright_black",
    "title": "bold",
    "heading": "bold cyan",
    "faint": "bright_black",
}


def plain_text(text: str, _style: str) -> str:
    """The text as it is."""
    return text


def coloured() -> Painter:
    """A painter that writes the terminal's colour codes.

    Returns:
        The painter. A style that it does not know leaves the text as it is.

    Raises:
        ImportError: rich is not installed.
    """
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(definition) for name, definition in _STYLES.items()}

    def paint(text: str, style: str) -> str:
        known = styles.get(style)
        return known.render(text, color_system=ColorSystem.STANDARD) if known and text.strip() else text

    return paint
