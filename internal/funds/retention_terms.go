package funds

import (
	"context"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/predicate"
	"zhengcun/ent/projecttype"
	"zhengcun/ent/retentiondefect"
	"zhengcun/internal/funds/retention"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/rules"
)

// retainedID is the ledger's id of what is kept back with a payment.
func retainedID(payment uuid.UUID) uuid.UUID { return uuid.NewSHA1(payment, []byte("retained")) }

// retentionTerms are what the rule in force keeps back of a claim.
type retentionTerms struct {
	rateBP, capBP int
	due           *calendar.Date // nil when nothing is kept back
}

// retentionTerms reads the rule in force on the day of the claim. The rate stays within the caps its lots were opened with.
func (s *claims) retentionTerms(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) (t retentionTerms, err error) {
	if !ofWork(row.Kind) {
		return t, nil
	}
	tx := db.From(ctx)
	p, err := tx.Project.Get(ctx, row.ProjectID)
	if err != nil {
		return t, err
	}
	of, err := tx.ProjectType.Get(ctx, p.TypeID)
	if err != nil {
		return t, err
	}
	all, err := rules.RetentionsInForce(ctx, row.ClaimedOn)
	if err != nil {
		return t, err
	}
	keys := make([]ledger.ProjectLot, len(lines))
	for i, l := range lines {
		keys[i] = ledger.ProjectLot{Lot: l.AllocationID, Project: row.ProjectID}
	}
	balances, err := ledger.ProjectLotBalances(ctx, tx, keys...)
	if err != nil {
		return t, err
	}
	t.capBP = 10000
	for _, b := range balances {
		t.capBP = min(t.capBP, b.Caps.RetentionBP)
	}
	rule := all.Of(of.Code)
	t.rateBP = min(rule.RateBP, t.capBP)
	if row.RetentionFen > 0 && t.rateBP > 0 {
		a, err := tx.Acceptance.Get(ctx, *row.AcceptanceID)
		if err != nil {
			return t, db.Missing(err, "acceptance")
		}
		due := retention.DueOn(a.AcceptedOn, rule.Months)
		t.due = &due
	}
	return t, nil
}

// releaseDays are the days from when what is kept back of each line may be paid back. A day is fixed in the ledger when the
// money is first held; the claim tells the last of them.
func (s *claims) releaseDays(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) (map[uuid.UUID]calendar.Date, error) {
	if row.RetentionDueOn == nil {
		return nil, nil
	}
	tx := db.From(ctx)
	fixed, err := ledger.RetentionsOfProjects(ctx, tx, row.ProjectID)
	if err != nil {
		return nil, err
	}
	days, last := map[uuid.UUID]calendar.Date{}, *row.RetentionDueOn
	for _, l := range lines {
		days[l.AllocationID] = *row.RetentionDueOn
	}
	for _, b := range fixed {
		if _, has := days[b.Lot]; has && b.Claim == row.ID {
			days[b.Lot] = b.ReleaseOn
			if b.ReleaseOn.After(last) {
				last = b.ReleaseOn
			}
		}
	}
	if last != *row.RetentionDueOn {
		return days, tx.Claim.UpdateOneID(row.ID).SetRetentionDueOn(&last).Exec(ctx)
	}
	return days, nil
}

// retentionOf is the paid claim whose retention a claim of this day asks for. self is the claim itself, once there is one.
func (s *claims) retentionOf(ctx context.Context, project, id, self uuid.UUID, on calendar.Date) (*ent.Claim, error) {
	tx := db.From(ctx)
	source, err := tx.Claim.Get(ctx, id)
	if err != nil && !ent.IsNotFound(err) {
		return nil, err
	}
	if err != nil || source.ProjectID != project || source.State != claim.StatePaid || source.RetentionDueOn == nil {
		return nil, fault.Fields(ReasonRetentionUnknown.Field("claim.retention_of_id"))
	}
	other, err := tx.Claim.Query().Where(claim.RetentionOfID(id), claim.StateNEQ(claim.StateRejected), claim.IDNEQ(self)).First(ctx)
	switch {
	case err == nil:
		number := ""
		if other.Number != nil {
			number = *other.Number
		}
		return nil, refuseField(ReasonRetentionClaimed, "claim.retention_of_id", []any{"number", number})
	case !ent.IsNotFound(err):
		return nil, err
	}
	if due := *source.RetentionDueOn; on.Before(due) {
		return nil, refuseField(ReasonRetentionNotDue, "claim.claimed_on", []any{"due", due.String()})
	}
	return source, nil
}

// releasable checks that a claim of retention asks for all that is left, on each lot, and that nothing stands in its way.
func (s *claims) releasable(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) error {
	if _, err := s.retentionOf(ctx, row.ProjectID, *row.RetentionOfID, row.ID, row.ClaimedOn); err != nil {
		return err
	}
	tx := db.From(ctx)
	open, err := tx.RetentionDefect.Query().Where(retentiondefect.ClaimID(*row.RetentionOfID), retentiondefect.StateEQ(retentiondefect.StateRecorded)).Exist(ctx)
	if err != nil {
		return err
	}
	if open {
		return ReasonRetentionDefectOpen.New()
	}
	left, err := retentionLeft(ctx, row.ProjectID, *row.RetentionOfID)
	if err != nil {
		return err
	}
	var sum money.Fen
	for _, b := range left {
		sum += b.Available()
	}
	for _, l := range lines {
		if b, there := left[l.AllocationID]; !there || b.Available() != money.Fen(l.AmountFen) {
			return refuseField(ReasonRetentionAmount, "claim.lines", money.Told("left", sum))
		}
		sum -= money.Fen(l.AmountFen)
	}
	if sum != 0 {
		return refuseField(ReasonRetentionAmount, "claim.lines", money.Told("left", sum+money.Fen(row.AmountFen)))
	}
	return nil
}

// retentionLeft is what is kept back of a claim, by allocation.
func retentionLeft(ctx context.Context, project, of uuid.UUID) (map[uuid.UUID]ledger.RetentionBalance, error) {
	all, err := ledger.RetentionsOfProjects(ctx, db.From(ctx), project)
	left := map[uuid.UUID]ledger.RetentionBalance{}
	for _, b := range all {
		if b.Claim == of {
			left[b.Lot] = b
		}
	}
	return left, err
}

// retentionNumbers are the numbers of the claims whose retention these ask for.
func retentionNumbers(ctx context.Context, rows []*ent.Claim) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, row := range rows {
		if row.RetentionOfID != nil {
			ids = append(ids, *row.RetentionOfID)
		}
	}
	numbers := map[uuid.UUID]string{}
	if len(ids) == 0 {
		return numbers, nil
	}
	sources, err := db.From(ctx).Claim.Query().Where(among[predicate.Claim](claim.FieldID, ids)).All(ctx)
	for _, c := range sources {
		if c.Number != nil {
			numbers[c.ID] = *c.Number
		}
	}
	return numbers, err
}

// retentionRates are the rates at which work claimed today is kept back, by type of project.
func (r *Room) retentionRates(ctx context.Context, projects []*ent.Project) (map[uuid.UUID]int, error) {
	all, err := rules.RetentionsInForce(ctx, calendar.Today(r.clock))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	types, err := db.From(ctx).ProjectType.Query().Where(projecttype.IDIn(idsOf(projects, func(p *ent.Project) uuid.UUID { return p.TypeID })...)).All(ctx)
	rates := map[uuid.UUID]int{}
	for _, t := range types {
		rates[t.ID] = all.Of(t.Code).RateBP
	}
	return rates, err
}

// defectiveWork is the accepted work of each lot of these projects that defects were found in. The ledger has given its
// money back to the lot; whoever mends it is paid after another acceptance, and nobody for the bad work.
func defectiveWork(ctx context.Context, projects ...uuid.UUID) (map[ledger.ProjectLot]money.Fen, error) {
	tx := db.From(ctx)
	condition, list := idsCondition(tx.Dialect(), "c.project_id", 1, projects)
	rows, err := tx.QueryContext(ctx, `SELECT d.allocation_id, c.project_id, CAST(SUM(d.amount_fen) AS BIGINT)
		FROM retention_defects d JOIN claims c ON c.id = d.claim_id
		WHERE d.state = 'confirmed' AND `+condition+` GROUP BY d.allocation_id, c.project_id`, list)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[ledger.ProjectLot]money.Fen{}
	for rows.Next() {
		var key ledger.ProjectLot
		var fen money.Fen
		if err := rows.Scan(&key.Lot, &key.Project, &fen); err != nil {
			return nil, err
		}
		all[key] = fen
	}
	return all, rows.Err()
}
