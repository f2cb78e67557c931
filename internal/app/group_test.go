package app_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"zhengcun/ent/organization"
	"zhengcun/internal/app"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people"
)

// TestGroupedDocuments pushes documents from many callers at once, so that they are
// stored in groups: equal ones, ones that differ under the same number, repeats of the
// same key, and wrong ones. Each caller is answered as if he had been alone.
func TestGroupedDocuments(t *testing.T) {
	apptest.ForEach(t, func(t *testing.T, a *apptest.App) {
		department := a.Organization("transport", organization.KindDepartment, apptest.County)
		if err := a.LoadReference(t.Context()); err != nil {
			t.Fatal(err)
		}
		key := people.NewKey()
		a.In(func(ctx context.Context) error {
			_, err := a.People.CreateApiClientWithKey(ctx, people.NewApiClient{Name: "group", OrganizationID: department, Scopes: []string{"funds.read", "funds.write"}}, key)
			return err
		})
		const numbers = 60
		type answer struct {
			status int
			body   string
		}
		push := func(number, amount int, idempotencyKey, channel string) answer {
			body := fmt.Sprintf(`{"issuerCode":"AQ-JT","number":"岳交计〔2026〕%d号","title":"关于下达资金的通知","issuedOn":"2026-03-02",
				"lines":[{"lineNumber":1,"channelCode":%q,"purposeCode":"rural-road","fiscalYear":2026,"amountFen":"%d","regionCode":%q}]}`, number, channel, amount, apptest.Village)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL+"/v1/fundDocuments", strings.NewReader(body))
			if err != nil {
				t.Error(err)
				return answer{}
			}
			r.Header.Set("Authorization", "Bearer "+key)
			r.Header.Set("Idempotency-Key", idempotencyKey)
			got, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return answer{}
			}
			defer func() { _ = got.Body.Close() }()
			text, err := io.ReadAll(got.Body)
			if err != nil {
				t.Error(err)
			}
			return answer{got.StatusCode, string(text)}
		}
		var answers [numbers][5]answer
		var calls sync.WaitGroup
		for n := range numbers {
			for i := range answers[n] {
				calls.Go(func() {
					switch i {
					case 0, 1: // the same request twice
						answers[n][i] = push(n, 100, fmt.Sprint("same-", n), "D-TRANSPORT")
					case 2: // an equal document under another key
						answers[n][i] = push(n, 100, fmt.Sprint("equal-", n), "D-TRANSPORT")
					case 3: // another amount
						answers[n][i] = push(n, 200, fmt.Sprint("other-", n), "D-TRANSPORT")
					default:
						answers[n][i] = push(n, 100, fmt.Sprint("wrong-", n), "NOWHERE")
					}
				})
			}
		}
		calls.Wait()
		id := func(a answer) string {
			_, rest, _ := strings.Cut(a.body, `"id":`)
			return strings.Split(strings.TrimSpace(rest), ",")[0]
		}
		for n, got := range answers {
			if got[0].status != got[1].status || got[0].status == 200 && got[0].body != got[1].body {
				t.Errorf("%d: two answers to one request: %+v, %+v", n, got[0], got[1])
			}
			if got[4].status != 400 {
				t.Errorf("%d: a wrong one was answered %+v", n, got[4])
			}
			first, other := got[0].status == 200, got[3].status == 200
			if first == other || first != (got[2].status == 200) || first && id(got[0]) != id(got[2]) {
				t.Errorf("%d: equal %+v and %+v, other %+v", n, got[0], got[2], got[3])
			}
			for _, refused := range got[:4] {
				if refused.status != 200 && (refused.status != 409 || !strings.Contains(refused.body, "DOCUMENT_DIFFERS")) {
					t.Errorf("%d: refused with %+v", n, refused)
				}
			}
		}
		var stored int
		if err := a.Super.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM fund_documents").Scan(&stored); err != nil || stored != numbers {
			t.Errorf("%d documents, want %d: %v", stored, numbers, err)
		}
		if v, err := app.Verify(t.Context(), a.DB, nil); err != nil || !v.OK() {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
