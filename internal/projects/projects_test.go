package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	accessv1 "zhengcun/api/zhengcun/access/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects/lifecycle"
)

func TestCreateAndGet(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		first := f.create(nil)
		if first.Number != "XM2026-00001" || first.State != projectsv1.ProjectState_PROJECT_STATE_LISTED || first.VillageName != "一村" ||
			first.TownshipName != "近镇" || first.ScaleUnit != "公里" || first.Pillar != projectsv1.Pillar_PILLAR_VILLAGE_WORKS ||
			first.UnitName != "单位 unit" || first.DepartmentName != "单位 transport" || first.Etag != "1" || first.Money == nil ||
			first.ListerName != f.office.Name || first.ApproverName != "" {
			t.Errorf("created %v", first)
		}
		second := f.create(func(p *projectsv1.Project) {
			p.DepartmentId, p.RegionCode, p.TypeCode = "", residentsCode, "labour_training"
		})
		if second.Number != "XM2026-00002" || second.DepartmentId != "" || second.Pillar != projectsv1.Pillar_PILLAR_LABOUR_TRAINING {
			t.Errorf("created %v", second)
		}
		got := must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: first.Id})
		if !proto.Equal(got, first) {
			t.Errorf("got %v, created %v", got, first)
		}
		for what, test := range map[string]struct {
			change func(p *projectsv1.Project)
			reason *fault.Reason
			fields string
		}{
			"county":           {func(p *projectsv1.Project) { p.RegionCode = "340828000000" }, ReasonNoVillage, "region_code"},
			"virtual":          {func(p *projectsv1.Project) { p.RegionCode = virtualCode }, ReasonNoVillage, "region_code"},
			"no such region":   {func(p *projectsv1.Project) { p.RegionCode = "340828999999" }, people.ReasonRegionUnknown, "region_code"},
			"no such type":     {func(p *projectsv1.Project) { p.TypeCode = "castle" }, ReasonTypeUnknown, "type_code"},
			"no such bodies":   {func(p *projectsv1.Project) { p.UnitId, p.DepartmentId = uuid.NewString(), uuid.NewString() }, people.ReasonOrganizationUnknown, "unit_id department_id"},
			"wrong unit":       {func(p *projectsv1.Project) { p.UnitId = f.bank.ID.String() }, people.ReasonOrganizationKind, "unit_id"},
			"wrong department": {func(p *projectsv1.Project) { p.DepartmentId = f.unit.ID.String() }, people.ReasonOrganizationKind, "department_id"},
			"days":             {func(p *projectsv1.Project) { p.EndDate = "2026-02-28" }, ReasonDaysOrder, "end_date"},
		} {
			p := f.road()
			test.change(p)
			_, err := call(f, f.office, f.s.CreateProject, &projectsv1.CreateProjectRequest{Project: p})
			fields := strings.Fields(test.fields)
			for i := range fields {
				fields[i] = "project." + fields[i]
			}
			wants(t, what, err, test.reason, fields...)
		}
		// Refused ones used no number up.
		if third := f.create(nil); third.Number != "XM2026-00003" {
			t.Errorf("after refusals: %s", third.Number)
		}
	})
}

func TestUpdateWhileListed(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p := f.create(nil)
		update := func(v *scope.Viewer, etag string, change func(p *projectsv1.Project), paths ...string) (*projectsv1.Project, error) {
			in := &projectsv1.Project{Id: p.Id, Etag: etag}
			change(in)
			return call(f, v, f.s.UpdateProject, &projectsv1.UpdateProjectRequest{Project: in, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		changed, err := update(f.chief, "1", func(p *projectsv1.Project) { p.Name, p.UnitId, p.BudgetFen = "新名", f.otherUnit.ID.String(), 5 }, "name", "unit_id", "department_id")
		if err != nil {
			t.Fatal(err)
		}
		if changed.Name != "新名" || changed.UnitId != f.otherUnit.ID.String() || changed.DepartmentId != "" || changed.BudgetFen != p.BudgetFen || changed.Etag != "2" {
			t.Errorf("changed to %v", changed)
		}
		// What stays is checked together with what changes.
		_, err = update(f.office, "2", func(p *projectsv1.Project) { p.StartDate = "2027-01-01" }, "start_date")
		wants(t, "start after end", err, ReasonDaysOrder, "project.end_date")
		_, err = update(f.office, "1", func(p *projectsv1.Project) { p.Name = "旧" }, "name")
		wants(t, "stale", err, wire.ReasonStale)
		// Who changed it last counts as its maker.
		_, err = call(f, f.chief, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: "2"})
		wants(t, "own change", err, ReasonSamePerson)
		must(f, f.office, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: "2"})
		_, err = update(f.office, "3", func(p *projectsv1.Project) { p.Name = "旧" }, "name")
		wants(t, "approved", err, ReasonNotListed)
		_, err = update(f.office, "2", func(p *projectsv1.Project) { p.Name = "旧" }, "name")
		wants(t, "stale wins over state", err, wire.ReasonStale)
	})
}

func TestLifeOfAProject(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p := f.create(nil)
		_, err := call(f, f.office, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag})
		wants(t, "by the one who listed it", err, ReasonSamePerson)
		_, err = call(f, f.builder, f.s.StartProject, &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag})
		wants(t, "start before approval", err, ReasonNotApproved)
		approved := f.approve(p)
		if approved.ListerName != f.office.Name || approved.ApproverName != f.chief.Name {
			t.Errorf("listed by %q, approved by %q", approved.ListerName, approved.ApproverName)
		}
		_, err = call(f, f.chief, f.s.ApproveProject, &projectsv1.ApproveProjectRequest{Id: p.Id, Etag: p.Etag})
		wants(t, "approve again from an old page", err, wire.ReasonStale)
		_, err = call(f, f.builder, f.s.CompleteProject, &projectsv1.CompleteProjectRequest{Id: p.Id, Etag: approved.Etag})
		wants(t, "complete before start", err, ReasonNotBegun)
		_, err = call(f, f.township, f.s.StartProject, &projectsv1.StartProjectRequest{Id: p.Id, Etag: approved.Etag})
		wants(t, "start by another unit that sees it", err, ReasonOtherUnit)
		done := f.complete(f.start(approved))
		if done.State != projectsv1.ProjectState_PROJECT_STATE_COMPLETED || done.Etag != "4" {
			t.Errorf("completed: %v", done)
		}
		_, err = call(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: p.Id, Etag: done.Etag, Reason: "x"})
		wants(t, "cancel a completed one", err, ReasonNotCancellable)

		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			id := uuid.MustParse(p.Id)
			row, err := Lock(ctx, id)
			if err != nil {
				return err
			}
			acceptance := acceptanceOf(ctx, row)
			wants(t, "reopen what is not accepted", ReopenAfterRevocation(ctx, row, acceptance, "x"), ReasonNotAccepted)
			if err := MarkAccepted(ctx, row, acceptance); err != nil {
				return err
			}
			if row, err = Get(ctx, id); err != nil || row.State != project.StateAccepted || MayReceiveMoney(row.State) {
				t.Errorf("accepted: %v, %v", row, err)
			}
			wants(t, "accept again", MarkAccepted(ctx, row, acceptance), ReasonNotCompleted)
			if err := ReopenAfterRevocation(ctx, row, acceptance, "x"); err != nil {
				return err
			}
			if row, err = Get(ctx, id); err != nil || row.State != project.StateCompleted || !MayReceiveMoney(row.State) || row.Version != 6 {
				t.Errorf("reopened: %v, %v", row, err)
			}
			return nil
		})
	})
}

func TestCancelOnlyWithoutMoney(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		p := f.approve(f.create(nil))
		cancel := func() (*projectsv1.Project, error) {
			return call(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: p.Id, Etag: p.Etag, Reason: "村民不同意"})
		}
		_, request := f.fund(p.Id, 500, false)
		_, err := cancel()
		wants(t, "requested", err, ReasonHasMoney)
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			return ledger.VoidAppropriation(ctx, db.From(ctx), request, booking())
		})
		f.fund(p.Id, 500, true)
		_, err = cancel()
		wants(t, "appropriated", err, ReasonHasMoney)

		other := f.create(nil)
		cancelled := must(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: other.Id, Etag: other.Etag, Reason: "重复"})
		if cancelled.State != projectsv1.ProjectState_PROJECT_STATE_CANCELLED || cancelled.CancelReason != "重复" {
			t.Errorf("cancelled: %v", cancelled)
		}
	})
}

func TestOnlyTheViewersProjects(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		mine := f.create(nil)
		second := f.create(func(p *projectsv1.Project) { p.RegionCode, p.UnitId = secondCode, f.otherUnit.ID.String() })
		far := f.create(func(p *projectsv1.Project) {
			p.RegionCode, p.UnitId, p.DepartmentId = farCode, f.otherUnit.ID.String(), ""
		})
		far2 := f.create(func(p *projectsv1.Project) { p.RegionCode, p.DepartmentId = farCode, "" })
		for i, p := range []*projectsv1.Project{mine, second, far, far2} {
			f.fund(p.Id, money.Fen(1000*(i+1)), true)
		}
		all := []*projectsv1.Project{mine, second, far, far2}
		for name, test := range map[string]struct {
			viewer *scope.Viewer
			sees   []*projectsv1.Project
			money  int64
		}{
			"office":     {f.office, all, 10000},
			"village":    {f.village, []*projectsv1.Project{mine}, 1000},
			"builder":    {f.builder, []*projectsv1.Project{mine, far2}, 5000},
			"township":   {f.township, []*projectsv1.Project{mine, second, far}, 6000},
			"department": {f.transport1, []*projectsv1.Project{mine, second}, 3000},
			"nobody":     {&scope.Viewer{Kind: scope.Person, ID: uuid.New()}, nil, 0},
		} {
			list := must(f, test.viewer, f.s.ListProjects, &projectsv1.ListProjectsRequest{})
			if int(list.TotalSize) != len(test.sees) || len(list.Projects) != len(test.sees) || list.Totals.AppropriatedFen != test.money {
				t.Errorf("%s sees %d (%d) with %v", name, len(list.Projects), list.TotalSize, list.Totals)
			}
			for _, p := range all {
				_, err := call(f, test.viewer, f.s.GetProject, &projectsv1.GetProjectRequest{Id: p.Id})
				if slices.Contains(test.sees, p) {
					if err != nil {
						t.Errorf("%s: own %s: %v", name, p.Number, err)
					}
					continue
				}
				wants(t, name+": foreign "+p.Number, err, fault.ReasonNotFound)
				_, err = call(f, test.viewer, f.s.StartProject, &projectsv1.StartProjectRequest{Id: p.Id, Etag: p.Etag})
				wants(t, name+": start foreign "+p.Number, err, fault.ReasonNotFound)
			}
		}
		// What is not the viewer's cannot be created either, whatever role the platform let through.
		if _, err := call(f, f.village, f.s.CreateProject, &projectsv1.CreateProjectRequest{Project: &projectsv1.Project{
			Name: "x", RegionCode: farCode, TypeCode: "road", Benefit: projectsv1.Benefit_BENEFIT_VILLAGE, PlannedQuantityMilli: 1,
			UnitId: f.unit.ID.String(), BudgetFen: 1, StartDate: "2026-01-01", EndDate: "2026-01-01",
		}}); err == nil {
			t.Error("a village has listed a project of another village")
		}
	})
}

func TestListFiltersOrdersAndTotals(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		var all []*projectsv1.Project
		for i := range 7 {
			all = append(all, f.create(func(p *projectsv1.Project) {
				p.Name = fmt.Sprintf("项目%c", 'g'-rune(i))
				p.BudgetFen = int64(1000 - i%3) // some are equal, so the id decides
				p.EndDate = fmt.Sprintf("2026-12-%02d", 10+i/2)
				if i%2 == 1 {
					p.RegionCode, p.TypeCode = farCode, "biogas"
				}
				if i == 6 {
					p.UnitId, p.DepartmentId, p.TypeCode = f.otherUnit.ID.String(), "", "labour_training"
				}
			}))
		}
		approved := f.approve(all[2])
		lot, _ := f.fund(all[0].Id, 1000, true)
		f.fund(all[0].Id, 300, true)
		f.fund(all[1].Id, 70, false)
		f.do(f.office, func(ctx context.Context) error {
			tx := db.From(ctx)
			db.Audit(ctx, audit.Entry{Action: "test"})
			advance := booking()
			if err := ledger.HoldAdvance(ctx, tx, lot, 200, advance); err != nil {
				return err
			}
			if err := ledger.SettlePayment(ctx, tx, advance.ID, booking()); err != nil {
				return err
			}
			if err := ledger.Accept(ctx, tx, lot, 900, booking()); err != nil {
				return err
			}
			return ledger.HoldPayment(ctx, tx, lot, 150, 50, booking())
		})
		number := func(p *projectsv1.Project) string { return p.Number[len(p.Number)-1:] }
		walk := func(req *projectsv1.ListProjectsRequest) (numbers string, last *projectsv1.ListProjectsResponse) {
			for {
				last = must(f, f.office, f.s.ListProjects, req)
				for _, p := range last.Projects {
					numbers += number(p)
				}
				if req.PageToken = last.NextPageToken; req.PageToken == "" {
					return numbers, last
				}
			}
		}
		for _, test := range []struct {
			req  *projectsv1.ListProjectsRequest
			want string
		}{
			{&projectsv1.ListProjectsRequest{}, "1234567"},
			{&projectsv1.ListProjectsRequest{PageSize: 2, OrderBy: "number desc"}, "7654321"},
			{&projectsv1.ListProjectsRequest{PageSize: 3, OrderBy: "name"}, "7654321"},
			{&projectsv1.ListProjectsRequest{PageSize: 1, OrderBy: "end_date"}, "1234567"},
			{&projectsv1.ListProjectsRequest{PageSize: 2, OrderBy: "budget_fen"}, "3625147"},
			{&projectsv1.ListProjectsRequest{PageSize: 2, OrderBy: "budget_fen desc"}, "7415263"},
			{&projectsv1.ListProjectsRequest{RegionCode: "340828101000"}, "246"},
			{&projectsv1.ListProjectsRequest{RegionCode: villageCode}, "1357"},
			{&projectsv1.ListProjectsRequest{RegionCode: "340828000000"}, "1234567"},
			{&projectsv1.ListProjectsRequest{State: projectsv1.ProjectState_PROJECT_STATE_APPROVED}, "3"},
			{&projectsv1.ListProjectsRequest{Pillar: projectsv1.Pillar_PILLAR_LABOUR_TRAINING}, "7"},
			{&projectsv1.ListProjectsRequest{TypeCode: "biogas"}, "246"},
			{&projectsv1.ListProjectsRequest{UnitId: f.otherUnit.ID.String()}, "7"},
			{&projectsv1.ListProjectsRequest{DepartmentId: f.transport.ID.String()}, "123456"},
			{&projectsv1.ListProjectsRequest{Query: "目C"}, "5"},
			{&projectsv1.ListProjectsRequest{Query: "xm2026-0000"}, "1234567"},
			{&projectsv1.ListProjectsRequest{Query: "%"}, ""},
		} {
			if got, last := walk(test.req); got != test.want || int(last.TotalSize) != len(test.want) {
				t.Errorf("%v: %s (%d), want %s", test.req, got, last.TotalSize, test.want)
			}
		}
		_, err := call(f, f.office, f.s.ListProjects, &projectsv1.ListProjectsRequest{TypeCode: "castle"})
		wants(t, "no such type", err, ReasonTypeUnknown, "type_code")

		// Totals are of all that match, on whatever page; a project without money changes nothing.
		want := &projectsv1.ProjectMoney{RequestedFen: 70, AppropriatedFen: 1300, AcceptedFen: 900, HeldFen: 150, PaidFen: 200, AdvanceFen: 150}
		if _, last := walk(&projectsv1.ListProjectsRequest{PageSize: 2}); !proto.Equal(last.Totals, want) {
			t.Errorf("totals %v", last.Totals)
		}
		if _, last := walk(&projectsv1.ListProjectsRequest{RegionCode: farCode}); !proto.Equal(last.Totals, &projectsv1.ProjectMoney{RequestedFen: 70}) {
			t.Errorf("totals of the far village %v", last.Totals)
		}
		if _, last := walk(&projectsv1.ListProjectsRequest{State: approved.State}); !proto.Equal(last.Totals, &projectsv1.ProjectMoney{}) {
			t.Errorf("totals of a project without money %v", last.Totals)
		}
		// By fiscal year: only projects with money of the year, and only that money, on the lines as in the totals.
		f.fundOf(2025, all[0].Id, 11, true)
		f.fundOf(2025, all[4].Id, 5, true)
		for _, test := range []struct {
			year         int32
			list         string
			total, first int64
		}{{2025, "15", 16, 11}, {2026, "12", 1300, 1300}, {2024, "", 0, 0}} {
			got, last := walk(&projectsv1.ListProjectsRequest{FiscalYear: test.year})
			if got != test.list || last.Totals.AppropriatedFen != test.total || len(last.Projects) > 0 && last.Projects[0].Money.AppropriatedFen != test.first {
				t.Errorf("money of %d: %s, %v", test.year, got, last.Totals)
			}
		}
		want.AppropriatedFen += 11
		one := must(f, f.office, f.s.GetProject, &projectsv1.GetProjectRequest{Id: all[0].Id})
		want.RequestedFen = 0
		if !proto.Equal(one.Money, want) {
			t.Errorf("money of one %v", one.Money)
		}
	})
}

func TestListProjectTypes(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	list := must(f, f.village, f.s.ListProjectTypes, &projectsv1.ListProjectTypesRequest{})
	if len(list.ProjectTypes) < 15 || list.ProjectTypes[0].Code != "road" || list.ProjectTypes[0].ScaleUnit != "公里" {
		t.Errorf("types %v", list.ProjectTypes)
	}
}

// TestRolesAreTheContracts compares who makes a move by the lifecycle with who may call its method.
func TestRolesAreTheContracts(t *testing.T) {
	methods := projectsv1.File_zhengcun_projects_v1_projects_proto.Services().ByName("ProjectService").Methods()
	for move, name := range map[lifecycle.Move]string{
		lifecycle.Approve: "ApproveProject", lifecycle.Start: "StartProject", lifecycle.Complete: "CompleteProject", lifecycle.Cancel: "CancelProject",
	} {
		for i := range methods.Len() {
			m := methods.Get(i)
			if string(m.Name()) != name {
				continue
			}
			rule, _ := proto.GetExtension(m.Options(), accessv1.E_Rule).(*accessv1.Rule)
			var roles []string
			for _, r := range rule.Roles {
				roles = append(roles, strings.TrimPrefix(r.String(), "ROLE_"))
			}
			if !slices.Equal(roles, lifecycle.By(move)) {
				t.Errorf("%s: the contract says %v, the lifecycle %v", name, roles, lifecycle.By(move))
			}
		}
	}
}

// TestStatesAreTheTables compares the lifecycle's states with those a table may hold.
func TestStatesAreTheTables(t *testing.T) {
	for _, s := range lifecycle.States {
		if err := project.StateValidator(project.State(s)); err != nil {
			t.Error(err)
		}
		if wire.ToEnum[projectsv1.ProjectState](s) == 0 {
			t.Errorf("%s is not in the contract", s)
		}
	}
	if calendar.Today(calendar.Fixed(countytest.Now)).Year() != 2026 {
		t.Error("the numbers expected above are of 2026")
	}
}

// TestCancelAndRequestAtOnce: a request for money that locks the project first and a cancellation never both succeed.
func TestCancelAndRequestAtOnce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		errClosed := errors.New("not open for money")
		lot := uuid.Must(uuid.NewV7())
		f.do(f.office, func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test"})
			tx := db.From(ctx)
			return errors.Join(ledger.EnsureYear(ctx, tx, 2026),
				ledger.OpenLot(ctx, tx, ledger.Lot{ID: lot, Channel: uuid.New(), Purpose: uuid.New(), FiscalYear: 2026, Promised: 100}, countytest.Now),
				ledger.Receive(ctx, tx, lot, 100, booking()))
		})
		for range 5 {
			p := f.approve(f.create(nil))
			target := ledger.ProjectLot{Lot: lot, Project: uuid.MustParse(p.Id)}
			var cancelled, requested error
			var both sync.WaitGroup
			both.Go(func() {
				_, cancelled = call(f, f.office, f.s.CancelProject, &projectsv1.CancelProjectRequest{Id: p.Id, Etag: p.Etag, Reason: "x"})
			})
			both.Go(func() {
				requested = f.DB.Tx(scope.With(t.Context(), f.office), func(ctx context.Context) error {
					tx := db.From(ctx)
					row, err := Lock(ctx, target.Project)
					if err != nil || !MayReceiveMoney(row.State) {
						return errors.Join(err, errClosed)
					}
					db.Audit(ctx, audit.Entry{Action: "test"})
					return errors.Join(
						ledger.OpenProjectLot(ctx, tx, target, ledger.Caps{}, booking()),
						ledger.RequestAppropriation(ctx, tx, target, 1, booking()))
				})
			})
			both.Wait()
			switch {
			case cancelled == nil && errors.Is(requested, errClosed):
			case requested == nil && errors.Is(cancelled, ReasonHasMoney):
			default:
				t.Errorf("cancelled: %v, requested: %v", cancelled, requested)
			}
		}
	})
}
