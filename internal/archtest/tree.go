package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ReadPackages reads the import lines of every non-test Go file of the module at
// root. It reads the files itself instead of asking go list: it then works on a
// tree that does not compile, and the test cache knows which files were read.
func ReadPackages(root string) ([]Package, error) {
	imports := map[string]map[string]bool{}
	err := eachGoFile(root, func(path string) error {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := packagePath(root, path)
		if err != nil {
			return err
		}
		if imports[folder] == nil {
			imports[folder] = map[string]bool{}
		}
		for _, line := range file.Imports {
			imports[folder][importPath(line)] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	packages := []Package{}
	for path, set := range imports {
		pkg := Package{Path: path}
		for imported := range set {
			pkg.Imports = append(pkg.Imports, imported)
		}
		slices.Sort(pkg.Imports)
		packages = append(packages, pkg)
	}
	slices.SortFunc(packages, func(a, b Package) int { return strings.Compare(a.Path, b.Path) })
	return packages, nil
}

// eachGoFile visits the non-test Go files below root that belong to the module.
func eachGoFile(root string, visit func(path string) error) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil // another process is at work in the tree
			}
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			ignored := name[0] == '.' || name[0] == '_' || name == "node_modules" || name == "testdata"
			if path != root && ignored {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return visit(path)
	})
}

// packagePath is the import path of the package that holds a file.
func packagePath(root, file string) (string, error) {
	folder, err := filepath.Rel(root, filepath.Dir(file))
	if err != nil {
		return "", err
	}
	if folder == "." {
		return Module, nil
	}
	return Module + "/" + filepath.ToSlash(folder), nil
}

func importPath(line *ast.ImportSpec) string {
	path, err := strconv.Unquote(line.Path.Value)
	if err != nil {
		return line.Path.Value
	}
	return path
}
