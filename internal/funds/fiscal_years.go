package funds

import (
	"context"
	"fmt"
	"slices"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/fiscalyearchange"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

type fiscalYears struct {
	fundsv1.UnimplementedFiscalYearServiceServer
	*Room
}

// openYear refuses a day of a closed year at its field. The ledger refuses it again, for who was slower.
func openYear(ctx context.Context, on calendar.Date, field string) error {
	closed, err := ledger.YearClosed(ctx, db.From(ctx), calendar.FiscalYear(on))
	if err == nil && closed {
		return refuseField(ledger.ReasonYearClosed, field)
	}
	return err
}

// standing is where one year stands: what the ledger says and what was asked for.
type standing struct {
	year    int32
	closed  bool
	changes []*ent.FiscalYearChange
}

// pending is the change that waits to be decided, or nil.
func (y *standing) pending() *ent.FiscalYearChange {
	if n := len(y.changes); n > 0 && y.changes[n-1].State == fiscalyearchange.StateRequested {
		return y.changes[n-1]
	}
	return nil
}

func (y *standing) state() fundsv1.FiscalYearState {
	switch {
	case y.closed && y.pending() != nil:
		return fundsv1.FiscalYearState_FISCAL_YEAR_STATE_REOPENING_REQUESTED
	case y.closed:
		return fundsv1.FiscalYearState_FISCAL_YEAR_STATE_CLOSED
	case y.pending() != nil:
		return fundsv1.FiscalYearState_FISCAL_YEAR_STATE_CLOSING_REQUESTED
	}
	return fundsv1.FiscalYearState_FISCAL_YEAR_STATE_OPEN
}

// version moves with every change asked for and decided.
func (y *standing) version() int {
	n := 0
	for _, c := range y.changes {
		n += c.Version
	}
	return n
}

// standings are all years that money was booked in or that were asked about, and this one, oldest first.
func (s *fiscalYears) standings(ctx context.Context) ([]*standing, error) {
	tx := db.From(ctx)
	closed, err := ledger.Years(ctx, tx)
	if err != nil {
		return nil, err
	}
	changes, err := tx.FiscalYearChange.Query().Order(ent.Asc(fiscalyearchange.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	this := calendar.FiscalYear(calendar.Today(s.clock))
	byYear := map[int]*standing{this: {year: int32(this)}}
	at := func(year int) *standing {
		if byYear[year] == nil {
			byYear[year] = &standing{year: int32(year)}
		}
		return byYear[year]
	}
	for year, is := range closed {
		at(year).closed = is
	}
	for _, c := range changes {
		y := at(c.FiscalYear)
		y.changes = append(y.changes, c)
	}
	list := make([]*standing, 0, len(byYear))
	for _, y := range byYear {
		list = append(list, y)
	}
	slices.SortFunc(list, func(a, b *standing) int { return int(a.year - b.year) })
	return list, nil
}

// of finds one year among them.
func of(all []*standing, year int32) (*standing, error) {
	i := slices.IndexFunc(all, func(y *standing) bool { return y.year == year })
	if i < 0 {
		return nil, fault.ReasonNotFound.New("resource", "fiscal_year")
	}
	return all[i], nil
}

// ListFiscalYears lists years, newest first.
func (s *fiscalYears) ListFiscalYears(ctx context.Context, _ *fundsv1.ListFiscalYearsRequest) (*fundsv1.ListFiscalYearsResponse, error) {
	all, err := s.standings(ctx)
	if err != nil {
		return nil, err
	}
	moneys, err := s.moneyByYear(ctx, all)
	if err != nil {
		return nil, err
	}
	resp := &fundsv1.ListFiscalYearsResponse{}
	for _, y := range slices.Backward(all) {
		resp.FiscalYears = append(resp.FiscalYears, &fundsv1.FiscalYear{FiscalYear: y.year, State: y.state(), Money: moneys[y.year], Etag: wire.Etag(y.version())})
	}
	return resp, nil
}

// moneyByYear reads the flows of all years once and adds up from the first on.
func (s *fiscalYears) moneyByYear(ctx context.Context, all []*standing) (map[int32]*fundsv1.CarryOverMoney, error) {
	tx := db.From(ctx)
	within, args := allocationColumns.SQL(tx.Dialect(), viewer(ctx), "a", 1)
	rows, err := tx.QueryContext(ctx, "SELECT t.fiscal_year, CAST(SUM("+cameIn+") AS BIGINT), CAST(SUM("+wentOut+`) AS BIGINT)
		FROM ledger_transfers t JOIN allocations a ON a.id = t.lot_id WHERE `+within+" GROUP BY t.fiscal_year", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	type yearFlow struct{ in, out int64 }
	flows := map[int32]yearFlow{}
	for rows.Next() {
		var year int32
		var f yearFlow
		if err := rows.Scan(&year, &f.in, &f.out); err != nil {
			return nil, err
		}
		flows[year] = f
	}
	result, balance := map[int32]*fundsv1.CarryOverMoney{}, int64(0)
	for _, y := range all {
		f, opening := flows[y.year], balance
		balance += f.in - f.out
		result[y.year] = &fundsv1.CarryOverMoney{OpeningFen: opening, ReceivedFen: f.in, PaidFen: f.out, ClosingFen: balance}
	}
	return result, rows.Err()
}

// GetFiscalYear gets a year.
func (s *fiscalYears) GetFiscalYear(ctx context.Context, req *fundsv1.GetFiscalYearRequest) (*fundsv1.FiscalYear, error) {
	all, err := s.standings(ctx)
	if err != nil {
		return nil, err
	}
	y, err := of(all, req.FiscalYear)
	if err != nil {
		return nil, err
	}
	return s.message(ctx, all, y)
}

func (s *fiscalYears) message(ctx context.Context, all []*standing, y *standing) (*fundsv1.FiscalYear, error) {
	m := &fundsv1.FiscalYear{FiscalYear: y.year, State: y.state(), Money: &fundsv1.CarryOverMoney{}, Etag: wire.Etag(y.version())}
	var err error
	if m.Sums, err = s.carrySums(ctx, y.year); err != nil {
		return nil, err
	}
	for _, sum := range m.Sums {
		addCarried(m.Money, sum.Money)
	}
	if !y.closed {
		if m.Obstacles, err = s.obstacles(ctx, all, y); err != nil {
			return nil, err
		}
	}
	for _, c := range y.changes {
		change := &fundsv1.FiscalYearChange{Id: c.ID.String(), Kind: wire.ToEnum[fundsv1.FiscalYearChangeKind](c.Kind),
			State: wire.ToEnum[fundsv1.FiscalYearChangeState](c.State), Reason: c.Reason, RequesterName: c.RequesterName,
			CreateTime: wire.Time(c.CreateTime), DeciderName: c.DeciderName, DecisionReason: c.DecisionReason}
		if c.DecidedBy != nil {
			change.DecideTime = wire.Time(c.UpdateTime)
		}
		m.Changes = append(m.Changes, change)
	}
	v := viewer(ctx)
	for _, a := range []struct {
		verb, method string
		refusal      error
	}{
		{"requestClosing", fundsv1.FiscalYearService_RequestClosing_FullMethodName, s.refuseClosing(y, m.Obstacles)},
		{"requestReopening", fundsv1.FiscalYearService_RequestReopening_FullMethodName, refuseReopening(all, y)},
		{"approve", fundsv1.FiscalYearService_ApproveFiscalYearChange_FullMethodName, refuseYearDecision(v, y)},
		{"refuse", fundsv1.FiscalYearService_RefuseFiscalYearChange_FullMethodName, refuseYearDecision(v, y)},
	} {
		if a.refusal == nil && access.May(a.method, v) {
			m.AllowedActions = append(m.AllowedActions, a.verb)
		}
	}
	return m, nil
}

// refuseClosing is why nobody may ask to close the year as it stands; nil when one may.
func (s *fiscalYears) refuseClosing(y *standing, obstacles []*fundsv1.FiscalYearObstacle) error {
	switch {
	case y.closed || y.pending() != nil:
		return ReasonState.New("state", y.state())
	case int(y.year) >= calendar.FiscalYear(calendar.Today(s.clock)):
		return ReasonYearNotOver.New("year", y.year)
	case len(obstacles) > 0:
		return ReasonYearObstacles.New("year", y.year, "kinds", len(obstacles))
	}
	return nil
}

// refuseReopening is why nobody may ask to open the year again; nil when one may.
func refuseReopening(all []*standing, y *standing) error {
	if !y.closed || y.pending() != nil {
		return ReasonState.New("state", y.state())
	}
	for _, later := range all {
		if later.year > y.year && later.closed {
			return ReasonYearLaterClosed.New("year", later.year)
		}
	}
	return nil
}

// refuseYearDecision is why the viewer may not decide what was asked for; nil when he may.
func refuseYearDecision(v *scope.Viewer, y *standing) error {
	switch p := y.pending(); {
	case p == nil:
		return ReasonState.New("state", y.state())
	case p.RequestedBy == v.ID:
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// RequestClosing asks to close a year.
func (s *fiscalYears) RequestClosing(ctx context.Context, req *fundsv1.RequestClosingRequest) (*fundsv1.FiscalYear, error) {
	return s.request(ctx, req.FiscalYear, req.Etag, fiscalyearchange.KindClosing, req.Reason)
}

// RequestReopening asks to open a closed year again.
func (s *fiscalYears) RequestReopening(ctx context.Context, req *fundsv1.RequestReopeningRequest) (*fundsv1.FiscalYear, error) {
	return s.request(ctx, req.FiscalYear, req.Etag, fiscalyearchange.KindReopening, req.Reason)
}

func (s *fiscalYears) request(ctx context.Context, year int32, etag string, kind fiscalyearchange.Kind, reason string) (*fundsv1.FiscalYear, error) {
	all, y, err := s.read(ctx, year, etag)
	if err != nil {
		return nil, err
	}
	if err := s.refuse(ctx, all, y, kind); err != nil {
		return nil, err
	}
	tx, v := db.From(ctx), viewer(ctx)
	row, err := tx.FiscalYearChange.Create().SetFiscalYear(int(year)).SetKind(kind).SetReason(reason).SetState(fiscalyearchange.StateRequested).
		SetRequestedBy(v.ID).SetRequesterName(v.Name).Save(ctx)
	if db.IsUnique(err) {
		return nil, wire.ReasonStale.New() // somebody else has just asked
	}
	if err != nil {
		return nil, err
	}
	action := "funds.requestClosing"
	if kind == fiscalyearchange.KindReopening {
		action = "funds.requestReopening"
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "fiscal_year_change", ObjectID: row.ID.String(), After: asJSON(map[string]any{"year": year, "reason": reason})})
	y.changes = append(y.changes, row)
	return s.message(ctx, all, y)
}

// read reads the year that was asked for, as the caller has read it.
func (s *fiscalYears) read(ctx context.Context, year int32, etag string) ([]*standing, *standing, error) {
	all, err := s.standings(ctx)
	if err != nil {
		return nil, nil, err
	}
	y, err := of(all, year)
	if err == nil && y.version() != wire.Version(etag) {
		err = wire.ReasonStale.New()
	}
	return all, y, err
}

// refuse is why the change may not be asked for.
func (s *fiscalYears) refuse(ctx context.Context, all []*standing, y *standing, kind fiscalyearchange.Kind) error {
	if kind == fiscalyearchange.KindReopening {
		return refuseReopening(all, y)
	}
	obstacles, err := s.obstacles(ctx, all, y)
	if err != nil {
		return err
	}
	return s.refuseClosing(y, obstacles)
}

// ApproveFiscalYearChange closes the year or opens it again.
func (s *fiscalYears) ApproveFiscalYearChange(ctx context.Context, req *fundsv1.ApproveFiscalYearChangeRequest) (*fundsv1.FiscalYear, error) {
	all, y, err := s.decide(ctx, req.FiscalYear, req.Etag, fiscalyearchange.StateApproved, "")
	if err != nil {
		return nil, err
	}
	tx, row := db.From(ctx), y.changes[len(y.changes)-1]
	b := booking(tx, row.ID, calendar.Today(s.clock), "fiscal_year_change", row.ID)
	change := ledger.CloseYear
	if row.Kind == fiscalyearchange.KindReopening {
		change = ledger.ReopenYear
	}
	// The year is locked first, and what stands in the way is asked for afterwards: who books meanwhile is before or behind us.
	if err := change(ctx, tx, int(y.year), b); err != nil {
		return nil, err
	}
	if err := s.refuse(ctx, all, y, row.Kind); err != nil {
		return nil, err
	}
	y.closed = row.Kind == fiscalyearchange.KindClosing
	return s.message(ctx, all, y)
}

// RefuseFiscalYearChange refuses what was asked for.
func (s *fiscalYears) RefuseFiscalYearChange(ctx context.Context, req *fundsv1.RefuseFiscalYearChangeRequest) (*fundsv1.FiscalYear, error) {
	all, y, err := s.decide(ctx, req.FiscalYear, req.Etag, fiscalyearchange.StateRefused, req.Reason)
	if err != nil {
		return nil, err
	}
	return s.message(ctx, all, y)
}

// decide writes the decision down.
func (s *fiscalYears) decide(ctx context.Context, year int32, etag string, state fiscalyearchange.State, reason string) ([]*standing, *standing, error) {
	all, y, err := s.read(ctx, year, etag)
	if err != nil {
		return nil, nil, err
	}
	tx, v := db.From(ctx), viewer(ctx)
	if err := refuseYearDecision(v, y); err != nil {
		return nil, nil, err
	}
	row := y.pending()
	updated, err := tx.FiscalYearChange.UpdateOneID(row.ID).Where(fiscalyearchange.Version(row.Version)).AddVersion(1).
		SetState(state).SetDecidedBy(v.ID).SetDeciderName(v.Name).SetDecisionReason(reason).Save(ctx)
	if err != nil {
		return nil, nil, db.Stale(ctx, err, "fiscal_year", func(ctx context.Context) (bool, error) {
			return tx.FiscalYearChange.Query().Where(fiscalyearchange.ID(row.ID)).Exist(ctx)
		})
	}
	action := "funds.approveFiscalYearChange"
	if state == fiscalyearchange.StateRefused {
		action = "funds.refuseFiscalYearChange"
	}
	db.Audit(ctx, audit.Entry{Action: action, ObjectType: "fiscal_year_change", ObjectID: row.ID.String(),
		After: asJSON(map[string]any{"year": fmt.Sprint(year), "kind": row.Kind, "state": state, "reason": reason})})
	y.changes[len(y.changes)-1] = updated
	return all, y, nil
}
