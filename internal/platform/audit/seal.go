package audit

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Conn is the transaction the log is written in or read from. Dialect is
// "sqlite3" or "postgres".
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	Dialect() string
}

// Seal appends entries in their order as the last thing a transaction does
// before COMMIT: from here to the commit every other writer waits. now becomes
// the time of all of them. One statement on PostgreSQL, two on SQLite, where c
// must already hold the write lock. Database errors are wrapped, so a caller can
// retry on their SQLSTATE; after any error the transaction must be rolled back.
func Seal(ctx context.Context, c Conn, now time.Time, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var added int64
	var err error
	switch c.Dialect() {
	case "postgres":
		added, err = postgresAppend(ctx, c, now, entries)
	case "sqlite3":
		added, err = sqliteAppend(ctx, c, now, entries)
	default:
		err = fmt.Errorf("unknown dialect %q", c.Dialect())
	}
	if err != nil {
		return fmt.Errorf("audit: append: %w", err)
	}
	if added != int64(len(entries)) {
		return fmt.Errorf("%w: %d of %d entries appended", ErrNoHead, added, len(entries))
	}
	return nil
}

func postgresAppend(ctx context.Context, c Conn, now time.Time, entries []Entry) (int64, error) {
	query, args, err := PostgresAppend(now, entries)
	if err != nil {
		return 0, err
	}
	result, err := c.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// postgresInsert locks the head, chains the entries and stores them without a
// round trip in between. Trigger audit_entries_follow checks the links and moves
// the head. The lock in the first CTE also brings the row's newest version, which
// is why it works under READ COMMITTED after waiting for another writer. $3 is the
// digests of all entries in one; nothing is joined, or a thousand entries would be
// looked through a thousand times.
var postgresInsert = func() string {
	var params, quoted, values strings.Builder
	for i, column := range columns {
		fmt.Fprintf(&params, ", $%d::text[]", i+4)
		fmt.Fprintf(&quoted, `, "%s"`, column)
		fmt.Fprintf(&values, `, t."%s"`, column)
	}
	return `WITH RECURSIVE head AS MATERIALIZED (SELECT seq, hash FROM audit_head WHERE id = 1 FOR UPDATE),
chain AS (
  SELECT 1 AS n, h.seq + 1 AS seq, h.hash AS prev_hash, sha256($1::bytea || int8send(h.seq + 1) || $2::bytea || h.hash || $2::bytea || substring($3::bytea FROM 1 FOR 32)) AS hash
  FROM head h
  UNION ALL
  SELECT c.n + 1, c.seq + 1, c.hash, sha256($1::bytea || int8send(c.seq + 1) || $2::bytea || c.hash || $2::bytea || substring($3::bytea FROM c.n * 32 + 1 FOR 32))
  FROM chain c WHERE c.n < length($3::bytea) / 32),
links AS (SELECT array_agg(seq ORDER BY n) AS seqs, array_agg(prev_hash ORDER BY n) AS prevs, array_agg(hash ORDER BY n) AS hashes FROM chain HAVING count(*) > 0)
INSERT INTO audit_entries (seq` + quoted.String() + `, alg, format, prev_hash, hash)
SELECT t.seq` + values.String() + fmt.Sprintf(", %d, %d", algSHA256, formatOne) + `, t.prev_hash, t.hash
FROM links, unnest(seqs, prevs, hashes` + params.String() + `) AS t(seq, prev_hash, hash` + quoted.String() + `)`
}()

// PostgresAppend returns what [Seal] runs on PostgreSQL, for a caller that sends
// it in a pipeline together with other statements and COMMIT. The statement must
// affect as many rows as there are entries.
func PostgresAppend(now time.Time, entries []Entry) (query string, args []any, err error) {
	var contents []byte
	arrays := make([][]string, len(columns))
	for i := range arrays {
		arrays[i] = make([]string, len(entries))
	}
	var encoder Encoder
	for n := range entries {
		texts, err := entries[n].texts(now)
		if err != nil {
			return "", nil, err
		}
		digest := content(&encoder, texts)
		contents = append(contents, digest[:]...)
		for i, text := range texts {
			arrays[i][n] = text
		}
	}
	args = append(args, linkPrefix, linkLength, contents)
	for _, array := range arrays {
		args = append(args, array)
	}
	return postgresInsert, args, nil
}

// sqliteBatch entries fit one statement: SQLite allows 32,766 parameters.
const sqliteBatch = 500

// sqliteAppend chains here, since SQLite has no SHA-256 of its own and is in
// this process anyway.
func sqliteAppend(ctx context.Context, c Conn, now time.Time, entries []Entry) (int64, error) {
	head, err := ReadHead(ctx, c)
	if err != nil {
		return 0, err
	}
	var encoder Encoder
	var added int64
	for batch := range slices.Chunk(entries, sqliteBatch) {
		args := make([]any, 0, len(batch)*(len(columns)+5))
		for n := range batch {
			texts, err := batch[n].texts(now)
			if err != nil {
				return 0, err
			}
			prev := head.Hash
			head.Seq++
			hash := link(&encoder, head.Seq, prev, content(&encoder, texts))
			head.Hash = hash
			args = append(args, head.Seq)
			for _, text := range texts {
				args = append(args, text)
			}
			args = append(args, algSHA256, formatOne, prev[:], hash[:])
		}
		result, err := c.ExecContext(ctx, sqliteInsert(len(batch)), args...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		added += n
	}
	return added, nil
}

func sqliteInsert(entries int) string {
	tuple := ", (?" + strings.Repeat(", ?", len(columns)+4) + ")"
	return `INSERT INTO audit_entries (seq, "` + strings.Join(columns, `", "`) + `", alg, format, prev_hash, hash) VALUES ` +
		strings.Repeat(tuple, entries)[2:]
}
