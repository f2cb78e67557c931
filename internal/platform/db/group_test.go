package db_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"pgregory.net/rapid"

	"zhengcun/ent/counter"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// add adds a row, looking first whether it is there, as a method of a room does.
func add(ctx context.Context, name string) error {
	if tx := db.From(ctx); !tx.Blind() {
		there, err := tx.Counter.Query().Where(counter.Name(name)).Exist(ctx)
		if err != nil {
			return err
		}
		if there {
			return errTaken
		}
	}
	err := put(ctx, name)
	if db.IsUnique(err) {
		return db.Again(err)
	}
	db.Audit(ctx, audit.Entry{Action: "test.add", ObjectID: name})
	return err
}

var errTaken = errors.New("taken")

// chained fails when the audit log is not whole, or does not have an entry for each row and for nothing else.
func chained(t rapid.TB, c *countytest.County, want ...string) {
	t.Helper()
	var acts []string
	err := c.DB.Read(context.Background(), func(ctx context.Context) error {
		report, err := audit.Verify(ctx, db.From(ctx), audit.VerifyOptions{})
		if err == nil && !report.OK() {
			err = fmt.Errorf("audit: %v", report.Findings)
		}
		if err != nil {
			return err
		}
		rows, err := db.From(ctx).QueryContext(ctx, "SELECT object_id FROM audit_entries WHERE action = 'test.add' ORDER BY object_id")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			acts = append(acts, name)
		}
		return rows.Err()
	})
	slices.Sort(want)
	slices.Sort(acts)
	if err != nil || !slices.Equal(acts, want) {
		t.Fatalf("entries for %d rows, want %d: %v", len(acts), len(want), err)
	}
}

// TestGroupIsAsAlone adds names from many callers at once, some of them twice, some
// with a call that asks or fails: each caller gets the answer he would get alone, and
// what is stored is what was answered for.
func TestGroupIsAsAlone(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		var all []string
		round := 0
		rapid.Check(t, func(r *rapid.T) {
			if round++; round > 15 {
				return // a round is hundreds of transactions
			}
			picks := rapid.SliceOfN(rapid.IntRange(0, 60), 1, 150).Draw(r, "names")
			kinds := rapid.SliceOfN(rapid.IntRange(0, 9), len(picks), len(picks)).Draw(r, "kinds")
			answers := make([]error, len(picks))
			name := func(i int) string { return fmt.Sprintf("%d-%d", round, picks[i]) }
			var calls sync.WaitGroup
			for i := range picks {
				calls.Go(func() {
					answers[i] = c.DB.Group(as(t), func(ctx context.Context) error {
						switch kinds[i] {
						case 0: // asks
							if _, err := db.From(ctx).Counter.Query().Count(ctx); err != nil {
								return err
							}
						case 1: // fails after it has written
							return errors.Join(add(ctx, name(i)), errUndone)
						}
						return add(ctx, name(i))
					})
				})
			}
			calls.Wait()
			got := map[string]int{}
			want := map[string]bool{}
			for i, err := range answers {
				if kinds[i] == 1 {
					if !errors.Is(err, errUndone) {
						r.Fatalf("a failing call was answered %v", err)
					}
					continue
				}
				want[name(i)] = true
				switch {
				case err == nil:
					got[name(i)]++
				case !errors.Is(err, errTaken):
					r.Fatalf("%s: %v", name(i), err)
				}
			}
			for n := range want {
				if got[n] != 1 {
					r.Fatalf("%s was stored for %d callers", n, got[n])
				}
				all = append(all, n)
			}
			chained(r, c, slices.Clone(all)...)
		})
		if stored := strings.Fields(names(t, c)); len(stored) != len(all) {
			t.Fatalf("%d rows, want %d", len(stored), len(all))
		}
	})
}

var errUndone = errors.New("undone")

// TestGroupWithoutItsCallers lets callers go while they wait: who was told it is
// stored finds it, who was told that he was too slow does not.
func TestGroupWithoutItsCallers(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		const n = 200
		answers := make([]error, n)
		var calls sync.WaitGroup
		for i := range n {
			calls.Go(func() {
				ctx, cancel := context.WithTimeout(as(t), time.Duration(i%20)*time.Millisecond)
				defer cancel()
				answers[i] = c.DB.Group(ctx, func(ctx context.Context) error { return add(ctx, fmt.Sprint("n", i)) })
			})
		}
		calls.Wait()
		stored := strings.Fields(names(t, c))
		told := 0
		for i, err := range answers {
			there := slices.Contains(stored, fmt.Sprint("n", i))
			if there != (err == nil) && !errors.Is(err, db.ReasonOutcomeUnknown) {
				t.Errorf("n%d: answered %v, stored: %t", i, err, there)
			}
			if err == nil {
				told++
			}
		}
		t.Logf("%d of %d stored", told, n)
		chained(t, c, stored...)
	})
}

// TestGroupWhoseCommitFails makes the database refuse at COMMIT when a name begins
// with x: nobody of the group is answered for what was not stored.
func TestGroupWhoseCommitFails(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		late(t, c, `RAISE EXCEPTION 'late' USING ERRCODE = '23514'`)
		const n = 120
		answers := make([]error, n)
		name := func(i int) string {
			if i%10 == 0 {
				return fmt.Sprint("x", i)
			}
			return fmt.Sprint("n", i)
		}
		var calls sync.WaitGroup
		for i := range n {
			calls.Go(func() {
				answers[i] = c.DB.Group(as(t), func(ctx context.Context) error {
					return errors.Join(add(ctx, name(i)), remark(ctx, c, name(i)))
				})
			})
		}
		calls.Wait()
		stored := strings.Fields(names(t, c))
		for i, err := range answers {
			there := slices.Contains(stored, name(i))
			if bad := name(i)[0] == 'x'; there == bad || bad != (err != nil) || bad && !db.IsConstraint(err) {
				t.Errorf("%s: answered %v, stored: %t", name(i), err, there)
			}
		}
		chained(t, c, stored...)
	})
}

// late makes the database check names at COMMIT only.
func late(t *testing.T, c *countytest.County, otherwise string) {
	t.Helper()
	statements := []string{
		`CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.name LIKE 'x%' THEN ` + otherwise + `; END IF; RETURN NULL; END $$`,
		`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON counters DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()`,
	}
	if c.DB.Dialect() == dialect.SQLite {
		statements = []string{
			`CREATE TABLE remarks (name text PRIMARY KEY, nowhere text REFERENCES remarks (name) DEFERRABLE INITIALLY DEFERRED)`,
		}
	}
	for _, s := range statements {
		if _, err := c.Super.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

// remark writes a row that SQLite refuses at COMMIT when the name begins with x.
func remark(ctx context.Context, c *countytest.County, name string) error {
	if c.DB.Dialect() != dialect.SQLite {
		return nil
	}
	var nowhere any
	if name[0] == 'x' {
		nowhere = "nowhere"
	}
	_, err := db.From(ctx).ExecContext(ctx, "INSERT INTO remarks (name, nowhere) VALUES ($1, $2)", name, nowhere)
	return err
}

// TestGroupWhoseConnectionDies ends PostgreSQL's session during COMMIT: whose rows
// were in it are told that nobody knows, and asking again finds the truth.
func TestGroupWhoseConnectionDies(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		if c.DB.Dialect() == dialect.SQLite {
			t.Skip("SQLite has no connection to lose")
		}
		late(t, c, `PERFORM pg_terminate_backend(pg_backend_pid())`)
		const n = 60
		answers := make([]error, n)
		var calls sync.WaitGroup
		for i := range n {
			calls.Go(func() {
				name := fmt.Sprint("n", i)
				if i == 30 {
					name = "x"
				}
				answers[i] = c.DB.Group(as(t), func(ctx context.Context) error { return add(ctx, name) })
			})
		}
		calls.Wait()
		stored := strings.Fields(names(t, c))
		for i, err := range answers {
			switch there := slices.Contains(stored, fmt.Sprint("n", i)); {
			case i == 30 && err == nil:
				t.Error("what killed its connection was answered as stored")
			case err == nil && !there && i != 30:
				t.Errorf("n%d was answered as stored and is not", i)
			case err != nil && there && !errors.Is(err, db.ReasonOutcomeUnknown):
				t.Errorf("n%d is stored and was answered %v", i, err)
			}
		}
		chained(t, c, stored...)
	})
}

type bomb struct{ armed *atomic.Bool }

func (b bomb) Value() (driver.Value, error) {
	if b.armed.Load() {
		panic("bomb")
	}
	return "b", nil
}

// TestGroupThatPanics: whoever breaks the machinery does not stop it.
func TestGroupThatPanics(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		var armed atomic.Bool
		armed.Store(true)
		insert := `INSERT INTO counters (id, create_time, name, value) VALUES ('01900000-0000-7000-8000-000000000001', '2026-01-01 00:00:00+00:00', $1, 1)`
		err := c.DB.Group(as(t), func(ctx context.Context) error {
			if !db.From(ctx).Blind() {
				return errUndone
			}
			entry(ctx)
			_, err := db.From(ctx).ExecContext(ctx, insert, bomb{&armed})
			return err
		})
		if err == nil {
			t.Fatal("stored")
		}
		if err := c.DB.Group(as(t), func(ctx context.Context) error { return add(ctx, "after") }); err != nil || names(t, c) != "after" {
			t.Fatal(err, names(t, c))
		}
		chained(t, c, "after")
	})
}

// TestGroupNeedsTheHead: without a head the log takes no entry, and nothing is stored without one.
func TestGroupNeedsTheHead(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		for _, s := range []string{"ALTER TABLE audit_head DISABLE TRIGGER ALL", "DROP TRIGGER IF EXISTS audit_head_nodelete", "DELETE FROM audit_head"} {
			if _, err := c.Super.ExecContext(t.Context(), s); err != nil && s == "DELETE FROM audit_head" {
				t.Skip(err) // its guards have other names
			}
		}
		if err := c.DB.Group(as(t), func(ctx context.Context) error { return add(ctx, "a") }); !errors.Is(err, audit.ErrNoHead) || names(t, c) != "" {
			t.Fatal(err, names(t, c))
		}
	})
}

// TestBlind: what can be recorded is stored without a statement of its own; what
// asks, changes or wants to know what an insert did runs with open eyes.
func TestBlind(t *testing.T) {
	tests := map[string]struct {
		do    func(ctx context.Context) error
		blind bool
	}{
		"adding":        {func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }, true},
		"without entry": {func(ctx context.Context) error { db.From(ctx).Exempt("test"); return put(ctx, "a") }, false},
		"with a change": {func(ctx context.Context) error {
			entry(ctx)
			return errors.Join(put(ctx, "a"), db.From(ctx).Counter.Update().SetValue(2).Exec(ctx))
		}, false},
		"with a number": {func(ctx context.Context) error { entry(ctx); _, err := db.NextNumber(ctx, "a"); return err }, false},
		"with a savepoint": {func(ctx context.Context) error {
			entry(ctx)
			return db.From(ctx).Savepoint(ctx, func(ctx context.Context) error { return put(ctx, "a") })
		}, false},
		"with a row": {func(ctx context.Context) error {
			entry(ctx)
			var n int
			return errors.Join(put(ctx, "a"), db.From(ctx).QueryRowContext(ctx, "SELECT COUNT(*) FROM counters").Scan(&n))
		}, false},
	}
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		for name, test := range tests {
			var runs []bool
			err := c.DB.Group(as(t), func(ctx context.Context) error {
				runs = append(runs, db.From(ctx).Blind())
				return test.do(ctx)
			})
			want := []bool{true}
			if !test.blind {
				want = []bool{true, false}
			}
			if err != nil || !slices.Equal(runs, want) || names(t, c) != "a" {
				t.Errorf("%s: %v, runs %v, rows %q", name, err, runs, names(t, c))
			}
			if _, err := c.Super.ExecContext(t.Context(), "DELETE FROM counters"); err != nil {
				t.Fatal(err)
			}
		}
		inside := c.DB.Tx(as(t), func(ctx context.Context) error {
			return c.DB.Group(ctx, func(ctx context.Context) error {
				if db.From(ctx).Blind() {
					t.Error("a joined call was recorded")
				}
				entry(ctx)
				return put(ctx, "a")
			})
		})
		if inside != nil {
			t.Error(inside)
		}
	})
}
