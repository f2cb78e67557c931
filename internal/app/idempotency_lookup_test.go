package app_test

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/grpc/metadata"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// Who has lost an answer asks by the key what became of the call; nobody else learns of it.
func TestLookupOfIdempotencyKeys(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) { lookUpKeys(t, newWorld(t, dialect)) })
	}
}

func lookUpKeys(t *testing.T, w *world) {
	lookup := func(caller, key string) *apptest.Response {
		return w.Do("GET", "/v1/idempotencyKeys:lookup?idempotencyKey="+url.QueryEscape(key), w.token(caller), "")
	}
	const odd = "a/b?c=%20&d#{}~"
	paper := func(number, channel string) string {
		return fmt.Sprintf(`{"issuerCode":"AQ-JT","number":"%s","title":"道路资金","issuedOn":"2026-10-01","lines":[{"lineNumber":1,"channelCode":"%s","purposeCode":"rural-road","fiscalYear":2026,"amountFen":"100"}]}`, number, channel)
	}
	push := func() *apptest.Response {
		return w.Do("POST", "/v1/fundDocuments", w.token(clientOwn), paper("查〔2026〕1号", "D-TRANSPORT"), "Idempotency-Key", odd)
	}
	if r := lookup(clientOwn, odd); r.Status != 404 || r.Reason() != "IDEMPOTENCY_KEY_UNKNOWN" {
		t.Errorf("before the push: %d %s", r.Status, r.Body)
	}
	made := push()
	path := "/v1/fundDocuments/" + text(made.JSON, "id")
	found := lookup(clientOwn, odd)
	if found.Status != 200 || text(found.JSON, "idempotencyKey") != odd || text(found.JSON, "method") != "FundDocumentService/CreateFundDocument" ||
		found.JSON["expireTime"] != nil || !reflect.DeepEqual(found.JSON["resources"], []any{path}) {
		t.Errorf("after the push: %d %s", found.Status, found.Body)
	}
	if r := w.Do("GET", path, w.token(clientOwn), ""); r.Status != 200 {
		t.Errorf("what it names: %d %s", r.Status, r.Body)
	}
	if made.Header.Get("Content-Location") != "" || push().Header.Get("Content-Location") != path {
		t.Errorf("a repeat does not name what there is: %v, then %v", made.Header, push().Header)
	}
	for _, caller := range []string{clientOwn + elsewhere, roles.FinanceOfficer, roles.Auditor} {
		if r := lookup(caller, odd); r.Reason() != "IDEMPOTENCY_KEY_UNKNOWN" {
			t.Errorf("%s: %d %s", caller, r.Status, r.Body)
		}
	}

	// Over gRPC the same.
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+w.token(clientOwn))
	over, err := peoplev1.NewIdempotencyKeyServiceClient(w.Dial()).LookupIdempotencyKey(ctx, &peoplev1.LookupIdempotencyKeyRequest{IdempotencyKey: odd})
	if err != nil || !reflect.DeepEqual(over.GetResources(), []string{path}) {
		t.Errorf("over gRPC: %v, %v", over, err)
	}

	// Of a batch each request has its place.
	batch := `{"requests":[{"fundDocument":` + paper("查〔2026〕2号", "D-WATER") + `},{"fundDocument":` + paper("查〔2026〕3号", "D-TRANSPORT") + `}]}`
	if r := w.Do("POST", "/v1/fundDocuments:batchCreate", w.token(clientOwn), batch, "Idempotency-Key", "batch"); r.Status != 200 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	r := lookup(clientOwn, "batch")
	if places, _ := r.JSON["resources"].([]any); len(places) != 2 || places[0] != "" || !strings.HasPrefix(fmt.Sprint(places[1]), "/v1/fundDocuments/") {
		t.Errorf("batch: %s", r.Body)
	}

	// A refused request burns nothing, and is not there.
	if r := w.Do("POST", "/v1/fundDocuments", w.token(clientOwn), paper("查〔2026〕4号", "D-WATER"), "Idempotency-Key", "refused"); r.Status != 400 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	if r := lookup(clientOwn, "refused"); r.Reason() != "IDEMPOTENCY_KEY_UNKNOWN" {
		t.Errorf("refused: %d %s", r.Status, r.Body)
	}

	// What moves no money is remembered for a while.
	security := w.token(roles.SecurityAdmin)
	if r := w.Do("POST", "/v1/apiClients", security, `{"name":"查询系统","organizationId":"`+w.orgs["transport"]+`","scopes":["funds.read"]}`, "Idempotency-Key", "client"); r.Status != 200 {
		t.Fatalf("%d %s", r.Status, r.Body)
	}
	r = lookup(roles.SecurityAdmin, "client")
	if places, _ := r.JSON["resources"].([]any); r.JSON["expireTime"] == nil || len(places) != 1 || !strings.HasPrefix(fmt.Sprint(places[0]), "/v1/apiClients/") || strings.Contains(string(r.Body), "zk_") {
		t.Errorf("client: %s", r.Body)
	}

	for key, reason := range map[string]string{"": "INVALID_ARGUMENT", "a key with spaces": "IDEMPOTENCY_KEY_INVALID", "键": "IDEMPOTENCY_KEY_INVALID", strings.Repeat("k", 256): "INVALID_ARGUMENT", strings.Repeat("k", 255): "IDEMPOTENCY_KEY_UNKNOWN"} {
		if r := lookup(clientOwn, key); r.Reason() != reason {
			t.Errorf("%q: %d %s, want %s", key, r.Status, r.Body, reason)
		}
	}
}
