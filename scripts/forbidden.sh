#!/usr/bin/env bash
# Patterns that must not be in the repository. Each has its reason beside it; an
# exception is made here, not in the file.
source "$(dirname "$0")/lib.sh"

failed=0

# forbid REASON PATTERN PATHSPEC…: an extended regular expression over tracked
# and new files.
forbid() {
  local reason="$1" pattern="$2" hits
  shift 2
  hits="$(git grep --untracked -nIE -e "$pattern" -- "$@" || true)"
  [ -n "$hits" ] || return 0
  printf '%s:\n%s\n\n' "$reason" "$(head -n 20 <<<"$hits")"
  failed=1
}

forbid 'lock files name packages and hashes, not the registry they were fetched from' \
  '"resolved":' '*package-lock.json'
forbid 'settings of one machine do not belong in the repository' \
  '(/root/|/home/[a-z]|/Users/[a-z]|/work/(main|shared))' ':!scripts/forbidden.sh'
forbid 'REST goes through the interceptors: use RegisterXHandlerClient on the in-process connection' \
  'Register[A-Za-z]+HandlerServer\(' 'cmd/*.go' 'internal/*.go'
forbid 'no float touches money' \
  '\bfloat(32|64)\b' 'internal/kernel/money/*.go' 'internal/ledger/*.go' 'internal/totals/*.go' 'internal/funds/*.go' ':!*_test.go'
forbid 'ent features that are holes in the scope (see the architecture)' \
  'feature.*(sql/upsert|sql/execquery|sql/modifier|privacy)' 'ent/generate.go' 'ent/entc.go'
forbid 'a test without its database is no test: fail instead of skipping' \
  't\.Skip.*([Pp]ostgres|database)' '*_test.go'
forbid 'unresolved merge' '^(<<<<<<<|>>>>>>>) ' ':!scripts/forbidden.sh'

[ "$failed" -eq 0 ] || die "forbidden patterns found"
