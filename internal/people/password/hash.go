package password

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// Hash is an argon2id hash with what it was computed with. Its text is the PHC
// form $argon2id$v=19$m=19456,t=2,p=1$salt$sum, so parameters can be raised later
// and old hashes still be checked.
type Hash struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
	Salt    []byte
	Sum     []byte
}

// version is argon2's own, 1.3.
const version = 19

// Limits of what is accepted from the database, so that an altered hash cannot
// make a log-in eat the machine.
const (
	maxMemory  = 1 << 20 // 1 GiB
	maxTime    = 64
	maxThreads = 16
	minSalt    = 8
	minSum     = 16
	maxBytes   = 64
)

// ErrHash says that a text is no argon2id hash in PHC form.
var ErrHash = errors.New("password: not an argon2id hash")

// String returns the PHC form.
func (h Hash) String() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", version, h.Memory, h.Time, h.Threads, encode(h.Salt), encode(h.Sum))
}

// ParseHash reads the PHC form. It accepts exactly what [Hash.String] writes.
func ParseHash(text string) (Hash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 {
		return Hash{}, ErrHash
	}
	var h Hash
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.Memory, &h.Time, &h.Threads); err != nil {
		return Hash{}, ErrHash
	}
	var saltErr, sumErr error
	h.Salt, saltErr = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	h.Sum, sumErr = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if saltErr != nil || sumErr != nil || !h.sane() || h.String() != text {
		return Hash{}, ErrHash
	}
	return h, nil
}

func (h Hash) sane() bool {
	return h.Threads >= 1 && h.Threads <= maxThreads && h.Time >= 1 && h.Time <= maxTime &&
		h.Memory >= 8*uint32(h.Threads) && h.Memory <= maxMemory &&
		len(h.Salt) >= minSalt && len(h.Salt) <= maxBytes && len(h.Sum) >= minSum && len(h.Sum) <= maxBytes
}
