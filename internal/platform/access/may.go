package access

import (
	"fmt"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	"zhengcun/internal/platform/scope"
)

// rules are the access rules that [May] has read, by full name of the method.
var rules sync.Map

// May tells whether the contract lets the viewer call a method, by its full name
// as the generated constants have it. It is for telling callers beforehand what
// they may do; the call itself is checked by the server.
func May(method string, v *scope.Viewer) bool {
	rule, known := rules.Load(method)
	if !known {
		rule, _ = rules.LoadOrStore(method, ruleOf(method))
	}
	return Allows(rule.(*accessv1.Rule), v)
}

// ruleOf reads the rule of a method that there must be.
func ruleOf(method string) *accessv1.Rule {
	name := strings.ReplaceAll(strings.TrimPrefix(method, "/"), "/", ".")
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		panic(fmt.Sprintf("access: there is no method %q", method))
	}
	rule, _ := proto.GetExtension(d.Options(), accessv1.E_Rule).(*accessv1.Rule)
	if err := complete(rule); err != nil {
		panic(fmt.Sprintf("access: %s: %v", method, err))
	}
	return rule
}
