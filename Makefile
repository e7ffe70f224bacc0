# Two commands matter: `make editions` and `make test`. Each sets up .venv when it is needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help editions test check clean
.DEFAULT_GOAL := help

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

editions: $(READY)  ## Build the HTML, PDF and EPUB editions into _build/
	$(BIN)/jb editions .

check: $(READY)  ## Check the sources: about a second, builds nothing
	$(BIN)/jb check .

test: $(READY)  ## Run the whole test suite
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n auto --dist loadfile

clean:  ## Remove everything that was built (the environment stays)
	rm -rf _build

# The stamp makes a second run need no network; a changed lock or pyproject.toml sets up anew.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
