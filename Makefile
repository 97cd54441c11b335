# Rapporteur. `make help` lists what can be asked for.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

VENV := .venv
PY := $(VENV)/bin/python
UV_VERSION := 0.13.9
# The first of these that Rapporteur runs on.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& { echo $$p; break; }; done)
# Processes that run tests side by side, a file in one of them. First the services' rules, whose
# branches are counted, then all that is small, then what starts whole platforms (one a process for
# the files that share it), then what drives a browser.
WORKERS ?= 2
SIDE_BY_SIDE = -n $(WORKERS) --dist loadfile
SMALL := not alone and not k8s and not image
RULES := tests/intake tests/approvals tests/followup tests/stakeholders tests/contracts
PYTEST := $(PY) -m pytest
# Seconds that the long chaos run kills processes for.
CHAOS_SECONDS ?= 60
# Seconds that the soak lasts.
SOAK_SECONDS ?= 3600
UV_PIP := UV_PYTHON_DOWNLOADS=never $(VENV)/bin/uv pip
COMPILE := $(UV_PIP) compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml

SYNCED := $(VENV)/.synced
ASSETS := portal/static/build/.built
ASSET_SOURCES := $(shell find portal/assets -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: help
help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## set up and start everything; stop with Ctrl-C
	@exec $(PY) -m deploy.local

.PHONY: test
test: setup system ## run all tests on the embedded parts, PostgreSQL and a real browser
	@failed=0; \
	$(PYTEST) -m '$(SMALL)' $(SIDE_BY_SIDE) $(RULES) --cov=services --cov-branch --cov-report= || failed=1; \
	$(PYTEST) -m '$(SMALL)' $(SIDE_BY_SIDE) tests $(RULES:%=--ignore=%) || failed=1; \
	$(PYTEST) -m 'alone and not browser' $(SIDE_BY_SIDE) --no-loadscope-reorder || failed=1; \
	$(PYTEST) -m browser -n $(WORKERS) -p tests.support.sharing --dist loadgroup || failed=1; \
	exit $$failed
	@# Services are rules: every branch of them is tried. The rest of them talks to databases.
	$(PY) -m coverage report --fail-under=100 --show-missing --include="services/*/*.py" \
		--omit="*/__main__.py,*/app.py,*/clock.py,*/deadlines.py"

# The tests of what was changed; 5 is pytest's word for none of them being of this kind.
.PHONY: quick
quick: lint types arch ## lint, types, contracts and the tests of what was changed
	@changed=$$($(PY) -m tests.support.changed) || exit 1; \
	if [ -z "$$changed" ]; then echo "Nothing was changed that has tests."; exit 0; fi; \
	$(PYTEST) -q -m '$(SMALL)' $(SIDE_BY_SIDE) $$changed || [ $$? = 5 ]

.PHONY: check
check: lint types arch test ## all gates, in the order and with the commands of CI

.PHONY: lint
lint: setup ## ruff: rules and layout
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

.PHONY: types
types: setup ## mypy, strict
	$(VENV)/bin/mypy

.PHONY: arch
arch: setup ## import contracts
	$(VENV)/bin/lint-imports

.PHONY: fix
fix: setup ## let ruff repair what it can
	$(VENV)/bin/ruff check --fix . || true
	$(VENV)/bin/ruff format .

.PHONY: kafka
kafka: setup system ## fetch Apache Kafka; run the broker's conformance suite and the story on it
	@deploy/local/system_packages.sh kafka
	$(PY) -m deploy.local.on_kafka $(PYTEST) $(SIDE_BY_SIDE) --no-loadscope-reorder

.PHONY: k8s
k8s: setup ## render the Kubernetes manifests and hold them against schemas and rules
	@deploy/local/system_packages.sh k8s
	$(PYTEST) -m k8s tests/deploy/k8s

.PHONY: image
image: setup ## build the container image without an engine; start every process from it
	@deploy/local/system_packages.sh image
	deploy/image/build.sh
	$(PYTEST) -m image tests/deploy/test_image.py

.PHONY: chaos
chaos: setup ## kill processes for a long while under load; nothing may be lost
	RAPPORTEUR_CHAOS_SECONDS=$(CHAOS_SECONDS) $(PYTEST) -m chaos --timeout 1200

.PHONY: soak
soak: setup ## mixed load and a kill every 20 s for an hour; nothing may be lost, double or grow
	$(PY) -m tests.soak --seconds $(SOAK_SECONDS)

.PHONY: bench
bench: setup ## measure, print, and store JSON
	$(PY) -m tests.bench

.PHONY: docs
docs: setup ## write the generated documents anew
	$(PY) -m shared.docs
	$(PY) -m deploy.k8s.generate
	$(PY) -m tests.capacity --write

.PHONY: locks
locks: setup ## resolve pyproject.toml into the two lock files anew
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock -o requirements.lock

.PHONY: reset
reset: ## remove all data, keys and logs of this machine's platform
	@pid=$$(sed -n 's/^ "pid": \([0-9]*\),/\1/p' var/platform.json 2>/dev/null); \
	if [ -n "$$pid" ] && kill -0 "$$pid" 2>/dev/null; then \
		echo "The platform runs (process $$pid). Stop it first."; exit 1; fi
	rm -rf var

.PHONY: setup assets system
setup: $(SYNCED) $(ASSETS) ## install Python packages and build the front-end assets
assets: $(ASSETS) ## build the front-end assets alone

system:
	@deploy/local/system_packages.sh tests

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found."; exit 1; }
	@deploy/local/system_packages.sh python
	$(PYTHON) -m venv $(VENV)

$(VENV)/bin/uv: | $(PY)
	$(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(SYNCED): requirements-dev.lock | $(VENV)/bin/uv
	$(UV_PIP) sync -q --compile-bytecode --python $(PY) --require-hashes requirements-dev.lock
	@touch $@

$(ASSETS): $(ASSET_SOURCES) | $(SYNCED)
	$(PY) -m deploy.local.npm ci --prefix portal/assets --no-audit --no-fund --loglevel=error
	$(PY) -m deploy.local.npm run build --prefix portal/assets --silent
	@touch $@
