"""Tries everything as often as is claimed, and writes what came of it into the documentation.

``python -m tests.durability`` does all. Names of tests narrow it: ``python -m tests.durability kills power_cuts``; then
their rows alone are replaced. ``sequences`` is test 9.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.durability.counts import PROVE_VARIABLE
from tests.durability.figures import FIGURES_VARIABLE, number, table

from plan_tasks.testing.storage.case import RUNS_VARIABLE

_HERE: Final = Path(__file__).parent
_PAGE: Final = _HERE.parents[1] / "docs" / "explanation" / "durability.md"
_FIGURES: Final = _HERE / "figures.jsonl"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
#: Random runs of the state machine of the contract of storage, for each store.
_RUNS: Final = 2_000
_STEPS: Final = 50
_CONTRACTS: Final = {
    "memory": "tests/storage/test_storage_contract.py::TestMemory",
    "sqlite": "tests/storage/test_storage_contract.py::TestSqlite",
    "json": "tests/storage/json_folder/test_json_contract.py",
    "postgresql": "tests/storage/sql/test_postgresql_contract.py",
    "mariadb": "tests/storage/sql/test_mariadb_contract.py",
}
_MACHINE: Final = "test_any_sequence_of_changes_ends_as_in_a_dictionary"
_SEQUENCES: Final = "sequences"


def main(names: Sequence[str]) -> int:
    """Runs tests with full counts; returns pytest's exit status."""
    status = 0
    environment = {**os.environ, PROVE_VARIABLE: os.environ.get(PROVE_VARIABLE, "1")}
    files = [str(_HERE / f"test_{name}.py") for name in names if name != _SEQUENCES] if names else [str(_HERE)]
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "figures"
        environment[FIGURES_VARIABLE] = str(found)
        if files:
            status = _pytest(environment, *files)
        lines = found.read_text(encoding="utf-8").splitlines() if found.exists() else []
    if not names or _SEQUENCES in names:
        share = float(environment[PROVE_VARIABLE])
        failed = _sequences(environment, max(1, round(_RUNS * share)), lines)
        status = failed or status
    if lines:
        keep(lines)
    return status


def _sequences(environment: Mapping[str, str], runs: int, lines: list[str]) -> int:
    """Test 9, which is a law of the contract of storage; appends what came of it to the lines."""
    status = 0
    for store, contract in _CONTRACTS.items():
        failed = _pytest({**environment, RUNS_VARIABLE: str(runs)}, "-k", _MACHINE, contract)
        found = "differences, see above" if failed else "0 differences"
        tried = f"{number(runs)} runs of up to {_STEPS} random steps, against a dictionary"
        lines.append(json.dumps(["9 random sequences", store, tried, found]))
        status = failed or status
    return status


def _pytest(environment: Mapping[str, str], *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], env=environment, check=False).returncode


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
