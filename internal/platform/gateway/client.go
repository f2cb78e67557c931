package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks whose word about a caller's address is taken.
type Proxies []netip.Prefix

func (p Proxies) trust(a netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// Client returns the address of the person or system behind a request, and
// whether its connection is encrypted. X-Forwarded-For is read from its end as
// long as the address before it is a trusted proxy's; what a caller wrote at its
// beginning counts for nothing.
func (p Proxies) Client(r *http.Request) (address string, secure bool) {
	peer, ok := parseAddress(r.RemoteAddr)
	if !ok {
		return "", r.TLS != nil
	}
	if !p.trust(peer) {
		return peer.String(), r.TLS != nil
	}
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-Proto"), ","), ",")
	secure = r.TLS != nil || strings.EqualFold(strings.TrimSpace(forwarded[len(forwarded)-1]), "https")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trust(peer); i-- {
		hop, ok := parseAddress(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		peer = hop
	}
	return peer.String(), secure
}

// parseAddress reads an address with or without port.
func parseAddress(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}, false
	}
	return a.Unmap().WithZone(""), true
}

// direct tells whether the request comes from this machine and through no proxy.
func direct(r *http.Request) bool {
	peer, ok := parseAddress(r.RemoteAddr)
	return ok && peer.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == "" && r.Header.Get("X-Real-Ip") == ""
}
