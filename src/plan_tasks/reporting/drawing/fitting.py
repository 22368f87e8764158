"""How much room a text takes in a picture, about: the reader's font is not known when a picture is drawn."""

from __future__ import annotations

from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.widths import display_width, shorten

__all__ = ["cut", "lines", "room"]

_NARROW = 0.56  # of the size, for a digit or a Latin letter; a Chinese character takes the whole size


def room(text: str, size: float) -> float:
    """The width of one line.

    Args:
        text: The line.
        size: Size of the font, in pixels.

    Returns:
        The width in pixels, rather too much than too little.

    Example:
        >>> room("目标", 10), round(room("100%", 10), 1)
        (20.0, 22.4)
    """
    wide = display_width(text) - len(text)  # characters of two columns; marks of none count as if they took one
    wide = max(0, wide)
    return wide * size + (len(text) - wide) * size * _NARROW


def cut(text: str, width: float, size: float) -> str:
    """A line cut to a width, with an ellipsis in place of what is gone.

    Example:
        >>> cut("规模以上工业增加值", 60, 10)
        '规模以上工…'
    """
    text = one_line(text)
    if room(text, size) <= width:
        return text
    columns = max(2, int(width / size * 2))
    kept = shorten(text, columns)
    while columns > 2 and room(kept, size) > width:
        columns -= 1
        kept = shorten(text, columns)
    return kept


def lines(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """A text broken into lines, the last cut where there is more.

    Args:
        text: The text.
        width: Width of a line in pixels.
        size: Size of the font in pixels.
        most: How many lines at the most.

    Returns:
        The lines, one at the least. Chinese breaks anywhere, other text at spaces where it can.

    Example:
        >>> lines("Towns: new jobs in the year", 100, 13), lines("规模以上工业增加值", 60, 10)
        (['Towns: new', 'jobs in the …'], ['规模以上工业', '增加值'])
    """
    rest = one_line(text)
    made: list[str] = []
    while len(made) < most - 1 and room(rest, size) > width:
        end = len(rest)
        while end > 1 and room(rest[:end], size) > width:
            end -= 1
        space = rest.rfind(" ", 1, end + 1)
        if end < len(rest) and rest[end].isascii() and rest[end - 1].isascii() and space > 0:
            end = space
        made.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    made.append(cut(rest, width, size))
    return made
