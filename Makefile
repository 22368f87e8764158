# plan_tasks: set up, run, test. Needs Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test check lint types layers docs wheel bench constraints clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## make .venv with everything the tests need

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; try make PYTHON=python3.12"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

demo: $(READY) ## run the whole job on the sample report, or on REPORT=FILE
	$(BIN)/plan-tasks demo --out demo-output $(if $(REPORT),--report '$(REPORT)')

test: $(READY) ## run the tests
	$(BIN)/python -m pytest -q

lint: $(READY) ## look at style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## check types
	$(BIN)/mypy

layers: $(READY) ## check that imports point one way
	$(BIN)/lint-imports

docs: $(READY) ## build the documentation into site/
	$(BIN)/python docs/generate.py
	$(BIN)/zensical build --clean --strict

wheel: $(READY) ## build the wheel and try it in an empty environment
	sh tests/packaging/try_wheel.sh $(BIN)/python

check: lint types layers docs wheel ## everything that CI runs
	PLAN_TASKS_OTHER_PLUGGY=$$(sh tests/plugging/other_pluggy.sh $(BIN)/python) $(BIN)/python -m pytest -q --cov --cov-report=term:skip-covered

bench: $(READY) ## measure against a peer and the floor
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt SQLAlchemy
	$(BIN)/python -m benchmarks

constraints: $(READY) ## write constraints.txt anew from what is installed
	$(BIN)/python -m pip freeze --exclude-editable --all --exclude pip --exclude setuptools | grep -E '^[A-Za-z0-9_.-]+==' | LC_ALL=C sort -f > constraints.txt

clean: ## remove what was made
	rm -rf $(VENV) build dist site demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
