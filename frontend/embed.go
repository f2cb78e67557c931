// Package frontend carries the built screens inside the program.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Dist is the built SPA; without index.html it has not been built.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // the folder is there, or this package would not compile
	}
	return dist
}
