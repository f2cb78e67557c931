package validate

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/kernel/fault"
)

func said(bad []fault.Violation) string {
	var texts []string
	for _, v := range bad {
		texts = append(texts, v.Field+":"+v.Reason.Code)
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

func receipt(change func(*fundsv1.Receipt)) *fundsv1.CreateReceiptRequest {
	r := &fundsv1.Receipt{AllocationId: uuid.NewString(), AmountFen: 1, BankReference: "B1", ReceivedOn: "2026-03-01"}
	change(r)
	return &fundsv1.CreateReceiptRequest{Receipt: r}
}

func TestCheck(t *testing.T) {
	v := New()
	for name, c := range map[string]struct {
		message proto.Message
		want    string
	}{
		"right":               {receipt(func(*fundsv1.Receipt) {}), ""},
		"nothing":             {&fundsv1.CreateReceiptRequest{}, "receipt:FIELD_REQUIRED"},
		"empty":               {&fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{}}, "receipt.allocation_id:FIELD_REQUIRED receipt.amount_fen:AMOUNT_INVALID receipt.bank_reference:FIELD_REQUIRED receipt.received_on:FIELD_REQUIRED"},
		"no id":               {receipt(func(r *fundsv1.Receipt) { r.AllocationId = "1 OR 1=1" }), "receipt.allocation_id:ID_INVALID"},
		"an id in brackets":   {receipt(func(r *fundsv1.Receipt) { r.AllocationId = "{" + uuid.NewString() + "}" }), "receipt.allocation_id:ID_INVALID"},
		"negative money":      {receipt(func(r *fundsv1.Receipt) { r.AmountFen = -1 }), "receipt.amount_fen:AMOUNT_INVALID"},
		"the most money":      {receipt(func(r *fundsv1.Receipt) { r.AmountFen = 100_000_000_000_000 }), ""},
		"too much money":      {receipt(func(r *fundsv1.Receipt) { r.AmountFen = 100_000_000_000_001 }), "receipt.amount_fen:AMOUNT_INVALID"},
		"blank":               {receipt(func(r *fundsv1.Receipt) { r.BankReference = " \u3000\t\n" }), "receipt.bank_reference:FIELD_REQUIRED"},
		"200 characters":      {receipt(func(r *fundsv1.Receipt) { r.BankReference = strings.Repeat("村", 200) }), ""},
		"201 characters":      {receipt(func(r *fundsv1.Receipt) { r.BankReference = strings.Repeat("村", 201) }), "receipt.bank_reference:FIELD_TOO_LONG"},
		"no such day":         {receipt(func(r *fundsv1.Receipt) { r.ReceivedOn = "2026-02-30" }), "receipt.received_on:DATE_INVALID"},
		"another form of day": {receipt(func(r *fundsv1.Receipt) { r.ReceivedOn = "2026-2-3" }), "receipt.received_on:DATE_INVALID"},
		"full-width day":      {receipt(func(r *fundsv1.Receipt) { r.ReceivedOn = "２０２６-03-01" }), "receipt.received_on:DATE_INVALID"},
		"no region":           {&projectsv1.ListProjectsRequest{RegionCode: "34082810"}, "region_code:REGION_CODE_INVALID"},
		"a year out of range": {&projectsv1.ListProjectsRequest{FiscalYear: 1900}, "fiscal_year:YEAR_INVALID"},
		"a negative page":     {&projectsv1.ListProjectsRequest{PageSize: -1}, "page_size:NUMBER_NEGATIVE"},
		"a long token":        {&projectsv1.ListProjectsRequest{PageToken: strings.Repeat("x", 5000)}, "page_token:FIELD_TOO_LONG"},
		"no line":             {&fundsv1.CreateClaimRequest{Claim: claim()}, "claim.lines:FIELD_REQUIRED"},
		"a wrong line": {&fundsv1.CreateClaimRequest{Claim: claim(&fundsv1.ClaimLine{AllocationId: uuid.NewString(), AmountFen: 1}, &fundsv1.ClaimLine{AllocationId: "x", AmountFen: -5, SetOffFen: -1})},
			"claim.lines[1].allocation_id:ID_INVALID claim.lines[1].amount_fen:AMOUNT_INVALID claim.lines[1].set_off_fen:NUMBER_NEGATIVE"},
		"too many lines":       {&fundsv1.CreateClaimRequest{Claim: claim(slices.Repeat([]*fundsv1.ClaimLine{{AllocationId: uuid.NewString(), AmountFen: 1}}, 1001)...)}, "claim.lines:FIELD_TOO_MANY"},
		"a role that is none":  {&peoplev1.SetUserRolesRequest{Id: uuid.NewString(), Roles: []accessv1.Role{accessv1.Role_ROLE_ADMIN, 0}}, "roles[1]:FIELD_REQUIRED"},
		"an empty scope":       {&peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: "x", OrganizationId: uuid.NewString(), Scopes: []string{"funds.read", ""}}}, "api_client.scopes[1]:FIELD_REQUIRED"},
		"a password of spaces": {&peoplev1.CreateSessionRequest{Username: "x", Password: "   "}, ""},
		"a oneof's id":         {&fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_ClaimId{ClaimId: "x"}}, "claim_id:ID_INVALID"},
		"a oneof's text":       {&fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: strings.Repeat("x", 201)}}, "document_number:FIELD_TOO_LONG"},
		"a oneof that is fine": {&fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "岳财〔2026〕1号"}}, ""},
	} {
		if got := said(v.Check(c.message)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func claim(lines ...*fundsv1.ClaimLine) *fundsv1.Claim {
	return &fundsv1.Claim{ProjectId: uuid.NewString(), Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-03-01", PayeeName: "某公司", PayeeAccount: "62", Lines: lines}
}

func TestCheckUpdate(t *testing.T) {
	v := New()
	id := uuid.NewString()
	broken := &fundsv1.ClaimLine{AllocationId: "x", AmountFen: -5}
	for name, c := range map[string]struct {
		message  proto.Message
		resource string
		paths    []string
		want     string
	}{
		"only what is named":   {&projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: id, Name: "x", BudgetFen: -1}}, "project", []string{"name"}, ""},
		"a named field":        {&projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: id, Name: " ", BudgetFen: -1}}, "project", []string{"name", "budget_fen"}, "project.budget_fen:AMOUNT_INVALID project.name:FIELD_REQUIRED"},
		"a required one empty": {&projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: id}}, "project", []string{"end_date"}, "project.end_date:FIELD_REQUIRED"},
		"no resource":          {&projectsv1.UpdateProjectRequest{}, "project", []string{"name"}, "project:FIELD_REQUIRED"},
		"no id":                {&projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Name: "x"}}, "project", []string{"name"}, "project.id:FIELD_REQUIRED"},
		"no id that is one":    {&projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: "7", Name: "x"}}, "project", []string{"name"}, "project.id:ID_INVALID"},
		"inside of a list":     {&fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: id, Lines: []*fundsv1.ClaimLine{broken}}}, "claim", []string{"lines"}, "claim.lines[0].allocation_id:ID_INVALID claim.lines[0].amount_fen:AMOUNT_INVALID"},
		"a list not named":     {&fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: id, Remark: "x", Lines: []*fundsv1.ClaimLine{broken}}}, "claim", []string{"remark"}, ""},
		"a member of a team":   {&inspectionsv1.UpdateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{Id: id, Team: []*inspectionsv1.TeamMember{{}}}}, "acceptance", []string{"team"}, "acceptance.team[0].name:FIELD_REQUIRED"},
	} {
		if got := said(v.CheckUpdate(c.message, c.resource, c.paths)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRulesOfARoom(t *testing.T) {
	v := New()
	v.Rules(&fundsv1.Receipt{}, map[string]string{"bank_reference": "min=4,max=6"})
	v.Rules(&fundsv1.TraceFundsRequest{}, map[string]string{"document_number": "min=4"})
	if got := said(v.Check(receipt(func(r *fundsv1.Receipt) { r.BankReference = "abc" }))); got != "receipt.bank_reference:FIELD_TOO_SHORT" {
		t.Error(got)
	}
	if got := said(v.Check(&fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_DocumentNumber{DocumentNumber: "x"}})); got != "document_number:FIELD_TOO_SHORT" {
		t.Error(got)
	}
}

// TestLearningWhileChecking has many goroutines meet messages for the first time.
func TestLearningWhileChecking(t *testing.T) {
	for range 20 {
		v := New()
		var wait sync.WaitGroup
		for _, m := range []proto.Message{
			receipt(func(*fundsv1.Receipt) {}), &fundsv1.CreateClaimRequest{Claim: claim()}, &projectsv1.ListProjectsRequest{},
			&peoplev1.CreateSessionRequest{}, &peoplev1.SetUserRolesRequest{}, &inspectionsv1.CreateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{}},
			&projectsv1.CreateProjectRequest{Project: &projectsv1.Project{}}, &fundsv1.TraceFundsRequest{}, &peoplev1.CreateUserRequest{User: &peoplev1.User{}},
		} {
			for range 3 {
				own := proto.Clone(m)
				wait.Go(func() { v.Check(own) })
			}
		}
		wait.Wait()
	}
}
