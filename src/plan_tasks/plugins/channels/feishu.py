"""The custom group robot of Feishu (飞书): https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.contract import ChannelType, Rate
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.plugins.channels.letters import Letter
from plan_tasks.plugins.channels.robots import Manner, Robot, RobotOptions, by_form, codes, json_bytes, seconds

__all__ = ["FeishuOptions", "signature"]

_LONGEST: Final = 20_000 - 100  # bytes of a request, less what the signature takes
_TONGUES: Final = {Language.ZH: "zh_cn", Language.EN: "en_us"}
_MARKUP: Final = re.compile(r"[\\`*_~\[\]()<>#|&!+=.:-]")


@attrs.frozen(kw_only=True)
class FeishuOptions(RobotOptions):
    """Options of the Feishu robot.

    Attributes:
        secret: For the signature, where the group's settings ask for one.
        pause: Seconds between two messages.
        busy_codes: Codes of a robot that was called too often.
        busy_wait: How long it is left alone then, in seconds.
        refused_codes: Codes after which trying again is no use.
    """

    secret: Secret | None = attrs.field(
        default=None,
        metadata=documented("For the signature, where the group's settings ask for one.", example="env:FEISHU_SECRET"),
    )
    pause: float = seconds("How long to wait between two messages; the vendor takes five a second.", 0.2)
    busy_codes: tuple[int, ...] = codes("Codes of a robot that was called too often.", 11232)
    busy_wait: float = seconds("How long it is left alone then.", 60.0)
    refused_codes: tuple[int, ...] = codes(
        "Codes after which trying again is no use: signature, address, keyword; a wrong token or request.",
        19021,
        19022,
        19024,
        19001,
        9499,
    )


def signature(secret: str, timestamp: int) -> str:
    """Signs a moment.

    Args:
        secret: The robot's secret.
        timestamp: Seconds since 1970; the vendor takes it within an hour.

    Returns:
        The value of ``sign`` in the body.

    Example:
        >>> signature("test", 1767225600)
        'KKqFt9J1cmmkzmwgDbfFxKMtuk1DRKOQRmFHFYHtrlo='
    """
    return base64.b64encode(hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def _post(letter: Letter) -> dict[str, Any]:
    """A message in paragraphs of elements: what is text cannot become anything else."""
    paragraphs: list[list[dict[str, str]]] = [[{"tag": "text", "text": line}] for line in letter.body.split("\n")]
    if letter.link:
        paragraphs.append([{"tag": "a", "text": letter.more, "href": letter.link}])
    if letter.mention and letter.mention.user:  # there is no way to call a phone number
        paragraphs.append([{"tag": "at", "user_id": letter.mention.user}])
    paragraphs.append([{"tag": "text", "text": letter.code}])
    said = {"title": letter.subject, "content": paragraphs}
    return {"msg_type": "post", "content": {"post": {_TONGUES[letter.language]: said}}}


def _card(letter: Letter) -> dict[str, Any]:
    parts = [
        letter.markdown or _escaped(letter.body),
        letter.markdown_link,
        f"<at id={letter.mention.user}></at>" if letter.mention and letter.mention.user else "",
        _escaped(letter.code),
    ]
    title = {"tag": "plain_text", "content": letter.subject}
    header: dict[str, Any] = {"title": title}
    if letter.level is not None:  # its colour; the word stands in the subject
        header["template"] = letter.level.value
    element = {"tag": "markdown", "content": "\n".join(filter(None, parts))}
    return {"msg_type": "interactive", "card": {"header": header, "elements": [element]}}


def _escaped(text: str) -> str:
    """Text in a card's Markdown, where a reference to a character is never markup."""
    return _MARKUP.sub(lambda found: f"&#{ord(found.group())};", text)


def manner(options: FeishuOptions) -> Manner:
    """What is this robot's own."""

    def sign(now: float) -> tuple[dict[str, str], str]:
        if options.secret is None:
            return {}, ""
        return {"timestamp": str(int(now)), "sign": signature(options.secret.reveal(), int(now))}, ""

    return Manner(
        name="feishu",
        content=by_form(options.form, _post, _card),
        sign=sign,
        size=lambda content: len(json_bytes(content)),
        limit=lambda _: _LONGEST,
        code_fields=("code", "StatusCode"),
        busy=options.busy_codes,
        busy_wait=options.busy_wait,
        refused=options.refused_codes,
        of_message=(9499,),
        pause=options.pause,
    )


def _open(options: FeishuOptions, _: PluginContext) -> Robot:
    return Robot(options, manner(options), secrets=[options.secret] if options.secret else [])


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[FeishuOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="feishu",
        summary="Posts notices to a group of Feishu (飞书) through its robot",
        options=FeishuOptions,
        factory=_open,
        rate=Rate(messages=100, per=timedelta(minutes=1)),
    )
