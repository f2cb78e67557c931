package scope_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	entgo "entgo.io/ent"
	"github.com/google/uuid"

	"zhengcun/ent/schema"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// scopedSchemas are the scoped tables' descriptions; the test below fails when one is missing.
var scopedSchemas = map[string]entgo.Interface{
	"acceptances": schema.Acceptance{}, "acceptance_splits": schema.AcceptanceSplit{}, "allocations": schema.Allocation{},
	"allocation_changes": schema.AllocationChange{}, "fiscal_year_changes": schema.FiscalYearChange{},
	"appropriations": schema.Appropriation{}, "claims": schema.Claim{}, "claim_lines": schema.ClaimLine{}, "claim_papers": schema.ClaimPaper{}, "claim_steps": schema.ClaimStep{},
	"document_conflicts": schema.DocumentConflict{}, "files": schema.File{}, "fund_documents": schema.FundDocument{}, "key_villages": schema.KeyVillage{},
	"payments": schema.Payment{}, "projects": schema.Project{}, "progress_reports": schema.ProgressReport{}, "project_changes": schema.ProjectChange{}, "project_steps": schema.ProjectStep{}, "receipts": schema.Receipt{}, "retention_defects": schema.RetentionDefect{}, "reversals": schema.Reversal{},
}

func columnsOf(t *testing.T, s entgo.Interface) scope.Columns {
	t.Helper()
	for _, m := range s.Mixin() {
		switch m := m.(type) {
		case schema.Scoped:
			return m.Columns
		case schema.OfProject:
			return schema.ProjectColumns
		}
	}
	t.Fatalf("%T is not scoped", s)
	return scope.Columns{}
}

// TestSQLSaysTheSame compares, for many viewers, the condition of hand-written
// queries with the one ent gets.
func TestSQLSaysTheSame(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := fill(t, c)
		for _, tab := range f.tables {
			if !tab.scoped {
				continue
			}
			described, ok := scopedSchemas[tab.Name]
			if !ok {
				t.Errorf("%s is missing in scopedSchemas", tab.Name)
				continue
			}
			columns := columnsOf(t, described)
			for range 25 {
				v := f.anyViewer()
				err := f.DB.Read(scope.With(t.Context(), v), func(ctx context.Context) error {
					tx := db.From(ctx)
					asked, err := tryOne(ctx, call(tab.client(tx.Client), "Query")[0], "IDs", ctx)
					if err != nil {
						return err
					}
					want, _ := asked.Interface().([]uuid.UUID)
					// With placeholders of others before it, as in a real query.
					condition, args := columns.SQL(tx.Dialect(), v, "x", 3)
					hole := map[string]string{"postgres": "$%d::int", "sqlite3": "$%d"}[tx.Dialect()]
					query := fmt.Sprintf("SELECT x.id FROM %s x WHERE "+hole+" = "+hole+" AND ", tab.Name, 1, 2) + condition
					rows, err := tx.QueryContext(ctx, query, append([]any{7, 7}, args...)...)
					if err != nil {
						return fmt.Errorf("%s: %w", query, err)
					}
					defer func() { _ = rows.Close() }()
					var got []uuid.UUID
					for rows.Next() {
						var id uuid.UUID
						if err := rows.Scan(&id); err != nil {
							return err
						}
						got = append(got, id)
					}
					byText := func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
					slices.SortFunc(got, byText)
					slices.SortFunc(want, byText)
					if !slices.Equal(got, want) {
						t.Errorf("%s for %+v: SQL %v, ent %v", tab.Name, v, got, want)
					}
					return rows.Err()
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// anyViewer is a viewer of what happens to be in the tables.
func (f *county) anyViewer() *scope.Viewer {
	held := func(column string) uuid.UUID {
		var all []uuid.UUID
		for _, tab := range f.tables {
			for _, r := range tab.rows {
				if id, ok := r.values[column].(uuid.UUID); ok && tab.scoped {
					all = append(all, id)
				}
			}
		}
		return all[f.random.IntN(len(all))]
	}
	v := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), County: f.random.IntN(10) == 0}
	for range f.random.IntN(20) * f.random.IntN(2) {
		v.Villages = append(v.Villages, held("village_id"))
	}
	if f.random.IntN(2) == 0 {
		v.Department = held("department_id")
	}
	if f.random.IntN(2) == 0 {
		v.Unit = held("unit_id")
	}
	return v
}
