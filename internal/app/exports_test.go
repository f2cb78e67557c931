package app_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"mime"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// exported is a list as the tests look at it.
type exported struct {
	method  string
	request proto.Message
	// ids are the columns, by their Chinese titles, that tell rows apart, with the values of a record.
	ids     func(record protoreflect.Message) [][]string
	columns []string
	// sums are columns of money with the field of the answer that tells their sum.
	sums map[string]string
	// filter narrows the list, and words is what the sheet says of it.
	filter proto.Message
	words  string
	// list is the field of the answer the records are in, where it is not its only one.
	list protoreflect.Name
	// whole is what it says of the request that is not narrowed; all when empty.
	whole string
}

// of reads fields of a record, dotted ones inside of it, as a sheet shows them.
func of(fields ...string) func(protoreflect.Message) [][]string {
	return func(m protoreflect.Message) [][]string {
		row := make([]string, len(fields))
		for i, name := range fields {
			at := m
			for outer, inner, found := strings.Cut(name, "."); found; outer, inner, found = strings.Cut(name, ".") {
				at, name = at.Get(at.Descriptor().Fields().ByName(protoreflect.Name(outer))).Message(), inner
			}
			row[i] = fmt.Sprint(at.Get(at.Descriptor().Fields().ByName(protoreflect.Name(name))).Interface())
		}
		return [][]string{row}
	}
}

func (w *world) exportable() map[string]exported {
	return map[string]exported{
		"fund_documents": {method: "FundDocumentService/ListFundDocuments", request: &fundsv1.ListFundDocumentsRequest{},
			ids: func(m protoreflect.Message) (rows [][]string) {
				d := m.Interface().(*fundsv1.FundDocument)
				for _, l := range d.Lines {
					rows = append(rows, []string{d.Number, fmt.Sprint(l.LineNumber), d.Title})
				}
				return rows
			}, columns: []string{"文号", "行", "标题"}, sums: map[string]string{"金额（元）": "totals.promised_fen", "拨付（元）": "totals.paid_fen"},
			filter: &fundsv1.ListFundDocumentsRequest{ChannelCode: "D-TRANSPORT", OrderBy: "issued_on"}, words: "渠道：交通部门专项资金；排序：发文日期，从小到大"},
		"allocations": {method: "AllocationService/ListAllocations", request: &fundsv1.ListAllocationsRequest{},
			ids: of("document_number", "line_number", "fiscal_year"), columns: []string{"文号", "行", "年度"}, sums: map[string]string{"指标（元）": "totals.promised_fen", "可安排（元）": "totals.available_fen"},
			filter: &fundsv1.ListAllocationsRequest{FiscalYear: 2026, AvailableOnly: true}, words: "年度：2026；只看还可安排的：是"},
		"receipts": {method: "ReceiptService/ListReceipts", request: &fundsv1.ListReceiptsRequest{},
			ids: of("bank_reference", "received_on"), columns: []string{"银行流水号", "到账日期"}, sums: map[string]string{"其中未冲销（元）": "total_amount_fen"},
			filter: &fundsv1.ListReceiptsRequest{State: fundsv1.ReceiptState_RECEIPT_STATE_RECORDED}, words: "状态：已入账"},
		"appropriations": {method: "AppropriationService/ListAppropriations", request: &fundsv1.ListAppropriationsRequest{},
			ids: of("document_number", "project_name", "requester_name"), columns: []string{"文号", "项目", "申请人"}, sums: map[string]string{"金额（元）": "", "其中已批准（元）": "total_amount_fen", "其中待审批（元）": "total_requested_fen"},
			filter: &fundsv1.ListAppropriationsRequest{ProjectId: w.id("project", own)}, words: "项目：own项目"},
		"claims": {method: "ClaimService/ListClaims", request: &fundsv1.ListClaimsRequest{},
			ids: of("number", "project_name", "payee_account"), columns: []string{"报账单号", "项目", "收款账号"}, sums: map[string]string{"金额（元）": "", "其中在办和已拨付（元）": "total_amount_fen",
				"其中在办和已拨付的抵扣（元）": "total_set_off_fen", "其中已拨付（元）": "total_paid_fen"},
			filter: &fundsv1.ListClaimsRequest{RegionCode: ownVillage, Kind: fundsv1.ClaimKind_CLAIM_KIND_FINAL, OrderBy: "amount_fen desc"}, words: "地区：千佛塔村；类别：结算款；排序：金额，从大到小"},
		"retentions": {method: "RetentionService/ListRetentions", request: &fundsv1.ListRetentionsRequest{},
			ids: of("claim_number", "project_name", "due_on"), columns: []string{"报账单号", "项目", "到期日"}, sums: map[string]string{"原扣质保金（元）": "total_withheld_fen", "质保金余额（元）": "total_left_fen"},
			filter: &fundsv1.ListRetentionsRequest{RegionCode: ownVillage}, words: "地区：千佛塔村"},
		"payments": {method: "PaymentService/ListPayments", request: &fundsv1.ListPaymentsRequest{},
			ids: of("number", "payee_account"), columns: []string{"拨付单号", "收款账号"}, sums: map[string]string{"其中未冲销（元）": "total_amount_fen"},
			filter: &fundsv1.ListPaymentsRequest{FromDate: "2026-01-01", ToDate: "2026-12-31"}, words: "起始日期：2026-01-01；截止日期：2026-12-31"},
		"reversals": {method: "ReversalService/ListReversals", request: &fundsv1.ListReversalsRequest{},
			ids: of("reason", "requester_name"), columns: []string{"事由", "申请人"}, sums: map[string]string{"金额（元）": ""},
			filter: &fundsv1.ListReversalsRequest{Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT}, words: "冲销对象：拨付"},
		"project_lots": {method: "AllocationService/ListProjectLots", request: &fundsv1.ListProjectLotsRequest{},
			ids: of("project_name", "document_number"), columns: []string{"项目", "文号"}, sums: map[string]string{"资金安排（元）": "totals.appropriated_fen", "安排结余（元）": "totals.available_fen", "预付款上限（元）": ""},
			filter: &fundsv1.ListProjectLotsRequest{ProjectId: w.id("project", own)}, words: "项目：own项目"},
		"projects": {method: "ProjectService/ListProjects", request: &projectsv1.ListProjectsRequest{},
			ids: of("number", "name", "village_name"), columns: []string{"项目编号", "项目", "村"}, sums: map[string]string{"资金安排（元）": "totals.appropriated_fen", "预算（元）": "total_budget_fen"},
			filter: &projectsv1.ListProjectsRequest{TypeCode: "road", UnitId: w.orgs["builder"], ExcludeCancelled: true}, words: "项目类型：乡村道路；实施单位：builder；不含已取消：是"},
		"key_villages": {method: "KeyVillageService/ListKeyVillages", request: &plansv1.ListKeyVillagesRequest{},
			ids: of("village_name", "region_code", "batch_year"), columns: []string{"村", "区划代码", "批次"},
			filter: &plansv1.ListKeyVillagesRequest{BatchYear: 2026}, words: "批次：2026"},
		"acceptances": {method: "AcceptanceService/ListAcceptances", request: &inspectionsv1.ListAcceptancesRequest{},
			ids: of("project_name", "accepted_on"), columns: []string{"项目", "验收日期"}, sums: map[string]string{"其中已确认（元）": "total_accepted_fen"},
			filter: &inspectionsv1.ListAcceptancesRequest{Verdict: inspectionsv1.Verdict_VERDICT_PASSED}, words: "验收结论：合格"},
		"users": {method: "UserService/ListUsers", request: &peoplev1.ListUsersRequest{},
			ids: of("username", "display_name"), columns: []string{"用户名", "姓名"},
			filter: &peoplev1.ListUsersRequest{OrganizationId: w.orgs["transport"], Disabled: proto.Bool(false)}, words: "单位：transport；已停用：否"},
		"organizations": {method: "OrganizationService/ListOrganizations", request: &peoplev1.ListOrganizationsRequest{},
			ids: of("code", "region_code"), columns: []string{"代码", "区划代码"},
			filter: &peoplev1.ListOrganizationsRequest{Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_DEPARTMENT}, words: "类别：主管部门"},
		"api_clients": {method: "ApiClientService/ListApiClients", request: &peoplev1.ListApiClientsRequest{},
			ids: of("name", "key_prefix"), columns: []string{"名称", "密钥开头"},
			filter: &peoplev1.ListApiClientsRequest{OrganizationId: w.orgs["water"]}, words: "单位：water"},
		"api_client_requests": {method: "ApiClientService/ListApiClientRequests", request: &peoplev1.ListApiClientRequestsRequest{ApiClientId: w.id("api_client", own)},
			ids: of("request_id", "method"), columns: []string{"请求编号", "接口方法"},
			filter: &peoplev1.ListApiClientRequestsRequest{ApiClientId: w.id("api_client", own), RefusedOnly: true}, words: "接口客户：系统 client；只看被拒绝的：是", whole: "接口客户：系统 client"},
		"inbox_items": {method: "InboxService/ListInboxItems", request: &reportsv1.ListInboxItemsRequest{},
			ids: of("number", "title", "due_on"), columns: []string{"编号", "标题", "应办日期"}, sums: map[string]string{"金额（元）": ""},
			filter: &reportsv1.ListInboxItemsRequest{Query: "项目"}, words: "查找：项目"},
		"document_conflicts": {method: "FundDocumentService/ListDocumentConflicts", request: &fundsv1.ListDocumentConflictsRequest{},
			ids: of("stored.number", "stored.title"), columns: []string{"文号", "标题"}, sums: map[string]string{"已入账（元）": "", "没有收下（元）": ""},
			filter: &fundsv1.ListDocumentConflictsRequest{IncludeResolved: true}, words: "也看已处理的：是"},
		"integration": {method: "IntegrationService/GetIntegration", request: &reportsv1.GetIntegrationRequest{}, list: "rows",
			ids: func(m protoreflect.Message) (rows [][]string) {
				r := m.Interface().(*reportsv1.IntegrationRow)
				for range r.Cells {
					rows = append(rows, []string{r.RegionCode, r.TownshipName})
				}
				return rows
			}, columns: []string{"区划代码", "乡镇"}, sums: map[string]string{"指标（元）": "promised_fen", "到账（元）": "received_fen", "资金安排（元）": "appropriated_fen", "拨付（元）": "paid_fen"},
			filter: &reportsv1.GetIntegrationRequest{FiscalYear: 2026}, words: "年度：2026"},
		"audit_entries": {method: "AuditEntryService/ListAuditEntries", request: &reportsv1.ListAuditEntriesRequest{},
			ids: of("seq", "action", "hash"), columns: []string{"序号", "操作", "哈希"},
			filter: &reportsv1.ListAuditEntriesRequest{ObjectType: "claim"}, words: "记录类别：claim"},
	}
}

// TestExports: each list, exported by everybody who may list it, holds what the list shows him: rows, order and sums, in
// both formats. Who may not list may not export.
func TestExports(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			lists, methods := w.exportable(), w.methods()
			oneof := (&reportsv1.CreateExportRequest{}).ProtoReflect().Descriptor().Oneofs().ByName("list").Fields()
			for i := range oneof.Len() {
				fd := oneof.Get(i)
				l, ok := lists[string(fd.Name())]
				if !ok {
					t.Errorf("%s is not tested", fd.Name())
					continue
				}
				m := methods[w.full(methods, l.method)]
				shown := 0
				for _, c := range w.callers {
					if c.scope != nil || c.token == "" {
						continue // exports are for people
					}
					if !c.allowed(m) {
						got := w.export(t, c, fd, l.request, "EXPORT_FORMAT_CSV")
						if got.reason != "ROLE_NOT_ALLOWED" {
							t.Errorf("%s as %s: %q, want a refusal", fd.Name(), c.name, got.reason)
						}
						continue
					}
					shown += w.compare(t, c, fd, l, l.request, cmp.Or(l.whole, "全部"))
					w.compare(t, c, fd, l, l.filter, l.words)
				}
				if shown == 0 {
					t.Errorf("nobody has a row of %s", fd.Name())
				}
			}
			w.exportOrders(t, lists)
			w.exportEntry(t)
		})
	}
}

// sheet is an exported file.
type sheet struct {
	reason string
	face   map[string]string
	titles []string
	rows   [][]string
	sums   []string
	name   string
}

// export calls the method over REST and reads the file.
func (w *world) export(t *testing.T, c *caller, fd protoreflect.FieldDescriptor, list proto.Message, format string, headers ...string) *sheet {
	t.Helper()
	body, err := protojson.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	r := w.Do("POST", "/v1/exports", c.token, fmt.Sprintf(`{%q:%s,"format":%q}`, fd.Name(), body, format), headers...)
	if r.Status != 200 {
		return &sheet{reason: r.Reason()}
	}
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", r.Header)
	}
	s := &sheet{face: map[string]string{}}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" {
		t.Fatal(r.Header, err)
	}
	s.name = params["filename"]
	var rows [][]string
	if format == "EXPORT_FORMAT_CSV" {
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(r.Body, []byte("\ufeff"))))
		reader.FieldsPerRecord = -1
		if rows, err = reader.ReadAll(); err != nil {
			t.Fatal(err)
		}
		rows = slices.Insert(rows, 5, nil) // the reader leaves out the empty line
		for _, row := range rows {
			for i, text := range row {
				row[i] = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, `="`), "'"), `"`)
			}
		}
	} else {
		book, err := excelize.OpenReader(bytes.NewReader(r.Body))
		if err != nil {
			t.Fatal(err)
		}
		if rows, err = book.GetRows(book.GetSheetName(0)); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range rows[1:5] {
		s.face[row[0]] = row[1]
	}
	s.titles, s.rows = rows[6], rows[7:]
	for i, row := range s.rows { // a workbook leaves out empty cells at the end
		s.rows[i] = append(row, make([]string, len(s.titles)-len(row))...)
	}
	if slices.ContainsFunc(s.titles, func(title string) bool {
		return strings.HasSuffix(title, "（元）") || strings.HasSuffix(title, " (yuan)")
	}) {
		s.sums, s.rows = s.rows[len(s.rows)-1], s.rows[:len(s.rows)-1]
	}
	return s
}

// column is a column of the rows.
func (s *sheet) column(t *testing.T, title string) int {
	t.Helper()
	i := slices.Index(s.titles, title)
	if i < 0 {
		t.Fatalf("no column %s among %v", title, s.titles)
	}
	return i
}

// compare compares an export with the list the caller is shown.
func (w *world) compare(t *testing.T, c *caller, fd protoreflect.FieldDescriptor, l exported, list proto.Message, words string) int {
	t.Helper()
	methods := w.methods()
	m := methods[w.full(methods, l.method)]
	ask := proto.Clone(list).ProtoReflect()
	if size := ask.Descriptor().Fields().ByName("page_size"); size != nil {
		ask.Set(size, protoreflect.ValueOfInt32(1000))
	}
	// What the log gets from the export itself comes after, so it is listed first.
	shown := w.overGRPC(m, ask.Interface(), headers{token: c.token})
	if shown.message == nil {
		t.Fatalf("%s as %s: %v", fd.Name(), c.name, shown.status)
	}
	var want [][]string
	records := items(shown.message)
	if l.list != "" {
		answer := shown.message.ProtoReflect()
		records = answer.Get(answer.Descriptor().Fields().ByName(l.list)).List()
	}
	for i := range records.Len() {
		want = append(want, l.ids(records.Get(i).Message())...)
	}
	for _, format := range []string{"EXPORT_FORMAT_XLSX", "EXPORT_FORMAT_CSV"} {
		s := w.export(t, c, fd, list, format)
		what := fmt.Sprintf("%s as %s in %s", fd.Name(), c.name, format)
		if s.reason != "" {
			t.Errorf("%s: %s", what, s.reason)
			continue
		}
		var got [][]string
		for _, row := range s.rows {
			var ids []string
			for _, title := range l.columns {
				ids = append(ids, row[s.column(t, title)])
			}
			got = append(got, ids)
		}
		if fd.Name() == "audit_entries" { // exports are in the log themselves
			got = got[len(got)-len(want):]
		}
		told := records.Len()
		if l.list != "" { // a table tells its rows
			told = len(want)
		}
		if fd.Name() != "audit_entries" && s.face["条数"] != fmt.Sprint(told) {
			t.Errorf("%s: %s records on its face, listed are %d", what, s.face["条数"], told)
		}
		if d := diff.Diff(want, got); d != "" {
			t.Errorf("%s differs from the list (-list +sheet):\n%s", what, d)
		}
		// A record the caller does not see is not named; his list is empty then.
		if s.face["筛选"] != words && len(want) > 0 || s.face["数据截至"] != "2026-11-02 10:00:00（北京时间）" || s.face["导出人"] == "" || !strings.Contains(s.name, "_2026-11-02.") {
			t.Errorf("%s: %v, file %s", what, s.face, s.name)
		}
		for title, field := range l.sums {
			w.checkSum(t, what, s, title, field, shown.message)
		}
	}
	return len(want)
}

// checkSum adds a column up and compares it with the sheet's sum, and with the list's where the list tells one.
func (w *world) checkSum(t *testing.T, what string, s *sheet, title, field string, answer proto.Message) {
	t.Helper()
	i := s.column(t, title)
	fen := func(text string) (n int64) {
		if _, err := fmt.Sscan(strings.NewReplacer(",", "", ".", "").Replace(text), &n); err != nil {
			t.Fatalf("%s: %q in %s: %v", what, text, title, err)
		}
		return n
	}
	sum := int64(0)
	for _, row := range s.rows {
		sum += fen(row[i])
	}
	if got := fen(s.sums[i]); got != sum {
		t.Errorf("%s: %s adds up to %d fen, below it stands %d", what, title, sum, got)
	}
	if field == "" {
		return
	}
	at := answer.ProtoReflect()
	names := strings.Split(field, ".")
	for _, name := range names[:len(names)-1] {
		at = at.Get(at.Descriptor().Fields().ByName(protoreflect.Name(name))).Message()
	}
	if told := at.Get(at.Descriptor().Fields().ByName(protoreflect.Name(names[len(names)-1]))).Int(); told != sum {
		t.Errorf("%s: %s adds up to %d fen, the list tells %d", what, title, sum, told)
	}
}

// exportOrders: each order a list has is told in words.
func (w *world) exportOrders(t *testing.T, lists map[string]exported) {
	t.Helper()
	methods := w.methods()
	oneof := (&reportsv1.CreateExportRequest{}).ProtoReflect().Descriptor().Oneofs().ByName("list").Fields()
	for i := range oneof.Len() {
		fd := oneof.Get(i)
		orderBy := fd.Message().Fields().ByName("order_by")
		if orderBy == nil {
			continue
		}
		method := methods[w.full(methods, lists[string(fd.Name())].method)]
		caller := w.callers[slices.IndexFunc(w.callers, func(c *caller) bool { return c.scope == nil && c.token != "" && c.allowed(method) })]
		ask := proto.Clone(lists[string(fd.Name())].request).ProtoReflect()
		ask.Set(orderBy, protoreflect.ValueOfString("nothing"))
		body, err := protojson.Marshal(ask.Interface())
		if err != nil {
			t.Fatal(err)
		}
		r := w.Do("POST", "/v1/exports", caller.token, fmt.Sprintf(`{%q:%s}`, fd.Name(), body), "Accept-Language", "en")
		_, allowed, _ := strings.Cut(string(r.Body), "Cannot sort by this; one of: ")
		allowed, _, found := strings.Cut(allowed, ". ")
		if !found || !strings.Contains(string(r.Body), string(fd.Name())+".order_by") {
			t.Errorf("%s sorted by nothing: %d %s", fd.Name(), r.Status, r.Body)
			continue
		}
		for order := range strings.SplitSeq(allowed, ", ") {
			ask.Set(orderBy, protoreflect.ValueOfString(order+" desc"))
			if s := w.export(t, caller, fd, ask.Interface(), "EXPORT_FORMAT_CSV"); s.reason != "" || !strings.Contains(s.face["筛选"], "从大到小") || strings.Contains(s.face["筛选"], order) {
				t.Errorf("%s sorted by %s: %s %v", fd.Name(), order, s.reason, s.face)
			}
		}
	}
}

// exportEntry: an export is in the audit log, without what was searched for; in English everything is English; and over
// gRPC it is the same file.
func (w *world) exportEntry(t *testing.T) {
	t.Helper()
	c := w.caller(roles.Leader)
	claims := (&reportsv1.CreateExportRequest{}).ProtoReflect().Descriptor().Fields().ByName("claims")
	s := w.export(t, c, claims, &fundsv1.ListClaimsRequest{Query: "某某", State: fundsv1.ClaimState_CLAIM_STATE_PAID}, "EXPORT_FORMAT_CSV", "Accept-Language", "en")
	if s.name != "Claims_2026-11-02.csv" || slices.ContainsFunc(s.titles, func(title string) bool { return strings.ContainsFunc(title, func(r rune) bool { return r > 0x3000 }) }) {
		t.Errorf("in English: %s %v", s.name, s.titles)
	}
	list := must(reportsv1.NewAuditEntryServiceClient(w.conn).ListAuditEntries(w.as(roles.Auditor), &reportsv1.ListAuditEntriesRequest{Action: "reports.createExport", PageSize: 1}))(t)
	e := list.AuditEntries[0]
	if e.ActorName != "leader" || e.ObjectType != "export" || !strings.Contains(e.After, `"list":"claims"`) || !strings.Contains(e.After, "CLAIM_STATE_PAID") ||
		!strings.Contains(e.After, `"rows":0`) || !strings.Contains(e.After, `"format":"csv"`) || strings.Contains(e.After, "某某") {
		t.Errorf("the entry: %v", e)
	}
	var got httpbody.HttpBody
	req := &reportsv1.CreateExportRequest{List: &reportsv1.CreateExportRequest_Claims{Claims: &fundsv1.ListClaimsRequest{PageSize: 1}}, Format: reportsv1.ExportFormat_EXPORT_FORMAT_CSV}
	if err := w.conn.Invoke(w.as(roles.Leader), reportsv1.ExportService_CreateExport_FullMethodName, req, &got); err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(got.Data, []byte("\r\n")); got.ContentType != "text/csv; charset=utf-8" || lines != 8+9 {
		t.Errorf("over gRPC: %s, %d lines\n%s", got.ContentType, lines, got.Data)
	}
}
