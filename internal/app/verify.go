package app

import (
	"context"
	"iter"

	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
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
		if v.Audit, err = audit.Verify(ctx, tx, audit.VerifyOptions{Head: head, Source: source, Tables: ledger.Tables()}); err != nil {
			return err
		}
		v.Ledger, err = ledger.Replay(ctx, tx)
		return err
	})
	return v, err
}
