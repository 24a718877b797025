# make help lists what there is to do.

PYTHON ?= python3
PORT ?= 8501
WORKERS ?= 2
PYTEST_ARGS ?=
# File by file in the order of the tree: those with a browser are the longest and begin.
SHARED := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

VENV := .venv
RUN := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.installed-run
TEST_STAMP := $(VENV)/.installed-test
# The lists name every package with its hash, so pip looks for no other: left to itself it takes
# the newest of a package that is asked for with an extra, and refuses it for want of a hash.
PIP_INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	--custom-compile-command "make pins"

# Every process would compile the whole tree anew; `make clean` removes what they keep.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run serve build test test-slow coverage lint check bench fuzz torture bundle test-bundle test-region pins clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

run: $(RUN_STAMP) ## the app on 127.0.0.1:8501 (make run PORT=9000 for another port)
	$(RUN) -m streamlit run app.py --server.port $(PORT)

serve: $(RUN_STAMP) ## for a region: as many processes as cores behind nginx (docs/deploy.md)
	$(RUN) -m tools.serve

build: $(RUN_STAMP) ## the database alone
	$(RUN) -m data build

test: lint ## check, and every test but the long ones
	$(RUN) -m pytest -m "not slow and not fuzz and not torture and not bundle and not region" $(SHARED) $(PYTEST_ARGS)

test-slow: $(TEST_STAMP) ## every page, language and role, whole documents, many random cases
	HYPOTHESIS_PROFILE=many $(RUN) -m pytest -m "(slow or hypothesis) and not fuzz and not torture" $(SHARED) $(PYTEST_ARGS)

coverage: $(TEST_STAMP) ## the tests again, counting the lines that they run; the last line is the total
	$(RUN) -m pytest -q -m "not slow and not fuzz and not torture and not bundle and not region and not browser" $(SHARED) --cov --cov-report= $(PYTEST_ARGS)
	$(RUN) -m coverage report --format=total | sed 's/.*/Lines that a test runs: &%/'

lint: $(TEST_STAMP) ## format and lint
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .

check: lint ## format, lint, types, architecture
	$(RUN) -m pytest -q tests/architecture

bench: $(TEST_STAMP) ## the benchmarks; one table at the end
	$(RUN) -m benchmarks

fuzz: $(TEST_STAMP) ## mutated files
	$(RUN) -m pytest -m fuzz -s $(PYTEST_ARGS)

torture: $(TEST_STAMP) ## files made to break the reader and the like, with a table
	$(RUN) -m pytest -m torture -s $(PYTEST_ARGS)

bundle: $(RUN_STAMP) ## ZIPs in dist/ for offices without internet, for Windows and Linux
	$(RUN) -m tools.bundle

test-bundle: $(TEST_STAMP) ## builds the one for Linux, unpacks it, opens a page without an index
	$(RUN) -m pytest -m bundle -s $(PYTEST_ARGS)

test-region: $(TEST_STAMP) ## several processes behind nginx over PostgreSQL, killed while they write
	$(RUN) -m pytest -m region $(PYTEST_ARGS)

pins: ## requirements*.txt anew from requirements*.in (needs uv)
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove what these made; the figures you uploaded (var/) stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing." \
		"Say which one to use: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The environment .venv could not be made." \
		"On Debian and Ubuntu install python3-venv first."; exit 1; }

$(RUN_STAMP): requirements.txt | $(RUN)
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(TEST_STAMP): requirements-dev.txt $(RUN_STAMP)
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@
