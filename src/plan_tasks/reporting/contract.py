"""What a report format, a report kind and a report stage must do, and how a plugin offers one.

A kind knows no format and a format knows no kind: between them stands `plan_tasks.reporting.document`.
`plan_tasks.testing.ReportFormatContract` and `ReportKindContract` hold plugins to what is promised here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO, Protocol

import attrs

from plan_tasks.model import validators
from plan_tasks.plugging.descriptor import Descriptor, O
from plan_tasks.reporting.blocks import BlockKind
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.view import ReportView

__all__ = [
    "ReportFormat",
    "ReportFormatType",
    "ReportKind",
    "ReportKindType",
    "ReportStage",
    "ReportStageType",
    "StagePhase",
]


class ReportFormat(Protocol):
    """Turns documents into bytes. Holds nothing between calls."""

    def write(self, document: Document, to: BinaryIO) -> None:
        """Write a document.

        The same document gives the same bytes on any day, in any time zone and locale. Values are written as they
        are, nothing is computed. Text is escaped for the format. Rows are read one by one and not kept.

        Args:
            document: Only blocks of the kinds that the descriptor's `supports` names.
            to: Where to; it is neither closed nor sought in.
        """
        ...


@attrs.frozen(kw_only=True)
class ReportFormatType(Descriptor[O, ReportFormat]):
    """What a plugin yields for a report format.

    Attributes:
        media_type: Of what it writes: ``"text/markdown; charset=utf-8"``.
        extension: Of its files, without the dot.
        supports: The kinds of block that it writes; the core degrades the others before it is called. `TABLE` must be
            among them, since everything that holds numbers degrades to a table. Name them one by one: a minor release
            may add kinds of block, which are then degraded for a format that does not know them.

    The rest are those of `Descriptor`.
    """

    media_type: str = attrs.field(validator=validators.title)
    extension: str = attrs.field(validator=validators.name())
    supports: frozenset[BlockKind] = attrs.field()

    @supports.validator
    def _writes_tables(self, attribute: attrs.Attribute[frozenset[BlockKind]], value: frozenset[BlockKind]) -> None:
        if not isinstance(value, frozenset) or BlockKind.TABLE not in value:
            raise ValueError(f"{attribute.name} is {value!r}; it must be a frozenset with BlockKind.TABLE among others")


class ReportKind(Protocol):
    """Builds documents. Pure: the same view gives the same document."""

    def build(self, view: ReportView) -> Document:
        """Build the report.

        Args:
            view: The plan as it stands on a day.

        Returns:
            The document, without the facts that every report ends with: the core adds them.
        """
        ...


@attrs.frozen(kw_only=True)
class ReportKindType(Descriptor[O, ReportKind]):
    """What a plugin yields for a kind of report. Attributes: those of `Descriptor`."""


class StagePhase(StrEnum):
    """When a stage has its turn: all of one phase, by name, before the next phase."""

    ENRICH = "enrich"
    """Adds to the document."""
    REDACT = "redact"
    """Takes out what its readers may not see; nothing is added afterwards that was not there to redact."""
    FINISH = "finish"
    """Changes how it is presented: titles, order, notes."""


class ReportStage(Protocol):
    """Changes documents on their way from kind to format."""

    def apply(self, document: Document, view: ReportView) -> Document:
        """Return the document as it shall be.

        Args:
            document: As the kind built it and earlier stages left it.
            view: What the kind was given.

        Returns:
            A document; the same one when there is nothing to change.
        """
        ...


@attrs.frozen(kw_only=True)
class ReportStageType(Descriptor[O, ReportStage]):
    """What a plugin yields for a stage.

    Attributes:
        phase: When it has its turn.
        required: Whether a report is refused when this stage fails. Otherwise the stage is skipped and the report
            says so at its end. A stage that redacts is required unless it says otherwise: a report that was to be
            redacted and is not must not go out.

    The rest are those of `Descriptor`.
    """

    phase: StagePhase = attrs.field(validator=validators.term(StagePhase))
    required: bool = attrs.field(validator=attrs.validators.instance_of(bool))

    @required.default
    def _redaction_is_required(self) -> bool:
        return self.phase is StagePhase.REDACT
