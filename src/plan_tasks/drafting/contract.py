"""What an importer is given, what it must do, and how a plugin offers one.

Lives here: `Source` and its head, `DraftOptions`, the `Importer` protocol and the `ImporterType` descriptor.
Not here: what an importer returns (``draft``), how bytes become text (``decoding``), the importers themselves
(``plan_tasks.plugins.importers``).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

import attrs

from plan_tasks.drafting.decoding import decode, decode_head
from plan_tasks.drafting.draft import Draft
from plan_tasks.drafting.vocabulary.lexicon import Lexicon
from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import Descriptor, O

__all__ = ["DraftOptions", "Importer", "ImporterType", "LexiconType", "Likelihood", "Source", "SourceHead"]

_HEAD_BYTES = 64 * 1024

#: The kinds of file that names are told apart by; anything else is taken for plain text.
MEDIA_TYPES: dict[str, str] = {
    "md": "text/markdown",
    "markdown": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Likelihood(IntEnum):
    """How sure an importer is that it can read a source. The surest importer gets it."""

    NO = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@attrs.frozen(kw_only=True)
class SourceHead:
    """The start of a source, by which an importer says whether it is one of its own.

    Attributes:
        name: File name, without its folders; empty when there is none.
        media_type: Guessed from the name: ``"text/markdown"``.
        data: The first 64 KiB.
        text: The same, decoded; empty when it is not text.
    """

    name: str
    media_type: str
    data: bytes = attrs.field(repr=False)
    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Source:
    """A document to draft from: its name and its bytes.

    Attributes:
        name: File name, without its folders; empty when there is none.
        data: The bytes of the file.
        media_type: What kind of file it is; guessed from the name when it is not given.

    Example:
        >>> source = Source(name="report.md", data="生产总值增长7.5%".encode())
        >>> source.media_type, source.text()
        ('text/markdown', '生产总值增长7.5%')
    """

    name: str = ""
    data: bytes = attrs.field(repr=False)
    media_type: str = attrs.field()

    @media_type.default
    def _guessed_media_type(self) -> str:
        _, dot, extension = self.name.rpartition(".")
        return MEDIA_TYPES.get(extension.lower(), "text/plain") if dot else "text/plain"

    @data.validator
    def _are_bytes(self, attribute: attrs.Attribute[bytes], value: bytes) -> None:
        if not isinstance(value, bytes):
            raise InvalidValue(f"Source.{attribute.name} cannot be a {type(value).__name__}", remedy="give bytes")

    def text(self) -> str:
        """The whole text, newlines untouched.

        Raises:
            SourceUnreadable: The bytes are empty or are not text in a known encoding.
        """
        return decode(self.data, name=self.name).text

    def head(self) -> SourceHead:
        """The start of the source. Never raises: a head that is not text has an empty `SourceHead.text`."""
        data = self.data[:_HEAD_BYTES]
        return SourceHead(name=self.name, media_type=self.media_type, data=data, text=decode_head(data))


@attrs.frozen(kw_only=True)
class DraftOptions:
    """What the person who drafts knows beside the text.

    Attributes:
        year: The plan's year, in which deadlines such as 6月底前 (by end of June) lie. None reads it from the text.
        lexicons: An office's own words, added to the shipped vocabulary in this order.
    """

    year: int | None = attrs.field(default=None)
    lexicons: tuple[Lexicon, ...] = ()

    @year.validator
    def _is_a_year(self, attribute: attrs.Attribute[int | None], value: int | None) -> None:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2200):
            raise InvalidValue(f"the {attribute.name} cannot be {value!r}", remedy="give a year from 1900 to 2200")


class Importer(Protocol):
    """Reads one sort of document. Holds nothing between calls; time grows no faster than the text."""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Say how likely it is that `draft` can read the source. Never raises."""
        ...

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Read the source.

        Args:
            source: The document.
            options: What the caller knows beside the text.

        Returns:
            The draft. Each claim carries the span of `Draft.text` that it was read from, and where the source is a
            text file `Draft.text` is its decoded text.

        Raises:
            PlanTasksError: The source cannot be read; nothing else is raised, whatever the bytes.
        """
        ...


@attrs.frozen(kw_only=True)
class ImporterType(Descriptor[O, Importer]):
    """What a plugin yields for an importer.

    Attributes:
        extensions: File name extensions that it reads, in lower case and without the dot; empty when it goes by
            content alone.
        media_types: The media types that it reads.

    The rest are those of `Descriptor`.
    """

    extensions: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class LexiconType(Descriptor[O, Lexicon]):
    """What a plugin yields for an office's own words. Attributes: those of `Descriptor`.

    Every importer is given the words of all lexicons, in order of the lexicons' names; a later one's word replaces an
    earlier one's, and any replaces a shipped one.

    Example:
        A port counts in containers of its own, and calls one of its figures by a name that no other office has:

        >>> from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word
        >>> from plan_tasks.plugging import NoOptions, hookimpl
        >>> WORDS = Lexicon(
        ...     name="harbour",
        ...     words=(
        ...         Word("冷箱", Part.UNIT, "refrigerated container"),
        ...         Word("周转度", Part.INDICATOR, "turnover per berth"),
        ...     ),
        ... )
        >>> class Harbour:
        ...     @hookimpl
        ...     def plan_tasks_lexicons(self):
        ...         yield LexiconType(
        ...             name="harbour", summary="A port's words", options=NoOptions, factory=lambda *_: WORDS
        ...         )
        >>> from plan_tasks import Tracker
        >>> with Tracker.open(plugins=[Harbour()], autoload=False) as tracker:
        ...     text = "冷链吞吐达到8万冷箱,泊位周转度持续提高。"
        ...     draft = tracker.draft(Source(name="port.md", data=text.encode()), year=2024)
        >>> [(target.indicator, target.unit) for target in draft.targets]
        [('冷链吞吐', '万冷箱'), ('泊位周转度', '')]
    """
