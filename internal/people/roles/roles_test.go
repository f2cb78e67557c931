package roles_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/people/roles"
)

var kinds = []string{"poverty_office", "finance", "statistics", "department", "township", "village",
	"enterprise", "cooperative", "contractor", "government", "audit", "bank"}

var administrations = []string{roles.Admin, roles.SecurityAdmin, roles.AuditAdmin}

func draw(t *rapid.T) (kind string, held []string) {
	return rapid.SampledFrom(kinds).Draw(t, "kind"), rapid.SliceOf(rapid.SampledFrom(roles.All())).Draw(t, "held")
}

func count(held []string, of ...string) (n int) {
	for _, name := range of {
		if slices.Contains(held, name) {
			n++
		}
	}
	return n
}

func TestWhatIsAllowedKeepsTheDutiesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, held := draw(t)
		if len(roles.Check(kind, held)) > 0 {
			return
		}
		if count(held, administrations...) > 0 && len(roles.Normal(held)) > 1 {
			t.Fatalf("an administration and another role in %v", held)
		}
		if count(held, roles.Cashier, roles.FinanceOfficer, roles.FinanceApprover) > 1 {
			t.Fatalf("two steps of a payment in one hand: %v", held)
		}
		changing := slices.DeleteFunc(roles.All(), func(r string) bool {
			return slices.Contains([]string{roles.Auditor, roles.AuditAdmin, roles.Statistics, roles.Leader}, r)
		})
		if count(held, roles.Auditor) == 1 && count(held, changing...) > 0 {
			t.Fatalf("an auditor who changes data: %v", held)
		}
		for _, name := range held {
			if !roles.Fits(name, kind) {
				t.Fatalf("%s in %s", name, kind)
			}
		}
	})
}

func TestOrderAndRepeatsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, held := draw(t)
		other := append(rapid.Permutation(held).Draw(t, "permutation"), held...)
		if a, b := roles.Check(kind, held), roles.Check(kind, other); !slices.Equal(a, b) {
			t.Fatalf("%v and %v", a, b)
		}
		if !slices.Equal(roles.Normal(held), roles.Normal(other)) {
			t.Fatal("Normal depends on the order")
		}
	})
}

func TestFewerRolesAreNeverWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, held := draw(t)
		if len(held) == 0 {
			return
		}
		if less := roles.Check(kind, held[1:]); len(less) > len(roles.Check(kind, held)) {
			t.Fatalf("%v without %s", less, held[0])
		}
	})
}

func TestAdministrationsDoNoBusiness(t *testing.T) {
	for _, a := range roles.All() {
		for _, b := range administrations {
			if a != b && !roles.Exclude(a, b) {
				t.Errorf("%s with %s", a, b)
			}
		}
	}
	if !roles.Exclude(roles.FinanceOfficer, roles.FinanceApprover) || roles.Exclude(roles.Village, roles.Unit) {
		t.Error("officer with approver, or not village with unit")
	}
}

func TestExcludeIsMutual(t *testing.T) {
	for _, a := range roles.All() {
		for _, b := range roles.All() {
			if roles.Exclude(a, b) != roles.Exclude(b, a) || a == b && roles.Exclude(a, b) {
				t.Errorf("%s and %s", a, b)
			}
		}
	}
}

func TestKinds(t *testing.T) {
	fits := map[string][]string{
		roles.PovertyOffice: {"poverty_office"}, roles.FinanceOfficer: {"finance"}, roles.FinanceApprover: {"finance"}, roles.Cashier: {"finance"},
		roles.Department: {"department"}, roles.Township: {"township"}, roles.Village: {"village"}, roles.Statistics: {"statistics"},
		roles.Auditor: {"audit"}, roles.Leader: {"government"},
		roles.Unit: {"department", "township", "village", "enterprise", "cooperative", "contractor"},
	}
	for _, name := range roles.All() {
		for _, kind := range kinds {
			want := slices.Contains(administrations, name) || slices.Contains(fits[name], kind)
			if got := roles.Fits(name, kind); got != want {
				t.Errorf("%s in %s: %v", name, kind, got)
			}
		}
	}
}

func TestUnknownRole(t *testing.T) {
	if got := roles.Check("finance", []string{"KING"}); !slices.Equal(got, []roles.Objection{{Role: "KING"}}) {
		t.Errorf("%v", got)
	}
	if roles.Label("KING") != "KING" || roles.Label(roles.Cashier) != "出纳 CASHIER" {
		t.Error("labels")
	}
}
