package funds

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// TestOfferedOnProjectsIsWhatIsNotRefused: a project in any state offers a claim or
// a request for money to exactly those who are not refused for its state or for
// whose it is.
func TestOfferedOnProjectsIsWhatIsNotRefused(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		allocation := o.fund("岳交计〔2026〕12号", 60_000_000, 60_000_000)
		otherUnit := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"UNIT"}, Unit: uuid.New(), Villages: []uuid.UUID{o.village.ID}}
		offered := map[string]int{}
		for _, state := range []project.State{project.StateListed, project.StateApproved, project.StateUnderway, project.StateCompleted,
			project.StateAccepted, project.StateCancelled} {
			o.as(o.office1, func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test.state"})
				return db.From(ctx).Project.Update().Where(project.ID(o.road.ID)).SetState(state).Exec(ctx)
			})
			for name, v := range map[string]*scope.Viewer{"office": o.office1, "unit": o.unitMan, "other unit": otherUnit, "township": o.townshipMan,
				"department": o.department, "finance": o.finance, "client": o.client} {
				var verbs []string
				o.as(v, func(ctx context.Context) error {
					p, err := projects.Get(ctx, o.road.ID)
					if err != nil {
						return err
					}
					may, err := OnProjects(ctx, []*ent.Project{p})
					verbs = may[p.ID]
					return err
				})
				for verb, try := range map[string]struct {
					method string
					call   func(ctx context.Context) error
				}{
					"claim": {fundsv1.ClaimService_CreateClaim_FullMethodName, func(ctx context.Context) error {
						_, err := (&claims{Room: o.Room}).CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{ProjectId: o.road.ID.String(),
							Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10",
							Lines: []*fundsv1.ClaimLine{{AllocationId: allocation.String(), AmountFen: 1}}}})
						return err
					}},
					"appropriate": {fundsv1.AppropriationService_CreateAppropriation_FullMethodName, func(ctx context.Context) error {
						_, err := (&appropriations{Room: o.Room}).CreateAppropriation(ctx, &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{
							AllocationId: allocation.String(), ProjectId: o.road.ID.String(), AmountFen: 1}})
						return err
					}},
				} {
					undo := errors.New("undo")
					var refused error
					if err := o.try(v, func(ctx context.Context) error {
						refused = try.call(ctx)
						return undo
					}); !errors.Is(err, undo) {
						t.Fatal(err)
					}
					may := access.May(try.method, v) && !errors.Is(refused, ReasonProjectState) && !errors.Is(refused, projects.ReasonOtherUnit)
					if listed := slices.Contains(verbs, verb); listed != may {
						t.Errorf("%s, project that is %s: %s offered: %v, refused: %v", name, state, verb, listed, refused)
					}
					if may {
						offered[verb+" to "+name]++
					}
				}
			}
		}
		if len(offered) != 2 || offered["claim to unit"] != 4 || offered["appropriate to office"] != 3 {
			t.Errorf("offered %v", offered)
		}
	})
}
