// Package roles knows which roles one person may hold together and in what kind
// of organization. It is the one place that says so.
//
// Sources: the separation of the system's, the security and the audit
// administration (三员分立), none of whom does business; accountant and cashier are
// different people (会计法, and the county rules for reimbursement), and so are who
// prepares a payment and who approves it; who works where is the county's own.
package roles

import "slices"

// Names of the roles, as in the contract without prefix.
const (
	Admin           = "ADMIN"
	SecurityAdmin   = "SECURITY_ADMIN"
	AuditAdmin      = "AUDIT_ADMIN"
	PovertyOffice   = "POVERTY_OFFICE"
	FinanceOfficer  = "FINANCE_OFFICER"
	FinanceApprover = "FINANCE_APPROVER"
	Cashier         = "CASHIER"
	Department      = "DEPARTMENT"
	Unit            = "UNIT"
	Township        = "TOWNSHIP"
	Village         = "VILLAGE"
	Statistics      = "STATISTICS"
	Leader          = "LEADER"
	Auditor         = "AUDITOR"
)

// role is what is known of one role.
type role struct {
	name  string
	label string
	kinds []string // kinds of organizations it is held in; nil for any
	reads bool     // it changes no data
}

// table holds the roles in the order of the contract.
var table = []role{
	{Admin, "系统管理员", nil, false},
	{SecurityAdmin, "安全管理员", nil, false},
	{AuditAdmin, "审计管理员", nil, true},
	{PovertyOffice, "扶贫办", []string{"poverty_office"}, false},
	{FinanceOfficer, "财政经办", []string{"finance"}, false},
	{FinanceApprover, "财政审批", []string{"finance"}, false},
	{Cashier, "出纳", []string{"finance"}, false},
	{Department, "部门", []string{"department"}, false},
	{Unit, "实施单位", []string{"township", "village", "enterprise", "cooperative", "contractor", "department"}, false},
	{Township, "乡镇", []string{"township"}, false},
	{Village, "村", []string{"village"}, false},
	{Statistics, "统计局", []string{"statistics"}, true},
	{Leader, "县领导", []string{"government"}, true},
	{Auditor, "审计局", []string{"audit"}, true},
}

// administrations are held alone.
var administrations = []string{Admin, SecurityAdmin, AuditAdmin}

// finance are the hands a payment goes through; one person holds at most one.
var finance = []string{FinanceOfficer, FinanceApprover, Cashier}

// All returns the names of all roles in the order of the contract.
func All() []string {
	names := make([]string, len(table))
	for i, r := range table {
		names[i] = r.name
	}
	return names
}

// find returns a role by name, or nil.
func find(name string) *role {
	if i := slices.IndexFunc(table, func(r role) bool { return r.name == name }); i >= 0 {
		return &table[i]
	}
	return nil
}

// Label names a role for people of both languages: 出纳 CASHIER.
func Label(name string) string {
	if r := find(name); r != nil {
		return r.label + " " + name
	}
	return name
}

// Objection says why roles cannot be held. It is one of three: the role is not
// known; it does not fit the kind of organization (Misplaced); or it cannot be
// held together with another (Other).
type Objection struct {
	Role      string
	Misplaced bool
	Other     string
}

// SeesCounty tells whether the role sees the business of the whole county.
func SeesCounty(name string) bool {
	return slices.Contains([]string{PovertyOffice, FinanceOfficer, FinanceApprover, Cashier, Statistics, Leader, Auditor}, name)
}

// Fits tells whether a role may be held in an organization of the kind, which is
// the contract's in lower case: poverty_office.
func Fits(name, kind string) bool {
	r := find(name)
	return r != nil && (r.kinds == nil || slices.Contains(r.kinds, kind))
}

// Exclude tells whether one person may not hold both roles.
func Exclude(a, b string) bool {
	if a == b {
		return false
	}
	if slices.Contains(administrations, a) || slices.Contains(administrations, b) {
		return true
	}
	if slices.Contains(finance, a) && slices.Contains(finance, b) {
		return true
	}
	return a == Auditor && changes(b) || b == Auditor && changes(a)
}

func changes(name string) bool {
	r := find(name)
	return r != nil && !r.reads
}

// Check returns everything that speaks against one person of an organization of
// this kind holding all of these roles; nothing when he may. Order and repeats do
// not matter.
func Check(kind string, held []string) []Objection {
	var found []Objection
	held = Normal(held)
	for i, name := range held {
		switch {
		case find(name) == nil:
			found = append(found, Objection{Role: name})
			continue
		case !Fits(name, kind):
			found = append(found, Objection{Role: name, Misplaced: true})
		}
		for _, other := range held[:i] {
			if Exclude(name, other) {
				found = append(found, Objection{Role: name, Other: other})
			}
		}
	}
	return found
}

// Normal returns the roles once each, in the order of the contract, unknown ones last.
func Normal(held []string) []string {
	normal := []string{}
	for _, r := range table {
		if slices.Contains(held, r.name) {
			normal = append(normal, r.name)
		}
	}
	for _, name := range held {
		if find(name) == nil && !slices.Contains(normal, name) {
			normal = append(normal, name)
		}
	}
	return normal
}
