"""How a host's own documents look: its name, its logo, its colours; what formats may use and none has to.

It is no part of the data: the hash of a report and its JSON do not hold it. A stage sets it (`docs/how-to`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse

__all__ = ["Branding"]

_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")


def _colour(owner: Any, attribute: Any, value: Any) -> None:
    if value and not (isinstance(value, str) and _HEX.fullmatch(value)):
        raise refuse(owner, attribute.name, value, "a colour like #B3261E, or nothing")


def _colours(owner: Any, attribute: Any, value: Any) -> None:
    for shade in value.values():
        _colour(owner, attribute, shade)


@attrs.frozen(kw_only=True)
class Branding:
    """How a host's own documents look.

    Attributes:
        organisation: Whose document it is, for running heads and properties of files; empty for nobody named.
        logo: A picture (PNG or SVG) that stands beside the title where a format can show one; None for none. It is
            taken from the host's own disk; what is in a plan never gets here.
        accent: The colour of headings and rules, as ``#RRGGBB``; empty leaves it to the format.
        palette: The shade of each colour name that `Document.colours` uses (``red``), as ``#RRGGBB``; the format's own
            shade for those that it does not name.

    Example:
        >>> Branding(organisation="City Hall", accent="#0B5394", palette={"red": "#B3261E"}).accent
        '#0B5394'
        >>> Branding(accent="blue")
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidValue: Branding.accent cannot be 'blue'; give a colour like #B3261E, or nothing
    """

    organisation: str = attrs.field(default="", validator=validators.text)
    logo: Path | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Path))
    )
    accent: str = attrs.field(default="", validator=_colour)
    palette: Mapping[str, str] = attrs.field(factory=dict, validator=_colours)
