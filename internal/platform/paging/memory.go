package paging

import (
	"cmp"
	"slices"
)

// Sort sorts rows that are in memory as the page's order says and leaves those after the last page, as many as the page
// may read: what [Page.Selector] does in the database. values gives a row's sort values as text, in the order's columns;
// texts are compared byte by byte, so days, times and numbers are given in a form that sorts.
func Sort[T any](p *Page, rows []T, values func(T) []string) []T {
	compare := func(a, b []string) int {
		for i, c := range p.order {
			sign := 1
			if c.Desc {
				sign = -1
			}
			if d := cmp.Compare(a[i], b[i]); d != 0 {
				return sign * d
			}
		}
		return 0
	}
	rows = slices.Clone(rows)
	if p.after != nil {
		rows = slices.DeleteFunc(rows, func(r T) bool { return compare(values(r), p.after) <= 0 })
	}
	slices.SortStableFunc(rows, func(a, b T) int { return compare(values(a), values(b)) })
	return rows[:min(len(rows), p.Limit)]
}
