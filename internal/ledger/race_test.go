package ledger

import (
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

const clients = 64

// together runs fn in 64 goroutines that start at once.
func together(fn func(client int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range clients {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

// TestDrawersSpendExactly: 64 projects ask for 120 % of what is there; all of it is given and not a fen more.
func TestDrawersSpendExactly(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		const each, rounds = 7, 10
		received := money.Fen(each * clients * rounds * 10 / 12) // 3733, not a multiple of 7
		lot := Lot{uuid.New(), uuid.New(), uuid.New(), 2026, 10_000}
		var drawers [clients]ProjectLot
		e.do(t, func(c Conn) error {
			err := errors.Join(EnsureYear(ctx, c, 2026), OpenLot(ctx, c, lot, now), Receive(ctx, c, lot.ID, received, today()))
			for i := range drawers {
				drawers[i] = ProjectLot{lot.ID, uuid.New()}
				err = errors.Join(err, OpenProjectLot(ctx, c, drawers[i], Caps{}, today()))
			}
			return err
		})
		var drawn atomic.Int64
		together(func(client int) {
			for range rounds {
				request := today()
				err := e.tx(ctx, func(c Conn) error {
					if err := RequestAppropriation(ctx, c, drawers[client], each, request); err != nil {
						return err
					}
					return ApproveAppropriation(ctx, c, request.ID, today())
				})
				switch {
				case err == nil:
					drawn.Add(each)
				case !errors.Is(err, ReasonRefused):
					t.Errorf("%v (%v)", err, errors.Unwrap(err))
				}
			}
		})
		e.do(t, func(c Conn) error {
			b, err := LotBalances(ctx, c, lot.ID)
			if got := b[lot.ID]; int64(got.Appropriated) != drawn.Load() || got.Available() < 0 || got.Available() >= each {
				t.Errorf("drawn %d, %+v", drawn.Load(), got)
			}
			return err
		})
		e.sound(t)
	})
}

// TestOneSettleWins: of 64 cashiers who pay one claim one succeeds, and pay and void exclude each other.
func TestOneSettleWins(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		f := newCounty(t, e)
		var won atomic.Int32
		together(func(client int) {
			b := today()
			err := e.tx(ctx, func(c Conn) error {
				if client%2 == 1 {
					return VoidPayment(ctx, c, f.hold, b)
				}
				return SettlePayment(ctx, c, f.hold, b)
			})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, ReasonAlreadyDone) {
				t.Errorf("%v (%v)", err, errors.Unwrap(err))
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d won", won.Load())
		}
		// The same id again and again, which is how a lost answer is repeated.
		won.Store(0)
		same := today()
		together(func(int) {
			err := e.tx(ctx, func(c Conn) error { return Receive(ctx, c, f.lot, 1, same) })
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, ReasonAlreadyDone) {
				t.Errorf("%v (%v)", err, errors.Unwrap(err))
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d booked one id", won.Load())
		}
		e.sound(t)
	})
}

// TestCloserAndPosters: whoever closes the year sees all of it; nothing is booked in it afterwards.
func TestCloserAndPosters(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, e *env) {
		ctx := t.Context()
		f := newCounty(t, e)
		var atClose, acknowledged int
		count := func(c Conn, n *int) error {
			return c.QueryRowContext(ctx, `SELECT count(*) FROM ledger_transfers WHERE fiscal_year = 2026`).Scan(n)
		}
		together(func(client int) {
			if client == clients/2 {
				err := e.tx(ctx, func(c Conn) error { return errors.Join(CloseYear(ctx, c, 2026, today()), count(c, &atClose)) })
				if err != nil {
					t.Error(err)
				}
				return
			}
			err := e.tx(ctx, func(c Conn) error { return Receive(ctx, c, f.lot, 1, today()) })
			if err != nil && !errors.Is(err, ReasonYearClosed) {
				t.Errorf("%v (%v)", err, errors.Unwrap(err))
			}
		})
		e.do(t, func(c Conn) error { return count(c, &acknowledged) })
		if atClose != acknowledged {
			t.Errorf("%d rows when the year closed, %d now", atClose, acknowledged)
		}
		e.refused(t, ReasonYearClosed, func(c Conn) error { return Receive(ctx, c, f.lot, 1, today()) })
		e.refused(t, ReasonYearClosed, func(c Conn) error { return ReverseReceipt(ctx, c, f.receipt, today()) })
		e.refused(t, ReasonAlreadyDone, func(c Conn) error { return CloseYear(ctx, c, 2026, today()) })
		e.refused(t, ReasonAlreadyDone, func(c Conn) error { return ReopenYear(ctx, c, 2033, today()) })
		e.do(t, func(c Conn) error {
			closed, err := YearClosed(ctx, c, 2026)
			never, err2 := YearClosed(ctx, c, 2033)
			if !closed || never {
				t.Errorf("closed %v, %v", closed, never)
			}
			return errors.Join(err, err2)
		})
		for range 2 { // as often as it must be
			e.do(t, func(c Conn) error { return ReopenYear(ctx, c, 2026, today()) })
			e.do(t, func(c Conn) error { return Receive(ctx, c, f.lot, 1, today()) })
			e.do(t, func(c Conn) error { return CloseYear(ctx, c, 2026, today()) })
			e.refused(t, ReasonYearClosed, func(c Conn) error { return Receive(ctx, c, f.lot, 1, today()) })
		}
		e.sound(t)
	})
}

// TestNoDeadlock: transfers in both directions over the same accounts, some transactions of several after Lock.
func TestNoDeadlock(t *testing.T) {
	e := postgresEnv(t)
	ctx := t.Context()
	f := newCounty(t, e)
	var deadlocks, booked atomic.Int32
	together(func(client int) {
		random := rand.New(rand.NewPCG(1, uint64(client)))
		for range 10 {
			err := e.tx(ctx, func(c Conn) error {
				a, b := f.main, f.abroad
				if random.IntN(2) == 0 {
					a, b = b, a
				}
				if random.IntN(2) == 0 {
					request, approval := today(), today()
					return errors.Join(RequestAppropriation(ctx, c, a, 1, request), ApproveAppropriation(ctx, c, request.ID, approval),
						ReverseAppropriation(ctx, c, approval.ID, today()))
				}
				err := Lock(ctx, c, a.Account(), b.Account(), LotAccount(a.Lot), LotAccount(b.Lot), a.PayeeAccount(), b.PayeeAccount())
				return errors.Join(err, HoldPayment(ctx, c, a, 1, 0, today()), HoldPayment(ctx, c, b, 1, 0, today()))
			})
			switch {
			case err == nil:
				booked.Add(1)
			case strings.Contains(err.Error(), "40P01"):
				deadlocks.Add(1)
			case !errors.Is(err, ReasonRefused):
				t.Errorf("%v (%v)", err, errors.Unwrap(err))
			}
		}
	})
	if deadlocks.Load() > 0 || booked.Load() < 100 {
		t.Errorf("%d deadlocks, %d booked", deadlocks.Load(), booked.Load())
	}
	e.sound(t)
}
