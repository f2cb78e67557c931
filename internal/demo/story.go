package demo

import (
	"fmt"

	"zhengcun/internal/kernel/calendar"
)

// Where the story is.
const (
	qianfota   = "340828107202"
	xiangchang = "340828107" // first nine digits of the township's code
)

// StoryNumber is the number of the story's fund document in a county loaded on
// the given day: 岳交计〔2026〕12号.
func StoryNumber(today calendar.Date) string {
	return fmt.Sprintf("岳交计〔%d〕12号", storyIssued(today).Year())
}

// storyIssued is the day of the story's document. It lies so far back that the
// money that has arrived and is not paid counts as idle on whatever day the
// county is loaded.
func storyIssued(today calendar.Date) calendar.Date { return today.AddDays(-210) }

// story plans the demo story: a village road of 千佛塔村. 600,000 yuan are
// promised, 400,000 arrive, 380,000 are set aside, 152,000 advanced, 350,000
// accepted and 198,000 paid after set-off, which leaves 50,000 idle.
func (p *planner) story(households int) *project {
	t := p.today
	issued := storyIssued(t)
	money := &line{channel: "D-TRANSPORT", purpose: "rural-road", year: issued.Year(), amount: 600_000 * yuan, region: qianfota}
	for _, r := range []receipt{{amount: 250_000 * yuan, on: t.AddDays(-200)}, {amount: 150_000 * yuan, on: t.AddDays(-170)}} {
		r.reference = p.reference("SK", r.on)
		money.receipts = append(money.receipts, r)
	}
	p.papers = append(p.papers, &paper{
		issuer: "YX-JT", number: StoryNumber(t), title: fmt.Sprintf("关于下达%d年千佛塔村通村公路建设资金的通知", issued.Year()),
		issuedOn: issued, pushedBy: "transport", lines: []*line{money}, fixed: true,
	})
	n := &project{
		path:    path{until: completed, money: given, advance: paid, judged: passed, final: paid},
		kind:    &kind{code: "road", objective: "解决千佛塔村群众出行和茶叶外运难", benefit: village},
		village: place{qianfota, "千佛塔村"}, name: "千佛塔村通村公路", unit: "xiangchang-road", department: "transport",
		quantity: 3500, budget: 400_000 * yuan, selfRaised: 30_000 * yuan, labourDays: 1200, households: households,
		start: t.AddDays(-190), end: t.AddDays(-40),
		lots:     []*lot{{line: money, amount: 380_000 * yuan, advance: 152_000 * yuan}},
		accepted: 350_000 * yuan, files: true,
		advancedOn: t.AddDays(-150), advancePaidOn: t.AddDays(-144), acceptedOn: t.AddDays(-36), claimedOn: t.AddDays(-29), paidOn: t.AddDays(-22),
	}
	p.workings(n)
	return n
}
