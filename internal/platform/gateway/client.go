package gateway

import (
	"net/http"

	"zhengcun/internal/platform/call"
)

// direct tells whether the request comes from this machine and through no proxy.
func direct(r *http.Request) bool {
	peer, ok := call.Address(r.RemoteAddr)
	return ok && peer.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == "" && r.Header.Get("X-Real-Ip") == ""
}
