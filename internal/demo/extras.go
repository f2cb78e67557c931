package demo

import (
	"fmt"
	"strings"
)

// extras plans the papers that serve no project yet, and those with something
// odd about them: promised and nothing arrived, lying idle, come in both ways,
// contested, recorded twice.
func (p *planner) extras() {
	t := p.today
	add := func(channel string, nth, daysAgo int, purpose string, amount, arriving int64) (*paper, *line) {
		on := t.AddDays(-daysAgo)
		doc := p.paper(channel, nth, on.Year(), on)
		l := &line{channel: channel, purpose: purpose, year: on.Year(), amount: amount * yuan, arriving: arriving * yuan}
		doc.lines = append(doc.lines, l)
		return doc, l
	}

	add("F-MINOR", 0, 20, "planting", 120_000, 0)
	idle, l := add("F-COUNTY", 0, 160, "livestock", 150_000, 80_000)
	l.region = xiangchang + "000"

	both, _ := add("D-FOREST", 1, 75, "planting", 180_000, 120_000)
	both.alsoTyped = true
	contested, _ := add("D-HEALTH", 1, 34, "clinic", 90_000, 0)
	contested.pushedBy, contested.contested = "", true // typed by finance first, then pushed with another amount

	_, doubled := add("D-EDU", 1, 48, "school", 240_000, 100_000)
	more, _ := add("F-COUNTY", 0, 25, "livestock", 60_000, 60_000)
	more.refersTo, more.title = idle, "关于追加县级财政扶贫资金的通知"

	// Money of both years, whatever the day: last year's that never came, and this year's first paper.
	last := p.paper("F-DEV", 1, t.Year()-1, newYear(t.Year()-1).AddDays(100))
	p.closedYear(t.Year() - 2)
	p.change(last, false, 50_000*yuan, "关于调减上年度未到账财政扶贫资金的通知")
	p.change(both, true, 30_000*yuan, "关于收回部分林业专项资金的通知")
	last.lines = []*line{{channel: "F-DEV", purpose: "tea-planting", year: t.Year() - 1, amount: 200_000 * yuan, arriving: 150_000 * yuan}}
	this := p.paper("F-DEV", 0, t.Year(), t)
	this.lines = []*line{
		{channel: "F-DEV", purpose: "tea-planting", year: t.Year(), amount: 500_000 * yuan, arriving: 200_000 * yuan},
		{channel: "F-DEV", purpose: "power", year: t.Year(), amount: 300_000 * yuan},
	}
	// Every channel there is has a paper.
	add("F-CITY", 0, 110, "livestock", 160_000, 160_000)
	add("F-SELF", 0, 60, "biogas", 40_000, 40_000)
	add("F-FOREIGN", 0, 130, "clinic", 300_000, 180_000)
	add("F-CREDIT", 0, 95, "enterprise", 400_000, 250_000)
	add("F-SOCIAL", 0, 70, "household-subsidy", 50_000, 50_000)

	p.afterFunding = func() {
		r := doubled.receipts[0]
		r.reference, r.mistaken = p.reference("SK", r.on), true
		doubled.receipts = append(doubled.receipts, r)
		idle.lines[0].receipts[0].disputed = true
	}
}

// change plans a paper that takes something off another. Its number is far from those that are counted.
func (p *planner) change(of *paper, recall bool, amount int64, title string) {
	on := p.today.AddDays(-3)
	prefix, _, _ := strings.Cut(of.number, "〔")
	p.changes = append(p.changes, &change{of: of, recall: recall, amount: amount, title: title, issuedOn: on,
		number: fmt.Sprintf("%s〔%d〕%d号", prefix, on.Year(), 990+len(p.changes))})
}

// closedYear plans the one paper of a year that is closed: its money came and was never set aside, so it is carried over.
func (p *planner) closedYear(year int) {
	s := sources["F-COUNTY"][0]
	l := &line{channel: "F-COUNTY", purpose: "planting", year: year, amount: 80_000 * yuan}
	on := newYear(year).AddDays(150)
	l.receipts = []receipt{{amount: l.amount, on: on.AddDays(20), reference: p.reference("SK", on)}}
	p.papers = append(p.papers, &paper{issuer: s.issuer, number: fmt.Sprintf("%s〔%d〕990号", s.prefix, year), issuedOn: on, fixed: true,
		title: fmt.Sprintf("关于下达%d年%s的通知", year, titles["F-COUNTY"]), pushedBy: pushers["F-COUNTY"], lines: []*line{l}})
}
