"""The colours of a page and its charts, by what they are for; one palette for light pages, one for dark.

A colour is asked for by its use (`ink`, `track`, ``bar-overdue``), so that a page can define the same uses as
variables. All pairs of text and ground that are used together have a contrast of 4.5 at the least.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plan_tasks.assessment import Policy, colour_of
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health
from plan_tasks.reporting.drawing.colours import hex_colour, legible, mixed, on_top_of
from plan_tasks.reporting.figures import BEHIND

__all__ = ["ACCENT", "NAMED", "Palette", "dark_palette", "light_palette"]

Palette = Mapping[str, str]

ACCENT: Final = "#1f4e79"

#: What the colours of a policy's scheme are, unless a host says otherwise.
NAMED: Final[Palette] = MappingProxyType(
    {"green": "#2e7d4f", "yellow": "#e3a008", "red": "#c0392b", "blue": "#2b6cb0", "grey": "#6b7684"}
)

_LIGHT: Final = {
    "page": "#ffffff",
    "panel": "#f6f8fa",
    "ink": "#1b2430",
    "muted": "#56616f",
    "rule": "#d9dee5",
    "strong": "#aab4c0",
    "track": "#e9edf2",
    "band": "#d3dae3",
}
_DARK: Final = {
    "page": "#14191f",
    "panel": "#1c232b",
    "ink": "#e4e9ef",
    "muted": "#a5b0bd",
    "rule": "#323b46",
    "strong": "#566270",
    "track": "#2a323c",
    "band": "#3d4855",
}
_TINT_ON_LIGHT: Final = 0.11
_TINT_ON_DARK: Final = 0.22
_LIGHTER: Final = 0.82  # what is left of a colour that is lightened for a dark page
_SOFT: Final = 0.72  # of the accent in bars that stand for no health
_FADING: Final = 0.24  # of one health against the next that has the same colour


def light_palette(
    colours: Mapping[Health, str] = MappingProxyType({}), named: Palette = MappingProxyType({}), accent: str = ACCENT
) -> Palette:
    """The colours on a light page and on paper.

    Args:
        colours: The colour of each health, a name or ``#rrggbb``; missing ones are those of the usual
            scheme.
        named: What names mean that mean something else than in `NAMED`.
        accent: The colour of headings and links.

    Returns:
        Colour by use: those of the page; ``accent``, ``on-accent`` (signs on it) and ``bar`` (the accent, softened);
        ``bar-``, ``on-`` (signs on the bar), ``ink-`` and ``tint-`` for each health.

    Example:
        >>> palette = light_palette({Health.OVERDUE: "red"})
        >>> palette["bar-overdue"], palette["on-overdue"]
        ('#cf695e', '#171f29')
    """
    return _palette(_LIGHT, _TINT_ON_LIGHT, colours, named, accent)


def dark_palette(
    colours: Mapping[Health, str] = MappingProxyType({}), named: Palette = MappingProxyType({}), accent: str = ACCENT
) -> Palette:
    """The colours on a dark page; as `light_palette`."""
    lighter = {name: mixed(colour, "#ffffff", _LIGHTER) for name, colour in {**NAMED, **named}.items()}
    return _palette(_DARK, _TINT_ON_DARK, colours, lighter, accent)


def _palette(page: Palette, tint_share: float, colours: Mapping[Health, str], named: Palette, accent: str) -> Palette:
    palette = dict(page)
    palette["accent"] = legible(accent, page["panel"])
    palette["on-accent"] = on_top_of(palette["accent"])
    palette["bar"] = mixed(palette["accent"], page["page"], _SOFT)
    chosen = {health: _chosen(health, colours, {**NAMED, **named}) for health in Health}
    for health, colour in chosen.items():
        tint = mixed(colour, page["page"], tint_share)
        bar = mixed(colour, page["page"], 1 - _FADING * _place(health, chosen))
        palette[f"bar-{health.value}"] = bar
        palette[f"on-{health.value}"] = on_top_of(bar)
        palette[f"tint-{health.value}"] = tint
        palette[f"ink-{health.value}"] = legible(colour, tint)
    return MappingProxyType(palette)


def _chosen(health: Health, colours: Mapping[Health, str], named: Palette) -> str:
    colour = colours.get(health) or colour_of(health, Policy())
    if colour in named:
        return named[colour]
    try:
        return hex_colour(colour)
    except InvalidValue:
        return named["grey"]


def _place(health: Health, chosen: Mapping[Health, str]) -> int:
    """How many healths of the same colour are stronger; the best of the good and the worst of the bad are strongest."""
    same = [other for other in Health if chosen[other] == chosen[health]]
    if health in BEHIND:
        same.reverse()
    return same.index(health)
