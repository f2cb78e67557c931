package funds

import (
	"context"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/appropriation"
	"zhengcun/ent/payment"
	"zhengcun/ent/predicate"
	"zhengcun/ent/receipt"
	"zhengcun/ent/reversal"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// refuseDecision is why the viewer may not end the request this way; nil when he may.
func refuseDecision(v *scope.Viewer, row *ent.Appropriation, state appropriation.State) error {
	own := row.RequestedBy == v.ID
	switch {
	case row.State != appropriation.StateRequested:
		return ReasonState.New("state", row.State)
	case state == appropriation.StateWithdrawn && !own:
		return ReasonNotRequester.New()
	case state != appropriation.StateWithdrawn && own:
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// appropriationActions are what the viewer may do with the appropriation now.
func appropriationActions(v *scope.Viewer, row *ent.Appropriation, reversed reversedTargets) []string {
	var verbs []string
	for _, d := range []struct {
		verb, method string
		state        appropriation.State
	}{
		{"approve", fundsv1.AppropriationService_ApproveAppropriation_FullMethodName, appropriation.StateApproved},
		{"refuse", fundsv1.AppropriationService_RefuseAppropriation_FullMethodName, appropriation.StateRefused},
		{"withdraw", fundsv1.AppropriationService_WithdrawAppropriation_FullMethodName, appropriation.StateWithdrawn},
	} {
		if access.May(d.method, v) && refuseDecision(v, row, d.state) == nil {
			verbs = append(verbs, d.verb)
		}
	}
	return append(verbs, reversed.actions(v, reversal.TargetAppropriation, row.ID, string(row.State))...)
}

// refuseReversalDecision is why the viewer may not approve or refuse the reversal; nil when he may.
func refuseReversalDecision(v *scope.Viewer, row *ent.Reversal) error {
	switch {
	case row.State != reversal.StateRequested:
		return ReasonState.New("state", row.State)
	case row.RequestedBy == v.ID:
		return projects.ReasonSamePerson.New()
	}
	return nil
}

// reversalActions are what the viewer may do with the reversal now.
func reversalActions(v *scope.Viewer, row *ent.Reversal) []string {
	if refuseReversalDecision(v, row) != nil {
		return nil
	}
	var verbs []string
	for _, d := range []struct{ verb, method string }{
		{"approve", fundsv1.ReversalService_ApproveReversal_FullMethodName},
		{"refuse", fundsv1.ReversalService_RefuseReversal_FullMethodName},
	} {
		if access.May(d.method, v) {
			verbs = append(verbs, d.verb)
		}
	}
	return verbs
}

// reversibleState is the state a record of each kind is reversed from.
var reversibleState = map[reversal.Target]string{
	reversal.TargetReceipt:       string(receipt.StateRecorded),
	reversal.TargetAppropriation: string(appropriation.StateApproved),
	reversal.TargetPayment:       string(payment.StatePaid),
}

// reversedTargets are the records whose reversal was asked for, and was not refused.
type reversedTargets map[uuid.UUID]bool

// reversalsOf finds the reversals of records, for those who may ask for one: others
// need not know.
func reversalsOf(ctx context.Context, records ...uuid.UUID) (reversedTargets, error) {
	if !access.May(fundsv1.ReversalService_CreateReversal_FullMethodName, viewer(ctx)) {
		return nil, nil
	}
	return everyReversalOf(ctx, records...)
}

func everyReversalOf(ctx context.Context, records ...uuid.UUID) (reversedTargets, error) {
	rows, err := db.From(ctx).Reversal.Query().Where(among[predicate.Reversal](reversal.FieldTargetID, records), reversal.StateNEQ(reversal.StateRefused)).All(ctx)
	asked := reversedTargets{}
	for _, row := range rows {
		asked[row.TargetID] = true
	}
	return asked, err
}

// refuse is why nobody may ask for a reversal of the record as it stands; nil when one may.
func (asked reversedTargets) refuse(kind reversal.Target, id uuid.UUID, state string) error {
	switch {
	case state != reversibleState[kind]:
		return ReasonState.New("state", state)
	case asked[id]:
		return ReasonReversalPending.New()
	}
	return nil
}

// actions is `reverse` when the viewer may ask for a reversal of the record now.
func (asked reversedTargets) actions(v *scope.Viewer, kind reversal.Target, id uuid.UUID, state string) []string {
	if !access.May(fundsv1.ReversalService_CreateReversal_FullMethodName, v) || asked.refuse(kind, id, state) != nil {
		return nil
	}
	return []string{"reverse"}
}
