package funds

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"zhengcun/ent/claim"
	"zhengcun/ent/claimstep"
	"zhengcun/ent/schema"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/waiting"
)

// claimWait is whom a claim in one state waits for.
type claimWait struct {
	kind, role string
	state      claimflow.State
	action     claimflow.Action
}

// claimWaits are the steps of a claim that somebody else than its unit takes, and the one the unit takes again.
var claimWaits = []claimWait{
	{"claim_agree_by_township", "TOWNSHIP", claimflow.Submitted, claimflow.AgreeByTownship},
	{"claim_check_by_department", "DEPARTMENT", claimflow.TownshipAgreed, claimflow.CheckByDepartment},
	{"claim_agree_by_office", "POVERTY_OFFICE", claimflow.DepartmentChecked, claimflow.AgreeByOffice},
	{"claim_approve", "FINANCE_APPROVER", claimflow.OfficeAgreed, claimflow.Approve},
	{"claim_pay", "CASHIER", claimflow.FinanceApproved, claimflow.Pay},
	{"claim_returned", "UNIT", claimflow.Returned, claimflow.Submit},
}

// Waiting tells what of the money's documents waits for the viewer; it is a [waiting.Source].
func (r *Room) Waiting(ctx context.Context) ([]waiting.Row, error) {
	var all []waiting.Row
	for _, source := range []waiting.Source{claimsWaiting, appropriationsWaiting, reversalsWaiting, conflictsWaiting, fiscalYearsWaiting, r.retentionsWaiting, defectsWaiting} {
		rows, err := source(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// notSteps are entries of a claim's history that hand it to nobody.
var notSteps = []claimstep.Action{claimstep.ActionEdit, claimstep.ActionRemind}

// claimsWaiting asks for the claims that are the viewer's turn and that he may act on: what [claims.take] and the
// methods themselves refuse is not asked for.
func claimsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	var args waiting.Args
	within := func(c scope.Columns, as *scope.Viewer) string {
		condition, more := c.SQL(tx.Dialect(), as, "c", len(args)+1)
		args = append(args, more...)
		return condition
	}
	kinds := map[claim.State]string{}
	var turns []string
	for _, w := range claimWaits {
		if !v.Has(w.role) {
			continue
		}
		kinds[claim.State(w.state)] = w.kind
		turn := "c.state = " + args.Add(string(w.state))
		switch w.action {
		case claimflow.AgreeByTownship: // of the township's villages, whatever else the viewer sees
			turn += " AND " + within(scope.Columns{Village: "village_id"}, &scope.Viewer{Villages: v.Villages})
		case claimflow.CheckByDepartment:
			turn += " AND c.department_id = " + args.Add(v.Department)
		case claimflow.Submit:
			turn += " AND c.unit_id = " + args.Add(v.Unit)
		}
		if w.action != claimflow.Submit {
			turn += fmt.Sprintf(` AND NOT EXISTS (SELECT 1 FROM claim_steps m WHERE m.claim_id = c.id AND m.actor_id = %s
				AND (m.action IN ('draft', 'edit', 'submit') OR m.acted AND m.round = c.round))`, args.Add(v.ID))
		}
		turns = append(turns, "("+turn+")")
	}
	if len(turns) == 0 {
		return nil, nil
	}
	rows, err := tx.QueryContext(ctx, `SELECT c.id, c.version, c.state, COALESCE(c.number, ''), p.name, c.village_id, c.amount_fen,
			l.create_time, l.actor_name, l.comment,
			(SELECT COUNT(*) FROM claim_steps u WHERE u.claim_id = c.id AND u.id > l.id AND u.action = 'remind')
		FROM claims c JOIN projects p ON p.id = c.project_id
		JOIN claim_steps l ON l.id = (SELECT s.id FROM claim_steps s WHERE s.claim_id = c.id AND s.action NOT IN (`+quoted(notSteps)+`) ORDER BY s.id DESC LIMIT 1)
		WHERE (`+strings.Join(turns, " OR ")+") AND "+within(schema.ProjectColumns, v), args...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		var state claim.State
		err := scan(&r.ID, &r.Version, &state, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &r.From, &r.Comment, &r.Reminders)
		r.Kind = kinds[state]
		return err
	})
}

func quoted[S ~string](values []S) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = "'" + string(v) + "'"
	}
	return strings.Join(all, ", ")
}

// appropriationsWaiting asks for requests of others.
func appropriationsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("POVERTY_OFFICE") {
		return nil, nil
	}
	within, args := schema.ProjectColumns.SQL(tx.Dialect(), v, "a", 2)
	rows, err := tx.QueryContext(ctx, `SELECT a.id, a.version, p.number, p.name, a.village_id, a.amount_fen, a.create_time, a.requester_name
		FROM appropriations a JOIN projects p ON p.id = a.project_id
		WHERE a.state = 'requested' AND a.requested_by <> $1 AND `+within, append([]any{v.ID}, args...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "appropriation_approve"
		return scan(&r.ID, &r.Version, &r.Number, &r.Title, &r.Village, &r.AmountFen, &r.Since, &r.From)
	})
}

// reversalsWaiting asks for reversals asked for by others. What is to be reversed says the number and what it is about:
// a payment its project, a receipt its paper, an appropriation its project.
func reversalsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("FINANCE_APPROVER") {
		return nil, nil
	}
	within, args := scope.Columns{}.SQL(tx.Dialect(), v, "r", 2)
	rows, err := tx.QueryContext(ctx, `SELECT r.id, r.version, COALESCE(y.number, i.bank_reference, ap.number, ''), COALESCE(yp.name, d.number, ap.name, ''),
			COALESCE(y.village_id, a.village_id), r.amount_fen, r.create_time, r.requester_name, r.reason
		FROM reversals r
		LEFT JOIN payments y ON r.target = 'payment' AND y.id = r.target_id LEFT JOIN projects yp ON yp.id = y.project_id
		LEFT JOIN receipts i ON r.target = 'receipt' AND i.id = r.target_id
		LEFT JOIN allocations al ON al.id = i.allocation_id LEFT JOIN fund_documents d ON d.id = al.fund_document_id
		LEFT JOIN appropriations a ON r.target = 'appropriation' AND a.id = r.target_id LEFT JOIN projects ap ON ap.id = a.project_id
		WHERE r.state = 'requested' AND r.requested_by <> $1 AND `+within, append([]any{v.ID}, args...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "reversal_approve"
		var village uuid.NullUUID
		err := scan(&r.ID, &r.Version, &r.Number, &r.Title, &village, &r.AmountFen, &r.Since, &r.From, &r.Comment)
		r.Village = village.UUID
		return err
	})
}

// conflictsWaiting asks for papers that came in two ways and differ.
func conflictsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("FINANCE_OFFICER") {
		return nil, nil
	}
	within, args := scope.Columns{}.SQL(tx.Dialect(), v, "c", 1)
	rows, err := tx.QueryContext(ctx, `SELECT c.id, c.version, d.number, d.title, c.create_time
		FROM document_conflicts c JOIN fund_documents d ON d.id = c.fund_document_id
		WHERE NOT c.resolved AND `+within, args...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "document_conflict"
		return scan(&r.ID, &r.Version, &r.Number, &r.Title, &r.Since)
	})
}

// fiscalYearsWaiting asks for closings and reopenings asked for by others.
func fiscalYearsWaiting(ctx context.Context) ([]waiting.Row, error) {
	tx, v := db.From(ctx), viewer(ctx)
	if !v.Has("FINANCE_APPROVER") {
		return nil, nil
	}
	within, args := scope.Columns{}.SQL(tx.Dialect(), v, "c", 2)
	rows, err := tx.QueryContext(ctx, `SELECT c.id, (SELECT SUM(s.version) FROM fiscal_year_changes s WHERE s.fiscal_year = c.fiscal_year), c.fiscal_year, c.create_time, c.requester_name, c.reason
		FROM fiscal_year_changes c WHERE c.state = 'requested' AND c.requested_by <> $1 AND `+within, append([]any{v.ID}, args...)...)
	return waiting.Scan(rows, err, func(r *waiting.Row, scan func(...any) error) error {
		r.Kind = "fiscal_year_approve"
		err := scan(&r.ID, &r.Version, &r.Number, &r.Since, &r.From, &r.Comment)
		r.Title = r.Number // the year is all there is to tell
		return err
	})
}
