"""Arithmetic of colours: mixing, contrast as accessibility rules count it, and making a colour legible.

A colour is ``#rrggbb``. Contrast is that of the Web Content Accessibility Guidelines, from 1 to 21.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from plan_tasks.errors import InvalidValue

__all__ = ["LEGIBLE", "contrast", "hex_colour", "legible", "mixed", "on_top_of"]

#: The least contrast of text, 4.5, with room for rounding.
LEGIBLE: Final = 4.6

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS: Final = 50
_BLACK: Final = "#000000"
_WHITE: Final = "#ffffff"
_DARKEST: Final = "#1b2430"


def hex_colour(text: str) -> str:
    """Checks a colour that somebody wrote.

    Args:
        text: ``#rrggbb``.

    Returns:
        The colour in lower case.

    Raises:
        InvalidValue: It is written otherwise.

    Example:
        >>> hex_colour("#1F4E79")
        '#1f4e79'
    """
    if not _HEX.fullmatch(text):
        raise InvalidValue(f"{text!r} is no colour", remedy="write it as # and six hexadecimal digits, like #1f4e79")
    return text.lower()


def mixed(colour: str, other: str, share: float) -> str:
    """A colour between two.

    Args:
        colour: The first.
        other: The second.
        share: How much of the first is in it, from 0 to 1.

    Example:
        >>> mixed("#000000", "#ffffff", 0.25)
        '#bfbfbf'
    """
    channels = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in channels)


@lru_cache(maxsize=4096)
def contrast(colour: str, other: str) -> float:
    """How well two colours are told apart, from 1 to 21.

    Example:
        >>> contrast("#000000", "#ffffff")
        21.0
    """
    darker, lighter = sorted((_luminance(colour), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def legible(colour: str, ground: str, least: float = LEGIBLE) -> str:
    """The colour nearest to one that can be read on a ground.

    Args:
        colour: The wanted colour.
        ground: What it stands on.
        least: The least contrast.

    Returns:
        The colour, darkened or lightened as little as needed.

    Example:
        >>> legible("#1f4e79", "#ffffff"), legible("#e3a008", "#ffffff")
        ('#1f4e79', '#9a6d05')
    """
    end = _BLACK if contrast(_BLACK, ground) >= contrast(_WHITE, ground) else _WHITE
    for step in range(_STEPS, -1, -1):
        tried = mixed(colour, end, step / _STEPS)
        if contrast(tried, ground) >= least:
            return tried
    return end


def on_top_of(ground: str) -> str:
    """The colour of signs that stand on a ground: white where that can be read, else nearly black.

    Example:
        >>> on_top_of("#c0392b"), on_top_of("#f0b429")
        ('#ffffff', '#1b2430')
    """
    if contrast(_WHITE, ground) >= LEGIBLE:
        return _WHITE
    return legible(_DARKEST, ground)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
