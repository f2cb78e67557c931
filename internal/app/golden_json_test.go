package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// tape writes down what REST answers, with everything that differs from one run
// to the next replaced, so that the form of the JSON is pinned: names, enums,
// fields that are empty, amounts as strings, etags and headers.
type tape struct {
	*world
	t    *testing.T
	text bytes.Buffer
	last map[string]any // an answer that is to come again, and need not be written down again
}

// pinned are the headers that are part of the contract.
var pinned = []string{"Content-Type", "Cache-Control", "X-Content-Type-Options", "Etag", "Idempotent-Replayed", "Www-Authenticate", "X-Request-Id"}

var (
	anID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	aTime    = regexp.MustCompile(`"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"`)
	aHash    = regexp.MustCompile(`[0-9a-f]{64}`)
	aSecret  = regexp.MustCompile(`"(token|csrfToken|key|password|keyPrefix|nextPageToken)": *"[^"]+"`)
	aText    = regexp.MustCompile(`"(message|description|detail)": *"(?:[^"\\]|\\.)*"`)
	unfilled = regexp.MustCompile(`\{[a-z_]+\}`)
)

// anonymised is JSON, laid out, without what differs between runs and without the
// sentences for people, which may get better at any time.
func anonymised(t *testing.T, body []byte) string {
	t.Helper()
	if len(body) == 0 {
		return ""
	}
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	text := anID.ReplaceAllString(out.String(), "<id>")
	text = aTime.ReplaceAllString(text, `"<time>"`)
	text = aHash.ReplaceAllString(text, "<hash>")
	text = aSecret.ReplaceAllString(text, `"$1": "<$1>"`)
	return aText.ReplaceAllString(text, `"$1": "<text>"`)
}

// do sends a request and writes down request and answer.
func (p *tape) do(status int, verb, path, caller, body string, headers ...string) map[string]any {
	p.t.Helper()
	r := p.Do(verb, strings.ReplaceAll(path, " ", "%20"), p.token(caller), body, headers...)
	if r.Status != status {
		p.t.Errorf("%s %s as %s: %d %s, want %d", verb, path, caller, r.Status, r.Body, status)
	}
	if status >= 400 && unfilled.Match(r.Body) {
		p.t.Errorf("%s %s: a sentence has a gap: %s", verb, path, r.Body)
	}
	fmt.Fprintf(&p.text, "### %s %s as %s\n", verb, anID.ReplaceAllString(path, "<id>"), caller)
	for i := 0; i < len(headers); i += 2 {
		fmt.Fprintf(&p.text, "%s: %s\n", headers[i], headers[i+1])
	}
	if body != "" {
		fmt.Fprintf(&p.text, "%s\n", anID.ReplaceAllString(body, "<id>"))
	}
	fmt.Fprintf(&p.text, "\n%d\n", r.Status)
	for _, name := range pinned {
		if value := r.Header.Get(name); value != "" {
			if name == "X-Request-Id" {
				value = "<present>"
			}
			fmt.Fprintf(&p.text, "%s: %s\n", name, value)
		}
	}
	if p.last != nil && reflect.DeepEqual(p.last, r.JSON) {
		fmt.Fprintf(&p.text, "(the same answer)\n\n")
	} else {
		fmt.Fprintf(&p.text, "%s\n\n", anonymised(p.t, r.Body))
	}
	return r.JSON
}

// create posts with a key, and again, and again with something else under the same key.
func (p *tape) create(path, caller, body, other string) map[string]any {
	p.t.Helper()
	key := "golden-" + strings.Trim(strings.ReplaceAll(path, "/", "-"), "-")
	made := p.do(200, "POST", path, caller, body, "Idempotency-Key", key)
	p.last = made
	p.do(200, "POST", path, caller, body, "Idempotency-Key", key)
	p.last = nil
	p.do(409, "POST", path, caller, other, "Idempotency-Key", key)
	return made
}

// common are the errors every resource has: who may not, who is nobody, what is not there.
func (p *tape) common(path, caller, stranger string) {
	p.t.Helper()
	p.do(401, "GET", path, nobody, "")
	p.do(403, "GET", path, stranger, "")
	p.do(404, "GET", path+"/"+noRecord, caller, "")
	p.do(400, "GET", path+"/7", caller, "")
	p.do(400, "GET", path+"?nonsense=1", caller, "")
	p.do(400, "GET", path+"?pageToken=AAAA", caller, "")
}

// The JSON of every resource, on both databases the same.
func TestGoldenJSON(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			for _, resource := range goldens {
				t.Run(resource.name, func(t *testing.T) {
					p := &tape{world: w, t: t}
					resource.record(p)
					golden(t, "json/"+resource.name+".golden.txt", p.text.String())
				})
			}
		})
	}
}

var goldens = []struct {
	name   string
	record func(p *tape)
}{
	{"regions", func(p *tape) {
		p.do(200, "GET", "/v1/regions?pageSize=2&level=REGION_LEVEL_TOWNSHIP", roles.Village, "")
		p.do(200, "GET", "/v1/regions/"+apptest.Village, roles.Village, "")
		p.do(404, "GET", "/v1/regions/12", roles.Village, "")
		p.do(401, "GET", "/v1/regions", nobody, "")
	}},
	{"organizations", func(p *tape) {
		body := `{"code":"forestry","name":"林业局","kind":"ORGANIZATION_KIND_DEPARTMENT","regionCode":"340828000000"}`
		made := p.create("/v1/organizations", roles.Admin, body, strings.Replace(body, "林业局", "农业局", 1))
		p.do(200, "GET", "/v1/organizations/"+text(made, "id"), roles.Village, "")
		p.do(200, "GET", "/v1/organizations?query=林业", roles.Village, "")
		p.do(400, "POST", "/v1/organizations", roles.Admin, `{"code":"x y","name":"","regionCode":"340827000000"}`)
		p.do(409, "POST", "/v1/organizations", roles.Admin, body)
		p.do(404, "GET", "/v1/organizations/"+noRecord, roles.Village, "")
	}},
	{"users", func(p *tape) {
		body := `{"username":"zhang","displayName":"张某","organizationId":"` + p.orgs["water"] + `","phone":"13900001234"}`
		made := p.create("/v1/users", roles.Admin, body, strings.Replace(body, "张某", "李某", 1))
		at := "/v1/users/" + text(made, "id")
		p.do(200, "GET", at, roles.Admin, "")
		p.do(200, "GET", "/v1/users?query=zhang", roles.Auditor, "")
		p.do(200, "PATCH", at, roles.Admin, `{"displayName":"张三","etag":"1"}`)
		p.do(409, "PATCH", at, roles.Admin, `{"displayName":"张四","etag":"1"}`)
		p.do(400, "PATCH", at, roles.Admin, `{"displayName":"张四"}`)
		p.do(400, "PATCH", at, roles.Admin, `{"username":"wang","disabled":true,"etag":"2"}`)
		p.do(200, "POST", at+":setRoles", roles.SecurityAdmin, `{"roles":["ROLE_DEPARTMENT"],"etag":"2"}`)
		p.do(400, "POST", at+":setRoles", roles.SecurityAdmin, `{"roles":["ROLE_CASHIER"],"etag":"3"}`)
		p.do(200, "POST", at+":resetPassword", roles.SecurityAdmin, `{"etag":"3"}`)
		p.do(200, "POST", at+":disable", roles.Admin, `{"etag":"4"}`)
		p.do(400, "POST", at+":disable", roles.Admin, `{"etag":"5"}`)
		p.do(400, "POST", "/v1/users", roles.Admin, `{"username":"Zhang 1","displayName":" ","organizationId":"x"}`)
		p.common("/v1/users", roles.Admin, roles.Leader)
	}},
	{"sessions", func(p *tape) {
		p.do(200, "POST", "/v1/sessions", nobody, `{"username":"leader","password":"`+apptest.Password+`"}`)
		p.do(200, "POST", "/v1/sessions", nobody, `{"username":"leader","password":"`+apptest.Password+`","delivery":"TOKEN_DELIVERY_COOKIE"}`)
		p.do(401, "POST", "/v1/sessions", nobody, `{"username":"leader","password":"wrong password"}`)
		p.do(400, "POST", "/v1/sessions", nobody, `{"username":"leader"}`)
		p.do(200, "GET", "/v1/sessions/current", roles.Leader, "")
		p.callers = append(p.callers, &caller{name: "leader again", token: p.Login("leader")})
		p.do(200, "DELETE", "/v1/sessions/current", "leader again", "")
		p.do(401, "DELETE", "/v1/sessions/current", "leader again", "")
	}},
	{"apiClients", func(p *tape) {
		body := `{"name":"水利局系统","organizationId":"` + p.orgs["water"] + `","scopes":["funds.write"],"expireTime":"2027-01-01T00:00:00Z"}`
		made := p.create("/v1/apiClients", roles.SecurityAdmin, body, strings.Replace(body, "水利局", "水务局", 1))
		client, _ := made["apiClient"].(map[string]any)
		at := "/v1/apiClients/" + text(client, "id")
		p.do(200, "GET", at, roles.SecurityAdmin, "")
		p.do(200, "POST", at+":disable", roles.SecurityAdmin, `{"etag":"1"}`)
		p.do(409, "POST", at+":disable", roles.SecurityAdmin, `{"etag":"1"}`)
		p.do(400, "POST", "/v1/apiClients", roles.SecurityAdmin, `{"name":"","organizationId":"`+noRecord+`","scopes":["all"],"expireTime":"2020-01-01T00:00:00Z"}`)
		p.common("/v1/apiClients", roles.SecurityAdmin, roles.Admin)
	}},
	{"keyVillages", func(p *tape) {
		body := `{"regionCode":"340828107203","batchYear":2026,"acceptanceDeadline":"2027-06-30"}`
		made := p.create("/v1/keyVillages", roles.PovertyOffice, body, strings.Replace(body, "2027", "2028", 1))
		p.do(200, "GET", "/v1/keyVillages/"+text(made, "id"), roles.Township, "")
		p.do(200, "GET", "/v1/keyVillages?pageSize=1&orderBy=region_code desc", roles.Leader, "")
		p.do(409, "POST", "/v1/keyVillages", roles.PovertyOffice, body)
		p.do(400, "POST", "/v1/keyVillages", roles.PovertyOffice, `{"regionCode":"340828107000","batchYear":1,"acceptanceDeadline":"2027-02-30"}`)
		p.common("/v1/keyVillages", roles.Leader, roles.Admin)
	}},
	{"projects", func(p *tape) {
		body := `{"name":"金山村道路","regionCode":"340828107203","typeCode":"road","benefit":"BENEFIT_VILLAGE","plannedQuantityMilli":"1500","unitId":"` + p.orgs["builder"] +
			`","budgetFen":"20000000","startDate":"2026-03-01","endDate":"2026-12-31","labourDays":30}`
		made := p.create("/v1/projects", roles.PovertyOffice, body, strings.Replace(body, "1500", "1501", 1))
		at := "/v1/projects/" + text(made, "id")
		p.do(200, "GET", "/v1/projects/"+p.id("project", own), roles.Village, "")
		p.do(200, "GET", "/v1/projects?pageSize=1&orderBy=budget_fen desc", roles.Leader, "")
		p.do(200, "PATCH", at, roles.PovertyOffice, `{"objective":"通到每个组","etag":"1"}`)
		p.do(409, "POST", at+":approve", officeTwo, `{"etag":"1"}`)
		p.do(400, "POST", at+":approve", roles.PovertyOffice, `{"etag":"2"}`)
		p.do(200, "POST", at+":approve", officeTwo, `{}`, "If-Match", `"2"`)
		p.do(400, "PATCH", at, roles.PovertyOffice, `{"objective":"改","etag":"3"}`)
		p.do(200, "POST", at+":cancel", roles.PovertyOffice, `{"reason":"不做了","etag":"3"}`)
		p.do(400, "POST", "/v1/projects", roles.PovertyOffice, `{"name":"","regionCode":"340827000000","typeCode":"rocket","benefit":"BENEFIT_VILLAGE","plannedQuantityMilli":0,"unitId":"`+
			noRecord+`","budgetFen":-1,"startDate":"2026-03-01","endDate":"2026-02-01"}`)
		p.common("/v1/projects", roles.Leader, roles.Admin)
		p.do(404, "GET", "/v1/projects/"+p.id("project", foreign), roles.Village, "")
		p.do(200, "GET", "/v1/projectTypes", roles.Village, "")
	}},
	{"fundDocuments", func(p *tape) {
		body := `{"issuerCode":"AQ-JT","number":"岳交计〔2026〕20号","title":"道路资金","issuedOn":"2026-10-01","lines":[{"lineNumber":1,"channelCode":"D-TRANSPORT","purposeCode":"rural-road","fiscalYear":2026,"amountFen":"99999999999999","regionCode":"340828107202"}]}`
		differs := strings.Replace(body, "99999999999999", "99999999999998", 1)
		made := p.create("/v1/fundDocuments", clientOwn, body, differs)
		p.do(409, "POST", "/v1/fundDocuments", clientOwn, differs, "Idempotency-Key", "another-key")
		p.do(409, "POST", "/v1/fundDocuments", roles.FinanceOfficer, differs)
		p.do(200, "POST", "/v1/fundDocuments", roles.FinanceOfficer, body)
		p.do(200, "GET", "/v1/fundDocuments/"+text(made, "id"), roles.Department, "")
		p.do(200, "GET", "/v1/fundDocuments?pageSize=1", roles.Leader, "")
		p.do(400, "POST", "/v1/fundDocuments", clientOwn, body)
		p.do(400, "POST", "/v1/fundDocuments", clientOwn, `{"issuerCode":"X","number":"","title":"t","issuedOn":"2027-01-01","lines":[{"lineNumber":1,"channelCode":"D-WATER","purposeCode":"fun","fiscalYear":26,"amountFen":0}]}`, "Idempotency-Key", "k1")
		p.do(400, "POST", "/v1/fundDocuments", clientOwn, strings.Replace(body, "340828107202", "340827000000", 1), "Idempotency-Key", "k2")
		bad := strings.Replace(strings.Replace(body, "20号", "21号", 1), "D-TRANSPORT", "D-WATER", 1)
		p.do(200, "POST", "/v1/fundDocuments:batchCreate", clientOwn, `{"requests":[{"fundDocument":`+body+`},{"fundDocument":`+bad+`}]}`, "Idempotency-Key", "k3")
		p.common("/v1/fundDocuments", roles.Leader, roles.Unit)
	}},
	{"documentConflicts", func(p *tape) {
		p.do(200, "GET", "/v1/documentConflicts?pageSize=1", roles.FinanceOfficer, "")
		at := "/v1/documentConflicts/" + p.id("document_conflict", own) + ":resolve"
		p.do(400, "POST", at, roles.FinanceOfficer, `{"etag":"1"}`)
		p.do(200, "POST", at, roles.FinanceOfficer, `{"etag":"1","resolution":"以录入为准"}`)
		p.do(400, "POST", at, roles.FinanceOfficer, `{"etag":"2","resolution":"以录入为准"}`)
		p.do(403, "GET", "/v1/documentConflicts", roles.Leader, "")
	}},
	{"allocations", func(p *tape) {
		p.do(200, "GET", "/v1/allocations/"+p.id("allocation", own), roles.Department, "")
		p.do(200, "GET", "/v1/allocations?pageSize=1&orderBy=amount_fen&fiscalYear=2026", roles.Department+elsewhere, "")
		p.do(200, "GET", "/v1/projectLots?projectId="+p.id("project", own), roles.Village, "")
		p.common("/v1/allocations", roles.Leader, roles.Unit)
	}},
	{"receipts", func(p *tape) {
		body := `{"allocationId":"` + p.id("allocation", own) + `","amountFen":"1000000","bankReference":"IN-20","receivedOn":"2026-10-02"}`
		made := p.create("/v1/receipts", roles.FinanceOfficer, body, strings.Replace(body, "IN-20", "IN-21", 1))
		p.do(200, "GET", "/v1/receipts/"+text(made, "id"), roles.Department, "")
		p.do(200, "GET", "/v1/receipts?pageSize=1", roles.Department, "")
		p.do(409, "POST", "/v1/receipts", roles.FinanceOfficer, body)
		p.do(400, "POST", "/v1/receipts", roles.FinanceOfficer, strings.Replace(strings.Replace(body, "IN-20", "IN-22", 1), "1000000", "99000000", 1))
		p.do(400, "POST", "/v1/receipts", roles.FinanceOfficer, `{"allocationId":"`+noRecord+`","amountFen":1.5,"bankReference":"IN-22","receivedOn":"2026-13-02"}`)
		p.common("/v1/receipts", roles.Leader, roles.Unit)
	}},
	{"appropriations", func(p *tape) {
		second := p.world.project(chain{label: "second", village: ownVillage, kind: "road", unit: "builder", department: "transport"})
		p.add("second project", own, second.Id)
		body := `{"allocationId":"` + p.id("allocation", own) + `","projectId":"` + second.Id + `","amountFen":"500000","share":"SHARE_STABLE"}`
		made := p.create("/v1/appropriations", roles.PovertyOffice, body, strings.Replace(body, "500000", "500001", 1))
		at := "/v1/appropriations/" + text(made, "id")
		p.do(400, "POST", at+":approve", roles.PovertyOffice, `{"etag":"1"}`)
		p.do(200, "POST", at+":approve", officeTwo, `{"etag":"1"}`)
		p.do(409, "POST", at+":withdraw", roles.PovertyOffice, `{"etag":"1"}`)
		p.do(200, "GET", at, roles.Village, "")
		p.do(200, "GET", "/v1/appropriations?pageSize=1&state=APPROPRIATION_STATE_APPROVED", roles.Unit, "")
		p.do(400, "POST", "/v1/appropriations", roles.PovertyOffice, strings.Replace(body, `"500000"`, `"59000000"`, 1))
		p.do(400, "POST", "/v1/appropriations", roles.PovertyOffice, `{"allocationId":"`+noRecord+`","projectId":"","share":"SHARE_ALL"}`)
		p.common("/v1/appropriations", roles.Leader, roles.Admin)
	}},
	{"claims", func(p *tape) {
		body := `{"projectId":"` + p.id("second project", own) + `","kind":"CLAIM_KIND_ADVANCE","claimedOn":"2026-10-20","payeeName":"某公司","payeeAccount":"6222020200001234567","lines":[{"allocationId":"` +
			p.id("allocation", own) + `","amountFen":"100000"}]}`
		made := p.create("/v1/claims", roles.Unit, body, strings.Replace(body, "100000", "100001", 1))
		at := "/v1/claims/" + text(made, "id")
		p.do(200, "PATCH", at, roles.Unit, `{"remark":"请尽快","etag":"1"}`)
		p.do(200, "POST", at+":submit", roles.Unit, `{"etag":"2"}`)
		p.do(409, "POST", at+":agreeByTownship", roles.Township, `{"etag":"2"}`)
		p.do(400, "POST", at+":agreeByTownship", roles.Township, `{}`)
		p.do(404, "POST", at+":agreeByTownship", roles.Township+elsewhere, `{"etag":"3"}`)
		p.do(200, "POST", at+":agreeByTownship", roles.Township, `{"etag":"3","comment":"情况属实"}`)
		p.do(400, "POST", at+":approve", roles.FinanceApprover, `{"etag":"4"}`)
		p.do(200, "POST", at+":return", roles.Department, `{"etag":"4","reason":"补发票"}`)
		p.do(200, "GET", "/v1/claims/"+p.id("claim", own), roles.Village, "")
		p.do(200, "GET", "/v1/claims?pageSize=1&kind=CLAIM_KIND_FINAL", roles.Cashier, "")
		p.do(400, "POST", "/v1/claims", roles.Unit, strings.Replace(body, "CLAIM_KIND_ADVANCE", "CLAIM_KIND_FINAL", 1))
		p.do(400, "POST", "/v1/claims", roles.Unit, `{"projectId":"`+p.id("project", foreign)+`","kind":"CLAIM_KIND_ADVANCE","claimedOn":"2026-10-20","payeeName":"某公司","payeeAccount":"1","lines":[{"allocationId":"`+noRecord+`","amountFen":1}]}`)
		p.common("/v1/claims", roles.Leader, roles.Admin)
	}},
	{"payments", func(p *tape) {
		final := must(p.world.claims.GetClaim(p.as(roles.Unit), &fundsv1.GetClaimRequest{Id: p.ids["claim"][own][1]}))(p.t)
		final = p.review(chain{theTown: roles.Township, deptRole: roles.Department}, final)
		body := `{"claimId":"` + final.Id + `","claimEtag":"` + final.Etag + `","bankReference":"OUT-20","paidOn":"2026-10-21"}`
		made := p.create("/v1/payments", roles.Cashier, body, strings.Replace(body, "OUT-20", "OUT-21", 1))
		p.do(200, "GET", "/v1/payments/"+text(made, "id"), roles.Cashier, "")
		p.do(200, "GET", "/v1/payments/"+text(made, "id"), roles.Village, "")
		p.do(200, "GET", "/v1/payments?pageSize=1", roles.Leader, "")
		p.do(409, "POST", "/v1/payments", roles.Cashier, body)
		p.do(400, "POST", "/v1/payments", roles.Cashier, `{"claimId":"`+final.Id+`","paidOn":"2027-01-01"}`)
		p.common("/v1/payments", roles.Leader, roles.Admin)
	}},
	{"acceptances", func(p *tape) {
		second := must(p.world.projects.GetProject(p.as(roles.Unit), &projectsv1.GetProjectRequest{Id: p.id("second project", own)}))(p.t)
		second = must(p.world.projects.StartProject(p.as(roles.Unit), &projectsv1.StartProjectRequest{Id: second.Id, Etag: second.Etag}))(p.t)
		must(p.world.projects.CompleteProject(p.as(roles.Unit), &projectsv1.CompleteProjectRequest{Id: second.Id, Etag: second.Etag}))(p.t)
		body := `{"projectId":"` + second.Id + `","acceptedOn":"2026-10-21","team":[{"name":"王某","organization":"村民","villagersRepresentative":true}],"measuredQuantityMilli":"3400","verdict":"VERDICT_PARTLY","acceptedFen":"400000"}`
		made := p.create("/v1/acceptances", roles.PovertyOffice, body, strings.Replace(body, "3400", "3401", 1))
		at := "/v1/acceptances/" + text(made, "id")
		p.do(200, "PATCH", at, roles.PovertyOffice, `{"remark":"路肩待补","etag":"1"}`)
		p.do(400, "POST", at+":confirm", roles.PovertyOffice, `{"etag":"2"}`)
		p.do(409, "POST", at+":confirm", officeTwo, `{"etag":"1"}`)
		p.do(200, "POST", at+":confirm", officeTwo, `{"etag":"2"}`)
		p.do(200, "POST", at+":revoke", officeTwo, `{"etag":"3","reason":"丈量有误"}`)
		p.do(200, "GET", "/v1/acceptances/"+p.id("acceptance", own), roles.Village, "")
		p.do(200, "GET", "/v1/acceptances?pageSize=1", roles.Leader, "")
		p.do(400, "POST", "/v1/acceptances", roles.PovertyOffice, strings.Replace(strings.Replace(body, "true", "false", 1), "2026-10-21", "2027-10-21", 1))
		p.common("/v1/acceptances", roles.Leader, roles.Admin)
	}},
	{"reversals", func(p *tape) {
		body := `{"target":"REVERSAL_TARGET_RECEIPT","targetId":"` + p.id("receipt", sibling) + `","reason":"重复登记"}`
		made := p.create("/v1/reversals", roles.FinanceOfficer, body, strings.Replace(body, "重复", "错误", 1))
		at := "/v1/reversals/" + text(made, "id")
		p.do(400, "POST", at+":approve", roles.FinanceApprover, `{"etag":"1"}`)
		p.do(200, "POST", at+":refuse", roles.FinanceApprover, `{"etag":"1","reason":"已使用"}`)
		p.do(200, "POST", "/v1/reversals/"+p.id("reversal", foreign)+":approve", roles.FinanceApprover, `{"etag":"1"}`)
		p.do(200, "GET", at, roles.Auditor, "")
		p.do(200, "GET", "/v1/reversals?pageSize=1&state=REVERSAL_STATE_REQUESTED", roles.Auditor, "")
		p.do(404, "POST", "/v1/reversals", roles.FinanceOfficer, strings.Replace(body, p.id("receipt", sibling), noRecord, 1))
		p.common("/v1/reversals", roles.Auditor, roles.Leader)
	}},
	{"trace", func(p *tape) {
		p.do(200, "GET", "/v1/funds:trace?documentNumber=岳交计[2026] １ 号", roles.Leader, "")
		p.do(200, "GET", "/v1/funds:trace?projectId="+p.id("project", own), roles.Village, "")
		p.do(400, "GET", "/v1/funds:trace", roles.Leader, "")
		p.do(400, "GET", "/v1/funds:trace?projectId="+noRecord+"&claimId="+noRecord, roles.Leader, "")
		p.do(404, "GET", "/v1/funds:trace?paymentNumber=ZF1", roles.Leader, "")
	}},
	{"references", func(p *tape) {
		p.do(200, "GET", "/v1/channels", clientOwn, "")
		p.do(200, "GET", "/v1/purposes", roles.Village, "")
		p.do(200, "GET", "/v1/issuers", roles.Village, "")
	}},
	{"problems", func(p *tape) {
		asks := []string{"Accept", "application/problem+json"}
		p.do(401, "GET", "/v1/fundDocuments", nobody, "", asks...)
		p.do(404, "GET", "/v1/fundDocuments/"+noRecord, clientOwn, "", asks...)
		p.do(404, "GET", "/v1/nothing", clientOwn, "", asks...)
		p.do(400, "POST", "/v1/fundDocuments", clientOwn, `{"number":1}`, append(asks, "Idempotency-Key", "p1")...)
		p.do(400, "POST", "/v1/fundDocuments", clientOwn, `{"issuerCode":"X","number":"","title":"t","issuedOn":"2027-01-01","lines":[{"lineNumber":1,"channelCode":"D-WATER","purposeCode":"fun","fiscalYear":26,"amountFen":0}]}`, append(asks, "Idempotency-Key", "p1")...)
		p.do(200, "GET", "/v1/issuers", clientOwn, "", asks...)
	}},
	{"reports", func(p *tape) {
		p.do(200, "GET", "/v1/reports/overview?fiscalYear=2026", roles.Leader, "")
		p.do(200, "GET", "/v1/reports/overview", roles.Village, "")
		p.do(200, "GET", "/v1/funds:integration?fiscalYear=2026", roles.Leader, "")
		p.do(403, "GET", "/v1/funds:integration", roles.Village, "")
		p.do(200, "GET", "/v1/auditEntries?pageSize=1&action=funds.createPayment", roles.Auditor, "")
		p.do(403, "GET", "/v1/auditEntries", roles.Leader, "")
		p.do(403, "GET", "/v1/reports/overview", roles.Admin, "")
	}},
}

// text is a field of an answer.
func text(m map[string]any, field string) string {
	value, _ := m[field].(string)
	return value
}
