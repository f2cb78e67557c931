#!/usr/bin/env bash
# Makes everything that is generated and committed, in the order in which the
# parts need each other.
source "$(dirname "$0")/lib.sh"

exec 7>.build/generate.lock
flock 7 # two generators at once would mix their files

# part FOLDER COMMAND…: a generator that lives in the given folder.
part() {
  local folder="$1"
  shift
  [ -d "$folder" ] || return 0
  say "$*"
  "$@"
}

bash scripts/proto.sh
[ ! -f ent/generate.go ] || part ent go generate ./ent
part internal/tools/guardedgolden go run ./internal/tools/guardedgolden
part internal/tools/errordocs go run ./internal/tools/errordocs docs/errors.md

if have_script frontend generate; then
  need_node frontend
  say "frontend/src/gen"
  mkdir -p frontend/src/gen
  npm --prefix frontend run --silent generate
fi

# Only checks: a migration is written on purpose and has a name (make migration).
part internal/tools/migrationdiff go run ./internal/tools/migrationdiff
