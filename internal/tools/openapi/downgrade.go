package main

import "fmt"

// only31 are schema keywords that OpenAPI 3.0 does not know. None is in use;
// one that comes into use must be translated here first.
var only31 = []string{"const", "examples", "prefixItems", "$defs", "if", "then", "else", "contentEncoding", "contentMediaType"}

// downgrade turns the refined 3.1 document into a 3.0.3 one, or refuses.
func downgrade(document object) error {
	document["openapi"] = "3.0.3"
	var problem error
	walk(child(document, "components")["schemas"], func(schema object) {
		// A property may be called like a keyword; then its value is an object.
		if _, many := schema["type"].([]any); many {
			problem = fmt.Errorf("a schema has several types: %v", schema["type"])
		}
		if schema["type"] == "null" {
			problem = fmt.Errorf("a schema has the type null")
		}
		for _, keyword := range only31 {
			if value, used := schema[keyword]; used {
				if _, property := value.(object); !property {
					problem = fmt.Errorf("keyword %q has no place in OpenAPI 3.0", keyword)
				}
			}
		}
		if ref, ok := schema["$ref"].(string); ok && len(schema) > 1 {
			// 3.0 ignores what stands beside a $ref.
			delete(schema, "$ref")
			schema["allOf"] = []any{object{"$ref": ref}}
		}
	})
	return problem
}
