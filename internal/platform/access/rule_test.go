package access

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	_ "zhengcun/api/zhengcun/files/v1"
	_ "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/inspections/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/plans/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
	_ "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/platform/scope"
)

func contract(t *testing.T) map[string]*Method {
	t.Helper()
	services := map[string]grpc.ServiceInfo{}
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(f.Package()), "zhengcun.") {
			for i := range f.Services().Len() {
				services[string(f.Services().Get(i).FullName())] = grpc.ServiceInfo{}
			}
		}
		return true
	})
	all, err := Methods(services)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d methods", len(all))
	}
	return all
}

// TestAllows is every method of the contract × every role, every scope, and those
// who are nothing: who is let in is who the rule names, and nobody else.
func TestAllows(t *testing.T) {
	for name, m := range contract(t) {
		rule := m.Rule
		for number := range accessv1.Role_name {
			role := accessv1.Role(number)
			v := &scope.Viewer{Kind: scope.Person, Roles: []string{RoleName(role)}}
			if want := rule.Public || rule.SignedIn || slices.Contains(rule.Roles, role); Allows(rule, v) != want {
				t.Errorf("%s as %s: %v", name, role, !want)
			}
			// A role is a person's: a client that claims one has none, nor a scope a person.
			if Allows(rule, &scope.Viewer{Kind: scope.Client, Roles: []string{RoleName(role)}}) != rule.Public {
				t.Errorf("%s as a client in the role %s", name, role)
			}
			if RoleOf(RoleName(role)) != role {
				t.Errorf("%s is not its own name", role)
			}
		}
		for _, s := range append([]string{"", "funds", "funds.*", "FUNDS.READ"}, Scopes...) {
			if want := rule.Public || slices.Contains(rule.Scopes, s); Allows(rule, &scope.Viewer{Kind: scope.Client, APIScopes: []string{s}}) != want {
				t.Errorf("%s with scope %q: %v", name, s, !want)
			}
			if want := rule.Public || rule.SignedIn; Allows(rule, &scope.Viewer{Kind: scope.Person, APIScopes: []string{s}}) != want {
				t.Errorf("%s as a person with scope %q: %v", name, s, !want)
			}
		}
		for what, v := range map[string]*scope.Viewer{"nobody": nil, "the system": scope.SystemViewer("x"), "no kind": {Roles: []string{"ADMIN"}, County: true}} {
			if Allows(rule, v) != rule.Public {
				t.Errorf("%s as %s", name, what)
			}
		}
	}
}

// TestRulesAreSane holds for all rules what the house says of roles.
func TestRulesAreSane(t *testing.T) {
	for name, m := range contract(t) {
		rule := m.Rule
		for _, role := range []accessv1.Role{accessv1.Role_ROLE_AUDITOR, accessv1.Role_ROLE_LEADER, accessv1.Role_ROLE_STATISTICS, accessv1.Role_ROLE_AUDIT_ADMIN} {
			// Showing an account changes nothing but the audit log, which says who looked; checking the log changes nothing at all.
			if rule.Effect != Read && slices.Contains(rule.Roles, role) &&
				!strings.HasSuffix(name, "/RevealClaimPayeeAccount") && !strings.HasSuffix(name, "/CreateAuditVerification") {
				t.Errorf("%s changes things and lets %s in", name, role)
			}
		}
		if slices.Contains(rule.Scopes, "funds.read") && rule.Effect != Read {
			t.Errorf("%s changes things with the scope to read", name)
		}
		if len(rule.Scopes) > 0 && rule.Effect == Own {
			t.Errorf("%s: a client's keys are only kept where the server opens the transaction", name)
		}
		if rule.Public && rule.Effect == Write {
			t.Errorf("%s: nobody has a scope or a key", name)
		}
		if rule.Money && rule.Effect != Write {
			t.Errorf("%s moves money outside of the server's transaction", name)
		}
		reads := false
		for _, verb := range []string{"Get", "List", "Lookup", "Trace", "Download", "View"} {
			reads = reads || strings.HasPrefix(string(m.Descriptor.Name()), verb)
		}
		if reads != (rule.Effect == Read) {
			t.Errorf("%s is %s", name, rule.Effect)
		}
	}
}
