package paging_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/counter"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
)

// list is a county with a table to be walked through. The counters serve as one:
// a text, a number, and no scope.
type list struct {
	*countytest.County
	t      *testing.T
	random *rand.Rand
	made   int
}

func (l *list) change(fn func(ctx context.Context, tx *db.Tx) error) {
	l.t.Helper()
	err := l.DB.Tx(l.as("somebody"), func(ctx context.Context) error {
		db.From(ctx).Exempt("test")
		return fn(ctx, db.From(ctx))
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *list) as(who string) context.Context {
	return scope.With(l.t.Context(), &scope.Viewer{Kind: scope.System, Name: who, County: true})
}

// texts are as hard to sort as a name can be.
var texts = []string{"a", "A", "Z", "千佛塔", "响肠", "b%", "b_", `b\`, "é", "e\u0301", "", " ", "\U00020000", "~", "1", "10", "9"}

// add makes rows, many of them with the same number, and returns their ids.
func (l *list) add(n, distinct int) []uuid.UUID {
	var ids []uuid.UUID
	l.change(func(ctx context.Context, tx *db.Tx) error {
		creates := make([]*ent.CounterCreate, n)
		for i := range creates {
			l.made++
			id := uuid.New() // in no order
			ids = append(ids, id)
			name := fmt.Sprintf("%s-%d", texts[l.random.IntN(len(texts))], l.made)
			creates[i] = tx.Counter.Create().SetID(id).SetName(name).SetValue(int64(l.random.IntN(distinct)))
		}
		return tx.Counter.CreateBulk(creates...).Exec(ctx)
	})
	return ids
}

// page reads one page, through ent or by hand.
func (l *list) page(req *projectsv1.ListProjectsRequest, order paging.Order, byHand bool) (ids []uuid.UUID, next string) {
	l.t.Helper()
	err := l.DB.Read(l.as("somebody"), func(ctx context.Context) error {
		page, err := l.Pager.Open(ctx, req, order)
		if err != nil {
			return err
		}
		rows, err := read(ctx, page, byHand)
		if err != nil {
			return err
		}
		rows, next = paging.Cut(page, rows, func(c *ent.Counter) []string {
			var values []string
			for _, column := range order {
				values = append(values, map[string]string{"id": c.ID.String(), "name": c.Name, "value": fmt.Sprint(c.Value)}[column.Name])
			}
			return values
		})
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return ids, next
}

func read(ctx context.Context, page *paging.Page, byHand bool) ([]*ent.Counter, error) {
	tx := db.From(ctx)
	if !byHand {
		return tx.Counter.Query().Where(counter.Or(counter.ValueGTE(0), counter.Name("x")), page.Selector()).All(ctx)
	}
	rest, args := page.SQL("c", 3)
	hole := map[string]string{"postgres": "::bigint", "sqlite3": ""}[tx.Dialect()]
	rows, err := tx.QueryContext(ctx, "SELECT c.id, c.name, c.value FROM counters c WHERE (c.value >= $1"+hole+" OR c.value = $2"+hole+") AND "+rest, append([]any{0, -1}, args...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*ent.Counter
	for rows.Next() {
		var c ent.Counter
		if err := rows.Scan(&c.ID, &c.Name, &c.Value); err != nil {
			return nil, err
		}
		found = append(found, &c)
	}
	return found, rows.Err()
}

// TestWalk walks through a list while rows come and go: what was there all the
// time is seen exactly once, and nothing is seen twice.
func TestWalk(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		l := &list{County: c, t: t, random: rand.New(rand.NewPCG(3, 4))}
		for _, order := range []paging.Order{
			paging.By("value", false), paging.By("value", true), paging.By("name", false), paging.By("name", true),
			{{Name: "id"}}, {{Name: "id", Desc: true}}, {{Name: "value", Desc: true}, {Name: "name"}, {Name: "id", Desc: true}},
		} {
			for _, byHand := range []bool{false, true} {
				what := fmt.Sprintf("%v by hand=%v", order, byHand)
				l.change(func(ctx context.Context, tx *db.Tx) error { _, err := tx.Counter.Delete().Exec(ctx); return err })
				stays := map[uuid.UUID]bool{}
				for _, id := range l.add(60, 4) {
					stays[id] = true
				}
				seen := map[uuid.UUID]bool{}
				req := &projectsv1.ListProjectsRequest{}
				for {
					req.PageSize = int32(1 + l.random.IntN(9))
					ids, next := l.page(req, order, byHand)
					if len(ids) > int(req.PageSize) || next != "" && len(ids) != int(req.PageSize) {
						t.Fatalf("%s: %d rows on a page of %d", what, len(ids), req.PageSize)
					}
					for _, id := range ids {
						if seen[id] {
							t.Fatalf("%s: a row is seen twice", what)
						}
						seen[id] = true
					}
					if next == "" {
						break
					}
					req.PageToken = next
					l.add(2, 4)
					// A row goes: also the one the token stands on.
					gone := ids[len(ids)-1]
					if l.random.IntN(2) == 0 {
						for id := range stays {
							gone = id
							break
						}
					}
					delete(stays, gone)
					l.change(func(ctx context.Context, tx *db.Tx) error {
						_, err := tx.Counter.Delete().Where(counter.ID(gone)).Exec(ctx)
						return err
					})
				}
				for id := range stays {
					if !seen[id] {
						t.Fatalf("%s: a row that stayed is not seen", what)
					}
				}
			}
		}
	})
}

// TestSelectorAndSQLAgree compares page by page, and with the whole.
func TestSelectorAndSQLAgree(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		l := &list{County: c, t: t, random: rand.New(rand.NewPCG(5, 6))}
		l.add(500, 1) // all alike
		l.add(100, 3)
		for _, order := range []paging.Order{paging.By("value", true), paging.By("name", false)} {
			whole, next := l.page(&projectsv1.ListProjectsRequest{PageSize: 1000}, order, false)
			if len(whole) != 600 || next != "" {
				t.Fatalf("%d rows, next %q", len(whole), next)
			}
			for _, byHand := range []bool{false, true} {
				var all []uuid.UUID
				req := &projectsv1.ListProjectsRequest{PageSize: 200}
				for pages := 0; ; pages++ {
					ids, next := l.page(req, order, byHand)
					all = append(all, ids...)
					if next == "" {
						if pages != 2 {
							t.Errorf("%d more pages", pages)
						}
						break
					}
					req.PageToken = next
				}
				if !slices.Equal(all, whole) {
					t.Errorf("%v by hand=%v: another order", order, byHand)
				}
			}
		}
	})
}

func TestSizes(t *testing.T) {
	c := countytest.SQLite(t)
	for asked, limit := range map[int32]int{0: 51, -1: 51, 1: 2, 1000: 1001, 1001: 1001, 1 << 30: 1001} {
		page, err := c.Pager.Open(t.Context(), &projectsv1.ListProjectsRequest{PageSize: asked}, paging.By("name", false))
		if err != nil || page.Limit != limit {
			t.Errorf("%d: %d rows, %v", asked, page.Limit, err)
		}
	}
}

// TestTokens shows a token of one list to others.
func TestTokens(t *testing.T) {
	c := countytest.SQLite(t)
	l := &list{County: c, t: t, random: rand.New(rand.NewPCG(7, 8))}
	l.add(5, 2)
	order := paging.By("value", false)
	req := func() *projectsv1.ListProjectsRequest {
		return &projectsv1.ListProjectsRequest{PageSize: 2, RegionCode: "340828100200", Query: "x"}
	}
	_, token := l.page(req(), order, false)
	open := func(who string, req paging.Request, order paging.Order) error {
		_, err := c.Pager.Open(l.as(who), req, order)
		return err
	}
	with := func(token string, change func(*projectsv1.ListProjectsRequest)) *projectsv1.ListProjectsRequest {
		r := req()
		r.PageToken = token
		if change != nil {
			change(r)
		}
		return r
	}
	if err := open("somebody", with(token, nil), order); err != nil {
		t.Fatal(err)
	}
	if err := open("somebody", with(token, func(r *projectsv1.ListProjectsRequest) { r.PageSize = 7 }), order); err != nil {
		t.Errorf("another size: %v", err)
	}
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, paging.ReasonToken) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("another caller", open("another", with(token, nil), order))
	_, err := c.Pager.Open(t.Context(), with(token, nil), order)
	refused("nobody", err)
	refused("another filter", open("somebody", with(token, func(r *projectsv1.ListProjectsRequest) { r.RegionCode = "" }), order))
	refused("another search", open("somebody", with(token, func(r *projectsv1.ListProjectsRequest) { r.Query = "y" }), order))
	refused("another order_by", open("somebody", with(token, func(r *projectsv1.ListProjectsRequest) { r.OrderBy = "name" }), order))
	refused("the other direction", open("somebody", with(token, nil), paging.By("value", true)))
	refused("another column", open("somebody", with(token, nil), paging.By("name", false)))
	refused("another method", open("somebody", &fundsv1.ListReceiptsRequest{PageToken: token}, order))
	for _, made := range []string{"x", "AAAA", token + "A", token[:len(token)-2], token + "=", " " + token, "' OR 1=1 --", strings.Repeat("A", 4096),
		base64.RawURLEncoding.EncodeToString([]byte(`{"b":"","a":["1","2"]}`))} {
		refused("a token "+made[:min(len(made), 20)], open("somebody", with(made, nil), order))
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		forged := slices.Clone(raw)
		forged[i] ^= 1 << l.random.IntN(8)
		refused(fmt.Sprintf("byte %d changed", i), open("somebody", with(base64.RawURLEncoding.EncodeToString(forged), nil), order))
	}
	// Another county's keys make other tokens.
	other := countytest.SQLite(t)
	_, err = other.Pager.Open(l.as("somebody"), with(token, nil), order)
	refused("another county", err)
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"": "number, id", "number": "number, id", "name": "name, id", "name asc": "name, id", "name desc": "name desc, id desc", " name desc ": "name desc, id desc",
	} {
		order, err := paging.Parse(text, "number", "name")
		var got []string
		for _, c := range order {
			got = append(got, c.Name+map[bool]string{true: " desc"}[c.Desc])
		}
		if err != nil || strings.Join(got, ", ") != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if order, err := paging.Parse("", "seq desc"); err != nil || !order[0].Desc {
		t.Errorf("%v, %v", order, err)
	}
	for _, text := range []string{"password_hash", "name; DROP TABLE users", "name desc, id", "name,number", "1", "name DESC", "name  desc", "(SELECT 1)", "number\x00", "id", "名称"} {
		_, err := paging.Parse(text, "number", "name")
		f, ok := fault.From(err)
		if !ok || len(f.Violations()) != 1 || f.Violations()[0].Field != "order_by" || f.Violations()[0].Reason != paging.ReasonOrder {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestSearchIsLiteral: what somebody types into a search is text, whatever LIKE makes of it.
func TestSearchIsLiteral(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		l := &list{County: c, t: t}
		all := []string{"100%", "1000", "a_b", "axb", `c\d`, "cd", `c\%d`, "it's", `say "x"`, "村", "岳〔2026〕1号"}
		l.change(func(ctx context.Context, tx *db.Tx) error {
			for _, name := range all {
				if err := tx.Counter.Create().SetName(name).SetValue(1).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		err := c.DB.Read(l.as("somebody"), func(ctx context.Context) error {
			for _, typed := range []string{"%", "_", `\`, `\%`, "0%", "a_", "'", `"`, "村", "〔2026〕", "%%", "__", `\\`, "' OR '1'='1", "c", "*", "?", "[a-z]"} {
				var want []string
				for _, name := range all {
					if strings.Contains(name, typed) {
						want = append(want, name)
					}
				}
				slices.Sort(want)
				for how, found := range map[string][]string{
					"Contains":     db.From(ctx).Counter.Query().Where(counter.NameContains(typed)).Select(counter.FieldName).StringsX(ctx),
					"ContainsFold": db.From(ctx).Counter.Query().Where(counter.NameContainsFold(typed)).Select(counter.FieldName).StringsX(ctx),
				} {
					slices.Sort(found)
					if !slices.Equal(found, want) {
						t.Errorf("%s %q finds %q, want %q", how, typed, found, want)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
