package funds

import (
	"context"
	"fmt"
	"maps"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/claimstep"
	"zhengcun/ent/payment"
	"zhengcun/ent/predicate"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// ListClaims lists claims, newest first unless asked for otherwise.
func (s *claims) ListClaims(ctx context.Context, req *fundsv1.ListClaimsRequest) (*fundsv1.ListClaimsResponse, error) {
	order, err := newestFirst(req.OrderBy, "claimed_on", "amount_fen", "number")
	if err != nil {
		return nil, err
	}
	order[0].Empty = order[0].Name == "number" // a draft has none
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	query, err := s.found(ctx, req)
	if err != nil {
		return nil, err
	}
	var all []tally
	if err := query.Clone().Aggregate(counted, summed("amount", claim.FieldAmountFen, claimsInForce...), summed("set_off", claim.FieldSetOffFen, claimsInForce...),
		summed("retained", claim.FieldRetentionFen, claimsInForce...), summed("paid", claim.FieldAmountFen, claim.StatePaid)).Scan(ctx, &all); err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Claim) []string {
		switch order[0].Name {
		case "claimed_on":
			return []string{r.ClaimedOn.String(), r.ID.String()}
		case "amount_fen":
			return []string{fmt.Sprint(r.AmountFen), r.ID.String()}
		case "number":
			return []string{numberOf(r), r.ID.String()}
		default:
			return []string{r.ID.String()}
		}
	})
	list, err := s.messages(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return &fundsv1.ListClaimsResponse{
		Claims: list, NextPageToken: next, TotalSize: all[0].Rows, TotalAmountFen: all[0].Amount, TotalSetOffFen: all[0].SetOff,
		TotalPaidFen: all[0].Paid, TotalRetentionFen: all[0].Retained,
	}, nil
}

// numberOf is the number of a claim; a draft that was never submitted has none.
func numberOf(r *ent.Claim) string {
	if r.Number == nil {
		return ""
	}
	return *r.Number
}

// claimsInForce are the states of claims that count: handed in and neither returned nor rejected.
var claimsInForce = []claim.State{
	claim.StateSubmitted, claim.StateTownshipAgreed, claim.StateDepartmentChecked, claim.StateOfficeAgreed, claim.StateFinanceApproved, claim.StatePaid,
}

// found are the claims a list's filters leave.
func (s *claims) found(ctx context.Context, req *fundsv1.ListClaimsRequest) (*ent.ClaimQuery, error) {
	query := db.From(ctx).Claim.Query()
	if req.ProjectId != "" {
		query.Where(claim.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.AcceptanceId != "" {
		query.Where(claim.AcceptanceID(wire.ID(req.AcceptanceId)))
	}
	if req.State != 0 {
		query.Where(claim.StateEQ(wire.FromEnum[claim.State](req.State)))
	}
	if req.Kind != 0 {
		query.Where(claim.KindEQ(wire.FromEnum[claim.Kind](req.Kind)))
	}
	if req.FiscalYear != 0 {
		query.Where(inYear(claim.FieldClaimedOn, req.FiscalYear))
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
	return query, nil
}

// messages turns rows into messages with lines and history: a few queries however many rows.
func (s *claims) messages(ctx context.Context, rows ...*ent.Claim) ([]*fundsv1.Claim, error) {
	tx := db.From(ctx)
	ids := idsOf(rows, func(r *ent.Claim) uuid.UUID { return r.ID })
	lines, err := tx.ClaimLine.Query().Where(among[predicate.ClaimLine](claimline.FieldClaimID, ids)).Order(ent.Asc(claimline.FieldClaimID, claimline.FieldLineNumber)).All(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := tx.ClaimStep.Query().Where(among[predicate.ClaimStep](claimstep.FieldClaimID, ids)).Order(ent.Asc(claimstep.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	paid, err := tx.Payment.Query().Where(among[predicate.Payment](payment.FieldClaimID, ids), payment.StateEQ(payment.StatePaid)).All(ctx)
	if err != nil {
		return nil, err
	}
	carried, err := projectsOf(ctx, rows, func(r *ent.Claim) uuid.UUID { return r.ProjectID })
	if err != nil {
		return nil, err
	}
	allocations, numbers, err := papers(ctx, lines, func(l *ent.ClaimLine) uuid.UUID { return l.AllocationID })
	if err != nil {
		return nil, err
	}
	b, err := bookOf(ctx, maps.Values(allocations))
	if err != nil {
		return nil, err
	}
	villages, err := people.Regions(ctx, idsOf(rows, func(r *ent.Claim) uuid.UUID { return r.VillageID })...)
	if err != nil {
		return nil, err
	}
	kept, err := retentionNumbers(ctx, rows)
	if err != nil {
		return nil, err
	}
	v := viewer(ctx)
	parts := s.partsIn(v.ID, steps)
	byID := map[uuid.UUID]*fundsv1.Claim{}
	list := make([]*fundsv1.Claim, len(rows))
	for i, row := range rows {
		list[i] = &fundsv1.Claim{
			Id: row.ID.String(), ProjectTermsVersion: int32(row.ProjectTermsVersion), ProjectId: row.ProjectID.String(), ProjectNumber: carried[row.ProjectID].Number, ProjectName: carried[row.ProjectID].Name,
			Kind: wire.ToEnum[fundsv1.ClaimKind](row.Kind), ClaimedOn: row.ClaimedOn.String(), AcceptanceId: wire.IDText(row.AcceptanceID),
			PayeeName: row.PayeeName, PayeeAccount: row.PayeeAccountMasked,
			AmountFen: row.AmountFen, SetOffFen: row.SetOffFen, AdvanceCapBp: int32(row.AdvanceCapBp),
			RetentionFen: row.RetentionFen, RetentionBp: int32(row.RetentionBp), RetentionCapBp: int32(row.RetentionCapBp), RetentionOfId: wire.IDText(row.RetentionOfID),
			State: wire.ToEnum[fundsv1.ClaimState](row.State), Remark: row.Remark, CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version),
			AllowedActions: claimActions(v, row, carried[row.ProjectID], parts[row.ID]),
		}
		if village := villages[row.VillageID]; village != nil {
			list[i].VillageName = village.ShortName
		}
		if row.Number != nil {
			list[i].Number = *row.Number
		}
		if row.RetentionDueOn != nil {
			list[i].RetentionDueOn = row.RetentionDueOn.String()
		}
		if row.RetentionOfID != nil {
			list[i].RetentionOfNumber = kept[*row.RetentionOfID]
		}
		byID[row.ID] = list[i]
	}
	for _, l := range lines {
		a := allocations[l.AllocationID]
		byID[l.ClaimID].Lines = append(byID[l.ClaimID].Lines, &fundsv1.ClaimLine{
			AllocationId: l.AllocationID.String(), AmountFen: l.AmountFen, SetOffFen: l.SetOffFen, RetentionFen: l.RetentionFen,
			DocumentNumber: numbers[a.FundDocumentID], ChannelCode: b.channels[a.ChannelID].Code,
		})
	}
	for _, st := range steps {
		byID[st.ClaimID].History = append(byID[st.ClaimID].History, &fundsv1.ClaimStep{
			Action: wire.ToEnum[fundsv1.ClaimAction](st.Action), ActorName: st.ActorName, OrganizationName: st.OrganizationName,
			Time: wire.Time(st.CreateTime), Comment: st.Comment,
		})
	}
	for _, p := range paid {
		byID[p.ClaimID].PaymentId = p.ID.String()
	}
	return list, nil
}
