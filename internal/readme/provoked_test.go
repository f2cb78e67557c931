package readme

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every reason that is documented is named by a test, by its code or by its variable,
// so that none is documented that nothing can provoke.
func TestEveryReasonIsNamedByATest(t *testing.T) {
	defined := regexp.MustCompile(`(Reason\w+|reason\w+)\s*=\s*(?:fault\.)?Define\("([A-Z0-9_]+)"`)
	type variable struct{ folder, name string }
	variables := map[string]variable{}
	here := map[string]map[string]bool{} // the words of tests by folder
	all := map[string]bool{}             // the words of all tests, and package.Word
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		folder := filepath.Dir(path)
		isTest := strings.HasSuffix(path, "_test.go")
		golden := strings.Contains(path, "/testdata/") && (strings.HasSuffix(path, ".txt") || strings.HasSuffix(path, ".md"))
		if !isTest && !golden && !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if isTest || golden {
			if here[folder] == nil {
				here[folder] = map[string]bool{}
			}
			for dotted := range strings.FieldsFuncSeq(string(text), notInName) {
				parts := strings.Split(dotted, ".")
				for i, word := range parts {
					here[folder][word], all[word] = true, true
					if i > 0 {
						all[parts[i-1]+"."+word] = true
					}
				}
			}
			return nil
		}
		for _, m := range defined.FindAllStringSubmatch(string(text), -1) {
			variables[m[2]] = variable{folder, m[1]}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^## ([A-Z0-9_]+)$`).FindAllStringSubmatch(page(t, "errors.md"), -1) {
		code := m[1]
		v, ok := variables[code]
		if !ok {
			t.Errorf("%s: its definition is not where it is looked for", code)
			continue
		}
		if !all[code] && !all[filepath.Base(v.folder)+"."+v.name] && !here[v.folder][v.name] {
			t.Errorf("no test names %s (%s)", code, v.name)
		}
	}
}

func notInName(r rune) bool {
	return r != '.' && r != '_' && !(r >= 'A' && r <= 'Z') && !(r >= 'a' && r <= 'z') && !(r >= '0' && r <= '9')
}
