"""Draws the pictures of the README and of pages, as SVG: the demonstration's report as a terminal shows it, its charts.

Run it: python docs/picture.py          (``make docs`` does; pictures of whole pages are taken by docs/page_pictures.py)

The same report gives the same bytes. A picture holds text and the names of fonts that machines have, and nothing that
is fetched: every run of characters is put on the terminal's grid by its place and length, so that it is aligned
whichever of the fonts is there.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from plan_tasks import Tracker
from plan_tasks.cli.main import run
from plan_tasks.reporting.widths import display_width

FOLDER = Path(__file__).resolve().parent / "images"
LANGUAGES = ("en", "zh")
DAY = date(2021, 6, 30)
CHARTS = {"counts": ("overview", "counts"), "targets": ("overview", "targets"), "schedule": ("schedule", "schedule")}
WIDTH = 92  # columns
CELL, LINE, MARGIN = 8.4, 20, 18  # pixels: width of a column, height of a line, space around
FONTS = "Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC','Microsoft YaHei','PingFang SC',monospace"
STYLE = {
    "1": "font-weight:bold",
    "32": "fill:#7ee787",
    "33": "fill:#e3b341",
    "1;31": "fill:#ff7b72;font-weight:bold",
    "34": "fill:#79c0ff",
    "90": "fill:#9aa4af",
    "1;36": "fill:#76e3ea;font-weight:bold",
}
_RUN = re.compile(r"\x1b\[([\d;]+)m(.*?)\x1b\[0m|([^\x1b]+)")
_WORD = re.compile(r"\S+(?: \S+)*")


@cache
def rendered(language: str) -> dict[str, bytes]:
    """The demonstration's overview of 30 June, with the terminal's colour codes, and charts of it, by name."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
        if run(["demo", "--lang", language, "--out", folder]):
            raise SystemExit(f"the demonstration failed: {said.getvalue()}")
        with Tracker.open(f"sqlite:///{folder}/plan.db", language=language, autoload=False) as tracker:
            [plan] = [stored.plan.id for stored in tracker.plans()]
            options = {"width": WIDTH, "colour": True}
            made = {"overview": tracker.render(plan, "overview", "terminal", on=DAY, format_options=options)}
            for name, (kind, chart) in CHARTS.items():
                made[name] = tracker.render(plan, kind, "svg", on=DAY, format_options={"chart": chart})
    return made


def beginning(text: str) -> list[str]:
    """The lines up to the end of the report's second section: counts, and targets against their pace."""
    lines = text.splitlines()
    rules = [number for number, line in enumerate(lines) if _plain(line).startswith("---")]
    sections = [number for number in rules if set(_plain(lines[number])) == {"-"}]
    end = next(number for number in range(sections[1] + 2, len(lines)) if not lines[number].strip())
    return lines[:end]


def svg(lines: list[str], title: str) -> str:
    """The picture of some lines of a terminal."""
    width, height = round(WIDTH * CELL + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#161b22"/>',
        f'<g font-family="{FONTS}" font-size="14" fill="#e6edf3" xml:space="preserve">',
        *(text for number, line in enumerate(lines) for text in _line(line, MARGIN + (number + 0.75) * LINE)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _line(line: str, y: float) -> Iterator[str]:
    column = 0
    for style, styled, plain in _RUN.findall(line):
        text = styled or plain
        for word in _WORD.finditer(text):
            at = MARGIN + (column + display_width(text[: word.start()])) * CELL
            length = display_width(word[0]) * CELL
            look = f' style="{STYLE[style]}"' if style else ""
            yield (
                f'<text x="{at:.1f}" y="{y:g}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{look}>'
                f"{escape(word[0])}</text>"
            )
        column += display_width(text)


def _plain(line: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", line)


def picture(language: str) -> str:
    """The picture in one language."""
    lines = beginning(rendered(language)["overview"].decode())
    return svg(lines, _plain(lines[0]))


def main() -> None:
    """Draw every picture that is not already as it should be."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        drawn = {"overview": picture(language)}
        drawn.update((name, rendered(language)[name].decode()) for name in CHARTS)
        for name, text in drawn.items():
            file = FOLDER / f"{name}.{language}.svg"
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8", newline="\n")
                print(f"docs/images/{file.name}")


if __name__ == "__main__":
    main()
