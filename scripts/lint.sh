#!/usr/bin/env bash
# lint.sh [go|contract|frontend|text]…: static checks; without argument all.
source "$(dirname "$0")/lib.sh"

GOLANGCI_LINT=v2.15.0

golangci_lint() {
  local tool="$ROOT/.build/tools/golangci-lint-$GOLANGCI_LINT"
  if [ ! -x "$tool" ]; then
    say "building golangci-lint $GOLANGCI_LINT (once)"
    GOBIN="$ROOT/.build/tools" go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$GOLANGCI_LINT"
    mv .build/tools/golangci-lint "$tool"
  fi
  "$tool" "$@"
}

# Go packages written by hand: all but the generated client and contract.
hand_written() { go list ./... | grep -Ev '^zhengcun/(api/|ent$|ent/)' || true; go list ./ent/schema/... 2>/dev/null || true; }

lint_go() {
  say "golangci-lint (gofmt, go vet, staticcheck and others; see .golangci.yml)"
  local packages
  mapfile -t packages < <(hand_written | sed 's#^zhengcun#.#')
  golangci_lint run --allow-serial-runners "${packages[@]}"

  say "import rules"
  go test ./internal/archtest
}

lint_contract() {
  need_node .
  bash scripts/googleprotos.sh
  say "buf lint"
  buf lint
  # From the first release on, the contract only grows (docs/compatibility.md).
  say "the comparison of contracts refuses what it should"
  bash scripts/breaking.sh --prove
  local release
  release="$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null || true)"
  if [ -n "$release" ]; then
    say "nothing breaks callers of $release"
    bash scripts/breaking.sh "$release"
  elif [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; then
    say "a shallow clone knows no release: the contract is compared with none"
  else
    say "nothing has been released yet: the contract is compared with none"
  fi
}

lint_frontend() {
  have_script frontend lint || return 0
  need_node frontend
  say "frontend lint"
  npm --prefix frontend run --silent lint
}

lint_text() {
  say "forbidden patterns"
  bash scripts/forbidden.sh
  say "long files"
  bash scripts/long-files.sh
}

[ $# -gt 0 ] || set -- contract text frontend go
for part in "$@"; do "lint_$part"; done
