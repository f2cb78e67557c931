package people

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Tokens say by their beginning what they are, so that one that got out is
// recognised in a log or a repository.
const (
	sessionPrefix = "zs_"
	keyPrefix     = "zk_"
)

// maxToken is longer than any token of ours.
const maxToken = 128

func random() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// newSessionToken makes a token of 256 random bits.
func newSessionToken() string { return sessionPrefix + random() }

// NewKey makes the key of an API client: zk_, eight characters to tell keys apart
// by, and 256 random bits. It is for [Room.CreateApiClientWithKey].
func NewKey() string {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails
	return keyPrefix + hex.EncodeToString(b) + "_" + random()
}

// shownPrefix is the part of a key that may be shown: zk_ and eight characters.
func shownPrefix(key string) string { return key[:min(len(key), len(keyPrefix)+8)] }

// tokenHash is what of a token or key is stored. They are random, so a plain hash
// cannot be guessed back.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
