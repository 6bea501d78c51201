# The few things one does with this project. Each says what it needs when it is missing.

CARGO ?= cargo
# The binary of a debug build, wherever the target folder is.
TARGET := $(or $(CARGO_TARGET_DIR),target)

# The invented county that all tests take a copy of: making it is most of their work.
COUNTY := $(abspath $(TARGET))/county

.PHONY: run test check county rust-test e2e bench release web setup

## run: builds and opens an invented county with a year of work
run: web
	$(CARGO) build --workspace
	$(TARGET)/debug/jishi demo --data data/demo

## test: everything that must hold
test: web check rust-test e2e

## check: form, lints, the map, licences, messages
check: web
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(CARGO) run --quiet --package xtask -- tidy

## county: the invented county of the tests, made anew (by a program that shares its crates with them)
county: web
	$(CARGO) build --workspace --all-targets
	rm -rf $(COUNTY)
	JISHI_LOG=warn $(TARGET)/debug/jishi demo --no-serve --data $(COUNTY)

## rust-test: all tests of the crates, on SQLite and (where it is installed) PostgreSQL
rust-test: county
	COUNTY=$(COUNTY) .ci/postgres .ci/nextest

## e2e: browser tests and the pictures of the README
e2e: county
	cd e2e && npm ci --no-fund --no-audit --silent && COUNTY=$(COUNTY) JISHI=$(abspath $(TARGET))/debug/jishi node --test e2e.test.js

## bench: the figures in bench/README.md, measured on this machine
bench: web
	$(CARGO) build --release --package jishi
	JISHI=$(abspath $(TARGET))/release/jishi bench/run

## release: the binary to install, in target/release
release: web
	$(CARGO) build --release --package jishi

## web: styles, scripts, icons and fonts, from the npm packages in web/package-lock.json
web: web/dist/.built

web/dist/.built: $(wildcard web/src/*) web/package-lock.json $(wildcard web/*.mjs)
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 20 or newer" >&2; exit 1; }
	cd web && npm ci --no-fund --no-audit --silent && npm run --silent build
	@touch web/dist/.built

## setup: Debian packages that the tests use (browser, PostgreSQL, fonts, Word reader)
setup:
	.ci/setup
