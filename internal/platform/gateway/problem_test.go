package gateway_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/gateway"
	"zhengcun/internal/platform/rpc"
)

// An error comes as RFC 9457 has it for who names the media type, and for nobody else.
func TestProblemByAccept(t *testing.T) {
	s, b := start(t, nil)
	b.fail(rpc.ReasonOverloaded.New())
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "application/json": "application/json", "application/*": "application/json", "nonsense;;": "application/json",
		"application/problem+json":                          "application/problem+json",
		"application/json, application/problem+json":        "application/problem+json",
		"Application/Problem+JSON; q=0.5, application/json": "application/problem+json",
		"application/problem+json;q=0, application/json":    "application/json",
		"application/problem+xml, application/problem":      "application/json",
	} {
		a := send(t, s, "GET", "/v1/claims/7", "", "Accept", accept)
		if got := a.header.Get("Content-Type"); got != want || a.status != 503 || a.header.Get("Retry-After") != "1" {
			t.Errorf("%q: %s, want %s; %d %v", accept, got, want, a.status, a.header)
		}
		if got := a.header.Get("Link"); got != `</docs/errors#OVERLOADED>; rel="help"` {
			t.Errorf("%q: Link %q", accept, got)
		}
	}
}

func TestProblemSaysWhatTheStatusSays(t *testing.T) {
	s, b := start(t, nil)
	b.fail(fault.Fields(rpc.ReasonText.Field("claim.remark"), rpc.ReasonServerOwned.Field("claim.state")))
	plain := send(t, s, "GET", "/v1/claims/7", "", "Accept-Language", "en")
	a := send(t, s, "GET", "/v1/claims/7", "", "Accept", "application/problem+json", "Accept-Language", "en", "X-Request-Id", "question-1")
	var got map[string]any
	if err := json.Unmarshal(a.body, &got); err != nil {
		t.Fatal(err)
	}
	text, server := rpc.ReasonText, rpc.ReasonServerOwned
	want := map[string]any{
		"type": "/docs/errors#INVALID_ARGUMENT", "title": "The request is wrong", "status": 400.0, "detail": plain.Message, "reason": "INVALID_ARGUMENT",
		"metadata": map[string]any{"count": "2"}, "requestId": "question-1",
		"violations": []any{
			map[string]any{"field": "claim.remark", "reason": "TEXT_INVALID", "detail": text.Text.EN + ". " + text.Fix.EN},
			map[string]any{"field": "claim.state", "reason": "FIELD_SERVER_OWNED", "detail": server.Text.EN + ". " + server.Fix.EN},
		},
	}
	if a.status != 400 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d %s", a.status, a.body)
	}
	// Those that never became a call have it too, in Chinese as the rest of them.
	a = send(t, s, "PUT", "/v1/claims/7", "", "Accept", "application/problem+json")
	if a.status != 405 || !strings.Contains(string(a.body), `"title":"请求有误","status":405`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	b.fail(rpc.ReasonOverloaded.New())
	if a = send(t, s, "GET", "/v1/claims/7", "", "Accept", "application/problem+json"); !strings.Contains(string(a.body), `"retryAfter":1`) {
		t.Errorf("%s", a.body)
	}
}

// The page that errors link to has a place for each reason.
func TestEveryReasonIsDocumented(t *testing.T) {
	s, _ := start(t, nil)
	page := string(send(t, s, "GET", "/docs/errors", "").body)
	for _, r := range fault.All() {
		if !strings.Contains(page, `<article id="`+r.Code+`">`) {
			t.Errorf("%s has no place", r.Code)
		}
		if advice := r.Advice(); advice.ZH == "" || advice.EN == "" {
			t.Errorf("%s: nothing is said of a repeat", r.Code)
		}
		if gateway.HTTPStatus(r) < 400 {
			t.Errorf("%s is answered with %d", r.Code, gateway.HTTPStatus(r))
		}
	}
}
