package gateway

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync/atomic"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/rpc"
)

const (
	maxBody      = 1 << 20
	maxBatchBody = 16 << 20
	// maxContentBody is for a request that carries the content of a file: 10 MiB of it are 14 in base64.
	maxContentBody = 14 << 20
	// maxHeld is how much all bodies that are being read may take together. It
	// counts what has arrived, so slow senders hold little.
	maxHeld = 256 << 20
)

// bodies reads request bodies and keeps an eye on how much they take.
type bodies struct{ held atomic.Int64 }

// read returns the whole body. release gives back its share of the memory.
func (b *bodies) read(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, release func(), err *fault.Error) {
	taken := int64(0)
	release = func() { b.held.Add(-taken) }
	if r.ContentLength > limit {
		// Nothing of it is read, so the connection cannot serve another request.
		w.Header().Set("Connection", "close")
		return nil, release, ReasonBodyTooLarge.New("max", limit)
	}
	reader := http.MaxBytesReader(w, r.Body, limit)
	for {
		if len(body) == cap(body) {
			grow := max(int64(cap(body)), 4<<10)
			if cap(body) == 0 && r.ContentLength > 0 {
				grow = min(r.ContentLength+1, 64<<10)
			}
			taken += grow
			if b.held.Add(grow) > maxHeld {
				w.Header().Set("Connection", "close")
				return nil, release, rpc.ReasonOverloaded.New()
			}
			body = append(make([]byte, 0, int64(cap(body))+grow), body...)
		}
		n, readErr := reader.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		var tooLarge *http.MaxBytesError
		switch {
		case errors.Is(readErr, io.EOF):
			return body, release, nil
		case errors.As(readErr, &tooLarge):
			return nil, release, ReasonBodyTooLarge.New("max", limit)
		case readErr != nil:
			w.Header().Set("Connection", "close")
			return nil, release, rpc.ReasonIncomplete.New().WithCause(readErr)
		}
	}
}

// isJSON tells whether the body is declared as JSON; no declaration passes.
// A browser's form can send other types across sites without asking first.
func isJSON(r *http.Request) bool {
	if r.Header.Get("Content-Encoding") != "" {
		return false
	}
	declared := r.Header.Values("Content-Type")
	if len(declared) == 0 {
		return true
	}
	kind, params, err := mime.ParseMediaType(declared[0])
	charset, given := params["charset"]
	return err == nil && len(declared) == 1 && kind == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}
