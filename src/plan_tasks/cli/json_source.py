"""Reads a JSON document that somebody hands in."""

from __future__ import annotations

import json

from plan_tasks.drafting.contract import Source
from plan_tasks.errors import InvalidDocument

__all__ = ["json_of"]


def json_of(source: Source) -> object:
    """The JSON in a file.

    Args:
        source: The file's name and bytes, in UTF-8, UTF-16 or UTF-32.

    Returns:
        What it says.

    Raises:
        InvalidDocument: It is not JSON, or nested too deeply to be read.
    """
    remedy = "give a file that `plan-tasks export` wrote"
    try:
        return json.loads(source.data)
    except RecursionError:
        raise InvalidDocument("nested too deeply for a plan", where=source.name, remedy=remedy) from None
    except UnicodeDecodeError:
        raise InvalidDocument("not JSON: the bytes are not text", where=source.name, remedy=remedy) from None
    except ValueError as error:
        raise InvalidDocument(f"not JSON: {error}", where=source.name, remedy=remedy) from None
