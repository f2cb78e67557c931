# Each target is one script. `make test` is what CI runs.
SHELL := /usr/bin/env bash

.PHONY: proto

proto: ## Go, gateway and OpenAPI from the protos
	@bash scripts/proto.sh
