package call

import (
	"net"
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

// Client returns the address of the person or system behind a call that came from
// peer, and whether its connection is encrypted. forwardedFor and forwardedProto are
// its X-Forwarded-For and X-Forwarded-Proto headers. The first is read from its end
// as long as the address before it is a trusted proxy's; what a caller wrote at its
// beginning counts for nothing.
func (p Proxies) Client(peer string, encrypted bool, forwardedFor, forwardedProto []string) (address string, secure bool) {
	from, ok := Address(peer)
	if !ok {
		return "", encrypted
	}
	if !p.trust(from) {
		return from.String(), encrypted
	}
	protocols := strings.Split(strings.Join(forwardedProto, ","), ",")
	secure = encrypted || strings.EqualFold(strings.TrimSpace(protocols[len(protocols)-1]), "https")
	hops := strings.Split(strings.Join(forwardedFor, ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trust(from); i-- {
		hop, ok := Address(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		from = hop
	}
	return from.String(), secure
}

// Address reads an address with or without port.
func Address(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}, false
	}
	return a.Unmap().WithZone(""), true
}
