package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"

	"zhengcun/ent/counter"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

func as(t *testing.T) context.Context {
	t.Helper()
	return scope.With(t.Context(), scope.SystemViewer("test"))
}

// put writes a row nobody is scoped to.
func put(ctx context.Context, name string) error {
	return db.From(ctx).Counter.Create().SetName(name).SetValue(1).Exec(ctx)
}

func entry(ctx context.Context) { db.Audit(ctx, audit.Entry{Action: "test.act"}) }

// names are the rows that are there.
func names(t *testing.T, c *countytest.County) string {
	t.Helper()
	var found []string
	err := c.DB.Read(as(t), func(ctx context.Context) (err error) {
		found, err = db.From(ctx).Counter.Query().Order(counter.ByName()).Select(counter.FieldName).Strings(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, " ")
}

func entries(t *testing.T, c *countytest.County) (n int) {
	t.Helper()
	if err := c.Super.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM audit_entries").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCommitNeedsAnEntry(t *testing.T) {
	const insert = "INSERT INTO counters (id, create_time, name, value) VALUES ('01900000-0000-7000-8000-000000000001', '2026-01-01 00:00:00+00:00', 'raw', 1)"
	errUndo := errors.New("undo")
	tests := map[string]struct {
		do      func(ctx context.Context) error
		refused bool
	}{
		"nothing":            {func(context.Context) error { return nil }, false},
		"reading":            {func(ctx context.Context) error { _, err := db.From(ctx).Counter.Query().Count(ctx); return err }, false},
		"changing no row":    {func(ctx context.Context) error { return db.From(ctx).Counter.Update().SetValue(2).Exec(ctx) }, false},
		"deleting no row":    {func(ctx context.Context) error { _, err := db.From(ctx).Counter.Delete().Exec(ctx); return err }, false},
		"a row":              {func(ctx context.Context) error { return put(ctx, "a") }, true},
		"a row and an entry": {func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }, false},
		"by hand":            {func(ctx context.Context) error { _, err := db.From(ctx).ExecContext(ctx, insert); return err }, true},
		"by hand and entry": {func(ctx context.Context) error {
			entry(ctx)
			_, err := db.From(ctx).ExecContext(ctx, insert)
			return err
		}, false},
		"by a question": {func(ctx context.Context) error {
			var id string
			return db.From(ctx).QueryRowContext(ctx, insert+" RETURNING id").Scan(&id)
		}, true},
		"touching": {func(ctx context.Context) error { db.From(ctx).Touch("x", "1", [32]byte{}); return nil }, true},
		"touching exempt": {func(ctx context.Context) error {
			db.From(ctx).Exempt("test")
			db.From(ctx).Touch("x", "1", [32]byte{})
			return nil
		}, true},
		"exempt": {func(ctx context.Context) error { db.From(ctx).Exempt("test"); return put(ctx, "a") }, false},
		"exempt beside nothing": {func(ctx context.Context) error {
			return errors.Join(db.From(ctx).ExemptIfUnchanged(ctx, "test"), put(ctx, "a"))
		}, false},
		"exempt beside a change": {func(ctx context.Context) error {
			return errors.Join(put(ctx, "a"), db.From(ctx).ExemptIfUnchanged(ctx, "test"), put(ctx, "b"))
		}, true},
		"an entry that was undone": {func(ctx context.Context) error {
			err := db.From(ctx).Savepoint(ctx, func(ctx context.Context) error { entry(ctx); return errUndo })
			if !errors.Is(err, errUndo) {
				return err
			}
			return put(ctx, "a")
		}, true},
		"an exemption that was undone": {func(ctx context.Context) error {
			err := db.From(ctx).Savepoint(ctx, func(ctx context.Context) error { db.From(ctx).Exempt("test"); return errUndo })
			if !errors.Is(err, errUndo) {
				return err
			}
			return put(ctx, "a")
		}, true},
		"a row in a joined call": {func(ctx context.Context) error { return put(ctx, "a") }, true},
	}
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		for name, test := range tests {
			before := entries(t, c)
			err := c.DB.Tx(as(t), func(ctx context.Context) error {
				if strings.Contains(name, "joined") {
					return c.DB.Tx(ctx, test.do)
				}
				return test.do(ctx)
			})
			if test.refused {
				if !errors.Is(err, db.ErrNoAuditEntry) || names(t, c) != "" || entries(t, c) != before {
					t.Errorf("%s: %v, rows %q", name, err, names(t, c))
				}
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := c.Super.ExecContext(t.Context(), "DELETE FROM counters"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestEntrySaysWhoAndWhen(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		v := &scope.Viewer{Kind: scope.Person, Name: "王", Roles: []string{"CASHIER", "LEADER"}, OrganizationName: "财政局", SessionID: "s", County: true}
		ctx := call.With(scope.With(t.Context(), v), &call.Info{ClientIP: "10.0.0.1", RequestID: "request-1"})
		err := c.DB.Tx(ctx, func(ctx context.Context) error {
			if now := db.From(ctx).Now(); !now.Equal(countytest.Now) {
				t.Errorf("now is %v by the product's clock", now)
			}
			entry(ctx)
			db.From(ctx).Touch("ledger_transfers", "7", [32]byte{1})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var got [9]string
		err = c.Super.QueryRowContext(t.Context(), "SELECT at, actor_id, actor_name, actor_roles, actor_org, client_ip, session_id, request_id, result FROM audit_entries").
			Scan(&got[0], &got[1], &got[2], &got[3], &got[4], &got[5], &got[6], &got[7], &got[8])
		want := [9]string{"2026-11-02T02:00:00.000000Z", v.Caller(), "王", "CASHIER,LEADER", "财政局", "10.0.0.1", "s", "request-1", "ok"}
		if err != nil || got != want {
			t.Errorf("%v\n got %q\nwant %q", err, got, want)
		}
	})
}

func TestJoining(t *testing.T) {
	errInner := errors.New("inner")
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		err := c.DB.Tx(as(t), func(ctx context.Context) error {
			entry(ctx)
			outer := db.From(ctx)
			if err := c.DB.Tx(ctx, func(ctx context.Context) error {
				if db.From(ctx) != outer {
					t.Error("a nested call does not join")
				}
				return put(ctx, "a")
			}); err != nil {
				return err
			}
			return c.DB.Read(ctx, func(ctx context.Context) error {
				if n, err := db.From(ctx).Counter.Query().Count(ctx); n != 1 || err != nil {
					t.Errorf("a question inside sees %d rows: %v", n, err)
				}
				return nil
			})
		})
		if err != nil || names(t, c) != "a" {
			t.Fatal(err, names(t, c))
		}
		// A failure that is swallowed dooms the whole.
		err = c.DB.Tx(as(t), func(ctx context.Context) error {
			entry(ctx)
			_ = c.DB.Tx(ctx, func(ctx context.Context) error { return errors.Join(put(ctx, "b"), errInner) })
			return put(ctx, "c")
		})
		if !errors.Is(err, errInner) || names(t, c) != "a" {
			t.Fatal(err, names(t, c))
		}
		// Unless a savepoint has undone it.
		err = c.DB.Tx(as(t), func(ctx context.Context) error {
			entry(ctx)
			err := db.From(ctx).Savepoint(ctx, func(ctx context.Context) error {
				return c.DB.Tx(ctx, func(ctx context.Context) error { return errors.Join(put(ctx, "b"), errInner) })
			})
			if !errors.Is(err, errInner) {
				t.Error(err)
			}
			return put(ctx, "c")
		})
		if err != nil || names(t, c) != "a c" {
			t.Fatal(err, names(t, c))
		}
		// A panic leaves nothing, and no connection behind.
		func() {
			defer func() { _ = recover() }()
			_ = c.DB.Tx(as(t), func(ctx context.Context) error {
				entry(ctx)
				if err := put(ctx, "d"); err != nil {
					t.Error(err)
				}
				panic("test")
			})
		}()
		if names(t, c) != "a c" {
			t.Error(names(t, c))
		}
		// No change inside a question.
		err = c.DB.Read(as(t), func(ctx context.Context) error {
			return c.DB.Tx(ctx, func(ctx context.Context) error { t.Error("ran"); return nil })
		})
		if err == nil {
			t.Error("a change inside a read-only transaction")
		}
	})
}

func TestOutsideOfTransaction(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a transaction out of nothing")
		}
	}()
	db.From(t.Context())
}

func TestReadIsReadOnlyAndDoesNotWait(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		for name, do := range map[string]func(ctx context.Context) error{
			"ent": func(ctx context.Context) error { return put(ctx, "a") },
			"SQL": func(ctx context.Context) error {
				_, err := db.From(ctx).ExecContext(ctx, "DELETE FROM counters")
				return err
			},
			"asked": func(ctx context.Context) error {
				rows, err := db.From(ctx).QueryContext(ctx, "DELETE FROM counters RETURNING id")
				if err != nil {
					return err
				}
				defer func() { _ = rows.Close() }()
				for rows.Next() {
				}
				return rows.Err()
			},
		} {
			if err := c.DB.Read(as(t), do); err == nil {
				t.Errorf("%s changes inside a question", name)
			}
		}
		// A writer in the middle of its work holds nobody up, and one question sees one moment.
		wrote, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() {
			done <- c.DB.Tx(as(t), func(ctx context.Context) error {
				entry(ctx)
				err := put(ctx, "a")
				close(wrote)
				<-goOn
				return err
			})
		}()
		<-wrote
		ctx, cancel := context.WithTimeout(as(t), 2*time.Second)
		defer cancel()
		err := c.DB.Read(ctx, func(ctx context.Context) error {
			count := func() int {
				n, err := db.From(ctx).Counter.Query().Count(ctx)
				if err != nil {
					t.Error(err)
				}
				return n
			}
			if n := count(); n != 0 {
				t.Errorf("sees %d rows of another's unfinished work", n)
			}
			close(goOn)
			if err := <-done; err != nil {
				t.Error(err)
			}
			if n := count(); n != 0 {
				t.Errorf("sees %d rows of another moment", n)
			}
			return nil
		})
		if err != nil || names(t, c) != "a" {
			t.Error(err, names(t, c))
		}
	})
}

func TestReader(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		reader, err := db.OpenReader(t.Context(), c.Config)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = reader.Close() }()
		if err := reader.Tx(as(t), func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }); err == nil {
			t.Error("a reader writes")
		}
		if err := reader.Read(as(t), func(ctx context.Context) error { _, err := db.From(ctx).Counter.Query().Count(ctx); return err }); err != nil {
			t.Error(err)
		}
	})
	if _, err := db.OpenReader(t.Context(), db.Config{File: t.TempDir() + "/none.db"}); err == nil {
		t.Error("a reader makes a file")
	}
}

func TestSavepoint(t *testing.T) {
	errUndo := errors.New("undo")
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		err := c.DB.Tx(as(t), func(ctx context.Context) error {
			tx := db.From(ctx)
			entry(ctx)
			if err := put(ctx, "a"); err != nil {
				return err
			}
			// What fails in the database itself, too, is undone alone; the outer levels of a nest stay.
			if err := tx.Savepoint(ctx, func(ctx context.Context) error { entry(ctx); return put(ctx, "a") }); !db.IsUnique(err) {
				t.Errorf("twice the same: %v", err)
			}
			err := tx.Savepoint(ctx, func(ctx context.Context) error {
				entry(ctx)
				tx.Touch("ledger_transfers", "7", [32]byte{1})
				err := tx.Savepoint(ctx, func(ctx context.Context) error {
					tx.Touch("ledger_transfers", "8", [32]byte{1})
					return errors.Join(put(ctx, "b"), errUndo)
				})
				if !errors.Is(err, errUndo) {
					t.Error(err)
				}
				return put(ctx, "c")
			})
			if err != nil {
				return err
			}
			err = tx.Savepoint(ctx, func(ctx context.Context) error {
				return errors.Join(tx.Savepoint(ctx, func(ctx context.Context) error { return put(ctx, "d") }), errUndo)
			})
			if !errors.Is(err, errUndo) {
				t.Error(err)
			}
			return nil
		})
		if err != nil || names(t, c) != "a c" || entries(t, c) != 2 {
			t.Error(err, names(t, c), entries(t, c))
		}
		var rows string
		if err := c.Super.QueryRowContext(t.Context(), "SELECT rows FROM audit_entries WHERE seq = 1").Scan(&rows); err != nil || !strings.Contains(rows, "7") || strings.Contains(rows, "transfers 8") {
			t.Errorf("%v: %q", err, rows)
		}
	})
}

func TestRunAgain(t *testing.T) {
	errRefused, errRemembered := errors.New("refused"), errors.New("remembered")
	for name, test := range map[string]struct {
		losses int   // how often the transaction loses
		end    error // how it ends when it no longer does
		tries  int
		after  int
	}{
		"at once":             {0, nil, 1, 0},
		"after three losses":  {3, nil, 4, 0},
		"refused":             {0, errRefused, 1, 1},
		"refused after a try": {1, errRefused, 2, 1},
		"never":               {99, nil, 6, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := countytest.SQLite(t)
			tries, after := 0, 0
			err := c.DB.Tx(as(t), func(ctx context.Context) error {
				tries++
				entry(ctx)
				db.From(ctx).AfterRollback(func(ctx context.Context) error {
					after++
					entry(ctx)
					return put(ctx, "remembered")
				})
				if err := put(ctx, "a"); err != nil {
					return err
				}
				if tries <= test.losses {
					return db.Again(errors.New("somebody was faster"))
				}
				return test.end
			})
			if tries != test.tries || after != test.after {
				t.Errorf("%d tries and %d times after, want %d and %d", tries, after, test.tries, test.after)
			}
			want := "a"
			if test.after > 0 {
				want = "remembered"
			}
			if got := names(t, c); got != want {
				t.Errorf("rows %q, want %q", got, want)
			}
			switch {
			case test.losses > 5 && !errors.Is(db.Explain(err), db.ReasonBusy):
				t.Error(err)
			case test.losses <= 5 && !errors.Is(err, test.end):
				t.Error(err)
			}
		})
	}
	t.Run("what is remembered fails", func(t *testing.T) {
		c := countytest.SQLite(t)
		err := c.DB.Tx(as(t), func(ctx context.Context) error {
			db.From(ctx).AfterRollback(func(context.Context) error { return errRemembered })
			return errRefused
		})
		if !errors.Is(err, errRefused) || !errors.Is(err, errRemembered) {
			t.Error(err)
		}
	})
	t.Run("the caller has hung up", func(t *testing.T) {
		c := countytest.SQLite(t)
		ctx, cancel := context.WithCancel(as(t))
		err := c.DB.Tx(ctx, func(ctx context.Context) error {
			db.From(ctx).AfterRollback(func(ctx context.Context) error { entry(ctx); return put(ctx, "remembered") })
			cancel()
			return errRefused
		})
		if !errors.Is(err, errRefused) || names(t, c) != "remembered" {
			t.Error(err, names(t, c))
		}
	})
}

// TestDeadlock lets pairs of transactions lock two rows in opposite order: one of
// each pair loses, runs again, and all get done.
func TestDeadlock(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		must(t, c.DB.Tx(as(t), func(ctx context.Context) error { entry(ctx); return errors.Join(put(ctx, "a"), put(ctx, "b")) }))
		var wait sync.WaitGroup
		var tries atomic.Int32
		meet := make(chan struct{}, 1)
		for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
			wait.Go(func() {
				err := c.DB.Tx(as(t), func(ctx context.Context) error {
					tries.Add(1)
					entry(ctx)
					tx := db.From(ctx)
					for i, name := range order {
						if err := tx.Counter.Update().Where(counter.Name(name)).AddValue(1).Exec(ctx); err != nil {
							return err
						}
						if i == 0 { // wait for the other, who on SQLite cannot come
							select {
							case meet <- struct{}{}:
								time.Sleep(100 * time.Millisecond)
							case <-meet:
							case <-time.After(100 * time.Millisecond):
							}
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if c.DB.Dialect() == dialect.Postgres && tries.Load() < 3 {
			t.Logf("no deadlock came about in %d tries", tries.Load())
		}
		must(t, c.DB.Read(as(t), func(ctx context.Context) error {
			for _, row := range db.From(ctx).Counter.Query().AllX(ctx) {
				if row.Value != 3 {
					t.Errorf("%s is %d", row.Name, row.Value)
				}
			}
			return nil
		}))
	})
}

// TestTwoProcesses has two programs on one database.
func TestTwoProcesses(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		other, err := db.Open(t.Context(), c.Config)
		must(t, err)
		defer func() { _ = other.Close() }()
		var wait sync.WaitGroup
		for i := range 20 {
			d := []*db.DB{c.DB, other}[i%2]
			wait.Go(func() {
				if err := d.Tx(as(t), func(ctx context.Context) error { entry(ctx); _, err := db.NextNumber(ctx, "x"); return err }); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		must(t, c.DB.Tx(as(t), func(ctx context.Context) error {
			entry(ctx)
			if n, err := db.NextNumber(ctx, "x"); n != 21 || err != nil {
				t.Errorf("next is %d: %v", n, err)
			}
			return nil
		}))
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
