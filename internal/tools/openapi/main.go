// Command openapi turns the merged output of protoc-gen-openapiv3 (standard
// input) into the document we publish (standard output). The generator follows
// the protos field by field; what it cannot know, this command adds:
//
//   - who we are (info);
//   - a google.api.HttpBody answer is a file, not a JSON object;
//   - the body of a PATCH is partial, so nothing in it is required;
//   - a oneof is told in words: the generator's oneOf/not constructs make
//     unusable types in client generators;
//   - an Empty answer is described in three words instead of Google's essay.
//
// Output is sorted and therefore the same for the same input.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	decoder.UseNumber()
	var document object
	if err := decoder.Decode(&document); err != nil {
		return err
	}
	if err := refine(document); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}
