// Command openapi turns the merged output of protoc-gen-openapiv3 into the
// documents we publish. The generator follows the protos field by field; what
// it cannot know, this command adds:
//
//   - who we are (info), and how a caller proves who he is (security);
//   - who may call a method, from its access rule;
//   - the Idempotency-Key header of methods that write;
//   - a google.api.HttpBody answer is a file, not a JSON object;
//   - the body of a PATCH is partial, so nothing in it is required;
//   - /v1/users/{user.id} is the same path as /v1/users/{id};
//   - a oneof is told in words: the generator's oneOf/not constructs make
//     unusable types in client generators;
//   - an Empty answer is described in three words instead of Google's essay.
//
// The same content is written as OpenAPI 3.1 and, for client generators that
// do not read that, as 3.0.3. Output is sorted and therefore the same for the
// same input.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	merged := flag.String("merged", ".build/merged.openapi.json", "output of openapiv3-merge")
	contract := flag.String("contract", ".build/contract.binpb", "descriptor set of the contract (buf build)")
	out := flag.String("out", "api/openapi", "folder to write into")
	flag.Parse()
	if err := run(*merged, *contract, *out); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(merged, contract, out string) error {
	document, err := readDocument(merged)
	if err != nil {
		return err
	}
	rules, err := readRules(contract)
	if err != nil {
		return err
	}
	if err := refine(document, rules); err != nil {
		return err
	}
	if err := writeDocument(filepath.Join(out, "zhengcun.openapi.json"), document); err != nil {
		return err
	}
	if err := downgrade(document); err != nil {
		return err
	}
	return writeDocument(filepath.Join(out, "zhengcun.openapi-3.0.json"), document)
}

func readDocument(path string) (object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var document object
	if err := decoder.Decode(&document); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return document, nil
}

func writeDocument(path string, document object) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return err
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, text.Bytes()) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text.Bytes(), 0o644)
}
