package audit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
)

// rowMatch holds the rows that entries named until the database's rows have
// answered to them. Half a SHA-256 as key and half the digest as value keep it
// small and still out of reach of anybody looking for a second row with the same.
type rowMatch struct {
	tables map[string]bool
	named  map[rowKey]namedRow
}

type rowKey [16]byte

type namedRow struct {
	digest [16]byte
	seq    int64
}

func newRowMatch(tables []string) *rowMatch {
	m := &rowMatch{tables: map[string]bool{}, named: map[rowKey]namedRow{}}
	for _, table := range tables {
		m.tables[table] = true
	}
	return m
}

func keyOf(row Row) rowKey {
	sum := sha256.Sum256([]byte(row.Table + " " + row.ID))
	return rowKey(sum[:16])
}

// nameRows takes up the rows that entry seq names.
func (v *verifier) nameRows(seq int64, text string) {
	rows, err := parseRows(text)
	if err != nil {
		v.report.add(Finding{Kind: BadRows, Seq: seq})
		return
	}
	for _, row := range rows {
		if !v.rows.tables[row.Table] {
			continue
		}
		key := keyOf(row)
		if _, twice := v.rows.named[key]; twice {
			v.report.add(Finding{Kind: RowTwice, Seq: seq, Table: row.Table, ID: row.ID})
			continue
		}
		v.rows.named[key] = namedRow{digest: [16]byte(row.Digest[:16]), seq: seq}
	}
}

// compareRows takes each row of the database off the named ones; what is left
// over on either side is a finding.
func (v *verifier) compareRows(ctx context.Context) error {
	for row, err := range v.opts.Source(ctx) {
		if err != nil {
			return err
		}
		if !v.rows.tables[row.Table] {
			return fmt.Errorf("the source yields a row of %s, which is not among the tables", row.Table)
		}
		key := keyOf(row)
		named, found := v.rows.named[key]
		delete(v.rows.named, key)
		switch {
		case !found:
			v.report.add(Finding{Kind: RowUnnamed, Table: row.Table, ID: row.ID})
		case named.digest != [16]byte(row.Digest[:16]):
			v.report.add(Finding{Kind: RowAltered, Seq: named.seq, Table: row.Table, ID: row.ID})
		default:
			v.report.Rows++
		}
	}
	return v.reportMissing(ctx)
}

// reportMissing reads the entries of rows left over again, for the rows' names,
// as far as the report has room for them.
func (v *verifier) reportMissing(ctx context.Context) error {
	left := v.rows.named
	seqs := make([]int64, 0, len(left))
	for _, named := range left {
		seqs = append(seqs, named.seq)
	}
	slices.Sort(seqs)
	for _, seq := range slices.Compact(seqs) {
		if len(v.report.Findings) >= maxFindings {
			break
		}
		var text string
		if err := v.conn.QueryRowContext(ctx, fmt.Sprintf(`SELECT "rows" FROM audit_entries WHERE seq = %d`, seq)).Scan(&text); err != nil {
			return err
		}
		rows, err := parseRows(text)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if named, missing := left[keyOf(row)]; missing && named.seq == seq {
				v.report.add(Finding{Kind: RowMissing, Seq: seq, Table: row.Table, ID: row.ID})
				delete(left, keyOf(row))
			}
		}
	}
	v.report.Bad += int64(len(left))
	return nil
}
