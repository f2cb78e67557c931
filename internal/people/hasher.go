package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"

	"zhengcun/internal/people/password"
)

// Parameters of new hashes: the second choice of OWASP's password storage cheat
// sheet, 19 MiB and two passes, some 20 ms of one core.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2
	hashThreads = 1
	saltLength  = 16
	sumLength   = 32
)

// hashersAtOnce bounds memory and cores a flood of log-ins can take.
const hashersAtOnce = 2

// hasher computes password hashes, a few at a time.
type hasher struct {
	slots chan struct{}
	// dummy is checked when there is no account or no password, so that the
	// answer takes as long.
	dummy string
}

func newHasher() *hasher {
	h := &hasher{slots: make(chan struct{}, hashersAtOnce)}
	decoy := newHash()
	decoy.Sum = make([]byte, sumLength)
	_, _ = rand.Read(decoy.Sum) // the hash of no password anyone knows
	h.dummy = decoy.String()
	return h
}

func newHash() password.Hash {
	h := password.Hash{Memory: hashMemory, Time: hashTime, Threads: hashThreads, Salt: make([]byte, saltLength)}
	_, _ = rand.Read(h.Salt) // never fails
	return h
}

// compute waits for a slot. Never call it inside a transaction.
func (h *hasher) compute(ctx context.Context, secret string, like password.Hash, length int) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(secret), like.Salt, like.Time, like.Memory, like.Threads, uint32(length)), nil
}

// hash returns the PHC form of a new hash.
func (h *hasher) hash(ctx context.Context, secret string) (string, error) {
	made := newHash()
	var err error
	made.Sum, err = h.compute(ctx, secret, made, sumLength)
	return made.String(), err
}

// verify tells whether the secret is the stored hash's. An empty hash is nobody's
// password and takes as long to refuse.
func (h *hasher) verify(ctx context.Context, stored, secret string) (bool, error) {
	nobody := stored == ""
	if nobody {
		stored = h.dummy
	}
	parsed, err := password.ParseHash(stored)
	if err != nil {
		return false, err
	}
	sum, err := h.compute(ctx, secret, parsed, len(parsed.Sum))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, parsed.Sum) == 1 && !nobody, nil
}
