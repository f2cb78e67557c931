package claimflow

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever is tried, a claim is paid only when every step before has been taken
// since it was last submitted, in order.
func TestNoStepIsSkipped(t *testing.T) {
	order := []Action{Submit, AgreeByTownship, CheckByDepartment, AgreeByOffice, Approve, Pay}
	rapid.Check(t, func(t *rapid.T) {
		state := Draft
		var since []Action
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			a := rapid.SampledFrom(Actions).Draw(t, "action")
			next, ok := Next(state, a)
			if !ok {
				continue
			}
			if a == Submit {
				since = nil
			}
			if Counts(a) {
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
	for _, a := range Actions {
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

// Taking back and urging help nobody around a step: a claim taken back is a draft
// that goes all the way, and one that was urged is where it was.
func TestWithdrawingAndUrging(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := Draft
		var acted []Action // since it was last with the unit
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			a := rapid.SampledFrom(Actions).Draw(t, "action")
			next, ok := Next(state, a)
			if a == Remind && ok != Waits(state) {
				t.Fatalf("%s, urged: %v", state, ok)
			}
			if !ok {
				continue
			}
			switch a {
			case Withdraw:
				if len(acted) != 1 || acted[0] != Submit || next != Draft {
					t.Fatalf("taken back to %s after %v", next, acted)
				}
			case Remind, Edit:
				if next != state {
					t.Fatalf("%s, %s → %s", state, a, next)
				}
			}
			if Counts(a) {
				acted = append(acted, a)
			}
			if state = next; state == Draft || state == Returned {
				acted = nil
			}
			if _, editable := Next(state, Edit); editable == Waits(state) && state != Paid && state != Rejected {
				t.Fatalf("%s: editable %v while it waits %v", state, editable, Waits(state))
			}
		}
	})
}

func TestTheUnitsOwn(t *testing.T) {
	for _, a := range Actions {
		for _, s := range []State{Draft, Submitted, TownshipAgreed, DepartmentChecked, OfficeAgreed, FinanceApproved, Paid, Returned, Rejected} {
			if _, ok := Next(s, a); ok && (s == Draft || s == Returned) && !OfUnit(a) {
				t.Errorf("a claim with its unit: %s by somebody else", a)
			}
		}
		if OfUnit(a) && Counts(a) && a != Submit {
			t.Errorf("%s counts as acting", a)
		}
	}
}
