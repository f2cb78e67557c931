package archtest

import (
	"strings"
	"testing"
)

func TestArrowsOfThisTree(t *testing.T) {
	packages, err := ReadPackages(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("no package found")
	}
	for _, violation := range Violations(packages) {
		t.Error(violation)
	}
}

func TestArrows(t *testing.T) {
	const (
		in  = "zhengcun/internal/"
		api = "zhengcun/api/zhengcun/"
	)
	for _, test := range []struct {
		from, to string
		wrong    string // part of the objection; empty when the import is fine
	}{
		{in + "kernel/money", "strconv", ""},
		{in + "kernel/money", in + "kernel/fault", ""},
		{in + "kernel/money", "github.com/google/uuid", "standard library only"},
		{in + "kernel/money", in + "platform/db", "standard library only"},
		{in + "kernel/money", "zhengcun/ent", "standard library only"},

		{in + "platform/db", "zhengcun/ent", ""},
		{in + "platform/audit", "zhengcun/ent/auditentry", ""},
		{in + "platform/scope", "zhengcun/ent/intercept", ""},
		{in + "platform/rpc", "zhengcun/ent", "generated client"},
		{in + "platform/dbtest", "zhengcun/ent", "generated client"},
		{in + "platform/dbtest", "zhengcun/ent/migrate/sqlite", ""},
		{in + "platform/rpc", in + "platform/db", ""},
		{in + "platform/rpc", in + "kernel/fault", ""},
		{in + "platform/rpc", in + "people", "nothing of rooms"},
		{in + "platform/rpc", in + "funds/split", "nothing of rooms"},
		{in + "platform/access", api + "access/v1", ""},
		{in + "platform/access", api + "funds/v1", "room's contract"},
		{in + "platform/gateway", "zhengcun/frontend", "hands the SPA"},
		{in + "platform/gateway", in + "app", "only cmd"},
		{in + "platform/rpc", in + "platform/dbtest", "for tests"},

		{in + "funds", in + "people", ""},
		{in + "funds", in + "projects", ""},
		{in + "funds", in + "platform/db", ""},
		{in + "funds", in + "funds/split", ""},
		{in + "funds", in + "rules/effective", ""},
		{in + "funds", "zhengcun/ent/claim", ""},
		{in + "funds", api + "funds/v1", ""},
		{in + "funds", api + "people/v1", ""},
		{in + "funds", api + "access/v1", ""},
		{in + "funds", "github.com/google/uuid", ""},
		{in + "funds", in + "evaluation", "later room"},
		{in + "funds", in + "evaluation/scoring", "later room"},
		{in + "funds", api + "reports/v1", "later room"},
		{in + "rules", in + "totals", "later room"},
		{in + "people", in + "reports", "later room"},
		{in + "funds", in + "app", "only cmd"},
		{in + "funds", "zhengcun/frontend", "nothing of the SPA"},
		{in + "funds", in + "tools/errordocs", "serve the build"},

		{in + "funds/split", "slices", ""},
		{in + "funds/split", in + "kernel/money", ""},
		{in + "funds/split", in + "funds", "concept package"},
		{in + "funds/split", in + "funds/eligibility", "concept package"},
		{in + "funds/split", "zhengcun/ent", "concept package"},
		{in + "funds/split", "pgregory.net/rapid", "concept package"},

		{in + "reports/export", api + "funds/v1", ""},
		{in + "reports/export", "github.com/xuri/excelize/v2", ""},
		{in + "reports", in + "reports/export", ""},
		{in + "funds", in + "reports/export", "later room"},

		{in + "app", in + "reports", ""},
		{in + "app", "zhengcun/frontend", ""},
		{"zhengcun/cmd/zhengcun", in + "app", ""},
		{"zhengcun/cmd/zhengcun", in + "platform/config", ""},
		{in + "app", "zhengcun/cmd/zhengcun", "nothing imports cmd"},
		{in + "tools/errordocs", in + "app", ""},
		{in + "tools/errordocs", in + "kernel/fault", ""},
		{in + "countytest", in + "platform/dbtest", ""},
		{in + "countytest", in + "ledger", ""},
		{in + "torture", in + "app", ""},
		{in + "app/apptest", in + "app", ""},
		{in + "app/apptest", in + "countytest", ""},
		{in + "app", in + "app/apptest", "for tests"},
		{in + "funds", in + "countytest", "for tests"},
		{in + "tools/migrationdiff", in + "platform/dbtest", ""},

		{"zhengcun/ent/schema", in + "kernel/money", ""},
		{"zhengcun/ent/schema", in + "platform/scope", ""},
		{"zhengcun/ent/schema", in + "people", "nothing of rooms"},
		{"zhengcun/frontend", "embed", ""},
		{"zhengcun/frontend", in + "kernel/fault", "only embeds"},
		{api + "funds/v1", in + "kernel/money", "stands alone"},

		{in + "helpers", "fmt", "no place in the house"},
		{"zhengcun/pkg/util", "fmt", "no place in the house"},
	} {
		got := strings.Join(Violations([]Package{{Path: test.from, Imports: []string{test.to}}}), "\n")
		switch {
		case test.wrong == "" && got != "":
			t.Errorf("%s → %s should be allowed, but: %s", test.from, test.to, got)
		case test.wrong != "" && !strings.Contains(got, test.wrong):
			t.Errorf("%s → %s: want an objection with %q, got %q", test.from, test.to, test.wrong, got)
		}
	}
}
