# One command each. `make demo` and `make test` set the environment up by themselves.
SHELL := /bin/bash -eu -o pipefail
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
READY := .venv/.ready

.PHONY: help setup
help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY)  ## create .venv from requirements.lock (needs Python 3.11 and a C compiler)

# setuptools comes first and build isolation is off: nothing is fetched that the lock does not pin.
$(READY): requirements.lock pyproject.toml setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Assize needs Python 3.11 or later, got " + sys.version.split()[0] + "; set PYTHON=")'
	@command -v "$${CC:-cc}" >/dev/null || { echo "durable-rules is built from source: install a C compiler (Debian: gcc python3-dev)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	sed -n '/^setuptools==/,/# via/p' requirements.lock >.venv/build.lock
	$(PIP) install --require-hashes -r .venv/build.lock
	$(PIP) install --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
