package readme

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "zhengcun/api/zhengcun/access/v1"
	_ "zhengcun/api/zhengcun/files/v1"
	_ "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/inspections/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/plans/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
	_ "zhengcun/api/zhengcun/reports/v1"
)

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every message, enum and value of the contract, and every table, has its row in
// the glossary; and the glossary names no type that is gone.
func TestGlossaryIsComplete(t *testing.T) {
	rows := map[string]string{} // by name
	for line := range strings.Lines(page(t, "glossary.md")) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(line, -1) {
			rows[m[1]] += line
		}
	}
	types := tables(t)
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(f.Package()), "zhengcun.") {
			return true
		}
		for i := range f.Messages().Len() {
			name := string(f.Messages().Get(i).Name())
			if !strings.HasSuffix(name, "Request") && !strings.HasSuffix(name, "Response") {
				types = append(types, name)
			}
		}
		for i := range f.Enums().Len() {
			e := f.Enums().Get(i)
			types = append(types, string(e.Name()))
			prefix := strings.TrimSuffix(string(e.Values().Get(0).Name()), "UNSPECIFIED")
			for j := 1; j < e.Values().Len(); j++ {
				value := strings.ToLower(strings.TrimPrefix(string(e.Values().Get(j).Name()), prefix))
				if !strings.Contains(rows[string(e.Name())], "`"+value+"`") {
					t.Errorf("the row of %s does not name `%s`", e.Name(), value)
				}
			}
		}
		return true
	})
	for _, name := range types {
		if rows[name] == "" {
			t.Errorf("%s has no row", name)
		}
	}
	for name := range rows {
		if regexp.MustCompile(`^[A-Z][a-zA-Z]+$`).MatchString(name) && !slices.Contains(types, name) {
			t.Errorf("there is no %s", name)
		}
	}
}

// tables are the names of the tables' types.
func tables(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../../ent/schema/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^type ([A-Z]\w+) struct ?\{\s*ent\.Schema`).FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	return names
}
