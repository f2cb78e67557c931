# Each target is one script. `make test` is what CI runs.
SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
.PHONY: help setup proto generate migration check-generated lint breaking build run test bench torture clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what building and testing need (as root: apt-get)
	@bash scripts/setup.sh

proto: ## from the protos: Go, gateway, OpenAPI
	@bash scripts/proto.sh

generate: ## everything that is generated and committed
	@bash scripts/generate.sh

migration: ## write the next migration of both databases (NAME=…)
	@bash scripts/migration.sh $(NAME)

check-generated: ## fail when generating changes a file
	@bash scripts/check-generated.sh

lint: ## static checks of Go, contract, frontend and text
	@bash scripts/lint.sh

breaking: ## compare the contract with REF (default HEAD)
	@bash scripts/breaking.sh $(REF)

build: ## ./bin/zhengcun with the SPA inside
	@bash scripts/build.sh

run: ## a demo county on SQLite, data in ./data (ARGS="…" for flags)
	@bash scripts/run.sh $(ARGS)

test: ## all that CI checks
	@bash scripts/test.sh

bench: ## The product beside a thin server (PATTERN=… for Go benchmarks)
	@bash scripts/bench.sh $(PATTERN)

torture: ## long tests (PATTERN=…, ZHENGCUN_TORTURE=10)
	@bash scripts/torture.sh $(PATTERN)

clean: ## remove what was built and installed here; data stays
	@bash scripts/clean.sh
