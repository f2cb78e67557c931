#!/usr/bin/env bash
# bench.sh [PATTERN]: Go benchmarks, one package at a time so that they do not
# disturb each other.
source "$(dirname "$0")/lib.sh"

go test -run '^$' -bench "${1:-.}" -benchmem -count "${COUNT:-1}" -timeout 60m -p 1 ./...
