package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

type object = map[string]any

const (
	componentPrefix = "#/components/schemas/"
	httpBodyRef     = componentPrefix + "google.api.HttpBody"
)

func refine(document object) error {
	document["info"] = object{
		"title":       "整村 Zhengcun API",
		"version":     "v1",
		"description": "Money is in fen and, like every 64-bit integer, a string in JSON. Errors are google.rpc.Status with one ErrorInfo whose reason is listed in docs/errors.md.",
	}
	schemas := child(child(document, "components"), "schemas")
	for _, path := range sorted(child(document, "paths")) {
		item := child(child(document, "paths"), path)
		for _, verb := range sorted(item) {
			operation, ok := item[verb].(object)
			if !ok || operation["responses"] == nil {
				continue
			}
			fixResponses(child(operation, "responses"))
			if verb != "patch" {
				continue
			}
			if err := relaxPatch(operation, schemas); err != nil {
				return fmt.Errorf("patch %s: %w", path, err)
			}
		}
	}
	for _, name := range sorted(schemas) {
		if schema, ok := schemas[name].(object); ok {
			tellOneofs(schema)
		}
	}
	walk(document["paths"], tellOneofs)
	if !refersTo(document, httpBodyRef) {
		delete(schemas, "google.api.HttpBody")
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
