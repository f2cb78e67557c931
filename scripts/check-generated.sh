#!/usr/bin/env bash
# Generates anew and fails when that changes, adds or removes a generated file.
# It compares with the tree as it was, not with the last commit, so it also
# works amid uncommitted work; in CI the tree is the commit.
source "$(dirname "$0")/lib.sh"

# Everything below these paths is generated, or must at least not be touched by
# generating.
snapshot() {
  local folders=() folder
  for folder in api ent docs/errors.md frontend/src/gen; do [ ! -e "$folder" ] || folders+=("$folder"); done
  find "${folders[@]}" -type f | LC_ALL=C sort | xargs -r -d '\n' sha256sum
}

snapshot >.build/generated.before
bash scripts/generate.sh
snapshot >.build/generated.after

if ! diff .build/generated.before .build/generated.after >.build/generated.diff; then
  printf 'These generated files were not up to date (now they are):\n'
  sed -n 's/^[<>] [0-9a-f]*  /  /p' .build/generated.diff | LC_ALL=C sort -u
  if [ "${CI:-}" = true ]; then git --no-pager diff --stat || true; fi
  die "run 'make generate' and commit the result"
fi

# A generated file that git ignores would be missing for everybody else.
ignored="$(find api ent frontend/src/gen -type f 2>/dev/null | git check-ignore --stdin || true)"
[ -z "$ignored" ] || die "git ignores generated files: $ignored"
say "generated files are up to date"
