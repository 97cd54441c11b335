# Rapporteur. `make help` lists the targets.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
# Python keeps what it compiled: a gate imports the same modules in hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PY := $(VENV)/bin/python
UV_VERSION := 0.13.9
# The first Python version of these that Rapporteur supports.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& { echo $$p; break; }; done)
# Number of parallel test processes of each run; each file runs in one of them. Beside each other run
# those tests that mostly wait (first those that start whole platforms, one for each process, which its
# files share, then those of the embedded parts and of processes), and with what they leave of the
# processor first the services' rules, with branch coverage, then the other small tests. Those that
# drive a browser come last.
WORKERS ?= 2
SIDE_BY_SIDE = -n $(WORKERS) -p tests.support.sharing --dist loadfile
SMALL := not alone and not k8s and not image
RULES := tests/intake tests/approvals tests/followup tests/stakeholders
WAITING := tests/deploy tests/live
PYTEST := $(PY) -m pytest
TYPED := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/rapporteur/mypy.tar
# Duration of the long chaos run, in seconds.
CHAOS_SECONDS ?= 60
# Duration of the soak, in seconds.
SOAK_SECONDS ?= 3600
UV_PIP := UV_PYTHON_DOWNLOADS=never $(VENV)/bin/uv pip
COMPILE := $(UV_PIP) compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml

SYNCED := $(VENV)/.synced
PEER := $(VENV)/.peer
ASSETS := portal/static/build/.built
ASSET_SOURCES := $(shell find portal/assets -type f -not -path '*/node_modules/*' 2>/dev/null) portal/web/templates/chart.css

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## set up and start everything (DEMO=0: empty, without invented people); stop with Ctrl-C
	@$(if $(DEMO),RAPPORTEUR_DEMO=$(DEMO)) exec $(PY) -m deploy.local

.PHONY: test
test: setup system ## run all tests on the embedded parts, PostgreSQL and a real browser
	@failed=0; given=$$RAPPORTEUR_TEST_FAILURES; \
	export RAPPORTEUR_TEST_FAILURES=$${given:-$$(mktemp)} RAPPORTEUR_TEST_KEPT=$$(mktemp -d); \
	waited=$$(mktemp); trap 'kill $$waiting; exit 130' INT TERM; \
	{ $(PYTEST) -m 'alone and not browser' $(SIDE_BY_SIDE) --no-loadscope-reorder; platforms=$$?; \
	$(PYTEST) -m '$(SMALL)' $(SIDE_BY_SIDE) $(WAITING) && exit $$platforms; } >$$waited 2>&1 & waiting=$$!; \
	nice $(PYTEST) -m '$(SMALL)' $(SIDE_BY_SIDE) $(RULES) --cov=services --cov-branch --cov-report= || failed=1; \
	nice $(PYTEST) -m '$(SMALL)' $(SIDE_BY_SIDE) tests $(RULES:%=--ignore=%) $(WAITING:%=--ignore=%) || failed=1; \
	wait $$waiting || failed=1; cat $$waited; \
	$(PYTEST) -m browser -n $(WORKERS) -p tests.support.sharing --dist loadgroup || failed=1; \
	sed '1i What failed in all five runs:' $$RAPPORTEUR_TEST_FAILURES; \
	[ "$$given" ] || rm $$RAPPORTEUR_TEST_FAILURES; rm -r $$RAPPORTEUR_TEST_KEPT $$waited; exit $$failed
	@# Services are rules: tests reach every branch, and none by a random example alone. The omitted
	@# modules talk to databases.
	$(PY) -m coverage report --fail-under=100 --show-missing --skip-covered --include="services/**/*.py" \
		--omit="*/__main__.py,*/app.py,*/clock.py,*/deadlines.py"

# The tests of changed files; pytest exits with 5 if the marks select none of them.
.PHONY: quick
quick: lint types arch ## lint, types, contracts and the tests of changed files
	@changed=$$($(PY) -m tests.support.changed) || exit 1; \
	if [ -z "$$changed" ]; then echo "No changed file has tests."; exit 0; fi; \
	$(PYTEST) -q -m '$(SMALL)' $(SIDE_BY_SIDE) $$changed || [ $$? = 5 ]

# Without a cache the types take minutes of one processor, while the tests often wait. In one process: beside
# the tests a worker of mypy is not always up within the 3 s that mypy gives it, which ended a whole gate.
.PHONY: check
check: lint arch ## all checks of CI
	@typed=$$(mktemp); trap 'kill $$typing; exit 130' INT TERM; \
	MYPY_NUM_WORKERS=0 nice -n 5 $(MAKE) types >$$typed 2>&1 & typing=$$!; failed=0; \
	$(MAKE) test || failed=1; wait $$typing || failed=1; cat $$typed; rm $$typed; exit $$failed

.PHONY: everything
everything: ## all that CI runs, and the whole of the walks of which a gate draws a part
	CI=true RAPPORTEUR_WHOLE=1 .ci/run

.PHONY: lint
lint: setup ## ruff: rules and format
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

# What mypy found is true of the same text anywhere, so a fresh clone begins with what the last one left.
.PHONY: types
types: setup ## mypy, strict
	@[ -e .mypy_cache ] || [ ! -e $(TYPED) ] || tar -xf $(TYPED) || rm -rf .mypy_cache
	$(VENV)/bin/mypy
	-@mkdir -p $(dir $(TYPED)) && tar -cf $(TYPED).$$$$ .mypy_cache && mv $(TYPED).$$$$ $(TYPED)

.PHONY: arch
arch: setup ## import contracts
	$(VENV)/bin/lint-imports

.PHONY: fix
fix: setup ## let ruff fix what it can
	$(VENV)/bin/ruff check --fix . || true
	$(VENV)/bin/ruff format .

.PHONY: kafka
kafka: setup system ## download Apache Kafka; run the broker's conformance suite and the story on it
	@deploy/local/system_packages.sh kafka
	$(PY) -m deploy.local.on_kafka $(PYTEST) $(SIDE_BY_SIDE) --no-loadscope-reorder

.PHONY: k8s
k8s: setup ## render the Kubernetes manifests and check them against schemas and rules
	@deploy/local/system_packages.sh k8s
	$(PYTEST) -m k8s tests/deploy/k8s

# The first time it builds etcd and Kubernetes, which takes minutes of the processor (GOFLAGS=-p=1: of one
# core) and 3 GB of Go's own cache; the programs stay in XDG_CACHE_HOME, by default ~/.cache.
.PHONY: cluster-api
cluster-api: setup ## apply the Kubernetes manifests to a real API server, built once (OVERLAYS=local: one)
	@deploy/local/system_packages.sh k8s
	$(PY) -m deploy.local.cluster $(OVERLAYS)

# As root: it makes namespaces, mounts and links, all of them its own. What Debian has it takes from Debian.
.PHONY: cluster
cluster: setup ## start a Kubernetes of two nodes on loopback; its programs are built once
	@deploy/local/system_packages.sh node
	$(PY) -m deploy.local.node up

.PHONY: cluster-product
cluster-product: setup ## install production on it, without what cannot be had: docs/kubernetes.md
	@deploy/local/system_packages.sh image
	@deploy/local/system_packages.sh kafka
	deploy/image/build.sh
	$(PY) -m deploy.local.node install

.PHONY: cluster-test
cluster-test: setup ## try the product there under load: updates, kills, draining, keys, restore: docs/kubernetes.md
	$(PY) -m tests.cluster
	for one in update drain rotation scaling kills restore failover releases; do $(PY) -m tests.cluster.$$one || exit 1; done

.PHONY: cluster-down
cluster-down: setup ## end it, and say what it left behind: nothing
	$(PY) -m deploy.local.node down

.PHONY: image
image: setup ## build the container image without an engine; start every process from it
	@deploy/local/system_packages.sh image
	deploy/image/build.sh
	$(PYTEST) -m image tests/deploy/test_image.py

.PHONY: chaos
chaos: setup ## kill processes under load for a minute; nothing may be lost
	RAPPORTEUR_CHAOS_SECONDS=$(CHAOS_SECONDS) $(PYTEST) -m chaos --timeout 1200

.PHONY: soak
soak: setup ## mixed load and a kill every 20 s for an hour; no losses, duplicates or growth
	$(PY) -m tests.soak --seconds $(SOAK_SECONDS)

.PHONY: hour
hour: setup ## 20 submissions a second for an hour on PostgreSQL and Apache Kafka; pages stay as quick
	$(PY) -m tests.soak --seconds $(SOAK_SECONDS) --database postgresql --kafka --pace 20 --kill-every 0

.PHONY: bench
bench: setup $(PEER) ## measure performance, print it, and save it as JSON (ONLY=commands: one part)
	$(PY) -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(FACTS),--facts $(FACTS)) $(if $(KEPT),--kept $(KEPT))

.PHONY: docs
docs: setup ## regenerate the generated documents
	$(PY) -m shared.docs
	$(PY) -m deploy.local.front_pages
	$(PY) -m deploy.k8s.generate
	$(PY) -m tests.capacity --write

.PHONY: pictures
pictures: setup system ## take the pictures of README.md anew, in a browser, of a demonstration
	$(PY) -m tests.support.screens

.PHONY: messages
messages: setup ## gather the texts of all pages for translators
	$(PY) -m portal.app.messages

.PHONY: order
order: setup ## write down in which order each language lists the names of States and mandates
	$(PY) -m portal.app.order

.PHONY: locks
locks: setup ## resolve pyproject.toml into the three lock files
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock -o requirements.lock
	$(COMPILE) -c requirements-dev.lock --extra bench -o requirements-bench.lock

.PHONY: reset
reset: ## remove all data, keys and logs on this machine, after asking (SURE=1: without)
	@pid=$$(sed -n 's/^ "pid": \([0-9]*\),/\1/p' var/platform.json 2>/dev/null); \
	if [ -n "$$pid" ] && kill -0 "$$pid" 2>/dev/null; then \
		echo "The platform is running (process $$pid). Stop it first."; exit 1; fi
	@if [ -z "$(SURE)" ]; then \
		echo "This removes var/ for good: every case, account, key, file and log on this machine."; \
		read -r -p "A start after it begins anew, with the real date. Type yes to go on: " answer; \
		[ "$$answer" = yes ] || { echo "Nothing was removed."; exit 1; }; fi
	rm -rf var

.PHONY: setup assets system
setup: $(SYNCED) $(ASSETS) ## install Python packages and build the front-end assets
assets: $(ASSETS) ## build only the front-end assets

system:
	@deploy/local/system_packages.sh tests

$(PY):
	@test -n "$(PYTHON)" || { echo "Rapporteur needs Python 3.11, 3.12 or 3.13, and none was found."; exit 1; }
	@deploy/local/system_packages.sh python
	$(PYTHON) -m venv $(VENV)

$(VENV)/bin/uv: | $(PY)
	$(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(SYNCED): requirements-dev.lock | $(VENV)/bin/uv
	$(UV_PIP) sync -q --compile-bytecode --python $(PY) --require-hashes requirements-dev.lock
	@touch $@

# The peer that the bench measures beside us; what is synced again is without it.
$(PEER): requirements-bench.lock $(SYNCED)
	$(UV_PIP) install -q --python $(PY) --require-hashes -r requirements-bench.lock
	@touch $@

$(ASSETS): $(ASSET_SOURCES) | $(SYNCED)
	$(PY) -m deploy.local.npm ci --prefix portal/assets --no-audit --no-fund --loglevel=error
	$(PY) -m deploy.local.npm run build --prefix portal/assets --silent
	@touch $@
