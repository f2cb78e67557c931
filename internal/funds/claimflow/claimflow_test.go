package claimflow

import (
	"testing"

	"pgregory.net/rapid"
)

var allActions = []Action{Submit, AgreeByTownship, CheckByDepartment, AgreeByOffice, Approve, Pay, Return, Reject, ReversePayment}

// Whatever is tried, a claim is paid only when every step before has been taken
// since it was last submitted, in order.
func TestNoStepIsSkipped(t *testing.T) {
	order := []Action{Submit, AgreeByTownship, CheckByDepartment, AgreeByOffice, Approve, Pay}
	rapid.Check(t, func(t *rapid.T) {
		state := Draft
		var since []Action
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			a := rapid.SampledFrom(allActions).Draw(t, "action")
			next, ok := Next(state, a)
			if !ok {
				continue
			}
			if a == Submit {
				since = nil
			}
			if a != Return && a != Reject && a != ReversePayment {
				since = append(since, a)
			}
			state = next
			if state == Paid {
				for i, want := range order {
					if i >= len(since) || since[i] != want {
						t.Fatalf("paid after %v", since)
					}
				}
			}
		}
	})
}

func TestEndedClaimsStayEnded(t *testing.T) {
	for _, a := range allActions {
		if next, ok := Next(Rejected, a); ok {
			t.Errorf("rejected, %s → %s", a, next)
		}
		if next, ok := Next(Paid, a); ok && a != ReversePayment {
			t.Errorf("paid, %s → %s", a, next)
		}
	}
}

func TestOnlyWhoseTurnItIs(t *testing.T) {
	if Turn(Submitted, []string{"CASHIER", "POVERTY_OFFICE"}) || !Turn(Submitted, []string{"TOWNSHIP"}) {
		t.Error("a submitted claim is the township's turn only")
	}
	for _, s := range []State{Draft, Returned, Paid, Rejected} {
		if Turn(s, []string{"TOWNSHIP", "DEPARTMENT", "POVERTY_OFFICE", "FINANCE_APPROVER", "CASHIER"}) {
			t.Errorf("%s is a reviewer's turn", s)
		}
	}
}
