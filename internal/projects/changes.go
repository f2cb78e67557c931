package projects

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/ent/projectchange"
	"zhengcun/ent/projectstep"
	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects/lifecycle"
	"zhengcun/internal/projects/terms"
)

// changes serves ProjectChangeService.
type changes struct {
	projectsv1.UnimplementedProjectChangeServiceServer
	pager *paging.Pager
}

// changeKinds are the kinds of change in the order messages list them in. Their names are the verbs of projects too.
var changeKinds = []projectchange.Kind{projectchange.KindAmend, projectchange.KindSuspend, projectchange.KindResume, projectchange.KindFail}

// askable tells why the viewer cannot ask for a change of a kind now, or nil: where the project stands first, then whose
// it is. open tells that a request waits already.
func askable(v *scope.Viewer, p *ent.Project, kind projectchange.Kind, open bool) error {
	if err := fitting(p, kind); err != nil {
		return err
	}
	if !v.Has("POVERTY_OFFICE") && !(v.Has("UNIT") && OfOwnUnit(v, p)) {
		return ReasonOtherUnit.New()
	}
	if open {
		return ReasonChangeOpen.New()
	}
	return nil
}

// fitting tells why a project does not stand where a change of a kind is made, or nil.
func fitting(p *ent.Project, kind projectchange.Kind) error {
	at := lifecycle.State(p.State)
	ok := lifecycle.MayAmend(at)
	if kind != projectchange.KindAmend {
		_, ok = lifecycle.Next(at, lifecycle.Move(kind))
	}
	if !ok {
		return ReasonChangeState.New("state", p.State)
	}
	return nil
}

// openChanges tells which of the projects have a request that waits, in one question.
func openChanges(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	rows, err := db.From(ctx).ProjectChange.Query().Where(projectchange.ProjectIDIn(ids...), projectchange.StateEQ(projectchange.StateRequested)).All(ctx)
	if err != nil {
		return nil, err
	}
	open := make(map[uuid.UUID]bool, len(rows))
	for _, row := range rows {
		open[row.ProjectID] = true
	}
	return open, nil
}

// offerChanges lists the kinds of change the viewer may ask for, of each project.
func offerChanges(ctx context.Context, rows []*ent.Project) (map[uuid.UUID][]string, error) {
	v, _ := scope.From(ctx)
	may := map[uuid.UUID][]string{}
	if !access.May(projectsv1.ProjectChangeService_CreateProjectChange_FullMethodName, v) {
		return may, nil
	}
	ids := make([]uuid.UUID, len(rows))
	for i, p := range rows {
		ids[i] = p.ID
	}
	open, err := openChanges(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range rows {
		for _, kind := range changeKinds {
			if askable(v, p, kind, open[p.ID]) == nil {
				may[p.ID] = append(may[p.ID], string(kind))
			}
		}
	}
	return may, nil
}

// CreateProjectChange asks for a change.
func (s *changes) CreateProjectChange(ctx context.Context, req *projectsv1.CreateProjectChangeRequest) (*projectsv1.ProjectChange, error) {
	tx, in := db.From(ctx), req.ProjectChange
	p, err := Lock(ctx, wire.ID(in.ProjectId))
	if err != nil {
		return nil, err
	}
	v, _ := scope.From(ctx)
	kind := wire.FromEnum[projectchange.Kind](in.Kind)
	open, err := openChanges(ctx, []uuid.UUID{p.ID})
	if err != nil {
		return nil, err
	}
	if err := askable(v, p, kind, open[p.ID]); err != nil {
		return nil, err
	}
	create := tx.ProjectChange.Create().SetProjectID(p.ID).SetKind(kind).SetReason(in.Reason).SetState(projectchange.StateRequested).
		SetRequestedBy(v.ID).SetRequesterName(v.Name).SetOrganizationName(v.OrganizationName).
		SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID)
	switch {
	case kind == projectchange.KindAmend && in.After == nil:
		return nil, fault.Fields(fault.ReasonFieldRequired.Field("project_change.after"))
	case kind == projectchange.KindAmend:
		after := &schema.ProjectTerms{PlannedQuantityMilli: in.After.PlannedQuantityMilli, StartDate: dayOf(in.After.StartDate), EndDate: dayOf(in.After.EndDate), BudgetFen: in.After.BudgetFen}
		if err := sound(ctx, p, after); err != nil {
			return nil, err
		}
		create.SetTermsBefore(termsOf(p)).SetTermsAfter(after)
	case in.After != nil:
		return nil, fault.Fields(ReasonTermsNotAsked.Field("project_change.after"))
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	record(ctx, "projects.createProjectChange", row, "")
	return oneChange(ctx, row)
}

// dayOf reads a day that validation has seen to.
func dayOf(text string) calendar.Date {
	day, err := calendar.ParseDate(text)
	if err != nil {
		return calendar.Date{}
	}
	return day
}

func termsOf(p *ent.Project) *schema.ProjectTerms {
	return &schema.ProjectTerms{PlannedQuantityMilli: p.PlannedQuantityMilli, StartDate: p.StartDate, EndDate: p.EndDate, BudgetFen: p.BudgetFen}
}

// sound tells what is wrong with new terms of a project that is locked, by the money it has now.
func sound(ctx context.Context, p *ent.Project, after *schema.ProjectTerms) error {
	all, _, err := moneyOf(ctx, []uuid.UUID{p.ID}, 0)
	if err != nil {
		return err
	}
	committed := money.Fen(all[p.ID].RequestedFen + all[p.ID].AppropriatedFen)
	var bad []fault.Violation
	plain := func(t *schema.ProjectTerms) terms.Terms {
		return terms.Terms{PlannedQuantityMilli: t.PlannedQuantityMilli, Start: t.StartDate, End: t.EndDate, Budget: money.Fen(t.BudgetFen)}
	}
	for _, f := range terms.Check(plain(termsOf(p)), plain(after), committed) {
		switch f {
		case terms.Same:
			bad = append(bad, ReasonSameTerms.Field("project_change.after"))
		case terms.DaysOrder:
			bad = append(bad, ReasonDaysOrder.Field("project_change.after.end_date", "start", after.StartDate))
		case terms.BudgetTooLow:
			bad = append(bad, ReasonBudgetTooLow.Field("project_change.after.budget_fen", money.Told("committed", committed)...))
		}
	}
	if len(bad) > 0 {
		return fault.Fields(bad...)
	}
	return nil
}

// decidable tells why the viewer cannot decide a change so, or nil. His role is judged by the contract.
func decidable(v *scope.Viewer, row *ent.ProjectChange, state projectchange.State) error {
	switch {
	case row.State != projectchange.StateRequested:
		return ReasonChangeDecided.New("state", row.State)
	case state == projectchange.StateWithdrawn && row.RequestedBy != v.ID:
		return ReasonNotRequester.New()
	case state != projectchange.StateWithdrawn && row.RequestedBy == v.ID:
		return ReasonSamePerson.New()
	}
	return nil
}

// ApproveProjectChange approves a request, and makes the change in the same step.
func (s *changes) ApproveProjectChange(ctx context.Context, req *projectsv1.ApproveProjectChangeRequest) (*projectsv1.ProjectChange, error) {
	row, p, err := s.open(ctx, req.Id, req.Etag, projectchange.StateApproved)
	if err != nil {
		return nil, err
	}
	if err := fitting(p, row.Kind); err != nil {
		return nil, err
	}
	var version *int
	switch row.Kind {
	case projectchange.KindAmend:
		if version, err = amend(ctx, p, row); err != nil {
			return nil, err
		}
	case projectchange.KindFail:
		if err := unburdened(ctx, p); err != nil {
			return nil, err
		}
		fallthrough
	default:
		if _, err := step(ctx, p, lifecycle.Move(row.Kind), words{comment: row.Reason}, nil); err != nil {
			return nil, err
		}
	}
	return s.decide(ctx, row, projectchange.StateApproved, "", version, "projects.approveProjectChange")
}

// amend gives a project the terms of a change, as its next version.
func amend(ctx context.Context, p *ent.Project, row *ent.ProjectChange) (*int, error) {
	after := row.TermsAfter
	if err := sound(ctx, p, after); err != nil {
		return nil, err
	}
	changed, err := db.From(ctx).Project.UpdateOneID(p.ID).Where(project.Version(p.Version)).AddVersion(1).AddTermsVersion(1).
		SetPlannedQuantityMilli(after.PlannedQuantityMilli).SetStartDate(after.StartDate).SetEndDate(after.EndDate).SetBudgetFen(after.BudgetFen).Save(ctx)
	if err != nil {
		return nil, stale(ctx, err, p.ID)
	}
	return &changed.TermsVersion, keep(ctx, changed, projectstep.ActionAmend, words{comment: row.Reason})
}

// unburdened tells why a project cannot fail yet: money is asked for or held for it, or a claim is on its way. What is set
// aside and not paid stays until its appropriations are reversed, each by the two people of finance that takes.
func unburdened(ctx context.Context, p *ent.Project) error {
	all, _, err := moneyOf(ctx, []uuid.UUID{p.ID}, 0)
	if err != nil {
		return err
	}
	if has := all[p.ID]; has.RequestedFen > 0 || has.HeldFen > 0 {
		return ReasonMoneyOnItsWay.New(slices.Concat(money.Told("requested", money.Fen(has.RequestedFen)), money.Told("held", money.Fen(has.HeldFen)))...)
	}
	return claimsDone(ctx, p)
}

// claimsDone tells that a claim for the project is on its way, or nil.
func claimsDone(ctx context.Context, p *ent.Project) error {
	n, err := db.From(ctx).Claim.Query().Where(claim.ProjectID(p.ID), claimsOnTheirWay).Count(ctx)
	if err == nil && n > 0 {
		return ReasonClaimsOnTheirWay.New("count", n)
	}
	return err
}

// RefuseProjectChange refuses a request.
func (s *changes) RefuseProjectChange(ctx context.Context, req *projectsv1.RefuseProjectChangeRequest) (*projectsv1.ProjectChange, error) {
	row, _, err := s.open(ctx, req.Id, req.Etag, projectchange.StateRefused)
	if err != nil {
		return nil, err
	}
	return s.decide(ctx, row, projectchange.StateRefused, req.Reason, nil, "projects.refuseProjectChange")
}

// WithdrawProjectChange takes back one's own request.
func (s *changes) WithdrawProjectChange(ctx context.Context, req *projectsv1.WithdrawProjectChangeRequest) (*projectsv1.ProjectChange, error) {
	row, _, err := s.open(ctx, req.Id, req.Etag, projectchange.StateWithdrawn)
	if err != nil {
		return nil, err
	}
	return s.decide(ctx, row, projectchange.StateWithdrawn, "", nil, "projects.withdrawProjectChange")
}

// open reads a request that the viewer may decide so, with its project locked.
func (s *changes) open(ctx context.Context, id, etag string, state projectchange.State) (*ent.ProjectChange, *ent.Project, error) {
	tx := db.From(ctx)
	row, err := tx.ProjectChange.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, nil, db.Missing(err, "project_change")
	}
	p, err := Lock(ctx, row.ProjectID)
	if err != nil {
		return nil, nil, err
	}
	if row, err = tx.ProjectChange.Get(ctx, row.ID); err != nil { // as it is now that nobody else decides it
		return nil, nil, err
	}
	if row.Version != wire.Version(etag) {
		return nil, nil, wire.ReasonStale.New()
	}
	v, _ := scope.From(ctx)
	return row, p, decidable(v, row, state)
}

func (s *changes) decide(ctx context.Context, row *ent.ProjectChange, state projectchange.State, reason string, version *int, action string) (*projectsv1.ProjectChange, error) {
	v, _ := scope.From(ctx)
	update := db.From(ctx).ProjectChange.UpdateOneID(row.ID).Where(projectchange.Version(row.Version)).AddVersion(1).
		SetState(state).SetDecisionReason(reason).SetNillableTermsVersion(version)
	if state != projectchange.StateWithdrawn {
		update.SetDecidedBy(v.ID).SetDeciderName(v.Name)
	}
	decided, err := update.Save(ctx)
	if err != nil {
		return nil, db.Stale(ctx, err, "project_change", func(ctx context.Context) (bool, error) {
			return db.From(ctx).ProjectChange.Query().Where(projectchange.ID(row.ID)).Exist(ctx)
		})
	}
	record(ctx, action, decided, string(row.State))
	return oneChange(ctx, decided)
}

// record writes the audit entry of a change; nothing in it is personal.
func record(ctx context.Context, action string, row *ent.ProjectChange, before string) {
	after, _ := json.Marshal(map[string]any{"kind": row.Kind, "state": row.State, "reason": row.Reason, "terms": row.TermsAfter, "terms_version": row.TermsVersion})
	entry := audit.Entry{Action: action, ObjectType: "project_change", ObjectID: row.ID.String(), VillageID: row.VillageID.String(), After: string(after)}
	if before != "" {
		text, _ := json.Marshal(map[string]any{"state": before, "terms": row.TermsBefore})
		entry.Before = string(text)
	}
	db.Audit(ctx, entry)
}

// GetProjectChange gets a change.
func (s *changes) GetProjectChange(ctx context.Context, req *projectsv1.GetProjectChangeRequest) (*projectsv1.ProjectChange, error) {
	row, err := db.From(ctx).ProjectChange.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "project_change")
	}
	return oneChange(ctx, row)
}

// ListProjectChanges lists changes, the newest first.
func (s *changes) ListProjectChanges(ctx context.Context, req *projectsv1.ListProjectChangesRequest) (*projectsv1.ListProjectChangesResponse, error) {
	tx := db.From(ctx)
	page, err := s.pager.Open(ctx, req, paging.Order{{Name: projectchange.FieldID, Desc: true}}) // ids grow with time
	if err != nil {
		return nil, err
	}
	var where []predicate.ProjectChange
	if req.ProjectId != "" {
		where = append(where, projectchange.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		where = append(where, projectchange.StateEQ(wire.FromEnum[projectchange.State](req.State)))
	}
	if req.Kind != 0 {
		where = append(where, projectchange.KindEQ(wire.FromEnum[projectchange.Kind](req.Kind)))
	}
	total, err := tx.ProjectChange.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.ProjectChange.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.ProjectChange) []string { return []string{r.ID.String()} })
	messages, err := changeMessages(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &projectsv1.ListProjectChangesResponse{ProjectChanges: messages, NextPageToken: next, TotalSize: int32(total)}, nil
}

func oneChange(ctx context.Context, row *ent.ProjectChange) (*projectsv1.ProjectChange, error) {
	messages, err := changeMessages(ctx, []*ent.ProjectChange{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

// decisions are the verbs of a change, each with its method and what it leads to.
var decisions = []struct {
	verb, method string
	to           projectchange.State
}{
	{"approve", projectsv1.ProjectChangeService_ApproveProjectChange_FullMethodName, projectchange.StateApproved},
	{"refuse", projectsv1.ProjectChangeService_RefuseProjectChange_FullMethodName, projectchange.StateRefused},
	{"withdraw", projectsv1.ProjectChangeService_WithdrawProjectChange_FullMethodName, projectchange.StateWithdrawn},
}

// changeMessages turns changes into messages, with a fixed number of questions.
func changeMessages(ctx context.Context, rows []*ent.ProjectChange) ([]*projectsv1.ProjectChange, error) {
	var ids, villages, kinds []uuid.UUID
	for _, r := range rows {
		ids, villages = append(ids, r.ProjectID), append(villages, r.VillageID)
	}
	of, err := db.From(ctx).Project.Query().Where(project.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*ent.Project, len(of))
	for _, p := range of {
		byID[p.ID], kinds = p, append(kinds, p.TypeID)
	}
	types, err := typesOf(ctx, kinds)
	if err != nil {
		return nil, err
	}
	places, err := plans.PlacesOf(ctx, villages)
	if err != nil {
		return nil, err
	}
	all, _, err := moneyOf(ctx, ids, 0)
	if err != nil {
		return nil, err
	}
	v, _ := scope.From(ctx)
	messages := make([]*projectsv1.ProjectChange, len(rows))
	for i, r := range rows {
		m := &projectsv1.ProjectChange{
			Id: r.ID.String(), ProjectId: r.ProjectID.String(), VillageName: places[r.VillageID].Village, Kind: wire.ToEnum[projectsv1.ProjectChangeKind](r.Kind),
			Reason: r.Reason, Before: termsMessage(r.TermsBefore), After: termsMessage(r.TermsAfter), State: wire.ToEnum[projectsv1.ProjectChangeState](r.State),
			Money: all[r.ProjectID], RequesterName: r.RequesterName, OrganizationName: r.OrganizationName, DeciderName: r.DeciderName, DecisionReason: r.DecisionReason,
			CreateTime: wire.Time(r.CreateTime), UpdateTime: wire.Time(r.UpdateTime), Etag: wire.Etag(r.Version),
		}
		if r.TermsVersion != nil {
			m.TermsVersion = int32(*r.TermsVersion)
		}
		if p := byID[r.ProjectID]; p != nil {
			m.ProjectNumber, m.ProjectName, m.ScaleUnit = p.Number, p.Name, types[p.TypeID].ScaleUnit
		}
		for _, d := range decisions {
			if access.May(d.method, v) && decidable(v, r, d.to) == nil {
				m.AllowedActions = append(m.AllowedActions, d.verb)
			}
		}
		messages[i] = m
	}
	return messages, nil
}

func termsMessage(t *schema.ProjectTerms) *projectsv1.ProjectTerms {
	if t == nil {
		return nil
	}
	return &projectsv1.ProjectTerms{PlannedQuantityMilli: t.PlannedQuantityMilli, StartDate: t.StartDate.String(), EndDate: t.EndDate.String(), BudgetFen: t.BudgetFen}
}
