#!/usr/bin/env bash
# breaking.sh [REF]: compares the contract with the one at REF (default: HEAD), the
# protos, the OpenAPI document and the reasons of errors, and fails on a change that would break a caller.
# What counts as one is promised in docs/compatibility.md.
# breaking.sh --prove: shows that the comparison lets a contract grow and refuses
# each sort of break, by trying them on copies.
source "$(dirname "$0")/lib.sh"

OASDIFF=v1.37.0
DOCUMENT=api/openapi/zhengcun.openapi-3.0.json

oasdiff() {
  local tool="$ROOT/.build/tools/oasdiff-$OASDIFF"
  if [ ! -x "$tool" ]; then
    say "building oasdiff $OASDIFF (once)"
    mkdir -p .build/tools
    GOBIN="$ROOT/.build/tools" go install "github.com/oasdiff/oasdiff@$OASDIFF"
    mv .build/tools/oasdiff "$tool"
  fi
  "$tool" "$@"
}

protos_break() { ! buf breaking "$2" --against "$1"; }                                                   # OLD NEW: folders
document_breaks() { ! oasdiff breaking "$1/$DOCUMENT" "$2/$DOCUMENT" --fail-on ERR --format singleline; } # the same
# reasons FOLDER: each reason with its gRPC code and HTTP status, one a line.
reasons() { awk '/^## /{reason = $2} /^[A-Z_]+, [0-9]+/{sub(",", "", $2); print reason, $1, $2}' "$1/docs/errors.md" | LC_ALL=C sort; }
reasons_break() { # OLD NEW
  local gone
  gone="$(LC_ALL=C comm -23 <(reasons "$1") <(reasons "$2"))"
  [ -z "$gone" ] || printf 'docs/errors.md: gone or answered otherwise: %s\n' "$gone"
  [ -n "$gone" ]
}

need_node .
bash scripts/googleprotos.sh

# copy_contract TO: what the comparison reads, as it is now.
copy_contract() {
  mkdir -p "$1/.build"
  cp -r buf.yaml api "$1/"
  cp -r .build/protos "$1/.build/protos"
  mkdir -p "$1/docs"
  cp docs/errors.md "$1/docs/"
}

# attempt NAME breaks|grows FILE JAVASCRIPT: changes one file of a copy and tells
# when the comparison does not say what it should. `file` is its text.
attempt() {
  local name="$1" want="$2" file="$3" change="$4" copy got=grows
  copy="$(mktemp -d "$ROOT/.build/prove.XXXXXX")"
  copy_contract "$copy"
  node -e 'const fs = require("fs"); const [name, change] = process.argv.slice(1); const before = fs.readFileSync(name, "utf8");
    const after = Function("file", "return " + change)(before); if (after === before) process.exit(1); fs.writeFileSync(name, after);' \
    "$copy/$file" "$change" || die "$name: changes nothing"
  case "$file" in
    *.proto) if protos_break "$ROOT" "$copy" >"$copy/said" 2>&1; then got=breaks; fi ;;
    *.md) if reasons_break "$ROOT" "$copy" >"$copy/said" 2>&1; then got=breaks; fi ;;
    *.json) if document_breaks "$ROOT" "$copy" >"$copy/said" 2>&1; then got=breaks; fi ;;
  esac
  [ "$got" = "$want" ] || { cat "$copy/said"; rm -rf "$copy"; die "$name: the comparison says that it $got"; }
  rm -rf "$copy"
  printf '%-45s %s\n' "$name" "$got"
}

if [ "${1:-}" = --prove ]; then
  proto=api/zhengcun/funds/v1/fund_documents.proto
  attempt "proto: a new field" grows "$proto" 'file.replace("string etag = 12", "string note = 99;\n  string etag = 12")'
  attempt "proto: a field gone" breaks "$proto" 'file.replace(/string title = 5[^;]*;/, "")'
  attempt "proto: a field renamed" breaks "$proto" 'file.replace("string title = 5", "string heading = 5")'
  attempt "proto: another type" breaks "$proto" 'file.replace("int64 amount_fen = 5", "string amount_fen = 5")'
  attempt "proto: a method gone" breaks "$proto" 'file.replace(/rpc GetFundDocument\([\s\S]*?\n  }\n/, "")'
  schema='const d = JSON.parse(file); const s = d.components.schemas["zhengcun.funds.v1.FundDocument"];'
  attempt "OpenAPI: a new property" grows "$DOCUMENT" "(() => { $schema s.properties.note = {type: 'string'}; return JSON.stringify(d) })()"
  attempt "OpenAPI: a property gone" breaks "$DOCUMENT" "(() => { $schema delete s.properties.title; return JSON.stringify(d) })()"
  attempt "OpenAPI: a property newly required" breaks "$DOCUMENT" "(() => { $schema s.required.push('refersToId'); return JSON.stringify(d) })()"
  attempt "OpenAPI: a path gone" breaks "$DOCUMENT" "(() => { $schema delete d.paths['/v1/fundDocuments']; return JSON.stringify(d) })()"
  attempt "OpenAPI: a shorter limit" breaks "$DOCUMENT" "(() => { $schema d.components.parameters.IdempotencyKey.schema.maxLength = 64; return JSON.stringify(d) })()"
  attempt "errors: a new reason" grows docs/errors.md 'file + "\n## NEW_REASON\n\nINVALID_ARGUMENT, 400\n"'
  attempt "errors: a reason renamed" breaks docs/errors.md 'file.replace("## DOCUMENT_DIFFERS", "## DOCUMENT_OTHER")'
  attempt "errors: another status" breaks docs/errors.md 'file.replace(/(## DOCUMENT_DIFFERS\n\n)ALREADY_EXISTS, 409/, "$1INVALID_ARGUMENT, 400")'
  exit 0
fi

ref="${1:-HEAD}"
old="$ROOT/.build/contract-at-ref"
git worktree remove --force "$old" 2>/dev/null || rm -rf "$old"
git worktree prune
git worktree add --quiet --detach "$old" "$ref"
trap 'git worktree remove --force "$old"' EXIT
mkdir -p "$old/.build"
cp -r .build/protos "$old/.build/protos"
broken=0
if protos_break "$old" "$ROOT"; then broken=1; fi
if document_breaks "$old" "$ROOT"; then broken=1; fi
if reasons_break "$old" "$ROOT"; then broken=1; fi
[ "$broken" = 0 ] || die "the contract breaks what callers of $ref rely on; docs/compatibility.md says what to do instead"
