package funds

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/claimpaper"
	"zhengcun/ent/claimstep"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/funds/retention"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// take reads a claim for one action and checks what holds for every action: the
// version that was read, and that this person may do this now.
func (s *claims) take(ctx context.Context, id, etag string, action claimflow.Action) (*ent.Claim, claim.State, error) {
	tx, v := db.From(ctx), viewer(ctx)
	row, err := tx.Claim.Get(ctx, wire.ID(id))
	if err != nil {
		return nil, "", db.Missing(err, "claim")
	}
	if row.State == claim.StatePaid && action == claimflow.Pay {
		return nil, "", ReasonAlreadyPaid.New()
	}
	if row.Version != wire.Version(etag) {
		return nil, "", wire.ReasonStale.New()
	}
	parts, err := s.claimParts(ctx, v.ID, row.ID)
	if err != nil {
		return nil, "", err
	}
	refused := refuseOnClaim(v, row, action, parts[row.ID])
	if errors.Is(refused, projects.ReasonSamePerson) {
		// The step may have been done since the claim was read, by a second click: then that is the answer.
		now, err := tx.Claim.Get(ctx, row.ID)
		switch {
		case err != nil:
			return nil, "", db.Missing(err, "claim")
		case now.Version != row.Version && now.State == claim.StatePaid && action == claimflow.Pay:
			return nil, "", ReasonAlreadyPaid.New()
		case now.Version != row.Version:
			return nil, "", wire.ReasonStale.New()
		}
	}
	if refused != nil {
		return nil, "", refused
	}
	next, _ := claimflow.Next(claimflow.State(row.State), action)
	return row, claim.State(next), nil
}

// move writes the new state, the step and the audit entry.
func (s *claims) move(ctx context.Context, row *ent.Claim, next claim.State, action claimflow.Action, comment string, set func(*ent.ClaimUpdateOne)) (*fundsv1.Claim, error) {
	updated, err := s.advance(ctx, row, next, action, comment, set)
	if err != nil {
		return nil, err
	}
	return one(s.messages(ctx, updated))
}

func (s *claims) advance(ctx context.Context, row *ent.Claim, next claim.State, action claimflow.Action, comment string, set func(*ent.ClaimUpdateOne)) (*ent.Claim, error) {
	update := db.From(ctx).Claim.UpdateOneID(row.ID).Where(claim.Version(row.Version)).AddVersion(1).SetState(next).SetRound(round(row, action))
	if set != nil {
		set(update)
	}
	updated, err := update.Save(ctx)
	if err != nil {
		return nil, s.stale(ctx, err, row.ID)
	}
	if err := s.step(ctx, updated, claimstep.Action(action), comment); err != nil {
		return nil, err
	}
	entry := claimEntry("funds."+actionNames[action], updated, map[string]any{"comment": comment})
	entry.Before = asJSON(map[string]any{"state": row.State})
	db.Audit(ctx, entry)
	return updated, nil
}

// actionNames are the actions as the contract names their methods.
var actionNames = map[claimflow.Action]string{
	claimflow.Submit: "submitClaim", claimflow.AgreeByTownship: "agreeClaimByTownship", claimflow.CheckByDepartment: "checkClaimByDepartment",
	claimflow.AgreeByOffice: "agreeClaimByOffice", claimflow.Approve: "approveClaim", claimflow.Pay: "payClaim", claimflow.Return: "returnClaim",
	claimflow.Reject: "rejectClaim", claimflow.ReversePayment: "reverseClaimPayment",
	claimflow.Withdraw: "withdrawClaim",
}

// step adds a step to the claim's history.
func (s *claims) step(ctx context.Context, row *ent.Claim, action claimstep.Action, comment string) error {
	v := viewer(ctx)
	err := db.From(ctx).ClaimStep.Create().SetClaimID(row.ID).SetRound(row.Round).SetAction(action).
		SetActed(claimflow.Counts(claimflow.Action(action))).
		SetCreateTime(db.From(ctx).Now()).SetActorID(v.ID).SetActorName(v.Name).SetOrganizationName(v.OrganizationName).SetComment(comment).
		SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID).Exec(ctx)
	if db.IsUnique(err) {
		return projects.ReasonSamePerson.New()
	}
	return err
}

// SubmitClaim hands a draft in. It must be payable as it stands.
func (s *claims) SubmitClaim(ctx context.Context, req *fundsv1.SubmitClaimRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.Submit)
	if err != nil {
		return nil, err
	}
	lines, err := s.lines(ctx, row)
	if err != nil {
		return nil, err
	}
	terms, err := s.retentionTerms(ctx, row, lines)
	if err != nil {
		return nil, err
	}
	row.RetentionBp = terms.rateBP
	balances, err := s.payable(ctx, row, lines)
	if err != nil {
		return nil, err
	}
	if err := s.papersComplete(ctx, row); err != nil {
		return nil, err
	}
	number := row.Number
	if number == nil {
		if err := openYear(ctx, row.ClaimedOn, "claim.claimed_on"); err != nil {
			return nil, err // its number would be of a year that takes nothing any more
		}
		year := calendar.FiscalYear(row.ClaimedOn)
		n, err := db.NextNumber(ctx, fmt.Sprintf("claim/%d", year))
		if err != nil {
			return nil, err
		}
		text := fmt.Sprintf("BZ%d-%05d", year, n)
		number = &text
	}
	// The rate in force when the money was set aside is the rate of its lots; lots opened under
	// different rules keep the strictest for the form.
	strictest := 10000
	for _, b := range balances {
		strictest = min(strictest, b.Caps.AdvanceBP)
	}
	return s.move(ctx, row, next, claimflow.Submit, "", func(u *ent.ClaimUpdateOne) {
		u.SetNumber(*number).SetAdvanceCapBp(strictest).SetRetentionBp(terms.rateBP).SetRetentionCapBp(terms.capBP)
		if terms.due == nil {
			u.ClearRetentionDueOn()
		} else {
			u.SetRetentionDueOn(terms.due)
		}
	})
}

// WithdrawClaim takes a submitted claim back as a draft. It keeps its number; its
// next submission begins a new round, as after a return.
func (s *claims) WithdrawClaim(ctx context.Context, req *fundsv1.WithdrawClaimRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.Withdraw)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, row, next, claimflow.Withdraw, "", nil)
}

// RemindClaim urges whoever the claim waits for, once a day. The claim stays as it
// was, with its version: whoever is about to act on it is not disturbed.
func (s *claims) RemindClaim(ctx context.Context, req *fundsv1.RemindClaimRequest) (*fundsv1.Claim, error) {
	// The row is locked first, so that of two reminders at once the second finds the first.
	if err := s.touch(ctx, wire.ID(req.Id), wire.Version(req.Etag)); err != nil {
		return nil, err
	}
	row, _, err := s.take(ctx, req.Id, req.Etag, claimflow.Remind)
	if err != nil {
		return nil, err
	}
	if err := s.step(ctx, row, claimstep.ActionRemind, ""); err != nil {
		return nil, err
	}
	db.Audit(ctx, claimEntry("funds.remindClaim", row, map[string]any{}))
	return one(s.messages(ctx, row))
}

// touch locks a claim that has this version still.
func (s *claims) touch(ctx context.Context, id uuid.UUID, version int) error {
	tx := db.From(ctx)
	err := tx.Claim.UpdateOneID(id).Where(claim.Version(version)).SetUpdateTime(tx.Now()).Exec(ctx)
	if err != nil {
		return s.stale(ctx, err, id)
	}
	return nil
}

func (s *claims) lines(ctx context.Context, row *ent.Claim) ([]*ent.ClaimLine, error) {
	return db.From(ctx).ClaimLine.Query().Where(claimline.ClaimID(row.ID)).Order(ent.Asc(claimline.FieldLineNumber)).All(ctx)
}

// payable checks that the ledger would let every line be paid now, and says which
// rule it would break. Accounts are locked first when the caller is about to hold.
func (s *claims) payable(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) (map[ledger.ProjectLot]ledger.ProjectLotBalance, error) {
	tx := db.From(ctx)
	if row.Kind == claim.KindRetention {
		return map[ledger.ProjectLot]ledger.ProjectLotBalance{}, s.releasable(ctx, row, lines)
	}
	if ofWork(row.Kind) {
		if err := acceptanceCovers(ctx, *row.AcceptanceID, row.ProjectID, row.ClaimedOn); err != nil {
			return nil, err
		}
	}
	keys := make([]ledger.ProjectLot, len(lines))
	for i, l := range lines {
		keys[i] = ledger.ProjectLot{Lot: l.AllocationID, Project: row.ProjectID}
	}
	balances, err := ledger.ProjectLotBalances(ctx, tx, keys...)
	if err != nil {
		return nil, err
	}
	defective, err := defectiveWork(ctx, row.ProjectID)
	if err != nil {
		return nil, err
	}
	for i, l := range lines {
		b, amount := balances[keys[i]], money.Fen(l.AmountFen+l.RetentionFen)
		if amount > b.Available() {
			return nil, ReasonNotEnough.New(slices.Concat(money.Told("available", b.Available()), money.Told("needed", amount))...)
		}
		if row.Kind == claim.KindAdvance {
			if room := b.AdvanceRoom(); amount > room {
				return nil, ReasonAdvanceOverCap.New(money.Told("room", room)...)
			}
			continue
		}
		if money.Fen(l.SetOffFen) > b.Advance {
			return nil, ReasonSetOffTooMuch.New(money.Told("advance", b.Advance)...)
		}
		if room := max(b.WorkRoom()-defective[keys[i]], 0); amount > room {
			return nil, ReasonOverAccepted.New(money.Told("room", room)...)
		}
		value := money.Fen(l.AmountFen + l.SetOffFen + l.RetentionFen)
		if needed := retention.Of(value, row.RetentionBp); money.Fen(l.RetentionFen) != needed {
			return nil, refuseField(ReasonRetentionDiffers, fmt.Sprintf("claim.lines[%d].retention_fen", i), money.Told("needed", needed), money.Told("value", value))
		}
	}
	return balances, nil
}

// AgreeClaimByTownship agrees for the township of the project. Where the project
// has no leading department, that department's step is passed at once and said so.
func (s *claims) AgreeClaimByTownship(ctx context.Context, req *fundsv1.AgreeClaimByTownshipRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.AgreeByTownship)
	if err != nil {
		return nil, err
	}
	if row.DepartmentID == nil {
		next = claim.StateDepartmentChecked
	}
	updated, err := s.advance(ctx, row, next, claimflow.AgreeByTownship, req.Comment, nil)
	if err != nil {
		return nil, err
	}
	if row.DepartmentID == nil {
		err := db.From(ctx).ClaimStep.Create().SetClaimID(row.ID).SetRound(row.Round).SetAction(claimstep.ActionPassDepartment).SetActed(false).SetCreateTime(db.From(ctx).Now()).
			SetVillageID(row.VillageID).SetUnitID(row.UnitID).Exec(ctx)
		if err != nil {
			return nil, err
		}
	}
	return one(s.messages(ctx, updated))
}

// CheckClaimByDepartment checks for the leading department of the project.
func (s *claims) CheckClaimByDepartment(ctx context.Context, req *fundsv1.CheckClaimByDepartmentRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.CheckByDepartment)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, row, next, claimflow.CheckByDepartment, req.Comment, nil)
}

// AgreeClaimByOffice agrees for the poverty office.
func (s *claims) AgreeClaimByOffice(ctx context.Context, req *fundsv1.AgreeClaimByOfficeRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.AgreeByOffice)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, row, next, claimflow.AgreeByOffice, req.Comment, nil)
}

// ApproveClaim approves for finance and holds the money.
func (s *claims) ApproveClaim(ctx context.Context, req *fundsv1.ApproveClaimRequest) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, req.Id, req.Etag, claimflow.Approve)
	if err != nil {
		return nil, err
	}
	lines, err := s.lines(ctx, row)
	if err != nil {
		return nil, err
	}
	if err := s.hold(ctx, row, lines); err != nil {
		return nil, err
	}
	return s.move(ctx, row, next, claimflow.Approve, req.Comment, nil)
}

// hold reserves the money of every line.
func (s *claims) hold(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) error {
	tx := db.From(ctx)
	if err := lockLots(ctx, row, lines); err != nil {
		return err
	}
	if _, err := s.payable(ctx, row, lines); err != nil {
		return err
	}
	if err := s.vouchersFree(ctx, row); err != nil { // two claims may have been handed in at once
		return err
	}
	days, err := s.releaseDays(ctx, row, lines)
	if err != nil {
		return err
	}
	today := calendar.Today(s.clock)
	return s.book(ctx, today, func() error {
		for _, l := range lines {
			lot := ledger.ProjectLot{Lot: l.AllocationID, Project: row.ProjectID}
			id := uuid.NewSHA1(l.ID, fmt.Appendf(nil, "hold %d", row.Round))
			b := booking(tx, id, today, "claim", row.ID)
			var err error
			switch row.Kind {
			case claim.KindAdvance:
				err = ledger.HoldAdvance(ctx, tx, lot, money.Fen(l.AmountFen), b)
			case claim.KindRetention:
				err = ledger.HoldRelease(ctx, tx, ledger.Retention{ProjectLot: lot, Claim: *row.RetentionOfID}, money.Fen(l.AmountFen), b)
			default:
				err = ledger.HoldPayment(ctx, tx, lot, money.Fen(l.AmountFen), money.Fen(l.SetOffFen), b)
			}
			if err != nil {
				return err
			}
			update := tx.ClaimLine.UpdateOneID(l.ID).SetHoldID(id)
			if l.RetentionFen > 0 {
				b.ID = retainedID(id)
				if err := ledger.HoldRetention(ctx, tx, ledger.Retention{ProjectLot: lot, Claim: row.ID}, days[l.AllocationID], money.Fen(l.RetentionFen), 0, b); err != nil {
					return err
				}
				update.SetRetentionHoldID(b.ID)
			}
			if err := update.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockLots locks the accounts of a claim's lots in the one order everybody uses.
func lockLots(ctx context.Context, row *ent.Claim, lines []*ent.ClaimLine) error {
	var accounts []uuid.UUID
	for _, l := range lines {
		lot := ledger.ProjectLot{Lot: l.AllocationID, Project: row.ProjectID}
		accounts = append(accounts, lot.Account(), lot.PayeeAccount())
		switch {
		case row.RetentionOfID != nil:
			accounts = append(accounts, ledger.Retention{ProjectLot: lot, Claim: *row.RetentionOfID}.Account())
		case l.RetentionFen > 0:
			accounts = append(accounts, ledger.Retention{ProjectLot: lot, Claim: row.ID}.Account())
		}
	}
	return ledger.Lock(ctx, db.From(ctx), accounts...)
}

// release lets the money of an approved claim go.
func (s *claims) release(ctx context.Context, row *ent.Claim) error {
	tx := db.From(ctx)
	lines, err := s.lines(ctx, row)
	if err != nil {
		return err
	}
	if err := lockLots(ctx, row, lines); err != nil {
		return err
	}
	void := ledger.VoidPayment
	if row.Kind == claim.KindRetention {
		void = ledger.VoidRelease
	}
	today := calendar.Today(s.clock)
	return s.book(ctx, today, func() error {
		for _, l := range lines {
			voiding := func(hold uuid.UUID) ledger.Booking {
				return booking(tx, uuid.NewSHA1(hold, []byte("void")), today, "claim", row.ID)
			}
			if l.RetentionHoldID != nil { // first, for it is a share of what the payment settles
				if err := ledger.VoidRetention(ctx, tx, *l.RetentionHoldID, voiding(*l.RetentionHoldID)); err != nil {
					return err
				}
			}
			if err := void(ctx, tx, *l.HoldID, voiding(*l.HoldID)); err != nil {
				return err
			}
			if err := tx.ClaimLine.UpdateOneID(l.ID).ClearHoldID().ClearRetentionHoldID().Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReturnClaim reopens a claim as a draft.
func (s *claims) ReturnClaim(ctx context.Context, req *fundsv1.ReturnClaimRequest) (*fundsv1.Claim, error) {
	return s.back(ctx, req.Id, req.Etag, req.Reason, claimflow.Return)
}

// RejectClaim ends a claim.
func (s *claims) RejectClaim(ctx context.Context, req *fundsv1.RejectClaimRequest) (*fundsv1.Claim, error) {
	return s.back(ctx, req.Id, req.Etag, req.Reason, claimflow.Reject)
}

func (s *claims) back(ctx context.Context, id, etag, reason string, action claimflow.Action) (*fundsv1.Claim, error) {
	row, next, err := s.take(ctx, id, etag, action)
	if err != nil {
		return nil, err
	}
	if claimflow.Holds(claimflow.State(row.State)) {
		if err := s.release(ctx, row); err != nil {
			return nil, err
		}
	}
	if action == claimflow.Reject { // its vouchers are good for another claim
		if err := db.From(ctx).ClaimPaper.Update().Where(claimpaper.ClaimID(row.ID)).SetReleased(true).Exec(ctx); err != nil {
			return nil, err
		}
	}
	return s.move(ctx, row, next, action, reason, nil)
}
