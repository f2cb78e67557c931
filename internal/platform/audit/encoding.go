package audit

import (
	"crypto/sha256"
	"encoding/binary"
)

const (
	formatOne = 1 // the encoding described in the package comment
	algSHA256 = 1 // 2 is kept for SM3
)

// Encoder writes fields in the log's canonical encoding, each with its length
// before it, so that no two lists of fields look alike. Rooms use it for
// [Row.Digest]: the table's name and a format number first, then every column in
// a fixed order, taken from the values as the database gives them back.
type Encoder struct{ buf []byte }

// Text adds a text field.
func (e *Encoder) Text(s string) *Encoder {
	e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(len(s)))
	e.buf = append(e.buf, s...)
	return e
}

// Bytes adds a field of bytes. Text("x") and Bytes("x") encode alike.
func (e *Encoder) Bytes(b []byte) *Encoder {
	e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(len(b)))
	e.buf = append(e.buf, b...)
	return e
}

// Int adds an integer field. Money goes in as fen.
func (e *Encoder) Int(n int64) *Encoder {
	e.buf = binary.BigEndian.AppendUint64(e.buf, 8)
	e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(n))
	return e
}

// Sum is the SHA-256 of what was added. The encoder is empty afterwards.
func (e *Encoder) Sum() [32]byte {
	sum := sha256.Sum256(e.buf)
	e.buf = e.buf[:0]
	return sum
}

// content is the digest of an entry's texts, in the order of columns.
func content[T ~string | ~[]byte](e *Encoder, texts []T) [32]byte {
	e.Text("zhengcun audit entry").Int(formatOne).Int(algSHA256)
	for _, text := range texts {
		e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(len(text)))
		e.buf = append(e.buf, text...)
	}
	return e.Sum()
}

// link is an entry's hash.
func link(e *Encoder, seq int64, prev, content [32]byte) [32]byte {
	return e.Text("zhengcun audit link").Int(seq).Bytes(prev[:]).Bytes(content[:]).Sum()
}

// linkPrefix and linkLength are the constant bytes of link around seq, prev_hash
// and content, for PostgreSQL to compute the same.
var (
	linkPrefix = binary.BigEndian.AppendUint64(new(Encoder).Text("zhengcun audit link").buf, 8)
	linkLength = binary.BigEndian.AppendUint64(nil, 32)
)
