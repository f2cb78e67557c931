#!/usr/bin/env bash
# Prints Google's common API protos into .build/protos when the pinned version
# or the printer has changed.
source "$(dirname "$0")/lib.sh"

want="$({ grep -E 'genproto|protoreflect' go.mod; cat internal/tools/googleprotos/*.go; } | sha256sum)"
stamp=.build/googleprotos.stamp
if [ ! -d .build/protos ] || [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
  go run ./internal/tools/googleprotos -out .build/protos
  printf '%s\n' "$want" >"$stamp"
fi
