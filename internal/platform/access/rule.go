// Package access knows who may call which method: it reads the access rule each
// method declares in the contract. A method without one does not start.
package access

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	"zhengcun/internal/platform/scope"
)

// Effects of a method on the data.
const (
	Read  = accessv1.Effect_EFFECT_READ
	Write = accessv1.Effect_EFFECT_WRITE
	Own   = accessv1.Effect_EFFECT_OWN
)

// Scopes an API client may hold.
var Scopes = []string{"funds.read", "funds.write"}

// Method is a method of the contract with its rule.
type Method struct {
	FullName   string // as gRPC calls it: /zhengcun.funds.v1.ClaimService/PayClaim
	Descriptor protoreflect.MethodDescriptor
	Rule       *accessv1.Rule
}

// Methods reads the rules of all services a server has, by full name. It fails
// for a method whose rule is missing or says nothing.
func Methods(services map[string]grpc.ServiceInfo) (map[string]*Method, error) {
	all := map[string]*Method{}
	for name := range services {
		d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
		if err != nil {
			return nil, fmt.Errorf("access: service %s: %w", name, err)
		}
		methods := d.(protoreflect.ServiceDescriptor).Methods()
		for i := range methods.Len() {
			m := methods.Get(i)
			rule, _ := proto.GetExtension(m.Options(), accessv1.E_Rule).(*accessv1.Rule)
			full := fmt.Sprintf("/%s/%s", name, m.Name())
			if m.IsStreamingClient() || m.IsStreamingServer() {
				// Streams would not pass the steps every call goes through.
				return nil, fmt.Errorf("access: %s: is a stream, the contract has none", full)
			}
			if err := complete(rule); err != nil {
				return nil, fmt.Errorf("access: %s: %w", full, err)
			}
			all[full] = &Method{FullName: full, Descriptor: m, Rule: rule}
		}
	}
	return all, nil
}

func complete(r *accessv1.Rule) error {
	if r == nil {
		return fmt.Errorf("has no access rule")
	}
	if r.Effect == accessv1.Effect_EFFECT_UNSPECIFIED {
		return fmt.Errorf("does not say what it does to the data")
	}
	if !r.Public && !r.SignedIn && len(r.Roles)+len(r.Scopes) == 0 {
		return fmt.Errorf("may be called by nobody")
	}
	if slices.Contains(r.Roles, accessv1.Role_ROLE_UNSPECIFIED) {
		return fmt.Errorf("names a role that is none")
	}
	for _, s := range r.Scopes {
		if !slices.Contains(Scopes, s) {
			return fmt.Errorf("names the unknown scope %q", s)
		}
	}
	if r.Money && r.Effect == accessv1.Effect_EFFECT_READ {
		return fmt.Errorf("moves money and only reads")
	}
	return nil
}

// Allows tells whether the viewer may call a method with the rule.
func Allows(r *accessv1.Rule, v *scope.Viewer) bool {
	if r.Public {
		return true
	}
	if v == nil {
		return false
	}
	switch v.Kind {
	case scope.Client:
		return slices.ContainsFunc(r.Scopes, func(s string) bool { return slices.Contains(v.APIScopes, s) })
	case scope.Person:
		return r.SignedIn || slices.ContainsFunc(r.Roles, func(role accessv1.Role) bool { return v.Has(RoleName(role)) })
	default:
		return false // the product itself does not call its own interface
	}
}

// RoleName is the name a role is kept under: POVERTY_OFFICE.
func RoleName(r accessv1.Role) string { return strings.TrimPrefix(r.String(), "ROLE_") }

// RoleOf is the inverse of [RoleName].
func RoleOf(name string) accessv1.Role { return accessv1.Role(accessv1.Role_value["ROLE_"+name]) }
