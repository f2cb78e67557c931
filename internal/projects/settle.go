package projects

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/project"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects/lifecycle"
)

// claimsOnTheirWay are the claims that somebody still has to deal with.
var claimsOnTheirWay = claim.StateNotIn(claim.StateDraft, claim.StateReturned, claim.StateRejected, claim.StatePaid)

// unsettled tells of each project why it cannot be settled, nil for those that can: by the ledger's figures all that was
// accepted is paid and nothing is asked for, held, advanced or withheld any more, and no claim is on its way. has is the
// money of each, of all years. It asks a fixed number of questions.
func unsettled(ctx context.Context, rows []*ent.Project, has map[uuid.UUID]*projectsv1.ProjectMoney) (map[uuid.UUID]error, error) {
	why := make(map[uuid.UUID]error, len(rows))
	var accepted []uuid.UUID
	for _, p := range rows {
		if p.State == project.StateAccepted {
			accepted = append(accepted, p.ID)
		} else {
			why[p.ID] = notThere[lifecycle.Settle].New("state", p.State)
		}
	}
	if len(accepted) == 0 {
		return why, nil
	}
	claims, err := db.From(ctx).Claim.Query().Where(claim.ProjectIDIn(accepted...), claimsOnTheirWay).All(ctx)
	if err != nil {
		return nil, err
	}
	retained, err := ledger.RetentionsOfProjects(ctx, db.From(ctx), accepted...)
	if err != nil {
		return nil, err
	}
	withheld, waiting := map[uuid.UUID]money.Fen{}, map[uuid.UUID]int{}
	for _, r := range retained {
		withheld[r.Project] += r.Withheld - r.Released
	}
	for _, c := range claims {
		waiting[c.ProjectID]++
	}
	for _, id := range accepted {
		m := has[id]
		switch {
		case waiting[id] > 0:
			why[id] = ReasonClaimsOnTheirWay.New("count", waiting[id])
		case m.RequestedFen > 0, m.HeldFen > 0, m.AdvanceFen > 0, withheld[id] > 0, m.PaidFen != m.AcceptedFen:
			why[id] = ReasonUnsettled.New(slices.Concat(money.Told("accepted", money.Fen(m.AcceptedFen)), money.Told("paid", money.Fen(m.PaidFen)),
				money.Told("withheld", withheld[id]))...)
		}
	}
	return why, nil
}

// SettleProject says that an accepted project is settled.
func (s *service) SettleProject(ctx context.Context, req *projectsv1.SettleProjectRequest) (*projectsv1.Project, error) {
	p, err := Lock(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, err
	}
	if p.Version != wire.Version(req.Etag) {
		return nil, wire.ReasonStale.New()
	}
	has, _, err := moneyOf(ctx, []uuid.UUID{p.ID}, 0)
	if err != nil {
		return nil, err
	}
	why, err := unsettled(ctx, []*ent.Project{p}, has)
	if err != nil {
		return nil, err
	}
	if why[p.ID] != nil {
		return nil, why[p.ID]
	}
	moved, err := step(ctx, p, lifecycle.Settle, words{}, nil)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "projects.settleProject", ObjectType: "project", ObjectID: p.ID.String(), VillageID: p.VillageID.String(),
		Before: fmt.Sprintf(`{"state":%q}`, p.State), After: fmt.Sprintf(`{"state":%q}`, moved.State)})
	return s.message(ctx, moved)
}

// Unsettle makes a settled project an accepted one again, because a payment for it is reversed for the reason; in any
// other state it leaves it alone. The caller writes the audit entry.
func Unsettle(ctx context.Context, id uuid.UUID, reason string) error {
	p, err := Lock(ctx, id)
	if err != nil || p.State != project.StateSettled {
		return err
	}
	_, err = step(ctx, p, lifecycle.Unsettle, words{comment: reason}, nil)
	return err
}
