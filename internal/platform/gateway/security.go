package gateway

import (
	"crypto/rand"
	"net/http"
	"strings"
)

// policy is what a page of ours may load. Nothing inline runs: styles that antd
// makes at run time carry the nonce of their page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// noPage is the policy of answers that are no page.
const noPage = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// secure puts on the headers every answer has.
func secure(h http.Header, encrypted bool) {
	h.Set("Content-Security-Policy", noPage)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()")
	if encrypted {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// page sets the policy of an HTML page and returns the nonce of its styles.
func page(h http.Header) (nonce string) {
	nonce = rand.Text()
	h.Set("Content-Security-Policy", strings.Replace(policy, "{nonce}", nonce, 1))
	h.Set("Content-Type", "text/html; charset=utf-8")
	return nonce
}
