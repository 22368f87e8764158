"""The options of pages, and the logo that they name."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Final

import attrs

from plan_tasks.errors import SourceUnreadable
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.drawing.colours import hex_colour

__all__ = ["PageOptions", "logo_data"]

_LARGEST_LOGO: Final = 1_000_000
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"),
)


@attrs.frozen(kw_only=True)
class PageOptions:
    """Options of the formats html and pdf. Each goes before what the document's branding says."""

    templates: Path | None = attrs.field(
        default=None,
        metadata=documented(
            "Folder with templates (page.html, table.html) that take the place of built-in ones of the same name, and "
            "extra.css, which is added to the style; none for the built-in page.",
            example="templates/",
        ),
    )
    logo: Path | None = attrs.field(
        default=None,
        metadata=documented(
            "Picture (PNG, JPEG or SVG) above the title; none for that of the branding.",
            example="seal.png",
            unit="up to 1 MB",
        ),
    )
    accent: str = attrs.field(
        default="",
        metadata=documented(
            "Colour of rules, links and marks; darkened or lightened where it could not be read. Empty for that of "
            "the branding.",
            example="#8b1a1a",
        ),
    )

    def __attrs_post_init__(self) -> None:
        if self.accent:
            hex_colour(self.accent)


def logo_data(file: Path) -> str:
    """A picture as an address that holds it.

    Args:
        file: A PNG, JPEG or SVG file of 1 MB at the most.

    Returns:
        A ``data:`` address.

    Raises:
        SourceUnreadable: It cannot be read, is larger, or is no such picture.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_LOGO + 1)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise SourceUnreadable(f"the logo cannot be read: {reason}", where=str(file)) from error
    if len(data) > _LARGEST_LOGO:
        raise SourceUnreadable("the logo is larger than 1 MB", where=str(file), remedy="give a smaller picture")
    begins = data.lstrip()
    media = next((media for beginning, media in _BEGINNINGS if begins.startswith(beginning)), None)
    if media is None:
        raise SourceUnreadable(
            "the logo is no picture that pages show", where=str(file), remedy="give PNG, JPEG or SVG"
        )
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"
