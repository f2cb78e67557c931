#!/usr/bin/env bash
# bench.sh [PATTERN]: the product beside a thin server in the same run, and the
# lists of a large county; with a pattern, the Go benchmarks that match it, one package at a time.
source "$(dirname "$0")/lib.sh"

if [ $# -gt 0 ]; then
  go test -run '^$' -bench "$1" -benchmem -count "${COUNT:-1}" -timeout 60m -p 1 ./...
else
  go test -tags bench -count 1 -timeout 30m -run TestBench -v ./internal/bench | grep -Ev '^(=== |--- | +--- )'
  go test -tags bench -count 1 -timeout 30m -run TestListsOfManyRows -v ./internal/funds | grep -Ev '^(=== |--- | +--- )'
fi
