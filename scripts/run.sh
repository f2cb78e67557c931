#!/usr/bin/env bash
# Builds and starts a demo county on SQLite with its data in ./data. Needs Go and
# Node.js only. Arguments go to the server.
source "$(dirname "$0")/lib.sh"

bash scripts/build.sh
exec ./bin/zhengcun serve --demo "$@"
