#!/bin/sh
# Builds the wheel, installs it with its core dependencies alone into an empty environment, and uses it there.
set -eu
python="$1"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$folder" .
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$folder"/plan_tasks-*.whl
cd "$folder"
venv/bin/python -c 'import plan_tasks; from plan_tasks import Tracker; print("wheel", plan_tasks.__version__)'
venv/bin/plan-tasks --help >/dev/null
venv/bin/plan-tasks demo --out demo >/dev/null
venv/bin/python -m pip list --format=freeze --disable-pip-version-check
