"""The stub that stands where the oldest events of a history were forgotten: what it says and how it is sealed.

A stub is stored as an event of the type `STUB`, with the number and the hash of the last event that it stands for, so
that the chain goes on from it. Its seal covers all that it says. Without a key the seal is a plain hash: it shows
damage, as the chain itself does. With a key it is an HMAC: nobody without the key can make another one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from plan_tasks.errors import StoreDamaged

if TYPE_CHECKING:
    from plan_tasks.storage.history import StoredEvent

__all__ = ["FORGOTTEN", "STUB", "Stub", "check_stub", "read_stub", "seal_of"]

#: The type of the event that stands for those before it.
STUB = "history_stub"
#: The type of the event that records, at the end of the chain, that it was put there.
FORGOTTEN = "history_forgotten"


@attrs.frozen(kw_only=True)
class Stub:
    """What a stub says.

    Attributes:
        plan: Plan id.
        through: Number of the last event that it stands for.
        hash: Hash of that event.
        first: When the first of them was recorded.
        last: When the latest of them was recorded: what was known later can still be read back.
        state: SHA-256 of the plan as it stood after them.
        actor: Who had them forgotten.
        forgotten: When.
        reason: Why.
        signed: Whether the seal was made with a key.
    """

    plan: str
    through: int
    hash: str
    first: datetime
    last: datetime
    state: str
    actor: str
    forgotten: datetime
    reason: str
    signed: bool


def seal_of(stub: Stub, key: bytes = b"") -> str:
    """Seals what a stub says.

    Args:
        stub: The stub.
        key: For one that is signed: the key.

    Returns:
        HMAC-SHA256, or SHA-256 where the stub is not signed, in hexadecimal.
    """
    values = [each.isoformat() if isinstance(each, datetime) else each for each in attrs.astuple(stub)]
    said = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest() if stub.signed else hashlib.sha256(said).hexdigest()


def read_stub(stored: StoredEvent) -> tuple[Stub, str]:
    """Reads a stub and its seal from the event that holds them.

    Raises:
        StoreDamaged: They cannot be read.
    """
    event = stored.event
    try:
        said = json.loads(event.after)
        stub = Stub(
            plan=event.plan,
            through=stored.sequence,
            hash=stored.hash,
            first=datetime.fromisoformat(said["first"]),
            last=event.at,
            state=said["state"],
            actor=event.actor,
            forgotten=datetime.fromisoformat(said["forgotten"]),
            reason=event.reason,
            signed=said["signed"],
        )
        return stub, str(said["seal"])
    except (ValueError, LookupError, TypeError) as error:
        where = f"plan {event.plan}, event {stored.sequence}"
        raise StoreDamaged("the stub cannot be read", where=where, remedy="restore a backup") from error


def check_stub(stored: StoredEvent, *, key: bytes | None = None) -> Stub:
    """Checks a stub's seal; one that was made with a key passes unless the key is given.

    Args:
        stored: The stub as an event.
        key: The key, where it is at hand.

    Returns:
        What it says.

    Raises:
        StoreDamaged: The stub does not match its seal, or cannot be read.
    """
    stub, seal = read_stub(stored)
    if stub.signed and key is None:
        return stub
    if not hmac.compare_digest(seal, seal_of(stub, key or b"")):
        where = f"plan {stub.plan}, event {stored.sequence}"
        what = (
            "the stub does not match its signature by this key" if stub.signed else "the stub does not match its seal"
        )
        raise StoreDamaged(
            what, where=where, remedy="restore a backup" + (", or give the right key" if stub.signed else "")
        )
    return stub
