package paperwork

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

var facts = Facts{ClaimedOn: calendar.MustParseDate("2026-09-25"), AcceptedOn: calendar.MustParseDate("2026-09-20"),
	Value: 35_000_000, Accepted: 36_000_000, SelfRaised: 3_000_000, Quantity: 3500}

// good is a paper that passes every check.
func good(code string, of []Check) []Paper {
	p := Paper{Code: code, Number: "No. 1", DatedOn: facts.AcceptedOn, OpinionOn: facts.ClaimedOn, Amount: facts.Value, Quantity: facts.Quantity,
		Signers: []string{"甲", "乙"}, HasFile: true}
	if slices.Contains(of, Accepted) {
		p.Amount = facts.Accepted
	}
	if !slices.Contains(of, Two) {
		return []Paper{p}
	}
	other := p
	if slices.Contains(of, Amount) {
		p.Amount, other.Amount = 1, facts.Value-1
	}
	return []Paper{p, other}
}

// breaks breaks each check once, as little as it can be broken.
var breaks = map[Check]struct {
	kind Kind
	by   func(*Paper)
}{
	File:            {NoFile, func(p *Paper) { p.HasFile = false }},
	Numbered:        {NoNumber, func(p *Paper) { p.Number = "" }},
	AfterAcceptance: {DateEarly, func(p *Paper) { p.DatedOn = facts.AcceptedOn.AddDays(-1) }},
	OpinionInOrder:  {OpinionEarly, func(p *Paper) { p.OpinionOn = facts.ClaimedOn.AddDays(-1) }},
	Amount:          {AmountWrong, func(p *Paper) { p.Amount++ }},
	Accepted:        {AmountWrong, func(p *Paper) { p.Amount-- }},
	Scale:           {ScaleWrong, func(p *Paper) { p.Quantity++ }},
	SignedOnce:      {Unsigned, func(p *Paper) { p.Signers = nil }},
	SignedTwice:     {Unsigned, func(p *Paper) { p.Signers = p.Signers[:1] }},
	Two:             {Missing, nil},
}

// Good papers pass; each check broken once is found, and nothing else is.
func TestEachCheckBrokenOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rules []Rule
		var papers []Paper
		for _, code := range []string{"DOC01", "DOC02", "DOC03"} {
			var of []Check
			for _, c := range Checks {
				if rapid.Bool().Draw(t, code+string(c)) && !(c == Accepted && slices.Contains(of, Amount)) {
					of = append(of, c)
				}
			}
			rules, papers = append(rules, Rule{code, of}), append(papers, good(code, of)...)
		}
		if found := Verify(rules, papers, facts); len(found) > 0 {
			t.Fatalf("good papers: %v", found)
		}
		r := rules[rapid.IntRange(0, 2).Draw(t, "rule")]
		if len(r.Checks) == 0 {
			return
		}
		c := rapid.SampledFrom(r.Checks).Draw(t, "check")
		if c == SignedOnce && slices.Contains(r.Checks, SignedTwice) || c == SignedTwice && slices.Contains(r.Checks, SignedOnce) {
			return // both fail
		}
		at := slices.IndexFunc(papers, func(p Paper) bool { return p.Code == r.Code })
		if b := breaks[c]; b.by == nil {
			papers = slices.Delete(papers, at, at+1)
		} else {
			b.by(&papers[at])
		}
		if found := Verify(rules, papers, facts); len(found) != 1 || found[0].Code != r.Code || found[0].Kind != breaks[c].kind {
			t.Fatalf("%s of %s broken: %v", c, r.Code, found)
		}
	})
}

func TestEveryCheckHasABreak(t *testing.T) {
	for _, c := range Checks {
		if breaks[c].kind == "" {
			t.Errorf("%s is never broken", c)
		}
	}
}

// Without any paper every rule is found missing; money raised by the villagers is told from a slip of the pen.
func TestMissingAndSelfRaised(t *testing.T) {
	rules := []Rule{{"DOC01", []Check{Amount}}, {"DOC04", []Check{Numbered, Amount}}}
	if found := Verify(rules, nil, facts); len(found) != 2 || found[0].Kind != Missing || found[1].Kind != Missing {
		t.Errorf("no papers: %v", found)
	}
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Fen(rapid.Int64Range(0, 50_000_000).Draw(t, "amount"))
		if rapid.Bool().Draw(t, "raised") {
			amount = facts.Value + facts.SelfRaised
		}
		found := Verify(rules[:1], []Paper{{Code: "DOC01", Amount: amount}}, facts)
		switch {
		case amount == facts.Value && len(found) != 0,
			amount == facts.Value+facts.SelfRaised && (len(found) != 1 || found[0].Kind != SelfRaisedIn),
			amount != facts.Value && amount != facts.Value+facts.SelfRaised && (len(found) != 1 || found[0].Kind != AmountWrong):
			t.Fatalf("%d: %v", amount, found)
		}
	})
}
