"""The group robot of WeCom (企业微信): https://developer.work.weixin.qq.com/document/path/91770 has its protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import attrs

from plan_tasks.notifying.contract import ChannelType, Rate
from plan_tasks.notifying.texts import lookalikes
from plan_tasks.plugging import PluginContext, hookimpl
from plan_tasks.plugins.channels.letters import Letter
from plan_tasks.plugins.channels.robots import Manner, Robot, RobotOptions, by_form, codes, seconds

__all__ = ["WeComOptions"]

_LONGEST_TEXT: Final = 2048  # bytes of UTF-8
_LONGEST_MARKDOWN: Final = 4096


@attrs.frozen(kw_only=True)
class WeComOptions(RobotOptions):
    """Options of the WeCom robot.

    Attributes:
        busy_codes: Codes of a robot that was called too often.
        busy_wait: How long it is left alone then, in seconds.
        refused_codes: Codes after which trying again is no use.
    """

    busy_codes: tuple[int, ...] = codes("Codes of a robot that was called too often.", 45009)
    busy_wait: float = seconds("How long it is left alone then.", 60.0)
    refused_codes: tuple[int, ...] = codes(
        "Codes after which trying again is no use: a wrong key, a wrong parameter.", 93000, 40058
    )


def _text(letter: Letter) -> dict[str, Any]:
    parts = [letter.subject, letter.body, f"{letter.more} {letter.link}" if letter.link else "", letter.code]
    content: dict[str, Any] = {"content": "\n".join(filter(None, parts))}
    if letter.mention and letter.mention.user:
        content["mentioned_list"] = [letter.mention.user]
    if letter.mention and letter.mention.phone:
        content["mentioned_mobile_list"] = [letter.mention.phone]
    return {"msgtype": "text", "text": content}


def _markdown(letter: Letter) -> dict[str, Any]:
    parts = [
        f"**{lookalikes(letter.subject)}**",
        letter.markdown or lookalikes(letter.body),
        letter.markdown_link,
        # Markdown calls users by their id alone; there is no way to call a phone number.
        f"<@{letter.mention.user}>" if letter.mention and letter.mention.user else "",
        letter.code,
    ]
    return {"msgtype": "markdown", "markdown": {"content": "\n".join(filter(None, parts))}}


def _size(content: Mapping[str, Any]) -> int:
    return len(content[content["msgtype"]]["content"].encode())


def manner(options: WeComOptions) -> Manner:
    """What is this robot's own; the token in the URL is all that it asks for."""
    return Manner(
        name="wecom",
        content=by_form(options.form, _text, _markdown),
        sign=lambda _: ({}, ""),
        size=_size,
        limit=lambda content: _LONGEST_MARKDOWN if content["msgtype"] == "markdown" else _LONGEST_TEXT,
        code_fields=("errcode",),
        busy=options.busy_codes,
        busy_wait=options.busy_wait,
        refused=options.refused_codes,
        of_message=(40058,),
    )


def _open(options: WeComOptions, _: PluginContext) -> Robot:
    return Robot(options, manner(options))


@hookimpl
def plan_tasks_channels() -> Iterator[ChannelType[WeComOptions]]:
    """Announces the channel."""
    yield ChannelType(
        name="wecom",
        summary="Posts notices to a group of WeCom (企业微信) through its robot",
        options=WeComOptions,
        factory=_open,
        rate=Rate(messages=20, per=timedelta(minutes=1)),
    )
