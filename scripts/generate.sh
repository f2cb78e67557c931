#!/usr/bin/env bash
# Makes everything that is generated and committed, in the order in which the
# parts need each other.
source "$(dirname "$0")/lib.sh"

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
part internal/tools/migrationdiff go run ./internal/tools/migrationdiff
part internal/tools/errordocs go run ./internal/tools/errordocs

if [ -f frontend/package.json ] && [ -f api/openapi/zhengcun.openapi.json ]; then
  need_node frontend
  say "TypeScript types of the API"
  mkdir -p frontend/src/gen .build/gen/ts
  frontend/node_modules/.bin/openapi-typescript api/openapi/zhengcun.openapi.json -o .build/gen/ts/api.d.ts >/dev/null
  sync_tree .build/gen/ts frontend/src/gen 'api.d.ts'
fi
