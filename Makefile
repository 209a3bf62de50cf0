# One command each. Every target sets the environment up by itself; `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
READY := .venv/.ready
LOCKED := .venv/.locked
SPARK_READY := .venv/.spark-ready
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock" --quiet
PACKAGES := $(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'
IN_C = $(wildcard $(foreach folder,rules decision server,$(folder)/*.[ch] $(folder)/*/*.[ch] $(folder)/*/*/*.[ch]))
PROTOS = $(sort $(wildcard proto/assize/v1/*.proto))
PROTOC = $(BIN)/python -m grpc_tools.protoc -Iproto -I"$$($(PACKAGES))" $(foreach kind,python pyi grpc_python,--$(kind)_out=$(1)) $(PROTOS)

.PHONY: help setup demo serve test test-spark lint format types proto proto-check bench bench-batch bench-spark check lock

help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY)  ## create .venv from requirements.lock (needs Python 3.11 and a C compiler)

demo: setup  ## start a server, score example suppliers over gRPC, show the answers
	@$(BIN)/python examples/demo.py

serve: setup  ## run the gRPC server with the shipped rulebooks
	@$(BIN)/assize serve

test: setup  ## run all tests; ARGS="-k name" picks some
	$(BIN)/pytest -n auto --maxprocesses 4 $(ARGS)

test-spark: $(SPARK_READY)  ## add Spark to .venv and run its tests on this machine
	$(BIN)/pytest tests/spark $(ARGS)

lint: setup  ## check style and format
	$(BIN)/ruff check && $(BIN)/ruff format --check

format: setup  ## format and fix what can be fixed
	$(BIN)/ruff format && $(BIN)/ruff check --fix

types: setup  ## mypy --strict over the packages
	@mkdir -p .typing/assize .typing/google
	@for name in scoring rules decision server spark client; do ln -sfn ../../$$name .typing/assize/$$name; done
	@ln -sfn ../../proto/assize/v1 .typing/assize/v1
	@for name in rpc type; do ln -sfn "$$($(PACKAGES))/google/$$name" .typing/google/$$name; done
	$(BIN)/mypy

proto: setup  ## generate the code of the contract
	$(call PROTOC,proto)

proto-check: setup  ## fail when the generated code is not what the contract gives
	@fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; $(call PROTOC,"$$fresh"); \
	  diff -r -x '*.proto' -x __init__.py -x py.typed -x __pycache__ "$$fresh/assize/v1" proto/assize/v1

bench: setup  ## measure; prints each figure with its limit
	@$(BIN)/python -m bench

bench-batch: setup  ## measure batches: memory, Parquet, stream; takes some minutes
	@$(BIN)/python -m bench.batch $(ARGS)

bench-spark: $(SPARK_READY)  ## measure Spark on this machine beside one process
	@$(BIN)/python -m bench.spark

check: test test-spark lint types proto-check  ## all that CI runs

lock: ## renew requirements.lock after a change of pyproject.toml (needs uv)
	$(COMPILE) --extra bench --extra dev --output-file requirements.lock
	$(COMPILE) --extra spark --constraint requirements.lock --output-file requirements-spark.lock

# setuptools comes first and build isolation is off: nothing is fetched that the lock does not pin.
$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Assize needs Python 3.11 or later, got " + sys.version.split()[0] + "; set PYTHON=")'
	@command -v "$${CC:-cc}" >/dev/null || { echo "parts are built from C: install a C compiler (Debian: gcc python3-dev)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	sed -n '/^setuptools==/,/# via/p' requirements.lock >.venv/build.lock
	$(PIP) install --require-hashes -r .venv/build.lock
	$(PIP) install --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml setup.py $(IN_C)
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(SPARK_READY): $(READY) requirements-spark.lock
	$(PIP) install --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements-spark.lock
	@touch $@
