"""Reads a document into a draft with the importer that knows it best, and takes an accepted draft into the plan."""

from __future__ import annotations

from pathlib import Path

from plan_tasks.drafting.contract import DraftOptions, ImporterType, LexiconType, Likelihood, Source
from plan_tasks.drafting.decoding import decode
from plan_tasks.drafting.draft import Draft
from plan_tasks.errors import SourceUnreadable
from plan_tasks.services.context import Context

__all__ = ["draft", "read_source"]


def read_source(path: Path) -> Source:
    """Reads a file as a document to draft from.

    Raises:
        SourceUnreadable: It is not there, a folder, or may not be read.
    """
    try:
        return Source(name=path.name, data=path.read_bytes())
    except FileNotFoundError:
        raise SourceUnreadable("there is no such file", where=str(path), remedy="check the path") from None
    except IsADirectoryError:
        raise SourceUnreadable("this is a folder", where=str(path), remedy="give a file in it") from None
    except OSError as error:
        raise SourceUnreadable(f"it cannot be read: {error.strerror}", where=str(path)) from None


def draft(context: Context, source: Source, *, year: int | None = None, importer: str = "") -> Draft:
    """Reads a document with the shipped words and those of every lexicon that a plugin offers, in order of their names.

    Args:
        context: The open tracker.
        source: The document's name and bytes.
        year: The plan's year, where the text does not say it.
        importer: Name of the importer; empty takes the one that recognises the document best, the first by name among
            equals.

    Returns:
        The draft.

    Raises:
        SourceUnreadable: No importer recognises the document, or it cannot be decoded.
        PluginUnavailable: The importer named is not there, or a lexicon cannot be opened.
    """
    catalogue = context.host.catalogue(ImporterType)
    if not importer:
        head = source.head()
        ranked = sorted((-int(context.host.open(ImporterType, name).recognises(head)), name) for name in catalogue)
        if not ranked or -ranked[0][0] <= Likelihood.NO:
            decode(source.data, name=source.name)  # empty, too large or no text at all: that is what is wrong
            known = ", ".join(sorted(catalogue)) or "none"
            raise SourceUnreadable(
                "no importer knows this kind of document", where=source.name, remedy=f"importers here are {known}"
            )
        importer = ranked[0][1]
    lexicons = tuple(context.host.open(LexiconType, name) for name in sorted(context.host.catalogue(LexiconType)))
    options = DraftOptions(year=year, lexicons=lexicons)
    return context.host.open(ImporterType, importer).draft(source, options)
