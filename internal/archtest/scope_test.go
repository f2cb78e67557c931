package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package.
const root = "../.."

func TestRoomsStayInsideTheViewersScope(t *testing.T) {
	banned, err := readNeighbours(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Rooms {
		folder := filepath.Join(root, "internal", name)
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			continue
		}
		err := eachGoFile(folder, func(path string) error {
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			violations, err := scopeViolations(path, source, banned)
			for _, violation := range violations {
				t.Error(violation)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestScopeViolations(t *testing.T) {
	banned := neighbours{"zhengcun/ent/claim": {"HasLines": true, "HasLinesWith": true, "ByLinesCount": true}}
	const head = "package funds\nimport (\"database/sql\"; \"zhengcun/ent\"; \"zhengcun/ent/claim\"; c2 \"zhengcun/ent/claim\")\n"
	for _, test := range []struct{ name, code, wrong string }{
		{"predicate", "var _ = claim.HasLines()", "claim.HasLines"},
		{"predicate with", "var _ = claim.HasLinesWith()", "claim.HasLinesWith"},
		{"order", "var _ = claim.ByLinesCount()", "claim.ByLinesCount"},
		{"under another name", "var _ = c2.HasLines()", "claim.HasLines"},
		{"a field of that name", "var _ = claim.HasCardEQ(true)", ""},
		{"a method of that name", "var x thing; var _ = x.HasLines()", ""},
		{"own children", "var _ = claim.HasLines() //archtest:own-children lines copy the claim's village", ""},
		{"own children above", "//archtest:own-children lines copy the claim's village\nvar _ = claim.HasLines()", ""},
		{"pool", "var _ = ent.NewClient()", "opens a client"},
		{"raw pool", "var _, _ = sql.Open(\"x\", \"y\")", "opens a client"},
		{"kept client", "type s struct { c *ent.Client }", "kept in a struct"},
		{"kept pool", "type s struct { c *sql.DB }", "kept in a struct"},
		{"passed client", "func f(c *ent.Client) {}", ""},
		{"row", "type s struct { c *ent.Claim }", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := scopeViolations("x.go", []byte(head+test.code), banned)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(found, "\n")
			if test.wrong == "" && got != "" || !strings.Contains(got, test.wrong) {
				t.Errorf("want %q, got %q", test.wrong, got)
			}
		})
	}
}

func TestNeighboursAreFoundByWhatTheyDo(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "ent", "claim")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	const source = `package claim

func HasCard(v bool) predicate.Claim {
	return predicate.Claim(sql.FieldEQ(FieldHasCard, v))
}

func HasLines() predicate.Claim {
	return predicate.Claim(func(s *sql.Selector) {
		step := sqlgraph.NewStep()
		sqlgraph.HasNeighbors(s, step)
	})
}

func ByLinesCount(opts ...sql.OrderTermOption) OrderOption {
	return func(s *sql.Selector) {
		sqlgraph.OrderByNeighborsCount(s, newLinesStep(), opts...)
	}
}
`
	if err := os.WriteFile(filepath.Join(folder, "where.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := readNeighbours(filepath.Dir(filepath.Dir(folder)))
	if err != nil {
		t.Fatal(err)
	}
	got := found["zhengcun/ent/claim"]
	if len(got) != 2 || !got["HasLines"] || !got["ByLinesCount"] {
		t.Errorf("found %v", found)
	}
}
