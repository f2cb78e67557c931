package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"zhengcun/internal/kernel/calendar"
)

// yuan is one yuan in fen.
const yuan = 100

// place is a village of the county.
type place struct {
	code, name string // 12 digits, short name
}

// project is what is to become of one project.
type project struct {
	path
	kind       *kind
	village    place
	name       string
	unit       string
	department string

	quantity   int64
	budget     int64
	selfRaised int64
	labourDays int
	households int
	start, end calendar.Date

	lots     []*lot
	accepted int64 // of all lots together
	files    bool  // papers and a photo are kept with its claims and its acceptance

	advancedOn, advancePaidOn, acceptedOn, claimedOn, paidOn calendar.Date

	team           []member
	account, payee string
}

// member is one of an inspecting team.
type member struct{ name, organization string }

// lot is the money of one line of a paper for a project.
type lot struct {
	line    *line
	amount  int64
	advance int64
}

// paper is a fund document that is to come in.
type paper struct {
	issuer, number, title string
	issuedOn              calendar.Date
	pushedBy              string // department; typed by finance when empty
	alsoTyped             bool   // typed by finance as well
	contested             bool   // pushed again with another amount, which is refused
	refersTo              *paper
	lines                 []*line
	fixed                 bool // its days and amounts are not for [planner.fund] to settle

	id string // once it is stored
}

// change is a paper that takes something off the first line of another, as it came in itself.
type change struct {
	of       *paper
	recall   bool
	number   string
	title    string
	issuedOn calendar.Date
	amount   int64
}

// line is an allocation of a paper.
type line struct {
	channel, purpose string
	year             int
	amount           int64
	region           string
	receipts         []receipt
	wanted           int64 // by projects
	arriving         int64 // when no project wants it

	allocation string // once it is stored
}

// receipt is money that arrives.
type receipt struct {
	amount    int64
	on        calendar.Date
	reference string
	mistaken  bool // recorded by mistake and reversed
	disputed  bool // its reversal was asked for and refused
}

// planner makes the plan of one part.
type planner struct {
	*rand.Rand
	part      int
	today     calendar.Date
	amendable int     // projects underway that a change was thought of for
	closed    int     // projects that are paid out
	places    []place // for projects, most of them key villages
	townships map[string]string

	numbers    map[string]int // last number of an issuer's papers by prefix and year
	references int
	papers     []*paper
	groups     map[group]*paper
	// changes are the papers that take something off others.
	changes []*change
	// afterFunding is what is left to plan when all receipts are.
	afterFunding func()
}

// group is what stands on one paper.
type group struct {
	channel string
	year    int
	paper   int
}

// ground is where projects can be.
type ground struct {
	key    []place // key villages, 千佛塔村 first
	places []place // for the first projects: mostly key villages
	others []place // villages of the same townships that are no key villages
	// townships are the names of townships by the first nine digits of their code.
	townships map[string]string
}

func newPlanner(seed uint64, part int, today calendar.Date, g *ground) *planner {
	places := g.places
	if part > 2 {
		places = slices.Concat(g.key, g.others)
	}
	return &planner{Rand: rand.New(rand.NewPCG(seed, uint64(part))), part: part, today: today, places: places, townships: g.townships,
		numbers: map[string]int{}, groups: map[group]*paper{}}
}

// between is a number from a to b, both included.
func (p *planner) between(a, b int) int { return a + p.IntN(b-a+1) }

// roundUp rounds up to a multiple.
func roundUp(amount, to int64) int64 { return (amount + to - 1) / to * to }

// newYear is the first day of a year.
func newYear(year int) calendar.Date {
	d, err := calendar.NewDate(year, 1, 1)
	if err != nil {
		panic(err) // every year the clock can show has a first day
	}
	return d
}

// earlier is the earlier of two days, later the later one.
func earlier(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

// project plans the i-th project of the part.
func (p *planner) project(i int, way path, households int) *project {
	k := kinds[i%len(kinds)]
	at := p.places[(i*7+p.part*3)%len(p.places)]
	n := &project{path: way, kind: k, village: at, unit: k.unit, department: k.department, households: households}
	n.name = at.name + k.names[(i/len(kinds)+p.IntN(len(k.names)))%len(k.names)]
	if k.code == "road" && at.code[:9] == xiangchang {
		n.unit = "xiangchang-road"
	}
	if k.code == "biogas" && at.code == qianfota {
		n.unit = "qianfota" // the village builds them itself
	}
	n.quantity = k.quantity[0] + p.Int64N(k.quantity[1]-k.quantity[0]+1)
	if k.whole {
		n.quantity *= 1000
	} else if k.quantity[1] < 900 {
		n.quantity *= 1000 // mu are planned whole, though measured in parts
	}
	n.budget = (k.budget[0] + p.Int64N(k.budget[1]-k.budget[0]+1)) * 1000 * yuan
	if p.IntN(3) > 0 {
		n.selfRaised = n.budget * int64(p.between(5, 20)) / 100 / (100 * yuan) * (100 * yuan)
		n.labourDays = p.between(10, 120) * 10
	}
	p.days(n)
	if way.money != unasked {
		p.lots(n, i)
	}
	p.workings(n)
	return n
}

// days plans when the project begins and ends, and when its papers are of.
func (p *planner) days(n *project) {
	t := p.today
	switch {
	case n.until == listed:
		n.start = t.AddDays(p.between(20, 60))
		n.end = n.start.AddDays(p.between(60, 160))
	case n.until == approved && !n.stale:
		n.start = t.AddDays(p.between(3, 30))
		n.end = n.start.AddDays(p.between(60, 160))
	case n.until == approved:
		n.start = t.AddDays(-p.between(50, 150))
		n.end = t.AddDays(p.between(-20, 60))
	case n.until == underway && n.late:
		n.start = t.AddDays(-p.between(150, 240))
		n.end = t.AddDays(-p.between(4, 60))
	case n.until == underway:
		n.start = t.AddDays(-p.between(40, 140))
		n.end = t.AddDays(p.between(5, 120))
	case n.judged == unjudged || n.judged == drafted:
		n.start = t.AddDays(-p.between(130, 240))
		n.end = t.AddDays(p.between(-30, 10))
	default:
		// Half of what is done was begun in the year before, where the day lets it.
		n.start = t.AddDays(-p.between(190, 320))
		if p.IntN(2) == 0 {
			n.start = earlier(newYear(t.Year()-1).AddDays(p.between(30, 300)), t.AddDays(-190))
		}
		n.end = n.start.AddDays(p.between(90, 130))
	}
	if n.kept == faulty { // its term still runs
		n.start = t.AddDays(-p.between(190, 320))
		n.end = n.start.AddDays(p.between(90, 130))
	}
	if n.kept >= pastTerm { // accepted more than a year ago, on whatever day the county is loaded
		n.start = t.AddDays(-p.between(520, 540))
		n.end = n.start.AddDays(p.between(90, 130))
	}
	n.advancedOn = earlier(n.start.AddDays(p.between(8, 20)), t)
	n.advancePaidOn = earlier(n.advancedOn.AddDays(p.between(3, 9)), t)
	n.acceptedOn = earlier(later(n.start, n.end.AddDays(p.between(-8, 12))), t)
	n.claimedOn = earlier(n.acceptedOn.AddDays(p.between(3, 10)), t)
	n.paidOn = earlier(n.claimedOn.AddDays(p.between(4, 12)), t)
}

// fiscalYear is the year whose money a project has.
func (p *planner) fiscalYear(n *project) int {
	return min(max(calendar.FiscalYear(n.start), p.today.Year()-1), p.today.Year())
}

// lots plans which money the project has, and how much of it is advanced and accepted.
func (p *planner) lots(n *project, i int) {
	wanted := n.budget * int64(p.between(86, 100)) / 100 / (100 * yuan) * (100 * yuan)
	channels := n.kind.channels[(i/len(kinds))%len(n.kind.channels):][:1]
	shares := []int64{100}
	if len(n.kind.channels) > 1 && i%3 == 0 { // 各炒各的菜，共做一桌席
		channels, shares = n.kind.channels[:2], []int64{65, 35}
	}
	left := wanted
	for j, channel := range channels {
		amount := wanted * shares[j] / 100 / (100 * yuan) * (100 * yuan)
		if j == len(channels)-1 {
			amount = left
		}
		left -= amount
		l := &lot{line: p.line(channel, n, i), amount: amount, advance: amount * int64(p.between(25, 40)) / 100 / yuan * yuan}
		l.line.wanted += amount
		n.lots = append(n.lots, l)
	}
	n.accepted = wanted
	switch {
	case n.judged == failed:
		n.accepted = 0
	case n.judged == partly:
		n.accepted = wanted * int64(p.between(60, 80)) / 100 / yuan * yuan
	case p.IntN(2) == 0:
		n.accepted = wanted * int64(p.between(93, 99)) / 100 / yuan * yuan
	}
}

// line finds or makes the line of a paper for the project.
func (p *planner) line(channel string, n *project, i int) *line {
	g := group{channel, p.fiscalYear(n), i % len(sources[channel])}
	doc := p.groups[g]
	if doc == nil {
		doc = p.paper(channel, g.paper, g.year, p.today)
		p.groups[g] = doc
	}
	doc.issuedOn = earlier(doc.issuedOn, n.start.AddDays(-p.between(20, 40)))
	for _, l := range doc.lines {
		if l.purpose == n.kind.purpose {
			return l
		}
	}
	l := &line{channel: channel, purpose: n.kind.purpose, year: g.year}
	doc.lines = append(doc.lines, l)
	return l
}

// paper makes a paper of a channel without lines.
func (p *planner) paper(channel string, nth, year int, on calendar.Date) *paper {
	s := sources[channel][nth]
	doc := &paper{issuer: s.issuer, issuedOn: on, pushedBy: pushers[channel],
		title: fmt.Sprintf("关于下达%d年%s的通知", year, titles[channel])}
	if nth > 0 {
		doc.title = fmt.Sprintf("关于下达%d年第%d批%s的通知", year, nth+1, titles[channel])
	}
	doc.number = p.number(s.prefix, year)
	p.papers = append(p.papers, doc)
	return doc
}

// number is the next number of papers with the prefix. Each part has its own thousand.
func (p *planner) number(prefix string, year int) string {
	key := fmt.Sprintf("%s〔%d〕", prefix, year)
	if _, begun := p.numbers[key]; !begun {
		p.numbers[key] = max(p.part-2, 0) * 1000
	}
	p.numbers[key] += p.between(3, 9)
	return fmt.Sprintf("%s%d号", key, p.numbers[key])
}

// reference is a bank's reference, a different one each time.
func (p *planner) reference(what string, on calendar.Date) string {
	p.references++
	return fmt.Sprintf("%s%04d%02d%02d-%03d%04d", what, on.Year(), on.Month(), on.Day(), p.part, p.references)
}

// workings plans what the papers of the project need besides: the team, the payee.
func (p *planner) workings(n *project) {
	township := p.townships[n.village.code[:9]]
	n.team = []member{{personName(p.Rand), "县扶贫办"}, {personName(p.Rand), township}, {personName(p.Rand), n.village.name + "村民代表"}}
	if n.department != "" {
		n.team = append(n.team, member{personName(p.Rand), bodyName(n.department)})
	}
	n.payee = bodyName(n.unit)
	n.account = unitAccount(n.unit)
}

// fund settles, when all projects are known, how much every line promises and what has arrived of it.
func (p *planner) fund() {
	for _, doc := range p.papers {
		if doc.fixed {
			continue
		}
		first := newYear(doc.lines[0].year)
		doc.issuedOn = earlier(later(doc.issuedOn, first.AddDays(p.between(2, 12))), p.today)
		for _, l := range doc.lines {
			if l.wanted == 0 {
				if l.arriving > 0 {
					p.arrive(doc, l, l.arriving, 2)
				}
				continue
			}
			l.amount = roundUp(l.wanted*int64(p.between(108, 150))/100, 10_000*yuan)
			arrived := min(roundUp(l.wanted*int64(p.between(100, 108))/100, 1_000*yuan), l.amount)
			p.arrive(doc, l, arrived, p.between(1, 3))
		}
	}
	if p.afterFunding != nil {
		p.afterFunding()
	}
	slices.SortStableFunc(p.papers, func(a, b *paper) int { return cmp.Or(a.issuedOn.Compare(b.issuedOn), cmp.Compare(a.number, b.number)) })
}

// arrive plans the receipts of a line, in so many parts.
func (p *planner) arrive(doc *paper, l *line, amount int64, parts int) {
	on := doc.issuedOn
	for i := range parts {
		on = earlier(on.AddDays(p.between(6, 24)), p.today)
		part := amount / int64(parts-i) / (100 * yuan) * (100 * yuan)
		if i == parts-1 {
			part = amount
		}
		amount -= part
		l.receipts = append(l.receipts, receipt{amount: part, on: on, reference: p.reference("SK", on)})
	}
}

// bodyName is the name of a body.
func bodyName(code string) string {
	return bodies[slices.IndexFunc(bodies, func(b body) bool { return b.code == code })].name
}

// unitAccount is the account a unit is paid to: 9999 begins no bank's accounts.
func unitAccount(code string) string {
	return fmt.Sprintf("9999%015d", 340828*1000+slices.IndexFunc(bodies, func(b body) bool { return b.code == code }))
}
