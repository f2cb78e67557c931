package db_test

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/pressly/goose/v3"

	"zhengcun/internal/platform/db"
)

// TestProjectStepsOnACountyInUse: acceptances decided before the moment of it was kept get it from their last change.
func TestProjectStepsOnACountyInUse(t *testing.T) {
	onBoth(t, func(t *testing.T, pool *sql.DB, d goose.Dialect, config db.Config) {
		step := before(t, "project_steps", pool, d, config)
		exec := func(statement string, args ...any) {
			t.Helper()
			_, err := pool.ExecContext(t.Context(), fmt.Sprintf(statement, args...))
			must(t, err)
		}
		id := func(n int) string { return fmt.Sprintf("01900000-0000-7000-8000-%012d", n) }
		exec(`INSERT INTO regions (id, create_time, code, name, short_name, initials, level, villagers_committee, valid_from, source)
			VALUES ('%s', %s, '340828000000', '岳西县', '岳西县', 'yxx', 'county', false, '2023-01-01', 'x')`, id(1), aMoment)
		exec(`INSERT INTO organizations (id, create_time, version, update_time, code, name, kind, credit_code, region_id)
			VALUES ('%s', %s, 1, %[2]s, 'unit', '施工队', 'contractor', '', '%[3]s')`, id(2), aMoment, id(1))
		exec(`INSERT INTO project_types (id, create_time, code, name, name_en, pillar, scale_unit) VALUES ('%s', %s, 'road', '路', 'Road', 'village_works', '公里')`, id(3), aMoment)
		exec(`INSERT INTO projects (id, create_time, version, update_time, village_id, unit_id, number, name, type_id, pillar, benefit, planned_quantity_milli, budget_fen,
				self_raised_fen, labour_days, start_date, end_date, beneficiary_households, state, listed_by)
			VALUES ('%s', %s, 1, %[2]s, '%[3]s', '%[4]s', 'XM1', '路', '%[5]s', 'village_works', 'village', 1, 1, 0, 0, '2025-01-01', '2025-12-01', 0, 'completed', '%[1]s')`,
			id(4), aMoment, id(1), id(2), id(3))
		for n, state := range []string{"draft", "confirmed", "revoked"} {
			exec(`INSERT INTO acceptances (id, create_time, version, update_time, village_id, unit_id, project_id, accepted_on, team, measured_quantity_milli, verdict, accepted_fen, state, drafted_by)
				VALUES ('%s', %s, 1, '2026-02-0%d 00:00:00+00:00', '%s', '%s', '%s', '2026-01-01', '[]', 1, 'passed', 1, '%s', '%[1]s')`,
				id(10+n), aMoment, 1+n, id(1), id(2), id(4), state)
		}
		step()
		for state, want := range map[string]string{
			"draft": "confirm_time IS NULL AND revoke_time IS NULL", "confirmed": "confirm_time = update_time AND revoke_time IS NULL",
			"revoked": "confirm_time IS NULL AND revoke_time = update_time",
		} {
			if got := row(t, pool, "SELECT count(*) FROM acceptances WHERE state = '"+state+"' AND "+want); got != "1" {
				t.Errorf("%s: not %s", state, want)
			}
		}
	})
}
