package funds

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimpaper"
	"zhengcun/ent/claimstep"
	"zhengcun/ent/file"
	"zhengcun/ent/predicate"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/funds/paperwork"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/rules"
)

// findingReasons are the reasons of findings.
var findingReasons = map[paperwork.Kind]*fault.Reason{
	paperwork.Missing: ReasonPaperMissing, paperwork.NoFile: ReasonPaperFile, paperwork.NoNumber: ReasonPaperNumber,
	paperwork.DateEarly: ReasonPaperEarly, paperwork.OpinionEarly: ReasonPaperOpinion, paperwork.AmountWrong: ReasonPaperAmount,
	paperwork.SelfRaisedIn: ReasonPaperSelfRaised, paperwork.ScaleWrong: ReasonPaperScale, paperwork.Unsigned: ReasonPaperUnsigned,
}

// checkList is a claim's papers, what is demanded, and what is wrong.
type checkList struct {
	rules  []*ent.PaperRule
	papers []*ent.ClaimPaper
	wrong  []fault.Violation
}

// GetClaimCheckList tells what is demanded and what is wrong.
func (s *claims) GetClaimCheckList(ctx context.Context, req *fundsv1.GetClaimCheckListRequest) (*fundsv1.ClaimCheckList, error) {
	row, err := db.From(ctx).Claim.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "claim")
	}
	list, err := s.checkList(ctx, row)
	if err != nil {
		return nil, err
	}
	return list.message(row), nil
}

// SetClaimPapers tells what the papers of a draft say.
func (s *claims) SetClaimPapers(ctx context.Context, req *fundsv1.SetClaimPapersRequest) (*fundsv1.ClaimCheckList, error) {
	tx := db.From(ctx)
	row, _, err := s.take(ctx, req.Id, req.Etag, claimflow.Edit)
	if err != nil {
		return nil, err
	}
	demanded, err := s.paperRules(ctx, row)
	if err != nil {
		return nil, err
	}
	files, err := tx.File.Query().Where(file.SubjectEQ(file.SubjectClaim), file.SubjectID(row.ID)).IDs(ctx)
	if err != nil {
		return nil, err
	}
	builders, bad := papersOf(tx, row, req.Papers, demanded, files)
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	updated, err := tx.Claim.UpdateOneID(row.ID).Where(claim.Version(row.Version)).AddVersion(1).Save(ctx)
	if err != nil {
		return nil, s.stale(ctx, err, row.ID)
	}
	if _, err := tx.ClaimPaper.Delete().Where(claimpaper.ClaimID(row.ID)).Exec(ctx); err != nil {
		return nil, err
	}
	for _, b := range builders {
		number, _ := b.Mutation().Number()
		if key, _ := b.Mutation().NumberKey(); key != "" {
			if err := s.numberFree(ctx, row, b, number, key); err != nil {
				return nil, err
			}
		}
		if err := b.Exec(ctx); db.IsUnique(err) {
			return nil, ReasonVoucherUsed.New("voucher", number, "claim", "?")
		} else if err != nil {
			return nil, err
		}
	}
	if err := s.vouchersFree(ctx, row); err != nil {
		return nil, err
	}
	if err := s.step(ctx, updated, claimstep.ActionEdit, "papers"); err != nil {
		return nil, err
	}
	db.Audit(ctx, claimEntry("funds.setClaimPapers", updated, map[string]any{"papers": len(builders)}))
	list, err := s.checkList(ctx, updated)
	if err != nil {
		return nil, err
	}
	return list.message(updated), nil
}

// papersOf are the papers to be stored. Only what is demanded with a number is a voucher, whose number is compared.
func papersOf(tx *db.Tx, row *ent.Claim, in []*fundsv1.ClaimPaper, demanded []*ent.PaperRule, files []uuid.UUID) (list []*ent.ClaimPaperCreate, bad []fault.Violation) {
	known, voucher := map[string]bool{}, map[string]bool{}
	for _, r := range demanded {
		known[r.Code] = true
		for _, c := range r.Checks {
			voucher[r.Code] = voucher[r.Code] || c == string(paperwork.Numbered)
		}
	}
	attached := map[uuid.UUID]bool{}
	for _, id := range files {
		attached[id] = true
	}
	day := func(text string) *calendar.Date {
		if d, err := calendar.ParseDate(text); err == nil {
			return &d
		}
		return nil
	}
	seen := map[string]bool{}
	for i, p := range in {
		at := fmt.Sprintf("papers[%d].", i)
		if !known[p.Code] {
			bad = append(bad, ReasonPaperUnknown.Field(at+"code"))
		}
		if said := (&fundsv1.ClaimPaper{Code: p.Code}); proto.Equal(p, said) {
			continue // an empty row of a form
		}
		create := newPaper(tx, row, i, p).SetNillableFileID(wire.MaybeID(p.FileId))
		if d := day(p.DatedOn); d != nil {
			create.SetDatedOn(d)
		}
		if d := day(p.OpinionOn); d != nil {
			create.SetOpinionOn(d)
		}
		if id := wire.MaybeID(p.FileId); id != nil && !attached[*id] {
			bad = append(bad, ReasonPaperFileUnknown.Field(at+"file_id"))
		}
		if key := documentnumber.Fold(p.Number); voucher[p.Code] && key != "" {
			if seen[p.Code+key] {
				bad = append(bad, ReasonVoucherUsed.Field(at+"number", "voucher", p.Number, "claim", cmp.Or(numberOf(row), row.ID.String())))
			}
			seen[p.Code+key] = true
			create.SetNumberKey(key)
		}
		list = append(list, create)
	}
	return list, bad
}

func newPaper(tx *db.Tx, row *ent.Claim, position int, p *fundsv1.ClaimPaper) *ent.ClaimPaperCreate {
	var signers []string
	for _, name := range p.Signers {
		if name = strings.TrimSpace(name); name != "" {
			signers = append(signers, name)
		}
	}
	return tx.ClaimPaper.Create().SetClaimID(row.ID).SetPosition(position).SetCode(p.Code).SetNumber(strings.TrimSpace(p.Number)).
		SetAmountFen(p.AmountFen).SetQuantityMilli(p.QuantityMilli).SetSigners(signers).
		SetVillageID(row.VillageID).SetUnitID(row.UnitID).SetNillableDepartmentID(row.DepartmentID)
}

// paperRules are the demands on a claim, by the list in force on its day.
func (s *claims) paperRules(ctx context.Context, row *ent.Claim) ([]*ent.PaperRule, error) {
	tx := db.From(ctx)
	p, err := tx.Project.Get(scope.With(ctx, scope.SystemViewer("labels")), row.ProjectID)
	if err != nil {
		return nil, err
	}
	of, err := tx.ProjectType.Get(ctx, p.TypeID)
	if err != nil {
		return nil, err
	}
	return rules.PapersInForce(ctx, string(row.Kind), of.Code, row.ClaimedOn)
}

// checkList verifies the papers of a claim.
func (s *claims) checkList(ctx context.Context, row *ent.Claim) (list checkList, err error) {
	tx := db.From(ctx)
	if list.rules, err = s.paperRules(ctx, row); err != nil {
		return list, err
	}
	if list.papers, err = tx.ClaimPaper.Query().Where(claimpaper.ClaimID(row.ID)).Order(ent.Asc(claimpaper.FieldPosition)).All(ctx); err != nil || len(list.rules) == 0 {
		return list, err
	}
	files, err := tx.File.Query().Where(file.SubjectEQ(file.SubjectClaim), file.SubjectID(row.ID)).IDs(ctx)
	if err != nil {
		return list, err
	}
	facts, err := s.paperFacts(ctx, row)
	if err != nil {
		return list, err
	}
	attached := map[uuid.UUID]bool{}
	for _, id := range files {
		attached[id] = true
	}
	papers := make([]paperwork.Paper, len(list.papers))
	for i, p := range list.papers {
		papers[i] = paperwork.Paper{Code: p.Code, Number: p.Number, Amount: money.Fen(p.AmountFen), Quantity: p.QuantityMilli, Signers: p.Signers,
			HasFile: p.FileID != nil && attached[*p.FileID]}
		if p.DatedOn != nil {
			papers[i].DatedOn = *p.DatedOn
		}
		if p.OpinionOn != nil {
			papers[i].OpinionOn = *p.OpinionOn
		}
	}
	demanded := make([]paperwork.Rule, len(list.rules))
	names := map[string]*ent.PaperRule{}
	for i, r := range list.rules {
		demanded[i], names[r.Code] = paperwork.Rule{Code: r.Code}, r
		for _, c := range r.Checks {
			demanded[i].Checks = append(demanded[i].Checks, paperwork.Check(c))
		}
	}
	for _, f := range paperwork.Verify(demanded, papers, facts) {
		kv := append(money.Told("needed", f.Needed), "paper", f.Code+" "+names[f.Code].Name, "count", f.Count, "day", f.Day.String())
		list.wrong = append(list.wrong, findingReasons[f.Kind].Field("papers."+f.Code, kv...))
	}
	return list, nil
}

// paperFacts are what the papers must agree with.
func (s *claims) paperFacts(ctx context.Context, row *ent.Claim) (paperwork.Facts, error) {
	all := scope.With(ctx, scope.SystemViewer("labels"))
	f := paperwork.Facts{ClaimedOn: row.ClaimedOn, Value: money.Fen(row.AmountFen + row.SetOffFen + row.RetentionFen)}
	p, err := db.From(ctx).Project.Get(all, row.ProjectID)
	if err != nil {
		return f, err
	}
	f.SelfRaised, f.Quantity = money.Fen(p.SelfRaisedFen), p.PlannedQuantityMilli
	if row.AcceptanceID == nil {
		return f, nil
	}
	a, err := db.From(ctx).Acceptance.Get(all, *row.AcceptanceID)
	if err != nil {
		return f, err
	}
	f.AcceptedOn, f.Accepted = a.AcceptedOn, money.Fen(a.AcceptedFen)
	return f, nil
}

// papersComplete refuses a claim whose papers are not, naming every one.
func (s *claims) papersComplete(ctx context.Context, row *ent.Claim) error {
	list, err := s.checkList(ctx, row)
	if err != nil {
		return err
	}
	if len(list.wrong) == 0 {
		return s.vouchersFree(ctx, row)
	}
	codes := []string{}
	for _, v := range list.wrong {
		code := strings.TrimPrefix(v.Field, "papers.")
		if len(codes) == 0 || codes[len(codes)-1] != code {
			codes = append(codes, code)
		}
	}
	return ReasonPapers.New("papers", strings.Join(codes, ", ")).WithViolations(list.wrong...)
}

// numberFree refuses a voucher whose number another claim has, and names that claim: whose it is does not matter.
func (s *claims) numberFree(ctx context.Context, row *ent.Claim, b *ent.ClaimPaperCreate, number, key string) error {
	all := scope.With(ctx, scope.SystemViewer("vouchers"))
	code, _ := b.Mutation().Code()
	other, err := db.From(ctx).ClaimPaper.Query().Where(claimpaper.Code(code), claimpaper.NumberKey(key), claimpaper.Released(false), claimpaper.ClaimIDNEQ(row.ID)).First(all)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	position, _ := b.Mutation().Position()
	return s.used(all, number, other.ClaimID, fmt.Sprintf("papers[%d].number", position))
}

// vouchersFree refuses a claim with a voucher whose scan another claim has as a voucher's, under whatever number.
func (s *claims) vouchersFree(ctx context.Context, row *ent.Claim) error {
	tx, all := db.From(ctx), scope.With(ctx, scope.SystemViewer("vouchers"))
	own, err := tx.ClaimPaper.Query().Where(claimpaper.ClaimID(row.ID), claimpaper.NumberKeyNEQ(""), claimpaper.FileIDNotNil()).All(all)
	if err != nil || len(own) == 0 {
		return err
	}
	scans, err := tx.File.Query().Where(among[predicate.File](file.FieldID, idsOf(own, func(p *ent.ClaimPaper) uuid.UUID { return *p.FileID }))).All(all)
	if err != nil {
		return err
	}
	sums := make([]string, len(scans))
	for i, f := range scans {
		sums[i] = f.Sha256
	}
	same, err := tx.File.Query().Where(file.Sha256In(sums...), file.SubjectEQ(file.SubjectClaim), file.SubjectIDNEQ(row.ID)).All(all)
	if err != nil || len(same) == 0 {
		return err
	}
	other, err := tx.ClaimPaper.Query().Where(among[predicate.ClaimPaper](claimpaper.FieldFileID, idsOf(same, func(f *ent.File) uuid.UUID { return f.ID })),
		claimpaper.NumberKeyNEQ(""), claimpaper.Released(false)).First(all)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.used(all, other.Number, other.ClaimID, "papers")
}

func (s *claims) used(all context.Context, voucher string, by uuid.UUID, field string) error {
	other, err := db.From(all).Claim.Get(all, by)
	if err != nil {
		return err
	}
	return refuseField(ReasonVoucherUsed, field, []any{"voucher", voucher, "claim", cmp.Or(numberOf(other), other.ID.String())})
}

func (l checkList) message(row *ent.Claim) *fundsv1.ClaimCheckList {
	m := &fundsv1.ClaimCheckList{ClaimId: row.ID.String(), Etag: wire.Etag(row.Version)}
	for _, r := range l.rules {
		m.Demands = append(m.Demands, &fundsv1.ClaimPaperDemand{Code: r.Code, Name: r.Name, NameEn: r.NameEn, Checks: r.Checks, SourceDocument: r.SourceDocument})
	}
	day := func(d *calendar.Date) string {
		if d == nil {
			return ""
		}
		return d.String()
	}
	for _, p := range l.papers {
		m.Papers = append(m.Papers, &fundsv1.ClaimPaper{Code: p.Code, Number: p.Number, DatedOn: day(p.DatedOn), OpinionOn: day(p.OpinionOn),
			AmountFen: p.AmountFen, QuantityMilli: p.QuantityMilli, Signers: p.Signers, FileId: wire.IDText(p.FileID)})
	}
	for _, v := range l.wrong {
		m.Findings = append(m.Findings, &fundsv1.ClaimPaperFinding{Code: strings.TrimPrefix(v.Field, "papers."), Reason: v.Reason.Code, Text: v.ZH(), TextEn: v.EN()})
	}
	return m
}
