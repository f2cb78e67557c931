#!/usr/bin/env bash
# migration.sh NAME: writes the next migration of both databases from what the
# ent schema has and the migrations so far do not.
source "$(dirname "$0")/lib.sh"

exec 7>.build/generate.lock
flock 7 # two generators at once would mix their files

[ $# -eq 1 ] || die "usage: make migration NAME=what_it_does"
go generate ./ent
go run ./internal/tools/migrationdiff "$1"
