"""A table of people in a file: who stands behind an owner, and where each can be reached.

Lives here: the option and registration. The directory, and the reading of its table, are in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from plan_tasks.errors import SourceUnreadable
from plan_tasks.notifying.contract import Directory, DirectoryType
from plan_tasks.plugging import PluginContext, documented, hookimpl

__all__ = ["CsvPeopleOptions"]


@attrs.frozen(kw_only=True)
class CsvPeopleOptions:
    """Options of the directory.

    Attributes:
        file: The table. It is read each time that the directory is opened.
    """

    file: Path = attrs.field(
        metadata=documented("The table of people, which is read anew at each run.", example="people.csv")
    )


def _open(options: CsvPeopleOptions, _: PluginContext) -> Directory:
    from plan_tasks.drafting.decoding import MAX_BYTES, decode
    from plan_tasks.plugins.directories.csv_people.reading import CsvPeople, read_people

    where = str(options.file)
    try:
        with options.file.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceUnreadable(f"it cannot be read ({why})", where=where, remedy="name a table of people") from error
    return CsvPeople(read_people(decode(data, name=where).text, where=where))


@hookimpl
def plan_tasks_directories() -> Iterator[DirectoryType[CsvPeopleOptions]]:
    """Announces the directory."""
    yield DirectoryType(
        name="csv", summary="People in a table of comma-separated values", options=CsvPeopleOptions, factory=_open
    )
