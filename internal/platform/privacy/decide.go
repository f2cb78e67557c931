package privacy

import "slices"

// Visibility of a field. The zero value shows nothing.
type Visibility int

const (
	Absent Visibility = iota // as if there were no value
	Masked
	Clear
)

// Viewer is who looks.
type Viewer struct {
	Roles []string
	// Own says that what is looked at is the viewer's own: the unit's claim, not
	// another unit's. The caller decides.
	Own bool
	// Purpose says why unmasked data is asked for, empty if it is not. The caller
	// writes it into the audit entry that every clear reading leaves.
	Purpose string
}

// rule is what one role sees of one class, under up to one condition.
type rule struct {
	role  string
	class Class
	sees  Visibility
	on    condition
}

type condition int

const (
	always condition = iota
	ifOwn
	withPurpose
)

// rules is the table of exceptions. Whoever is logged in sees everything else
// masked; of several roles the one that sees most counts.
var rules = []rule{
	{"finance_officer", Account, Clear, always},
	{"finance_approver", Account, Clear, always},
	{"cashier", Account, Clear, always},

	{"unit", Contact, Clear, ifOwn},
	{"unit", Account, Clear, ifOwn},

	{"poverty_office", Contact, Clear, always},

	{"auditor", Contact, Clear, withPurpose},
	{"auditor", Account, Clear, withPurpose},
	{"auditor", Identity, Clear, withPurpose},
	{"auditor", Health, Clear, withPurpose},

	{"leader", Identity, Absent, always},
	{"statistics", Identity, Absent, always},
}

// Decide says how a field of this class is shown to the viewer on every way out:
// screens, exports, print. Without any role (the public) only Public is shown.
func Decide(class Class, viewer Viewer) Visibility {
	if class == Public {
		return Clear
	}
	most := Absent
	for _, role := range viewer.Roles {
		most = max(most, decideFor(role, class, viewer))
	}
	return most
}

func decideFor(role string, class Class, viewer Viewer) Visibility {
	i := slices.IndexFunc(rules, func(r rule) bool { return r.role == role && r.class == class })
	if i < 0 {
		return Masked
	}
	switch r := rules[i]; {
	case r.on == ifOwn && !viewer.Own, r.on == withPurpose && viewer.Purpose == "":
		return Masked
	default:
		return r.sees
	}
}

// Show is the value as [Decide] has it.
func Show(class Class, viewer Viewer, value string) string {
	switch Decide(class, viewer) {
	case Clear:
		return value
	case Masked:
		return Mask(class, value)
	default:
		return ""
	}
}
