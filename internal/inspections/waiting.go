package inspections

import (
	"context"

	"zhengcun/ent/schema"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// Waiting tells what of the acceptances waits for the viewer: drafts of others that may be confirmed; completed projects
// nobody has inspected; and those last found wanting, to be inspected again once the unit has mended them (整改后复验).
// The office asks for that, and only it can draft an acceptance. It is a [waiting.Source].
func (r *Room) Waiting(ctx context.Context) ([]waiting.Row, error) {
	tx := db.From(ctx)
	v, _ := scope.From(ctx)
	if !v.Has("POVERTY_OFFICE") {
		return nil, nil
	}
	drafts, args := schema.ProjectColumns.SQL(tx.Dialect(), v, "a", 2)
	open, more := schema.ProjectColumns.SQL(tx.Dialect(), v, "p", 2+len(args))
	rows, err := tx.QueryContext(ctx, `SELECT 'acceptance_confirm', a.id, a.version, p.number, p.name, a.village_id, a.accepted_fen, a.update_time, COALESCE(u.display_name, ''), ''
		FROM acceptances a JOIN projects p ON p.id = a.project_id LEFT JOIN users u ON u.id = a.drafted_by
		WHERE a.state = 'draft' AND a.drafted_by <> $1 AND (p.state = 'completed' OR p.state = 'accepted' AND NOT EXISTS
			(SELECT 1 FROM acceptances x WHERE x.project_id = p.id AND x.state = 'confirmed' AND x.verdict = 'passed')) AND `+drafts+`
		UNION ALL SELECT 'project_inspect', p.id, p.version, p.number, p.name, p.village_id, p.budget_fen,
			CASE WHEN f.update_time > p.update_time THEN f.update_time ELSE p.update_time END, COALESCE(u.display_name, o.name, ''), COALESCE(f.remark, '')
		FROM projects p LEFT JOIN organizations o ON o.id = p.unit_id
			LEFT JOIN acceptances f ON f.project_id = p.id AND `+lastFailed+` LEFT JOIN users u ON u.id = f.confirmed_by
		WHERE (p.state = 'completed' OR p.state = 'accepted' AND f.id IS NOT NULL
				AND p.id IN (SELECT project_id FROM acceptances WHERE state = 'confirmed' AND verdict = 'failed'))
			AND NOT EXISTS (SELECT 1 FROM acceptances x WHERE x.project_id = p.id AND x.state = 'draft') AND `+open,
		append(append([]any{v.ID}, args...), more...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		return scan(&r.Kind, &r.ID, &r.Version, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &r.From, &r.Comment)
	})
}

// lastFailed is the condition that an acceptance f is the last confirmed one of its project, and found it wanting: of one
// project one is drafted at a time, so their ids are in the order of their confirmation. While a project is completed, all
// confirmed ones are of this kind; what is accepted in part may have its rest found wanting. The question names those few
// projects beside it, so that not every accepted one is looked at.
const lastFailed = `f.state = 'confirmed' AND f.verdict = 'failed' AND NOT EXISTS
	(SELECT 1 FROM acceptances later WHERE later.project_id = f.project_id AND later.state = 'confirmed' AND later.id > f.id)`
