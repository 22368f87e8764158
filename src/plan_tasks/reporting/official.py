"""The parts of an official document that stand above its title and below its text: who issues it, to whom it goes.

A format that lays out official documents (GB/T 9704 and the like) puts the letterhead (报头) above the title of the
document, wherever in the blocks it stands, the addressees (主送) below the title, and the imprint (报尾) at the foot of
the last page. For every other format the core turns both into paragraphs where they stand.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.reporting.blocks import BlockKind

__all__ = ["Imprint", "ImprintLine", "Letterhead"]


@attrs.frozen(kw_only=True)
class Letterhead:
    """What stands above the title of an official document, and whom it addresses.

    Attributes:
        name: The name of the series, printed large and red (督查通报).
        number: Which of the series this is, as it is printed (第5期); empty for none.
        issuer: Who issues it; empty for nobody named.
        issued: The day of issue; None for a blank.
        secrecy: The degree of secrecy as it is printed; empty for none.
        addressees: Whom it addresses (主送), in order; empty for nobody named.
    """

    kind: ClassVar[BlockKind] = BlockKind.LETTERHEAD

    name: str = attrs.field(validator=validators.title)
    number: str = attrs.field(default="", validator=validators.text)
    issuer: str = attrs.field(default="", validator=validators.text)
    issued: date | None = attrs.field(default=None, validator=validators.whole_day)
    secrecy: str = attrs.field(default="", validator=validators.text)
    addressees: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))


@attrs.frozen(kw_only=True)
class ImprintLine:
    """One line of an imprint.

    Attributes:
        label: What is done for those named: reported to (报), sent to (送), distributed to (发).
        names: Whom, in order.
    """

    label: str = attrs.field(validator=validators.title)
    names: tuple[str, ...] = attrs.field(validator=validators.instances_of(str))


@attrs.frozen(kw_only=True)
class Imprint:
    """What stands at the foot of an official document: who receives copies, and how many were printed.

    Attributes:
        lines: Who receives copies.
        printed: How many copies were printed, from 1; None for no number.
    """

    kind: ClassVar[BlockKind] = BlockKind.IMPRINT

    lines: tuple[ImprintLine, ...] = attrs.field(default=(), validator=validators.instances_of(ImprintLine))
    printed: int | None = attrs.field(default=None, validator=validators.positive_whole)
