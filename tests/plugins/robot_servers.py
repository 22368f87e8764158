"""Imitations of the three vendors' robots: each checks token, signature, size and rate, and answers as its vendor does.

They answer 200 whatever happens, and say in the body what did. Nothing here uses the code under test.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs
from tests.plugins.web_servers import Reply, Request

__all__ = ["DingTalk", "Feishu", "Vendor", "WeCom"]

HOUR = 3600


@attrs.define
class Vendor:
    """A robot of a group. `taken` holds the bodies of what the group shows; `most` is how many it takes a minute."""

    token: str = "token-of-the-robot-123"  # noqa: S105 - of a server that runs for these tests alone
    secret: str = "SEC of the robot"  # noqa: S105 - of a server that runs for these tests alone
    most: int | None = None
    now: float | None = None
    taken: list[Any] = attrs.field(factory=list)
    calls: int = 0

    def __call__(self, request: Request) -> Reply:
        self.calls += 1
        answer = self.answer(
            request, {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
        )
        return Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def answer(self, request: Request, query: dict[str, str]) -> dict[str, Any]:
        raise NotImplementedError

    def path(self) -> str:
        raise NotImplementedError

    def seen(self) -> list[str]:
        """What people in the group see of each message."""
        raise NotImplementedError

    def full(self) -> bool:
        return self.most is not None and len(self.taken) >= self.most

    def fresh(self, seconds: float) -> bool:
        return abs((time.time() if self.now is None else self.now) - seconds) <= HOUR


def is_real_utf8(body: bytes) -> bool:
    """Whether characters of Chinese stand in it as they are, and are not escaped."""
    return re.search(rb"\\u[4-9][0-9a-f]{3}", body) is None


class WeCom(Vendor):
    def path(self) -> str:
        return f"/cgi-bin/webhook/send?key={self.token}"

    def answer(self, request: Request, query: dict[str, str]) -> dict[str, Any]:
        if query.get("key") != self.token:
            return {"errcode": 93000, "errmsg": f"invalid webhook url, key={query.get('key')}"}
        if self.full():
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        body = request.json()
        kind = body.get("msgtype")
        content = body.get(kind, {}).get("content", "")
        if kind not in ("text", "markdown") or not content or not is_real_utf8(request.body):
            return {"errcode": 40058, "errmsg": "invalid parameter"}
        if len(content.encode()) > (2048 if kind == "text" else 4096):
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        self.taken.append(body)
        return {"errcode": 0, "errmsg": "ok"}

    def seen(self) -> list[str]:
        return [body[body["msgtype"]]["content"] for body in self.taken]


class DingTalk(Vendor):
    def path(self) -> str:
        return f"/robot/send?access_token={self.token}"

    def answer(self, request: Request, query: dict[str, str]) -> dict[str, Any]:
        if query.get("access_token") != self.token:
            return {"errcode": 300005, "errmsg": "token is not exist"}
        moment = query.get("timestamp", "0")
        wanted = hmac.digest(self.secret.encode(), f"{moment}\n{self.secret}".encode(), hashlib.sha256)
        if query.get("sign") != base64.b64encode(wanted).decode() or not self.fresh(int(moment) / 1000):
            return {"errcode": 310000, "errmsg": f"sign not match, more: {self.secret}"}
        if self.full():
            return {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        body = request.json()
        if len(request.body) > 20_000:
            return {"errcode": 460101, "errmsg": "message too long"}
        if body.get("msgtype") == "markdown" and not body["markdown"].get("title"):
            return {"errcode": 400402, "errmsg": "markdown without title"}
        if body.get("msgtype") not in ("text", "markdown") or not is_real_utf8(request.body):
            return {"errcode": 400401, "errmsg": "missing parameter"}
        self.taken.append(body)
        return {"errcode": 0, "errmsg": "ok"}

    def seen(self) -> list[str]:
        return [body["text"]["content"] if "text" in body else body["markdown"]["text"] for body in self.taken]


class Feishu(Vendor):
    def path(self) -> str:
        return f"/open-apis/bot/v2/hook/{self.token}"

    def answer(self, request: Request, query: dict[str, str]) -> dict[str, Any]:
        if request.target != self.path():
            return {"code": 19001, "msg": f"param invalid: incoming webhook access token invalid: {request.target}"}
        body = request.json()
        moment = body.get("timestamp", "0")
        wanted = hmac.digest(f"{moment}\n{self.secret}".encode(), b"", hashlib.sha256)
        if body.get("sign") != base64.b64encode(wanted).decode() or not self.fresh(int(moment)):
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        if self.full():
            return {"code": 11232, "msg": "frequency limited"}
        if (
            body.get("msg_type") not in ("post", "interactive")
            or len(request.body) > 20_000
            or not is_real_utf8(request.body)
        ):
            return {"code": 9499, "msg": "Bad Request"}
        self.taken.append(body)
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

    def seen(self) -> list[str]:
        return [self._card(body) if "card" in body else self._post(body) for body in self.taken]

    @staticmethod
    def _post(body: Any) -> str:
        (said,) = body["content"]["post"].values()
        lines = ["".join(element.get("text", "") for element in paragraph) for paragraph in said["content"]]
        return "\n".join([said["title"], *lines])

    @staticmethod
    def _card(body: Any) -> str:
        card = body["card"]
        return "\n".join([card["header"]["title"]["content"], html.unescape(card["elements"][0]["content"])])
