#!/usr/bin/env bash
# Lists hand-written Go files of more than 500 lines. A warning, not a failure:
# a long file is often two things with one name.
source "$(dirname "$0")/lib.sh"

git ls-files -co --exclude-standard '*.go' | grep -Ev '^api/|^ent/' | while read -r file; do
  [ -f "$file" ] && grep -q '^// Code generated .* DO NOT EDIT\.$' "$file" && continue
  lines="$(wc -l <"$file")"
  [ "$lines" -le 500 ] || printf 'warning: %s has %d lines\n' "$file" "$lines"
done
