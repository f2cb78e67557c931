#!/usr/bin/env bash
# All that CI checks, in an order that suits two cores: the Node tools use about
# one, so they run beside the Go linters.
source "$(dirname "$0")/lib.sh"

# npm_step NAME: a script of the frontend, if there is a frontend.
npm_step() {
  [ -f frontend/package.json ] || { echo "no frontend yet"; return 0; }
  npm --prefix frontend run --silent "$1"
}
spa_checks() {
  local failed=0
  bash scripts/lint.sh frontend || failed=1
  npm_step test || failed=1
  bash scripts/spa.sh || failed=1
  npm_step size || failed=1
  return $failed
}
go_tests() { go test -timeout 20m ./... | sed '/\[no test files\]$/d'; }
browser() {
  [ -f frontend/package.json ] || { echo "no frontend yet"; return 0; }
  [ -x bin/zhengcun ] || die "there is no binary to test"
  export ZHENGCUN_BIN="$ROOT/bin/zhengcun"
  npm_step e2e || return 1
  npm_step speed # by itself: a figure taken while other browsers work is theirs too
}

rm -f bin/zhengcun
step setup bash scripts/setup.sh
step check-generated bash scripts/check-generated.sh
step_start spa spa_checks
step lint bash scripts/lint.sh contract text go
step_join spa
step go-test go_tests
step build bash scripts/build.sh
step browser browser
steps_close
