package app

import (
	"context"
	"iter"

	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/reports"
)

// Verification is what the comparison of audit log and ledger has shown.
type Verification struct {
	// Guards is what of the constraints and triggers is not as it was made; nil when all is.
	Guards error
	Audit  audit.Report
	// Ledger are accounts that do not follow from their transfers, one sentence each.
	Ledger []string
}

// OK reports whether nothing was found.
func (v Verification) OK() bool { return v.Guards == nil && v.Audit.OK() && len(v.Ledger) == 0 }

// Verify compares the audit log with itself and with head, if given, every row of
// the ledger with the entry that names it, and every account with its transfers:
// all as of one moment. The error is for what kept it from looking.
func Verify(ctx context.Context, d *db.DB, head *audit.Head) (v Verification, err error) {
	return verify(ctx, d, head, nil)
}

// verify is [Verify] that tells now and then how many entries it has read.
func verify(ctx context.Context, d *db.DB, head *audit.Head, progress func(entries int64)) (v Verification, err error) {
	ctx = scope.With(ctx, scope.SystemViewer("audit verify"))
	if v.Guards = CheckGuards(ctx, d); v.Guards != nil && ctx.Err() != nil {
		return v, ctx.Err()
	}
	err = d.Read(ctx, func(ctx context.Context) error {
		tx := db.From(ctx)
		source := func(ctx context.Context) iter.Seq2[audit.Row, error] {
			return func(yield func(audit.Row, error) bool) {
				for row, err := range ledger.Rows(ctx, tx) {
					if !yield(audit.Row{Table: row.Table, ID: row.ID, Digest: row.Digest}, err) {
						return
					}
				}
			}
		}
		if v.Audit, err = audit.Verify(ctx, tx, audit.VerifyOptions{Head: head, Source: source, Tables: ledger.Tables(), Progress: progress}); err != nil {
			return err
		}
		v.Ledger, err = ledger.Replay(ctx, tx)
		return err
	})
	return v, err
}

// verification runs a check for the screen as the command does: on a connection of its own that only reads and may take
// as long as it needs.
func (a *App) verification(ctx context.Context, head *audit.Head, progress func(entries int64)) (reports.Verified, error) {
	reader, err := db.OpenReader(ctx, a.options.Database)
	if err != nil {
		return reports.Verified{}, err
	}
	defer func() { _ = reader.Close() }()
	v, err := verify(ctx, reader, head, progress)
	if err != nil {
		return reports.Verified{}, err
	}
	found := reports.Verified{Entries: v.Audit.Entries, Head: v.Audit.Head, Count: v.Audit.Bad + int64(len(v.Ledger))}
	for _, f := range v.Audit.Findings {
		found.Findings = append(found.Findings, f.String())
	}
	found.Findings = append(found.Findings, v.Ledger...)
	if v.Guards != nil {
		found.Count++
		found.Findings = append(found.Findings, v.Guards.Error())
	}
	return found, nil
}
