package funds

import (
	"context"
	"time"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/appropriation"
	"zhengcun/ent/claim"
	"zhengcun/ent/documentconflict"
	"zhengcun/ent/reversal"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// onTheWay are the states of claims that somebody must still act on before their year can be closed.
var onTheWay = []claim.State{
	claim.State(claimflow.Submitted), claim.State(claimflow.TownshipAgreed), claim.State(claimflow.DepartmentChecked),
	claim.State(claimflow.OfficeAgreed), claim.State(claimflow.FinanceApproved),
}

// obstacles are what stands in the way of closing the year: each can be found in the list of its kind.
func (s *fiscalYears) obstacles(ctx context.Context, all []*standing, y *standing) ([]*fundsv1.FiscalYearObstacle, error) {
	list, err := claimObstacles(ctx, y.year)
	if err != nil {
		return nil, err
	}
	after, err := calendar.NewDate(int(y.year)+1, time.January, 1)
	if err != nil {
		return nil, err
	}
	tx, end := db.From(ctx), after.Begin()
	add := func(kind fundsv1.FiscalYearObstacleKind, count int32, amount int64) {
		if count > 0 {
			list = append(list, &fundsv1.FiscalYearObstacle{Kind: kind, Count: count, AmountFen: amount})
		}
	}
	var asked []tally
	err = tx.Appropriation.Query().Where(appropriation.StateEQ(appropriation.StateRequested), appropriation.CreateTimeLT(end)).
		Aggregate(counted, summed("amount", appropriation.FieldAmountFen, appropriation.StateRequested)).Scan(ctx, &asked)
	if err != nil {
		return nil, err
	}
	add(fundsv1.FiscalYearObstacleKind_FISCAL_YEAR_OBSTACLE_KIND_APPROPRIATION, asked[0].Rows, asked[0].Amount)
	asked = nil
	err = tx.Reversal.Query().Where(reversal.StateEQ(reversal.StateRequested), reversal.CreateTimeLT(end)).
		Aggregate(counted, summed("amount", reversal.FieldAmountFen, reversal.StateRequested)).Scan(ctx, &asked)
	if err != nil {
		return nil, err
	}
	add(fundsv1.FiscalYearObstacleKind_FISCAL_YEAR_OBSTACLE_KIND_REVERSAL, asked[0].Rows, asked[0].Amount)
	conflicts, err := tx.DocumentConflict.Query().Where(documentconflict.Resolved(false), documentconflict.CreateTimeLT(end)).Count(ctx)
	if err != nil {
		return nil, err
	}
	add(fundsv1.FiscalYearObstacleKind_FISCAL_YEAR_OBSTACLE_KIND_DOCUMENT_CONFLICT, int32(conflicts), 0)
	booked, err := ledger.YearsBooked(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, earlier := range all {
		if earlier.year < y.year && !earlier.closed && booked[int(earlier.year)] {
			list = append(list, &fundsv1.FiscalYearObstacle{Kind: fundsv1.FiscalYearObstacleKind_FISCAL_YEAR_OBSTACLE_KIND_EARLIER_YEAR, Count: 1, EarlierYear: earlier.year})
		}
	}
	return list, nil
}

// claimObstacles are the claims of the year that are on the way, state by state in the order of the way.
func claimObstacles(ctx context.Context, year int32) ([]*fundsv1.FiscalYearObstacle, error) {
	var found []struct {
		State  claim.State `sql:"state"`
		Rows   int32       `sql:"n"`
		Amount int64       `sql:"amount"`
	}
	err := db.From(ctx).Claim.Query().Where(claim.StateIn(onTheWay...), inYear(claim.FieldClaimedOn, year)).
		GroupBy(claim.FieldState).Aggregate(counted, summed("amount", claim.FieldAmountFen, onTheWay...)).Scan(ctx, &found)
	if err != nil {
		return nil, err
	}
	var list []*fundsv1.FiscalYearObstacle
	for _, state := range onTheWay {
		for _, f := range found {
			if f.State == state {
				list = append(list, &fundsv1.FiscalYearObstacle{Kind: fundsv1.FiscalYearObstacleKind_FISCAL_YEAR_OBSTACLE_KIND_CLAIM,
					ClaimState: wire.ToEnum[fundsv1.ClaimState](state), Count: f.Rows, AmountFen: f.Amount})
			}
		}
	}
	return list, nil
}
