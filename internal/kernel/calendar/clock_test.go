package calendar

import (
	"sync"
	"testing"
	"time"
)

func TestSystemClockMoves(t *testing.T) {
	before := time.Now()
	now := System().Now()
	if now.Before(before) || now.After(time.Now()) {
		t.Errorf("system clock shows %v", now)
	}
}

func TestFixedClock(t *testing.T) {
	start := time.Date(2006, 5, 1, 8, 0, 0, 0, Shanghai)
	c := Fixed(start)
	if got := c.Now(); !got.Equal(start) {
		t.Errorf("shows %v", got)
	}
	if got := c.Advance(time.Hour); !got.Equal(start.Add(time.Hour)) || !c.Now().Equal(got) {
		t.Errorf("after Advance shows %v", c.Now())
	}
	c.Set(start)
	if got := c.Now(); !got.Equal(start) {
		t.Errorf("after Set shows %v", got)
	}
}

func TestFixedClockIsSafeForConcurrentUse(t *testing.T) {
	start := time.Date(2006, 5, 1, 0, 0, 0, 0, time.UTC)
	c := Fixed(start)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			c.Advance(time.Second)
			_ = c.Now()
		})
	}
	wg.Wait()
	if got := c.Now(); !got.Equal(start.Add(50 * time.Second)) {
		t.Errorf("shows %v", got)
	}
}

func TestToday(t *testing.T) {
	for utc, want := range map[string]string{
		"2006-05-01T15:59:59Z": "2006-05-01",
		"2006-05-01T16:00:00Z": "2006-05-02", // midnight in Shanghai
		"2006-12-31T16:00:00Z": "2007-01-01",
	} {
		now, err := time.Parse(time.RFC3339, utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := Today(Fixed(now)); got.String() != want {
			t.Errorf("at %s it is %v, want %s", utc, got, want)
		}
	}
}

func TestBegin(t *testing.T) {
	begin := MustParseDate("2006-05-01").Begin()
	if want := time.Date(2006, 4, 30, 16, 0, 0, 0, time.UTC); !begin.Equal(want) {
		t.Errorf("begins %v", begin)
	}
	if DateOf(begin) != MustParseDate("2006-05-01") || DateOf(begin.Add(-1)) != MustParseDate("2006-04-30") {
		t.Error("the day does not begin with its first moment")
	}
}

func TestFiscalYear(t *testing.T) {
	for s, want := range map[string]int{"2005-12-31": 2005, "2006-01-01": 2006, "2006-12-31": 2006} {
		if got := FiscalYear(MustParseDate(s)); got != want {
			t.Errorf("%s is in %d", s, got)
		}
	}
	if FiscalYear(Date{}) != 0 {
		t.Error("no date has a fiscal year")
	}
}
