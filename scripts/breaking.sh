#!/usr/bin/env bash
# breaking.sh [REF]: compares the contract with the one at REF (default: HEAD)
# and fails on a change that would break a caller. The old contract needs the
# google protos too, so it is taken from a worktree of REF, not from git itself.
source "$(dirname "$0")/lib.sh"

ref="${1:-HEAD}"
need_node .
bash scripts/googleprotos.sh

old="$ROOT/.build/contract-at-ref"
git worktree remove --force "$old" 2>/dev/null || rm -rf "$old"
git worktree prune
git worktree add --quiet --detach "$old" "$ref"
trap 'git worktree remove --force "$old"' EXIT
mkdir -p "$old/.build"
cp -r .build/protos "$old/.build/protos"
buf breaking --against "$old"
