// Package frontend carries the built screens inside the program.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

//go:embed src/i18n/zh-CN.json
var chinese []byte

//go:embed src/i18n/en.json
var english []byte

// Words are the language files of the screens, by language: what stands on a sheet is called as it is on the screen.
func Words() map[string][]byte { return map[string][]byte{"zh-CN": chinese, "en": english} }

// Dist is the built SPA; without index.html it has not been built.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // the folder is there, or this package would not compile
	}
	return dist
}
