package rpc_test

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	_ "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/platform/rpc"
)

// TestSeal makes up services with one method each: a server with a wrong one does not start.
func TestSeal(t *testing.T) {
	officer := []accessv1.Role{accessv1.Role_ROLE_FINANCE_OFFICER}
	for i, c := range []struct {
		rule   *accessv1.Rule
		stream bool
		wrong  string
	}{
		{&accessv1.Rule{Roles: officer, Effect: accessv1.Effect_EFFECT_READ}, false, ""},
		{&accessv1.Rule{Public: true, Effect: accessv1.Effect_EFFECT_OWN}, false, ""},
		{&accessv1.Rule{SignedIn: true, Effect: accessv1.Effect_EFFECT_READ}, false, ""},
		{&accessv1.Rule{Scopes: []string{"funds.read"}, Effect: accessv1.Effect_EFFECT_WRITE, Money: true}, false, ""},
		{nil, false, "has no access rule"},
		{&accessv1.Rule{}, false, "does not say what it does"},
		{&accessv1.Rule{Roles: officer}, false, "does not say what it does"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_READ}, false, "may be called by nobody"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_READ, Scopes: []string{"funds.everything"}}, false, "unknown scope"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_READ, Roles: []accessv1.Role{0}}, false, "names a role that is none"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_READ, Roles: officer, Money: true}, false, "moves money and only reads"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_WRITE, Roles: officer, EtagRequired: true}, false, "requires an etag"},
		{&accessv1.Rule{Effect: accessv1.Effect_EFFECT_READ, Roles: officer}, true, "is a stream"},
	} {
		options := &descriptorpb.MethodOptions{}
		if c.rule != nil {
			proto.SetExtension(options, accessv1.E_Rule, c.rule)
		}
		service := fmt.Sprintf("MadeUp%dService", i)
		file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
			Name: proto.String(service + ".proto"), Package: proto.String("test.v1"), Syntax: proto.String("proto3"),
			Dependency: []string{"zhengcun/funds/v1/receipts.proto"},
			Service: []*descriptorpb.ServiceDescriptorProto{{Name: &service, Method: []*descriptorpb.MethodDescriptorProto{{
				Name: proto.String("Do"), InputType: proto.String(".zhengcun.funds.v1.GetReceiptRequest"), OutputType: proto.String(".zhengcun.funds.v1.Receipt"),
				Options: options, ServerStreaming: &c.stream,
			}}}},
		}, protoregistry.GlobalFiles)
		if err != nil {
			t.Fatal(err)
		}
		if err := protoregistry.GlobalFiles.RegisterFile(file); err != nil {
			t.Fatal(err)
		}
		server := &rpc.Server{}
		server.RegisterService(&grpc.ServiceDesc{ServiceName: "test.v1." + service}, nil)
		err = server.Seal()
		if c.wrong == "" && (err != nil || len(server.Methods()) != 1) || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%v: %v, want %q", c.rule, err, c.wrong)
		}
	}
	server := &rpc.Server{}
	server.RegisterService(&grpc.ServiceDesc{ServiceName: "test.v1.NowhereService"}, nil)
	if err := server.Seal(); err == nil {
		t.Error("a service without a contract")
	}
}
