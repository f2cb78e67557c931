#!/usr/bin/env bash
# Removes what was built and installed into this folder. Data stays.
source "$(dirname "$0")/lib.sh"

rm -rf .build bin node_modules frontend/node_modules
find frontend/dist -mindepth 1 ! -name .gitkeep -delete 2>/dev/null || true
