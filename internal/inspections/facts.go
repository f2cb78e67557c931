package inspections

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/schema"
	"zhengcun/internal/inspections/split"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/platform/wire"
)

// facts is what a draft says.
type facts struct {
	acceptedOn calendar.Date
	team       []schema.TeamMember
	measured   int64
	verdict    acceptance.Verdict
	accepted   money.Fen
	remark     string
}

// part is what falls on one allocation.
type part struct {
	Allocation uuid.UUID `json:"allocation_id"`
	Fen        money.Fen `json:"accepted_fen"`
}

// allFields are the fields take knows. The splits are not among them: they depend on the lots.
var allFields = []string{"accepted_on", "team", "measured_quantity_milli", "verdict", "accepted_fen", "remark"}

// take reads the named fields of a request.
func (f *facts) take(in *inspectionsv1.Acceptance, fields []string) {
	for _, field := range fields {
		switch field {
		case "accepted_on":
			day, err := calendar.ParseDate(in.AcceptedOn)
			if err != nil {
				day = calendar.Date{} // validation let no such text through; no date fails the check
			}
			f.acceptedOn = day
		case "team":
			f.team = nil
			for _, m := range in.Team {
				f.team = append(f.team, schema.TeamMember{Name: m.Name, Organization: m.Organization, VillagersRepresentative: m.VillagersRepresentative})
			}
		case "measured_quantity_milli":
			f.measured = in.MeasuredQuantityMilli
		case "verdict":
			f.verdict = wire.FromEnum[acceptance.Verdict](in.Verdict)
		case "accepted_fen":
			f.accepted = money.Fen(in.AcceptedFen)
		case "remark":
			f.remark = in.Remark
		}
	}
}

func factsOf(a *ent.Acceptance) facts {
	return facts{a.AcceptedOn, a.Team, a.MeasuredQuantityMilli, a.Verdict, money.Fen(a.AcceptedFen), a.Remark}
}

// write sets the facts in a create or an update.
func (f *facts) write(m *ent.AcceptanceMutation) {
	m.SetAcceptedOn(f.acceptedOn)
	m.SetTeam(f.team)
	m.SetMeasuredQuantityMilli(f.measured)
	m.SetVerdict(f.verdict)
	m.SetAcceptedFen(int64(f.accepted))
	m.SetRemark(f.remark)
}

// check applies the rules that need no lots.
func (f *facts) check(p *ent.Project, today calendar.Date) []fault.Violation {
	var bad []fault.Violation
	switch {
	case f.acceptedOn.After(today):
		bad = append(bad, ReasonInFuture.Field("acceptance.accepted_on", "today", today))
	case f.acceptedOn.Before(p.StartDate):
		bad = append(bad, ReasonBeforeStart.Field("acceptance.accepted_on", "start", p.StartDate))
	}
	if !slices.ContainsFunc(f.team, func(m schema.TeamMember) bool { return m.VillagersRepresentative }) {
		bad = append(bad, ReasonNoVillager.Field("acceptance.team"))
	}
	switch failed := f.verdict == acceptance.VerdictFailed; {
	case failed && f.accepted != 0:
		bad = append(bad, ReasonFailedWithAmount.Field("acceptance.accepted_fen"))
	case !failed && f.accepted == 0:
		bad = append(bad, ReasonAmountMissing.Field("acceptance.accepted_fen"))
	}
	return bad
}

// divide checks the division that was given, or makes one when none was.
func (f *facts) divide(given []*inspectionsv1.AcceptanceSplit, lots []lot) ([]part, error) {
	bare := make([]split.Lot, len(lots))
	for i, l := range lots {
		bare[i] = l.Lot
	}
	if room := split.Room(bare); f.accepted > room {
		return nil, ReasonOverAppropriated.New(money.Told("room", room)...)
	}
	var parts []part
	if len(given) == 0 {
		proposed, err := split.Propose(f.accepted, bare)
		if err != nil {
			return nil, err
		}
		for i, amount := range proposed {
			if amount > 0 {
				parts = append(parts, part{lots[i].id, amount})
			}
		}
		return parts, nil
	}
	amounts, line := make([]money.Fen, len(lots)), make([]int, len(lots))
	seen := map[uuid.UUID]bool{}
	var bad []fault.Violation
	for i, g := range given {
		id := wire.ID(g.AllocationId)
		at := slices.IndexFunc(lots, func(l lot) bool { return l.id == id })
		switch field := fmt.Sprintf("acceptance.splits[%d].allocation_id", i); {
		case at < 0:
			bad = append(bad, ReasonLotUnknown.Field(field))
		case seen[id]:
			bad = append(bad, ReasonLotTwice.Field(field))
		default:
			seen[id] = true
			amounts[at], line[at] = money.Fen(g.AcceptedFen), i
			parts = append(parts, part{id, money.Fen(g.AcceptedFen)})
		}
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	over, missing := split.Wrong(f.accepted, amounts, bare)
	for _, at := range over {
		bad = append(bad, ReasonOverLot.Field(fmt.Sprintf("acceptance.splits[%d].accepted_fen", line[at]), money.Told("room", lots[at].Room())...))
	}
	if missing != 0 {
		bad = append(bad, ReasonSum.Field("acceptance.splits", money.Told("difference", missing)...))
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	return parts, nil
}

// text is a draft for the audit log, without the names of the team and without remarks, which may hold names.
func (f *facts) text(state acceptance.State, parts []part) (string, error) {
	text, err := json.Marshal(struct {
		State      acceptance.State   `json:"state"`
		AcceptedOn calendar.Date      `json:"accepted_on"`
		Team       int                `json:"team_size"`
		Measured   int64              `json:"measured_quantity_milli"`
		Verdict    acceptance.Verdict `json:"verdict"`
		Accepted   money.Fen          `json:"accepted_fen"`
		Splits     []part             `json:"splits,omitempty"`
	}{state, f.acceptedOn, len(f.team), f.measured, f.verdict, f.accepted, parts})
	return string(text), err
}
