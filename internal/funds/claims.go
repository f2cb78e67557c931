package funds

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimline"
	"zhengcun/ent/claimstep"
	"zhengcun/ent/schema"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/ledger"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/wire"
)

type claims struct {
	fundsv1.UnimplementedClaimServiceServer
	*Room
}

// form is a claim as the unit has filled it in, everything looked up.
type form struct {
	project    *ent.Project
	kind       claim.Kind
	on         calendar.Date
	acceptance *uuid.UUID
	lines      []*fundsv1.ClaimLine
	amount     int64
	setOff     int64
	retained   int64
	of         *uuid.UUID // the claim whose retention is asked for
}

// CreateClaim drafts a claim for a project of the caller's.
func (s *claims) CreateClaim(ctx context.Context, req *fundsv1.CreateClaimRequest) (*fundsv1.Claim, error) {
	in, tx, v := req.Claim, db.From(ctx), viewer(ctx)
	p, err := tx.Project.Get(ctx, wire.ID(in.ProjectId))
	if ent.IsNotFound(err) {
		return nil, fault.Fields(ReasonProjectUnknown.Field("claim.project_id"))
	}
	if err != nil {
		return nil, err
	}
	if err := refuseOwnClaim(v, p); err != nil {
		return nil, err
	}
	f, err := s.fill(ctx, p, wire.FromEnum[claim.Kind](in.Kind), in)
	if err != nil {
		return nil, err
	}
	account, err := s.accountOf(ctx, p.UnitID, in)
	if err != nil {
		return nil, err
	}
	id := schema.NewID()
	row, err := tx.Claim.Create().SetID(id).SetProjectID(p.ID).SetProjectTermsVersion(p.TermsVersion).SetVillageID(p.VillageID).SetUnitID(p.UnitID).SetNillableDepartmentID(p.DepartmentID).
		SetKind(f.kind).SetClaimedOn(f.on).SetNillableAcceptanceID(f.acceptance).SetPayeeName(in.PayeeName).
		SetPayeeAccount(s.keys.Seal(account, privacy.Place("claims", "payee_account", id.String()))).
		SetPayeeAccountMasked(privacy.Mask(privacy.Account, account)).
		SetAmountFen(f.amount).SetSetOffFen(f.setOff).SetRetentionFen(f.retained).SetNillableRetentionOfID(f.of).SetState(claim.StateDraft).SetRemark(in.Remark).SetDraftedBy(v.ID).Save(ctx)
	if db.IsUnique(err) {
		return nil, refuseField(ReasonRetentionClaimed, "claim.retention_of_id", []any{"number", ""})
	}
	if err != nil {
		return nil, err
	}
	if err := s.writeLines(ctx, row, f.lines); err != nil {
		return nil, err
	}
	if err := s.step(ctx, row, claimstep.ActionDraft, ""); err != nil {
		return nil, err
	}
	db.Audit(ctx, claimEntry("funds.createClaim", row, withSource(s.facts(row, account), in)))
	return one(s.messages(ctx, row))
}

// facts are what the audit log keeps of a claim. The account is there masked, and
// as a keyed hash, so that a change behind the same mask shows.
func (s *claims) facts(row *ent.Claim, account string) map[string]any {
	return map[string]any{
		"project": row.ProjectID, "kind": row.Kind, "claimed_on": row.ClaimedOn.String(), "acceptance": row.AcceptanceID,
		"amount_fen": row.AmountFen, "set_off_fen": row.SetOffFen, "retention_fen": row.RetentionFen, "retention_of": row.RetentionOfID, "payee_name": row.PayeeName,
		"payee_account": row.PayeeAccountMasked, "payee_account_hash": s.keys.BlindIndex("audited payee account", account),
	}
}

// openAccount is the payee's bank account in clear.
func (s *claims) openAccount(row *ent.Claim) (string, error) {
	return s.keys.Open(row.PayeeAccount, privacy.Place("claims", "payee_account", row.ID.String()))
}

// accountForm is a bank account's number. A masked one, sent back as it was shown,
// has stars and does not pass.
var accountForm = regexp.MustCompile(`^[0-9]{8,32}$`)

// payeeAccount is the account as it is kept: without the marks people write between the digits.
func payeeAccount(text string) (string, error) {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(text)
	if !accountForm.MatchString(digits) {
		return "", fault.Fields(ReasonPayeeAccount.Field("claim.payee_account"))
	}
	return digits, nil
}

// accountOf is the account a claim of the unit is to have: the typed one, or that of
// another claim of the unit, which so need not be typed, nor shown, again.
func (s *claims) accountOf(ctx context.Context, unit uuid.UUID, in *fundsv1.Claim) (string, error) {
	typed := strings.TrimSpace(in.PayeeAccount)
	switch {
	case in.PayeeAccountClaimId == "" && typed == "":
		return "", fault.Fields(fault.ReasonFieldRequired.Field("claim.payee_account"))
	case in.PayeeAccountClaimId == "":
		return payeeAccount(typed)
	case typed != "":
		return "", fault.Fields(ReasonPayeeAccountTwice.Field("claim.payee_account_claim_id"))
	}
	// Whose claim it is decides, not who may see it: others see it as well.
	row, err := db.From(ctx).Claim.Get(ctx, wire.ID(in.PayeeAccountClaimId))
	if ent.IsNotFound(err) || err == nil && row.UnitID != unit {
		return "", fault.Fields(ReasonPayeeAccountClaim.Field("claim.payee_account_claim_id"))
	}
	if err != nil {
		return "", err
	}
	return s.openAccount(row)
}

// withSource adds to what the audit log keeps of a claim where its account was taken from.
func withSource(facts map[string]any, in *fundsv1.Claim) map[string]any {
	if in.PayeeAccountClaimId != "" {
		facts["payee_account_claim"] = in.PayeeAccountClaimId
	}
	return facts
}

// fill checks what the form says, not yet whether the money is there: a draft may
// be written before it is.
func (s *claims) fill(ctx context.Context, p *ent.Project, kind claim.Kind, in *fundsv1.Claim) (*form, error) {
	tx := db.From(ctx)
	if err := refuseClaims(p); err != nil {
		return nil, err
	}
	f := &form{project: p, kind: kind, lines: in.Lines}
	var bad []fault.Violation
	on, wrong := s.day(in.ClaimedOn, "claim.claimed_on")
	if wrong != nil {
		bad = append(bad, *wrong)
	}
	f.on = on
	if !ofWork(kind) && in.AcceptanceId != "" {
		bad = append(bad, ReasonAcceptanceForbidden.Field("claim.acceptance_id"))
	}
	if (kind == claim.KindRetention) != (in.RetentionOfId != "") {
		bad = append(bad, ReasonRetentionUnknown.Field("claim.retention_of_id"))
	}
	if ofWork(kind) && in.AcceptanceId == "" {
		bad = append(bad, ReasonAcceptanceRequired.Field("claim.acceptance_id"))
	}
	keys := make([]ledger.ProjectLot, len(in.Lines))
	seen := map[uuid.UUID]bool{}
	for i, line := range in.Lines {
		lot := wire.ID(line.AllocationId)
		keys[i] = ledger.ProjectLot{Lot: lot, Project: p.ID}
		if seen[lot] {
			bad = append(bad, ReasonLineTwice.Field(fmt.Sprintf("claim.lines[%d].allocation_id", i)))
		}
		seen[lot] = true
		if !ofWork(kind) && line.SetOffFen > 0 {
			bad = append(bad, ReasonSetOffOnAdvance.Field(fmt.Sprintf("claim.lines[%d].set_off_fen", i)))
		}
		if !ofWork(kind) && line.RetentionFen > 0 {
			bad = append(bad, ReasonRetentionNotOfWork.Field(fmt.Sprintf("claim.lines[%d].retention_fen", i)))
		}
		f.amount += line.AmountFen
		f.setOff += line.SetOffFen
		f.retained += line.RetentionFen
	}
	balances, err := ledger.ProjectLotBalances(ctx, tx, keys...)
	if err != nil {
		return nil, err
	}
	for i, key := range keys {
		if balances[key].Appropriated == 0 {
			bad = append(bad, ReasonLotUnknown.Field(fmt.Sprintf("claim.lines[%d].allocation_id", i)))
		}
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	if kind == claim.KindRetention {
		id := wire.ID(in.RetentionOfId)
		f.of = &id
		if _, err := s.retentionOf(ctx, p.ID, id, *cmp.Or(wire.MaybeID(in.Id), &uuid.Nil), f.on); err != nil {
			return nil, err
		}
	}
	if ofWork(kind) {
		id := wire.ID(in.AcceptanceId)
		f.acceptance = &id
		if err := acceptanceCovers(ctx, id, p.ID, f.on); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// ofWork tells whether claims of this kind are paid for accepted work.
func ofWork(kind claim.Kind) bool { return kind == claim.KindProgress || kind == claim.KindFinal }

// acceptanceCovers checks that the acceptance is of the project, confirmed, and
// not after the day of the claim (facts §4.3, DOC01).
func acceptanceCovers(ctx context.Context, id, projectID uuid.UUID, claimed calendar.Date) error {
	a, err := db.From(ctx).Acceptance.Query().Where(acceptance.ID(id), acceptance.ProjectID(projectID), acceptance.StateEQ(acceptance.StateConfirmed)).Only(ctx)
	if ent.IsNotFound(err) {
		return ReasonAcceptanceInvalid.New()
	}
	if err != nil {
		return err
	}
	if claimed.Before(a.AcceptedOn) {
		return fault.Fields(ReasonTooEarly.Field("claim.claimed_on", "earliest", a.AcceptedOn.String(), "why", "accepted_on"))
	}
	return nil
}

func (s *claims) writeLines(ctx context.Context, row *ent.Claim, lines []*fundsv1.ClaimLine) error {
	tx := db.From(ctx)
	builders := make([]*ent.ClaimLineCreate, len(lines))
	for i, line := range lines {
		builders[i] = tx.ClaimLine.Create().SetClaimID(row.ID).SetAllocationID(wire.ID(line.AllocationId)).SetLineNumber(i + 1).
			SetAmountFen(line.AmountFen).SetSetOffFen(line.SetOffFen).SetRetentionFen(line.RetentionFen).
			SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID)
	}
	return tx.ClaimLine.CreateBulk(builders...).Exec(ctx)
}

// UpdateClaim changes a draft. Lines are given whole.
func (s *claims) UpdateClaim(ctx context.Context, req *fundsv1.UpdateClaimRequest) (*fundsv1.Claim, error) {
	tx, id := db.From(ctx), wire.ID(req.Claim.Id)
	row, _, err := s.take(ctx, req.Claim.Id, req.Claim.Etag, claimflow.Edit)
	if err != nil {
		return nil, err
	}
	p, err := tx.Project.Get(ctx, row.ProjectID)
	if err != nil {
		return nil, err
	}
	merged, err := one(s.messages(ctx, row))
	if err != nil {
		return nil, err
	}
	before, err := s.openAccount(row)
	if err != nil {
		return nil, err
	}
	account := before
	update := tx.Claim.UpdateOneID(id).Where(claim.Version(row.Version)).AddVersion(1)
	linesChanged, another := false, false
	var changed []string
	for _, path := range req.UpdateMask.Paths {
		if differs(path, merged, req.Claim) {
			changed = append(changed, path)
		}
		switch path {
		case "claimed_on":
			merged.ClaimedOn = req.Claim.ClaimedOn
		case "acceptance_id":
			merged.AcceptanceId = req.Claim.AcceptanceId
		case "payee_name":
			update.SetPayeeName(req.Claim.PayeeName)
		case "payee_account", "payee_account_claim_id":
			if another || path == "payee_account_claim_id" && req.Claim.PayeeAccountClaimId == "" {
				continue
			}
			another = true
			if account, err = s.accountOf(ctx, row.UnitID, req.Claim); err != nil {
				return nil, err
			}
			if account != before {
				changed = append(changed, "payee_account")
			}
			update.SetPayeeAccount(s.keys.Seal(account, privacy.Place("claims", "payee_account", id.String()))).
				SetPayeeAccountMasked(privacy.Mask(privacy.Account, account))
		case "lines":
			merged.Lines, linesChanged = req.Claim.Lines, true
		case "remark":
			update.SetRemark(req.Claim.Remark)
		}
	}
	f, err := s.fill(ctx, p, row.Kind, merged)
	if err != nil {
		return nil, err
	}
	update.SetClaimedOn(f.on).SetAmountFen(f.amount).SetSetOffFen(f.setOff).SetRetentionFen(f.retained)
	if f.acceptance != nil {
		update.SetAcceptanceID(*f.acceptance)
	}
	updated, err := update.Save(ctx)
	if err != nil {
		return nil, s.stale(ctx, err, id)
	}
	if linesChanged {
		if _, err := tx.ClaimLine.Delete().Where(claimline.ClaimID(id)).Exec(ctx); err != nil {
			return nil, err
		}
		if err := s.writeLines(ctx, updated, f.lines); err != nil {
			return nil, err
		}
	}
	// Whoever has changed a claim counts as one of its makers and reviews it no more. Who reviews it next reads what is another.
	if err := s.step(ctx, updated, claimstep.ActionEdit, strings.Join(changed, ", ")); err != nil {
		return nil, err
	}
	after := s.facts(updated, account)
	if another {
		after = withSource(after, req.Claim)
	}
	entry := claimEntry("funds.updateClaim", updated, after)
	entry.Before = asJSON(s.facts(row, before))
	db.Audit(ctx, entry)
	return one(s.messages(ctx, updated))
}

// differs says whether the field of a claim is another than it was. The payee's account is compared where it is read.
func differs(field string, was, is *fundsv1.Claim) bool {
	switch field {
	case "claimed_on":
		return was.ClaimedOn != is.ClaimedOn
	case "acceptance_id":
		return was.AcceptanceId != is.AcceptanceId
	case "payee_name":
		return was.PayeeName != is.PayeeName
	case "remark":
		return was.Remark != is.Remark
	case "lines":
		return !slices.EqualFunc(was.Lines, is.Lines, func(a, b *fundsv1.ClaimLine) bool {
			return a.AllocationId == b.AllocationId && a.AmountFen == b.AmountFen && a.SetOffFen == b.SetOffFen && a.RetentionFen == b.RetentionFen
		})
	}
	return false
}

func (s *claims) stale(ctx context.Context, err error, id uuid.UUID) error {
	return db.Stale(ctx, err, "claim", func(ctx context.Context) (bool, error) {
		return db.From(ctx).Claim.Query().Where(claim.ID(id)).Exist(ctx)
	})
}

func claimEntry(action string, row *ent.Claim, after map[string]any) audit.Entry {
	after["state"] = row.State
	return audit.Entry{Action: action, ObjectType: "claim", ObjectID: row.ID.String(), VillageID: row.VillageID.String(), After: asJSON(after)}
}

// GetClaim gets a claim.
func (s *claims) GetClaim(ctx context.Context, req *fundsv1.GetClaimRequest) (*fundsv1.Claim, error) {
	row, err := db.From(ctx).Claim.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "claim")
	}
	return one(s.messages(ctx, row))
}
