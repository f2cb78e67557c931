package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"time"
)

// VerifyOptions says how much to check.
type VerifyOptions struct {
	// Head, if not nil, is a head noted earlier outside the database. It shows a
	// cut tail and a chain written anew. That of an empty log would fit every log
	// and show nothing: it is found only where there is no entry.
	Head *Head
	// From is the first entry to check; 0 means 1. The stored hash of the entry
	// before it is taken as given.
	From int64
	// Source yields the rows of Tables as they are now. Each must be named by
	// exactly one entry with the same digest, and each row of these tables that
	// an entry names must be there. Needs From 0 or 1. Takes about 100 bytes of
	// memory per row; the chain alone takes none.
	Source RowSource
	Tables []string
	// Progress, if not nil, is told now and then how many entries have been read.
	Progress func(entries int64)
}

// RowSource reads rows from the database and makes their digests again. It stops
// at the first error.
type RowSource func(ctx context.Context) iter.Seq2[Row, error]

// Verify reads the log in order and compares. What it finds is in the report;
// the error is for what kept it from looking. New entries may be appended
// meanwhile, except with a Source, where c must be a transaction with one
// snapshot: REPEATABLE READ on PostgreSQL, any transaction on SQLite. That one
// slows writers down the longer it lasts: run it at night or on a copy.
func Verify(ctx context.Context, c Conn, opts VerifyOptions) (Report, error) {
	v := &verifier{conn: c, opts: opts, next: max(opts.From, 1)}
	v.report.From = v.next
	if opts.Source != nil {
		if v.next > 1 {
			return Report{}, errors.New("audit: rows can only be compared with the whole log")
		}
		if len(opts.Tables) == 0 {
			return Report{}, errors.New("audit: rows to compare, but of no table")
		}
		if err := requireSnapshot(ctx, c); err != nil {
			return Report{}, err
		}
		v.rows = newRowMatch(opts.Tables)
	}
	if err := v.startAt(ctx); err != nil {
		return Report{}, err
	}
	if err := v.chain(ctx); err != nil {
		return Report{}, fmt.Errorf("audit: verify: %w", err)
	}
	if v.rows != nil {
		if err := v.compareRows(ctx); err != nil {
			return Report{}, fmt.Errorf("audit: verify rows: %w", err)
		}
	}
	return v.report, nil
}

type verifier struct {
	conn    Conn
	opts    VerifyOptions
	rows    *rowMatch
	report  Report
	encoder Encoder

	next   int64    // the number expected next
	prev   [32]byte // stored hash of the entry before
	prevAt string
}

// requireSnapshot refuses a transaction in which each statement sees its own
// state: rows added between two statements would look like tampering.
func requireSnapshot(ctx context.Context, c Conn) error {
	if c.Dialect() != "postgres" {
		return nil
	}
	var isolation string
	if err := c.QueryRowContext(ctx, "SHOW transaction_isolation").Scan(&isolation); err != nil {
		return fmt.Errorf("audit: verify: %w", err)
	}
	if isolation != "repeatable read" && isolation != "serializable" {
		return fmt.Errorf("audit: rows can only be compared in a repeatable read transaction, this one is %s", isolation)
	}
	return nil
}

// startAt takes the stored hash before the first entry to check.
func (v *verifier) startAt(ctx context.Context) error {
	if v.next > 1 {
		before, err := v.storedHash(ctx, v.next-1)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("audit: can't start at entry %d: there is no entry %d", v.next, v.next-1)
		}
		if err != nil {
			return fmt.Errorf("audit: verify: %w", err)
		}
		v.prev = before
	}
	// A head noted before the first entry to check is not met on the way.
	if head := v.opts.Head; head != nil && head.Seq > 0 && head.Seq < v.next {
		stored, err := v.storedHash(ctx, head.Seq)
		if errors.Is(err, sql.ErrNoRows) {
			v.report.add(Finding{Kind: Missing, Seq: head.Seq, Through: head.Seq})
		} else if err != nil {
			return fmt.Errorf("audit: verify: %w", err)
		} else {
			v.checkKnownHead(head.Seq, stored)
		}
	}
	return nil
}

func (v *verifier) storedHash(ctx context.Context, seq int64) (hash [32]byte, err error) {
	var stored []byte
	err = v.conn.QueryRowContext(ctx, fmt.Sprintf("SELECT hash FROM audit_entries WHERE seq = %d", seq)).Scan(&stored)
	copy(hash[:], stored)
	return hash, err
}

// page is how many numbers one statement covers. A statement that read the whole
// log would keep PostgreSQL from clearing old versions of the head row meanwhile,
// and every writer has to step over those.
const page = 500

// chain reads until nothing newer is there. The head is read after the entries,
// so one that is ahead of them either means new entries, found by another round,
// or, after a round without any, entries that are gone.
func (v *verifier) chain(ctx context.Context) error {
	var head Head
	for {
		before := v.report.Entries
		if v.opts.Progress != nil {
			v.opts.Progress(before)
		}
		if err := v.readOn(ctx, v.next+page); err != nil {
			return err
		}
		if v.report.Entries == before { // the end, or a gap
			if err := v.readOn(ctx, math.MaxInt64); err != nil {
				return err
			}
		}
		if v.report.Entries > before {
			continue
		}
		known := head.Seq
		var err error
		if head, err = ReadHead(ctx, v.conn); err != nil && !errors.Is(err, ErrNoHead) {
			return err
		}
		if head.Seq >= v.next && head.Seq != known {
			continue
		}
		v.report.Head = Head{Seq: v.next - 1, Hash: v.prev}
		v.checkTail(head, err == nil)
		return nil
	}
}

func (v *verifier) checkTail(head Head, exists bool) {
	last := v.report.Head
	known := int64(0)
	if v.opts.Head != nil {
		known = v.opts.Head.Seq
	}
	if v.opts.Head != nil && known == 0 && *v.opts.Head != last {
		v.report.add(Finding{Kind: NotKnownHead})
	}
	if through := max(head.Seq, known); through > last.Seq {
		v.report.add(Finding{Kind: Missing, Seq: last.Seq + 1, Through: through})
	}
	switch {
	case !exists:
		v.report.add(Finding{Kind: WrongHead, Seq: last.Seq})
	case head.Seq < last.Seq:
		v.report.add(Finding{Kind: PastHead, Seq: head.Seq + 1, Through: last.Seq})
	case head.Seq == last.Seq && head.Hash != last.Hash:
		v.report.add(Finding{Kind: WrongHead, Seq: last.Seq})
	}
}

// readOn checks every entry from the next expected number to the one before end.
func (v *verifier) readOn(ctx context.Context, end int64) error {
	from := v.next
	if from == 1 {
		from = -math.MaxInt64 // entries numbered below 1 are forged; one less is no bigint literal
	}
	rows, err := v.conn.QueryContext(ctx, fmt.Sprintf(
		`SELECT seq, coalesce(alg, 0), coalesce(format, 0), prev_hash, hash, ("%s" IS NULL), "%s" FROM audit_entries WHERE seq >= %d AND seq < %d ORDER BY seq`,
		strings.Join(columns, `" IS NULL OR "`), strings.Join(columns, `", "`), from, end))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var e storedEntry
	targets := []any{&e.seq, &e.alg, &e.format, &e.prev, &e.hash, &e.null}
	e.texts = make([]sql.RawBytes, len(columns))
	for i := range e.texts {
		targets = append(targets, &e.texts[i])
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		v.check(&e)
	}
	return rows.Err()
}

type storedEntry struct {
	seq, alg, format int64
	prev, hash       sql.RawBytes
	null             bool // one of the texts is, which is never written and would read like an empty one
	texts            []sql.RawBytes
}

// check reports at most one finding for the entry itself, the most telling one.
func (v *verifier) check(e *storedEntry) {
	if e.seq < v.next {
		v.report.add(Finding{Kind: Extra, Seq: e.seq})
		return
	}
	gap := e.seq > v.next
	if gap {
		v.report.add(Finding{Kind: Missing, Seq: v.next, Through: e.seq - 1})
	}
	var prev, hash [32]byte
	copy(prev[:], e.prev)
	copy(hash[:], e.hash)
	switch {
	case e.format != formatOne || e.alg != algSHA256:
		v.report.add(Finding{Kind: UnknownFormat, Seq: e.seq})
	case len(e.prev) != len(prev) || !gap && prev != v.prev:
		v.report.add(Finding{Kind: BrokenLink, Seq: e.seq})
	case len(e.hash) != len(hash) || e.null || hash != link(&v.encoder, e.seq, prev, content(&v.encoder, e.texts)):
		v.report.add(Finding{Kind: Altered, Seq: e.seq})
	}
	v.checkKnownHead(e.seq, hash)
	v.checkClock(e.seq, string(e.texts[columnAt]))
	if v.rows != nil && len(e.texts[columnRows]) > 0 {
		v.nameRows(e.seq, string(e.texts[columnRows]))
	}
	v.report.Entries++
	v.next, v.prev = e.seq+1, hash
}

func (v *verifier) checkKnownHead(seq int64, stored [32]byte) {
	if head := v.opts.Head; head != nil && head.Seq == seq && head.Hash != stored {
		v.report.add(Finding{Kind: NotKnownHead, Seq: seq})
	}
}

// ClockSlack is how far the time of an entry may lie before that of the entry
// ahead of it without a note: the time is taken before the head is locked, so
// waiting writers swap places.
const ClockSlack = 10 * time.Second

func (v *verifier) checkClock(seq int64, at string) {
	if at < v.prevAt {
		now, err := time.Parse(AtLayout, at)
		before, beforeErr := time.Parse(AtLayout, v.prevAt)
		if back := before.Sub(now); err == nil && beforeErr == nil && back > ClockSlack {
			v.report.Clock.add(seq, back)
		}
	}
	v.prevAt = at
}
