# Vihje: every command a person needs. `make demo` and `make test` prepare what they use themselves.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

CACHE := .cache
DUCKDB := $(CACHE)/duckdb/libduckdb.so
WEB := web/dist/index.html
TARGET := $(or $(CARGO_TARGET_DIR),target)
VIHJE := $(TARGET)/release/vihje
PORT ?= 7070
# DuckDB's library is found here by the tests and by anything run through make.
export DUCKDB_LIB_DIR := $(CURDIR)/$(CACHE)/duckdb
export LD_LIBRARY_PATH := $(DUCKDB_LIB_DIR)

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

.PHONY: demo
demo: build ## real data to a worklist: builds what it needs, loads it, opens Today on a local port
	$(VIHJE) demo --from demo/completejourney --replay-from 2017-10-01 --data demo-data --listen 127.0.0.1:$(PORT)

.PHONY: build
build: $(DUCKDB) $(WEB) ## build the one binary with the web application in it
	cargo build --release --locked -p vihje-cli

$(DUCKDB): tools/duckdb/package-lock.json
	cd tools/duckdb && npm ci --no-audit --no-fund
	mkdir -p $(@D)
	cp tools/duckdb/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so $@
	rm -rf tools/duckdb/node_modules

web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

$(WEB): web/node_modules web/index.html web/vite.config.ts crates/server/openapi.json $(shell find web/src -type f 2>/dev/null)
	cd web && npm run build
	touch $@

.PHONY: web
web: $(WEB) ## build the web application only

.PHONY: test
test: test-rust test-web test-webhooks ## install what tests need, run everything, stop at the first failure

.PHONY: lint
lint: $(DUCKDB) $(WEB) ## format and lints of both languages
	cargo fmt --all --check
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	cd web && npm run lint && npm run typecheck && npm run api:check

.PHONY: clients
clients: tests/clients/node_modules $(CACHE)/clients web/node_modules chromium ## the client libraries of others that the tests send events with

tests/clients/node_modules: tests/clients/package-lock.json
	# Not npm ci: it wants every optional package of every platform, and registries that mirror only some lack them.
	cd tests/clients && npm install --no-save --no-audit --no-fund --ignore-scripts
	touch $@

$(CACHE)/clients: tests/clients/requirements.txt
	python3 -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

.PHONY: test-rust
test-rust: export VIHJE_CLIENTS = 1
test-rust: lint build clients ## unit, integration, property and crash tests (short forms)
	if command -v cargo-nextest >/dev/null; then cargo nextest run --release --locked --workspace; \
	else cargo test --release --locked --workspace; fi

.PHONY: test-web
test-web: build chromium ## the screens in a real browser, with axe
	cd web && npm test && VIHJE_BIN=$(abspath $(VIHJE)) npm run test:e2e

.PHONY: test-webhooks
test-webhooks: build tests/webhooks/node_modules ## webhooks of a started server, verified by the specification's own library
	cd tests/webhooks && VIHJE_BIN=$(abspath $(VIHJE)) npm test

tests/webhooks/node_modules: tests/webhooks/package-lock.json
	cd tests/webhooks && npm ci --no-audit --no-fund
	touch $@

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium; }

.PHONY: soak
soak: build ## the long crash proof: 200 kills at random moments
	VIHJE_KILLS=200 cargo nextest run --release --locked --workspace -E 'test(crash)' --no-capture

.PHONY: bench
bench: build ## every benchmark beside its peer, in one run (see bench/README.md)
	bench/run.sh

.PHONY: clean-demo
clean-demo: ## forget the demonstration's data folder
	rm -rf demo-data

.PHONY: fuzz
fuzz: $(DUCKDB) ## each dialect and file reader under libFuzzer for ten minutes (FUZZ_SECONDS, FUZZ_JOBS, FUZZ_ONLY)
	fuzz/run.sh
