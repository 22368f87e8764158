"""Signatures of webhooks, for both ends: a channel signs, and whoever receives verifies.

The form is that of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body, so that
its libraries in other languages verify our webhooks too. Pure: the moment and the secret are arguments.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from plan_tasks.errors import InvalidValue

__all__ = ["signature", "signing_key", "verify"]

_PREFIX: Final = "whsec_"
_WITHIN: Final = timedelta(minutes=5)
_MOST_DIGITS: Final = 12


def signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """Signs a webhook.

    Args:
        secret: What both ends know, as for `signing_key`.
        key: The notice's key, which is the header ``webhook-id`` too.
        timestamp: When it is sent: seconds since 1970, which is the header ``webhook-timestamp`` too.
        body: The body as it goes over the line.

    Returns:
        The value of the header ``webhook-signature``.

    Raises:
        ValueError: The secret is none.

    Example:
        >>> signature("open sesame", "k1", 1767225600, b"{}")
        'v1,zl/MShQ0YQtVkqWCC0SpqkfHK2VeDB+d9fSYIIQPEmU='
    """
    signed = f"{key}.{timestamp}.".encode(errors="replace") + body
    digest = hmac.new(signing_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signing_key(secret: str) -> bytes:
    """The bytes that sign: what stands after ``whsec_`` in base64, or else the text itself in UTF-8.

    Raises:
        ValueError: It is empty, or no base64 after ``whsec_``; the message does not repeat it.

    Example:
        >>> signing_key("whsec_b3BlbiBzZXNhbWU=") == signing_key("open sesame")
        True
    """
    if not secret.startswith(_PREFIX):
        found = secret.encode(errors="replace")
    else:
        try:
            found = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("what follows whsec_ in the secret is not base64") from None
    if not found:
        raise ValueError("the secret is empty")
    return found


def verify(
    headers: Mapping[str, str],
    body: bytes,
    secrets: str | Sequence[str],
    *,
    now: float,
    within: timedelta = _WITHIN,
) -> str:
    """Verifies a webhook where it arrives.

    A webhook may arrive more than once, and an answer that got lost makes it come again: keep the keys of what was
    taken, and answer a key that is known with success, without doing anything.

    Args:
        headers: The request's headers, in any case of letters.
        body: The request's body, byte for byte as it came.
        secrets: What both ends know; several while one is being replaced by the next.
        now: The present moment: seconds since 1970.
        within: How far from it a webhook may have been signed, before or after; an older one is replayed.

    Returns:
        The notice's key.

    Raises:
        InvalidValue: A header is missing, the moment is too far away, or no signature fits. Answer with status 401.

    Example:
        >>> sent = {"Webhook-Id": "k1", "Webhook-Timestamp": "1767225600"}
        >>> sent["Webhook-Signature"] = signature("open sesame", "k1", 1767225600, b"{}")
        >>> verify(sent, b"{}", "open sesame", now=1767225610.5)
        'k1'
        >>> verify(sent, b"{ }", "open sesame", now=1767225610.5)
        Traceback (most recent call last):
        plan_tasks.errors.InvalidValue: webhook: the signature does not fit; ...
    """
    given = {name.lower(): value.strip() for name, value in headers.items()}
    found = {name: given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
    if missing := [f"webhook-{name}" for name, value in found.items() if not value]:
        raise _unfit(f"the header {missing[0]} is missing", "is it one of ours?")
    written = found["timestamp"]
    if not (written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS):
        raise _unfit("the timestamp is not a number of seconds", "is it one of ours?")
    if abs(now - int(written)) > within.total_seconds():
        raise _unfit("it was signed too long ago, or in the future", "it is replayed, or a clock is wrong")
    known = [secrets] if isinstance(secrets, str) else secrets
    wanted = [signature(secret, found["id"], int(written), body).encode() for secret in known]
    claimed = [each.encode(errors="replace") for each in found["signature"].split()]
    # Every pair is compared to its end, so that the time taken says nothing about them.
    if sum(hmac.compare_digest(one, other) for one in wanted for other in claimed) == 0:
        raise _unfit("the signature does not fit", "do both ends know the same secret, and is the body as it came?")
    return found["id"]


def _unfit(message: str, remedy: str) -> InvalidValue:
    return InvalidValue(message, where="webhook", remedy=remedy)
