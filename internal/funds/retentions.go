package funds

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/predicate"
	"zhengcun/ent/retentiondefect"
	"zhengcun/internal/funds/retention"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

type retentions struct {
	fundsv1.UnimplementedRetentionServiceServer
	*Room
}

const (
	// leftSQL is what is left of the retention of claim %c, in the ledger.
	leftSQL = `(SELECT COALESCE(SUM(x.credits_posted - x.debits_posted), 0) FROM ledger_accounts x
		WHERE x.kind = 'retention' AND x.project_id = claims.project_id AND x.claim_id = claims.id)`
	heldSQL = `(SELECT COALESCE(SUM(x.debits_pending), 0) FROM ledger_accounts x
		WHERE x.kind = 'retention' AND x.project_id = claims.project_id AND x.claim_id = claims.id)`
	claimedSQL = `EXISTS (SELECT 1 FROM claims r WHERE r.retention_of_id = claims.id AND r.state <> 'rejected')`
)

// withheld are the paid claims that something was kept back from.
func withheld() predicate.Claim {
	return claim.And(claim.StateEQ(claim.StatePaid), claim.RetentionDueOnNotNil(), claim.RetentionFenGT(0))
}

// inRetentionState finds them by [retention.StateOf], as the database says it.
func inRetentionState(state retention.State, today calendar.Date) predicate.Claim {
	is := func(expression string) predicate.Claim {
		return func(s *sql.Selector) { s.Where(sql.ExprP(expression)) }
	}
	switch state {
	case retention.Released:
		return is(leftSQL + " = 0")
	case retention.Claimed:
		return claim.And(is(leftSQL+" > 0"), is(claimedSQL))
	case retention.Running:
		return claim.And(is(leftSQL+" > 0"), is("NOT "+claimedSQL), claim.RetentionDueOnGT(&today))
	default:
		return claim.And(is(leftSQL+" > 0"), is("NOT "+claimedSQL), claim.RetentionDueOnLTE(&today))
	}
}

// ListRetentions lists what was kept back, what is due first first.
func (s *retentions) ListRetentions(ctx context.Context, req *fundsv1.ListRetentionsRequest) (*fundsv1.ListRetentionsResponse, error) {
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: claim.FieldRetentionDueOn}, {Name: "id"}})
	if err != nil {
		return nil, err
	}
	query := db.From(ctx).Claim.Query().Where(withheld(), between(claim.FieldRetentionDueOn, "", req.ToDate))
	if req.ProjectId != "" {
		query.Where(claim.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		query.Where(inRetentionState(wire.FromEnum[retention.State](req.State), calendar.Today(s.clock)))
	}
	if villages, all, err := villageFilter(ctx, req.RegionCode); err != nil {
		return nil, err
	} else if !all {
		query.Where(among[predicate.Claim](claim.FieldVillageID, villages))
	}
	if text := search(req.Query); text != "" {
		query.Where(func(s *sql.Selector) {
			s.Where(sql.Or(sql.ContainsFold(s.C(claim.FieldNumber), text), sql.In(s.C(claim.FieldProjectID), projectsNamed(s.Dialect(), text))))
		})
	}
	var all []tally
	left := func(*sql.Selector) string {
		return sql.As("CAST(COALESCE(SUM("+leftSQL+" - "+heldSQL+"), 0) AS BIGINT)", "retained")
	}
	if err := query.Clone().Aggregate(counted, summed("amount", claim.FieldRetentionFen, claim.StatePaid), left).Scan(ctx, &all); err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Claim) []string { return []string{r.RetentionDueOn.String(), r.ID.String()} })
	list, err := s.messages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListRetentionsResponse{Retentions: list, NextPageToken: next, TotalSize: all[0].Rows,
		TotalWithheldFen: all[0].Amount, TotalLeftFen: all[0].Retained}, nil
}

// GetRetention gets what was kept back of one claim.
func (s *retentions) GetRetention(ctx context.Context, req *fundsv1.GetRetentionRequest) (*fundsv1.Retention, error) {
	row, err := db.From(ctx).Claim.Query().Where(claim.ID(wire.ID(req.Id)), withheld()).Only(ctx)
	if err != nil {
		return nil, db.Missing(err, "retention")
	}
	return one(s.messages(ctx, row))
}

// messages turns claims into what was kept back of them: a few queries however many there are.
func (s *retentions) messages(ctx context.Context, rows ...*ent.Claim) ([]*fundsv1.Retention, error) {
	tx, v, today := db.From(ctx), viewer(ctx), calendar.Today(s.clock)
	ids := idsOf(rows, func(r *ent.Claim) uuid.UUID { return r.ID })
	carried, err := projectsOf(ctx, rows, func(r *ent.Claim) uuid.UUID { return r.ProjectID })
	if err != nil {
		return nil, err
	}
	villages, err := people.Regions(ctx, idsOf(rows, func(r *ent.Claim) uuid.UUID { return r.VillageID })...)
	if err != nil {
		return nil, err
	}
	lines, err := tx.ClaimLine.Query().Where(among[predicate.ClaimLine](claimline.FieldClaimID, ids), claimline.RetentionFenGT(0)).
		Order(ent.Asc(claimline.FieldClaimID, claimline.FieldLineNumber)).All(ctx)
	if err != nil {
		return nil, err
	}
	numbers, err := numbersByAllocation(ctx, lines, func(l *ent.ClaimLine) uuid.UUID { return l.AllocationID })
	if err != nil {
		return nil, err
	}
	defects, err := tx.RetentionDefect.Query().Where(among[predicate.RetentionDefect](retentiondefect.FieldClaimID, ids)).Order(ent.Asc(retentiondefect.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	releases, err := tx.Claim.Query().Where(among[predicate.Claim](claim.FieldRetentionOfID, ids), claim.StateNEQ(claim.StateRejected)).All(ctx)
	if err != nil {
		return nil, err
	}
	books, err := ledger.RetentionsOfProjects(ctx, tx, idsOf(rows, func(r *ent.Claim) uuid.UUID { return r.ProjectID })...)
	if err != nil {
		return nil, err
	}
	balances := map[ledger.Retention]ledger.RetentionBalance{}
	for _, b := range books {
		balances[b.Retention] = b
	}
	byID := map[uuid.UUID]*fundsv1.Retention{}
	list := make([]*fundsv1.Retention, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Retention{Id: row.ID.String(), ClaimNumber: *row.Number, ProjectId: row.ProjectID.String(),
			ProjectNumber: carried[row.ProjectID].Number, ProjectName: carried[row.ProjectID].Name, PayeeName: row.PayeeName,
			WithheldFen: row.RetentionFen, RetentionBp: int32(row.RetentionBp), DueOn: row.RetentionDueOn.String(), DaysLeft: int32(today.DaysUntil(*row.RetentionDueOn))}
		if village := villages[row.VillageID]; village != nil {
			list[i].VillageName = village.ShortName
		}
		byID[row.ID] = list[i]
	}
	for _, r := range releases {
		byID[*r.RetentionOfID].ReleaseClaimId = r.ID.String()
	}
	open := map[uuid.UUID]bool{}
	for _, d := range defects {
		m := byID[d.ClaimID]
		m.Defects = append(m.Defects, defectMessage(v, d))
		switch d.State {
		case retentiondefect.StateConfirmed:
			m.DeductedFen += d.AmountFen
		case retentiondefect.StateRecorded:
			open[d.ClaimID] = true
		}
	}
	projectOf := map[uuid.UUID]uuid.UUID{}
	for _, row := range rows {
		projectOf[row.ID] = row.ProjectID
	}
	for _, l := range lines {
		m := byID[l.ClaimID]
		b := balances[ledger.Retention{ProjectLot: ledger.ProjectLot{Lot: l.AllocationID, Project: projectOf[l.ClaimID]}, Claim: l.ClaimID}]
		m.ReleasedFen, m.HeldFen, m.LeftFen = m.ReleasedFen+int64(b.Released), m.HeldFen+int64(b.Held), m.LeftFen+int64(b.Available())
		m.Lots = append(m.Lots, &fundsv1.RetentionLot{AllocationId: l.AllocationID.String(), DocumentNumber: numbers[l.AllocationID],
			WithheldFen: int64(b.Withheld), LeftFen: int64(b.Available())})
	}
	for i, row := range rows {
		m := list[i]
		state := retention.StateOf(money.Fen(m.LeftFen+m.HeldFen), m.ReleaseClaimId != "", *row.RetentionDueOn, today)
		m.State = wire.ToEnum[fundsv1.RetentionState](state)
		m.AllowedActions = retentionActions(v, row, m, state, open[row.ID])
	}
	return list, nil
}

// retentionActions are what the viewer may do with what was kept back of a claim.
func retentionActions(v *scope.Viewer, row *ent.Claim, m *fundsv1.Retention, state retention.State, open bool) []string {
	var verbs []string
	if access.May(fundsv1.ClaimService_CreateClaim_FullMethodName, v) && row.UnitID == v.Unit && state == retention.Due && !open {
		verbs = append(verbs, "claim")
	}
	if access.May(fundsv1.RetentionService_CreateRetentionDefect_FullMethodName, v) && m.LeftFen > 0 && !open {
		verbs = append(verbs, "recordDefect")
	}
	return verbs
}

// defectMessage is a defect as the contract tells it.
func defectMessage(v *scope.Viewer, d *ent.RetentionDefect) *fundsv1.RetentionDefect {
	m := &fundsv1.RetentionDefect{
		Id: d.ID.String(), ClaimId: d.ClaimID.String(), AllocationId: d.AllocationID.String(), AmountFen: d.AmountFen, FoundOn: d.FoundOn.String(),
		Reason: d.Reason, State: wire.ToEnum[fundsv1.RetentionDefectState](d.State), RecorderName: d.RecorderName, DeciderName: d.DeciderName,
		DecisionReason: d.DecisionReason, CreateTime: wire.Time(d.CreateTime), Etag: wire.Etag(d.Version),
	}
	if refuseDefectDecision(v, d) == nil {
		for verb, method := range map[string]string{"confirm": fundsv1.RetentionService_ConfirmRetentionDefect_FullMethodName,
			"refuse": fundsv1.RetentionService_RefuseRetentionDefect_FullMethodName} {
			if access.May(method, v) {
				m.AllowedActions = append(m.AllowedActions, verb)
			}
		}
		slices.Sort(m.AllowedActions)
	}
	return m
}
