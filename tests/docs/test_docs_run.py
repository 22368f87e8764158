"""Every block of code on every page does what the page says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md"]


def _blocks() -> ModuleType:
    specification = importlib.util.spec_from_file_location("docs_blocks", ROOT / "docs" / "blocks.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["docs_blocks"] = module
    specification.loader.exec_module(module)
    return module


blocks = _blocks()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_of_a_page_runs_and_prints_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PLAN_TASKS_STORE", "PLAN_TASKS_ACTOR", "PLAN_TASKS_STRICT", "PLAN_TASKS_BLOCK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLAN_TASKS_LANG", "zh" if "zh" in page.relative_to(ROOT).as_posix() else "en")
    runnable = [
        block
        for block in blocks.blocks_of(page.read_text(encoding="utf-8"))
        if (block.language == "python" and not block.title)
        or (block.language == "console" and "$ plan-tasks" in block.text)
    ]
    assert blocks.run_page(page, tmp_path) >= len(runnable)


def test_a_page_that_shows_something_else_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    work = tmp_path / "work"
    work.mkdir()
    page.write_text('```python\nprint("one")\n```\n\n```text title="output"\ntwo\n```\n', encoding="utf-8")
    with pytest.raises(blocks.Mismatch, match="line 6 shows"):
        blocks.run_page(page, work)


def test_a_command_that_ends_otherwise_than_the_page_says_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    work = tmp_path / "work"
    work.mkdir()
    page.write_text("```console\n$ plan-tasks --version\n# status 2\n```\n", encoding="utf-8")
    with pytest.raises(blocks.Mismatch, match="ended with 0, not 2"):
        blocks.run_page(page, work)


def test_three_dots_stand_for_any_lines(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    work = tmp_path / "work"
    work.mkdir()
    shown = '```python\nprint("a\\nb\\nc")\n```\n\n```text title="output"\na\n...\n```\n'
    page.write_text(shown, encoding="utf-8")
    assert blocks.run_page(page, work) == 1
