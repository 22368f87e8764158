"""A document as one page of HTML: the templates, what they are given, and who may replace them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from plan_tasks.errors import InvalidValue, SourceUnreadable
from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.html.options import PageOptions, logo_data
from plan_tasks.plugins.report_formats.html.pieces import Look, contents_of, facts_of, pieces, sheet_of
from plan_tasks.plugins.report_formats.html.rows import shown
from plan_tasks.plugins.report_formats.html.styling import page_style, paper_style, script_text
from plan_tasks.plugins.report_formats.html.wording import PageWord, script_words
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.drawing.palette import ACCENT, dark_palette, light_palette
from plan_tasks.reporting.escaping import one_line

__all__ = ["BUILT_IN", "PageMaker"]

_PACKAGE: Final = "plan_tasks.plugins.report_formats.html"
_EXTRA: Final = "extra.css"
_LANG: Final = {Language.ZH: "zh-CN", Language.EN: "en"}
_SCREEN: Final = (("broad", 940.0), ("narrow", 350.0))
_PAPER: Final = (("broad", 860.0),)

#: The templates that a folder may hold others for.
BUILT_IN: Final = (
    *("page.html", "heading.html", "paragraph.html", "note.html", "key_figures.html", "table.html", "chart.html"),
    *("sources.html", "lines.html"),
)


class PageMaker:
    """Makes pages of documents.

    Args:
        options: How they look.
        paper: Whether a page is for paper alone: without script, everything unfolded.

    Raises:
        SourceUnreadable: The folder of templates or the logo cannot be read.
        InvalidValue: The folder holds nothing that is used, or its style would end the page's.
    """

    def __init__(self, options: PageOptions, *, paper: bool) -> None:
        self._options = options
        self._paper = paper
        self._extra = _extra(options.templates)
        self._logo = logo_data(options.logo) if options.logo else ""
        self._environment = _environment(options.templates)

    def parts(self, document: Document) -> Iterator[str]:
        """The page, made while it is read.

        Args:
            document: The document.

        Yields:
            Parts of its text, in order.

        Raises:
            InvalidValue: A template of the host's folder cannot be read or asks for what there is not.
            SourceUnreadable: The logo of the document's branding cannot be read.
        """
        try:
            yield from self._environment.get_template("page.html").generate(self._given(document))
        except jinja2.TemplateSyntaxError as error:
            raise InvalidValue(
                f"the template {error.name} cannot be read: {error.message}", where=f"line {error.lineno}"
            ) from error
        except (jinja2.TemplateError, jinja2.exceptions.SecurityError) as error:
            raise InvalidValue(
                f"a template of the folder {self._options.templates} fails: {error.message}",
                remedy="compare it with the built-in one",
            ) from error

    def _given(self, document: Document) -> dict[str, Any]:
        branding, language = document.branding, document.language
        accent = self._options.accent or branding.accent or ACCENT
        light = light_palette(document.colours, branding.palette, accent)
        dark = dark_palette(document.colours, branding.palette, accent)
        logo = self._logo or (logo_data(branding.logo) if branding.logo else "")
        look = Look(palette=light, widths=_PAPER if self._paper else _SCREEN, open_numbers=self._paper)
        script = "" if self._paper else script_text()
        if self._paper:
            style = paper_style(document, light, self._extra)
        else:
            style = page_style(document, light, dark, self._extra)
        return {
            "lang": _LANG[language],
            "medium": "paper" if self._paper else "screen",
            "title": shown(one_line(document.title)),
            "subtitle": shown(document.subtitle),
            "organisation": shown(one_line(branding.organisation)),
            "logo": logo,
            "style": Markup(style),  # noqa: S704 - ours, and a host's own sheet, which was looked at
            "script": Markup(script),  # noqa: S704 - ours
            "script_words": json.dumps(script_words(language), ensure_ascii=False),
            "policy": "" if self._paper else _policy(style, script),
            "words": {word.value: word.label(language) for word in PageWord},
            "sheet": sheet_of(document),
            "contents": [] if self._paper else contents_of(document),
            "blocks": pieces(document, look),
            "facts": facts_of(document),
            "document": document.name,
        }


def _policy(style: str, script: str) -> str:
    """What the page may do: show its own style and pictures in itself, run its own script, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _environment(folder: Path | None) -> jinja2.Environment:
    built_in = jinja2.PackageLoader(_PACKAGE)
    loaders: list[jinja2.BaseLoader] = [built_in, jinja2.PrefixLoader({"built_in": built_in})]
    if folder is not None:
        loaders.insert(0, jinja2.FileSystemLoader(folder))
    return ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _extra(folder: Path | None) -> str:
    if folder is None:
        return ""
    if not folder.is_dir():
        raise SourceUnreadable("the folder of templates is not there", where=str(folder))
    if not any((folder / name).is_file() for name in (*BUILT_IN, _EXTRA)):
        names = ", ".join((*BUILT_IN, _EXTRA))
        raise InvalidValue("the folder of templates holds none", where=str(folder), remedy=f"give one of {names}")
    sheet = folder / _EXTRA
    text = sheet.read_text(encoding="utf-8") if sheet.is_file() else ""
    if "</style" in text.lower():
        raise InvalidValue("the style would end the page's", where=str(sheet), remedy="leave out </style")
    return text
