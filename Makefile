# What can be done here; `make` alone lists it. Nothing outside this folder is changed.
# Settings come from the environment or from `.env` (see `.env.example`): PORT=8001 make run

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PY := .venv/bin/python

help:  ## list what can be done
	@sed -n 's/^\([a-z ]*\):.*## /\1	/p' Makefile | expand -t 12

run: .runtime  ## start the whole portal on 127.0.0.1:$PORT (8000); Ctrl-C stops it
	@$(PY) -m config.serve

test: .dev  ## run the whole suite with its own database and broker; ARGS="tests/credit -k caps" narrows it
	@$(if $(filter-out tests/browser%,$(filter tests/%,$(ARGS))),,$(PY) -m tests.browser.chromium)
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

check: .dev  ## everything that can be said without running the suite
	@$(PY) -m config.check

fuzz: .dev  ## let schemathesis loose on the API as every role, a minute each; SECONDS=600 for longer, SEED=1 to repeat
	@FUZZ_SECONDS=$(or $(SECONDS),60) FUZZ_SEED=$(or $(SEED),$(shell date +%s)) $(PY) -m pytest tests/fuzz tests/api/test_filters.py $(ARGS)

bench: .dev  ## measure and write .data/bench.json; SIZE=small ends in a minute
	@$(PY) -m bench $(if $(SIZE),--size $(SIZE)) $(ARGS)

format: .dev  ## lay out the code and mend what can be mended by itself
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

messages: .dev  ## collect the messages of code and templates into locale/
	@$(PY) -m config.catalogue update

docs schema: .dev  ## write what is generated in docs/: roles, schedule, glossary, openapi.yaml
	@$(PY) -m config.generate write

lock: .dev  ## lock the newest allowed versions with their hashes
	@$(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.8'
	@$(LOCK) --output-file requirements/production.txt
	@$(LOCK) --group embedded --constraint requirements/production.txt --output-file requirements/runtime.txt
	@$(LOCK) --group embedded --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt

LOCK = $(PY) -m uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

clean:  ## remove the environment, caches and the suite's data; the portal's own data in .data/ stay
	rm -rf .venv .data/test .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when its Python is gone, and brought up to date when a lock file has changed:
# a copy of what was installed lies in .venv/. `dev` holds all of `runtime`, at the same versions.
.runtime .dev: .venv-sound
	@set -e; for made in $(if $(filter .dev,$@),dev,runtime dev); do \
		if cmp -s requirements/$$made.txt .venv/$$made.txt; then exit 0; fi; done; \
	lock=$(@:.%=%); echo "Installing the locked packages ($$lock) into .venv ..."; \
	$(PY) -m pip install -qq --disable-pip-version-check --no-cache-dir --no-deps --require-hashes \
		--only-binary :all: -r requirements/$$lock.txt; \
	rm -f .venv/runtime.txt .venv/dev.txt; cp requirements/$$lock.txt .venv/$$lock.txt

.venv-sound:
	@if $(PY) -c 'import pip' 2>/dev/null; then exit 0; fi; \
	for python in $${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making .venv with $$($$python --version) ..."; rm -rf .venv; \
			$$python -m venv .venv; exit $$?; fi; done; \
	echo "Python 3.11 or newer (with its venv module) is needed and was not found." >&2; \
	echo "Install it (for example: apt install python3.11 python3.11-venv), or name it: PYTHON=/path/to/python3 make $(MAKECMDGOALS)" >&2; \
	exit 1

.PHONY: help run test check fuzz bench format messages schema docs lock clean .runtime .dev .venv-sound
