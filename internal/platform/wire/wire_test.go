package wire

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	_ "zhengcun/api/zhengcun/inspections/v1"
	_ "zhengcun/api/zhengcun/people/v1"
	_ "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent/migrate"
)

// enums are the tables' enumerated columns and the contract's names for the same;
// what is not told outside has none.
var enums = map[string]protoreflect.FullName{
	"acceptances.state": "zhengcun.inspections.v1.AcceptanceState", "acceptances.verdict": "zhengcun.inspections.v1.Verdict",
	"appropriations.state": "zhengcun.funds.v1.AppropriationState", "appropriations.share": "zhengcun.funds.v1.Share",
	"channels.kind": "zhengcun.funds.v1.ChannelKind", "claims.kind": "zhengcun.funds.v1.ClaimKind", "claims.state": "zhengcun.funds.v1.ClaimState",
	"claim_steps.action": "zhengcun.funds.v1.ClaimAction", "document_conflicts.refused_source": "zhengcun.funds.v1.DocumentSource",
	"issuers.level": "zhengcun.funds.v1.IssuerLevel", "organizations.kind": "zhengcun.people.v1.OrganizationKind",
	"payments.state": "zhengcun.funds.v1.PaymentState", "projects.state": "zhengcun.projects.v1.ProjectState",
	"projects.pillar": "zhengcun.projects.v1.Pillar", "projects.benefit": "zhengcun.projects.v1.Benefit", "project_steps.action": "zhengcun.projects.v1.ProjectAction",
	"project_types.pillar": "zhengcun.projects.v1.Pillar",
	"receipts.state":       "zhengcun.funds.v1.ReceiptState", "regions.level": "zhengcun.people.v1.RegionLevel",
	"retention_defects.state": "zhengcun.funds.v1.RetentionDefectState",
	"reversals.target":        "zhengcun.funds.v1.ReversalTarget", "reversals.state": "zhengcun.funds.v1.ReversalState",
	"fiscal_year_changes.kind": "zhengcun.funds.v1.FiscalYearChangeKind", "fiscal_year_changes.state": "zhengcun.funds.v1.FiscalYearChangeState",
	"fund_documents.kind": "zhengcun.funds.v1.DocumentKind", "progress_reports.quality": "zhengcun.projects.v1.WorkQuality",
	"project_changes.kind": "zhengcun.projects.v1.ProjectChangeKind", "project_changes.state": "zhengcun.projects.v1.ProjectChangeState",
	"fund_rules.kind": "", "files.subject": "zhengcun.files.v1.FileSubject",
}

// TestEnumsOfTheTables: every value a table may hold has its name in the contract,
// or it would come out as "not stated", and the other way round.
func TestEnumsOfTheTables(t *testing.T) {
	for _, table := range migrate.Tables {
		for _, c := range table.Columns {
			if len(c.Enums) == 0 {
				continue
			}
			column := table.Name + "." + c.Name
			name, known := enums[column]
			if !known {
				t.Errorf("%s: say here which enum of the contract it is", column)
			}
			if name == "" {
				continue
			}
			d, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
			if err != nil {
				t.Fatal(err)
			}
			values := d.(protoreflect.EnumDescriptor).Values()
			there := map[string]bool{}
			for _, text := range c.Enums {
				there[text] = true
			}
			for i := range values.Len() {
				text := fromName(d.(protoreflect.EnumDescriptor), values.Get(i))
				if values.Get(i).Number() != 0 && !there[text] {
					t.Errorf("%s has no %q for %s", column, text, values.Get(i).Name())
				}
				delete(there, text)
			}
			for text := range there {
				t.Errorf("%s: %q has no name in %s", column, text, name)
			}
		}
	}
}

func TestEnums(t *testing.T) {
	type text string
	for number := range fundsv1.ClaimState_name {
		state := fundsv1.ClaimState(number)
		if got := ToEnum[fundsv1.ClaimState](FromEnum[text](state)); got != state {
			t.Errorf("%v became %v", state, got)
		}
	}
	if got := ToEnum[fundsv1.ClaimState](text("finance_approved")); got != fundsv1.ClaimState_CLAIM_STATE_FINANCE_APPROVED {
		t.Error(got)
	}
	if ToEnum[fundsv1.ClaimState](text("nonsense")) != 0 || ToEnum[fundsv1.ClaimState](text("")) != 0 || FromEnum[text](fundsv1.ClaimState(99)) != "" {
		t.Error("nonsense means something")
	}
}

func TestEtags(t *testing.T) {
	for _, v := range []int{1, 2, 1 << 40} {
		if Version(Etag(v)) != v {
			t.Error(v)
		}
	}
	for _, etag := range []string{"", "x", "*", "1.0", "99999999999999999999999", "０", " 1"} {
		if v := Version(etag); v != 0 {
			t.Errorf("%q is version %d", etag, v)
		}
	}
}

func TestIDs(t *testing.T) {
	id := uuid.New()
	if ID(id.String()) != id || *MaybeID(id.String()) != id || MaybeID("") != nil || IDText(nil) != "" || IDText(&id) != id.String() || ID("x") != uuid.Nil {
		t.Error("ids")
	}
	at := time.Date(2026, 3, 1, 8, 0, 0, 123000, time.UTC)
	if !Time(at).AsTime().Equal(at) {
		t.Error("times")
	}
}
