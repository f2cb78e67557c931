package gateway

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// nonceMark is where the built page wants the nonce of its styles.
const nonceMark = "__CSP_NONCE__"

// screens are the files of the built SPA, in memory: a few megabytes, and the
// compressed form is made once.
type screens struct {
	index []byte // nil when the screens are not built
	files map[string]*asset
}

type asset struct {
	kind         string
	plain, small []byte
	tag          string
}

// types are those the built SPA uses; the machine's own table may lack them.
var types = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json",
	".webmanifest": "application/manifest+json", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

func newScreens(dist fs.FS) (*screens, error) {
	s := &screens{files: map[string]*asset{}}
	if dist == nil {
		return s, nil
	}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir // the build's own notes
			}
			return nil
		case d.IsDir():
			return nil
		}
		content, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		if name == "index.html" {
			s.index = content
			return nil
		}
		s.files["/"+name], err = newAsset(name, content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("gateway: read the screens: %w", err)
	}
	return s, nil
}

func newAsset(name string, content []byte) (*asset, error) {
	kind, ok := types[path.Ext(name)]
	if !ok {
		if kind = mime.TypeByExtension(path.Ext(name)); kind == "" {
			kind = "application/octet-stream"
		}
	}
	sum := sha256.Sum256(content)
	a := &asset{kind: kind, plain: content, tag: `"` + hex.EncodeToString(sum[:8]) + `"`}
	if strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "application/") || kind == "image/svg+xml" {
		var small bytes.Buffer
		w, err := gzip.NewWriterLevel(&small, gzip.DefaultCompression)
		if err != nil {
			return nil, err
		}
		_, err = w.Write(content)
		if err := errors.Join(err, w.Close()); err != nil {
			return nil, err
		}
		if small.Len() < len(content)*9/10 {
			a.small = small.Bytes()
		}
	}
	return a, nil
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.tag)
	if r.Header.Get("If-None-Match") == a.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	content := a.plain
	if a.small != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			content = a.small
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(content)
	}
}

// document serves one fixed text.
func document(kind string, content []byte) http.Handler {
	a, err := newAsset("", content)
	if err != nil {
		panic(err) // compressing into memory does not fail
	}
	a.kind = kind
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(kind, "text/html") {
			page(w.Header())
		}
		w.Header().Set("Cache-Control", "no-cache")
		a.serve(w, r)
	})
}

// screen serves a file of the SPA, or its page for every address a person may open.
func (g *Gateway) screen(s *screens, w http.ResponseWriter, r *http.Request) {
	hashed := strings.HasPrefix(r.URL.Path, "/assets/")
	if a := s.files[r.URL.Path]; a != nil {
		if hashed { // the name changes with the content
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		a.serve(w, r)
		return
	}
	if hashed || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		g.refuse(w, r, ReasonPath.New())
		return
	}
	nonce := page(w.Header())
	w.Header().Set("Cache-Control", "no-cache")
	content := s.index
	if content == nil {
		content = []byte(notBuilt)
	}
	content = bytes.ReplaceAll(content, []byte(nonceMark), []byte(nonce))
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(content)
	}
}

const notBuilt = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>整村 Zhengcun</title></head><body>
<h1>整村 Zhengcun</h1>
<p>接口已就绪，但这个程序里没有界面。请运行 make build 后重新启动。</p>
<p lang="en">The interface is up, but the screens are not in this program. Run make build and start it again.</p>
<p><a href="/docs">/docs</a></p>
</body></html>
`
