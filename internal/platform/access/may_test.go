package access

import (
	"testing"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/internal/platform/scope"
)

func TestMayIsTheContracts(t *testing.T) {
	person := func(roles ...string) *scope.Viewer { return &scope.Viewer{Kind: scope.Person, Roles: roles} }
	client := &scope.Viewer{Kind: scope.Client, APIScopes: []string{"funds.read"}}
	for _, test := range []struct {
		method string
		viewer *scope.Viewer
		want   bool
	}{
		{projectsv1.ProjectService_ApproveProject_FullMethodName, person("POVERTY_OFFICE"), true},
		{projectsv1.ProjectService_ApproveProject_FullMethodName, person("UNIT", "VILLAGE"), false},
		{projectsv1.ProjectService_StartProject_FullMethodName, person("VILLAGE", "UNIT"), true},
		{projectsv1.ProjectService_GetProject_FullMethodName, client, true},
		{projectsv1.ProjectService_ApproveProject_FullMethodName, client, false},
		{projectsv1.ProjectService_ApproveProject_FullMethodName, nil, false},
		{projectsv1.ProjectService_ApproveProject_FullMethodName, scope.SystemViewer("test"), false},
	} {
		for range 2 { // from the contract, then from memory
			if got := May(test.method, test.viewer); got != test.want {
				t.Errorf("%s by %+v: %v", test.method, test.viewer, got)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a method that does not exist may be called")
		}
	}()
	May("/zhengcun.projects.v1.ProjectService/Steal", person("POVERTY_OFFICE"))
}
