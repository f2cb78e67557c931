package audit

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Head is the newest entry's number and hash. Noted outside the database, it
// later shows whether the log up to there is still the same. An empty log has
// number 0 and a hash of zeros.
type Head struct {
	Seq  int64
	Hash [32]byte
}

// String is the form that [ParseHead] reads: number, colon, hash in hexadecimal.
func (h Head) String() string {
	return strconv.FormatInt(h.Seq, 10) + ":" + hex.EncodeToString(h.Hash[:])
}

// ParseHead reads a head as printed by [Head.String].
func ParseHead(text string) (Head, error) {
	seq, hash, _ := strings.Cut(strings.TrimSpace(text), ":")
	n, err := strconv.ParseInt(seq, 10, 64)
	digest, hexErr := hex.DecodeString(hash)
	if err != nil || hexErr != nil || n < 0 || len(digest) != 32 {
		return Head{}, fmt.Errorf("audit: %q is not a head: want number, colon, 64 hexadecimal digits", text)
	}
	head := Head{Seq: n, Hash: [32]byte(digest)}
	if head.Seq == 0 && head != (Head{}) {
		return Head{}, fmt.Errorf("audit: %q is not a head: that of an empty log has a hash of zeros", text)
	}
	return head, nil
}

// ErrNoHead says that the head row is gone. Nothing can be appended then.
var ErrNoHead = errors.New("audit: the head row is missing")

// ReadHead returns the head as the database has it.
func ReadHead(ctx context.Context, c Conn) (Head, error) {
	var head Head
	var hash []byte
	err := c.QueryRowContext(ctx, "SELECT seq, hash FROM audit_head WHERE id = 1").Scan(&head.Seq, &hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Head{}, ErrNoHead
	case err != nil:
		return Head{}, fmt.Errorf("audit: read head: %w", err)
	case len(hash) != len(head.Hash):
		return Head{}, fmt.Errorf("audit: head hash of %d bytes", len(hash))
	}
	head.Hash = [32]byte(hash)
	return head, nil
}
