# Earshot's commands. `make run` and `make test` need Python 3.11+ and nothing else.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: run test setup check bench bench-long lock screenshots docs licences audit clean

run: setup            ## set up, then run earshot.toml, or the sample brand where there is none
	@if [ -f earshot.toml ]; then $(BIN)/python -m earshot serve; else $(BIN)/python -m earshot demo; fi

test: setup           ## the whole test suite
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

setup: $(STAMP)       ## .venv with the pinned requirements; safe to repeat

$(STAMP): requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

check: setup          ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

bench: setup          ## the promises of docs/benchmarks.md as one table
	$(BIN)/python -m benchmarks

bench-long: setup     ## the same, with the long ones
	$(BIN)/python -m benchmarks --long
	$(BIN)/python -m benchmarks.soak --minutes $(or $(MINUTES),60)
	EARSHOT_CI=1 EARSHOT_LAKE_ALL=1 $(BIN)/python -m pytest -q tests/storage tests/views/test_on_a_lake.py -k lake
	EARSHOT_MAIN_JOB_ALL=1 EARSHOT_KILLS=50 EARSHOT_TOGETHER_SECONDS=60 $(BIN)/python -m pytest -q tests/test_main_job.py tests/pipeline/test_durable.py

lock: setup           ## pin and hash the *.in files again
	$(BIN)/$(LOCK) requirements.in -o requirements.txt
	$(BIN)/$(LOCK) requirements-dev.in -o requirements-dev.txt
	$(BIN)/$(LOCK) requirements-scale.in -o requirements-scale.txt

screenshots: setup    ## every page, light, dark and phone, into docs/screenshots
	$(BIN)/python -m tests.browser.screenshots

clean:                ## remove what the commands above made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache demo-data

docs: setup           ## the lists and drawings in docs, from the code as it is
	$(BIN)/python -m tests.test_architecture --write
	$(BIN)/python -m tests.test_docs --write

licences: setup       ## docs/licences.md, from the metadata of what is installed
	$(BIN)/python -m tests.licences --write

audit: setup          ## known weaknesses of what is locked; needs the network, and fails where it cannot look
	@$(BIN)/uv tool run --quiet pip-audit --version >/dev/null 2>&1 || \
		{ echo "audit: pip-audit cannot be fetched from here, nothing was checked; run this where the network allows"; exit 1; }
	@$(BIN)/uv tool run --quiet pip-audit --strict --disable-pip --require-hashes -r requirements.txt -r requirements-scale.txt || \
		{ echo "audit: something is known, or what is known could not be asked for; the lines above say which"; exit 1; }
