package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
)

const document = `{"issuerCode":"city_transport","number":"岳交计〔2026〕12号","title":"公路","issuedOn":"2026-03-01",
 "lines":[{"lineNumber":1,"channelCode":"transport","purposeCode":"road","fiscalYear":2026,"amountFen":%s}]}`

func TestGoodRequestsArrive(t *testing.T) {
	s, b := start(t, nil)
	for _, amount := range []string{`"60000000"`, `60000000`} {
		if a := send(t, s, "POST", "/v1/fundDocuments", fmt.Sprintf(document, amount)); a.status != 200 {
			t.Fatalf("%s: %d %s", amount, a.status, a.body)
		}
		got := b.got.(*fundsv1.CreateFundDocumentRequest).GetFundDocument()
		if got.GetLines()[0].GetAmountFen() != 60000000 || got.GetNumber() != "岳交计〔2026〕12号" {
			t.Errorf("%v", got)
		}
	}
	// proto names are as good as JSON names; escapes and pairs of surrogates are read.
	send(t, s, "POST", "/v1/users", `{"display_name":"\u738b\ud842\udfb7","username":"w"}`)
	if got := b.got.(*peoplev1.CreateUserRequest).GetUser(); got.GetDisplayName() != "王𠮷" {
		t.Errorf("%v", got)
	}
	// A method without required input needs no body.
	if a := send(t, s, "POST", "/v1/claims/x:submit", "", "If-Match", `"3"`); a.status != 200 || b.info.IfMatch != "3" {
		t.Errorf("%d, %+v", a.status, b.info)
	}
	// An empty parameter says nothing.
	if a := send(t, s, "GET", "/v1/fundDocuments?fiscalYear=2026&channelCode=&page_size=10&orderBy=number%20desc", ""); a.status != 200 {
		t.Fatalf("%s", a.body)
	}
	if got := b.got.(*fundsv1.ListFundDocumentsRequest); got.GetFiscalYear() != 2026 || got.GetPageSize() != 10 || got.GetOrderBy() != "number desc" {
		t.Errorf("%v", got)
	}
	// A patch without mask changes what its body names, as a whole.
	send(t, s, "PATCH", "/v1/users/7", `{"displayName":"王","phone":""}`)
	if got := b.got.(*peoplev1.UpdateUserRequest); strings.Join(got.GetUpdateMask().GetPaths(), ",") != "display_name,phone" || got.GetUser().GetId() != "7" {
		t.Errorf("%v", got)
	}
	send(t, s, "PATCH", "/v1/users/7?updateMask=phone", `{"displayName":"王","phone":""}`)
	if got := b.got.(*peoplev1.UpdateUserRequest); strings.Join(got.GetUpdateMask().GetPaths(), ",") != "phone" {
		t.Errorf("%v", got)
	}
}

func TestStrictJSON(t *testing.T) {
	s, b := start(t, nil)
	const amount = "fund_document.lines[0].amount_fen AMOUNT_INVALID"
	doc := func(old, new string) string { return strings.Replace(fmt.Sprintf(document, "1"), old, new, 1) }
	for name, c := range map[string]struct {
		path, body, reason string
		fields             []string
	}{
		"fraction":        {"", doc(`"amountFen":1`, `"amountFen":1.5`), "INVALID_ARGUMENT", []string{amount}},
		"integral .0":     {"", doc(`"amountFen":1`, `"amountFen":1.0`), "INVALID_ARGUMENT", []string{amount}},
		"exponent":        {"", doc(`"amountFen":1`, `"amountFen":1.5e1`), "INVALID_ARGUMENT", []string{amount}},
		"exponent text":   {"", doc(`"amountFen":1`, `"amountFen":"1e3"`), "INVALID_ARGUMENT", []string{amount}},
		"words":           {"", doc(`"amountFen":1`, `"amountFen":"six"`), "INVALID_ARGUMENT", []string{amount}},
		"empty text":      {"", doc(`"amountFen":1`, `"amountFen":""`), "INVALID_ARGUMENT", []string{amount}},
		"full width":      {"", doc(`"amountFen":1`, `"amountFen":"１００"`), "INVALID_ARGUMENT", []string{amount}},
		"separators":      {"", doc(`"amountFen":1`, `"amountFen":"1,000"`), "INVALID_ARGUMENT", []string{amount}},
		"spaces":          {"", doc(`"amountFen":1`, `"amountFen":" 1"`), "INVALID_ARGUMENT", []string{amount}},
		"plus":            {"", doc(`"amountFen":1`, `"amountFen":"+1"`), "INVALID_ARGUMENT", []string{amount}},
		"leading zero":    {"", doc(`"amountFen":1`, `"amountFen":"01"`), "INVALID_ARGUMENT", []string{amount}},
		"minus zero":      {"", doc(`"amountFen":1`, `"amountFen":-0`), "INVALID_ARGUMENT", []string{amount}},
		"minus zero text": {"", doc(`"amountFen":1`, `"amountFen":"-0"`), "INVALID_ARGUMENT", []string{amount}},
		"beyond int64":    {"", doc(`"amountFen":1`, `"amountFen":9223372036854775808`), "INVALID_ARGUMENT", []string{amount}},
		"far beyond":      {"", doc(`"amountFen":1`, `"amountFen":"`+strings.Repeat("9", 4000)+`"`), "INVALID_ARGUMENT", []string{amount}},
		"NaN text":        {"", doc(`"amountFen":1`, `"amountFen":"NaN"`), "INVALID_ARGUMENT", []string{amount}},
		"boolean amount":  {"", doc(`"amountFen":1`, `"amountFen":true`), "INVALID_ARGUMENT", []string{amount}},
		"list amount":     {"", doc(`"amountFen":1`, `"amountFen":[1]`), "INVALID_ARGUMENT", []string{amount}},
		"NaN":             {"", doc(`"amountFen":1`, `"amountFen":NaN`), "JSON_INVALID", nil},
		"bare full width": {"", doc(`"amountFen":1`, `"amountFen":１`), "JSON_INVALID", nil},
		"bare plus":       {"", doc(`"amountFen":1`, `"amountFen":+1`), "JSON_INVALID", nil},
		"octal":           {"", doc(`"amountFen":1`, `"amountFen":01`), "JSON_INVALID", nil},
		"year as text":    {"", doc(`"fiscalYear":2026`, `"fiscalYear":"MMXXVI"`), "INVALID_ARGUMENT", []string{"fund_document.lines[0].fiscal_year NUMBER_INVALID"}},
		"beyond int32":    {"", doc(`"fiscalYear":2026`, `"fiscalYear":2147483648`), "INVALID_ARGUMENT", []string{"fund_document.lines[0].fiscal_year NUMBER_INVALID"}},
		"unknown field":   {"", doc(`"title"`, `"titel"`), "INVALID_ARGUMENT", []string{"fund_document.titel FIELD_UNKNOWN"}},
		"case of field":   {"", doc(`"title"`, `"Title"`), "INVALID_ARGUMENT", []string{"fund_document.Title FIELD_UNKNOWN"}},
		"nested unknown":  {"", doc(`"lineNumber":1`, `"lineNumber":1,"x":{"y":[1]}`), "INVALID_ARGUMENT", []string{"fund_document.lines[0].x FIELD_UNKNOWN"}},
		"twice":           {"", doc(`"title":"公路"`, `"title":"a","title":"b"`), "INVALID_ARGUMENT", []string{"fund_document.title FIELD_DUPLICATE"}},
		"twice, two names": {"", doc(`"amountFen":1`, `"amountFen":1,"amount_fen":2`), "INVALID_ARGUMENT",
			[]string{"fund_document.lines[0].amount_fen FIELD_DUPLICATE"}},
		"twice, escaped":   {"", doc(`"title":"公路"`, `"title":"a","t\u0069tle":"b"`), "INVALID_ARGUMENT", []string{"fund_document.title FIELD_DUPLICATE"}},
		"number for text":  {"", doc(`"title":"公路"`, `"title":5`), "INVALID_ARGUMENT", []string{"fund_document.title FIELD_TYPE"}},
		"text for list":    {"", doc(`"lines":[`, `"lines":"x","issuerName":[`), "INVALID_ARGUMENT", []string{"fund_document.lines FIELD_TYPE", "fund_document.issuer_name FIELD_TYPE"}},
		"null in list":     {"", doc(`"lines":[`, `"lines":[null,`), "INVALID_ARGUMENT", []string{"fund_document.lines[0] FIELD_TYPE"}},
		"list for object":  {"", `[]`, "INVALID_ARGUMENT", []string{"fund_document FIELD_TYPE"}},
		"null for object":  {"", `null`, "INVALID_ARGUMENT", []string{"fund_document FIELD_TYPE"}},
		"all at once":      {"", `{"x":1,"lines":[{"amountFen":"a"},{"amountFen":1.5}]}`, "INVALID_ARGUMENT", []string{"fund_document.x FIELD_UNKNOWN", amount, "fund_document.lines[1].amount_fen AMOUNT_INVALID"}},
		"enum of none":     {"/v1/sessions", `{"username":"a","password":"b","delivery":"PIGEON"}`, "INVALID_ARGUMENT", []string{"delivery ENUM_UNKNOWN"}},
		"enum number":      {"/v1/sessions", `{"username":"a","password":"b","delivery":2}`, "INVALID_ARGUMENT", []string{"delivery FIELD_TYPE"}},
		"enum number text": {"/v1/sessions", `{"username":"a","password":"b","delivery":"2"}`, "INVALID_ARGUMENT", []string{"delivery ENUM_UNKNOWN"}},
		"enum list":        {"/v1/users/1:setRoles", `{"roles":["ROLE_ADMIN","ROLE_KING"]}`, "INVALID_ARGUMENT", []string{"roles[1] ENUM_UNKNOWN"}},
		"time":             {"/v1/apiClients", `{"expireTime":"tomorrow"}`, "INVALID_ARGUMENT", []string{"api_client.expire_time TIME_INVALID"}},
		"batch":            {"/v1/fundDocuments:batchCreate", `{"requests":[{},{"fundDocument":{"lines":[{"amountFen":"0.1"}]}}]}`, "INVALID_ARGUMENT", []string{"requests[1].fund_document.lines[0].amount_fen AMOUNT_INVALID"}},
		"depth":            {"", strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000), "JSON_TOO_DEEP", nil},
		"depth of lists":   {"", `{"x":` + strings.Repeat("[", 100_000), "JSON_TOO_DEEP", nil},
		"lone surrogate":   {"", doc(`公路`, `\ud800`), "JSON_INVALID", nil},
		"low surrogate":    {"", doc(`公路`, `\udc00`), "JSON_INVALID", nil},
		"swapped pair":     {"", doc(`公路`, `\udc00\ud800`), "JSON_INVALID", nil},
		"surrogate name":   {"", doc(`"title"`, `"\ud800"`), "JSON_INVALID", nil},
		"invalid UTF-8":    {"", doc(`公路`, "\xff\xfe"), "JSON_INVALID", nil},
		"CESU-8":           {"", doc(`公路`, "\xed\xa0\x80"), "JSON_INVALID", nil},
		"GBK":              {"", doc(`公路`, "\xb9\xab\xc2\xb7"), "JSON_INVALID", nil},
		"UTF-16":           {"", "\xff\xfe{\x00}\x00", "JSON_INVALID", nil},
		"BOM":              {"", "\ufeff" + doc("", ""), "JSON_INVALID", nil},
		"raw newline":      {"", doc(`公路`, "a\nb"), "JSON_INVALID", nil},
		"bad escape":       {"", doc(`公路`, `\x41`), "JSON_INVALID", nil},
		"trailing text":    {"", doc("", "") + "x", "JSON_INVALID", nil},
		"two objects":      {"", doc("", "") + "{}", "JSON_INVALID", nil},
		"trailing comma":   {"", `{"title":"a",}`, "JSON_INVALID", nil},
		"cut":              {"", `{"title":"a"`, "JSON_INVALID", nil},
		"comment":          {"", `{/* */}`, "JSON_INVALID", nil},
		"single quotes":    {"", `{'title':'a'}`, "JSON_INVALID", nil},
		"no quotes":        {"", `{title:"a"}`, "JSON_INVALID", nil},
		"form":             {"", `title=a`, "JSON_INVALID", nil},
	} {
		if c.path == "" {
			c.path = "/v1/fundDocuments"
		}
		b.method = ""
		a := send(t, s, "POST", c.path, c.body)
		if a.status != 400 || a.Code != 3 || a.reason() != c.reason || b.method != "" {
			t.Errorf("%s: %d %s (called %q), want 400 %s", name, a.status, a.reason(), b.method, c.reason)
		}
		if got := strings.Join(a.fields(), "; "); got != strings.Join(c.fields, "; ") {
			t.Errorf("%s: fields %q, want %q", name, got, c.fields)
		}
	}
	// Whether zero and less may be, is for the rules behind: they arrive as they are.
	for _, amount := range []string{`0`, `-1`, `"-9223372036854775808"`, `"9223372036854775807"`} {
		if a := send(t, s, "POST", "/v1/fundDocuments", fmt.Sprintf(document, amount)); a.status != 200 {
			t.Errorf("%s: %d", amount, a.status)
		}
	}
}

func TestStrictQuery(t *testing.T) {
	s, b := start(t, nil)
	for path, want := range map[string]string{
		"GET /v1/fundDocuments?chanelCode=x":                     "chanelCode FIELD_UNKNOWN",
		"GET /v1/fundDocuments?pageSize=1.5":                     "page_size NUMBER_INVALID",
		"GET /v1/fundDocuments?pageSize=0x10":                    "page_size NUMBER_INVALID",
		"GET /v1/fundDocuments?pageSize=１":                       "page_size NUMBER_INVALID",
		"GET /v1/fundDocuments?pageSize=99999999999":             "page_size NUMBER_INVALID",
		"GET /v1/fundDocuments?pageSize=1&page_size=2":           "page_size FIELD_DUPLICATE",
		"GET /v1/fundDocuments?query=a&query=b":                  "query FIELD_DUPLICATE",
		"GET /v1/fundDocuments?query=%ff":                        "query TEXT_INVALID",
		"GET /v1/documentConflicts?includeResolved=1":            "include_resolved FIELD_TYPE",
		"GET /v1/claims?state=5":                                 "state ENUM_UNKNOWN",
		"GET /v1/fundDocuments/7?id=8":                           "id FIELD_UNKNOWN",
		"GET /v1/fundDocuments/%ff":                              "id TEXT_INVALID",
		"GET /v1/fundDocuments?a[b]=8":                           "a[b] FIELD_UNKNOWN",
		"GET /v1/funds:trace?claimId=1&paymentId=2":              "payment_id FIELD_CONFLICT",
		"POST /v1/claims/7:submit?etag=1":                        "etag FIELD_UNKNOWN",
		"POST /v1/fundDocuments?fundDocument.title=a":            "fundDocument.title FIELD_UNKNOWN",
		"PATCH /v1/users/7?user.id=8":                            "user.id FIELD_UNKNOWN",
		"GET /v1/fundDocuments?" + strings.Repeat("x", 200) + "": strings.Repeat("x", 64) + "… FIELD_UNKNOWN",
	} {
		b.method = ""
		verb, path, _ := strings.Cut(path, " ")
		a := send(t, s, verb, path, "")
		if got := strings.Join(a.fields(), "; "); a.status != 400 || got != want || b.method != "" {
			t.Errorf("%s: %d %s %q, want %q", path, a.status, a.reason(), got, want)
		}
	}
	for _, query := range []string{"a=%zz", "a=1;b=2"} {
		if a := send(t, s, "GET", "/v1/fundDocuments?"+query, ""); a.status != 400 || a.reason() != "QUERY_INVALID" {
			t.Errorf("%s: %d %s", query, a.status, a.reason())
		}
	}
	if a := send(t, s, "DELETE", "/v1/sessions/current", `{"x":1}`); a.status != 400 || a.reason() != "REQUEST_INVALID" {
		t.Errorf("a body where none belongs: %d %s", a.status, a.reason())
	}
}

func TestBodies(t *testing.T) {
	s, b := start(t, nil)
	big := `{"title":"` + strings.Repeat("a", 1<<20) + `"}`
	if a := send(t, s, "POST", "/v1/fundDocuments", big); a.status != 413 || a.reason() != "BODY_TOO_LARGE" {
		t.Errorf("%d %s", a.status, a.reason())
	}
	b.method = ""
	// A batch may be larger; what is wrong with this one is its field.
	if a := send(t, s, "POST", "/v1/fundDocuments:batchCreate", big); a.status != 400 || strings.Join(a.fields(), "") != "title FIELD_UNKNOWN" {
		t.Errorf("%d %s", a.status, a.reason())
	}
	for _, path := range []string{"/v1/fundDocuments", "/v1/fundDocuments:batchCreate"} {
		status, took := pour(t, s, path, 50<<20)
		if status != 413 || took > 5*time.Second {
			t.Errorf("%s: 50 MB: %d after %v", path, status, took)
		}
	}
	for kind, status := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "application/json; charset=gbk": 415, "text/plain": 415,
		"application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415, "application/json, text/plain": 415, "x": 415,
	} {
		if a := send(t, s, "POST", "/v1/fundDocuments", fmt.Sprintf(document, "1"), "Content-Type", kind); a.status != status {
			t.Errorf("%s: %d, want %d", kind, a.status, status)
		}
	}
	if a := send(t, s, "POST", "/v1/fundDocuments", `{}`, "Content-Encoding", "gzip"); a.status != 415 {
		t.Errorf("compressed: %d", a.status)
	}
	if b.method != "/zhengcun.funds.v1.FundDocumentService/CreateFundDocument" {
		t.Error(b.method)
	}
}

// pour sends a body of unknown length as long as the server takes it.
func pour(t *testing.T, s *httptest.Server, path string, size int) (status int, took time.Duration) {
	t.Helper()
	began := time.Now()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", path)
	go func() {
		chunk := append([]byte("100000\r\n"), bytes.Repeat([]byte(" "), 1<<20)...)
		for range size >> 20 {
			if _, err := conn.Write(append(chunk, "\r\n"...)); err != nil {
				return
			}
		}
	}()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode, time.Since(began)
}

// A body that ends too early is told, and may be sent again.
func TestBodyCutOff(t *testing.T) {
	s, b := start(t, nil)
	b.answer = func(context.Context, proto.Message) error { t.Error("it became a call"); return nil }
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "POST /v1/fundDocuments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	_ = conn.(*net.TCPConn).CloseWrite()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), `"BODY_INCOMPLETE"`) || !strings.Contains(string(body), "RetryInfo") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}
