"""Which file of the folder holds what. Names come from identifiers alone, and never from titles.

An identifier that every file system keeps apart from all others is its own name. Any other one (capitals, which some
systems take for small letters; characters that can be composed in two ways; what Windows reserves; what is too long)
becomes what is safe of it, a ``~``, and a hash of the whole; no plain name has a ``~``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from plan_tasks.errors import StoreUnavailable

__all__ = [
    "HISTORY",
    "JOURNAL",
    "LOCK",
    "MANIFEST",
    "OBSERVATIONS",
    "PART",
    "PLAN",
    "PLANS",
    "STATE",
    "file_of",
    "name_of",
    "outbox_of",
    "path_of",
    "tenant_folder",
]

MANIFEST = "plan-tasks.json"
PLANS = "plans"

#: What is this machine's own and not for git.
STATE = ".plan-tasks"
LOCK = f"{STATE}/lock"
JOURNAL = f"{STATE}/journal"
PART = f"{STATE}/part"

#: How the names of a plan's three files end; no end is another's end.
PLAN = ".json"
HISTORY = ".history.jsonl"
OBSERVATIONS = ".observations.jsonl"

_LONGEST = 120  # bytes of a plain name; file systems allow 255, of which ends and a hash take some
_SHOWN = 40
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?")


@lru_cache(maxsize=4096)
def name_of(identifier: str) -> str:
    """The name, without its end, of what belongs to an identifier; different for different identifiers.

    Example:
        >>> name_of("city-2021"), name_of("市政府"), name_of("A"), name_of("con")
        ('city-2021', '市政府', 'a~559aead08264d579', 'con~1143da2bc54c495c')
    """
    if _is_plain(identifier):
        return identifier
    hashed = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    folded = unicodedata.normalize("NFKC", identifier).casefold()
    safe = "".join(character for character in folded if character.isalnum() or character in "-_")
    return f"{safe[:_SHOWN]}~{hashed}"


def _is_plain(text: str) -> bool:
    return (
        bool(text)
        and all(character.isalnum() or character in "-_." for character in text)
        and not text.startswith((".", "-"))
        and not text.endswith(".")
        and text == text.casefold() == text.upper().casefold()
        and unicodedata.normalize("NFKC", text) == text
        and len(text.encode()) <= _LONGEST
        and not _RESERVED.fullmatch(text)
    )


def tenant_folder(tenant: str) -> str:
    """The folder of a tenant's plans, relative to the store's."""
    return f"{PLANS}/{name_of(tenant)}"


def file_of(tenant: str, plan: str, end: str) -> str:
    """One of the files of a plan, relative to the store's folder.

    Example:
        >>> file_of("default", "city", HISTORY)
        'plans/default/city.history.jsonl'
    """
    return f"{tenant_folder(tenant)}/{name_of(plan)}{end}"


def outbox_of(tenant: str) -> str:
    """The file of a tenant's outbox, relative to the store's folder."""
    return f"{STATE}/outbox/{name_of(tenant)}.json"


def path_of(location: str) -> Path:
    """The folder that a URL's location names: ``plans`` is relative, ``///srv/plans`` absolute.

    Raises:
        StoreUnavailable: It names none.

    Example:
        >>> path_of("plans").as_posix(), path_of("///srv/plans").as_posix()
        ('plans', '/srv/plans')
    """
    name = location.removeprefix("//") if location.startswith("///") else location
    if re.match("/[A-Za-z]:", name):  # a drive of Windows: json:///C:/plans
        name = name[1:]
    if not name.strip("/") or name.startswith("//") or "\0" in name:
        raise StoreUnavailable("the URL names no folder", remedy="write json:plans, or json:///srv/plans")
    return Path(name)
