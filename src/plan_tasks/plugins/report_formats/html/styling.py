"""The style of a page: the colours and fonts as variables, the built-in sheets, and what only print needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from plan_tasks.model import Health
from plan_tasks.plugins.report_formats.html.wording import PageWord
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.drawing.fonts import FANGSONG, SANS, TITLE, family
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.widths import shorten

__all__ = ["css_text", "page_style", "paper_style", "script_text"]

_PACKAGE = "plan_tasks.plugins.report_formats.html"
_RUNNING_TITLE = 76  # columns


@cache
def _sheet(folder: str, name: str) -> str:
    return files(_PACKAGE).joinpath(folder).joinpath(name).read_text(encoding="utf-8")


def script_text() -> str:
    """The page's script."""
    return _sheet("script", "tables.js")


def css_text(text: str) -> str:
    r"""A text as a string of CSS that can stand in a page's style.

    Example:
        >>> print(css_text('a "b" </style>'))
        "a \22 b\22  \3c \2f style\3e "
    """
    return '"' + "".join(sign if sign.isalnum() or sign in " ,.-" else f"\\{ord(sign):x} " for sign in text) + '"'


def page_style(document: Document, light: Palette, dark: Palette, extra: str) -> str:
    """The style of a page for screens, which can be printed.

    Args:
        document: The document, for its title and language.
        light: The colours of a light page, which paper has, too.
        dark: Those of a dark page.
        extra: What a host adds.
    """
    return "\n".join(
        (
            *_common(light),
            *(f".f-{look}{{fill:var(--{look})}}.s-{look}{{stroke:var(--{look})}}" for look in light),
            f"@media screen{{{_sheet('style', 'screen.css')}}}",
            f"@media screen and (prefers-color-scheme:dark){{{_variables(dark)}}}",
            f"@media print{{{_sheet('style', 'print.css')}{_pages(document, light)}}}",
            extra,
        )
    )


def paper_style(document: Document, light: Palette, extra: str) -> str:
    """The style of a page that is set for paper alone; arguments as for `page_style`."""
    return "\n".join((*_common(light), _sheet("style", "print.css"), _pages(document, light), extra))


def _common(light: Palette) -> Iterator[str]:
    yield _variables(light)
    yield f":root{{--sans:{family(SANS)};--title:{family(TITLE)};--fangsong:{family(FANGSONG)}}}"
    yield _sheet("style", "base.css")
    for health in Health:
        name = health.value
        yield f".h-{name}{{color:var(--ink-{name});background:var(--tint-{name})}}"
        yield f".k-{name}{{border-top-color:var(--bar-{name})}}"


def _variables(palette: Palette) -> str:
    return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in palette.items()) + "}"


def _pages(document: Document, light: Palette) -> str:
    """Sheets, running title and page numbers."""
    language = document.language
    before, rest = PageWord.PAGE_OF.label(language).split("{page}")
    between, after = rest.split("{pages}")
    title = css_text(shorten(one_line(document.title), _RUNNING_TITLE))
    small = f"font-family:{family(SANS)};font-size:8pt;color:{light['muted']}"
    number = " ".join((css_text(before), "counter(page)", css_text(between), "counter(pages)", css_text(after)))
    return (
        f"@page{{size:A4;margin:19mm 17mm 17mm;@top-left{{content:{title};{small}}}"
        f"@bottom-center{{content:{number};{small}}}}}"
        "@page:first{margin-top:14mm;@top-left{content:none}}"
        "@page wide{size:A4 landscape;margin:16mm 14mm 15mm}@page vast{size:A3 landscape;margin:16mm 14mm 15mm}"
    )
