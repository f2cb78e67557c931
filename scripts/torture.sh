#!/usr/bin/env bash
# torture.sh [PATTERN]: the long tests (concurrency, crashes, big data) behind the
# build tag "torture". ZHENGCUN_TORTURE multiplies their counts; nightly runs use 10.
source "$(dirname "$0")/lib.sh"

ZHENGCUN_TORTURE="${ZHENGCUN_TORTURE:-1}" go test -tags torture -run "${1:-Torture}" -count 1 -timeout 120m -p 1 ./...
