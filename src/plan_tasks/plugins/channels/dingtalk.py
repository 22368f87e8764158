"""The custom group robot of DingTalk (钉钉): https://open.dingtalk.com/document/robots/custom-robot-access."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import attrs

from plan_tasks.notifying.contract import ChannelType, Rate
from plan_tasks.notifying.texts import lookalikes
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.letters import Letter
from plan_tasks.plugins.channels.robots import Manner, Robot, RobotOptions, by_form, codes, json_bytes, seconds

__all__ = ["DingTalkOptions", "signature"]

_LONGEST: Final = 20_000  # bytes of a request


@attrs.frozen(kw_only=True)
class DingTalkOptions(RobotOptions):
    """Options of the DingTalk robot.

    Attributes:
        secret: For the signature, where the group's settings ask for one.
        busy_codes: Codes of a robot that was called too often.
        busy_wait: How long it is left alone then, in seconds.
        refused_codes: Codes after which trying again is no use.
    """

    secret: Secret | None = attrs.field(
        default=None,
        metadata=documented(
            "For the signature, where the group's settings ask for one.", example="env:DINGTALK_SECRET"
        ),
    )
    busy_codes: tuple[int, ...] = codes("Codes of a robot that was called too often.", 130101)
    busy_wait: float = seconds("How long it is left alone then; the vendor blocks it for ten minutes.", 600.0)
    refused_codes: tuple[int, ...] = codes(
        "Codes after which trying again is no use: signature, keyword or address; a wrong token.",
        310000,
        300001,
        300005,
    )


def signature(secret: str, milliseconds: int) -> str:
    """Signs a moment.

    Args:
        secret: The robot's secret.
        milliseconds: Since 1970; the vendor takes it within an hour.

    Returns:
        The value of ``sign`` in the query, percent-encoded.

    Example:
        >>> signature("SECtest", 1767225600000)
        'VFnS0ToY3dOa75%2FlvH0rYNwJBmfT5at2UOkds8G1Cuo%3D'
    """
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return quote(base64.b64encode(digest), safe="")


def _at(letter: Letter) -> dict[str, Any]:
    called = letter.mention
    return {
        "atMobiles": [called.phone] if called and called.phone else [],
        "atUserIds": [called.user] if called and called.user else [],
        "isAtAll": False,
    }


def _text(letter: Letter) -> dict[str, Any]:
    parts = [letter.subject, letter.body, f"{letter.more} {letter.link}" if letter.link else "", letter.code]
    return {"msgtype": "text", "text": {"content": "\n".join(filter(None, parts))}, "at": _at(letter)}


def _markdown(letter: Letter) -> dict[str, Any]:
    called = letter.mention
    parts = [
        f"**{lookalikes(letter.subject)}**",
        *(letter.markdown or lookalikes(letter.body)).split("\n"),
        letter.markdown_link,
        f"@{called.phone or called.user}" if called else "",  # it has to stand in the text, too
        letter.code,
    ]
    text = "\n\n".join(filter(None, parts))  # one line feed alone breaks no line
    return {"msgtype": "markdown", "markdown": {"title": letter.subject, "text": text}, "at": _at(letter)}


def manner(options: DingTalkOptions) -> Manner:
    """What is this robot's own."""

    def sign(now: float) -> tuple[dict[str, str], str]:
        if options.secret is None:
            return {}, ""
        milliseconds = int(now * 1000)
        return {}, f"timestamp={milliseconds}&sign={signature(options.secret.reveal(), milliseconds)}"

    return Manner(
        name="dingtalk",
        content=by_form(options.form, _text, _markdown),
        sign=sign,
        size=lambda content: len(json_bytes(content)),
        limit=lambda _: _LONGEST,
        code_fields=("errcode",),
        busy=options.busy_codes,
        busy_wait=options.busy_wait,
        refused=options.refused_codes,
    )


def _open(options: DingTalkOptions, _: PluginContext) -> Robot:
    return Robot(options, manner(options), secrets=[options.secret] if options.secret else [])


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[DingTalkOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="dingtalk",
        summary="Posts notices to a group of DingTalk (钉钉) through its robot",
        options=DingTalkOptions,
        factory=_open,
        rate=Rate(messages=20, per=timedelta(minutes=1)),
    )
