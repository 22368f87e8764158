"""Completion scripts complete: driven in a real shell, with the words that a person has typed so far."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

_ASK = """
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_plan_tasks
echo "${{COMPREPLY[*]}}"
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("plan-tasks ex", {"extend", "export"}),
        ("plan-tasks --lang zh li", {"list"}),
        ("plan-tasks --lang ''", {"zh", "en"}),
        ("plan-tasks list --st", {"--store", "--state"}),
        ("plan-tasks list --state co", {"completion_requested", "completed"}),
        ("plan-tasks show m1 --kn", {"--known-at"}),
        ("plan-tasks completion ''", {"bash", "zsh", "fish"}),
        ("plan-tasks draft ''", set()),  # then the shell completes names of files
    ],
)
@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="bash is not installed")
def test_bash_offers_what_fits(cli: Cli, folder: Path, words: str, offered: set[str]) -> None:
    script = cli("completion", "bash").out + _ASK.format(words=words)
    done = subprocess.run(["/bin/bash", "-c", script], capture_output=True, text=True, timeout=20, check=True)
    answer = set(done.stdout.split())
    assert answer == offered


def test_every_command_and_option_is_offered(cli: Cli) -> None:
    from plan_tasks.cli.parser import build_parser

    script = cli("completion", "bash").out
    for name, parser in build_parser().commands.choices.items():  # type: ignore[attr-defined]
        assert f"                {name}:-*)" in script
        for option in parser._option_string_actions:
            assert option in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_their_script(cli: Cli, folder: Path, shell: str) -> None:
    answer = cli("completion", shell)
    assert answer.status == 0
    assert "completion_requested" in answer.out
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = folder / "script"
    script.write_text(answer.out, encoding="utf-8")
    subprocess.run([shell, "--no-execute", str(script)], check=True, timeout=20)
