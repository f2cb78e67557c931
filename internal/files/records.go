package files

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/file"
	"zhengcun/ent/project"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/inspections"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// record is what a file belongs to: whose it is, and why the viewer may not add files to it or take them off, or nil:
// where it stands first, then who he is.
type record struct {
	village, unit uuid.UUID
	department    *uuid.UUID
	refusal       error
}

// see reads a record the viewer sees, else NOT_FOUND.
func see(ctx context.Context, kind file.Subject, id uuid.UUID) (record, error) {
	return read(ctx, kind, id, false)
}

// hold is see for those who change its files: the record stays as it is until the transaction ends.
func hold(ctx context.Context, kind file.Subject, id uuid.UUID) (record, error) {
	return read(ctx, kind, id, true)
}

func read(ctx context.Context, kind file.Subject, id uuid.UUID, lock bool) (record, error) {
	switch kind {
	case file.SubjectClaim:
		return ofClaim(ctx, id, lock)
	case file.SubjectProgressReport:
		return ofReport(ctx, id, lock)
	case file.SubjectAcceptance:
		return ofAcceptance(ctx, id, lock)
	default:
		return ofProject(ctx, id, lock)
	}
}

// ofClaim: its unit, while it is being written.
func ofClaim(ctx context.Context, id uuid.UUID, lock bool) (record, error) {
	tx := db.From(ctx)
	query := tx.Claim.Query().Where(claim.ID(id))
	if lock && tx.Dialect() == dialect.Postgres { // on SQLite the writer is alone
		query.ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE"))
	}
	row, err := query.Only(ctx)
	if err != nil {
		return record{}, db.Missing(err, "claim")
	}
	r := record{village: row.VillageID, unit: row.UnitID, department: row.DepartmentID}
	switch v, _ := scope.From(ctx); {
	case !mayEdit(row):
		r.refusal = ReasonClosed.New()
	case !v.Has("UNIT") || v.Unit != row.UnitID:
		r.refusal = projects.ReasonOtherUnit.New()
	}
	return r, nil
}

func mayEdit(row *ent.Claim) bool {
	_, ok := claimflow.Next(claimflow.State(row.State), claimflow.Edit)
	return ok
}

// ofAcceptance: the poverty office, while it is a draft. Whoever changes an acceptance holds its project.
func ofAcceptance(ctx context.Context, id uuid.UUID, lock bool) (record, error) {
	row, err := inspections.Get(ctx, id)
	if err != nil {
		return record{}, err
	}
	if lock {
		if _, err := projects.Lock(ctx, row.ProjectID); err != nil {
			return record{}, err
		}
		if row, err = inspections.Get(ctx, id); err != nil {
			return record{}, err
		}
	}
	r := record{village: row.VillageID, unit: row.UnitID, department: row.DepartmentID}
	switch v, _ := scope.From(ctx); {
	case inspections.Changeable(row) != nil:
		r.refusal = ReasonClosed.New()
	case !v.Has("POVERTY_OFFICE"):
		r.refusal = ReasonOfficeOnly.New()
	}
	return r, nil
}

// ofReport: who reported it, until the next report and while the project is underway. Whoever reports holds the project.
func ofReport(ctx context.Context, id uuid.UUID, lock bool) (record, error) {
	row, err := projects.GetReport(ctx, id)
	if err != nil {
		return record{}, err
	}
	get := projects.Get
	if lock {
		get = projects.Lock
	}
	of, err := get(ctx, row.ProjectID)
	if err != nil {
		return record{}, err
	}
	last, err := projects.LatestReport(ctx, row.ProjectID)
	if err != nil {
		return record{}, err
	}
	r := record{village: row.VillageID, unit: row.UnitID, department: row.DepartmentID}
	switch v, _ := scope.From(ctx); {
	case of.State != project.StateUnderway || last == nil || last.ID != row.ID:
		r.refusal = ReasonClosed.New()
	case projects.Reportable(v, of) != nil || row.ReportedBy != v.ID:
		r.refusal = ReasonReporterOnly.New()
	}
	return r, nil
}

// ofProject: the poverty office and its unit, until it is cancelled.
func ofProject(ctx context.Context, id uuid.UUID, lock bool) (record, error) {
	get := projects.Get
	if lock {
		get = projects.Lock
	}
	row, err := get(ctx, id)
	if err != nil {
		return record{}, err
	}
	r := record{village: row.VillageID, unit: row.UnitID, department: row.DepartmentID}
	switch v, _ := scope.From(ctx); {
	case row.State == project.StateCancelled:
		r.refusal = ReasonClosed.New()
	case !v.Has("POVERTY_OFFICE") && !(v.Has("UNIT") && projects.OfOwnUnit(v, row)):
		r.refusal = projects.ReasonOtherUnit.New()
	}
	return r, nil
}

// get returns a file whose record the viewer sees, with the record, else NOT_FOUND.
func get(ctx context.Context, id uuid.UUID, see func(context.Context, file.Subject, uuid.UUID) (record, error)) (*ent.File, record, error) {
	row, err := db.From(ctx).File.Get(ctx, id)
	if err != nil {
		return nil, record{}, db.Missing(err, "file")
	}
	r, err := see(ctx, row.Subject, row.SubjectID)
	return row, r, err
}
