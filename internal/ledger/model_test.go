package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"

	"zhengcun/internal/kernel/money"
)

// model is the ledger again, in memory and written from the main path's words rather than from the tables: documents and
// what became of them. Its counters are sums over documents.
type model struct {
	lots     map[uuid.UUID]money.Fen // promised
	caps     map[ProjectLot]Caps
	accepts  map[uuid.UUID]modelAccept
	moves    map[uuid.UUID]modelMove // by id of the post or hold
	settles  map[uuid.UUID]uuid.UUID // settlement or post → its move
	termOver map[Retention]bool
	reduced  map[uuid.UUID]money.Fen // by lot: taken off by reductions and recalls
	recalled map[uuid.UUID]money.Fen // of it, given back
}

type modelAccept struct {
	p       ProjectLot
	amount  money.Fen
	revoked bool
}

type modelState int

const (
	held modelState = iota
	settled
	gone // void or reversed
)

type modelMove struct {
	l       leg
	p       ProjectLot // without project for receipts
	claim   uuid.UUID
	amount  money.Fen
	advance money.Fen
	state   modelState
}

func (m *model) clone() *model {
	return &model{m.lots, maps.Clone(m.caps), maps.Clone(m.accepts), maps.Clone(m.moves), maps.Clone(m.settles), m.termOver, maps.Clone(m.reduced), maps.Clone(m.recalled)}
}

// sum adds up the moves of a leg that are in a state and that fit.
func (m *model) sum(l leg, state modelState, fits func(modelMove) bool) (amount, advance money.Fen) {
	for _, move := range m.moves {
		if move.l == l && move.state == state && fits(move) {
			amount, advance = amount+move.amount, advance+move.advance
		}
	}
	return amount, advance
}

// figures is what the main path says about one project lot.
type figures struct{ requested, appropriated, held, paid, advance, accepted, kept money.Fen }

func (m *model) figures(p ProjectLot) (f figures) {
	here := func(move modelMove) bool { return move.p == p }
	f.requested, _ = m.sum(appropriationLeg, held, here)
	f.appropriated, _ = m.sum(appropriationLeg, settled, here)
	heldCash, heldAdvance := m.sum(paymentLeg, held, here)
	paidCash, paidAdvance := m.sum(paymentLeg, settled, here)
	heldKept, heldKeptAdvance := m.sum(retentionLeg, held, here)
	paidKept, paidKeptAdvance := m.sum(retentionLeg, settled, here)
	f.held, f.paid, f.kept = heldCash+heldKept, paidCash+paidKept, heldKept+paidKept
	f.advance = heldAdvance + paidAdvance + heldKeptAdvance + paidKeptAdvance
	for _, a := range m.accepts {
		if a.p == p && !a.revoked {
			f.accepted += a.amount
		}
	}
	return f
}

// allowed says whether every rule of the main path holds.
func (m *model) allowed() bool {
	for lot, promised := range m.lots {
		here := func(move modelMove) bool { return move.p.Lot == lot }
		received, _ := m.sum(receiptLeg, settled, here)
		requested, _ := m.sum(appropriationLeg, held, here)
		appropriated, _ := m.sum(appropriationLeg, settled, here)
		received -= m.recalled[lot]
		if received < 0 || received > promised-m.reduced[lot] || requested+appropriated > received {
			return false
		}
	}
	for p, caps := range m.caps {
		f := m.figures(p)
		work := f.held + f.paid - f.advance // value of work: cash, retention and set-offs
		switch {
		case f.held+f.paid > f.appropriated,
			f.advance < 0, work < 0,
			f.advance*10000 > f.appropriated*money.Fen(caps.AdvanceBP),
			work > 0 && f.advance+work > f.accepted,
			f.kept*10000 > work*money.Fen(caps.RetentionBP):
			return false
		}
	}
	for r := range m.termOver {
		here := func(move modelMove) bool { return move.p == r.ProjectLot && move.claim == r.Claim }
		in, _ := m.sum(retentionLeg, settled, here)
		out1, _ := m.sum(releaseLeg, held, here)
		out2, _ := m.sum(releaseLeg, settled, here)
		if out1+out2 > in {
			return false
		}
	}
	return true
}

// counters is what the accounts must hold, by account.
func (m *model) counters() map[string]string {
	accounts := map[string]string{}
	show := func(id uuid.UUID, numbers ...any) {
		accounts[id.String()] = fmt.Sprintln(numbers...)
	}
	for lot := range m.lots {
		here := func(move modelMove) bool { return move.p.Lot == lot }
		received, _ := m.sum(receiptLeg, settled, here)
		requested, _ := m.sum(appropriationLeg, held, here)
		appropriated, _ := m.sum(appropriationLeg, settled, here)
		received -= m.recalled[lot]
		show(SourceAccount(lot), 0, received, 0, 0, 0, 0, 0, 0, 0, m.reduced[lot])
		show(LotAccount(lot), requested, appropriated, 0, received, 0, 0, 0, 0, 0, m.reduced[lot])
	}
	for p, caps := range m.caps {
		f := m.figures(p)
		here := func(move modelMove) bool { return move.p == p }
		show(p.Account(), f.held, f.paid, f.requested, f.appropriated, f.advance, f.kept, f.accepted, caps.AdvanceBP, caps.RetentionBP, 0)
		due1, _ := m.sum(paymentLeg, held, here)
		due2, _ := m.sum(releaseLeg, held, here)
		paid1, _ := m.sum(paymentLeg, settled, here)
		paid2, _ := m.sum(releaseLeg, settled, here)
		show(p.PayeeAccount(), 0, 0, due1+due2, paid1+paid2, 0, 0, 0, 0, 0, 0)
	}
	for r := range m.termOver {
		here := func(move modelMove) bool { return move.p == r.ProjectLot && move.claim == r.Claim }
		in1, _ := m.sum(retentionLeg, held, here)
		in2, _ := m.sum(retentionLeg, settled, here)
		out1, _ := m.sum(releaseLeg, held, here)
		out2, _ := m.sum(releaseLeg, settled, here)
		show(r.Account(), out1, out2, in1, in2, 0, 0, 0, 0, 0, 0)
	}
	return accounts
}

// TestModel performs random operations on the database and on the model. Both must agree whether each is allowed, and on
// every counter after it; a refused one must leave all counters and rows alone.
//
// ZHENGCUN_LEDGER_MODEL_OPS sets the number of operations, ZHENGCUN_LEDGER_MODEL_SEED takes other ones.
func TestModel(t *testing.T) {
	ops, seed := 2500, uint64(2)
	if s := os.Getenv("ZHENGCUN_LEDGER_MODEL_OPS"); s != "" {
		ops, _ = strconv.Atoi(s)
	}
	if s := os.Getenv("ZHENGCUN_LEDGER_MODEL_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	forEachDatabase(t, func(t *testing.T, e *env) {
		t.Logf("seed %d", seed)
		done := map[string][2]int{}
		random := rand.New(rand.NewPCG(seed, 0))
		for run := 0; run*500 < ops && !t.Failed(); run++ { // fresh lots now and then, or the money is soon stuck
			modelRun(t, e, random, min(500, ops-run*500), done)
		}
		e.sound(t)
		for _, name := range slices.Sorted(maps.Keys(done)) {
			t.Logf("%-24s %4d allowed %4d refused", name, done[name][0], done[name][1])
			if seed == 2 && ops == 2500 && (done[name][0] == 0 || done[name][1] == 0) {
				t.Errorf("%s was never allowed or never refused: the test tests nothing", name)
			}
		}
	})
}

func modelRun(t *testing.T, e *env, random *rand.Rand, ops int, done map[string][2]int) {
	ctx := t.Context()
	id := func() (id uuid.UUID) {
		for i := range id {
			id[i] = byte(random.Uint32())
		}
		return id
	}
	m := &model{map[uuid.UUID]money.Fen{}, map[ProjectLot]Caps{}, map[uuid.UUID]modelAccept{}, map[uuid.UUID]modelMove{},
		map[uuid.UUID]uuid.UUID{}, map[Retention]bool{}, map[uuid.UUID]money.Fen{}, map[uuid.UUID]money.Fen{}}
	var lots []uuid.UUID
	var places []ProjectLot
	var retentions []Retention
	e.do(t, func(c Conn) error {
		err := EnsureYear(ctx, c, 2026)
		for range 1 + random.IntN(2) {
			lot := Lot{id(), id(), id(), 2026, 1200}
			lots, m.lots[lot.ID] = append(lots, lot.ID), lot.Promised
			err = errors.Join(err, OpenLot(ctx, c, lot, now))
			for range 2 {
				p, caps := ProjectLot{lot.ID, id()}, Caps{4000, 2000}
				places, m.caps[p] = append(places, p), caps
				err = errors.Join(err, OpenProjectLot(ctx, c, p, caps, today()))
				for i, day := range []string{"2026-06-10", "2026-06-20"} {
					r := Retention{p, id()}
					retentions, m.termOver[r] = append(retentions, r), i == 0
					_, failure := insertAbsent(ctx, c, accounts, with(retentionAccount(r), row{"release_on": day}))
					err = errors.Join(err, failure)
				}
			}
		}
		return err
	})
	stored := func() (map[string]string, int) {
		accounts, rows := map[string]string{}, 0
		e.do(t, func(c Conn) error {
			//nolint:sqlclosecheck // each closes them
			found, err := c.QueryContext(ctx, `SELECT id, debits_pending, debits_posted, credits_pending, credits_posted, advance, retained,
				accepted, advance_cap_bp, retention_cap_bp, reduced FROM ledger_accounts WHERE lot_id `+anyOf(c), idList(c, lots))
			if err != nil {
				return err
			}
			err = each(found, func() error {
				var id string
				var n [10]int64
				err := found.Scan(&id, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7], &n[8], &n[9])
				accounts[id] = fmt.Sprintln(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9])
				return err
			})
			return errors.Join(err, c.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM ledger_transfers) + (SELECT count(*) FROM ledger_limits)`).Scan(&rows))
		})
		return accounts, rows
	}
	// pick takes one of the ids, which come in the random order of a map: the seed alone must decide.
	pick := func(ids []uuid.UUID) uuid.UUID {
		if len(ids) == 0 {
			return id()
		}
		slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
		return ids[random.IntN(len(ids))]
	}
	someHold := func(l leg) uuid.UUID {
		var fresh, all []uuid.UUID
		for id, move := range m.moves {
			if move.l == l {
				all = append(all, id)
				if move.state == held {
					fresh = append(fresh, id)
				}
			}
		}
		if random.IntN(8) == 0 {
			return pick(all) // some are settled or void already
		}
		return pick(fresh)
	}
	someSettled := func(l leg) uuid.UUID {
		var ids []uuid.UUID
		for id, move := range m.settles {
			if m.moves[move].l == l {
				ids = append(ids, id)
			}
		}
		return pick(ids)
	}
	resolve := func(next *model, hold uuid.UUID, b Booking, state modelState) bool {
		move, ok := next.moves[hold]
		if !ok || move.state != held {
			return false
		}
		if state == settled {
			next.settles[b.ID] = hold
		}
		move.state = state
		next.moves[hold] = move
		return true
	}
	reverse := func(next *model, settlement uuid.UUID) bool {
		move, ok := next.moves[next.settles[settlement]]
		if !ok || move.state != settled {
			return false
		}
		move.state = gone
		next.moves[next.settles[settlement]] = move
		return true
	}
	type action func(context.Context, Conn, uuid.UUID, Booking) error
	legs := []struct {
		name                  string
		l                     leg
		settle, void, reverse action
	}{
		{"appropriation", appropriationLeg, ApproveAppropriation, VoidAppropriation, ReverseAppropriation},
		{"payment", paymentLeg, SettlePayment, VoidPayment, ReversePayment},
		{"retention", retentionLeg, SettleRetention, VoidRetention, ReverseRetention},
		{"release", releaseLeg, SettleRelease, VoidRelease, ReverseRelease},
	}
	// How often each case below comes up: more is put in than taken back.
	var weights []int
	for kind, weight := range []int{3, 1, 3, 4, 1, 3, 6, 4, 4, 2, 2, 1, 28} {
		for range weight {
			weights = append(weights, kind)
		}
	}
	before, rowsBefore := stored()
	for op := range ops {
		p, b := places[random.IntN(len(places))], today()
		b.ID = id()
		amount := money.Fen(random.IntN(120) + 1)
		next := m.clone()
		var name string
		ok := true // besides the rules on sums
		var do func(c Conn) error
		hold := func(l leg, claim uuid.UUID, amount, advance money.Fen) {
			next.moves[b.ID] = modelMove{l, p, claim, amount, advance, held}
		}
		switch weights[random.IntN(len(weights))] {
		case 0:
			name = "receive"
			amount *= 2
			next.moves[b.ID] = modelMove{receiptLeg, ProjectLot{Lot: p.Lot}, uuid.Nil, amount, 0, settled}
			next.settles[b.ID] = b.ID
			do = func(c Conn) error { return Receive(ctx, c, p.Lot, amount, b) }
		case 1:
			name = "reverse receipt"
			receipt := someSettled(receiptLeg)
			ok = reverse(next, receipt)
			do = func(c Conn) error { return ReverseReceipt(ctx, c, receipt, b) }
		case 2:
			name = "request appropriation"
			hold(appropriationLeg, uuid.Nil, amount, 0)
			do = func(c Conn) error { return RequestAppropriation(ctx, c, p, amount, b) }
		case 3:
			name = "accept"
			if random.IntN(20) == 0 {
				amount, ok = 0, false
			}
			next.accepts[b.ID] = modelAccept{p, amount, false}
			do = func(c Conn) error { return Accept(ctx, c, p, amount, b) }
		case 4:
			name = "unaccept"
			which := pick(slices.Collect(maps.Keys(m.accepts)))
			a, known := next.accepts[which]
			ok = known && !a.revoked
			a.revoked = true
			if ok {
				next.accepts[which] = a
			}
			do = func(c Conn) error { return Unaccept(ctx, c, which, b) }
		case 5:
			name = "advance"
			hold(paymentLeg, uuid.Nil, amount, amount)
			do = func(c Conn) error { return HoldAdvance(ctx, c, p, amount, b) }
		case 6:
			name = "payment"
			amount, setOff := (amount-1)/2, money.Fen(random.IntN(2)*random.IntN(40))
			ok = amount > 0 || setOff > 0
			hold(paymentLeg, uuid.Nil, amount, -setOff)
			do = func(c Conn) error { return HoldPayment(ctx, c, p, amount, setOff, b) }
		case 7:
			name = "hold retention"
			r := retentions[random.IntN(len(retentions))]
			amount := amount/12 + 1
			p = r.ProjectLot
			hold(retentionLeg, r.Claim, amount, 0)
			do = func(c Conn) error {
				return move(ctx, c, kindHold, retentionLeg, r.ProjectLot.Account(), r.Account(), r.Lot, &r.Project, amount, 0, b)
			}
		case 8:
			name = "hold release"
			r := retentions[random.IntN(len(retentions))]
			if !m.termOver[r] && random.IntN(2) == 0 {
				r = retentions[0]
			}
			amount := amount/40 + 1
			p = r.ProjectLot
			ok = m.termOver[r]
			hold(releaseLeg, r.Claim, amount, 0)
			do = func(c Conn) error { return HoldRelease(ctx, c, r, amount, b) }
		case 9:
			name = "caps"
			caps := next.caps[p]
			if random.IntN(2) == 0 {
				caps.AdvanceBP = 2000 + random.IntN(4)*1000
				do = func(c Conn) error { return SetAdvanceCap(ctx, c, p, caps.AdvanceBP, b) }
			} else {
				caps.RetentionBP = random.IntN(4) * 500
				do = func(c Conn) error { return SetRetentionCap(ctx, c, p, caps.RetentionBP, b) }
			}
			next.caps[p] = caps
		case 10:
			name = "reduce"
			amount = amount/3 + 1
			next.reduced[p.Lot] += amount
			do = func(c Conn) error { return Reduce(ctx, c, p.Lot, amount, b) }
		case 11:
			name = "recall"
			amount = amount/3 + 1
			next.reduced[p.Lot] += amount
			next.recalled[p.Lot] += amount
			do = func(c Conn) error { return Recall(ctx, c, p.Lot, amount, b) }
		default:
			l := legs[random.IntN(len(legs))]
			waiting := func() bool {
				amount, advance := m.sum(l.l, held, func(modelMove) bool { return true })
				return amount+advance != 0
			}
			for try := 0; try < 3 && !waiting(); try++ { // a settle mostly finds something to settle
				l = legs[random.IntN(len(legs))]
			}
			switch random.IntN(10) {
			case 0:
				name = "void " + l.name
				of := someHold(l.l)
				ok = resolve(next, of, b, gone)
				do = func(c Conn) error { return l.void(ctx, c, of, b) }
			case 1:
				name = "reverse " + l.name
				of := someSettled(l.l)
				ok = reverse(next, of)
				do = func(c Conn) error { return l.reverse(ctx, c, of, b) }
			default:
				name = "settle " + l.name
				of := someHold(l.l)
				ok = resolve(next, of, b, settled)
				do = func(c Conn) error { return l.settle(ctx, c, of, b) }
			}
		}
		allowed := ok && next.allowed()
		err := e.tx(ctx, do)
		if err != nil && !errors.Is(err, ReasonRefused) && !errors.Is(err, ReasonAlreadyDone) {
			t.Fatalf("operation %d, %s: %v (%v)", op, name, err, errors.Unwrap(err))
		}
		if (err == nil) != allowed {
			t.Fatalf("operation %d, %s: the model says %v, the database %v", op, name, allowed, err)
		}
		n := done[name]
		after, rowsAfter := stored()
		if allowed {
			n[0]++
			m = next
			if want := m.counters(); !maps.Equal(after, want) {
				t.Fatalf("operation %d, %s:\ngot  %v\nwant %v", op, name, after, want)
			}
		} else {
			n[1]++
			if !maps.Equal(after, before) || rowsAfter != rowsBefore {
				t.Fatalf("operation %d, %s: refused, and something changed", op, name)
			}
		}
		done[name] = n
		before, rowsBefore = after, rowsAfter
	}
}
