"""Tries everything as often as is claimed, and writes what came of it into the documentation.

``python -m tests.durability`` does all. Names of tests narrow it: ``python -m tests.durability kills power_cuts``; then
their rows alone are replaced.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.durability.counts import PROVE_VARIABLE
from tests.durability.figures import FIGURES_VARIABLE, table

_HERE: Final = Path(__file__).parent
_PAGE: Final = _HERE.parents[1] / "docs" / "explanation" / "durability.md"
_FIGURES: Final = _HERE / "figures.jsonl"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
#: Random runs of the state machine of the contract of storage, for each store.
_RUNS: Final = "2000"
_CONTRACTS: Final = (
    "tests/storage/test_storage_contract.py",
    "tests/storage/json_folder/test_json_contract.py",
    "tests/storage/sql/test_sql_contract.py",
)
_MACHINE: Final = "test_any_sequence_of_changes_ends_as_in_a_dictionary"


def main(names: Sequence[str]) -> int:
    """Runs tests with full counts; returns pytest's exit status."""
    environment = {**os.environ, PROVE_VARIABLE: os.environ.get(PROVE_VARIABLE, "1"), "PLAN_TASKS_STORAGE_RUNS": _RUNS}
    chosen = [str(_HERE / f"test_{name}.py") for name in names] or [str(_HERE)]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "figures"
        environment[FIGURES_VARIABLE] = str(found)
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *chosen], env=environment, check=False
        ).returncode
        if not names:
            machine = [sys.executable, "-m", "pytest", "-q", "-k", _MACHINE, *_CONTRACTS]
            status = subprocess.run(machine, env=environment, check=False).returncode or status
        if found.exists():
            keep(found.read_text(encoding="utf-8").splitlines())
    return status


def keep(lines: Sequence[str]) -> None:
    """Puts new findings in the place of older ones of the same tests, and writes the table of all."""
    new = {tuple(json.loads(line)[:2]) for line in lines}
    held = _FIGURES.read_text(encoding="utf-8").splitlines() if _FIGURES.exists() else []
    every = [*(line for line in held if tuple(json.loads(line)[:2]) not in new), *lines]
    _FIGURES.write_text("".join(f"{line}\n" for line in every), encoding="utf-8")
    before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _PAGE.write_text(f"{before}{_BEGIN}\n{table(every)}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
