package progress

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
)

// TestWhatIsLetInNeverGoesBackSilently: however reports come, those that are let in are in the order of their days, within
// 0 and 100, not in the future, and go back exactly where a reason stands.
func TestWhatIsLetInNeverGoesBackSilently(t *testing.T) {
	first := calendar.MustParseDate("2026-03-01")
	rapid.Check(t, func(t *rapid.T) {
		today := first.AddDays(20)
		var kept []Report
		for range rapid.IntRange(1, 30).Draw(t, "reports") {
			next := Report{On: first.AddDays(rapid.IntRange(0, 25).Draw(t, "day")), Percent: rapid.IntRange(-5, 110).Draw(t, "percent"),
				Setback: rapid.SampledFrom([]string{"", "水毁返工"}).Draw(t, "reason")}
			var before *Report
			if len(kept) > 0 {
				before = &kept[len(kept)-1]
			}
			if len(Check(before, next, today)) == 0 {
				kept = append(kept, next)
			}
		}
		done := 0
		for i, r := range kept {
			if r.Percent < 0 || r.Percent > 100 || r.On.After(today) {
				t.Fatalf("%+v was let in", r)
			}
			if i > 0 && r.On.Before(kept[i-1].On) {
				t.Fatalf("%+v comes after %+v", r, kept[i-1])
			}
			if (r.Percent < done) != (r.Setback != "") {
				t.Fatalf("%+v after %d percent", r, done)
			}
			done = r.Percent
		}
	})
}

func TestEachFault(t *testing.T) {
	day := calendar.MustParseDate
	before := &Report{On: day("2026-05-01"), Percent: 40}
	for name, test := range map[string]struct {
		before *Report
		next   Report
		want   []Fault
	}{
		"first":                  {nil, Report{day("2026-05-10"), 0, ""}, nil},
		"further":                {before, Report{day("2026-05-10"), 55, ""}, nil},
		"the same day, as much":  {before, Report{day("2026-05-01"), 40, ""}, nil},
		"back with a reason":     {before, Report{day("2026-05-10"), 30, "返工"}, nil},
		"back without one":       {before, Report{day("2026-05-10"), 39, ""}, []Fault{Backwards}},
		"a reason for nothing":   {before, Report{day("2026-05-10"), 40, "返工"}, []Fault{NoSetback}},
		"tomorrow":               {before, Report{day("2026-05-11"), 55, ""}, []Fault{Future}},
		"before the one before":  {before, Report{day("2026-04-30"), 55, ""}, []Fault{Backdated}},
		"more than all":          {nil, Report{day("2026-05-10"), 101, ""}, []Fault{OutOfRange}},
		"tomorrow and backwards": {before, Report{day("2026-05-11"), 5, ""}, []Fault{Future, Backwards}},
	} {
		if got := Check(test.before, test.next, day("2026-05-10")); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
