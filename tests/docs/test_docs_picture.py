"""The pictures of the README and of pages: of today's report, legible in Chinese, small, and complete in themselves."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def _picture() -> Any:
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("picture")
    finally:
        sys.path.remove(str(DOCS))


PICTURE = _picture()
every_language = pytest.mark.parametrize("language", PICTURE.LANGUAGES)


@every_language
def test_a_picture_shows_the_report_as_it_is_now(language: str) -> None:
    pytest.importorskip("rich")
    drawn = (DOCS / "images" / f"overview.{language}.svg").read_text(encoding="utf-8")
    assert drawn == PICTURE.picture(language), "draw it anew: python docs/picture.py"


@every_language
def test_a_picture_is_light_and_refers_to_nothing_outside(language: str) -> None:
    data = (DOCS / "images" / f"overview.{language}.svg").read_bytes()
    assert len(data) < 40_000
    root = ElementTree.fromstring(data)  # noqa: S314 - our own file
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in ("svg", "title", "rect", "g", "text")}
    assert not any(name.endswith("href") for element in root.iter() for name in element.attrib)


@every_language
@pytest.mark.parametrize("chart", PICTURE.CHARTS)
def test_a_chart_is_that_of_the_report_as_it_is_now(chart: str, language: str) -> None:
    drawn = (DOCS / "images" / f"{chart}.{language}.svg").read_bytes()
    assert drawn == PICTURE.rendered(language)[chart], "draw it anew: python docs/picture.py"
    assert len(drawn) < 40_000


def test_characters_stand_on_the_grid_whatever_the_font() -> None:
    """A Chinese character takes two columns, by its place and its length."""
    root = ElementTree.fromstring(PICTURE.svg(["目标  \x1b[32m达序时\x1b[0m 5"], "x"))  # noqa: S314 - made here
    words = [(text.text, text.attrib["x"], text.attrib["textLength"]) for text in root.iter(SVG + "text")]
    cell = PICTURE.CELL
    places = [PICTURE.MARGIN + column * cell for column in (0, 6, 13)]
    lengths = [4 * cell, 6 * cell, cell]
    assert words == [
        (word, f"{place:.1f}", f"{length:.1f}")
        for word, place, length in zip(("目标", "达序时", "5"), places, lengths, strict=True)
    ]
