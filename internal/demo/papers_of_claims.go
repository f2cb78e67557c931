package demo

import (
	"context"
	"fmt"
	"slices"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/funds/paperwork"
)

// lists records the papers that the demo's list demands of a claim; of a draft only the first of them, so that it shows what
// is missing.
func (s *site) lists(ctx context.Context, c *fundsv1.Claim, unfinished bool) (*fundsv1.Claim, error) {
	who := s.as(unitUser[s.plan.unit])
	claims := fundsv1.NewClaimServiceClient(who)
	list, err := claims.GetClaimCheckList(ctx, &fundsv1.GetClaimCheckListRequest{Id: c.Id})
	if err != nil || len(list.Demands) == 0 {
		return c, err
	}
	var papers []*fundsv1.ClaimPaper
	for _, d := range list.Demands {
		paper := &fundsv1.ClaimPaper{Code: d.Code}
		has := func(check paperwork.Check) bool { return slices.Contains(d.Checks, string(check)) }
		if has(paperwork.AfterAcceptance) {
			paper.DatedOn = c.ClaimedOn
		}
		if has(paperwork.OpinionInOrder) {
			paper.OpinionOn = c.ClaimedOn
		}
		if has(paperwork.Scale) {
			paper.QuantityMilli = s.plan.quantity
		}
		if has(paperwork.SignedOnce) || has(paperwork.SignedTwice) {
			paper.Signers = []string{s.plan.payee, "报账员（演示）"}
		}
		if has(paperwork.Amount) {
			paper.AmountFen = c.AmountFen + c.SetOffFen + c.RetentionFen
		}
		if has(paperwork.Accepted) {
			paper.AmountFen = s.acceptance.AcceptedFen
		}
		if has(paperwork.Numbered) {
			paper.Number = s.planner.reference("FP", s.planner.today)
		}
		if has(paperwork.File) {
			kept, err := filesv1.NewFileServiceClient(who).CreateFile(ctx, &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_CLAIM, SubjectId: c.Id,
				Name: fmt.Sprintf("发票%s（演示）.pdf", paper.Number), Content: sheet("Invoice " + paper.Number)})
			if err != nil {
				return nil, err
			}
			paper.FileId = kept.Id
		}
		papers = append(papers, paper)
		if unfinished && len(papers) >= 3 {
			break
		}
		if has(paperwork.Two) {
			papers = append(papers, paper)
		}
	}
	if _, err := claims.SetClaimPapers(ctx, &fundsv1.SetClaimPapersRequest{Id: c.Id, Etag: c.Etag, Papers: papers}); err != nil {
		return nil, err
	}
	return claims.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: c.Id})
}
