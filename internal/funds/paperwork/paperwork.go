// Package paperwork checks the papers of a claim (报账材料) against the list its county demands: which papers are there,
// and whether what they say agrees with the claim. It knows no tables and no people.
package paperwork

import (
	"slices"

	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/money"
)

// Check is something a paper is checked for.
type Check string

// Checks. Each has one Finding when it fails.
const (
	File            Check = "file"             // its scan is among the files of the claim
	Numbered        Check = "numbered"         // it has a number
	AfterAcceptance Check = "after_acceptance" // dated, and not before the acceptance
	OpinionInOrder  Check = "opinion_in_order" // the township's opinion is dated, and not before the claim
	Amount          Check = "amount"           // papers of the kind come to the value claimed together, self-raised money excluded
	Accepted        Check = "accepted"         // it states what the acceptance does
	Scale           Check = "scale"            // it states the scale that was approved
	SignedOnce      Check = "signed"           // somebody has signed
	SignedTwice     Check = "signed_by_two"    // two have signed
	Two             Check = "two"              // there are two of the kind
)

// Checks are all checks.
var Checks = []Check{File, Numbered, AfterAcceptance, OpinionInOrder, Amount, Accepted, Scale, SignedOnce, SignedTwice, Two}

// Rule demands one kind of paper.
type Rule struct {
	Code   string
	Checks []Check
}

// Paper is one paper of a claim.
type Paper struct {
	Code      string
	Number    string
	DatedOn   calendar.Date // zero when not stated
	OpinionOn calendar.Date // of the township, zero when not stated
	Amount    money.Fen     // 0 when not stated
	Quantity  int64         // thousandths of the project's unit, 0 when not stated
	Signers   []string
	HasFile   bool
}

// Facts are what the papers must agree with.
type Facts struct {
	ClaimedOn  calendar.Date
	AcceptedOn calendar.Date // zero without an acceptance
	Value      money.Fen     // of the work claimed: paid, set off and kept back together
	Accepted   money.Fen
	SelfRaised money.Fen
	Quantity   int64 // approved, in thousandths
}

// Kind is what is wrong.
type Kind string

// Kinds of findings.
const (
	Missing      Kind = "missing"
	NoFile       Kind = "no_file"
	NoNumber     Kind = "no_number"
	DateEarly    Kind = "date_early"
	OpinionEarly Kind = "opinion_early"
	AmountWrong  Kind = "amount_wrong"
	SelfRaisedIn Kind = "self_raised_in"
	ScaleWrong   Kind = "scale_wrong"
	Unsigned     Kind = "unsigned"
)

// Finding is one thing that is wrong with the papers of a kind.
type Finding struct {
	Code   string
	Kind   Kind
	Needed money.Fen     // of AmountWrong and SelfRaisedIn
	Day    calendar.Date // of DateEarly and OpinionEarly
	Count  int           // of Missing and Unsigned
}

// Verify returns all that is wrong, in the order of the rules; nothing when the claim may go on.
func Verify(rules []Rule, papers []Paper, f Facts) []Finding {
	var all []Finding
	for _, r := range rules {
		var of []Paper
		for _, p := range papers {
			if p.Code == r.Code {
				of = append(of, p)
			}
		}
		needed := 1
		if slices.Contains(r.Checks, Two) {
			needed = 2
		}
		if len(of) < needed {
			all = append(all, Finding{Code: r.Code, Kind: Missing, Count: needed})
			continue
		}
		for _, c := range r.Checks {
			if wrong := verify(c, of, f); wrong.Kind != "" {
				wrong.Code = r.Code
				all = append(all, wrong)
			}
		}
	}
	return all
}

// verify makes one check of the papers of one kind.
func verify(c Check, papers []Paper, f Facts) Finding {
	some := func(wrong func(Paper) bool) bool { return slices.ContainsFunc(papers, wrong) }
	signed := func(n int) Finding {
		if some(func(p Paper) bool { return len(p.Signers) < n }) {
			return Finding{Kind: Unsigned, Count: n}
		}
		return Finding{}
	}
	switch c {
	case File:
		if some(func(p Paper) bool { return !p.HasFile }) {
			return Finding{Kind: NoFile}
		}
	case Numbered:
		if some(func(p Paper) bool { return p.Number == "" }) {
			return Finding{Kind: NoNumber}
		}
	case AfterAcceptance:
		if some(func(p Paper) bool { return p.DatedOn.IsZero() || p.DatedOn.Before(f.AcceptedOn) }) {
			return Finding{Kind: DateEarly, Day: f.AcceptedOn}
		}
	case OpinionInOrder:
		if some(func(p Paper) bool { return p.OpinionOn.IsZero() || p.OpinionOn.Before(f.ClaimedOn) }) {
			return Finding{Kind: OpinionEarly, Day: f.ClaimedOn}
		}
	case Amount:
		var sum money.Fen
		for _, p := range papers {
			sum += p.Amount
		}
		switch {
		case sum == f.Value:
		case f.SelfRaised > 0 && sum == f.Value+f.SelfRaised:
			return Finding{Kind: SelfRaisedIn, Needed: f.Value}
		default:
			return Finding{Kind: AmountWrong, Needed: f.Value}
		}
	case Accepted:
		if some(func(p Paper) bool { return p.Amount != f.Accepted }) {
			return Finding{Kind: AmountWrong, Needed: f.Accepted}
		}
	case Scale:
		if some(func(p Paper) bool { return p.Quantity != f.Quantity }) {
			return Finding{Kind: ScaleWrong}
		}
	case SignedOnce:
		return signed(1)
	case SignedTwice:
		return signed(2)
	}
	return Finding{}
}
