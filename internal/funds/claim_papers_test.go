package funds

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent/file"
	"zhengcun/ent/schema"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// paperCounty is a county whose list demands every kind of paper of a final claim, with a road accepted for 200,000 yuan.
type paperCounty struct {
	*office
	lot      uuid.UUID
	accepted string
}

func newPaperCounty(t *testing.T, c *countytest.County) *paperCounty {
	o := &paperCounty{office: newOffice(t, c)}
	o.as(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test.rules"})
		tx := db.From(ctx)
		for code, checks := range map[string][]string{
			"DOC01": {"after_acceptance", "opinion_in_order", "amount"}, "DOC02": {"scale", "two"}, "DOC03": {"accepted"},
			"DOC04": {"file", "numbered", "amount"}, "DOC05": {"signed_by_two"}, "DOC07": {"signed"},
		} {
			err := tx.PaperRule.Create().SetCode(code).SetName(code + "材料").SetNameEn(code).SetClaimKinds([]string{"final"}).SetChecks(checks).
				SetValidFrom(calendar.MustParseDate("2026-01-01")).SetSourceDocument("测试").Exec(ctx)
			if err != nil {
				return err
			}
		}
		return tx.Project.UpdateOne(o.road).SetSelfRaisedFen(2_000_000).Exec(ctx)
	})
	o.lot = o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
	o.appropriate(o.lot, 38_000_000)
	o.accepted = o.office.accepted(o.lot, 20_000_000, "2026-06-20").ID.String()
	return o
}

func (o *paperCounty) draft(amount int64) *fundsv1.Claim {
	o.t.Helper()
	var c *fundsv1.Claim
	o.as(o.unitMan, func(ctx context.Context) (err error) {
		c, err = (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{ProjectId: o.road.ID.String(),
			Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, ClaimedOn: "2026-06-25", AcceptanceId: o.accepted, PayeeName: "某公司", PayeeAccount: "6222020200001234567",
			Lines: []*fundsv1.ClaimLine{{AllocationId: o.lot.String(), AmountFen: amount}}}})
		return err
	})
	return c
}

// scan keeps a file with the claim, as the files room would.
func (o *paperCounty) scan(c *fundsv1.Claim, content string) string {
	id := schema.NewID()
	o.as(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test.file"})
		return db.From(ctx).File.Create().SetID(id).SetSubject(file.SubjectClaim).SetSubjectID(uuid.MustParse(c.Id)).SetName("发票.pdf").SetMediaType("application/pdf").
			SetSizeBytes(10).SetSha256(content).SetUploadedBy(o.unitMan.ID).SetUploaderName("村文书").
			SetVillageID(o.village.ID).SetUnitID(o.unit).SetDepartmentID(o.transport).Exec(ctx)
	})
	return id.String()
}

// papers are all in order for a claim of this amount.
func (o *paperCounty) papers(amount int64, invoice, scan string) []*fundsv1.ClaimPaper {
	return []*fundsv1.ClaimPaper{
		{Code: "DOC01", DatedOn: "2026-06-25", OpinionOn: "2026-06-26", AmountFen: amount},
		{Code: "DOC02", QuantityMilli: 3500}, {Code: "DOC02", QuantityMilli: 3500},
		{Code: "DOC03", AmountFen: 20_000_000},
		{Code: "DOC04", Number: invoice, AmountFen: amount, FileId: scan},
		{Code: "DOC05", Signers: []string{"村主任", "报账员"}}, {Code: "DOC07", Signers: []string{"农户"}},
	}
}

func (o *paperCounty) set(c *fundsv1.Claim, papers []*fundsv1.ClaimPaper) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		list, err := (&claims{Room: o.Room}).SetClaimPapers(ctx, &fundsv1.SetClaimPapersRequest{Id: c.Id, Etag: c.Etag, Papers: papers})
		if err == nil {
			c.Etag = list.Etag
		}
		return err
	}
}

func (o *paperCounty) submit(c *fundsv1.Claim) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		sent, err := (&claims{Room: o.Room}).SubmitClaim(ctx, &fundsv1.SubmitClaimRequest{Id: c.Id, Etag: c.Etag})
		if err == nil {
			c.Etag = sent.Etag
		}
		return err
	}
}

// findings are the reasons the list shows, which must be those a submission is refused with, each with its paper.
func (o *paperCounty) findings(c *fundsv1.Claim) (found []string) {
	o.t.Helper()
	o.as(o.townshipMan, func(ctx context.Context) error {
		list, err := (&claims{Room: o.Room}).GetClaimCheckList(ctx, &fundsv1.GetClaimCheckListRequest{Id: c.Id})
		if err != nil {
			return err
		}
		for _, f := range list.Findings {
			found = append(found, f.Code+" "+f.Reason)
			if f.Text == "" || f.TextEn == "" {
				o.t.Errorf("%s says nothing", f.Code)
			}
		}
		return nil
	})
	var told []string
	if f, known := fault.From(o.try(o.unitMan, o.submit(&fundsv1.Claim{Id: c.Id, Etag: c.Etag}))); known && f.Reason() == ReasonPapers {
		for _, v := range f.Violations() {
			told = append(told, v.Field[len("papers."):]+" "+v.Reason.Code)
		}
	}
	if len(found) > 0 && !slices.Equal(found, told) {
		o.t.Errorf("the list shows %v, the refusal tells %v", found, told)
	}
	return found
}

// Every missing or failing paper is named, and nothing is submitted before the list is complete.
func TestCheckListOfAClaim(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newPaperCounty(t, c)
		claim := o.draft(20_000_000)
		want := []string{"DOC01 PAPER_MISSING", "DOC02 PAPER_MISSING", "DOC03 PAPER_MISSING", "DOC04 PAPER_MISSING", "DOC05 PAPER_MISSING", "DOC07 PAPER_MISSING"}
		if found := o.findings(claim); !slices.Equal(found, want) {
			t.Errorf("nothing there: %v", found)
		}
		scan := o.scan(claim, "aa")
		for name, broken := range map[string]struct {
			want string
			by   func(p []*fundsv1.ClaimPaper)
		}{
			"dated early":   {"DOC01 PAPER_BEFORE_ACCEPTANCE", func(p []*fundsv1.ClaimPaper) { p[0].DatedOn = "2026-06-19" }},
			"opinion early": {"DOC01 PAPER_OPINION_BEFORE_CLAIM", func(p []*fundsv1.ClaimPaper) { p[0].OpinionOn = "2026-06-24" }},
			"self-raised":   {"DOC01 PAPER_WITH_SELF_RAISED", func(p []*fundsv1.ClaimPaper) { p[0].AmountFen = 22_000_000 }},
			"amount":        {"DOC04 PAPER_AMOUNT_DIFFERS", func(p []*fundsv1.ClaimPaper) { p[4].AmountFen-- }},
			"accepted":      {"DOC03 PAPER_AMOUNT_DIFFERS", func(p []*fundsv1.ClaimPaper) { p[3].AmountFen++ }},
			"scale":         {"DOC02 PAPER_SCALE_DIFFERS", func(p []*fundsv1.ClaimPaper) { p[2].QuantityMilli++ }},
			"one letter":    {"DOC02 PAPER_MISSING", func(p []*fundsv1.ClaimPaper) { p[2].Code, p[2].Signers = "DOC07", []string{"农户"} }},
			"no scan":       {"DOC04 PAPER_WITHOUT_SCAN", func(p []*fundsv1.ClaimPaper) { p[4].FileId = "" }},
			"no number":     {"DOC04 PAPER_WITHOUT_NUMBER", func(p []*fundsv1.ClaimPaper) { p[4].Number = " " }},
			"one signature": {"DOC05 PAPER_UNSIGNED", func(p []*fundsv1.ClaimPaper) { p[5].Signers = []string{"村主任", " "} }},
			"unsigned":      {"DOC07 PAPER_UNSIGNED", func(p []*fundsv1.ClaimPaper) { p[6].Signers, p[6].DatedOn = nil, "2026-06-25" }},
		} {
			papers := o.papers(20_000_000, "00123456", scan)
			broken.by(papers)
			o.as(o.unitMan, o.set(claim, papers))
			if found := o.findings(claim); !slices.Equal(found, []string{broken.want}) {
				t.Errorf("%s: %v", name, found)
			}
		}
		for field, by := range map[*fault.Reason]func(p []*fundsv1.ClaimPaper){
			ReasonPaperUnknown:     func(p []*fundsv1.ClaimPaper) { p[0].Code = "DOC99" },
			ReasonPaperFileUnknown: func(p []*fundsv1.ClaimPaper) { p[4].FileId = uuid.NewString() },
		} {
			papers := o.papers(20_000_000, "00123456", scan)
			by(papers)
			o.refused(o.unitMan, field, o.set(claim, papers))
		}
		o.as(o.unitMan, o.set(claim, o.papers(20_000_000, "00123456", scan)))
		o.as(o.unitMan, o.submit(claim))
		o.refused(o.unitMan, ReasonState, o.set(claim, nil)) // no more, once it is handed in
		o.review(claim)
	})
}

// A voucher is good for one claim: by its number however it is written, and by its scan under whatever number, until that
// claim is rejected.
func TestVoucherInTwoClaims(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newPaperCounty(t, c)
		first, second := o.draft(10_000_000), o.draft(10_000_000)
		mine, others := o.scan(first, "aa"), o.scan(second, "bb")
		copied := o.scan(second, "aa")
		o.as(o.unitMan, o.set(first, o.papers(10_000_000, "00123456", mine)))
		for _, same := range []string{"00123456", " ００123456", "0012 3456"} {
			o.refused(o.unitMan, ReasonVoucherUsed, o.set(second, o.papers(10_000_000, same, others)))
		}
		o.refused(o.unitMan, ReasonVoucherUsed, o.set(second, o.papers(10_000_000, "00999999", copied)))
		twice := o.papers(10_000_000, "00777777", others)
		twice[4].AmountFen = 4_000_000
		twice = append(twice, &fundsv1.ClaimPaper{Code: "DOC04", Number: "00777777", AmountFen: 6_000_000, FileId: others})
		o.refused(o.unitMan, ReasonVoucherUsed, o.set(second, twice))
		o.as(o.unitMan, o.submit(first))
		err := o.try(o.unitMan, o.set(second, o.papers(10_000_000, "00123456", others)))
		if f, _ := fault.From(err); f == nil || fmt.Sprint(f.Violations()[0].ZH()) != "票据 00123456 已用于报账单 BZ2026-00001，一张票据只能报一次" {
			t.Errorf("both claims are to be told: %v", err)
		}
		rejected := func(ctx context.Context) error {
			s := &claims{Room: o.Room}
			c, err := s.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: first.Id})
			if err == nil {
				_, err = s.RejectClaim(ctx, &fundsv1.RejectClaimRequest{Id: c.Id, Etag: c.Etag, Reason: "重报"})
			}
			return err
		}
		o.review(first)
		o.as(o.approver, rejected)
		o.as(o.unitMan, o.set(second, o.papers(10_000_000, "00123456", copied)))
		o.as(o.unitMan, o.submit(second))
	})
}
