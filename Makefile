# plan_tasks: set up, run, test. Needs Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -q --numprocesses auto --dist loadfile
INSTALL := $(PIP) install --quiet --constraint constraints.txt

.PHONY: help setup demo test check lint types layers docs pictures wheel bench prove constraints clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## make .venv with everything the tests need

# The build's own tools come first and pinned, so that no build fetches newer ones in isolation.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; try make PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV)"
	@$(INSTALL) pip hatchling editables
	@$(INSTALL) --no-build-isolation --editable '.[all,testing]' --group dev
	@touch $(READY)

demo: $(READY) ## run the whole job on the sample report, or on REPORT=FILE
	@$(BIN)/plan-tasks demo --out demo-output $(if $(REPORT),--report '$(REPORT)')

test: $(READY) ## run the tests
	$(PYTEST)

lint: $(READY) ## look at style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## check types
	$(BIN)/mypy

layers: $(READY) ## check that imports point one way
	$(BIN)/lint-imports --no-logo

docs: $(READY) ## build the documentation into site/
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/picture.py
	$(BIN)/zensical build --clean --strict

pictures: $(READY) ## take the pictures of whole pages anew; needs Chromium and a font for Chinese
	$(BIN)/python docs/page_pictures.py

wheel: $(READY) ## build the wheel and use it in an empty environment
	sh tests/packaging/try_wheel.sh $(BIN)/python

check: lint types layers docs wheel ## everything that CI runs
	PLAN_TASKS_OTHER_PLUGGY=$$(sh tests/plugging/other_pluggy.sh $(BIN)/python) \
	    $(PYTEST) --cov --cov-report=term:skip-covered

bench: $(READY) ## measure against a peer and the floor; a quick look: make bench SCALE=0.05 GOALS='G1 G4'
	@$(INSTALL) --group bench
	$(BIN)/python -m benchmarks $(GOALS) $(if $(SCALE),--scale $(SCALE))

prove: $(READY) ## try durability as often as is claimed, an hour or more; a part of it: make prove TESTS='kills power_cuts'
	$(BIN)/python -m tests.durability $(TESTS)

constraints: ## write constraints.txt anew from what the newest releases resolve to
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --upgrade pip
	build/constraints/bin/python -m pip install --quiet hatchling editables '.[all,testing]' --group dev --group bench
	build/constraints/bin/python -m pip freeze --all --exclude plan-tasks --exclude setuptools \
	    | LC_ALL=C sort -f > constraints.txt

clean: ## remove what was made
	rm -rf $(VENV) build dist site demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
