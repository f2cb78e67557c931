package funds

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/claim"
	"zhengcun/ent/claimstep"
	"zhengcun/ent/predicate"
	"zhengcun/internal/funds/claimflow"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// claimPart is the part a person has had in a claim, as far as it decides what
// the person may still do with it.
type claimPart struct {
	acted    map[int]bool // the rounds the person has acted in
	made     bool         // drafted, changed or submitted it, in whatever round
	reminded bool         // it has been urged today, by whomever
}

// claimParts are the person's parts in the claims, by one query.
func (r *Room) claimParts(ctx context.Context, person uuid.UUID, claims ...uuid.UUID) (map[uuid.UUID]claimPart, error) {
	steps, err := db.From(ctx).ClaimStep.Query().Where(among[predicate.ClaimStep](claimstep.FieldClaimID, claims),
		claimstep.Or(claimstep.ActorID(person), claimstep.ActionEQ(claimstep.ActionRemind))).All(ctx)
	return r.partsIn(person, steps), err
}

// partsIn reads the person's parts from the steps of claims.
func (r *Room) partsIn(person uuid.UUID, steps []*ent.ClaimStep) map[uuid.UUID]claimPart {
	today := calendar.Today(r.clock)
	parts := map[uuid.UUID]claimPart{}
	for _, st := range steps {
		part := parts[st.ClaimID]
		if st.Action == claimstep.ActionRemind && calendar.DateOf(st.CreateTime) == today {
			part.reminded = true
		}
		if st.ActorID != nil && *st.ActorID == person {
			switch st.Action {
			case claimstep.ActionDraft, claimstep.ActionEdit, claimstep.ActionSubmit:
				part.made = true
			}
			if st.Acted {
				if part.acted == nil {
					part.acted = map[int]bool{}
				}
				part.acted[st.Round] = true
			}
		}
		parts[st.ClaimID] = part
	}
	return parts
}

// refuseOnClaim is why the viewer, with this part in the claim, may not do this with
// it as it stands; nil when he may. Roles are the contract's and are checked before,
// money is in the books and is checked after.
func refuseOnClaim(v *scope.Viewer, row *ent.Claim, action claimflow.Action, part claimPart) error {
	if _, ok := claimflow.Next(claimflow.State(row.State), action); !ok {
		return ReasonState.New("state", row.State)
	}
	if claimflow.OfUnit(action) {
		if row.UnitID != v.Unit {
			return projects.ReasonOtherUnit.New()
		}
		if action == claimflow.Remind && part.reminded {
			return ReasonRemindedToday.New()
		}
	} else if !claimTurn(v, row) {
		return ReasonNotYourTurn.New()
	}
	// A maker does not review, in whatever round he made it.
	if claimflow.Counts(action) && (part.acted[round(row, action)] || part.made && action != claimflow.Submit) {
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// claimTurn tells whether the claim waits for somebody in the viewer's place: of
// the township, or of the leading department, of its project.
func claimTurn(v *scope.Viewer, row *ent.Claim) bool {
	if !claimflow.Turn(claimflow.State(row.State), v.Roles) {
		return false
	}
	switch row.State {
	case claim.StateSubmitted:
		return slices.Contains(v.Villages, row.VillageID)
	case claim.StateTownshipAgreed:
		return row.DepartmentID != nil && *row.DepartmentID == v.Department
	default:
		return true
	}
}

// round is the round an action belongs to: a claim that has been submitted before,
// and so has its number, begins a new one when it is submitted again.
func round(row *ent.Claim, action claimflow.Action) int {
	if action == claimflow.Submit && row.Number != nil {
		return row.Round + 1
	}
	return row.Round
}

// claimVerbs are the actions on a claim as allowed_actions names them, with their methods.
var claimVerbs = []struct {
	verb, method string
	action       claimflow.Action
}{
	{"edit", fundsv1.ClaimService_UpdateClaim_FullMethodName, claimflow.Edit},
	{"setPapers", fundsv1.ClaimService_SetClaimPapers_FullMethodName, claimflow.Edit},
	{"submit", fundsv1.ClaimService_SubmitClaim_FullMethodName, claimflow.Submit},
	{"withdraw", fundsv1.ClaimService_WithdrawClaim_FullMethodName, claimflow.Withdraw},
	{"remind", fundsv1.ClaimService_RemindClaim_FullMethodName, claimflow.Remind},
	{"agreeByTownship", fundsv1.ClaimService_AgreeClaimByTownship_FullMethodName, claimflow.AgreeByTownship},
	{"checkByDepartment", fundsv1.ClaimService_CheckClaimByDepartment_FullMethodName, claimflow.CheckByDepartment},
	{"agreeByOffice", fundsv1.ClaimService_AgreeClaimByOffice_FullMethodName, claimflow.AgreeByOffice},
	{"approve", fundsv1.ClaimService_ApproveClaim_FullMethodName, claimflow.Approve},
	{"return", fundsv1.ClaimService_ReturnClaim_FullMethodName, claimflow.Return},
	{"reject", fundsv1.ClaimService_RejectClaim_FullMethodName, claimflow.Reject},
	{"pay", fundsv1.PaymentService_CreatePayment_FullMethodName, claimflow.Pay},
}

// claimActions are what the viewer may do with the claim now, role included, by
// the verbs of the contract.
func claimActions(v *scope.Viewer, row *ent.Claim, p *ent.Project, part claimPart) []string {
	var verbs []string
	for _, c := range claimVerbs {
		if c.action == claimflow.Edit && refuseClaims(p) != nil {
			continue
		}
		if access.May(c.method, v) && refuseOnClaim(v, row, c.action, part) == nil {
			verbs = append(verbs, c.verb)
		}
	}
	if access.May(fundsv1.ClaimService_RevealClaimPayeeAccount_FullMethodName, v) && mayReveal(v, row, "asked before") {
		verbs = append(verbs, "revealPayeeAccount")
	}
	return verbs
}

// mayReveal tells whether the viewer may see the payee's account in clear for the purpose.
func mayReveal(v *scope.Viewer, row *ent.Claim, purpose string) bool {
	roles := make([]string, len(v.Roles))
	for i, role := range v.Roles {
		roles[i] = strings.ToLower(role)
	}
	looks := privacy.Viewer{Roles: roles, Own: row.UnitID == v.Unit, Purpose: purpose}
	return privacy.Decide(privacy.Account, looks) == privacy.Clear
}
