package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	accessv1 "zhengcun/api/zhengcun/access/v1"
)

const merged = `{
  "openapi": "3.1.0",
  "paths": {
    "/v1/claims/{id}": {"get": {
      "operationId": "ClaimService_GetClaim",
      "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/google.api.HttpBody"}}}}}
    }},
    "/v1/claims/{claim.id}": {"patch": {
      "operationId": "ClaimService_UpdateClaim",
      "parameters": [{"in": "path", "name": "claim.id"}],
      "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Claim"}}}},
      "responses": {"200": {"description": "A generic empty message that …"}}
    }}
  },
  "components": {"schemas": {
    "google.api.HttpBody": {"type": "object"},
    "Claim": {
      "type": "object",
      "description": "A claim.",
      "properties": {"a": {"$ref": "#/components/schemas/A", "description": "An a."}, "b": {}},
      "required": ["a"],
      "oneOf": [
        {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}},
        {"properties": {"a": {}}, "required": ["a"]},
        {"properties": {"b": {}}, "required": ["b"]}
      ]
    }
  }}
}`

func refined(t *testing.T, rules rules) object {
	t.Helper()
	var document object
	if err := json.Unmarshal([]byte(merged), &document); err != nil {
		t.Fatal(err)
	}
	if err := refine(document, rules); err != nil {
		t.Fatal(err)
	}
	return document
}

// at follows keys down the document.
func at(t *testing.T, node any, keys ...string) any {
	t.Helper()
	for _, key := range keys {
		parent, ok := node.(object)
		if !ok {
			t.Fatalf("nothing at %q of %q", key, keys)
		}
		node = parent[key]
	}
	return node
}

func TestRefine(t *testing.T) {
	document := refined(t, rules{"ClaimService_UpdateClaim": {
		Roles:  []accessv1.Role{accessv1.Role_ROLE_UNIT},
		Scopes: []string{"funds.write"},
		Effect: accessv1.Effect_EFFECT_WRITE,
	}})
	paths := at(t, document, "paths").(object)
	if len(paths) != 1 {
		t.Fatalf("paths of one resource are not joined: %v", sorted(paths))
	}
	patch := at(t, paths, "/v1/claims/{id}", "patch")
	for _, check := range []struct {
		name      string
		got, want any
	}{
		{"a file answer", at(t, paths, "/v1/claims/{id}", "get", "responses", "200", "content", "application/octet-stream", "schema", "format"), "binary"},
		{"HttpBody schema", at(t, document, "components", "schemas", "google.api.HttpBody"), nil},
		{"an Empty answer", at(t, patch, "responses", "200", "description"), "An empty object."},
		{"path parameter", at(t, patch, "parameters").([]any)[0].(object)["name"], "id"},
		{"idempotency key", at(t, patch, "parameters").([]any)[1], object{"$ref": "#/components/parameters/IdempotencyKey"}},
		{"who may call", at(t, patch, "description"), "Roles: unit. API client scopes: funds.write."},
		{"patch body", at(t, patch, "requestBody", "content", "application/json", "schema", "$ref"), "#/components/schemas/ClaimPatch"},
		{"partial", at(t, document, "components", "schemas", "ClaimPatch", "required"), nil},
		{"full", at(t, document, "components", "schemas", "Claim", "required"), []any{"a"}},
		{"oneof", at(t, document, "components", "schemas", "Claim", "oneOf"), nil},
		{"oneof told", at(t, document, "components", "schemas", "Claim", "description"), "A claim.\n\nAt most one of a, b is set."},
	} {
		if diff := cmp.Diff(check.want, check.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", check.name, diff)
		}
	}
}

func TestPublicMethodsNeedNoToken(t *testing.T) {
	document := refined(t, rules{"ClaimService_GetClaim": {Public: true}})
	get := at(t, document, "paths", "/v1/claims/{id}", "get")
	if diff := cmp.Diff([]any{}, at(t, get, "security")); diff != "" {
		t.Error(diff)
	}
}

func TestDowngrade(t *testing.T) {
	document := refined(t, nil)
	if err := downgrade(document); err != nil {
		t.Fatal(err)
	}
	want := object{"allOf": []any{object{"$ref": "#/components/schemas/A"}}, "description": "An a."}
	if diff := cmp.Diff(want, at(t, document, "components", "schemas", "Claim", "properties", "a")); diff != "" {
		t.Error(diff)
	}
	at(t, document, "components", "schemas", "Claim").(object)["const"] = "x"
	if err := downgrade(document); err == nil || !strings.Contains(err.Error(), "const") {
		t.Errorf("a 3.1 keyword got through: %v", err)
	}
}
