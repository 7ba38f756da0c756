# The verbs of the house. `make help` lists them; README.md says more.

PYTHON  ?= python3
# Processes of the Python tests: `make test WORKERS=0` for one, in order.
WORKERS ?= 2

BIN := .venv/bin
# A Node that the set-up brought along comes before one of the system, which was missing or too old.
export PATH := $(CURDIR)/.venv/node/bin:$(CURDIR)/node_modules/.bin:$(PATH)
SET_UP := $(PYTHON) tools/setup.py

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults package build format lock clean ready ready-check ready-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Variables: DATA=folder PORT=number (run), ARGS='...' (run, test, bench, faults), WORKERS=n (test), PYTHON=python3.11"

run: ready ## start the demo company on this machine
	@exec $(BIN)/third-ring demo $(if $(DATA),--data '$(DATA)') $(if $(PORT),--port '$(PORT)') $(ARGS)

test: ready-test ## all tests, those in a real browser too
	@echo "· types"; tsc --noEmit -p widget && tsc --noEmit -p agent_console
	@echo "· unit tests of the browser code"; vitest run --silent=passed-only
	@echo "· tests"; $(BIN)/python -m pytest $(if $(filter-out 0 1,$(WORKERS)),-n $(WORKERS)) $(ARGS)

check: check-format check-lint check-mypy check-contracts check-types check-oxlint check-locks ## format, lint, types, import contracts, locks
	@echo "· all good"

.PHONY: check-format check-lint check-mypy check-contracts check-types check-oxlint check-locks
check-format: ready-check
	@echo "· ruff format"; $(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --diff . 2>/dev/null | head -60; echo "run: make format"; exit 1; }
check-lint: ready-check
	@echo "· ruff"; $(BIN)/ruff check --quiet .
check-mypy: ready-check
	@echo "· mypy"; $(BIN)/mypy
check-contracts: ready-check
	@echo "· import contracts"; mkdir -p .cache; $(BIN)/lint-imports --no-logo --cache-dir .cache/imports >.cache/contracts.txt 2>&1 || { cat .cache/contracts.txt; exit 1; }
check-types: ready-check
	@echo "· tsc"; tsc --noEmit -p widget && tsc --noEmit -p agent_console
check-oxlint: ready-check
	@echo "· oxlint"; oxlint --quiet --deny-warnings widget agent_console tools
check-locks:
	@echo "· locks name no host"; ! grep -Hn '://' requirements/*.lock && ! grep -Hn '"resolved": *".*://' package-lock.json

format: ready-check ## let ruff put Python in shape
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .

bench: ready-test ## measure this machine against bare Starlette, side by side
	@$(BIN)/third-ring bench $(ARGS)

faults: ready-test ## crashes, cut lines and restarts at full numbers (minutes)
	THIRD_RING_FULL=1 $(BIN)/python -m pytest -m "faults or bench" --timeout 1800 $(ARGS)

package: ready-check ## build wheel and sdist and prove them, with and without Node (minutes)
	$(BIN)/python -m pytest -m package --timeout 900 $(ARGS)

build: ready ## the browser files; and wheel and sdist into dist/
	@$(BIN)/python tools/web_build.py && $(BIN)/uv build -q --python $(BIN)/python && ls -l dist

lock: ready-check ## resolve all requirements anew
	@$(PYTHON) tools/lock.py $(ARGS)

clean: ## remove all that can be made again (never data/)
	rm -rf .venv node_modules chat_server/_assets widget/src/wire.d.ts widget/src/limits.json dist artefacts test-results \
		.cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@$(SET_UP) run
ready-check:
	@$(SET_UP) check
ready-test:
	@$(SET_UP) test
