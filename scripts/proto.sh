#!/usr/bin/env bash
# Generates from the contract in api/: Go messages, gRPC and REST gateway code
# beside each proto, and one OpenAPI document.
source "$(dirname "$0")/lib.sh"

need_node .
exec 8>.build/proto.lock
flock 8 # two runs at once would remove each other's output

bash scripts/googleprotos.sh
buf generate
sync_tree .build/gen/api api '*.pb.go' '*.pb.gw.go'

mapfile -t documents < <(find .build/gen/openapi -name '*.openapi.json' | LC_ALL=C sort)
if [ "${#documents[@]}" -gt 0 ]; then
  go tool openapiv3-merge "${documents[@]}" >.build/merged.openapi.json
  buf build -o .build/contract.binpb
  go run ./internal/tools/openapi
fi
