package scope_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"

	"zhengcun/ent"
	_ "zhengcun/ent/runtime"
)

// TestEveryTableIsScopedOrOpen reads the schema's source: each table has exactly
// one of the mixins that say whose its rows are, and ent has put its hooks in.
func TestEveryTableIsScopedOrOpen(t *testing.T) {
	packages, err := parser.ParseDir(token.NewFileSet(), "../../../ent/schema", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0) //nolint:staticcheck // one package, no build tags
	if err != nil {
		t.Fatal(err)
	}
	whose := map[string][]string{}
	tables := map[string]bool{}
	for _, file := range packages["schema"].Files {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if spec, ok := s.(*ast.TypeSpec); ok && embeds(spec, "ent", "Schema") {
						tables[spec.Name.Name] = true
					}
				}
			case *ast.FuncDecl:
				if d.Name.Name != "Mixin" || d.Recv == nil {
					continue
				}
				on := d.Recv.List[0].Type.(*ast.Ident).Name
				ast.Inspect(d.Body, func(n ast.Node) bool {
					if lit, ok := n.(*ast.CompositeLit); ok {
						if name, ok := lit.Type.(*ast.Ident); ok && (name.Name == "Open" || name.Name == "Scoped" || name.Name == "OfProject") {
							whose[on] = append(whose[on], name.Name)
						}
					}
					return true
				})
			}
		}
	}
	if len(tables) == 0 {
		t.Fatal("no table found")
	}
	client := readTables(t, ent.NewClient())
	if len(client) != len(tables) {
		t.Errorf("%d tables in ent/schema, %d in the client: run go generate ./ent", len(tables), len(client))
	}
	for name := range tables {
		if len(whose[name]) != 1 {
			t.Errorf("%s is %v: a table is either Open, Scoped or OfProject", name, whose[name])
			continue
		}
		for _, tab := range client {
			if tab.entity.Name() == name && tab.scoped != (whose[name][0] != "Open") {
				t.Errorf("%s is %v and its client scoped=%v", name, whose[name], tab.scoped)
			}
		}
	}
	for _, tab := range client {
		if !tab.scoped && (tab.Column("village_id") != nil || tab.Column("unit_id") != nil) {
			t.Errorf("%s has a village or a unit and is open to everybody", tab.Name)
		}
	}
}

func embeds(spec *ast.TypeSpec, pkg, name string) bool {
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return false
	}
	for _, f := range s.Fields.List {
		if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 && sel.Sel.Name == name {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == pkg {
				return true
			}
		}
	}
	return false
}
