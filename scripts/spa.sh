#!/usr/bin/env bash
# Builds the SPA into frontend/dist, unless nothing that goes into it has changed.
source "$(dirname "$0")/lib.sh"

mkdir -p frontend/dist
if [ -f frontend/package.json ]; then
  need_node frontend
  inputs="$(git ls-files -co --exclude-standard frontend ':!frontend/e2e' ':!frontend/*.go' |
    while read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done |
    LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -d' ' -f1)"
  if [ ! -f frontend/dist/index.html ] || [ "$(cat .build/spa.stamp 2>/dev/null)" != "$inputs" ]; then
    say "building the SPA"
    npm --prefix frontend run --silent build
    printf '%s' "$inputs" >.build/spa.stamp
  fi
fi
# Tracked, so that the Go package that embeds dist compiles before the SPA is built.
touch frontend/dist/.gitkeep
