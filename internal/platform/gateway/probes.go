package gateway

import (
	"context"
	"net/http"
	"time"
)

// alive answers as long as the process runs.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}

// ready answers whether requests can be served now.
func (g *Gateway) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if err := g.Ready(ctx); err != nil {
		g.refuse(w, r, err)
		return
	}
	alive(w, r)
}

// metrics shows the figures to callers on this machine. A proxy on this machine
// adds X-Forwarded-For, so what it passes on does not count as local.
func (g *Gateway) metrics(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !g.MetricsPublic && !direct(r) {
			g.refuse(w, r, ReasonPath.New())
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	}
}
