package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// neighbours are, by import path of a generated ent package, its functions that
// look at other tables: HasX, HasXWith and ByXCount. A viewer's scope is added to
// the rows a query returns, not to those such a function looks at, so a list
// filtered by one tells of rows the viewer may not see.
type neighbours map[string]map[string]bool

var (
	generatedFunc   = regexp.MustCompile(`(?ms)^func ([A-Z]\w*)\(.*?^}`)
	version         = regexp.MustCompile(`/v[0-9]+$`)
	looksAtNeighbor = regexp.MustCompile(`sqlgraph\.(HasNeighbors|HasNeighborsWith|OrderByNeighborsCount)\(`)
)

// readNeighbours finds these functions by what their bodies do, so that a field
// called has_card is no false alarm.
func readNeighbours(root string) (neighbours, error) {
	files, err := filepath.Glob(filepath.Join(root, "ent", "*", "*.go"))
	if err != nil {
		return nil, err
	}
	found := neighbours{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		pkg, err := packagePath(root, file)
		if err != nil {
			return nil, err
		}
		for _, function := range generatedFunc.FindAllStringSubmatch(string(text), -1) {
			if !looksAtNeighbor.MatchString(function[0]) {
				continue
			}
			if found[pkg] == nil {
				found[pkg] = map[string]bool{}
			}
			found[pkg][function[1]] = true
		}
	}
	return found, nil
}

// openers are functions that make a client on a connection pool. In a room
// everything goes through db.Tx and db.Read.
var openers = map[string][]string{
	Module + "/ent":                   {"Open", "NewClient", "Driver"},
	"database/sql":                    {"Open", "OpenDB"},
	"entgo.io/ent/dialect/sql":        {"Open", "OpenDB"},
	"github.com/jackc/pgx/v5":         {"Connect", "ConnectConfig"},
	"github.com/jackc/pgx/v5/pgxpool": {"New", "NewWithConfig"},
}

// poolTypes may not be kept in a struct of a room: what is kept outlives the
// transaction.
var poolTypes = map[string][]string{
	Module + "/ent":            {"Client", "Tx"},
	"database/sql":             {"DB", "Conn", "Tx"},
	"entgo.io/ent/dialect/sql": {"Driver"},
}

// ownChildren, as a comment on the line or the one above, allows a HasX from a
// scoped row to its own children, which are of the same village.
const ownChildren = "//archtest:own-children"

// scopeViolations reads one file of a room.
func scopeViolations(name string, source []byte, banned neighbours) ([]string, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	imports := map[string]string{}
	for _, line := range file.Imports {
		target := importPath(line)
		local := path.Base(version.ReplaceAllString(target, ""))
		if line.Name != nil {
			local = line.Name.Name
		}
		imports[local] = target
	}
	allowed := map[int]bool{}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, ownChildren) {
				line := set.Position(comment.Pos()).Line
				allowed[line], allowed[line+1] = true, true
			}
		}
	}
	var found []string
	report := func(at token.Pos, text string) {
		position := set.Position(at)
		found = append(found, fmt.Sprintf("%s:%d: %s", name, position.Line, text))
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			target, function := qualified(node, imports)
			if banned[target][function] && !allowed[set.Position(node.Pos()).Line] {
				report(node.Pos(), fmt.Sprintf("%s.%s looks at rows outside the viewer's scope; query them through their own scoped client, or write %s and why", path.Base(target), function, ownChildren))
			}
			if slices.Contains(openers[target], function) {
				report(node.Pos(), fmt.Sprintf("%s.%s opens a client on the pool; use db.Tx or db.Read", path.Base(target), function))
			}
		case *ast.StructType:
			for _, field := range node.Fields.List {
				pointer, ok := field.Type.(*ast.StarExpr)
				if !ok {
					continue
				}
				selector, ok := pointer.X.(*ast.SelectorExpr)
				if !ok {
					continue
				}
				if target, typ := qualified(selector, imports); slices.Contains(poolTypes[target], typ) {
					report(field.Pos(), fmt.Sprintf("a *%s.%s is kept in a struct; use the one db.Tx or db.Read gives", path.Base(target), typ))
				}
			}
		}
		return true
	})
	return found, nil
}

// qualified returns package path and name of a selector like claim.HasLines.
func qualified(selector *ast.SelectorExpr, imports map[string]string) (target, name string) {
	local, ok := selector.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	return imports[local.Name], selector.Sel.Name
}
