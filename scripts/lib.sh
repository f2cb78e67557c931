# Shared by the scripts in this folder: source it, don't run it.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
mkdir -p .build

if [ -t 1 ]; then say() { printf '\033[1m== %s\033[0m\n' "$*"; }; else say() { printf '== %s\n' "$*"; }; fi
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# need_node FOLDER: installs the folder's Node packages exactly as locked, and
# only when its lock file is not the one installed last.
need_node() {
  local folder="$1" name stamp want
  [ -f "$folder/package-lock.json" ] || return 0
  command -v npm >/dev/null || die "Node.js 20 or newer with npm is needed"
  name="${folder#.}"
  stamp=".build/node-${name:-root}.stamp"
  want="$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum | cut -d' ' -f1)"
  if [ -d "$folder/node_modules" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return 0; fi
  say "npm ci ($folder)"
  (
    flock 9
    if [ -d "$folder/node_modules" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then exit 0; fi
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
    printf '%s' "$want" >"$stamp"
  ) 9>".build/node-${name:-root}.lock"
}

buf() { "$ROOT/node_modules/.bin/buf" "$@"; }

# sync_tree FROM TO PATTERN…: makes the files under TO that match one of the
# patterns equal to those under FROM: copies what differs, removes what FROM
# does not have, leaves equal files and their times alone.
sync_tree() {
  local from="$1" to="$2" file find_args=() pattern
  shift 2
  for pattern in "$@"; do find_args+=(-o -name "$pattern"); done
  while IFS= read -r file; do
    cmp -s "$from/$file" "$to/$file" && continue
    mkdir -p "$(dirname "$to/$file")"
    cp "$from/$file" "$to/$file.tmp~"
    mv "$to/$file.tmp~" "$to/$file"
  done < <(cd "$from" && find . -type f \( "${find_args[@]:1}" \) | sort)
  while IFS= read -r file; do
    [ -e "$from/$file" ] || rm "$to/$file"
  done < <(cd "$to" && find . -type f \( "${find_args[@]:1}" \))
}

# have_script FOLDER NAME: whether the folder's package.json has that script.
have_script() {
  [ -f "$1/package.json" ] && node -e \
    'process.exit((require(require("path").resolve(process.argv[1], "package.json")).scripts ?? {})[process.argv[2]] ? 0 : 1)' "$1" "$2"
}

# Steps: each is timed, its output kept in .build/logs, its result remembered.
# A step that fails lets the others run, so that one run tells all.
STEPS_OK=() STEPS_FAILED=()

# step NAME COMMAND…: runs in the foreground.
step() {
  local name="$1" start=$SECONDS
  shift
  mkdir -p .build/logs
  say "$name"
  if "$@" 2>&1 | tee ".build/logs/$name.log"; then step_done "$name" ok "$start"; else step_done "$name" failed "$start"; fi
}

# step_start NAME COMMAND…: runs in the background, output to the log only.
step_start() {
  local name="$1"
  shift
  mkdir -p .build/logs
  rm -f ".build/logs/$name.result"
  (
    start=$SECONDS
    if "$@" >".build/logs/$name.log" 2>&1 </dev/null; then result=ok; else result=failed; fi
    printf '%s %s\n' "$result" $((SECONDS - start)) >".build/logs/$name.result"
  ) &
}

# step_join NAME…: waits for background steps and prints their output.
step_join() {
  local name result seconds
  wait
  for name in "$@"; do
    say "$name (ran beside the others)"
    cat ".build/logs/$name.log"
    read -r result seconds <".build/logs/$name.result" || { result=failed seconds=0; }
    step_done "$name" "$result" $((SECONDS - seconds))
  done
}

step_done() {
  local line
  line="$(printf '%-20s %5d s' "$1" $((SECONDS - $3)))"
  if [ "$2" = ok ]; then STEPS_OK+=("$line"); else STEPS_FAILED+=("$line"); printf 'step %s failed\n' "$1"; fi
}

# steps_close: prints what each step took and how all ended; fails when one did.
steps_close() {
  local line
  say "summary"
  for line in "${STEPS_OK[@]}"; do printf 'ok      %s\n' "$line"; done
  for line in "${STEPS_FAILED[@]}"; do printf 'FAILED  %s\n' "$line"; done
  printf '\nsteps: %d passed, %d failed\n' "${#STEPS_OK[@]}" "${#STEPS_FAILED[@]}"
  [ "${#STEPS_FAILED[@]}" -eq 0 ]
}
