# Every target sets up what it needs on a machine with Python 3.11, git and make.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
READY := .venv/.ready
# A machine behind a corporate trust root has it in the system's store only.
export UV_SYSTEM_CERTS ?= 1
# The tests start hundreds of processes: one that must compile what it imports takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
SOURCES := contracts node ledger depository mining_registry api cli tests benchmarks

.PHONY: demo test check test-engines test-long bench fmt lint generated

demo: $(READY)
	$(BIN)/qoima demo $(if $(ONCE),--once)

# A process for each core, each with a chain of its own; a file's tests stay together.
test: $(READY)
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

check: lint generated test

lint: $(READY)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

generated: $(READY)
	$(BIN)/python -m contracts.build --check
	$(BIN)/python -m api.openapi --check
	$(BIN)/python -m cli.documents --check
	$(BIN)/python -m tests.contracts.gas --check

test-engines: $(READY)
	bash tests/engines/setup.sh
	$(BIN)/pytest -m "engines and not long"

test-long: $(READY)
	bash tests/engines/setup.sh
	$(BIN)/pytest -m long --timeout 3600

bench: $(READY)
	for each in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$each .py) || exit 1; done

fmt: $(READY)
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

# uv is one of the locked development packages; it is bootstrapped once, at the locked version.
$(READY): pyproject.toml uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		"uv==$$(sed -n 's/^ *"uv==\(.*\)",/\1/p' pyproject.toml)"
	$(UV) sync --frozen --quiet --compile-bytecode
	touch $(READY)
