// Command googleprotos writes the .proto sources of Google's common API types
// (google/api, google/rpc, google/type) into a folder that buf reads as a second
// module. It prints them from the descriptors compiled into the pinned genproto
// module, so go.mod is the only place that says which version is used, nothing is
// vendored, and no build needs a schema registry.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// roots are the files the contract may import; what they import in turn is
// written as well.
var roots = []protoreflect.FileDescriptor{
	annotations.File_google_api_annotations_proto,
	annotations.File_google_api_client_proto,
	annotations.File_google_api_field_behavior_proto,
	annotations.File_google_api_field_info_proto,
	annotations.File_google_api_http_proto,
	annotations.File_google_api_resource_proto,
	httpbody.File_google_api_httpbody_proto,
	code.File_google_rpc_code_proto,
	errdetails.File_google_rpc_error_details_proto,
	status.File_google_rpc_status_proto,
}

func main() {
	out := flag.String("out", ".build/protos", "folder to write into")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "googleprotos:", err)
		os.Exit(1)
	}
}

func write(out string) error {
	printer := protoprint.Printer{SortElements: true}
	for _, file := range closure(roots) {
		text, err := printer.PrintProtoToString(file)
		if err != nil {
			return fmt.Errorf("print %s: %w", file.Path(), err)
		}
		path := filepath.Join(out, filepath.FromSlash(file.Path()))
		if err := writeIfChanged(path, []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// closure returns the files and all they import, leaving out google/protobuf,
// which buf brings itself.
func closure(files []protoreflect.FileDescriptor) []protoreflect.FileDescriptor {
	seen := map[string]bool{}
	var all []protoreflect.FileDescriptor
	var visit func(protoreflect.FileDescriptor)
	visit = func(file protoreflect.FileDescriptor) {
		if seen[file.Path()] || file.Package() == "google.protobuf" {
			return
		}
		seen[file.Path()] = true
		all = append(all, file)
		for i := range file.Imports().Len() {
			visit(file.Imports().Get(i).FileDescriptor)
		}
	}
	for _, file := range files {
		visit(file)
	}
	return all
}

// writeIfChanged leaves an equal file alone, so that build tools which look at
// modification times see no change.
func writeIfChanged(path string, text []byte) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == string(text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
