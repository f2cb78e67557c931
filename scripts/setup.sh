#!/usr/bin/env bash
# Installs what building and testing need and what is not there yet. As root it
# uses apt-get; otherwise it prints the command.
source "$(dirname "$0")/lib.sh"

command -v go >/dev/null || die "Go $(sed -n 's/^go //p' go.mod) or newer is needed"
command -v node >/dev/null || die "Node.js 20 or newer is needed"

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
# Screenshots and printed forms need a font with Chinese in it.
find /usr/share/fonts -iname 'NotoSansCJK*' 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)

if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get >/dev/null || die "install ${missing[*]} with this system's package manager"
  if [ "$(id -u)" -ne 0 ]; then
    die "run this first: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  say "apt-get install ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

need_node .
need_node frontend

client=internal/torture/testdata/goclient # a partner's module, which a test makes a client in
sum="$(cat go.mod go.sum "$client/go.mod" "$client/go.sum" | sha256sum | cut -d' ' -f1)"
if [ "$(cat .build/gomod.stamp 2>/dev/null)" != "$sum" ]; then
  go mod download
  (cd "$client" && go mod download)
  printf '%s' "$sum" >.build/gomod.stamp
fi
