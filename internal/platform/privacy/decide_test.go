package privacy

import (
	"slices"
	"testing"
)

func TestMask(t *testing.T) {
	for _, test := range []struct {
		class       Class
		value, want string
	}{
		{Public, "千佛塔村", "千佛塔村"},
		{Contact, "13812341234", "138****1234"},
		{Contact, "+8613812341234", "+86****1234"},
		{Contact, "5621234", "****"},
		{Account, "6228481234567895678", "****5678"},
		{Account, "12345678", "****"},
		{Identity, "51340119800101001X", "513*************1X"},
		{Identity, "513401800101001", "513**********01"},
		{Identity, "1234", "****"},
		{Health, "高血压", "****"},
		{Class(99), "secret", "****"},
		{Identity, "", ""}, {Health, "", ""},
	} {
		if got := Mask(test.class, test.value); got != test.want {
			t.Errorf("%v %q: got %q, want %q", test.class, test.value, got, test.want)
		}
	}
	for name, want := range map[string]string{"张三": "张*", "欧阳小芳": "欧***", "阿依·木呷": "阿****", "𠮷三": "𠮷*", "张": "*", "": ""} {
		if got := MaskName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// The whole table, as a person would draw it up: contact, account, identity, health.
func TestDecide(t *testing.T) {
	const c, m, a = Clear, Masked, Absent
	for _, test := range []struct {
		name   string
		viewer Viewer
		want   [4]Visibility
	}{
		{"public", Viewer{}, [4]Visibility{a, a, a, a}},
		{"public that claims much", Viewer{Own: true, Purpose: "x"}, [4]Visibility{a, a, a, a}},
		{"finance_officer", Viewer{Roles: []string{"finance_officer"}}, [4]Visibility{m, c, m, m}},
		{"finance_approver", Viewer{Roles: []string{"finance_approver"}}, [4]Visibility{m, c, m, m}},
		{"cashier", Viewer{Roles: []string{"cashier"}}, [4]Visibility{m, c, m, m}},
		{"poverty_office", Viewer{Roles: []string{"poverty_office"}}, [4]Visibility{c, m, m, m}},
		{"unit", Viewer{Roles: []string{"unit"}}, [4]Visibility{m, m, m, m}},
		{"unit, own", Viewer{Roles: []string{"unit"}, Own: true}, [4]Visibility{c, c, m, m}},
		{"auditor", Viewer{Roles: []string{"auditor"}}, [4]Visibility{m, m, m, m}},
		{"auditor with purpose", Viewer{Roles: []string{"auditor"}, Purpose: "核对"}, [4]Visibility{c, c, c, c}},
		{"leader", Viewer{Roles: []string{"leader"}}, [4]Visibility{m, m, a, m}},
		{"statistics", Viewer{Roles: []string{"statistics"}}, [4]Visibility{m, m, a, m}},
		{"leader with purpose, own", Viewer{Roles: []string{"leader"}, Own: true, Purpose: "x"}, [4]Visibility{m, m, a, m}},
		{"admin with purpose", Viewer{Roles: []string{"admin"}, Purpose: "x"}, [4]Visibility{m, m, m, m}},
		{"unknown role", Viewer{Roles: []string{"nobody"}, Own: true, Purpose: "x"}, [4]Visibility{m, m, m, m}},
		{"two roles", Viewer{Roles: []string{"leader", "cashier", "poverty_office"}}, [4]Visibility{c, c, m, m}},
	} {
		for i, class := range []Class{Contact, Account, Identity, Health} {
			if got := Decide(class, test.viewer); got != test.want[i] {
				t.Errorf("%s, %v: got %d, want %d", test.name, class, got, test.want[i])
			}
		}
		if Decide(Public, test.viewer) != Clear {
			t.Errorf("%s: public is not clear", test.name)
		}
	}
}

// Only the first rule of a role and class would count.
func TestRulesAreUnique(t *testing.T) {
	for i, r := range rules {
		if j := slices.IndexFunc(rules, func(o rule) bool { return o.role == r.role && o.class == r.class }); j != i {
			t.Errorf("%s, %v twice", r.role, r.class)
		}
	}
}

func TestShow(t *testing.T) {
	for viewer, want := range map[string]string{"cashier": "6228481234567895678", "leader": "****5678", "": ""} {
		v := Viewer{Roles: []string{viewer}}
		if viewer == "" {
			v.Roles = nil
		}
		if got := Show(Account, v, "6228481234567895678"); got != want {
			t.Errorf("%q: got %q", viewer, got)
		}
	}
}
