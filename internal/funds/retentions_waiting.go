package funds

import (
	"context"

	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/waiting"
)

// retentionsWaiting asks for what units may claim back and have not: its term has run, and no defect is undecided.
func (r *Room) retentionsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("UNIT") {
		return nil, nil
	}
	rows, err := tx.QueryContext(ctx, `SELECT claims.id, claims.version, claims.number, p.name, claims.village_id, `+leftSQL+` AS money_left, claims.retention_due_on
		FROM claims JOIN projects p ON p.id = claims.project_id
		WHERE claims.state = 'paid' AND claims.retention_fen > 0 AND claims.unit_id = $1 AND claims.retention_due_on <= $2
			AND `+leftSQL+` > 0 AND NOT `+claimedSQL+`
			AND NOT EXISTS (SELECT 1 FROM retention_defects d WHERE d.claim_id = claims.id AND d.state = 'recorded')`,
		v.Unit, calendar.Today(r.clock).String())
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "retention_due"
		var due calendar.Date
		err := scan(&r.ID, &r.Version, &r.Number, &r.Title, &r.Village, &r.AmountFen, &due)
		r.Since = due.Begin()
		return err
	})
}

// defectsWaiting asks for defects that others have recorded.
func defectsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("FINANCE_APPROVER") {
		return nil, nil
	}
	within, args := schema.ProjectColumns.SQL(tx.Dialect(), v, "d", 2)
	rows, err := tx.QueryContext(ctx, `SELECT c.id, d.version, c.number, p.name, d.village_id, d.amount_fen, d.create_time, d.recorder_name, d.reason
		FROM retention_defects d JOIN claims c ON c.id = d.claim_id JOIN projects p ON p.id = c.project_id
		WHERE d.state = 'recorded' AND d.recorded_by <> $1 AND `+within, append([]any{v.ID}, args...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "retention_defect_confirm"
		return scan(&r.ID, &r.Version, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &r.From, &r.Comment)
	})
}
