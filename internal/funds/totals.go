package funds

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"entgo.io/ent/dialect"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// filter is the condition of a list in SQL, on whatever alias its parts name, with
// the values it binds.
type filter struct {
	parts []string
	args  []any
}

// where adds a part; $ in it stands for the value.
func (f *filter) where(part string, value any) {
	f.args = append(f.args, value)
	f.parts = append(f.parts, strings.ReplaceAll(part, "$", fmt.Sprintf("$%d", len(f.args))))
}

// with adds a part whose placeholders were numbered from [filter.next] on.
func (f *filter) with(part string, values ...any) {
	f.parts, f.args = append(f.parts, part), append(f.args, values...)
}

func (f *filter) next() int { return len(f.args) + 1 }

func (f *filter) String() string {
	if len(f.parts) == 0 {
		return "TRUE"
	}
	return strings.Join(f.parts, " AND ")
}

// likePattern is the pattern of LIKE … ESCAPE '\\' for what contains the text.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
}

// sum is the count and the money of everything a list has found.
type sum struct {
	rows  int32
	money sumsRow
}

func (s *sum) message() *fundsv1.AllocationMoney { return s.money.message() }

// fewLots is up to how many allocations are summed by looking each of them up.
// Beyond, reading the ledger's tables from end to end is faster; PostgreSQL does
// that so fast, and guesses so badly how many a condition leaves, that it is asked
// to look up a page of them at the most.
func fewLots(d string) int32 {
	if d == dialect.Postgres {
		return paging.MaxSize
	}
	return 10_000
}

// total counts what a list has found and sums the money of allocations a that the
// filter leaves. rows are what is counted, a table with its condition.
func (r *Room) total(ctx context.Context, rows string, counted, f *filter, money moneyFilter) (sum, error) {
	tx := db.From(ctx)
	where := f.String()
	values, err := json.Marshal(f.args)
	if err != nil {
		return sum{}, err
	}
	key := strings.Join([]string{rows, counted.String(), where, money.ofJoined(), string(values)}, "\n")
	return r.sums.remember(ctx, key, func() (s sum, err error) {
		if money != (moneyFilter{}) {
			query := "SELECT COUNT(*), " + sums() + " " + moneyFrom(tx.Dialect(), where, false) + money.ofJoined()
			return s, tx.QueryRowContext(ctx, query, f.args...).Scan(append([]any{&s.rows}, s.money.scan()...)...)
		}
		count := "SELECT COUNT(*) FROM " + rows + " WHERE " + counted.String() + bindCutoff(tx.Dialect())
		if err := tx.QueryRowContext(ctx, count, counted.args...).Scan(&s.rows); err != nil {
			return s, err
		}
		query := "SELECT " + sums() + " " + moneyFrom(tx.Dialect(), where, s.rows <= fewLots(tx.Dialect()))
		if where == "TRUE" && tx.Dialect() == dialect.SQLite {
			query = sumsOfAll
		}
		return s, tx.QueryRowContext(ctx, query, f.args...).Scan(s.money.scan()...)
	})
}

// bindCutoff is a condition that is always true and binds $1, or placeholders of
// statements that do not ask for the cut-off day would not be counted.
func bindCutoff(d string) string {
	if d == dialect.Postgres {
		return " AND $1::date IS NOT NULL"
	}
	return " AND $1 = $1"
}

// sumsOfAll are the sums of [sums] over [moneyFrom] for all allocations there are,
// for SQLite, which has no fast join of whole tables. All amounts but the idle ones
// are sums of accounts. Of lots that nothing arrived for after the cut-off, idle is
// what was received and not paid, and idle and not appropriated what was received and
// not appropriated, for no more is paid than was appropriated; so only the lots that
// something recent arrived for are looked at one by one, for what is to be taken off.
// The signs before kind keep it from the index by kind, which would make it slower.
const sumsOfAll = `WITH promise (promised) AS (SELECT COALESCE(SUM(amount_fen), 0) FROM allocations),
	lot (reduced, received, requested, appropriated) AS (SELECT COALESCE(SUM(reduced), 0), COALESCE(SUM(credits_posted), 0), COALESCE(SUM(debits_pending), 0), COALESCE(SUM(debits_posted), 0)
		FROM ledger_accounts WHERE +kind = 'lot'),
	payee (held, paid) AS (SELECT COALESCE(SUM(credits_pending), 0), COALESCE(SUM(credits_posted), 0) FROM ledger_accounts WHERE +kind = 'payee'),
	young (received, appropriated, paid, old) AS (SELECT l.credits_posted, l.debits_posted, y.paid, MAX(l.credits_posted - y.paid - y.recent, 0)
		FROM (SELECT t.lot_id, SUM(t.amount_fen) AS recent, (SELECT COALESCE(SUM(credits_posted), 0) FROM ledger_accounts
				WHERE kind = 'payee' AND lot_id = t.lot_id) AS paid
			FROM ledger_transfers t WHERE ` + arrivedRecently + ` GROUP BY t.lot_id) y
		JOIN ledger_accounts l ON l.kind = 'lot' AND l.lot_id = y.lot_id),
	off (idle, free) AS (SELECT COALESCE(SUM(received - paid - old), 0), COALESCE(SUM(received - appropriated - MIN(old, received - appropriated)), 0) FROM young)
	SELECT promised - reduced, received, requested, appropriated, held, paid, received - appropriated - off.free,
		received - paid - off.idle - (received - appropriated - off.free), reduced
	FROM promise, lot, payee, off`

// remembered are sums that were asked for lately. Adding up a hundred thousand
// allocations takes a good part of a second, and every page of one list asks for
// the same sums. They hold as long as nothing has been written: every change of
// the county moves the head of the audit log, in the same transaction.
type remembered struct {
	mutex sync.Mutex
	head  audit.Head
	sums  map[string]sum
}

// rememberedSums is how many sums are kept: a head does not last long.
const rememberedSums = 1000

// remember reads a sum, or knows it when nothing has changed since it was read. In
// a transaction that may have changed something it is always read. Who may see
// what is in the key: it holds the whole condition with its values.
func (m *remembered) remember(ctx context.Context, key string, read func() (sum, error)) (sum, error) {
	tx := db.From(ctx)
	if !tx.ReadOnly() {
		return read()
	}
	head, err := audit.ReadHead(ctx, tx)
	if err != nil {
		return sum{}, err
	}
	m.mutex.Lock()
	known, there := m.sums[key]
	there = there && m.head == head
	m.mutex.Unlock()
	if there {
		return known, nil
	}
	fresh, err := read()
	if err != nil {
		return sum{}, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.sums == nil || m.head != head || len(m.sums) >= rememberedSums {
		m.head, m.sums = head, map[string]sum{}
	}
	m.sums[key] = fresh
	return fresh, nil
}
