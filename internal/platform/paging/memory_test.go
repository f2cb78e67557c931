package paging_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/paging"
)

// signer signs nothing: what is tested is the walk.
type signer struct{}

func (signer) Sign(string, []byte) []byte            { return make([]byte, 32) }
func (signer) VerifyMAC(string, []byte, []byte) bool { return true }

// A walk through rows in memory sees each once, in order, whatever the size of a page.
func TestSortWalks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type row struct{ due, key string }
		n := rapid.IntRange(0, 30).Draw(t, "rows")
		desc := rapid.Bool().Draw(t, "desc")
		rows := make([]row, n)
		for i := range rows {
			rows[i] = row{rapid.SampledFrom([]string{"2026-01-01", "2026-01-02", "9999-12-31"}).Draw(t, "due"), fmt.Sprintf("key-%02d", i)}
		}
		order := paging.Order{{Name: "due", Desc: desc}, {Name: "key"}}
		values := func(r row) []string { return []string{r.due, r.key} }
		pager := &paging.Pager{Signer: signer{}}
		req := &fundsv1.ListClaimsRequest{PageSize: int32(rapid.IntRange(1, 12).Draw(t, "size"))}
		var walked []row
		for {
			page, err := pager.Open(context.Background(), req, order)
			if err != nil {
				t.Fatal(err)
			}
			shown, next := paging.Cut(page, paging.Sort(page, rows, values), values)
			walked = append(walked, shown...)
			if req.PageToken = next; next == "" {
				break
			}
		}
		want := slices.Clone(rows)
		slices.SortFunc(want, func(a, b row) int {
			switch {
			case a.due != b.due && (a.due < b.due) != desc, a.due == b.due && a.key < b.key:
				return -1
			}
			return 1
		})
		if !slices.Equal(walked, want) {
			t.Fatalf("walked %v, want %v", walked, want)
		}
	})
}
