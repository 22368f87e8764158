"""The elements of a picture, as SVG text.

Every element says what its colour is for (`plan_tasks.reporting.drawing.palette`), as an attribute with the colour of
a light page and as a class by which a page may put another in its place. Text is text; nothing is fetched or run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import attrs

from plan_tasks.model import Language
from plan_tasks.reporting.drawing.fonts import SANS, family
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.escaping import one_line

__all__ = ["Drawing", "Sketch", "more_below", "number"]

SIZE = 13.0  # of the font, unless said otherwise


def number(value: float) -> str:
    """A coordinate with one digit after the point at the most.

    Example:
        >>> number(12.0), number(0.04), number(-3.26)
        ('12', '0', '-3.3')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@attrs.frozen(kw_only=True)
class Drawing:
    """A finished picture.

    Attributes:
        width: In pixels.
        height: In pixels; 0 when there is nothing to see.
        title: What it shows, one line.
        description: What it says, for readers who do not see it.
        body: Its elements.
    """

    width: float
    height: float
    title: str
    description: str
    body: str

    def svg(self, key: str = "chart", ground: str = "") -> str:
        """The picture as one SVG element, complete in itself.

        Args:
            key: What the names inside it begin with, unique on a page; letters, digits and hyphens.
            ground: The colour behind it; empty for none.

        Returns:
            The element, scalable, with its title and description.
        """
        width, height = number(self.width), number(self.height)
        behind = f'<rect width="{width}" height="{height}" fill="{ground}"/>' if ground else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" aria-labelledby="{key}-t {key}-d" font-family="{family(SANS, quote=chr(39))}"'
            f' font-size="{number(SIZE)}"><title id="{key}-t">{_text(self.title)}</title>'
            f'<desc id="{key}-d">{_text(self.description)}</desc>{behind}{self.body}</svg>'
        )


class Sketch:
    """Collects elements.

    Args:
        palette: The colours.
    """

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, look: str, *, radius: float = 0, opacity: float = 1
    ) -> None:
        """A filled rectangle."""
        if width > 0 and height > 0:
            corner = (f' rx="{number(radius)}"' if radius else "") + _seen(opacity)
            self._add("rect", f"{_box(x, y, width, height)}{corner} {self._fill(look)}")

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str, *, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        self._add("line", f"{ends} {self._stroke(look, width, dash)}")

    def path(self, points: Sequence[tuple[float, float]], look: str, *, width: float = 2, dash: str = "") -> None:
        """A line through points."""
        if len(points) > 1:
            joined = ' stroke-linejoin="round" stroke-linecap="round"'
            self._add("path", f'd="{_way(points)}" fill="none" {self._stroke(look, width, dash)}{joined}')

    def area(
        self, points: Sequence[tuple[float, float]], look: str, *, opacity: float = 1, edge: str = "", full: str = ""
    ) -> None:
        """A filled shape with its corners at points; `full` is shown where the pointer rests."""
        if len(points) > 2:
            shape = f'd="{_way(points)}Z" {self._fill(look, edge)}{_seen(opacity)}'
            self._parts.append(f"<path {shape}><title>{_text(full)}</title></path>" if full else f"<path {shape}/>")

    def dot(self, x: float, y: float, radius: float, look: str) -> None:
        """A disc."""
        self._add("circle", f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {self._fill(look)}')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        look: str = "ink",
        *,
        size: float = SIZE,
        anchor: str = "start",
        bold: bool = False,
        full: str = "",
        after: str = "",
    ) -> None:
        """A line of text on its base line.

        `full` is shown where the pointer rests, when `text` was cut; `after` follows the text, muted.
        """
        ends = f' text-anchor="{anchor}"' if anchor != "start" else ""
        weight = ' font-weight="600"' if bold else ""
        sized = f' font-size="{number(size)}"' if size != SIZE else ""
        more = f"<title>{_text(full)}</title>" if full and one_line(full) != text else ""
        attributes = f'x="{number(x)}" y="{number(y)}" {self._fill(look)}{sized}{ends}{weight}'
        rest = f' <tspan {self._fill("muted")} dx="3">{_text(after)}</tspan>' if after else ""
        self._parts.append(f"<text {attributes}>{more}{_text(text)}{rest}</text>")

    def lines(
        self,
        x: float,
        y: float,
        texts: Iterable[str],
        step: float,
        look: str = "ink",
        *,
        size: float = SIZE,
        full: str = "",
        bold: bool = False,
    ) -> None:
        """Lines of text, one under the other."""
        for place, text in enumerate(texts):
            self.text(x, y + place * step, text, look, size=size, full=full, bold=bold)

    def drawing(self, width: float, height: float, title: str, description: str) -> Drawing:
        """The finished picture."""
        body = "".join(self._parts)
        return Drawing(width=width, height=height, title=title, description=description, body=body)

    def _add(self, name: str, attributes: str) -> None:
        self._parts.append(f"<{name} {attributes}/>")

    def _fill(self, look: str, edge: str = "") -> str:
        if edge:
            line = f'stroke="{self._palette[edge]}" stroke-width="1.5"'
            return f'class="f-{look} s-{edge}" fill="{self._palette[look]}" {line}'
        return f'class="f-{look}" fill="{self._palette[look]}"'

    def _stroke(self, look: str, width: float, dash: str) -> str:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return f'class="s-{look}" stroke="{self._palette[look]}" stroke-width="{number(width)}"{dashes}'


def more_below(sketch: Sketch, many: int, height: float, language: Language) -> float:
    """Says below a picture how many entries it leaves to the table; returns its height with that line."""
    if many <= 0:
        return height
    sketch.text(0, height + 14, ChartWord.MORE.label(language).format(count=many), "muted", size=12)
    return height + 24


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'


def _seen(opacity: float) -> str:
    return f' fill-opacity="{number(opacity)}"' if opacity < 1 else ""


def _way(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _text(text: str) -> str:
    return escape(one_line(text), quote=True)
