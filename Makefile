# make run    read the sample decisions in data/raw, publish their task tables in data/parquet
# make test   lint, types and the whole test suite
# Both install what is missing; a second call installs nothing.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: help run test lint types unit format requirements clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

run: $(STAMP)-run
	@$(BIN)/congbao run data/raw --out data/parquet

test: lint types unit

lint: $(STAMP)-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)-dev
	@$(BIN)/mypy

unit: $(STAMP)-dev
	@$(BIN)/pytest

format: $(STAMP)-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

$(STAMP)-run $(STAMP)-dev: $(STAMP)-%: requirements/%.txt pyproject.toml $(STAMP)-tools
	@echo "installing requirements/$*.txt"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/$*.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@echo "compiling the search of garbled lines, once"
	@echo "chwong trinh" | $(BIN)/congbao repair - > /dev/null
	@touch $@

$(STAMP)-dev: requirements/system-dev.txt $(STAMP)-browser

$(STAMP)-browser: requirements/system-dev.txt requirements/install-system.sh $(STAMP)-tools
	@sh requirements/install-system.sh system-dev.txt
	@touch $@

$(STAMP)-tools: requirements/tools.txt requirements/system.txt requirements/install-system.sh
	@sh requirements/install-system.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

# Pin anew from pyproject.toml; the files name versions and hashes, nothing else.
PIN := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --python-version 3.11
requirements: $(STAMP)-tools
	$(PIN) requirements/tools.in -o requirements/tools.txt
	$(PIN) pyproject.toml -o requirements/run.txt
	$(PIN) pyproject.toml --extra dev -o requirements/dev.txt

clean:
	rm -rf $(VENV) data/parquet build *.egg-info
