#!/usr/bin/env bash
# Builds ./bin/zhengcun: one static binary with the SPA inside.
source "$(dirname "$0")/lib.sh"

bash scripts/spa.sh
say "building bin/zhengcun"
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/zhengcun ./cmd/zhengcun
