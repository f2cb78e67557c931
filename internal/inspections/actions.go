package inspections

import (
	"context"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/project"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// standing is what acceptances there are of some projects, as far as it decides what may follow.
type standing struct {
	passed  map[uuid.UUID]bool // a confirmed one passed the whole project
	drafted map[uuid.UUID]bool // there is a draft
}

// standingOf asks one question, however many the projects. Whoever decides by it has locked them.
func standingOf(ctx context.Context, ids ...uuid.UUID) (standing, error) {
	st := standing{map[uuid.UUID]bool{}, map[uuid.UUID]bool{}}
	rows, err := db.From(ctx).Acceptance.Query().Where(acceptance.ProjectIDIn(ids...), acceptance.Or(
		acceptance.StateEQ(acceptance.StateDraft),
		acceptance.And(acceptance.StateEQ(acceptance.StateConfirmed), acceptance.VerdictEQ(acceptance.VerdictPassed)),
	)).Select(acceptance.FieldID, acceptance.FieldProjectID, acceptance.FieldState).All(ctx)
	for _, row := range rows {
		if row.State == acceptance.StateDraft {
			st.drafted[row.ProjectID] = true
		} else {
			st.passed[row.ProjectID] = true
		}
	}
	return st, err
}

// open tells why a project is not to be inspected, or nil: it is completed, or accepted in part only.
func (st standing) open(p *ent.Project) error {
	switch p.State {
	case project.StateCompleted:
		return nil
	case project.StateAccepted:
		if st.passed[p.ID] {
			return ReasonAllAccepted.New()
		}
		return nil
	}
	return projects.ReasonNotCompleted.New("state", p.State)
}

// draftable tells why no acceptance of the project can be drafted now, or nil.
func (st standing) draftable(p *ent.Project) error {
	if err := st.open(p); err != nil {
		return err
	}
	if st.drafted[p.ID] {
		return ReasonDraftExists.New()
	}
	return nil
}

// Changeable tells why an acceptance cannot be changed where it stands, or nil.
func Changeable(a *ent.Acceptance) error {
	if a.State != acceptance.StateDraft {
		return ReasonNotDraft.New("state", a.State)
	}
	return nil
}

// confirmable tells why the viewer cannot confirm the acceptance now, or nil, the
// money aside: where it and its project stand first, then what he has done before.
func (st standing) confirmable(v *scope.Viewer, a *ent.Acceptance, p *ent.Project) error {
	if err := Changeable(a); err != nil {
		return err
	}
	if err := st.open(p); err != nil {
		return err
	}
	if a.DraftedBy == v.ID {
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// revocable tells why an acceptance cannot be revoked where it stands, or nil, the money aside.
func revocable(a *ent.Acceptance) error {
	if a.State != acceptance.StateConfirmed {
		return ReasonNotConfirmed.New("state", a.State)
	}
	return nil
}

// mayAct lists what the viewer may do with an acceptance of the project.
func (st standing) mayAct(v *scope.Viewer, a *ent.Acceptance, p *ent.Project) []string {
	var may []string
	for _, action := range []struct {
		verb, method string
		objection    error
	}{
		{"edit", inspectionsv1.AcceptanceService_UpdateAcceptance_FullMethodName, Changeable(a)},
		{"confirm", inspectionsv1.AcceptanceService_ConfirmAcceptance_FullMethodName, st.confirmable(v, a, p)},
		{"revoke", inspectionsv1.AcceptanceService_RevokeAcceptance_FullMethodName, revocable(a)},
	} {
		if action.objection == nil && access.May(action.method, v) {
			may = append(may, action.verb)
		}
	}
	return may
}

// OnProjects is a [projects.Offer]: `accept` for those the viewer may draft an acceptance of now.
func OnProjects(ctx context.Context, rows []*ent.Project) (map[uuid.UUID][]string, error) {
	v, _ := scope.From(ctx)
	if !access.May(inspectionsv1.AcceptanceService_CreateAcceptance_FullMethodName, v) {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(rows))
	for i, p := range rows {
		ids[i] = p.ID
	}
	st, err := standingOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	may := map[uuid.UUID][]string{}
	for _, p := range rows {
		if st.draftable(p) == nil {
			may[p.ID] = []string{"accept"}
		}
	}
	return may, nil
}
