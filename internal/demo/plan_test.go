package demo

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
)

// testGround is a county of three townships.
func testGround() *ground {
	g := &ground{townships: map[string]string{"340828107": "响肠镇", "340828102": "来榜镇", "340828103": "菖蒲镇"}}
	g.key = []place{{qianfota, "千佛塔村"}}
	for i := range keyVillageCount - 1 {
		g.key = append(g.key, place{fmt.Sprintf("34082810%d2%02d", 2+i%2, i), fmt.Sprintf("%d号村", i)})
	}
	g.others = []place{{"340828107206", "独山村"}, {"340828107203", "金山村"}}
	g.places = append(append(g.places, g.key...), g.others...)
	return g
}

// TestPlansHoldOnAnyDay: whatever the day and the seed, no paper is of a day to
// come, nothing arrives before it is promised, no more is used than has arrived,
// and the story's money has lain long enough to be idle.
func TestPlansHoldOnAnyDay(t *testing.T) {
	g := testGround()
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.MustParseDate("2024-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		l := &loader{seed: rapid.Uint64().Draw(t, "seed"), projects: MinProjects + rapid.IntRange(0, 200).Draw(t, "more"),
			households: rapid.IntRange(0, 100_000).Draw(t, "households"), today: today}
		served := 0
		numbers, references, years := map[string]bool{}, map[string]bool{}, map[int]bool{}
		for part := 2; part <= l.parts(); part++ {
			p := newPlanner(l.seed, part, today, g)
			projects := l.plan(p, part)
			for _, doc := range p.papers {
				checkPaper(t, doc, today, numbers, references)
				for _, line := range doc.lines {
					years[line.year] = true
				}
			}
			for _, n := range projects {
				served += n.households
				checkProject(t, n, today)
			}
		}
		if served != l.households {
			t.Errorf("%d households served, want %d", served, l.households)
		}
		if !years[today.Year()] || !years[today.Year()-1] {
			t.Errorf("money of the years %v", years)
		}
		idle := today.AddDays(-91)
		for _, r := range newPlanner(l.seed, 2, today, g).story(1).lots[0].line.receipts {
			if r.on.After(idle) {
				t.Errorf("the story's money arrived on %s, it is not idle on %s", r.on, today)
			}
		}
	})
}

func checkPaper(t *rapid.T, doc *paper, today calendar.Date, numbers, references map[string]bool) {
	if numbers[doc.issuer+doc.number] || doc.issuedOn.After(today) || len(doc.lines) == 0 {
		t.Errorf("paper %s %s of %s with %d lines", doc.issuer, doc.number, doc.issuedOn, len(doc.lines))
	}
	numbers[doc.issuer+doc.number] = true
	if doc.refersTo != nil && doc.refersTo.issuedOn.After(doc.issuedOn) {
		t.Errorf("%s refers to a later paper", doc.number)
	}
	for _, line := range doc.lines {
		var arrived int64
		for _, r := range line.receipts {
			if references[r.reference] || r.amount <= 0 || r.on.Before(doc.issuedOn) || r.on.After(today) {
				t.Errorf("%s of %s: receipt %+v", doc.number, doc.issuedOn, r)
			}
			references[r.reference] = true
			arrived += r.amount
		}
		if line.amount <= 0 || arrived > line.amount || line.wanted > arrived || line.year != doc.issuedOn.Year() {
			t.Errorf("%s: promised %d, arrived %d, wanted %d, year %d", doc.number, line.amount, arrived, line.wanted, line.year)
		}
	}
}

func checkProject(t *rapid.T, n *project, today calendar.Date) {
	var set, advance int64
	for _, l := range n.lots {
		set += l.amount
		advance += l.advance
		if l.amount <= 0 || l.advance <= 0 || l.advance > l.amount*40/100 {
			t.Errorf("%s: lot of %d with advance %d", n.name, l.amount, l.advance)
		}
	}
	if set > n.budget || n.accepted > set || n.judged != unjudged && n.judged != failed && n.accepted <= advance {
		t.Errorf("%s: budget %d, set aside %d, advance %d, accepted %d", n.name, n.budget, set, advance, n.accepted)
	}
	for _, d := range [][2]calendar.Date{{n.start, n.end}, {n.advancedOn, n.advancePaidOn}, {n.acceptedOn, n.claimedOn}, {n.claimedOn, n.paidOn}, {n.paidOn, today}} {
		if n.until == completed && d[1].Before(d[0]) {
			t.Errorf("%s: %s before %s", n.name, d[1], d[0])
		}
	}
	if n.until == completed && n.acceptedOn.Before(n.start) || n.advancePaidOn.After(today) {
		t.Errorf("%s: begins %s, accepted %s, advance paid %s", n.name, n.start, n.acceptedOn, n.advancePaidOn)
	}
	if n.stale && !n.start.Before(today) || n.late && !n.end.Before(today) {
		t.Errorf("%s: from %s to %s is neither late nor begun late", n.name, n.start, n.end)
	}
	if townshipUser(n.village.code) == "" || unitUser[n.unit] == "" {
		t.Errorf("%s: nobody acts for %s or %s", n.name, n.village.code, n.unit)
	}
}
