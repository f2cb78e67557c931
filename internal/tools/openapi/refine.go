package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

type object = map[string]any

const (
	componentPrefix = "#/components/schemas/"
	httpBodyRef     = componentPrefix + "google.api.HttpBody"
)

const about = "Money is in fen and, like every 64-bit integer, a string in JSON; dates are local to Asia/Shanghai. " +
	"Errors are google.rpc.Status with exactly one ErrorInfo, whose reasons are listed in docs/errors.md; with Accept: application/problem+json they come as RFC 9457 has them. " +
	"Lists are paged by page token (AIP-158), changes to a record carry its etag where asked (AIP-154)."

func refine(document object, rules rules) error {
	document["info"] = object{"title": "整村 Zhengcun API", "version": "v1", "description": about}
	components := child(document, "components")
	document["components"] = components
	components["securitySchemes"] = object{"bearer": object{
		"type":        "http",
		"scheme":      "bearer",
		"description": "An API client's key, or the token of a session.",
	}}
	components["parameters"] = object{"IdempotencyKey": object{
		"name": "Idempotency-Key",
		"in":   "header",
		"description": "Chosen by the caller, one per action. The same key with the same body gives the first answer again; " +
			"with another body it is refused.",
		"schema": object{"type": "string", "maxLength": 128},
	}}
	document["security"] = []any{object{"bearer": []any{}}}
	if err := joinPaths(document); err != nil {
		return err
	}
	schemas := child(components, "schemas")
	err := eachOperation(document, func(path, verb string, operation object) error {
		id, _ := operation["operationId"].(string)
		tellAccess(operation, rules.of(id))
		fixResponses(child(operation, "responses"))
		if verb == "patch" {
			return relaxPatch(operation, schemas)
		}
		return nil
	})
	if err != nil {
		return err
	}
	walk(schemas, tellOneofs)
	walk(document["paths"], tellOneofs)
	if !refersTo(document, httpBodyRef) {
		delete(schemas, "google.api.HttpBody")
	}
	return nil
}

func eachOperation(document object, visit func(path, verb string, operation object) error) error {
	paths := child(document, "paths")
	for _, path := range sorted(paths) {
		item := child(paths, path)
		for _, verb := range sorted(item) {
			operation, ok := item[verb].(object)
			if !ok || operation["responses"] == nil {
				continue
			}
			if err := visit(path, verb, operation); err != nil {
				return fmt.Errorf("%s %s: %w", verb, path, err)
			}
		}
	}
	return nil
}

var dotted = regexp.MustCompile(`\{[a-z0-9_.]+\.([a-z0-9_]+)\}`)

// joinPaths gives path parameters such as {claim.id} their last name, so that
// the methods of one resource meet under one path, as OpenAPI demands.
func joinPaths(document object) error {
	paths := child(document, "paths")
	err := eachOperation(document, func(path, _ string, operation object) error {
		parameters, _ := operation["parameters"].([]any)
		for _, each := range parameters {
			parameter, _ := each.(object)
			name, _ := parameter["name"].(string)
			if parameter["in"] == "path" {
				parameter["name"] = name[strings.LastIndex(name, ".")+1:]
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, path := range sorted(paths) {
		plain := dotted.ReplaceAllString(path, "{$1}")
		if plain == path {
			continue
		}
		item := child(paths, path)
		delete(paths, path)
		home := child(paths, plain)
		paths[plain] = home
		for verb, operation := range item {
			if _, taken := home[verb]; taken {
				return fmt.Errorf("%s and %s both have a %s", path, plain, verb)
			}
			home[verb] = operation
		}
	}
	return nil
}

func fixResponses(responses object) {
	for _, code := range sorted(responses) {
		response := child(responses, code)
		if text, _ := response["description"].(string); strings.HasPrefix(text, "A generic empty message") {
			response["description"] = "An empty object."
		}
		if schemaRef(response) == httpBodyRef {
			response["description"] = "A file."
			response["content"] = object{
				"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}},
			}
		}
	}
}

// relaxPatch points the body of a PATCH at a copy of the resource's schema in
// which nothing is required: the update mask says what is sent.
func relaxPatch(operation, schemas object) error {
	body, ok := operation["requestBody"].(object)
	if !ok {
		return nil
	}
	ref := schemaRef(body)
	name := strings.TrimPrefix(ref, componentPrefix)
	full, ok := schemas[name].(object)
	if ref == "" || !ok {
		return nil
	}
	if _, has := full["required"]; !has {
		return nil
	}
	partial := maps.Clone(full)
	delete(partial, "required")
	partialName := name + "Patch"
	if old, taken := schemas[partialName].(object); taken {
		if old["x-partial-of"] != name {
			return fmt.Errorf("schema %s exists", partialName)
		}
	}
	partial["x-partial-of"] = name
	schemas[partialName] = partial
	media := child(child(body, "content"), "application/json")
	media["schema"] = object{"$ref": componentPrefix + partialName}
	return nil
}

// tellOneofs replaces the constraints made of oneofs by a sentence.
func tellOneofs(schema object) {
	if schema["properties"] == nil {
		return
	}
	groups := [][]string{}
	if group := oneofNames(schema["oneOf"]); group != nil {
		groups = append(groups, group)
		delete(schema, "oneOf")
	}
	if all, ok := schema["allOf"].([]any); ok {
		kept := []any{}
		for _, part := range all {
			var group []string
			if constraint, ok := part.(object); ok {
				group = oneofNames(constraint["oneOf"])
			}
			if group == nil {
				kept = append(kept, part)
				continue
			}
			groups = append(groups, group)
		}
		schema["allOf"] = kept
		if len(kept) == 0 {
			delete(schema, "allOf")
		}
	}
	for _, group := range groups {
		text, _ := schema["description"].(string)
		sentence := "At most one of " + strings.Join(group, ", ") + " is set."
		schema["description"] = strings.TrimSpace(text + "\n\n" + sentence)
	}
}

// oneofNames returns the members of a generated oneof constraint: alternatives
// that each require one property, and perhaps one that forbids them all.
func oneofNames(constraint any) []string {
	alternatives, ok := constraint.([]any)
	if !ok {
		return nil
	}
	var names []string
	for _, alternative := range alternatives {
		option, _ := alternative.(object)
		if option["not"] != nil {
			continue
		}
		required, _ := option["required"].([]any)
		if len(required) != 1 {
			return nil
		}
		names = append(names, required[0].(string))
	}
	return names
}

// schemaRef is the $ref of the JSON schema of a body or response, or "".
func schemaRef(body object) string {
	content, _ := body["content"].(object)
	media, _ := content["application/json"].(object)
	schema, _ := media["schema"].(object)
	ref, _ := schema["$ref"].(string)
	return ref
}

func refersTo(node any, ref string) bool {
	found := false
	walk(node, func(o object) { found = found || o["$ref"] == ref })
	return found
}

// walk calls visit for every object below node, node included.
func walk(node any, visit func(object)) {
	switch node := node.(type) {
	case object:
		visit(node)
		for _, value := range node {
			walk(value, visit)
		}
	case []any:
		for _, value := range node {
			walk(value, visit)
		}
	}
}

// child returns the object under key, an empty one when there is none.
func child(parent object, key string) object {
	if value, ok := parent[key].(object); ok {
		return value
	}
	return object{}
}

func sorted(o object) []string { return slices.Sorted(maps.Keys(o)) }
