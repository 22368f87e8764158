"""Every field that a command prints as JSON is named on the page about JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plan_tasks.cli.main import run

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
MODEL = {"item", "observations", "plan", "before", "after"}  # hold fields of the model's classes, which have a page
REPORT = """# 临江市2021年重点工作任务分工

## 全年主要预期目标

2020年城镇新增就业1.1万人。2021年城镇新增就业1.2万人以上。

## 一、改善公共服务

- 建成市图书馆新馆。（市文广旅局牵头，6月底前完成）
"""


def fields(value: Any) -> Iterator[str]:
    """The names of all fields, except below those that hold values of the model."""
    if isinstance(value, list):
        for each in value:
            yield from fields(each)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name not in MODEL:
                yield from fields(inner)


@pytest.mark.parametrize(
    "command",
    [
        "draft report.md",
        "check 城镇新增就业1100万人以上 --actual 698 --on 2021-06-30 --explain",
        "list --on 2021-06-30",
        "show g01 --on 2021-06-30",
        "assess --on 2021-06-30 --explain",
        "history",
        "notify --on 2021-06-23",
        "outbox",
        "assign m1.1 --owner 市财政局 --new",
    ],
)
def test_each_field_of_an_answer_is_named_on_the_page(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAN_TASKS_ACTOR", "office")
    monkeypatch.setenv("PLAN_TASKS_LANG", "zh")
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    assert run(["import", "report.md"]) == 0
    assert run(["notify", "--on", "2021-06-23", "--channel", "eml-folder", "--option", "folder=out"]) == 0
    capsys.readouterr()
    assert run([*command.split(), "--json"]) == 0
    printed = set(fields(json.loads(capsys.readouterr().out)))
    assert printed
    assert {name for name in printed if not re.search(rf'[`"]{name}[`"]', PAGE)} == set()
