# Octavo's workshop. `make help` lists every target; nothing needs to be installed first but python3 (3.11 or newer).
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GAZETTEER := src/octavo/data/gazetteer/gazetteer.bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PYTHONUTF8 := 1
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev translate run demo test test-llm check format eval eval-full bench chaos messages lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Octavo needs Python 3.11 or newer; $$($(PYTHON) --version) was found. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up Octavo in $(VENV) (once; about a minute)"
	@$(PYTHON) -m venv $(VENV) || { echo "python3 could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml $(VENV)/.created
	@$(PIP) install --require-hashes --no-deps -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@$(PIP) install --require-hashes --no-deps -r requirements/dev.lock
	@touch $@

$(VENV)/.messages: $(VENV)/.run $(wildcard src/octavo/web/locale/*/LC_MESSAGES/django.po)
	@$(BIN)/python -m octavo.web.messages compile
	@touch $@

$(GAZETTEER): $(VENV)/.run $(wildcard training/gazetteer*.py training/*.tsv training/common_names.txt src/octavo/data/gazetteer/*.toml)
	@echo "Making the gazetteer (once; about half a minute)"
	@$(BIN)/python -m training.gazetteer

setup: $(VENV)/.run $(VENV)/.messages $(GAZETTEER) ## set up what running needs

setup-dev: setup $(VENV)/.dev ## set up what developing needs

translate: setup ## install what translating on this machine needs; models are brought by the operator
	@$(PIP) install --require-hashes --no-deps -r requirements/translate.lock

run: setup ## start Octavo (the demo newsroom when no publisher answers)
	@$(BIN)/octavo run --or-demo

demo: setup ## start the bundled newsroom
	@$(BIN)/octavo demo

test: setup-dev ## run every test, on SQLite and on PostgreSQL where one answers
	@./scripts/test

test-llm: setup-dev ## test against a real language model on this machine (installed apart, some 250 MB)
	@./scripts/test-llm

check: setup-dev ## format, lint, types, import layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: setup-dev ## put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: setup-dev ## measure judgement on a fixed sample of ../shared/data (at most ten minutes)
	@$(BIN)/python -m evals

eval-full: setup-dev ## measure judgement on all of ../shared/data
	@$(BIN)/python -m evals --full

bench: setup-dev ## measure speed and memory, beside peers
	@$(BIN)/python -m benchmarks

chaos: setup-dev ## kill the worker fifty times and count what was lost
	@$(BIN)/python -m benchmarks.chaos

messages: setup-dev ## collect the strings to translate
	@$(BIN)/python -m octavo.web.messages collect

lock: setup ## pin the dependencies again, with hashes
	@$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip -q install uv
	@uv="$(VENV)-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet"; \
	$$uv --extra build -o requirements/run.lock && $$uv --extra dev -c requirements/run.lock -o requirements/dev.lock
	@awk '/^[a-z]/ {kept = /^fxtranslate==/} kept' requirements/dev.lock > requirements/translate.lock
	@rm -rf $(VENV)-lock

clean: ## remove what setting up made (not your data)
	@rm -rf $(VENV) $(VENV)-llm .mypy_cache .ruff_cache .pytest_cache
