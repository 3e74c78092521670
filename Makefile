# planner: the few things a person does with this folder. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PO := $(wildcard planner/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help install dev run test check bench screenshots messages locks browser clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.run $(MO) ## the environment alone: then .venv/bin/python -m planner is the command
dev: $(VENV)/.dev $(MO)

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "planner needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Install a newer one, or name it: make run PYTHON=python3.12")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv, then run make again." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run

%.mo: %.po $(VENV)/.run
	@$(VENV)/bin/pybabel --quiet compile -i $< -o $@

run: install ## start planner on http://127.0.0.1:8000 (sample workspace on the first start)
	$(PY) -m planner serve --sample

test: dev browser check ## everything: lint, types and all tests, a browser included
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup

check: dev ## lint and types alone
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

browser:
	@tools/browser.sh

bench: dev ## ratios against their limits, printed and written to docs/performance.md
	$(PY) -m bench

screenshots: dev browser ## every page in two languages, two widths, light and dark, into docs/screenshots
	$(PY) tools/screenshots.py

messages: dev ## gather the texts for translation
	$(PY) tools/messages.py

locks: dev ## compile the hashed locks anew from pyproject.toml
	tools/locks.sh

clean: ## remove what was built; instance/ (your data) stays
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find planner/translations -name '*.mo' -delete
