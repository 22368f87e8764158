"""The tests of this folder once more, on another version of pluggy; and what opening a host imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OTHER = "PLAN_TASKS_OTHER_PLUGGY"


@pytest.mark.skipif(not os.environ.get(OTHER), reason=f"{OTHER} does not name a folder with another pluggy in it")
def test_the_host_does_the_same_on_the_other_pluggy() -> None:
    folder = os.environ[OTHER]
    environ = {name: value for name, value in os.environ.items() if name != OTHER} | {"PYTHONPATH": folder}
    versions = {
        subprocess.run(
            [sys.executable, "-c", "import pluggy; print(pluggy.__version__)"],
            env=one,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for one in (environ, dict(os.environ))
    }
    assert len(versions) == 2, f"the pluggy in {folder} is the one that is installed"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(Path(__file__).parent)]
    run = subprocess.run(
        command, env=environ, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-4000:]


@pytest.mark.parametrize("module", ["plan_tasks.plugging.host", "plan_tasks.hooks"])
def test_importing_reads_no_metadata_and_no_contract(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "print([name for name in sys.modules if name == 'importlib.metadata' or name.endswith('.contract')])"
    )
    run = subprocess.run([sys.executable, "-S", "-c", _on_path(code)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def _on_path(code: str) -> str:
    """Without site, whose path files may import metadata by themselves, the path must be given."""
    return f"import sys; sys.path[:] = {sys.path!r}; {code}"
