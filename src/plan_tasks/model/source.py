"""Where a claim comes from: the source document and the span of its text."""

from __future__ import annotations

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse

__all__ = ["SourceDocument", "SourceSpan"]


@attrs.frozen(kw_only=True)
class SourceSpan:
    """A stretch of the source document's decoded text.

    Attributes:
        start: Offset of the first character, from 0.
        end: Offset after the last character.
        text: The characters between them, so that a reader need not open the document.
    """

    start: int
    end: int
    text: str = attrs.field(validator=validators.text)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise refuse(self, "start", (self.start, self.end), "offsets with 0 <= start <= end")


@attrs.frozen(kw_only=True)
class SourceDocument:
    """The document that a plan was drafted from.

    Attributes:
        name: File name or other name that people know it by.
        sha256: Hash of its bytes in hexadecimal; empty when it is not known.
        reference: Document number, address or citation; empty when there is none.
    """

    name: str = attrs.field(validator=validators.title)
    sha256: str = attrs.field(default="", validator=validators.text)
    reference: str = attrs.field(default="", validator=validators.text)
