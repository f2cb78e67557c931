# Shared by the scripts in this folder: source it, don't run it.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
mkdir -p .build

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
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
