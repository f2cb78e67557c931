package inspections

import (
	"context"

	"zhengcun/ent/schema"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// Waiting tells what of the acceptances waits for the viewer: drafts of others that may be confirmed, and completed
// projects nobody has inspected. It is a [waiting.Source].
func (r *Room) Waiting(ctx context.Context) ([]waiting.Row, error) {
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	if !v.Has("POVERTY_OFFICE") {
		return nil, nil
	}
	drafts, args := schema.ProjectColumns.SQL(tx.Dialect(), v, "a", 2)
	completed, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", 2+len(args))
	rows, err := tx.QueryContext(ctx, `SELECT 'acceptance_confirm', a.id, a.version, p.number, p.name, a.village_id, a.accepted_fen, a.update_time, COALESCE(u.display_name, '')
		FROM acceptances a JOIN projects p ON p.id = a.project_id LEFT JOIN users u ON u.id = a.drafted_by
		WHERE a.state = 'draft' AND a.drafted_by <> $1 AND (p.state = 'completed' OR p.state = 'accepted' AND NOT EXISTS
			(SELECT 1 FROM acceptances x WHERE x.project_id = p.id AND x.state = 'confirmed' AND x.verdict = 'passed')) AND `+drafts+`
		UNION ALL SELECT 'project_inspect', p.id, p.version, p.number, p.name, p.village_id, p.budget_fen, p.update_time, COALESCE(o.name, '')
		FROM projects p LEFT JOIN organizations o ON o.id = p.unit_id
		WHERE p.state = 'completed' AND NOT EXISTS
			(SELECT 1 FROM acceptances x WHERE x.project_id = p.id AND x.state IN ('draft', 'confirmed')) AND `+completed,
		append(append([]any{v.ID}, args...), more...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		return scan(&r.Kind, &r.ID, &r.Version, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &r.From)
	})
}
